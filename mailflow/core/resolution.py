"""A resolution: somebody's task with a deadline, open until it is reported done (policy 3.2.3, 5.3.4)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.reply import File
from mailflow.core.values import Address, ResolutionId, day_of


class ResolutionState(StrEnum):
    OPEN = "open"
    REPORTED = "reported"  # said to be done, to be checked by the organizer
    DONE = "done"
    OVERDUE = "overdue"
    EXTENDED = "extended"
    DROPPED = "dropped"


ENDED = frozenset({ResolutionState.DONE, ResolutionState.DROPPED})


@dataclass(frozen=True)
class Progress:
    at: datetime
    by: Address
    percent: int | None = None
    note: str = ""
    files: tuple[File, ...] = ()


@dataclass(frozen=True)
class Extension:
    """A later deadline that was asked for; ``due`` None until the owner names a date."""

    asked_at: datetime
    by: Address
    due: date | None = None
    reason: str = ""
    approved: bool | None = None
    decided_by: Address | None = None


@dataclass(frozen=True)
class Resolution:
    """``due`` is a datetime only where the minutes state a time of day."""

    id: ResolutionId
    title: str
    owners: tuple[Address, ...]
    due: datetime | date
    requirement: str = ""
    state: ResolutionState = ResolutionState.OPEN
    percent: int | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    progress: tuple[Progress, ...] = ()
    extensions: tuple[Extension, ...] = ()

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    @property
    def due_day(self) -> date:
        return day_of(self.due)

    @property
    def pending_extension(self) -> Extension | None:
        """The extension that waits for a date or for approval."""
        return next((e for e in reversed(self.extensions) if e.approved is None), None)

    @property
    def times_extended(self) -> int:
        return sum(e.approved is True for e in self.extensions)
