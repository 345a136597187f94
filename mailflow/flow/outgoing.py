"""What is queued goes out: claim, store the next attempt, send, record (policy: nothing lost, nothing doubled).

A crash between the server's 250 and our record sends one mail again, under the same Message-ID. Nothing
else can double: the claim is stored before the server hears of the mail.
"""

import asyncio
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailflow.core.desk import Desk
from mailflow.core.events import DeliveryFailed
from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.record import Record
from mailflow.core.values import MessageId, RecordId
from mailflow.flow import situations
from mailflow.flow.deciding import decided
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Clock, Deferred, Refused, Sender, Stored

GIVE_UP_AFTER = timedelta(days=5)
"""As long as mail servers themselves keep trying (RFC 5321 4.5.4.1)."""

_FIRST_WAIT = timedelta(seconds=5)
_LONGEST_WAIT = timedelta(hours=1)


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
) -> Sent:
    """Every mail whose time has come, in the order of its making within a record.

    Once ``stopping`` holds no further one is begun: those wait for their next attempt.
    """
    now = clock.now()
    gate = asyncio.Semaphore(max(parallel, 1))
    total = Sent()
    for stored in list(service.store.open_records()):
        ready = [o for o in stored.record.outgoing if o.state is SendState.QUEUED and goes_at(o, service, now) <= now]
        if not ready or stopping():
            continue
        _claim(service, stored.record.id, ready, now)
        results = await asyncio.gather(
            *(_one(service, stored.record.id, o, sender, clock, gate, stopping) for o in ready)
        )
        total = Sent(
            total.sent + results.count(SendState.SENT),
            total.deferred + results.count(SendState.QUEUED),
            total.refused + results.count(SendState.REFUSED),
        )
    return total


def goes_at(mail: Outgoing, service: Service, now: datetime) -> datetime:
    """When it can go, as things stand. Only what can wait has a ``not_before``: it disturbs nobody in quiet hours or on
    a day off, neither at a later attempt nor after the machine has slept.
    """
    at = max(filter(None, (mail.not_before, mail.next_attempt)), default=mail.made_at)
    return at if mail.not_before is None else service.calendar.deliverable(max(at, now))


def wakes_at(service: Service, now: datetime) -> datetime | None:
    """When the next queued mail wants to be sent."""
    moments = (
        goes_at(o, service, now)
        for stored in service.store.open_records()
        for o in stored.record.outgoing
        if o.state is SendState.QUEUED
    )
    return min(moments, default=None)


def wait_before(attempt: int, message_id: MessageId) -> timedelta:
    """Back-off before the next attempt: tripled each time up to an hour, spread by a fifth so that mails part ways."""
    wait = min(_FIRST_WAIT * 3 ** max(attempt - 1, 0), _LONGEST_WAIT) if attempt < 12 else _LONGEST_WAIT
    spread = hashlib.sha256(f"{message_id}{attempt}".encode()).digest()[0] / 255
    return wait * (1 + spread / 5)


async def _one(
    service: Service,
    key: RecordId,
    mail: Outgoing,
    sender: Sender,
    clock: Clock,
    gate: asyncio.Semaphore,
    stopping: Callable[[], bool],
) -> SendState:
    async with gate:
        if stopping():
            return SendState.QUEUED
        raw = service.store.get_blob(mail.raw)
        try:
            await sender.send(raw, mail.to)
        except Deferred as fault:
            return _later(service, key, mail.message_id, str(fault), clock.now())
        except Refused as fault:
            return _refused(service, key, mail.message_id, str(fault), clock.now())
        now = clock.now()
        _change(service, key, mail.message_id, lambda o: replace(o, state=SendState.SENT, sent_at=now, error=""))
        return SendState.SENT


def _claim(service: Service, key: RecordId, ready: Iterable[Outgoing], now: datetime) -> None:
    """Stored before anything is sent: whoever comes after a crash waits for the next attempt's time."""
    names = {o.message_id for o in ready}

    def claimed(mail: Outgoing) -> Outgoing:
        attempts = mail.attempts + 1
        return replace(mail, attempts=attempts, next_attempt=now + wait_before(attempts, mail.message_id))

    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # the caller has just read it
        mails = tuple(claimed(o) if o.message_id in names else o for o in stored.record.outgoing)
        return _save(service, stored, mails)

    again_on_conflict(attempt)


def _later(service: Service, key: RecordId, name: MessageId, why: str, now: datetime) -> SendState:
    stored = service.store.load(key)
    mail = next((o for o in stored.record.outgoing if o.message_id == name), None) if stored else None
    if mail is not None and now - mail.made_at > GIVE_UP_AFTER:
        return _refused(service, key, name, why, now)
    _change(service, key, name, lambda o: replace(o, error=why))
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
        event = DeliveryFailed(now, name, mail.to, why)
        decision = decided(record, event, situations.of(record, service, now))
        entry = LedgerEntry(now, Cause.DELIVERY, decision.outcome, decision.said, ref=name, subject=mail.subject)
        return commit(service, stored, decision.record, decision.letters, entry, now)

    again_on_conflict(attempt)
    return SendState.REFUSED


def _change(service: Service, key: RecordId, name: MessageId, change: Callable[[Outgoing], Outgoing]) -> None:
    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # its mail was just sent
        mails = tuple(change(o) if o.message_id == name else o for o in stored.record.outgoing)
        return _save(service, stored, mails)

    again_on_conflict(attempt)


def _save(service: Service, stored: Stored, mails: tuple[Outgoing, ...]) -> Stored:
    record: Record = replace(stored.record, outgoing=mails)
    return Stored(record, service.store.save(record, stored.version))
