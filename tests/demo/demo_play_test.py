"""The demo, played once from end to end: the life of a meeting over real IMAP and SMTP."""

import asyncio
import io
from dataclasses import dataclass
from html import escape

import pytest
from rich.console import Console

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, Outcome
from mailflow.core.meeting import LeaveState, MeetingState, SubstituteState
from mailflow.core.minutes import Objection
from mailflow.core.resolution import ResolutionState
from mailflow.core.said import Saying
from mailflow.demo.play import play
from mailflow.demo.report import Played
from mailflow.demo.stage import stage
from mailflow.demo.verdict import OF_A_LIFE

pytestmark = pytest.mark.timeout(120)


@dataclass(frozen=True)
class Demo:
    played: Played
    page: str
    shown: str


@pytest.fixture(scope="module")
def demo() -> Demo:
    async def run() -> Demo:
        shown = io.StringIO()
        async with stage() as set_up:
            played, page = await play(set_up, Console(file=shown, width=200), 0)
        return Demo(played, page, shown.getvalue())

    return asyncio.run(run())


def test_the_life_goes_to_its_end(demo: Demo) -> None:
    """Nothing unsent, unread or open is left, and every part was played."""
    assert demo.played.faults == ()
    assert demo.played.meeting.state is MeetingState.CLOSED


def test_every_kind_of_mail_of_a_life_is_seen(demo: Demo) -> None:
    assert {k.value for k in OF_A_LIFE} <= {d.mail.kind for d in demo.played.mails}


def test_every_resolution_is_done(demo: Demo) -> None:
    tasks = demo.played.meeting.resolutions
    assert [t.state for t in tasks] == [ResolutionState.DONE] * 4
    assert sum(bool(t.extensions) for t in tasks) == 1
    assert sum(t.percent == 100 for t in tasks) == 4


def test_nothing_is_in_quarantine(demo: Demo) -> None:
    assert [r.quarantine for r in demo.played.records if isinstance(r, Desk) and r.quarantine] == []


def test_a_leave_ends_with_the_second_substitute_bound(demo: Demo) -> None:
    meeting = demo.played.meeting
    seat = next(a for a in meeting.attendees if a.address == "zheng.jie@corp.example")
    assert seat.leave is not None
    assert seat.leave.state is LeaveState.APPROVED
    assert seat.leave.decided_by == "wang.fang@corp.example"
    assert seat.leave.substitute is not None
    assert (seat.leave.substitute.person, seat.leave.substitute.state) == (
        "emma.clark@corp.example",
        SubstituteState.ACCEPTED,
    )


def test_an_objection_leads_to_a_version_that_one_person_leaves_unanswered(demo: Demo) -> None:
    versions = demo.played.meeting.minutes
    objections: tuple[Objection, ...] = versions[-2].objections
    assert [o.by for o in objections] == ["sun.li@corp.example"]
    assert versions[-1].silent == ("zhou.tao@corp.example",)
    assert "双十二安全库存定为 600 件" in versions[-1].content.decisions


@pytest.mark.parametrize(
    ("sender", "outcome", "key"),
    [
        ("zhang.wei@corp.example", Outcome.IGNORED, Saying.AUTOMATIC_IGNORED),
        ("wu.hao@corp.example", Outcome.ASKED, Saying.NOT_UNDERSTOOD),
        ("zheng.jie@corp.example", Outcome.DONE, Saying.LEAVE_NEEDS_REASON),
        ("zhou.tao@corp.example", Outcome.DONE, Saying.WILL_BE_LATE),
    ],
)
def test_the_ledger_tells_what_became_of_a_mail(demo: Demo, sender: str, outcome: Outcome, key: Saying) -> None:
    lines = [e for e in demo.played.meeting.log if e.sender == sender and e.cause is Cause.MAIL]
    assert any(e.outcome is outcome and key in [s.key for s in e.said] for e in lines)


def test_the_report_holds_every_mail(demo: Demo) -> None:
    """Each once, with its text as the reader saw it."""
    assert demo.page.count('<div class="mail">') == len(demo.played.mails)
    for delivered in demo.played.mails:
        assert escape(delivered.mail.text.strip(), quote=False).partition("\n")[0] in demo.page.replace(
            "&#39;", "'"
        ).replace("&#34;", '"')


def test_the_report_needs_nothing_else_and_runs_nothing(demo: Demo) -> None:
    for sign in ("<script", "<link", "src=", "@import", "{{"):
        assert sign not in demo.page.replace("srcdoc=", ""), sign


def test_without_a_terminal_the_progress_is_plain_lines(demo: Demo) -> None:
    assert "\x1b" not in demo.shown
    assert "会议邀请 → 王芳" in demo.shown
