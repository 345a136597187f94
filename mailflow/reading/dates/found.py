"""What a date, a clock time or a duration in words was read as."""

from dataclasses import dataclass
from datetime import date, timedelta
from datetime import time as clock_time
from enum import StrEnum


class Part(StrEnum):
    """Part of a day that is named without an hour."""

    MORNING = "morning"
    NOON = "noon"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Problem(StrEnum):
    """Why no day can be told."""

    IMPOSSIBLE = "impossible"  # 2月30日, 3000年1月1日
    VAGUE = "vague"  # 下月中旬, 近期
    CONTRADICTION = "contradiction"  # 12月4日（周四）
    PAST = "past"  # a day before `now`


class Grain(StrEnum):
    """How much time the words name."""

    DAY = "day"
    WEEK = "week"
    PERIOD = "period"  # a third of a month, a month, a quarter, a year
    RHYTHM = "rhythm"  # 每周一: no day at all
    ASAP = "asap"  # 尽快: no day at all
    CLOCK = "clock"  # a clock time or part of a day without a day


@dataclass(frozen=True)
class FoundDate:
    """One expression, ``text[start:end]``, with all its parts: “12月4日（周五）下午三点前” is one.

    ``day`` is None where no day is named or ``problem`` says why it cannot be told; a PAST day stands all the same.
    ``last`` is the day that a week or period ends on (a week on its Friday), also where ``problem`` is VAGUE;
    for a single day it is that day. ``end_time`` closes a span such as 14:00-15:00. ``assumed_half`` tells that
    “三点” was taken for the afternoon because offices work then. ``before`` tells that 前, 之前 or by stands with it;
    before a feast, ``day`` is already the day before it. ``weekday_only``: nothing but a weekday was named.
    """

    start: int
    end: int
    day: date | None = None
    time: clock_time | None = None
    part: Part | None = None
    problem: Problem | None = None
    grain: Grain = Grain.DAY
    last: date | None = None
    end_time: clock_time | None = None
    before: bool = False
    assumed_half: bool = False
    weekday_only: bool = False
    relative: bool = False

    @property
    def part_of_day(self) -> Part | None:
        return self.part


@dataclass(frozen=True)
class FoundDuration:
    """A length of time, ``text[start:end]``. Minutes and hours in ``minutes``, days and weeks in ``days``.

    Months stay in ``months``: their length depends on where they begin. ``working`` marks 工作日.
    """

    start: int
    end: int
    minutes: int | None = None
    days: int | None = None
    months: int | None = None
    working: bool = False

    @property
    def delta(self) -> timedelta | None:
        """The plain length; None for months and for working days, which need a calendar."""
        if self.months is not None or self.working:
            return None
        return timedelta(days=self.days or 0, minutes=self.minutes or 0)


@dataclass(frozen=True)
class Deadline:
    """A deadline as minutes state it. ``day`` None: none was told, and ``problem`` says why it could not be
    (None: nothing there, a rhythm, 尽快). ``time`` only where a clock time was stated."""

    start: int
    end: int
    day: date | None
    time: clock_time | None = None
    problem: Problem | None = None
