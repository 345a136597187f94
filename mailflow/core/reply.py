"""A reply as it reaches the decision: what was asked, and what the answer was read as."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.intents import Intent
from mailflow.core.values import Address, Digest, MessageId


class About(StrEnum):
    """What the answered mail was. Decides which intents make sense in the answer."""

    INVITATION = "invitation"
    CALL = "call"
    APPROVAL = "approval"
    SUBSTITUTE = "substitute"
    MINUTES_REQUEST = "minutes-request"
    MINUTES = "minutes"
    RESOLUTION = "resolution"
    NONE = "none"


@dataclass(frozen=True)
class MeetingBrief:
    """What a reader must know of the meeting to understand “20 分钟后到” or “周二行吗”."""

    series: str
    title: str
    start: datetime
    end: datetime


@dataclass(frozen=True)
class ResolutionBrief:
    title: str
    owner: Address
    due: date | None


@dataclass(frozen=True)
class RequestBrief:
    """What was asked for: of an approver ``leave``, ``extend``, ``done``, ``close``, ``move``, ``held``; of who calls
    a meeting its ``time``, of organizers a ``venue``, of the recorder what to say of an ``objection``,
    of a new owner whether a task that was ``handed`` on is accepted, of a problem's host when the ``next`` meeting is."""

    kind: str
    person: Address
    due: date | None = None


SETTLE = "settle"
"""What a mail that was put before the organizers asks of them, as the notice's ``ref`` and the request's kind."""


@dataclass(frozen=True)
class Context:
    """What the message answers, known from token, thread or UID."""

    about: About = About.NONE
    meeting: MeetingBrief | None = None
    resolution: ResolutionBrief | None = None
    request: RequestBrief | None = None


class Automatic(StrEnum):
    """Mail that no person wrote."""

    AUTO_REPLY = "auto-reply"
    BOUNCE = "bounce"
    LIST = "list"


@dataclass(frozen=True)
class CalendarStamp:
    """Where a calendar reply stands in the order of answers (RFC 5546 2.1.5)."""

    uid: str
    sequence: int
    dtstamp: datetime | None = None


@dataclass(frozen=True)
class Evidence:
    """Which words led to which intent: shown by ``interpret --explain``, kept in the ledger."""

    kind: str
    words: str
    rule: str


@dataclass(frozen=True)
class Interpretation:
    """The meaning of one message. ``refresh``: a calendar asks for the meeting as it stands (RFC 5546 3.2.6).

    ``unclear`` says that a person must look; ``doubt`` quotes why."""

    message_id: MessageId
    sender: Address
    automatic: Automatic | None
    text: str
    intents: tuple[Intent, ...] = ()
    unclear: bool = False
    doubt: str = ""
    calendar: CalendarStamp | None = None
    evidence: tuple[Evidence, ...] = ()
    refresh: bool = False


class Certainty(StrEnum):
    """How sure we are that the sender is who From says (docs/decisions: senders)."""

    VERIFIED = "verified"
    KNOWN = "known"
    CLAIMED = "claimed"


@dataclass(frozen=True)
class Identity:
    """Who sent a mail: ``address`` as it stands in the mail, ``person`` the main address of whom it belongs to.

    ``button`` is the kind of wish that a calendar button alone vouches for: all else in the mail is only claimed.
    """

    address: Address
    person: Address | None
    certainty: Certainty
    button: str = ""

    def vouches_for(self, wish: Intent) -> bool:
        return self.certainty is not Certainty.CLAIMED and self.button in ("", wish.kind)


@dataclass(frozen=True)
class File:
    """An attachment, already kept under its digest. ``unnamed``: the name was made up for it."""

    name: str
    media_type: str
    size: int
    digest: Digest
    unnamed: bool = False
