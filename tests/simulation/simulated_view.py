"""What the invariants look at, and what was seen in earlier steps."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from simulated_servers import Content, MailServer

from mailflow.core.decide import next_due
from mailflow.core.desk import Desk
from mailflow.core.ledger import LedgerEntry
from mailflow.core.meeting import Meeting, MinutesVersion
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.situation import Situation
from mailflow.core.values import Address, MessageId, RecordId, ResolutionId
from mailflow.flow import outgoing, situations
from mailflow.flow.service import Service

Records = Mapping[RecordId, Record]


@dataclass(frozen=True)
class View:
    """What is stored after a step. ``whole``: the pass was not killed. ``reachable``: the mail server could be."""

    now: datetime
    service: Service
    records: Records
    server: MailServer
    whole: bool
    reachable: bool

    @property
    def meetings(self) -> Iterator[Meeting]:
        return (r for r in self.records.values() if isinstance(r, Meeting))

    def due_at(self, record: Record) -> datetime | None:
        if isinstance(record, Desk):
            return None
        if isinstance(record, Problem):
            return next_due(record, situations.of_problem(record, self.service, self.now))
        return next_due(record, self.situation)

    @property
    def situation(self) -> Situation:
        return Situation(self.service.organization, self.service.calendar, self.now)


@dataclass
class Told:
    """What the ledger of one meeting says so far, line by line: who needs no reminder any more."""

    lines: int = 0
    answered: set[Address] = field(default_factory=set)
    handed_in: set[Address] = field(default_factory=set)
    decided: set[str] = field(default_factory=set)
    spoke: set[tuple[Address, str]] = field(default_factory=set)
    done: set[ResolutionId | str] = field(default_factory=set)
    recorded: bool = False


@dataclass(frozen=True)
class Waits:
    """What one record, as it is, waits for: when something is due, and the mails that are not out yet."""

    record: Record
    due: datetime | None
    queued: tuple[Outgoing, ...]
    ended: bool

    @classmethod
    def of(cls, record: Record, view: View) -> "Waits":
        queued = tuple(o for o in record.outgoing if o.state is SendState.QUEUED)
        return cls(record, view.due_at(record), queued, record.ended)

    def holds_for(self, record: Record, now: datetime) -> bool:
        """What is due is computed from a record and the time alone: nothing new until the one changes or the other comes."""
        return self.record is record and (self.due is None or now < self.due)


@dataclass
class Watch:
    """What was seen in earlier steps."""

    before: Records = field(default_factory=dict)
    archived: set[MessageId] = field(default_factory=set)
    lines: Counter[MessageId] = field(default_factory=Counter)
    line_of_ours: dict[MessageId, LedgerEntry] = field(default_factory=dict)
    named: Counter[RecordId] = field(default_factory=Counter)
    lines_of: dict[RecordId, int] = field(default_factory=dict)
    mails: dict[MessageId, RecordId] = field(default_factory=dict)
    told: dict[RecordId, Told] = field(default_factory=lambda: defaultdict(Told))
    final: dict[tuple[RecordId, int], MinutesVersion] = field(default_factory=dict)
    may_repeat: Counter[MessageId] = field(default_factory=Counter)
    waits: dict[RecordId, Waits] = field(default_factory=dict)
    looked_at: set[RecordId] = field(default_factory=set)
    day: date = date.min
    delivered: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)

    def killed(self, content: Content, server: MailServer) -> None:
        """What the server had taken and the record did not know of may come once more."""
        for stored in content.all_records():
            for mail in stored.record.outgoing:
                if mail.state is SendState.QUEUED and server.times[mail.message_id]:
                    self.may_repeat[mail.message_id] = server.times[mail.message_id]

    def look(self, view: View) -> None:
        """Before the invariants: what each record waits for now; each day all of it is computed anew."""
        if view.now.date() != self.day:
            self.waits.clear()
            self.day = view.now.date()
        self.looked_at = set()
        for key, record in view.records.items():
            known = self.waits.get(key)
            if known is None or isinstance(record, Problem) or not known.holds_for(record, view.now):
                self.looked_at.add(key)
                self.waits[key] = Waits.of(record, view)

    def to_look_at(self, view: View) -> Iterator[Meeting]:
        """Meetings in which something can be otherwise than after the step before."""
        return (m for m in view.meetings if m.id in self.looked_at)

    def passed(self, view: View) -> None:
        self.before = view.records

    @property
    def something_due_at(self) -> datetime | None:
        return min((w.due for w in self.waits.values() if w.due and not w.ended), default=None)

    def something_goes_at(self, service: Service, now: datetime) -> datetime | None:
        goes = (outgoing.goes_at(o, service, now) for w in self.waits.values() if not w.ended for o in w.queued)
        return min(goes, default=None)

    def changed(self, view: View) -> Iterator[tuple[Record | None, Record]]:
        for key, record in view.records.items():
            old = self.before.get(key)
            if old is not record:
                yield old, record


Invariant = Callable[[View, Watch], Iterator[str]]


def first_line(invariant: Callable[..., Iterator[str]]) -> str:
    """The sentence that holds."""
    return (invariant.__doc__ or invariant.__name__).splitlines()[0]


def sent_mail(name: MessageId, view: View) -> Outgoing | None:
    key = view.service.store.by_message(name)
    record = view.records.get(key) if key else None
    return next((o for o in record.outgoing if o.message_id == name), None) if record else None
