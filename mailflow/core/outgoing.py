"""A letter after it was written: final bytes, final Message-ID, and how its sending went."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from mailflow.core.letters import MailKind
from mailflow.core.reply import About
from mailflow.core.values import Address, Digest, MessageId, ResolutionId, Token


class SendState(StrEnum):
    QUEUED = "queued"
    SENT = "sent"
    REFUSED = "refused"  # permanently, by a server
    WITHHELD = "withheld"  # its record no longer needed it before it could be sent


@dataclass(frozen=True)
class Outgoing:
    """Also the memory by which an answer finds what it answers: by token, Message-ID and person."""

    message_id: MessageId
    token: Token
    kind: MailKind
    to: Address
    about: About
    ref: str
    subject: str
    raw: Digest
    made_at: datetime
    resolution: ResolutionId | None = None
    variant: str = ""
    not_before: datetime | None = None
    state: SendState = SendState.QUEUED
    attempts: int = 0
    next_attempt: datetime | None = None
    sent_at: datetime | None = None
    error: str = ""


class Sends:
    """What every record is: it holds the mails that were written because of it."""

    outgoing: tuple[Outgoing, ...]

    @cached_property
    def queued(self) -> tuple[Outgoing, ...]:
        """Those that are still to go out. Asked for at every pass, of records that hold hundreds of mails."""
        return tuple(o for o in self.outgoing if o.state is SendState.QUEUED)
