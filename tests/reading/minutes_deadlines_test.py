"""Until when: what a field of deadlines names, on Monday 2026-11-30 in the afternoon."""

from datetime import datetime

import pytest
from minutes_room import day, minutes, setting, tasks, whys

from mailflow.core.minutes import Why
from mailflow.reading.minutes.deadlines import find_dues, read_due


def _read(text: str) -> str:
    due = read_due(text, setting())
    return "nothing" if due is None else day(due.moment) if due.moment else f"({due.why.value})" if due.why else "-"


@pytest.mark.parametrize(
    ("field", "read"),
    [
        ("2026-12-04", "12-04"),
        ("12月4日", "12-04"),
        ("12/4", "12-04"),
        ("12.4", "12-04"),
        ("12月4日前", "12-04"),
        ("本周三", "12-02"),
        ("下周一", "12-07"),
        ("下周", "12-11"),
        ("两周内", "12-14"),
        ("三个工作日内", "12-03"),
        ("月底", "11-30"),
        ("12月上旬", "12-10"),
        ("12月中旬", "12-20"),
        ("Q1内", "03-31"),
        ("明年1月15日", "01-15"),
        ("春节前", "02-05"),
        ("元旦前", "12-31"),
        ("12月1日至12月10日", "12-10"),
        ("明天", "12-01"),
        ("今天下班前", "11-30"),
        ("EOD Thursday", "12-03"),
        ("9 Dec", "12-09"),
        ("within two weeks", "12-14"),
        ("end of next week", "12-11"),
        ("12月9日18:00前", "12-09 18:00"),
        ("8 December, 12:00", "12-08 12:00"),
        ("12月4日上午", "12-04"),
        ("12月4日（周五）下午三点前", "12-04 15:00"),
    ],
)
def test_a_period_is_its_last_day_and_an_hour_is_kept(field: str, read: str) -> None:
    assert _read(field) == read


@pytest.mark.parametrize("field", ["尽快", "ASAP", "每周一", "每月5日", "长期", "12月10日左右", "12月初", "春节后"])
def test_words_that_name_no_day_are_no_deadline(field: str) -> None:
    assert _read(field) == "(no deadline)"


@pytest.mark.parametrize("field", ["11月31日", "2月30日", "12月4日（周四）", "11月27日", "2026年11月9日", "上周五"])
def test_a_day_that_is_none_or_lies_before_the_meeting_is_impossible(field: str) -> None:
    assert _read(field) == "(impossible date)"


def test_a_day_between_the_meeting_and_the_writing_of_its_minutes_is_possible() -> None:
    wednesday = datetime.fromisoformat("2026-12-02T09:00:00+08:00")
    content = minutes("任务：报送清单　责任人：李强　完成时间：12月1日", received=wednesday)
    assert (tasks(content), whys(content)) == (["报送清单 | li.qiang | 12-01"], [])


def test_of_two_ways_to_read_figures_in_english_the_one_near_counts() -> None:
    assert [_read(text) for text in ("due 12/9", "by 10/12", "4/12")] == ["12-09", "12-10", "12-04"]


@pytest.mark.parametrize(
    ("text", "firm"),
    [
        ("12月4日前", True),
        ("by Friday", True),
        ("本周内", True),
        ("12月4日", False),
        ("双十二当天", False),
        ("每周五前", False),
    ],
)
def test_only_words_of_limit_make_a_day_a_deadline_by_itself(text: str, firm: bool) -> None:
    (due,) = find_dues(text, setting())
    assert (due.firm and due.moment is not None) is firm


def test_a_rhythm_stays_one_whatever_day_it_begins() -> None:
    due = read_due("每周五，12月4日起", setting())
    assert due is not None
    assert (due.moment, due.why) == (None, Why.NO_DEADLINE)
