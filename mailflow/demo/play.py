"""``mailflow demo``: the whole life of a meeting, played before your eyes, and a report of it."""

import asyncio
import contextlib
import logging
import time
from pathlib import Path

import structlog
from rich.console import Console

from mailflow.core.meeting import Meeting
from mailflow.demo import report, verdict
from mailflow.demo.chronicle import Telling
from mailflow.demo.life import live
from mailflow.demo.progress import Progress
from mailflow.demo.report import Played
from mailflow.demo.stage import PASSWORD, Stage, stage
from mailflow.demo.wording import wording
from mailflow.resources import folder
from mailflow.writing.templates import Templates

REPORT = Path("mailflow-demo.html")
_PAUSE = 0.06  # seconds between two moments, so that eyes can follow
_LANGUAGE = "zh-CN"
_TOLD = "weekly"
"""The series whose first meeting the report tells at its head."""


def main(stay: bool, fast: bool, report: Path = REPORT) -> int:
    """The exit status: 0 where the life went to its end, 1 with the reasons where it did not."""
    logging.getLogger("mail.log").setLevel(logging.ERROR)  # the SMTP server's own advice to its programmers
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    console = Console()
    try:
        return asyncio.run(_run(console, stay, fast, report))
    except KeyboardInterrupt:
        return 130


async def _run(console: Console, stay: bool, fast: bool, path: Path) -> int:
    began = time.monotonic()
    async with stage() as set_up:
        pause = 0.0 if fast or not console.is_terminal else _PAUSE
        played, page = await play(set_up, console, pause)
        path.write_text(page, encoding="utf-8")
        _tell_end(console, played, path, time.monotonic() - began)
        if stay:
            _tell_servers(console, set_up)
            with contextlib.suppress(asyncio.CancelledError):  # Ctrl-C: the verdict of the play still holds
                await asyncio.Event().wait()
    return 1 if played.faults else 0


async def play(set_up: Stage, console: Console, pause: float) -> tuple[Played, str]:
    """The life, from its first mail to its last, and the report as HTML."""
    service = set_up.service
    templates = Templates.load(folder("templates"))
    telling = Telling(
        service.organization,
        service.secretary,
        wording(set_up.config.mail.name),
        lambda said: templates.phrase(said, _LANGUAGE, service.organization),
    )
    progress = Progress(console, telling)
    with progress.showing():
        lived = await live(set_up, progress.tell, lambda: pause)
    records = tuple(stored.record for stored in service.store.all_records())
    mails = tuple(set_up.bag.mails)
    unread = await set_up.server.messages(service.secretary)
    faults = tuple(verdict.faults(lived, records, mails, unread))
    meeting = next(r for r in records if isinstance(r, Meeting) and r.terms.key == _TOLD)
    played = Played(meeting, records, mails, faults)
    return played, report.html(played, telling, templates.speech(_LANGUAGE, service.organization))


def _tell_end(console: Console, played: Played, path: Path, seconds: float) -> None:
    tasks = len(played.meeting.resolutions)
    console.print(f"\n{len(played.mails)} mails in {seconds:.1f} s; {tasks} resolutions.", highlight=False)
    for fault in played.faults:
        console.print(f"not completed: {fault}", style="red", markup=False, highlight=False, soft_wrap=True)
    console.print(f"Report 报告: {path.resolve()}", markup=False, highlight=False, soft_wrap=True)


def _tell_servers(console: Console, set_up: Stage) -> None:
    """What a mail program must be told to look into any mailbox."""
    server = set_up.server
    example = set_up.config.organization.people[0].email
    for line in (
        "",
        "The servers stay up; Ctrl-C ends them. 服务器保持运行，按 Ctrl-C 结束。",
        f"  IMAP  {server.host}:{server.imap_port}   no encryption 不加密",
        f"  SMTP  {server.host}:{server.smtp_port}   no encryption, login optional 不加密，可不登录",
        f"  user 用户名: anybody's address, such as {example}; mailflow's own is {set_up.service.secretary}",
        f"  password 密码: {PASSWORD}",
    ):
        console.print(line, markup=False, highlight=False, soft_wrap=True)
