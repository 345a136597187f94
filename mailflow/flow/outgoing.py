"""What is queued goes out: claim, store the next attempt, send, record (policy: nothing lost, nothing doubled).

A crash between the server's 250 and our record sends one mail again, under the same Message-ID. Nothing
else can double: the claim is stored before the server hears of the mail.
"""

import asyncio
import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

import structlog

from mailflow.core.desk import Desk
from mailflow.core.events import DeliveryFailed
from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.record import Record
from mailflow.core.values import MessageId, RecordId
from mailflow.flow import dead_addresses, situations
from mailflow.flow.circuit import Circuit, Server
from mailflow.flow.deciding import decided
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Clock, Damaged, Deferred, Refused, Sender, Stored, Unreachable

_log = structlog.get_logger()
GIVE_UP_AFTER = timedelta(days=5)
"""As long as mail servers themselves keep trying (RFC 5321 4.5.4.1)."""
_TRIED_OFTEN = 24
"""About a day's attempts. Only what was tried so often is given up: our own server may have been away for those days."""

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)
_SPREAD = 0.2


@dataclass(frozen=True)
class Sent:
    sent: int = 0
    deferred: int = 0
    refused: int = 0


async def send_all(
    service: Service,
    sender: Sender,
    clock: Clock,
    parallel: int = 2,
    stopping: Callable[[], bool] = lambda: False,
    circuit: Circuit | None = None,
) -> Sent:
    """Every mail whose time has come, in the order of their making: of two moments the earlier one's go first.

    A server that is away ends it: what it did not take keeps its place, and ``circuit`` says when it is worth a try.
    Once ``stopping`` holds no further mail is begun.
    """
    circuit = circuit or Circuit(Server.SENDING)
    total = Sent()
    if circuit.rest(clock.now()):
        return total
    way = _Way(service, sender, clock, stopping, circuit, asyncio.Semaphore(max(parallel, 1)))
    waiting = _ready(service, clock.now())
    while waiting and not stopping():
        # After an outage one mail finds out whether the server is back.
        wave = waiting[:1] if circuit.fault else _of_one_moment(waiting)
        waiting = waiting[len(wave) :]
        results = await _send_wave(way, wave)
        total = Sent(
            total.sent + results.count(SendState.SENT),
            total.deferred + results.count(SendState.QUEUED) + results.count(None),
            total.refused + results.count(SendState.REFUSED),
        )
        if None in results:
            break
    return total


@dataclass(frozen=True)
class _Waiting:
    record: RecordId
    mail: Outgoing

    @property
    def made_at(self) -> datetime:
        return self.mail.made_at


def _ready(service: Service, now: datetime) -> list[_Waiting]:
    """Made at one moment: as the records come, and as they stand in theirs."""
    found = (
        _Waiting(stored.record.id, mail)
        for stored in service.store.open_records()
        for mail in stored.record.queued
        if goes_at(mail, service, now) <= now
    )
    return sorted(found, key=lambda o: o.made_at)


@dataclass
class _Way:
    """How mails get out; so many pass the ``gate`` at once, and none any more once it is ``shut``."""

    service: Service
    sender: Sender
    clock: Clock
    stopping: Callable[[], bool]
    circuit: Circuit
    gate: asyncio.Semaphore
    shut: bool = False


def _of_one_moment(waiting: list[_Waiting]) -> list[_Waiting]:
    first = waiting[0].made_at
    return list(takewhile(lambda o: o.made_at == first, waiting))


async def _send_wave(way: _Way, wave: list[_Waiting]) -> list[SendState | None]:
    now = way.clock.now()
    for key, names in _by_record(wave):
        _claim(way.service, key, names, now)
    results = await asyncio.gather(*(_one(way, o.record, o.mail) for o in wave))
    untried = [o for o, result in zip(wave, results, strict=True) if result is None]
    for key, names in _by_record(untried):
        _give_back(way.service, key, names, way.circuit.fault)
    return results


def _by_record(wave: list[_Waiting]) -> Iterator[tuple[RecordId, frozenset[MessageId]]]:
    for key in dict.fromkeys(o.record for o in wave):
        yield key, frozenset(o.mail.message_id for o in wave if o.record == key)


def goes_at(mail: Outgoing, service: Service, now: datetime) -> datetime:
    """When it can go, as things stand. Only what can wait has a ``not_before``: it disturbs nobody in quiet hours or on
    a day off, neither at a later attempt nor after the machine has slept.
    """
    at = max(_believed(mail, now), default=min(mail.made_at, now))
    return at if mail.not_before is None else service.calendar.deliverable(max(at, now))


def _believed(mail: Outgoing, now: datetime) -> Iterator[datetime]:
    """Not what was reckoned while the clock was ahead: since it was put right, that would keep the mail for as long."""
    if mail.not_before is not None and mail.made_at <= now:
        yield mail.not_before
    if mail.next_attempt is not None and mail.next_attempt - now <= _LONGEST_WAIT * (1 + _SPREAD):
        yield mail.next_attempt


