"""The world around the process: a store that outlives it, the secretary's mailbox, a mail server with whims."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulated_fate import Fate, Life, Window, within

from mailflow.core.record import Record
from mailflow.core.values import Address, Digest, MessageId, RecordId, Token
from mailflow.demo.clock import JumpingClock
from mailflow.ports import Arrived, Deferred, MailKey, Refused, Store, Stored, Unreachable
from mailflow.stores import codec
from mailflow.stores.memory import MemoryStore

_MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)

Honesty = Literal["honest", "forged", "token of another", "stranger", "robot"]


@dataclass(frozen=True)
class Posted:
    """A mail to the secretary, and what only the simulation knows of it."""

    message_id: MessageId
    raw: bytes
    honesty: Honesty
    who: Address


class Content(MemoryStore):
    """What is stored, apart from the process that stores it; the open records apart from the ended ones."""

    def __init__(self) -> None:
        super().__init__()
        self._open: set[RecordId] = set()
        self._sorted: tuple[RecordId, ...] = ()

    def save(self, record: Record, expected: int) -> int:
        version = super().save(record, expected)
        self._place(record)
        return version

    def ids(self) -> tuple[RecordId, ...]:
        if len(self._sorted) != len(self._records):
            self._sorted = super().ids()
        return self._sorted

    def open_records(self) -> Iterator[Stored]:
        return (self._records[key] for key in sorted(self._open))

    def _place(self, record: Record) -> None:
        (self._open.discard if record.ended else self._open.add)(record.id)

    def reopened(self) -> "Content":
        """What the next process finds: every record through its stored form and back, the index built anew."""
        fresh = Content()
        for key, stored in self._records.items():
            record = codec.from_json(codec.to_json(stored.record))
            assert record == stored.record, f"{key} comes back from the store as something else"
            fresh._records[key] = Stored(record, stored.version)
            fresh._index.note(record)
            fresh._place(record)
            for digest in _blobs_of(record):
                fresh.put_blob(self.get_blob(digest))
        return fresh


def _blobs_of(record: Record) -> Iterator[Digest]:
    yield from (o.raw for o in record.outgoing)
    yield from (e.raw for e in record.log if e.raw)
    yield from (m.file.digest for m in getattr(record, "materials", ()))
    for task in getattr(record, "resolutions", ()):
        yield from (f.digest for p in task.progress for f in p.files)
    for held in getattr(record, "held", ()):
        yield held.reply.raw
        yield from (f.digest for f in held.reply.files)


class MortalStore:
    """Implements ports.Store over content that stays when the process ends."""

    def __init__(self, content: Content, life: Life) -> None:
        self._content, self._life = content, life

    def load(self, key: RecordId) -> Stored | None:
        self._life.check()
        return self._content.load(key)

    def save(self, record: Record, expected: int) -> int:
        self._life.step(f"before the save of {record.id}")
        version = self._content.save(record, expected)
        self._life.step(f"after the save of {record.id}")
        return version

    def ids(self) -> tuple[RecordId, ...]:
        return self._content.ids()

    def open_records(self) -> Iterator[Stored]:
        return self._content.open_records()

    def all_records(self) -> Iterator[Stored]:
        return self._content.all_records()

    def by_token(self, token: Token) -> RecordId | None:
        return self._content.by_token(token)

    def by_message(self, sent: MessageId) -> RecordId | None:
        return self._content.by_message(sent)

    def seen(self, arrived: MessageId) -> frozenset[RecordId]:
        return self._content.seen(arrived)

    def put_blob(self, content: bytes) -> Digest:
        self._life.step("before a blob is put")
        return self._content.put_blob(content)

    def get_blob(self, digest: Digest) -> bytes:
        return self._content.get_blob(digest)

    def close(self) -> None: ...


@dataclass
class Mailbox:
    """The secretary's, on the server: it outlives the process. ``opened`` and ``dealt_with`` watch each mail's course."""

    clock: JumpingClock
    outages: list[Window]
    waiting: dict[int, Posted] = field(default_factory=dict)
    archived: list[Posted] = field(default_factory=list)
    _uid: int = 0

    def put(self, posted: Posted) -> None:
        self._uid += 1
        self.waiting[self._uid] = posted


@dataclass
class Inbox:
    """Implements ports.Inbox for one life of the process."""

    box: Mailbox
    life: Life
    opened: Callable[[Posted], None]
    dealt_with: Callable[[Posted], None]

    def fetch(self) -> Iterator[Arrived]:
        self.life.check()
        if within(self.box.clock.now(), self.box.outages):
            raise Unreachable("the mailbox cannot be reached")
        for uid, posted in tuple(self.box.waiting.items()):
            self.opened(posted)
            yield Arrived(MailKey(1, uid), posted.raw)

    def done(self, key: MailKey) -> None:
        self.life.step("before a mail is marked done")
        posted = self.box.waiting.pop(key.uid)
        self.box.archived.append(posted)
        self.dealt_with(posted)
        self.life.step("after a mail is marked done")

    def wait(self, seconds: float) -> bool:
        raise AssertionError(f"one pass never waits ({seconds} s)")

    def wake(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True)
class Delivered:
    at: datetime
    message_id: MessageId
    to: Address
    raw: bytes


@dataclass
class MailServer:
    """Where mailflow's mails go. ``refused`` holds what it said no to, ``tried`` how often it was asked."""

    fate: Fate
    clock: JumpingClock
    outages: list[Window]
    deferring: float
    refusing: float
    delivered: list[Delivered] = field(default_factory=list)
    times: Counter[MessageId] = field(default_factory=Counter)
    refused: set[MessageId] = field(default_factory=set)
    tried: Counter[MessageId] = field(default_factory=Counter)

    def take(self, raw: bytes, recipient: Address) -> None:
        """Raises Deferred and Refused as the seed has it."""
        name = message_id_of(raw)
        self.tried[name] += 1
        if within(self.clock.now(), self.outages):
            raise Deferred("421 4.3.2 service not available")
        if self.fate.chance(self.refusing, "refused", name):
            self.refused.add(name)
            raise Refused("550 5.1.1 no such user here")
        if self.fate.chance(self.deferring, "deferred", name, self.tried[name]):
            raise Deferred("451 4.7.1 greylisted, try again later")
        self.deliver(raw, recipient)

    def deliver(self, raw: bytes, recipient: Address) -> None:
        name = message_id_of(raw)
        self.times[name] += 1
        self.delivered.append(Delivered(self.clock.now(), name, recipient, raw))


@dataclass
class Outlet:
    """Implements ports.Sender for one life of the process."""

    server: MailServer
    life: Life

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.life.step("before a mail is sent")
        self.server.take(raw, recipient)
        self.life.step("between the server's 250 and the record")

    async def close(self) -> None: ...


def message_id_of(raw: bytes) -> MessageId:
    """Everybody's mails have one, on one line."""
    found = _MESSAGE_ID.search(raw)
    assert found is not None, raw[:400]
    return MessageId(found[1].decode())


def contents(store: Store) -> Mapping[RecordId, Record]:
    return {s.record.id: s.record for s in store.all_records()}
