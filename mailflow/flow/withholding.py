"""A queued mail that its record no longer needs is not sent: a reminder whose recipient has answered meanwhile."""

from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.needed import still_needed
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.said import Said, Saying
from mailflow.core.values import RecordId
from mailflow.flow.outgoing import wait_before
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Stored

_ON_ITS_WAY = timedelta(minutes=2)
"""So long after it was claimed a mail may be with the server just now."""


def withhold(service: Service, now: datetime) -> int:
    """How many were taken out of the queue."""
    withheld = 0
    for stored in list(service.store.open_records()):
        if isinstance(stored.record, Meeting) and (needless := _needless(stored.record, service, now)):
            _withdraw(stored.record.id, service, now)
            withheld += len(needless)
    return withheld


def _needless(meeting: Meeting, service: Service, now: datetime) -> list[Outgoing]:
    return [
        mail
        for mail in meeting.queued
        if not _on_its_way(mail, now) and not still_needed(meeting, mail, service.calendar, now)
    ]


def _on_its_way(mail: Outgoing, now: datetime) -> bool:
    if mail.next_attempt is None:
        return False
    return now - (mail.next_attempt - wait_before(mail.attempts, mail.message_id)) < _ON_ITS_WAY


def _withdraw(key: RecordId, service: Service, now: datetime) -> None:
    """The mails and the ledger line that says so, in one write."""

    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # it was among the open records just now
        assert isinstance(stored.record, Meeting)
        needless = {m.message_id for m in _needless(stored.record, service, now)}
        if not needless:
            return stored
        mails = tuple(
            replace(m, state=SendState.WITHHELD) if m.message_id in needless else m for m in stored.record.outgoing
        )
        said = tuple(Said(Saying.MAIL_WITHHELD, person=m.to, text=m.subject) for m in mails if m.message_id in needless)
        entry = LedgerEntry(now, Cause.DELIVERY, Outcome.DONE, said)
        return commit(service, stored, replace(stored.record, outgoing=mails), (), entry, now)

    again_on_conflict(attempt)
