"""One occurrence of a meeting, and all that belongs to it: one value, one stored record."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from mailflow.core.events import ReplyArrived
from mailflow.core.ledger import LedgerEntry
from mailflow.core.minutes import Continued, Dropped, MinutesContent, Objection
from mailflow.core.outgoing import Outgoing, Sends
from mailflow.core.policy import Series
from mailflow.core.reply import CalendarStamp, File
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address, MeetingId, MessageId, ProblemId, ResolutionId


class MeetingState(StrEnum):
    PLANNED = "planned"
    ANNOUNCED = "announced"
    PREPARED = "prepared"
    HELD = "held"
    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PartStat(StrEnum):
    """RFC 5545 3.2.12, in the calendar's own spelling."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    TENTATIVE = "TENTATIVE"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


class LeaveState(StrEnum):
    INCOMPLETE = "incomplete"  # the reason was asked for
    REQUESTED = "requested"  # the host was asked
    APPROVED = "approved"
    REJECTED = "rejected"


class SubstituteState(StrEnum):
    NAMED = "named"  # asked once the leave is approved
    ASKED = "asked"
    ACCEPTED = "accepted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Substitute:
    person: Address
    state: SubstituteState = SubstituteState.NAMED


@dataclass(frozen=True)
class Leave:
    """Policy 5.1.1. ``decided_by`` None with a decided state: the set default held."""

    state: LeaveState
    asked_at: datetime
    reason: str = ""
    substitute: Substitute | None = None
    requested_at: datetime | None = None
    approver: Address | None = None
    decided_by: Address | None = None
    decided_at: datetime | None = None
    decision_reason: str = ""


@dataclass(frozen=True)
class Attendee:
    """Somebody who takes part.

    ``seated``: has a seat of their own; False for who comes only in somebody's place.
    ``stands_for`` is whom they stand in for. ``stamp`` orders calendar answers.
    """

    address: Address
    partstat: PartStat = PartStat.NEEDS_ACTION
    leave: Leave | None = None
    late: int | None = None
    leaves_early: int | None = None
    comes_late: bool = False
    goes_early: bool = False
    stands_for: Address | None = None
    seated: bool = True
    answered_at: datetime | None = None
    stamp: CalendarStamp | None = None

    @property
    def excused(self) -> bool:
        return self.leave is not None and self.leave.state is LeaveState.APPROVED


@dataclass(frozen=True)
class Topic:
    """Policy 1.3.3: ``detail`` holds problem, cause and proposal in the proposer's words."""

    title: str
    by: Address
    at: datetime
    detail: str = ""


@dataclass(frozen=True)
class Material:
    """A file handed in; a later version of the same name by the same department replaces it, and it stays."""

    department: str
    by: Address
    at: datetime
    file: File
    version: int = 1
    replaced: bool = False
    section: str = ""


