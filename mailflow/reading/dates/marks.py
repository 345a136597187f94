"""The parts that a date expression is put together from, and how a rule makes them."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from mailflow.reading.dates.found import Grain, Part, Problem
from mailflow.reading.numbers import read_number


class Kind(StrEnum):
    """What a mark says of the day: only marks of different kinds can belong to one expression."""

    CALENDAR = "calendar"  # 12月4日, 4日, Dec 4th
    WEEKDAY = "weekday"  # 周五, 下周五, Friday
    RELATIVE = "relative"  # 明天, 三天内, 下周, 月底
    FEAST = "feast"  # 春节前
    CLOCK = "clock"  # 下午三点, 上午
    DAY_END = "day-end"  # 下班前, EOD
    NONE = "none"  # 每周一, 尽快


@dataclass(frozen=True)
class Mark:
    start: int
    end: int
    kind: Kind
    day: date | None = None
    last: date | None = None
    grain: Grain = Grain.DAY
    problem: Problem | None = None
    part: Part | None = None
    bare_weekday: int | None = None  # Monday is 0; only where nothing says which week
    weak: bool = False  # 12.4, 12-04: a date only where its surroundings say so
    floating_year: bool = False  # no year was stated


@dataclass(frozen=True)
class Clock:
    """Today as the words see it. ``meeting_day`` is what 当天 means."""

    today: date
    meeting_day: date | None
    is_workday: Callable[[date], bool]


Rule = tuple[re.Pattern[str], Callable[[re.Match[str], Clock], Mark | None], str]
"""A pattern, what reads its matches, and its signs: each match holds one of these characters, so that a text without
any of them need not be searched."""
LETTERS, FIGURES = "abcdefghijklmnopqrstuvwxyz", "0123456789"


_FIRST_YEAR, _LAST_YEAR = 1970, 2200
MOST_MONTHS_AHEAD = 24
MOST_DAYS_AHEAD = 731

NEAR = 48
"""Characters: how far around a date the words are looked at that belong to it."""


def last_words(text: str, end: int) -> str:
    """What stands right before ``end``, as far as the words around a date are looked at."""
    return text[max(0, end - NEAR) : end]


def plain_workday(day: date) -> bool:
    return day.weekday() < 5


def whole(text: str | None) -> int | None:
    """A whole number in figures or words, or None."""
    value = read_number(text) if text else None
    return value if isinstance(value, int) else None


def make_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day so many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, month_end(year, month + 1).day))


def nearest_year(month: int, today: date, day: int = 28) -> int:
    """The year of a month and day named without one: back two months at most, else the next to come."""
    for year in (today.year - 1, today.year, today.year + 1):
        named = make_day(year, month, day) or month_end(year, month)
        if named >= add_months(today, -2):
            return year
    return today.year + 1


def believable(day: date, today: date | None) -> bool:
    """No meeting and no task of an office lies further ahead than two years: a day that does is a slip, or made up.

    ``today`` is None, or in 1970, where nobody knows it: then only the ends of the calendar are out of question, where
    another day can hardly be counted.
    """
    ahead = today is None or today.year <= _FIRST_YEAR or day <= add_months(today, MOST_MONTHS_AHEAD)
    return ahead and _FIRST_YEAR <= day.year <= _LAST_YEAR


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def friday(day: date) -> date:
    """The Friday of that day's week (weeks run Monday to Sunday)."""
    return monday(day) + timedelta(days=4)
