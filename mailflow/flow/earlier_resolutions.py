"""What final minutes say of earlier resolutions is told to the meetings that passed them (policy 5.3.4).

Two records change, one after the other: a crash between the two saves leaves the rest to the next pass, and a resolution
that has ended already is neither dropped nor continued a second time.
"""

from datetime import datetime

from mailflow.core.events import ResolutionContinued, ResolutionDropped
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.minutes import Continued, Dropped
from mailflow.core.said import Said, Saying
from mailflow.core.steps.resolutions import close_if_all_ended
from mailflow.flow import situations
from mailflow.flow.deciding import decided
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Stored


def carry_out(service: Service, now: datetime) -> int:
    """How many resolutions were dropped or continued."""
    waiting = [
        (stored.record, each)
        for stored in service.store.open_records()
        if isinstance(stored.record, Meeting)
        for each in stored.record.earlier_to_settle
    ]
    for meeting, each in waiting:
        _tell(meeting, each, service, now)
        _remember(meeting, each, service, now)
    return len(waiting)


def _tell(later: Meeting, each: Dropped | Continued, service: Service, now: datetime) -> None:
    """The meeting that passed it; its record may have been removed meanwhile, and then nothing is left to settle."""
    event = _event(later, each, service, now)
    if service.store.load(each.meeting) is None:
        return

    def attempt() -> Stored:
        stored = service.store.load(each.meeting)
        assert stored is not None  # looked up just now
        assert isinstance(stored.record, Meeting)  # the id is a meeting's
        decision = decided(stored.record, event, situations.of(stored.record, service, now))
        entry = LedgerEntry(now, Cause.TIME, decision.outcome, decision.said, ref=later.id)
        return commit(service, stored, decision.record, decision.letters, entry, now) if decision.said else stored

    again_on_conflict(attempt)


def _event(
    later: Meeting, each: Dropped | Continued, service: Service, now: datetime
) -> ResolutionDropped | ResolutionContinued:
    title, on = later.terms.title, service.calendar.day_of(later.start)
    if isinstance(each, Dropped):
        return ResolutionDropped(now, each.resolution, later.id, title, on)
    version = later.current_minutes
    assert version is not None  # they are what continues it
    return ResolutionContinued(now, each.resolution, later.id, title, on, each.due, version.by)


def _remember(later: Meeting, each: Dropped | Continued, service: Service, now: datetime) -> None:
    def attempt() -> Stored:
        stored = service.store.load(later.id)
        assert stored is not None  # it was among the open records just now
        assert isinstance(stored.record, Meeting)
        closed = close_if_all_ended(stored.record.marked(each.mark, now))
        entry = LedgerEntry(now, Cause.TIME, Outcome.DONE, (_said(later, each, service),))
        return commit(service, stored, closed.record, (), entry, now)

    again_on_conflict(attempt)


def _said(later: Meeting, each: Dropped | Continued, service: Service) -> Said:
    if isinstance(each, Dropped):
        return Said(Saying.TASK_DROPPED, text=each.title, due=service.calendar.day_of(later.start))
    return Said(Saying.TASK_CONTINUED, text=each.title, due=each.due_day)
