"""The secretary's own desk: mails that belong to no meeting, and what could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from mailflow.core.ledger import LedgerEntry
from mailflow.core.outgoing import Outgoing, Sends
from mailflow.core.values import Address, Digest, MessageId, RecordId


@dataclass(frozen=True)
class Quarantined:
    """A mail that could not be dealt with: kept whole, named, told to the organizers."""

    number: int
    at: datetime
    raw: Digest
    why: str
    message_id: MessageId | None = None
    sender: Address | None = None
    subject: str = ""
    settled: Literal["", "retried", "dropped"] = ""


@dataclass(frozen=True)
class Desk(Sends):
    """One record a month (``desk-2026-11``), so that none grows for ever."""

    id: RecordId
    marks: Mapping[str, datetime] = field(default_factory=dict)
    quarantine: tuple[Quarantined, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    log: tuple[LedgerEntry, ...] = ()
    record: Literal["desk"] = "desk"

    @property
    def ended(self) -> bool:
        """Desks stay open: the newest ones are needed, and old ones are small."""
        return False
