"""``run``, ``tick``, ``health`` and ``demo``."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from mailflow.cli.opening import load, moment_of, opened
from mailflow.cli.options import ConfigDir


def run(config: ConfigDir = None) -> None:
    """持续运行。The daemon: reads mail as it comes, does what is due, until SIGTERM."""
    import asyncio

    from mailflow import bootstrap, logs
    from mailflow.flow.daemon import Daemon

    logs.to_stderr()
    settings = load(config)
    tokens = bootstrap.tokens(settings)
    with opened(settings) as service:
        daemon = Daemon(
            service,
            bootstrap.inbox(settings, tokens),
            bootstrap.sender(settings, tokens),
            bootstrap.clock(settings),
            bootstrap.monitor(settings, os.environ),
            settings.smtp.connections,
        )
        asyncio.run(_until_told(daemon))


def tick(
    config: ConfigDir = None,
    now: Annotated[str, typer.Option(help="当作此刻 / as of this time, ISO 8601: 2026-11-30T09:30:00+08:00.")] = "",
) -> None:
    """处理一遍就结束。One pass: read the mailbox, do what is due, send all that is queued."""
    import asyncio

    from mailflow import bootstrap, logs
    from mailflow.flow.loop import tick as one_pass

    logs.to_stderr()
    settings = load(config)
    moment = moment_of(now)
    clock = bootstrap.clock(settings, moment)
    with opened(settings, clock.now()) as service:

        async def once() -> None:
            tokens = bootstrap.tokens(settings)
            inbox, sender = bootstrap.inbox(settings, tokens), bootstrap.sender(settings, tokens)
            try:
                done = await one_pass(service, inbox, sender, clock, settings.smtp.connections)
            finally:
                await sender.close()
                inbox.close()
            print(f"read {done.read}, changed {done.changed}, sent {done.sent.sent}, deferred {done.sent.deferred}")

        asyncio.run(once())


def health(
    config: ConfigDir = None,
    max_age: Annotated[
        int, typer.Option("--max-age", help="多少秒没有动静算异常 / seconds without a sign of life.")
    ] = 120,
) -> None:
    """给监控用：正常为 0，异常为 1，各一行说明。For monitors: exit status 0 or 1, and one line that says why."""
    from datetime import timedelta

    from mailflow import bootstrap
    from mailflow.views.health import verdict

    settings = load(config, with_secrets=False)
    now = bootstrap.clock(settings).now()
    well, line = verdict(bootstrap.health(settings), now, timedelta(seconds=max_age))
    print(line)
    raise typer.Exit(0 if well else 1)


def demo(
    stay: Annotated[bool, typer.Option(help="结束后保留邮件服务器 / keep the servers for a mail program.")] = False,
    fast: Annotated[bool, typer.Option(help="不停顿 / without pauses.")] = False,
    report: Annotated[Path, typer.Option(help="报告写到哪里 / where the report goes.")] = Path("mailflow-demo.html"),
) -> None:
    """演示：示例公司的一次周例会从邀请到任务完成。Plays the sample company's weekly meeting with real mails."""
    from mailflow.demo import play

    raise typer.Exit(play.main(stay=stay, fast=fast, report=report))


async def _until_told(daemon: Any) -> None:
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stop)
    await daemon.run()
