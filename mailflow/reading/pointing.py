"""The sender's words for a meeting, taken apart: “下周一的周例会” is a day and a name."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from mailflow.core.routing import Pointed
from mailflow.reading.dates import FoundDate, Grain, Part, Problem, find_dates

_NO_DAY = frozenset({Grain.RHYTHM, Grain.ASAP})
"""“weekly” and 每周 belong to a meeting's name, and so does what “urgent” names."""

_PARTS = {
    Part.MORNING: (time(0), time(11, 59)),
    Part.NOON: (time(11), time(14)),
    Part.AFTERNOON: (time(12), time(18, 59)),
    Part.EVENING: (time(17), time(23, 59)),
}


def pointed(words: str, now: datetime, is_workday: Callable[[date], bool]) -> Pointed:
    """``now`` is when the mail was written: “下周一” counts from then."""
    dates = [d for d in find_dates(words, now, is_workday=is_workday) if d.grain not in _NO_DAY]
    hours = [span for d in dates if (span := _hours(d))]
    return Pointed(
        _without(words, dates),
        days=tuple(days for d in dates if (days := _span(d))),
        hours=hours[0] if hours else None,
        vague=len(hours) > 1 or any(_untold(d) for d in dates),
    )


def _span(found: FoundDate) -> tuple[date, date] | None:
    """A week is all of it, a day is itself."""
    day = found.day or found.last
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday())
    return (monday, monday + timedelta(days=6)) if found.grain is Grain.WEEK else (day, day)


def _hours(found: FoundDate) -> tuple[time, time] | None:
    if found.time is not None:
        return (found.time, found.time)
    return _PARTS[found.part] if found.part else None


def _untold(found: FoundDate) -> bool:
    """“十二月的会”, 2月30日: nothing that excludes the other meetings."""
    if found.grain is Grain.WEEK:
        return found.last is None
    if found.grain is Grain.CLOCK and found.day is None:
        return found.time is None and found.part is None
    return found.grain is Grain.PERIOD or found.day is None or found.problem not in (None, Problem.PAST)


def _without(words: str, dates: list[FoundDate]) -> str:
    for found in reversed(dates):
        words = f"{words[: found.start]} {words[found.end :]}"
    return words.strip()
