"""What can happen to a record."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from mailflow.core.minutes import MinutesContent
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import File, Identity, Interpretation
from mailflow.core.values import Address, Digest, MeetingId, MessageId, ResolutionId, day_of


@dataclass(frozen=True)
class ReplyArrived:
    """A person's mail, read. ``answers`` is the mail of ours that it answers, where one was found."""

    at: datetime
    identity: Identity
    reading: Interpretation
    raw: Digest
    subject: str = ""
    answers: Outgoing | None = None
    files: tuple[File, ...] = ()
    minutes: MinutesContent | None = None

    @property
    def message_id(self) -> MessageId:
        return self.reading.message_id


@dataclass(frozen=True)
class TimeReached:
    at: datetime


@dataclass(frozen=True)
class DeliveryFailed:
    """A mail of ours did not arrive: a server refused it, or sent it back. ``told``: the organizers know that address."""

    at: datetime
    failed: MessageId
    recipient: Address
    why: str
    bounce: MessageId | None = None
    raw: Digest | None = None
    told: bool = False


@dataclass(frozen=True)
class ResolutionDropped:
    """A later meeting's final minutes no longer pursue it (policy 5.3.4); ``title`` and ``on`` are that meeting's."""

    at: datetime
    resolution: ResolutionId
    later: MeetingId
    title: str
    on: date


@dataclass(frozen=True)
class ResolutionContinued:
    """A later meeting's final minutes state it anew, due ``due``; ``title`` and ``on`` are that meeting's.

    ``by`` wrote the minutes.
    """

    at: datetime
    resolution: ResolutionId
    later: MeetingId
    title: str
    on: date
    due: datetime | date
    by: Address

    @property
    def due_day(self) -> date:
        return day_of(self.due)


@dataclass(frozen=True)
class CommandGiven:
    """An administrator's act at the command line."""

    at: datetime
    by: str
    command: Literal["cancel"] = "cancel"
    reason: str = field(default="")


Event = ReplyArrived | TimeReached | DeliveryFailed | ResolutionDropped | ResolutionContinued | CommandGiven
