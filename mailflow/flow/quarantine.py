"""What could not be dealt with: kept whole, named, told to the organizers, and tried again on request."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Literal

from mailflow.core.desk import Desk, Quarantined
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.said import Said, Saying
from mailflow.core.steps.answering import notice
from mailflow.core.values import Digest, RecordId
from mailflow.flow.service import Service
from mailflow.flow.transaction import commit, load_or_new_desk
from mailflow.ports import Stored
from mailflow.reading.mail import InboundMail


def keep(
    service: Service, digest: Digest, why: str, now: datetime, mail: InboundMail | None = None
) -> LedgerEntry | None:
    """The same bytes are kept once, however often the mail is delivered."""
    if any(q.raw == digest for _, q in entries(service)):
        return None
    stored = load_or_new_desk(service, now)
    assert isinstance(stored.record, Desk)  # the id of a desk names no other kind of record
    item = Quarantined(
        number=sum(1 for _ in entries(service)) + 1,
        at=now,
        raw=digest,
        why=why,
        message_id=mail.message_id if mail else None,
        sender=mail.from_address if mail else None,
        subject=mail.subject if mail else "",
    )
    said = Said(Saying.QUARANTINED, text=why)
    after = replace(stored.record, quarantine=(*stored.record.quarantine, item))
    entry = LedgerEntry(
        at=now,
        cause=Cause.MAIL,
        outcome=Outcome.QUARANTINED,
        said=(said,),
        message_id=item.message_id,
        sender=item.sender,
        subject=item.subject,
        raw=digest,
    )
    letters = notice(service.organization.organizers, "quarantined", (said,), quote=item.subject)
    commit(service, stored, after, letters, entry, now)
    return entry


def entries(service: Service) -> Iterator[tuple[RecordId, Quarantined]]:
    """Every quarantined mail with the desk it lies on, settled ones too."""
    for stored in service.store.open_records():
        if isinstance(stored.record, Desk):
            for item in stored.record.quarantine:
                yield stored.record.id, item


def waiting(service: Service) -> tuple[Quarantined, ...]:
    return tuple(item for _, item in entries(service) if not item.settled)


def decided_since(mail: InboundMail, digest: Digest, service: Service) -> LedgerEntry | None:
    """The line of a retry that was cut off after its decision and before the mail was settled."""
    for key in sorted(service.store.seen(mail.message_id)):
        stored = service.store.load(key)
        for line in stored.record.log if stored else ():
            if line.raw == digest and line.outcome is not Outcome.QUARANTINED:
                return line
    return None


def settle(service: Service, number: int, how: Literal["retried", "dropped"]) -> Quarantined | None:
    """Marks it; its bytes are kept for good. None where there is none of that number that waits."""
    for desk, item in entries(service):
        if item.number == number and not item.settled:
            stored = service.store.load(desk)
            assert stored is not None  # entries() has just read it
            _save_settled(service, stored, number, how)
            return item
    return None


def _save_settled(service: Service, stored: Stored, number: int, how: Literal["retried", "dropped"]) -> None:
    assert isinstance(stored.record, Desk)
    items = tuple(replace(q, settled=how) if q.number == number else q for q in stored.record.quarantine)
    service.store.save(replace(stored.record, quarantine=items), stored.version)
