"""What final minutes drop is told to the meetings that resolved it (policy 5.3.4).

Two records change, one after the other: a crash between the two saves leaves the rest to the next pass, and a resolution
that has ended already is dropped no second time.
"""

from datetime import datetime

from mailflow.core.events import ResolutionDropped
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.minutes import Dropped
from mailflow.core.said import Said, Saying
from mailflow.core.steps.resolutions import close_if_all_ended
from mailflow.flow import situations
from mailflow.flow.deciding import decided
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Stored


def carry_out(service: Service, now: datetime) -> int:
    """How many resolutions were dropped."""
    waiting = [
        (stored.record, drop)
        for stored in service.store.open_records()
        if isinstance(stored.record, Meeting)
        for drop in stored.record.drops_to_carry_out
    ]
    for meeting, drop in waiting:
        _tell(meeting, drop, service, now)
        _remember(meeting, drop, service, now)
    return len(waiting)


def _tell(later: Meeting, drop: Dropped, service: Service, now: datetime) -> None:
    """The meeting that passed it; its record may have been removed meanwhile, and then nothing is left to drop."""
    event = ResolutionDropped(now, drop.resolution, later.id, later.terms.title, service.calendar.day_of(later.start))

    if service.store.load(drop.meeting) is None:
        return

    def attempt() -> Stored:
        stored = service.store.load(drop.meeting)
        assert stored is not None  # looked up just now
        assert isinstance(stored.record, Meeting)  # the id is a meeting's
        decision = decided(stored.record, event, situations.of(stored.record, service, now))
        entry = LedgerEntry(now, Cause.TIME, decision.outcome, decision.said, ref=later.id)
        return commit(service, stored, decision.record, decision.letters, entry, now) if decision.said else stored

    again_on_conflict(attempt)


def _remember(later: Meeting, drop: Dropped, service: Service, now: datetime) -> None:
    def attempt() -> Stored:
        stored = service.store.load(later.id)
        assert stored is not None  # it was among the open records just now
        assert isinstance(stored.record, Meeting)
        closed = close_if_all_ended(stored.record.marked(drop.mark, now))
        said = Said(Saying.TASK_DROPPED, text=drop.title, due=service.calendar.day_of(later.start))
        return commit(service, stored, closed.record, (), LedgerEntry(now, Cause.TIME, Outcome.DONE, (said,)), now)

    again_on_conflict(attempt)
