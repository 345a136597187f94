"""How long a life is, how much of the company lives it, and by what means it is kept short for the machine."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from simulated_fate import Fate

from mailflow import bootstrap, config
from mailflow.core.calendar import Occurrence, WorkCalendar
from mailflow.core.policy import Series
from mailflow.flow.service import Service
from mailflow.stores.memory import MemoryStore

AUTHSERV = "mx.corp.example"
ZONE = ZoneInfo("Asia/Shanghai")
_SELDOM = "FREQ=MONTHLY;BYDAY=2MO"
_HOLIDAYS = 3
_TICK = timedelta(hours=1)
_OF_SOME_TIME = (("weekly",), ("monthly",), ("special",), ("ad-hoc", "special"))
_OF_A_WEEK = (("weekly",), ("weekly",), ("monthly",), ("special",), ("ad-hoc",))


@dataclass(frozen=True)
class Length:
    """``days`` that are simulated. ``everybody``: all attendees and meetings of config/, else a few that the seed picks.

    A ``week`` is that of one meeting, from its invitation to its minutes, with all misfortunes that a month has. A
    ``quarter`` is that of the whole company, with the calls that it holds. Both must be quick: a letter's bytes are
    made when somebody opens it (simulated_letters.py), and in a quarter mailflow is run by ``tick`` once an hour.
    """

    days: int = 30
    everybody: bool = False
    span: Literal["", "week", "quarter"] = ""

    @classmethod
    def of_week(cls) -> "Length":
        return cls(11, span="week")

    @classmethod
    def of_quarter(cls) -> "Length":
        return cls(92, everybody=True, span="quarter")

    @property
    def quarter(self) -> bool:
        return self.span == "quarter"

    @property
    def misfortunes(self) -> float:
        """By how much sleeps, outages and kills are more frequent than in a month of a few people."""
        return {"week": 3, "quarter": 1}.get(self.span, 1)

    @property
    def kills(self) -> float:
        """How often the process is killed, a mail, against a month of a few people."""
        return {"week": 3, "quarter": 0.1}.get(self.span, 1)

    @property
    def replayed_by(self) -> str:
        return (
            f"{self.span.upper()}=1" if self.span else f"DAYS={self.days}" + (" EVERYBODY=1" if self.everybody else "")
        )

    @property
    def opened_in_full(self) -> float:
        """How many of those who answer have the whole letter before them, and quote it as their program does."""
        return {"week": 0.2, "quarter": 0.02}.get(self.span, 1)

    def first_day(self, fate: Fate) -> datetime:
        """A quarter begins where holidays of the real calendar fall into it."""
        days = (datetime.combine(day, datetime.min.time(), ZONE) for day in fate.first_days)
        return next(d for d in days if not self.quarter or _free_weekdays(d, self.days) >= _HOLIDAYS)

    def due_for(self, moment: datetime) -> datetime:
        """When mailflow looks at what happens then."""
        if not self.quarter:
            return moment
        past = (moment - moment.replace(minute=0, second=0, microsecond=0)) % _TICK
        return moment + (_TICK - past if past else timedelta(0))

    def series(self, fate: Fate) -> dict[str, Series]:
        """With few people and meetings each life is short enough for many of them."""
        known = dict(company().series)
        if self.everybody:
            return known
        kept = fate.of("series").choice(_OF_A_WEEK if self.span == "week" else _OF_SOME_TIME)
        return {key: self._small(series, fate) for key, series in known.items() if key in kept}

    def _small(self, series: Series, fate: Fate) -> Series:
        rng = fate.of("attendees", series.key)
        reporters = [r for s in series.agenda for r in s.reporters]
        some = tuple(rng.sample(list(dict.fromkeys((*reporters, *series.attendees))), rng.choice((0, 1, 1))))
        agenda = tuple(
            replace(s, reporters=tuple(r for r in s.reporters if r in some) or (some or (series.host,))[:1])
            for s in series.agenda
        )
        rule = _SELDOM if series.key == "weekly" else series.rule
        if self.span == "week" and rule:
            rule = f"FREQ=MONTHLY;BYMONTHDAY={(self.first_day(fate) + timedelta(days=6)).day}"
        return replace(series, attendees=some, agenda=agenda, rule=rule)


@cache
def company() -> Service:
    """Of config/, with a server that vouches for its senders. The calendar knows the years of all seeds."""
    shown = config.load(bootstrap.folder("config"), {}, with_secrets=False)
    settings = replace(
        shown,
        service=replace(shown.service, secret=b"sixteen bytes and more"),
        mail=replace(shown.mail, trusted_authserv=AUTHSERV),
    )
    service = bootstrap.service(settings, MemoryStore(), datetime(2026, 6, 1, tzinfo=ZONE))
    known = service.calendar
    calendar = _Calendar(known.zone, known.holidays, known.workdays, known.known_years, known.quiet)
    return replace(service, calendar=calendar)


@dataclass(frozen=True)
class _Calendar(WorkCalendar):
    """Asked at every step for the days that a rule names, it remembers them."""

    def occurrences(self, series: Series, first: date, last: date) -> Iterator[Occurrence]:
        key = (series.rule, series.start, series.on_holiday, first, last)
        if key not in _OCCURRENCES:
            _OCCURRENCES[key] = tuple(super().occurrences(series, first, last))
        return iter(_OCCURRENCES[key])


_OCCURRENCES: dict[tuple[object, ...], tuple[Occurrence, ...]] = {}


def _free_weekdays(first: datetime, days: int) -> int:
    free = company().calendar.holidays
    return sum((first + timedelta(days=n)).date() in free for n in range(days))
