"""Policy 5.3.4: a task that a later meeting's minutes state anew stays one task, with the deadline that is set last."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from play import CALENDAR, COMPANY, Play, at, last_week, letters, mail

from mailflow.core.decide import decide
from mailflow.core.events import ResolutionContinued
from mailflow.core.intents import Confirm, MinutesSent
from mailflow.core.letters import MailKind
from mailflow.core.minutes import AttendanceRecord, MinutesContent, Task
from mailflow.core.resolution import Extension, Resolution, ResolutionState
from mailflow.core.situation import Situation
from mailflow.core.values import MeetingId, ResolutionId

LIST = "整理样品清单"
SITUATION = Situation(COMPANY, CALENDAR, at("12-02 18:00"))


def resolved(title: str = LIST, state: ResolutionState = ResolutionState.OPEN) -> Resolution:
    key = ResolutionId("weekly-2026-11-23-r1")
    return Resolution(key, title, (mail("li.qiang"),), date(2026, 12, 4), state=state, opened_at=at("11-25 18:00"))


def task(title: str = LIST, *owners: str, due: datetime | date = date(2026, 12, 11)) -> Task:
    return Task(title, tuple(mail(o) for o in owners or ("li.qiang",)), due)


def taken(*tasks: Task, before: Resolution) -> Play:
    """The recorder's minutes of 30 November have come."""
    play = Play.announced()
    play.earlier = (last_week(before),)
    play.until("11-30 10:30")
    present = AttendanceRecord(present=(mail("wang.fang"), mail("li.qiang")))
    content = MinutesContent(present, resolutions=tasks, text="\n".join(t.title for t in tasks))
    play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=content)
    return play


def confirmed(play: Play) -> None:
    for who in ("wang.fang", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao"):
        play.says(who, Confirm(), to=MailKind.MINUTES)


@pytest.mark.parametrize("title", [LIST, f"《{LIST}》", f"{LIST}。"])
def test_the_same_title_and_owner_open_no_second_task(title: str) -> None:
    play = taken(task(title), task("完成备货清单"), before=resolved())
    confirmed(play)
    assert [r.title for r in play.meeting.resolutions] == ["完成备货清单"]
    assert [c.mark for c in play.meeting.earlier_to_settle] == ["continued:weekly-2026-11-23-r1"]


@pytest.mark.parametrize(
    ("came", "before"),
    [
        (task(LIST, "zhou.tao"), resolved()),
        (task("整理样品清单和报价"), resolved()),
        (task(), resolved(state=ResolutionState.DONE)),
        (task(), resolved(state=ResolutionState.DROPPED)),
    ],
    ids=["another owner", "more than the earlier one", "the earlier one is done", "the earlier one is dropped"],
)
def test_whatever_could_be_another_task_is_a_new_one(came: Task, before: Resolution) -> None:
    play = taken(came, before=before)
    confirmed(play)
    assert [r.title for r in play.meeting.resolutions] == [came.title]
    assert play.meeting.earlier_to_settle == ()


def test_nothing_is_settled_before_the_minutes_are_final() -> None:
    assert taken(task(), before=resolved()).meeting.earlier_to_settle == ()


def settled(before: Resolution, due: datetime | date):
    event = ResolutionContinued(
        at("12-02 18:00"),
        before.id,
        MeetingId("weekly-2026-11-30"),
        "销售例会",
        date(2026, 11, 30),
        due,
        mail("he.jun"),
    )
    return decide(last_week(before), event, SITUATION)


def test_the_owner_gets_the_new_deadline_and_keeps_what_was_reported() -> None:
    decision = settled(replace(resolved(), percent=40), date(2026, 12, 11))
    (later,) = decision.record.resolutions
    assert (later.due, later.state, later.percent) == (date(2026, 12, 11), ResolutionState.EXTENDED, 40)
    assert letters(decision) == [("task/restated", "li.qiang")]


def test_a_wish_for_more_time_is_settled_by_the_meeting() -> None:
    asked = Extension(at("11-29 10:00"), mail("li.qiang"), date(2026, 12, 18), "供应商未回复")
    (later,) = settled(replace(resolved(), extensions=(asked,)), date(2026, 12, 11)).record.resolutions
    assert later.pending_extension is None
    assert [(e.due, e.approved, e.decided_by) for e in later.extensions] == [(date(2026, 12, 11), True, mail("he.jun"))]


@pytest.mark.parametrize(
    ("before", "due"),
    [(resolved(), date(2026, 12, 4)), (resolved(state=ResolutionState.DONE), date(2026, 12, 11))],
    ids=["the same deadline", "done meanwhile"],
)
def test_where_nothing_changes_nobody_is_told(before: Resolution, due: date) -> None:
    decision = settled(before, due)
    assert decision.record.resolutions == (before,)
    assert decision.letters == ()