@dataclass(frozen=True)
class MinutesVersion:
    """``sent_at`` None: not yet sent for confirmation, the recorder was asked about problems first.

    ``dropped`` are earlier resolutions that it drops, ``continued`` those that it states anew, in whatever meeting they
    were passed.
    """

    number: int
    content: MinutesContent
    by: Address
    at: datetime
    message_id: MessageId
    sent_at: datetime | None = None
    deadline: datetime | None = None
    asked: tuple[Address, ...] = ()
    confirmed: tuple[Address, ...] = ()
    objections: tuple[Objection, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    continued: tuple[Continued, ...] = ()
    final_at: datetime | None = None

    @property
    def silent(self) -> tuple[Address, ...]:
        spoke = {*self.confirmed, *(o.by for o in self.objections)}
        return tuple(a for a in self.asked if a not in spoke)


@dataclass(frozen=True)
class Proposal:
    """Another time that an attendee would like (RFC 5546 3.2.7)."""

    by: Address
    start: datetime
    at: datetime
    state: Literal["", "taken", "declined", "overtaken"] = ""


@dataclass(frozen=True)
class Held:
    """A wish that waits for a “yes” from its sender's own address.

    ``identity``: the sender could not be verified. ``second-word``: it is too weighty for one mail, and ``act`` is
    the kind of that one wish.
    """

    number: int
    why: Literal["identity", "second-word"]
    reply: ReplyArrived
    act: str = ""
    settled: Literal["", "done", "denied"] = ""


@dataclass(frozen=True)
class Called:
    """How a meeting outside of every rule came about: one mail of somebody who may call it (policy 2.3, 2.4).

    ``waits``: invitations go out only once the caller has named the ``time``, or said by a ``word`` from the own
    address that the mail was theirs. ``subject`` is what it is about, in the caller's words. ``left_out`` names the steps for which the notice was too short.
    """

    by: Address
    at: datetime
    subject: str = ""
    waits: Literal["", "time", "word"] = ""
    time_missing: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting(Sends):
    """The record of one occurrence.

    ``nominal`` is the day that the series' rule names, where a holiday moved the meeting to another.
    ``terms`` are the settings it was announced with: a config changed meanwhile does not touch it.
    ``answers_since`` is the SEQUENCE from which on answers hold: another venue raises SEQUENCE and unsays no answer.
    ``late_topics`` came when the agenda was out: the organizers were asked, and ``topics`` holds those that they took.
    ``acting_recorder`` takes the minutes in the recorder's place.
    ``marks`` remember which timed step was done when, under the step's own key; what is due is
    computed from the record and the time alone.
    """

    id: MeetingId
    terms: Series
    start: datetime
    end: datetime
    nominal: date | None = None
    venue: str = ""
    acting_recorder: Address | None = None
    called: Called | None = None
    problem: ProblemId | None = None
    state: MeetingState = MeetingState.PLANNED
    sequence: int = 0
    created_at: datetime | None = None
    attendees: tuple[Attendee, ...] = ()
    topics: tuple[Topic, ...] = ()
    late_topics: tuple[Topic, ...] = ()
    materials: tuple[Material, ...] = ()
    nothing_from: tuple[Address, ...] = ()
    minutes: tuple[MinutesVersion, ...] = ()
    resolutions: tuple[Resolution, ...] = ()
    held: tuple[Held, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    answers_since: int = 0
    marks: Mapping[str, datetime] = field(default_factory=dict)
    outgoing: tuple[Outgoing, ...] = ()
    log: tuple[LedgerEntry, ...] = ()
    record: Literal["meeting"] = "meeting"

    @property
    def uid(self) -> str:
        """The iCalendar UID: one an occurrence (no recurrence rule is ever sent)."""
        return f"{self.id}@mailflow"

    @property
    def recorder(self) -> Address:
        """Who takes the minutes, as things stand (policy 5.3.1)."""
        return self.acting_recorder or self.terms.recorder

    @property
    def chair(self) -> Address:
        """Who leads the meeting as things stand: the host; while the host is on leave, the deputy (policy 5.1.1)."""
        host, deputy = self.terms.host, self.terms.deputy_host
        return deputy if deputy and self.is_excused(host) and not self.is_excused(deputy) else host

    def is_excused(self, who: Address) -> bool:
        seat = self.attendee(who)
        return seat is not None and seat.excused

    def attendee(self, who: Address) -> Attendee | None:
        return next((a for a in self.attendees if a.address == who), None)

    def with_attendee(self, attendee: Attendee) -> "Meeting":
        """The meeting with this attendee in the place of the one of the same address, or added."""
        if self.attendee(attendee.address) is None:
            return replace(self, attendees=(*self.attendees, attendee))
        seats = (attendee if a.address == attendee.address else a for a in self.attendees)
        return replace(self, attendees=tuple(seats))

    def without_substitute(self, who: Address, absent: Address) -> "Meeting":
        """The meeting in which ``who`` no longer stands in for ``absent``; a seat of their own stays."""
        substitute = self.attendee(who)
        if substitute is None or substitute.stands_for != absent:
            return self
        if substitute.seated:
            return self.with_attendee(replace(substitute, stands_for=None))
        return replace(self, attendees=tuple(a for a in self.attendees if a.address != who))

    def resolution(self, key: ResolutionId) -> Resolution | None:
        return next((r for r in self.resolutions if r.id == key), None)

    def with_resolution(self, resolution: Resolution) -> "Meeting":
        changed = (resolution if r.id == resolution.id else r for r in self.resolutions)
        return replace(self, resolutions=tuple(changed))

    def marked(self, key: str, at: datetime) -> "Meeting":
        return replace(self, marks={**self.marks, key: at})

    @property
    def earlier_to_settle(self) -> tuple[Dropped | Continued, ...]:
        """What the final minutes say of earlier resolutions, and their own meetings do not know yet (policy 5.3.4)."""
        version = self.current_minutes
        final = version is not None and version.final_at is not None
        earlier: tuple[Dropped | Continued, ...] = ()
        if version and final:
            earlier = (*version.dropped, *version.continued)
        return tuple(each for each in earlier if each.mark not in self.marks)

    @property
    def current_minutes(self) -> MinutesVersion | None:
        return self.minutes[-1] if self.minutes else None

    @property
    def current_materials(self) -> tuple[Material, ...]:
        return tuple(m for m in self.materials if not m.replaced)

    @property
    def ended(self) -> bool:
        """Nothing will happen any more: it may be stored apart from the open ones."""
        over = self.state in (MeetingState.CLOSED, MeetingState.CANCELLED)
        return over and not self.queued
