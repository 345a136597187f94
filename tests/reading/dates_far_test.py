"""Days that no office plans for are not believed, and no date or length whatever is a fault."""

from datetime import UTC, date, datetime

import pytest
from corpus_company import calendar_reply, company

from mailflow.core.intents import Counter
from mailflow.reading.dates import Problem, find_dates, find_durations
from mailflow.reading.itip import read_calendar
from mailflow.reading.message import parse

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "day", "problem"),
    [
        ("改到2028年11月23日下午2点", date(2028, 11, 23), None),
        ("改到2028年11月24日下午2点", None, Problem.IMPOSSIBLE),
        ("会议改到3000年1月4日下午2点", None, Problem.IMPOSSIBLE),
        ("请把会议改到9999年12月31日 23:30", None, Problem.IMPOSSIBLE),
        ("I propose 9999-12-31 23:59 instead", None, Problem.IMPOSSIBLE),
        ("99999999天后", None, Problem.IMPOSSIBLE),
        ("99999999个工作日内", None, Problem.IMPOSSIBLE),
        ("800个月后", None, Problem.IMPOSSIBLE),
    ],
)
def test_a_day_more_than_two_years_ahead_is_impossible(words: str, day: date | None, problem: Problem | None) -> None:
    (found,) = find_dates(words, NOW)
    assert (found.day, found.problem) == (day, problem)


@pytest.mark.parametrize(
    "words", ["9999年12月底", "9999年底", "0000年12月上旬", "9999年12月上旬", "9999年第四季度", "0001年1月1日"]
)
def test_the_ends_of_the_calendar_are_no_fault(words: str) -> None:
    assert find_dates(words, NOW)


@pytest.mark.parametrize("words", ["推迟99999999天", "推迟 999999999 周", "延长99999个月", "开99999999小时"])
def test_a_length_of_more_than_two_years_is_none(words: str) -> None:
    assert find_durations(words) == ()
    assert find_durations("推迟两年左右，也就是700天")[-1].days == 700


@pytest.mark.parametrize(
    ("start", "believed"),
    [
        ("20261202T060000Z", True),
        ("30000101T060000Z", False),
        ("99991231T235959Z", False),
        ("00010101T000000Z", False),
    ],
)
def test_a_calendar_that_proposes_such_a_day_is_asked_back(start: str, believed: bool) -> None:
    click = calendar_reply(":mailto:li.qiang@corp.example", method="COUNTER", more=f"DTSTART:{start}")
    # the first DTSTART counts, and the room's own one stands before it
    content = click.calendars[0].content.replace(b"DTSTART;TZID=Asia/Shanghai:20261130T093000\r\n", b"")
    answer = read_calendar(parse(_mail(content)), company())
    assert answer is not None
    assert (any(isinstance(i, Counter) for i in answer.intents), answer.unclear) == (believed, not believed)


def _mail(calendar: bytes, sent: str = "Mon, 23 Nov 2026 11:00:00 +0800") -> bytes:
    head = f"From: li.qiang@corp.example\r\nDate: {sent}\r\nContent-Type: text/calendar; method=COUNTER\r\n\r\n"
    return head.encode() + calendar


@pytest.mark.parametrize("sent", ["Fri, 31 Dec 9999 23:59:59 -1200", "Wed, 01 Jan 0200 00:00:00 +1400"])
def test_a_date_field_at_the_ends_of_the_calendar_is_none(sent: str) -> None:
    assert parse(_mail(b"", sent)).date is None
