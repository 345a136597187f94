"""Policy 6.1: a month's figures on request by mail, of what the asker may see."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from called_meetings_test import Desk

from mailflow.core.calendar import Occurrence
from mailflow.core.meeting import MeetingState, MinutesVersion
from mailflow.core.minutes import AttendanceRecord, MinutesContent
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan
from mailflow.core.values import Address, MessageId
from mailflow.demo.received import read


@pytest.fixture
def desk() -> Desk:
    """A meeting of 23 November, closed, with final minutes."""
    desk = Desk()
    start = datetime.fromisoformat("2026-11-23T09:30:00+08:00")
    situation = Situation(desk.service.organization, desk.service.calendar, desk.now)
    meeting = plan(desk.service.series["special"], Occurrence(start.date(), start), situation)
    present = tuple(a.address for a in meeting.attendees[:1])
    content = MinutesContent(attendance=AttendanceRecord(present=present))
    final = MinutesVersion(1, content, Address("he.jun@corp.example"), start, MessageId("<1@x>"), final_at=start)
    desk.service.store.save(replace(meeting, state=MeetingState.CLOSED, minutes=(final,)), 0)
    desk.now += timedelta(minutes=5)
    return desk


def told(desk: Desk, who: str, words: str) -> str:
    report = next(o for o in desk.writes(who, words, subject="统计") if o.to == f"{who}@corp.example")
    assert report.variant == "figures"
    return read(desk.service.store.get_blob(report.raw)).text


def test_an_organizer_gets_the_months_figures_with_the_records_that_were_counted(desk: Desk) -> None:
    text = told(desk, "he.jun", "请把本月的会议统计发我")
    assert "2026年11月" in text
    assert "计入的记录" in text
    assert "专项问题研讨会" in text


def test_somebody_with_nothing_to_see_is_told_so_and_nothing_else(desk: Desk) -> None:
    text = told(desk, "lin.tao", "请发我11月的出席统计")
    assert "还没有您可以查阅的统计" in text
    assert "研讨会" not in text


def test_another_month_is_another_months_figures(desk: Desk) -> None:
    assert "2026年10月" in told(desk, "he.jun", "请把上个月的会议统计发我")
