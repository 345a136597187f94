"""Minutes as they were read from a recorder's mail (policy 5.3.1, 3.2.3)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.values import Address, MeetingId, ResolutionId, day_of


class Why(StrEnum):
    """What the recorder must be asked before the minutes can go out (policy 1.3.4)."""

    NO_OWNER = "no owner"
    NO_DEADLINE = "no deadline"
    UNKNOWN_PERSON = "unknown person"
    AMBIGUOUS_PERSON = "ambiguous person"
    IMPOSSIBLE_DATE = "impossible date"
    WHICH_RESOLUTION = "which resolution"
    """Something earlier is no longer pursued, and it cannot be told which resolution is meant (policy 5.3.4)."""


@dataclass(frozen=True)
class Timed:
    """Somebody who came late or left early; ``minutes`` None where not stated."""

    person: Address
    minutes: int | None = None


@dataclass(frozen=True)
class Substitution:
    absent: Address
    substitute: Address


@dataclass(frozen=True)
class AttendanceRecord:
    """Who was in the room (policy 5.1.2). ``present`` includes the late, the early leavers and substitutes."""

    present: tuple[Address, ...] = ()
    late: tuple[Timed, ...] = ()
    left_early: tuple[Timed, ...] = ()
    absent: tuple[Address, ...] = ()
    on_leave: tuple[Address, ...] = ()
    substitutes: tuple[Substitution, ...] = ()


@dataclass(frozen=True)
class Task:
    """A resolution as the minutes state it. ``due`` is a datetime only where a time of day was stated."""

    title: str
    owners: tuple[Address, ...] = ()
    due: datetime | date | None = None
    requirement: str | None = None


@dataclass(frozen=True)
class Doubt:
    """A line that cannot stand as it is, and why; ``choices`` are the titles among which the recorder may choose."""

    line: str
    why: Why
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dropping:
    """A line that says that something resolved earlier is no longer pursued (policy 5.3.4).

    ``words`` name it as far as words do, ``number`` is its place among the last meeting's resolutions where one is
    stated. ``certain``: the line speaks of a task or resolution; else it may be a decision about anything.
    ``none``: the line says that nothing is dropped.
    """

    line: str
    words: str = ""
    number: int | None = None
    certain: bool = False
    none: bool = False


@dataclass(frozen=True)
class Dropped:
    """An earlier resolution that these minutes drop: carried out once they are confirmed."""

    resolution: ResolutionId
    meeting: MeetingId
    title: str

    @property
    def mark(self) -> str:
        """By which the record of the minutes remembers that it was carried out."""
        return f"dropped:{self.resolution}"


@dataclass(frozen=True)
class Continued:
    """An earlier resolution, still open, that these minutes state anew: from their confirmation on it is due ``due``.

    It stays the one resolution that it was, with its owners' reports; these minutes open no second one.
    """

    resolution: ResolutionId
    meeting: MeetingId
    title: str
    due: datetime | date
    before: date

    @property
    def due_day(self) -> date:
        return day_of(self.due)

    @property
    def mark(self) -> str:
        """By which the record of the minutes remembers that it was carried out."""
        return f"continued:{self.resolution}"


@dataclass(frozen=True)
class MinutesContent:
    """All that minutes say. ``text`` is every line the recorder wrote: nothing is ever dropped.

    ``unread`` names what should hold minutes and could not be read, or not to its end, each with the reason.
    """

    attendance: AttendanceRecord = field(default_factory=AttendanceRecord)
    decisions: tuple[str, ...] = ()
    resolutions: tuple[Task, ...] = ()
    problems: tuple[Doubt, ...] = ()
    drops: tuple[Dropping, ...] = ()
    text: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objection:
    """``passage`` is the line of the minutes that it stands under or speaks of, where there is one (policy 5.3.3).

    ``version`` is the one that it is about; 0 in records of before this was kept.
    """

    by: Address
    at: datetime
    text: str
    passage: str = ""
    version: int = 0
