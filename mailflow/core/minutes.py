"""Minutes as they were read from a recorder's mail (policy 5.3.1, 3.2.3)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.values import Address


class Why(StrEnum):
    """What the recorder must be asked before the minutes can go out (policy 1.3.4)."""

    NO_OWNER = "no owner"
    NO_DEADLINE = "no deadline"
    UNKNOWN_PERSON = "unknown person"
    AMBIGUOUS_PERSON = "ambiguous person"
    IMPOSSIBLE_DATE = "impossible date"


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
    """A line that cannot stand as it is, and why."""

    line: str
    why: Why


@dataclass(frozen=True)
class MinutesContent:
    """All that minutes say. ``text`` is every line the recorder wrote: nothing is ever dropped.

    ``unread`` names what should hold minutes and could not be read, or not to its end, each with the reason.
    """

    attendance: AttendanceRecord = field(default_factory=AttendanceRecord)
    decisions: tuple[str, ...] = ()
    resolutions: tuple[Task, ...] = ()
    problems: tuple[Doubt, ...] = ()
    text: str = ""
    unread: tuple[str, ...] = ()


@dataclass(frozen=True)
class Objection:
    """``passage`` is the line of the minutes that it stands under, where it stands under one (policy 5.3.3)."""

    by: Address
    at: datetime
    text: str
    passage: str = ""
