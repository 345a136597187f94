"""The time: the machine's, or one that was given (``mailflow tick --now``)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class SystemClock:
    zone: ZoneInfo

    def now(self) -> datetime:
        return datetime.now(self.zone)


@dataclass(frozen=True)
class FixedClock:
    """Stands still at one instant. Raises ValueError for a time without an offset: it would name no instant."""

    instant: datetime

    def __post_init__(self) -> None:
        if self.instant.utcoffset() is None:
            raise ValueError(
                f"{self.instant.isoformat()} has no offset from UTC; write it as 2026-11-30T09:30:00+08:00"
            )

    def now(self) -> datetime:
        return self.instant
