"""Policy 1.3.2, 4.2.3: anyone may ask the archive for what they were entitled to see."""

from datetime import timedelta

import pytest
from called_meetings_test import Desk

from mailflow.core.outgoing import Outgoing
from mailflow.demo.received import read


@pytest.fixture
def desk() -> Desk:
    desk = Desk()
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00，请吴昊参加。")
    desk.now += timedelta(minutes=5)
    return desk


def found(desk: Desk, who: str, words: str) -> str:
    written: list[Outgoing] = desk.writes(who, words, subject="查询")
    report = next(o for o in written if o.to == f"{who}@corp.example" and o.variant == "archive")
    return read(desk.service.store.get_blob(report.raw)).text


def test_two_characters_find_a_meeting_that_the_asker_was_invited_to(desk: Desk) -> None:
    assert "专项问题研讨会" in found(desk, "wu.hao", "请帮我查一下关于退货的会议记录")


def test_who_was_not_invited_is_told_nothing_of_what_exists(desk: Desk) -> None:
    told = found(desk, "lin.tao", "请帮我查一下关于退货的会议记录")
    assert "没有找到" in told
    assert "研讨会" not in told
