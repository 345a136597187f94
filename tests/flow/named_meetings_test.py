"""A fresh mail that names its meeting by date and name reaches that meeting; where none or two fit, it is asked."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest
from called_meetings_test import Desk

from mailflow import bootstrap, config
from mailflow.core.calendar import Occurrence
from mailflow.core.ledger import LedgerEntry, Outcome
from mailflow.core.meeting import MeetingState
from mailflow.core.policy import Series
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan
from mailflow.core.values import RecordId
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-12-02T10:00:00+08:00")
WEEKLY = {day: f"weekly-2026-12-{day:02}" for day in (7, 14)}


@cache
def weekly() -> Series:
    settings = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(settings, service=replace(settings.service, secret=b"sixteen bytes and more"))
    return bootstrap.service(settings, MemoryStore(), NOW).series["weekly"]


@pytest.fixture
def desk() -> Desk:
    """Wednesday, 2 December; the weekly meetings of the 7th and the 14th are announced, both at half past nine."""
    desk = Desk()
    desk.now = NOW
    situation = Situation(desk.service.organization, desk.service.calendar, desk.now)
    for day in WEEKLY:
        start = datetime.fromisoformat(f"2026-12-{day:02}T09:30:00+08:00")
        planned = plan(weekly(), Occurrence(start.date(), start), situation)
        desk.service.store.save(replace(planned, state=MeetingState.ANNOUNCED), 0)
    return desk


def decided(desk: Desk, who: str, words: str) -> tuple[str, LedgerEntry]:
    """The record that the mail reached, with its line."""
    desk.writes(who, words, subject="请处理")
    lines = [(str(s.record.id), e) for s in desk.service.store.all_records() for e in s.record.log if e.sender]
    assert len(lines) == 1
    return lines[0]


@pytest.mark.parametrize(
    ("who", "words", "kind"),
    [
        ("chen.jing", "12月7日的周例会我请假，出差，由周涛代我参会", "leave"),
        ("chen.jing", "下周一的周例会我不能参加", "leave"),
        ("chen.jing", "下周的周例会我请假，出差", "leave"),
        ("chen.jing", "12月7日上午的会我不去了，出差", "leave"),
        ("chen.jing", "12月7日9:30的会请假，出差", "leave"),
        ("chen.jing", "我参加12月7日的周例会", "accept"),
        ("chen.jing", "12月7日的周例会我十点到", "late"),
        ("chen.jing", "I can't attend the weekly meeting on December 7, business trip", "leave"),
        ("chen.jing", "I cannot attend Monday's weekly meeting, I am travelling", "leave"),
        ("liu.yang", "取消12月7日的周例会", "cancel"),
        ("liu.yang", "Please cancel the weekly meeting on December 7", "cancel"),
        ("liu.yang", "12月7日周例会改到12月8日下午两点", "counter"),
        ("liu.yang", "Please move Monday's weekly meeting to December 8 at 14:00", "counter"),
        ("liu.yang", "12月7日的周例会请林涛也参加", "invite"),
        ("liu.yang", "12月7日的周例会地点改到五楼502", "venue"),
    ],
)
def test_date_and_name_find_the_one_meeting(desk: Desk, who: str, words: str, kind: str) -> None:
    record, line = decided(desk, who, words)
    assert record == WEEKLY[7]
    assert [i.kind for i in line.intents] == [kind]
    assert line.outcome in (Outcome.DONE, Outcome.ASKED)


@pytest.mark.parametrize(
    "words",
    [
        "周例会我请假，出差",
        "12月8日的周例会我请假，出差",
        "12月7日下午两点的会请假，出差",
        "12月7日下午的周例会请假，出差",
        "上周一的周例会我请假，出差",
        "12月7日和12月14日的周例会我请假，出差",
        "12月7日的专项会我请假，出差",
        "12月7日的客户拜访会我请假，出差",
        "12月7日的月度总结会我请假，出差",
        "12月的周例会我请假，出差",
        "I cannot attend Friday's weekly meeting, I am travelling",
        "12月7日的周例会取消吗？",
        "如果12月7日的周例会取消，我就去杭州",
        "张伟说12月7日的周例会他请假",
    ],
)
def test_where_none_or_two_fit_the_sender_is_asked(desk: Desk, words: str) -> None:
    record, line = decided(desk, "chen.jing", words)
    assert (record, line.outcome) == ("desk-2026-12", Outcome.ASKED)
    assert all(
        stored is not None and all(a.leave is None for a in stored.record.attendees)  # type: ignore[union-attr]
        for key in WEEKLY.values()
        if (stored := desk.service.store.load(RecordId(key)))
    )
