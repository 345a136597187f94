"""A fresh mail that holds the title of the sender's own task word for word speaks of that task."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from called_meetings_test import Desk
from named_meetings_test import weekly

from mailflow.core.calendar import Occurrence
from mailflow.core.meeting import MeetingState
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan
from mailflow.core.values import Address, ResolutionId

SUN = Address("sun.li@corp.example")


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.now = datetime.fromisoformat("2026-12-02T10:00:00+08:00")
    start = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
    situation = Situation(desk.service.organization, desk.service.calendar, desk.now)
    tasks = tuple(
        Resolution(ResolutionId(f"r{n}"), title, (SUN,), due=datetime.fromisoformat("2026-12-18T18:00:00+08:00"))
        for n, title in enumerate(("整理退货数据", "更新退货清单"), start=1)
    )
    held = plan(weekly(), Occurrence(date(2026, 11, 30), start), situation)
    desk.service.store.save(replace(held, state=MeetingState.CONFIRMED, resolutions=tasks), 0)
    return desk


def states(desk: Desk) -> list[ResolutionState]:
    return [r.state for r in desk.meeting("weekly-2026-11-30").resolutions]


@pytest.mark.parametrize("words", ["整理退货数据已完成", "您好，整理退货数据已经完成，谢谢"])
def test_the_task_of_that_title_is_reported_done(desk: Desk, words: str) -> None:
    desk.writes("sun.li", words, subject="任务进展")
    assert states(desk)[0] is not ResolutionState.OPEN
    assert states(desk)[1] is ResolutionState.OPEN


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("sun.li", "整理退货数据完成了吗？"),
        ("sun.li", "整理退货数据还没完成"),
        ("sun.li", "张伟说整理退货数据已完成"),
        ("sun.li", "如果整理退货数据已完成，我就去杭州"),
        ("sun.li", "整理数据已完成"),
        ("sun.li", "整理退货数据和更新退货清单什么时候要？"),
        ("chen.jing", "整理退货数据已完成"),
    ],
)
def test_asked_denied_told_of_others_or_of_somebody_elses_nothing_is_done(desk: Desk, who: str, words: str) -> None:
    desk.writes(who, words, subject="任务进展")
    assert states(desk) == [ResolutionState.OPEN, ResolutionState.OPEN]
