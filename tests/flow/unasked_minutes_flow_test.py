"""Minutes in a fresh mail (policy 5.3.1): taken where one meeting waits for them, else asked back; never a leave."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
from called_meetings_test import Desk

from mailflow import bootstrap, config
from mailflow.core.calendar import Occurrence
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.policy import Series
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan
from mailflow.core.values import RecordId
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-11-30T11:00:00+08:00")
RECORD = "出席：王芳、何军、李强\n缺席：周涛\n请假：郑洁\n决议：\n1. 整理退货数据，责任人：孙丽，完成时间：12月10日"


@cache
def weekly() -> Series:
    settings = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(settings, service=replace(settings.service, secret=b"sixteen bytes and more"))
    return bootstrap.service(settings, MemoryStore(), NOW).series["weekly"]


def office(*held: str) -> Desk:
    """Monday, 30 November, eleven o'clock: these are over and wait for their minutes; that of 7 December is announced."""
    desk = Desk()
    desk.now = NOW
    situation = Situation(desk.service.organization, desk.service.calendar, NOW)
    for day, state in (*((d, MeetingState.HELD) for d in held), ("2026-12-07", MeetingState.ANNOUNCED)):
        start = datetime.fromisoformat(f"{day}T09:30:00+08:00")
        planned = plan(weekly(), Occurrence(start.date(), start), situation)
        desk.service.store.save(replace(planned, state=state, marks={"minutes-request": NOW}), 0)
    return desk


def meeting(desk: Desk, day: str) -> Meeting:
    stored = desk.service.store.load(RecordId(f"weekly-{day}"))
    assert stored is not None
    assert isinstance(stored.record, Meeting)
    return stored.record


@pytest.mark.parametrize("who", ["he.jun", "liu.yang"])
@pytest.mark.parametrize("subject", ["11月30日销售与运营周例会会议纪要", "周例会纪要", "会议纪要", "你好"])
def test_recorder_and_organizer_hand_in_the_minutes_of_the_one_meeting_that_waits(who: str, subject: str) -> None:
    desk = office("2026-11-30")
    desk.writes(who, RECORD, subject=subject)
    assert meeting(desk, "2026-11-30").state is MeetingState.RECORDED
    assert all(a.leave is None for a in meeting(desk, "2026-12-07").attendees)


@pytest.mark.parametrize(
    ("held", "who", "subject"),
    [
        (("2026-11-23", "2026-11-30"), "he.jun", "周例会纪要"),
        (("2026-11-30",), "he.jun", "11月27日周例会纪要"),
        (("2026-11-30",), "he.jun", "专项会议纪要"),
        (("2026-11-30",), "sun.li", "周例会纪要"),
        ((), "he.jun", "周例会纪要"),
    ],
)
def test_where_none_or_two_wait_they_are_asked_about(held: tuple[str, ...], who: str, subject: str) -> None:
    desk = office(*held)
    before = [meeting(desk, day) for day in held]
    answered = desk.writes(who, RECORD, subject=subject)
    assert {o.kind.value for o in answered} >= {"ask"}
    assert [meeting(desk, day) for day in held] == before
    assert all(a.leave is None for a in meeting(desk, "2026-12-07").attendees)


def test_the_subject_tells_which_of_two_meetings_is_meant() -> None:
    desk = office("2026-11-23", "2026-11-30")
    desk.writes("he.jun", RECORD, subject="11月30日周例会会议纪要")
    states = [meeting(desk, day).state for day in ("2026-11-23", "2026-11-30")]
    assert states == [MeetingState.HELD, MeetingState.RECORDED]
