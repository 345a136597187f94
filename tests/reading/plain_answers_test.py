"""Plain answers to mailflow's own questions: to call off? which room? which of the proposed times?"""

from dataclasses import replace

import pytest
from intents_table import RESOLUTION, Row, context, ids, meaning

from mailflow.core.reply import About

CALL_OFF: list[Row] = [
    ("确认取消", "approve"),
    ("取消吧", "approve"),
    ("对，取消", "approve"),
    ("取消", "approve"),
    ("yes, cancel it", "approve"),
    ("Cancel it", "approve"),
    ("不取消", "reject"),
    ("先别取消", "reject"),
    ("确认不取消", "reject"),
    ("Don't cancel", "reject"),
    ("不用取消了", "unclear"),
    ("取消吗？", "unclear"),
    ("如果客户来就取消", "unclear"),
    ("王芳说取消", "unclear"),
    ("取消改期", "unclear"),
    ("Should we cancel?", "unclear"),
]


@pytest.mark.parametrize(("words", "expected"), CALL_OFF, ids=ids(CALL_OFF))
def test_whether_the_meeting_shall_be_called_off(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "cancel")) == expected


PROPOSED: list[Row] = [
    ("就周二下午两点吧", "counter start=2026-12-01T14:00"),
    ("12月1日14:00", "counter start=2026-12-01T14:00"),
    ("改到周三上午10点", "counter start=2026-12-02T10:00"),
    ("同意改期", "approve"),
    ("不同意，时间不变", "reject"),
    ("周二下午两点可以吗？", "unclear"),
    ("如果孙丽能来就周二下午两点", "unclear"),
]


@pytest.mark.parametrize(("words", "expected"), PROPOSED, ids=ids(PROPOSED))
def test_whether_a_proposed_time_is_taken_or_another_one(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "proposals")) == expected


WHEN: list[Row] = [
    ("12月1日14:00", "counter start=2026-12-01T14:00"),
    ("那就定在12月1日14:00吧", "counter start=2026-12-01T14:00"),
    ("Let's make it 1 December at 14:00", "counter start=2026-12-01T14:00"),
    ("别定在12月1日14:00", "unclear"),
    ("避开12月1日14:00", "unclear"),
]


@pytest.mark.parametrize(("words", "expected"), WHEN, ids=ids(WHEN))
def test_which_of_several_proposed_times(words: str, expected: str) -> None:
    asked = replace(context(About.INVITATION), request=context(About.APPROVAL, "time").request)
    assert meaning(words, asked) == expected


VENUE: list[Row] = [
    ("五楼502", "venue venue=五楼502"),
    ("502", "venue venue=502"),
    ("三楼", "venue venue=三楼"),
    ("五楼502可以吗？", "unclear"),
    ("502已被占用", "unclear"),
    ("不在五楼502", "unclear"),
    ("12月3日", "unclear"),
    ("30人", "unclear"),
]


@pytest.mark.parametrize(("words", "expected"), VENUE, ids=ids(VENUE))
def test_a_room_by_its_number_where_a_venue_is_asked_for(words: str, expected: str) -> None:
    asked = replace(context(About.INVITATION), request=context(About.APPROVAL, "venue").request)
    assert meaning(words, asked) == expected


def test_a_room_number_answers_no_other_question() -> None:
    assert meaning("五楼502", context(About.INVITATION)) == "unclear"


DEADLINE: list[Row] = [
    ("12月10日", "deadline-named due=2026-12-10"),
    ("12月10日前", "deadline-named due=2026-12-10"),
    ("完成时间：12月10日", "deadline-named due=2026-12-10"),
    (f"{RESOLUTION.title} 12月10日前完成", "deadline-named due=2026-12-10"),
    ("Due: 10 December", "deadline-named due=2026-12-10"),
    ("12月10日可以吗？", "unclear"),
    ("不是12月10日", "unclear"),
    ("12月10日或12月11日", "unclear"),
    ("12月中旬", "unclear"),
    ("如果来得及就12月10日", "unclear"),
]


@pytest.mark.parametrize(("words", "expected"), DEADLINE, ids=ids(DEADLINE))
def test_the_one_deadline_that_the_minutes_lack(words: str, expected: str) -> None:
    asked = replace(
        context(About.MINUTES_REQUEST), request=context(About.APPROVAL, "deadline").request, resolution=RESOLUTION
    )
    assert meaning(words, asked) == expected
