"""Working days, quiet hours, and “three working days before” (policy 2.1, 3.1.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from mailflow.core.policy import After, Before, Series

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Occurrence:
    """``nominal`` is the day the rule names, ``start`` the moment after a holiday moved it."""

    nominal: date
    start: datetime


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked, and at which hours nobody is reminded.

    ``holidays`` are free weekdays, ``workdays`` the weekends that are worked instead. In a year
    that is not in ``known_years`` only weekends are known to be free. ``has_holidays``: there are some in every year.
    """

    zone: str = "Asia/Shanghai"
    holidays: frozenset[date] = field(default_factory=frozenset)
    workdays: frozenset[date] = field(default_factory=frozenset)
    known_years: frozenset[int] = field(default_factory=frozenset)
    quiet: tuple[time, time] = (time(20, 0), time(8, 0))
    has_holidays: bool = False

    @cached_property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, self.tz)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.tz).date()

    def is_workday(self, day: date) -> bool:
        return day in self.workdays or (day.weekday() < 5 and day not in self.holidays)

    def lacks(self, year: int) -> bool:
        """Are there holidays in that year which nobody has told of yet, neither the library nor the config?"""
        return self.has_holidays and year not in self.known_years and all(d.year != year for d in self.holidays)

    def workday_from(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def shift(self, day: date, workdays: int) -> date:
        """So many working days later, or earlier where negative. 0 is the day itself, worked or not."""
        step = _DAY if workdays > 0 else -_DAY
        for _ in range(abs(workdays)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; 0 where ``end`` is not later."""
        days = (end - start).days
        return sum(self.is_workday(start + _DAY * n) for n in range(1, days + 1))

    def before(self, start: datetime, lead: Before) -> datetime:
        return self.at(self.shift(self.day_of(start), -lead.days), lead.at)

    def after(self, moment: datetime, lag: After) -> datetime:
        return self.at(self.shift(self.day_of(moment), lag.days), lag.at)

    def is_quiet(self, moment: datetime) -> bool:
        """Days off are quiet throughout. Equal limits mean that no hour of a working day is quiet."""
        local = moment.astimezone(self.tz)
        if not self.is_workday(local.date()):
            return True
        begin, end = self.quiet
        if begin <= end:
            return begin <= local.time() < end
        return local.time() >= begin or local.time() < end

    def deliverable(self, moment: datetime) -> datetime:
        """The moment itself where it is not quiet, else the end of the quiet."""
        local = moment.astimezone(self.tz)
        while self.is_quiet(local):
            ends = self.at(local.date(), self.quiet[1])
            if self.quiet[0] == self.quiet[1] or ends <= local:
                ends = self.at(local.date() + _DAY, self.quiet[1] if self.quiet[0] != self.quiet[1] else time())
            local = ends
        return local

    def occurrences(self, series: Series, first: date, last: date) -> Iterator[Occurrence]:
        """The series' meetings whose rule names a day from ``first`` to ``last``, holidays moved or skipped."""
        if not series.rule:
            return
        begin, end = datetime.combine(first, time()), datetime.combine(last, time(23, 59))
        anchor = datetime(first.year - 1, 1, 1)  # noqa: DTZ001 - RRULE arithmetic on days alone
        for moment in rrulestr(series.rule, dtstart=anchor).between(begin, end, inc=True):
            day = moment.date()
            if self.is_workday(day):
                yield Occurrence(day, self.at(day, series.start))
            elif series.on_holiday == "move":
                yield Occurrence(day, self.at(self.workday_from(day), series.start))
