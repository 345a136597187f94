"""China's holidays and make-up workdays, as far as they are announced (chinese-calendar).

Each year's are announced late in the year before: a year that the library does not know is left out, and
counts as plain weeks, until the library is updated or the config names the days.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import chinese_calendar


@dataclass(frozen=True)
class Holidays:
    """``free`` are weekdays off, ``worked`` weekends that are worked, ``known_years`` those that are announced."""

    free: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    known_years: frozenset[int] = frozenset()


def chinese_holidays(first_year: int, last_year: int) -> Holidays:
    free: set[date] = set()
    worked: set[date] = set()
    known: set[int] = set()
    for year in range(first_year, last_year + 1):
        try:
            days = [(day, chinese_calendar.is_workday(day)) for day in _days_of(year)]
        except NotImplementedError:  # not announced yet, or before the library's time
            continue
        known.add(year)
        free |= {day for day, works in days if not works and day.weekday() < 5}
        worked |= {day for day, works in days if works and day.weekday() >= 5}
    return Holidays(frozenset(free), frozenset(worked), frozenset(known))


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
