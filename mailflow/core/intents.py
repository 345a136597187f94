"""What a reply can mean: one value a kind, as the interpret contract names them.

A field is None where the sender did not state it, or where it could not be told safely.
``refers`` are the sender's words for a task or meeting other than the one that was answered.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mailflow.core.values import Address


@dataclass(frozen=True, kw_only=True)
class _Intent:
    refers: str | None = None


@dataclass(frozen=True, kw_only=True)
class Accept(_Intent):
    kind: Literal["accept"] = "accept"


@dataclass(frozen=True, kw_only=True)
class Tentative(_Intent):
    kind: Literal["tentative"] = "tentative"


@dataclass(frozen=True, kw_only=True)
class Leave(_Intent):
    kind: Literal["leave"] = "leave"
    reason: str | None = None
    substitute: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Late(_Intent):
    kind: Literal["late"] = "late"
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class LeaveEarly(_Intent):
    kind: Literal["leave-early"] = "leave-early"
    minutes: int | None = None


@dataclass(frozen=True, kw_only=True)
class Counter(_Intent):
    """Another time; ``venue`` where the mail names another one with it, which the interpret contract does not tell."""

    kind: Literal["counter"] = "counter"
    start: datetime | None = None
    venue: str = ""


@dataclass(frozen=True, kw_only=True)
class TopicProposal(_Intent):
    kind: Literal["topic"] = "topic"
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Materials(_Intent):
    kind: Literal["materials"] = "materials"
    files: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Nothing(_Intent):
    kind: Literal["nothing"] = "nothing"


@dataclass(frozen=True, kw_only=True)
class Cancel(_Intent):
    kind: Literal["cancel"] = "cancel"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Invite(_Intent):
    kind: Literal["invite"] = "invite"
    attendees: tuple[Address, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Relocate(_Intent):
    """Another venue. Not in the interpret contract, which calls such a mail unclear."""

    kind: Literal["venue"] = "venue"
    venue: str = ""


@dataclass(frozen=True, kw_only=True)
class TakeBack(_Intent):
    """A topic that shall not be discussed after all; ``title`` "" where none is named. Not in the interpret contract."""

    kind: Literal["take-back"] = "take-back"
    title: str = ""


@dataclass(frozen=True, kw_only=True)
class Lengthen(_Intent):
    """The same start, a later end: ``minutes`` is the whole length. Not in the interpret contract."""

    kind: Literal["lengthen"] = "lengthen"
    minutes: int = 0


@dataclass(frozen=True, kw_only=True)
class Settle(_Intent):
    """A mail that was put before the organizers needs nothing more. Not in the interpret contract."""

    kind: Literal["settle"] = "settle"


@dataclass(frozen=True, kw_only=True)
class Approve(_Intent):
    kind: Literal["approve"] = "approve"


@dataclass(frozen=True, kw_only=True)
class Reject(_Intent):
    kind: Literal["reject"] = "reject"
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesSent(_Intent):
    kind: Literal["minutes"] = "minutes"


@dataclass(frozen=True, kw_only=True)
class MinutesUnasked(_Intent):
    """A record of a meeting, sent where it was not asked for. Not in the interpret contract."""

    kind: Literal["minutes-unasked"] = "minutes-unasked"


@dataclass(frozen=True, kw_only=True)
class Confirm(_Intent):
    kind: Literal["confirm"] = "confirm"


@dataclass(frozen=True, kw_only=True)
class Object(_Intent):
    """``passages`` holds, item by item, the quoted line that the objection stands under, or None."""

    kind: Literal["object"] = "object"
    items: tuple[str, ...] = ()
    passages: tuple[str | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineNamed(_Intent):
    """The one deadline that the minutes lacked, by itself. Not in the interpret contract."""

    kind: Literal["deadline-named"] = "deadline-named"
    due: date


@dataclass(frozen=True, kw_only=True)
class AnswerObjection(_Intent):
    """The recorder's own words on an objection, in place of new minutes. Not in the interpret contract."""

    kind: Literal["answer-objection"] = "answer-objection"


@dataclass(frozen=True, kw_only=True)
class Done(_Intent):
    kind: Literal["done"] = "done"
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class ProgressReport(_Intent):
    kind: Literal["progress"] = "progress"
    percent: int | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Extend(_Intent):
    kind: Literal["extend"] = "extend"
    due: date | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reassign(_Intent):
    kind: Literal["reassign"] = "reassign"
    owner: Address | None = None


@dataclass(frozen=True, kw_only=True)
class Convene(_Intent):
    """Beside what the interpret contract tells: ``venue``; ``occasion``, what the mail says of why where no title is
    named; and, where somebody named cannot be told, ``known`` who can, and ``unknown`` the words for who cannot."""

    kind: Literal["convene"] = "convene"
    meeting: Literal["special", "ad-hoc"] = "ad-hoc"
    title: str | None = None
    start: datetime | None = None
    attendees: tuple[Address, ...] = ()
    venue: str = ""
    occasion: str = ""
    known: tuple[Address, ...] = ()
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Query(_Intent):
    """``figures`` is the month whose figures a question about the status asks for, by its first day (policy 6.1)."""

    kind: Literal["query"] = "query"
    what: Literal["help", "status", "resolutions", "archive"] = "help"
    terms: str | None = None
    figures: date | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledge(_Intent):
    kind: Literal["acknowledge"] = "acknowledge"


Intent = (
    Accept
    | Tentative
    | Leave
    | Late
    | LeaveEarly
    | Counter
    | TopicProposal
    | Materials
    | Nothing
    | Cancel
    | Invite
    | Relocate
    | TakeBack
    | Lengthen
    | Settle
    | Approve
    | Reject
    | MinutesSent
    | MinutesUnasked
    | Confirm
    | Object
    | AnswerObjection
    | DeadlineNamed
    | Done
    | ProgressReport
    | Extend
    | Reassign
    | Convene
    | Query
    | Acknowledge
)
