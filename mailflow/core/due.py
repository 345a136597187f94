"""What time brings: a step, when it is due, and the mark by which it is remembered as done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic

from mailflow.core.decision import Decision, R
from mailflow.core.situation import Situation

_AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Due(Generic[R]):
    """Computed from the record, never kept in memory, so a restart or a jump of the clock loses nothing.

    After ``until`` the step makes no sense any more: it is left out, and the ledger says so.
    A ``quiet`` step waits for the end of quiet hours and days off.
    """

    at: datetime
    mark: str
    step: Callable[[R, Situation], Decision[R]]
    until: datetime | None = None
    quiet: bool = True


def can_wait(at: datetime, start: datetime, situation: Situation) -> bool:
    """Is there an hour left before the meeting at ``start`` once the quiet is over? Only what has none disturbs it."""
    return situation.calendar.deliverable(max(at, situation.now)) <= start - _AN_HOUR


def slots(
    name: str,
    first: date,
    hour: time,
    every: int,
    step: Callable[[R, Situation], Decision[R]],
    situation: Situation,
) -> Iterator[Due[R]]:
    """A step that comes back every so many working days until what it waits for is there.

    After a sleep only the newest missed slot fires, not all of them in a burst; then the next one waits.
    """
    calendar, today = situation.calendar, situation.calendar.day_of(situation.now)
    day = calendar.workday_from(first)
    missed: date | None = None
    while calendar.at(day, hour) <= situation.now and day <= today:
        missed = day
        day = calendar.shift(day, max(every, 1))
    if missed is not None:
        yield Due(calendar.at(missed, hour), f"{name}:{missed.isoformat()}", step)
    yield Due(calendar.at(day, hour), f"{name}:{day.isoformat()}", step)
