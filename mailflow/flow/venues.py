"""Looks over all meetings to come for a venue that two of them have at once (policy 3.1.1)."""

from datetime import datetime

from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.meeting import Meeting
from mailflow.core.situation import Situation
from mailflow.core.steps import venues
from mailflow.core.values import RecordId
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Stored


def report_double_bookings(service: Service, now: datetime) -> int:
    """How many were new."""
    meetings = [s.record for s in service.store.open_records() if isinstance(s.record, Meeting)]
    found = list(venues.double_bookings(meetings))
    for meeting, other in found:
        _report(meeting.id, other, service, now)
    return len(found)


def _report(key: RecordId, other: Meeting, service: Service, now: datetime) -> None:
    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # it was among the open records just now
        assert isinstance(stored.record, Meeting)
        decision = venues.report(stored.record, other, Situation(service.organization, service.calendar, now))
        entry = LedgerEntry(now, Cause.TIME, decision.outcome, decision.said)
        return commit(service, stored, decision.record, decision.letters, entry, now)

    again_on_conflict(attempt)
