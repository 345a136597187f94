"""What a month's records add up to (policy 6.1): every figure is the list of the records behind it (policy 6.2)."""

from dataclasses import dataclass
from datetime import date

from mailflow.core.values import Address, MeetingId, ResolutionId


@dataclass(frozen=True)
class Owed:
    """Materials that the reporters of one section owed for one meeting."""

    meeting: MeetingId
    section: str


@dataclass(frozen=True)
class PersonFigures:
    """One person's month. ``seats`` are the meetings at which they were expected and that have a record.

    Each seat is in exactly one of ``present``, ``on_leave`` and ``absent``; ``late`` and ``left_early`` are parts of
    ``present``, ``substituted`` a part of ``on_leave``.
    """

    person: Address
    seats: tuple[MeetingId, ...] = ()
    present: tuple[MeetingId, ...] = ()
    late: tuple[MeetingId, ...] = ()
    left_early: tuple[MeetingId, ...] = ()
    on_leave: tuple[MeetingId, ...] = ()
    substituted: tuple[MeetingId, ...] = ()
    absent: tuple[MeetingId, ...] = ()
    owed: tuple[Owed, ...] = ()
    handed_in: tuple[Owed, ...] = ()
    due: tuple[ResolutionId, ...] = ()
    in_time: tuple[ResolutionId, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.seats or self.owed or self.due)


@dataclass(frozen=True)
class DepartmentFigures:
    """The sums of a department's people."""

    department: str
    people: int
    seats: int
    present: int
    owed: int
    handed_in: int
    due: int
    in_time: int


@dataclass(frozen=True)
class Titled:
    """What a record is called, where a figure is explained."""

    key: str
    title: str
    day: date


@dataclass(frozen=True)
class Figures:
    """A month, by person and by department, with the names of the records that are counted."""

    month: date
    people: tuple[PersonFigures, ...] = ()
    departments: tuple[DepartmentFigures, ...] = ()
    records: tuple[Titled, ...] = ()

    def title(self, key: str) -> Titled | None:
        return next((t for t in self.records if t.key == key), None)
