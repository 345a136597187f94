"""Everything that was delivered, in order, with the demo's time: what the report is made from."""

from dataclasses import dataclass, field
from datetime import datetime

from mailflow.core.values import Address
from mailflow.demo.clock import JumpingClock
from mailflow.demo.received import Received, read


@dataclass(frozen=True)
class Delivered:
    """``owner`` is whose mailbox it went into."""

    at: datetime
    owner: Address
    raw: bytes
    mail: Received


@dataclass
class Mailbag:
    """Told by the mail server of each delivery. ``new`` gives each one once, to the people who react."""

    clock: JumpingClock
    mails: list[Delivered] = field(default_factory=list)
    _shown: int = 0

    def put(self, owner: Address, raw: bytes) -> None:
        self.mails.append(Delivered(self.clock.now(), owner, raw, read(raw)))

    def new(self) -> tuple[Delivered, ...]:
        fresh = tuple(self.mails[self._shown :])
        self._shown = len(self.mails)
        return fresh
