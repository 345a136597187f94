"""A day or an hour that is named with a yes and is not the planned one accepts nothing (policy 5.1.1).

The meeting is on Monday, 30 November, from 9:30 to 10:30; the mail is of the Thursday before.
"""

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

ROWS: list[Row] = [
    ("这个时间我有冲突，周三上午可以", "counter"),
    ("周二可以", "counter"),
    ("我周二没问题", "counter"),
    ("明天可以", "counter"),
    ("下午可以", "counter"),
    ("9点可以", "counter start=2026-11-30T09:00"),
    ("周二上午10点可以", "counter start=2026-12-01T10:00"),
    ("周二上午10点没问题，我来", "counter start=2026-12-01T10:00"),
    ("周一不行，周二可以", "counter"),
    ("那天来不了，周二上午可以", "counter"),
    ("我那天不方便，改周二上午10点吧", "counter start=2026-12-01T10:00"),
    ("我周一不行，周二吧", "counter"),
    ("那天不行，约周二吧", "counter"),
    ("我不方便，推周二吧", "counter"),
    ("Tuesday works for me", "counter"),
    ("I'm free on Tuesday", "counter"),
    ("I can't make Monday, Tuesday is fine", "counter"),
    ("Tuesday is fine", "counter"),
    ("王芳说，周二可以", "unclear"),
    ("10点可以", "unclear"),
    ("10点前可以", "unclear"),
    ("周二我参加", "unclear"),
    ("周二的会我参加", "unclear"),
    ("周二不可以", "unclear"),
    ("王芳说周二可以", "unclear"),
    ("如果周二可以我就来", "unclear"),
    ("周一可以，周二不行", "unclear"),
    ("改到周一9:30没问题，我来", "accept"),
    ("下周一9:30可以", "accept"),
    ("周一上午可以", "accept"),
    ("11月30日可以", "accept"),
    ("9:30可以", "accept"),
    ("我周五回来，周一可以", "accept"),
    ("周一没问题，周二我出差", "accept"),
    ("Monday works", "accept"),
    ("收到，周一见", "accept"),
    ("好的，周五见", "acknowledge"),
    ("周一不可以", "leave"),
]


@pytest.mark.parametrize(("words", "expected"), ROWS, ids=ids(ROWS))
def test_only_the_planned_time_is_accepted(words: str, expected: str) -> None:
    assert meaning(words, context(About.INVITATION)) == expected
