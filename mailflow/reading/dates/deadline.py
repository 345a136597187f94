"""The deadline that a piece of minutes states (CONTRACT: minutes, Readings, Deadlines)."""

import re
from collections.abc import Callable
from datetime import date, datetime

from mailflow.core.reply import MeetingBrief
from mailflow.reading.dates.found import Deadline, FoundDate, Grain, Problem
from mailflow.reading.dates.marks import plain_workday
from mailflow.reading.dates.scan import find_dates

_SPAN = re.compile(r"\s*(?:-|~|至|到|to|through|until|前?至)\s*")


def read_deadline(
    text: str,
    now: datetime,
    *,
    meeting: MeetingBrief | None = None,
    is_workday: Callable[[date], bool] = plain_workday,
) -> Deadline | None:
    """The deadline that the words name; None where they name no time at all.

    ``now`` is when the minutes were written, in the organisation's zone. A period stands for its last day, a week
    for its Friday; a rhythm and 尽快 give a Deadline without a day.
    """
    dates = find_dates(text, now, meeting=meeting, is_workday=is_workday, weak=True)
    return of_dates(text, dates)


def of_dates(text: str, dates: tuple[FoundDate, ...]) -> Deadline | None:
    """The same from expressions found already: of several the first that names a day, of a span its end."""
    if not dates:
        return None
    # 每周一，12月4日起 keeps its rhythm: no deadline.
    chosen = next((i for i, d in enumerate(dates) if _named(d) or d.grain is Grain.RHYTHM), 0)
    found = dates[chosen]
    following = dates[chosen + 1] if chosen + 1 < len(dates) else None
    if following and _named(following) and _SPAN.fullmatch(text[found.end : following.start]):
        return _deadline(following, found.start)
    return _deadline(found, found.start)


def _named(found: FoundDate) -> bool:
    return found.day is not None or found.last is not None or found.problem is not None


def _deadline(found: FoundDate, start: int) -> Deadline:
    if found.problem in (Problem.IMPOSSIBLE, Problem.CONTRADICTION, Problem.PAST):
        return Deadline(start, found.end, None, None, found.problem)
    day = found.last or found.day
    if found.problem is Problem.VAGUE and (
        found.grain is Grain.DAY or (day and day.weekday() == 6 and found.grain is Grain.WEEK)
    ):
        day = None  # about a day, a weekend
    return Deadline(start, found.end, day, found.time if day else None, found.problem if day is None else None)
