"""Time in the demo: it stands still while mails are dealt with, and jumps to the next moment when all is quiet."""

from dataclasses import dataclass
from datetime import datetime


@dataclass
class JumpingClock:
    """Implements ports.Clock. Never goes back."""

    instant: datetime

    def now(self) -> datetime:
        return self.instant

    def jump(self, moment: datetime) -> None:
        self.instant = max(self.instant, moment)
