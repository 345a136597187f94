"""The commands, each a few lines over the parts. Errors are one line on stderr and exit status 2.

What a command needs is imported in it: `mailflow interpret` must not wait for the mail servers' libraries.
"""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.flow.service import Service

app = typer.Typer(
    name="mailflow",
    help="会议秘书：用普通邮件执行会议制度。\n\nA meeting secretary that carries out a meeting policy by ordinary mail.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
kept = typer.Typer(help="收到但无法处理的邮件。Mails that could not be dealt with.", no_args_is_help=True)
app.add_typer(kept, name="quarantine")

ConfigDir = Annotated[
    Path | None,
    typer.Option("--config", help="设置文件夹 / the config folder. Default: config/, then $MAILFLOW_CONFIG."),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON.")]


def main() -> None:
    """The entry of the command ``mailflow``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale. What UTF-8 cannot hold becomes \\udcXX, which JSON reads as it was meant.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        lines = _lines_of(fault)
        if lines is None:
            raise
        for line in lines:
            print(f"mailflow: {line}", file=sys.stderr)
        sys.exit(2)


def _lines_of(fault: Exception) -> list[str] | None:
    """What to tell the person at the terminal; None for a fault of our own, whose traceback somebody needs."""
    if isinstance(fault, typer.Abort):
        return ["stopped"]
    usage = getattr(fault, "format_message", None)  # typer's own faults: they have no public class in common
    if usage is not None:
        asked = getattr(getattr(fault, "ctx", None), "command_path", "mailflow")
        said = " ".join(usage().split())  # nothing where the help was shown instead
        return [f"{said} ({asked} --help)"] if said else []
    from mailflow import faults

    return faults.told(fault).splitlines() if isinstance(fault, faults.KNOWN) else None


# ------------------------------------------------------------------------------------------ setting up


@app.command()
def init(
    folder: Annotated[Path | None, typer.Argument(help="写到哪里 / where to write it; as --config.")] = None,
    config: ConfigDir = None,
    provider: Annotated[
        str, typer.Option(help="邮箱服务商 / whose mail servers; --provider list names them.")
    ] = "custom",
) -> None:
    """写一套带说明的设置，不覆盖已有文件。Writes a complete, commented config; overwrites nothing."""
    from mailflow import init as writing

    for line in writing.write(folder or _folder(config), provider):
        print(line)


@app.command()
def check(config: ConfigDir = None) -> None:
    """检查设置、邮箱登录、收发和存储。Checks config, logins, a mail to itself, and the store; names every mend."""
    from mailflow import check as checking

    found = checking.run(_folder(config), os.environ, lambda line: print(line, flush=True))
    raise typer.Exit(0 if found else 2)


# --------------------------------------------------------------------------------------------- running


@app.command()
def run(config: ConfigDir = None) -> None:
    """持续运行。The daemon: reads mail as it comes, does what is due, until SIGTERM."""
    import asyncio

    from mailflow import bootstrap, logs
    from mailflow.flow.loop import Daemon

    logs.to_stderr()
    settings = _load(config)
    with _opened(settings) as service:
        daemon = Daemon(
            service,
            bootstrap.inbox(settings),
            bootstrap.sender(settings),
            bootstrap.clock(settings),
            settings.smtp.connections,
        )
        asyncio.run(_until_told(daemon))


@app.command()
def tick(
    config: ConfigDir = None,
    now: Annotated[str, typer.Option(help="当作此刻 / as of this time, ISO 8601: 2026-11-30T09:30:00+08:00.")] = "",
) -> None:
    """处理一遍就结束。One pass: read the mailbox, do what is due, send all that is queued."""
    import asyncio

    from mailflow import bootstrap, logs
    from mailflow.flow.loop import tick as one_pass

    logs.to_stderr()
    settings = _load(config)
    moment = _moment(now)
    clock = bootstrap.clock(settings, moment)
    with _opened(settings, clock.now()) as service:

        async def once() -> None:
            inbox, sender = bootstrap.inbox(settings), bootstrap.sender(settings)
            try:
                done = await one_pass(service, inbox, sender, clock, settings.smtp.connections)
            finally:
                await sender.close()
                inbox.close()
            print(f"read {done.read}, changed {done.changed}, sent {done.sent.sent}, deferred {done.sent.deferred}")

        asyncio.run(once())


@app.command()
def demo(
    stay: Annotated[bool, typer.Option(help="结束后保留邮件服务器 / keep the servers for a mail program.")] = False,
    fast: Annotated[bool, typer.Option(help="不停顿 / without pauses.")] = False,
    report: Annotated[Path, typer.Option(help="报告写到哪里 / where the report goes.")] = Path("mailflow-demo.html"),
) -> None:
    """演示：示例公司的一次周例会从邀请到任务完成。Plays the sample company's weekly meeting with real mails."""
    from mailflow.demo import play

    raise typer.Exit(play.main(stay=stay, fast=fast, report=report))


# --------------------------------------------------------------------------------------------- reading


@app.command()
def interpret(
    files: Annotated[list[Path], typer.Argument(help="邮件文件 / messages (.eml).")],
    config: ConfigDir = None,
    explain: Annotated[bool, typer.Option(help="说明依据 / also which words led to what.")] = False,
) -> None:
    """一封回信是什么意思，每封一行 JSON。What replies mean, one JSON object a line."""
    from mailflow.core.reply import Context
    from mailflow.reading import jsonform
    from mailflow.reading.message import parse

    reader = _reader(config)

    def one(path: Path) -> dict[str, Any]:
        beside = path.with_suffix(".context.json")
        context = jsonform.read_context(beside.read_bytes(), str(beside)) if beside.is_file() else Context()
        return dict(jsonform.interpretation(reader.interpret(parse(path.read_bytes()), context), explain=explain))

    _each(files, one)


@app.command()
def minutes(
    files: Annotated[list[Path], typer.Argument(help="会议纪要 / minutes (.eml, .txt, .md, .docx).")],
    config: ConfigDir = None,
) -> None:
    """会议纪要写了什么，每份一行 JSON。What minutes say, one JSON object a line."""
    from mailflow.faults import Refusal
    from mailflow.reading import jsonform
    from mailflow.reading.message import parse
    from mailflow.reading.minutes import read_minutes
    from mailflow.reading.minutes.documents import MinutesFile

    reader = _reader(config)

    def one(path: Path) -> dict[str, Any]:
        beside = path.with_suffix(".context.json")
        if not beside.is_file():
            raise Refusal(f"{path}: expected {beside.name} beside it, which tells what meeting they are of")
        meeting, received = jsonform.read_minutes_context(beside.read_bytes(), str(beside))
        content = path.read_bytes()
        if path.suffix.lower() != ".eml":
            document = MinutesFile(path.name, content)
            return dict(jsonform.minutes(read_minutes(document, meeting, received, reader.tools)))
        mail = parse(content)
        return dict(jsonform.minutes(read_minutes(mail, meeting, mail.date or received, reader.tools)))

    _each(files, one)


# --------------------------------------------------------------------------------------------- looking


@app.command()
def status(
    meeting: Annotated[str, typer.Argument(help="会议编号 / a meeting, as weekly-2026-11-30.")] = "",
    config: ConfigDir = None,
    as_json: AsJson = False,
) -> None:
    """会议、参会、资料、决议的情况。Meetings, who comes, what is missing, resolutions, outbox, quarantine."""
    from mailflow.faults import Refusal
    from mailflow.views import status as views

    settings = _load(config, with_secrets=False)
    found = views.status(_records(settings), settings.organization)
    if meeting:
        found["meetings"] = [m for m in found["meetings"] if m["id"] == meeting]
        if not found["meetings"]:
            raise Refusal(f"no meeting is called {meeting}: `mailflow status` lists them")
    print(json.dumps(found, ensure_ascii=False, indent=2) if as_json else views.as_text(found))


@app.command()
def ledger(
    config: ConfigDir = None,
    since: Annotated[str, typer.Option(help="从何时起 / from this time on, ISO 8601.")] = "",
    as_json: AsJson = False,
) -> None:
    """每封来信的处理结果和依据。What became of every mail, and why."""
    from mailflow import bootstrap
    from mailflow.core.said import Said
    from mailflow.views import ledger as views

    settings = _load(config, with_secrets=False)
    templates = bootstrap.templates()

    def phrase(said: Said) -> str:
        return templates.phrase(said, settings.service.language, settings.organization)

    moment = _moment(since)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=bootstrap.clock(settings).now().tzinfo)
    for line in views.lines(_records(settings), moment):
        print(json.dumps(views.as_json(line, phrase), ensure_ascii=False) if as_json else views.as_text(line, phrase))


# ------------------------------------------------------------------------------------------ quarantine

Number = Annotated[int, typer.Argument(help="编号 / its number in the list.")]


@kept.command("list")
def quarantine_list(config: ConfigDir = None) -> None:
    """列出待处理的邮件。Lists what waits."""
    for _, item in _quarantined(config):
        if not item.settled:
            print(f"{item.number}  {item.at:%Y-%m-%d %H:%M}  {item.sender or '?'}  {item.subject}  -- {item.why}")


@kept.command("show")
def quarantine_show(number: Number, config: ConfigDir = None) -> None:
    """按原样输出邮件。Prints the mail as it arrived."""
    from mailflow import bootstrap

    settings = _load(config, with_secrets=False)
    item = _numbered(number, config)
    sys.stdout.buffer.write(bootstrap.store(settings, read_only=True).get_blob(item.raw))


@kept.command("retry")
def quarantine_retry(number: Number, config: ConfigDir = None) -> None:
    """再处理一次。Takes the mail again."""
    from mailflow import bootstrap
    from mailflow.faults import Refusal
    from mailflow.flow import intake, quarantine

    settings = _load(config)
    item = _numbered(number, config)
    with _opened(settings) as service:
        taken = intake.take(service.store.get_blob(item.raw), service, bootstrap.clock(settings).now(), again=True)
        if taken.entry is None:  # kept again: only what went through leaves the quarantine
            raise Refusal(f"number {number} still cannot be dealt with, and waits on: {item.why}")
        quarantine.settle(service, number, "retried")
        print(taken.entry.outcome.value)


@kept.command("drop")
def quarantine_drop(number: Number, config: ConfigDir = None) -> None:
    """不再处理；邮件本身仍保留。Marks it as settled; its bytes are kept."""
    from mailflow.flow import quarantine

    _numbered(number, config)
    with _opened(_load(config)) as service:
        quarantine.settle(service, number, "dropped")


# ---------------------------------------------------------------------------------------------- shared


def _folder(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path("config")
    return here if here.is_dir() else Path(os.environ.get("MAILFLOW_CONFIG") or here)


def _load(given: Path | None, *, with_secrets: bool = True) -> "Config":
    from mailflow import config

    loaded = config.load(_folder(given), os.environ, with_secrets=with_secrets)
    for warning in loaded.warnings:
        print(f"mailflow: warning: {warning}", file=sys.stderr)
    return loaded


def _reader(given: Path | None) -> Any:
    """Reading needs no servers: without a config of one's own it knows the example company."""
    from mailflow import bootstrap, config
    from mailflow.resources import folder

    chosen = _folder(given)
    if given is None and not chosen.is_dir():
        chosen = folder("config")
    loaded = config.load(chosen, os.environ, with_secrets=False)
    return bootstrap.reader(loaded, bootstrap.clock(loaded).now().year)


@contextmanager
def _opened(settings: "Config", now: datetime | None = None) -> "Iterator[Service]":
    from mailflow import bootstrap

    store = bootstrap.store(settings)
    try:
        yield bootstrap.service(settings, store, now or bootstrap.clock(settings).now())
    finally:
        store.close()


def _records(settings: "Config") -> list[Any]:
    from mailflow import bootstrap

    store = bootstrap.store(settings, read_only=True)
    return [stored.record for stored in store.all_records()]


def _quarantined(given: Path | None) -> Iterator[tuple[Any, Any]]:
    from mailflow.core.desk import Desk

    for record in _records(_load(given, with_secrets=False)):
        if isinstance(record, Desk):
            yield from ((record.id, item) for item in record.quarantine)


def _numbered(number: int, given: Path | None) -> Any:
    from mailflow.faults import Refusal

    for _, item in _quarantined(given):
        if item.number == number and not item.settled:
            return item
    raise Refusal(f"nothing of number {number} waits: `mailflow quarantine list` shows what does")


def _moment(text: str) -> datetime | None:
    from mailflow.faults import Refusal

    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(f"{text!r} is no time: write it as 2026-11-30T09:30:00+08:00") from None


def _each(files: list[Path], read: Any) -> None:
    """One line a file, in order. What cannot be read is named, and the others are read all the same."""
    failed = False
    for path in files:
        try:
            print(json.dumps(read(path), ensure_ascii=False), flush=True)
        except BrokenPipeError:
            raise
        except Exception as fault:  # the last handler names the file: the others must still be read
            failed = True
            told = " ".join(_lines_of(fault) or [f"{type(fault).__name__}: {fault}"])
            print(f"mailflow: {told if str(path) in told else f'{path}: {told}'}", file=sys.stderr)
    if failed:
        raise typer.Exit(2)


async def _until_told(daemon: Any) -> None:
    import asyncio
    import signal

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, daemon.stop)
    await daemon.run()