def wakes_at(service: Service, now: datetime) -> datetime | None:
    """When the next queued mail wants to be sent."""
    moments = (goes_at(o, service, now) for stored in service.store.open_records() for o in stored.record.queued)
    return min(moments, default=None)


def wait_before(attempt: int, message_id: MessageId) -> timedelta:
    """Back-off before the next attempt: tripled each time up to an hour, spread by a fifth so that mails part ways."""
    wait = min(_FIRST_WAIT * 3 ** max(attempt - 1, 0), _LONGEST_WAIT) if attempt < 12 else _LONGEST_WAIT
    spread = hashlib.sha256(f"{message_id}{attempt}".encode()).digest()[0] / 255
    return wait * (1 + spread * _SPREAD)


async def _one(way: _Way, key: RecordId, mail: Outgoing) -> SendState | None:
    """None where the server never heard of it."""
    async with way.gate:
        if way.stopping() or way.shut or way.circuit.rest(way.clock.now()):
            return None
        try:
            return await _tried(way, key, mail)
        except BaseException:  # a full disk: what is sent and cannot be recorded will be sent once more
            way.shut = True
            raise


async def _tried(way: _Way, key: RecordId, mail: Outgoing) -> SendState | None:
    service, circuit = way.service, way.circuit
    try:
        raw = service.store.get_blob(mail.raw)
    except Damaged as fault:  # of this mail alone: a disk that cannot be read is an OSError, and ends all
        _log.error("a mail is lost and cannot be sent", record=key, fault=str(fault))
        return _refused(service, key, mail.message_id, str(fault), way.clock.now())
    try:
        await way.sender.send(raw, mail.to)
    except Unreachable as fault:
        now = way.clock.now()
        if not circuit.rest(now):  # two that were under way at once are one failure
            circuit.failed(fault, now)
        return None
    except Deferred as fault:
        circuit.worked(way.clock.now())
        return _later(service, key, mail.message_id, str(fault), way.clock.now())
    except Refused as fault:
        circuit.worked(way.clock.now())
        return _refused(service, key, mail.message_id, str(fault), way.clock.now())
    now = way.clock.now()
    circuit.worked(now)
    _change(service, key, {mail.message_id}, lambda o: replace(o, state=SendState.SENT, sent_at=now, error=""))
    return SendState.SENT


def _claim(service: Service, key: RecordId, names: Collection[MessageId], now: datetime) -> None:
    """Stored before anything is sent: whoever comes after a crash waits for the next attempt's time."""

    def claimed(mail: Outgoing) -> Outgoing:
        attempts = mail.attempts + 1
        return replace(mail, attempts=attempts, next_attempt=now + wait_before(attempts, mail.message_id))

    _change(service, key, names, claimed)


def _give_back(service: Service, key: RecordId, names: Collection[MessageId], why: str) -> None:
    """They lose nothing, neither their turn nor one of their attempts."""

    def unclaimed(mail: Outgoing) -> Outgoing:
        return replace(mail, attempts=mail.attempts - 1, next_attempt=None, error=why or mail.error)

    _change(service, key, names, unclaimed)


def _later(service: Service, key: RecordId, name: MessageId, why: str, now: datetime) -> SendState:
    stored = service.store.load(key)
    mail = next((o for o in stored.record.outgoing if o.message_id == name), None) if stored else None
    if mail is not None and now - mail.made_at > GIVE_UP_AFTER and mail.attempts >= _TRIED_OFTEN:
        return _refused(service, key, name, why, now)
    _change(service, key, {name}, lambda o: replace(o, error=why))
    return SendState.QUEUED


def _refused(service: Service, key: RecordId, name: MessageId, why: str, now: datetime) -> SendState:
    """Never again to this address; the organizers are told in the same write."""

    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # its mail was just tried
        mails = tuple(
            replace(o, state=SendState.REFUSED, error=why) if o.message_id == name else o
            for o in stored.record.outgoing
        )
        mail = next(o for o in mails if o.message_id == name)
        record = replace(stored.record, outgoing=mails)
        if isinstance(record, Desk):
            return Stored(record, service.store.save(record, stored.version))
        told = dead_addresses.told_of(mail.to, service, now)
        event = DeliveryFailed(now, name, mail.to, why, told=told)
        decision = decided(record, event, situations.of(record, service, now))
        entry = LedgerEntry(now, Cause.DELIVERY, decision.outcome, decision.said, ref=name, subject=mail.subject)
        return commit(service, stored, decision.record, decision.letters, entry, now)

    again_on_conflict(attempt)
    return SendState.REFUSED


def _change(
    service: Service, key: RecordId, names: Collection[MessageId], change: Callable[[Outgoing], Outgoing]
) -> None:
    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # its mails were just read or sent
        mails = tuple(change(o) if o.message_id in names else o for o in stored.record.outgoing)
        return _save(service, stored, mails)

    again_on_conflict(attempt)


def _save(service: Service, stored: Stored, mails: tuple[Outgoing, ...]) -> Stored:
    record: Record = replace(stored.record, outgoing=mails)
    return Stored(record, service.store.save(record, stored.version))
