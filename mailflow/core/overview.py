"""The organizers' week at one look (policy 3.1.1, 5.3.4): values only."""

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.resolution import Resolution
from mailflow.core.values import Address, MeetingId


@dataclass(frozen=True)
class MeetingLine:
    """``missing`` are who owe materials; ``minutes`` is the state of the minutes where the meeting is over."""

    id: MeetingId
    title: str
    english: str
    start: datetime
    state: str
    coming: int = 0
    on_leave: int = 0
    unanswered: tuple[Address, ...] = ()
    missing: tuple[Address, ...] = ()
    venue_missing: bool = False


@dataclass(frozen=True)
class ProblemLine:
    title: str
    host: Address
    open_resolutions: int


@dataclass(frozen=True)
class Overview:
    """``undelivered`` are people whom a mail did not reach; ``quarantined`` mails wait for a person."""

    coming: tuple[MeetingLine, ...] = ()
    unrecorded: tuple[MeetingLine, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    undelivered: tuple[Address, ...] = ()
    quarantined: int = 0

    @property
    def is_empty(self) -> bool:
        told = (self.coming, self.unrecorded, self.resolutions, self.problems, self.undelivered)
        return not (any(told) or self.quarantined)
