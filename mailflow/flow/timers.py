"""What time brings: meetings are planned, and every open record does what is due."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

import structlog

from mailflow.core.decide import next_due
from mailflow.core.desk import Desk
from mailflow.core.events import TimeReached
from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.situation import Situation
from mailflow.flow import earlier_resolutions, planning, reporting, situations, tracking, venues, withholding
from mailflow.flow.deciding import decided
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit, worth_a_line
from mailflow.ports import Damaged, Stored

_log = structlog.get_logger()


def pass_time(service: Service, now: datetime, left_out: Callable[[str], None] = lambda _: None) -> int:
    """One look at everything; returns how many records changed. Repeating it at the same time changes nothing.

    What fails is left out of this look, told in the log and named to ``left_out``; the rest goes on. Raises OSError:
    on a disk that cannot be written nothing goes on.
    """
    before = (
        planning.plan_ahead,
        tracking.open_problems,
        tracking.plan_next,
        reporting.send_due,
        earlier_resolutions.carry_out,
    )
    after = (earlier_resolutions.carry_out, venues.report_double_bookings, withholding.withhold)
    changed = sum(_apart(step.__name__, partial(step, service, now), left_out) for step in before)
    for stored in list(service.store.open_records()):
        if not isinstance(stored.record, Desk):
            changed += _apart(stored.record.id, partial(_look_at, stored.record, service, now), left_out)
    return changed + sum(_apart(step.__name__, partial(step, service, now), left_out) for step in after)


def _apart(what: str, look: Callable[[], int], left_out: Callable[[str], None]) -> int:
    try:
        return look()
    except OSError:
        raise
    except Exception as fault:  # the last handler: one record must not keep all others waiting
        _left_out(what, fault)
        left_out(what)
        return 0


def _left_out(what: str, fault: Exception) -> None:
    told = f"{type(fault).__name__}: {fault}"
    _log.error("left out of this look", what=what, fault=told, exc_info=not isinstance(fault, Damaged))


def wakes_at(service: Service, now: datetime) -> datetime | None:
    """When the next record wants to be looked at."""
    records = (s.record for s in service.store.open_records())
    moments = (_due_at(r, service, now) for r in records if not isinstance(r, Desk))
    return min((m for m in moments if m is not None), default=None)


def _due_at(record: Meeting | Problem, service: Service, now: datetime) -> datetime | None:
    """When something is due can be told without the earlier meetings, but not without those of a problem."""
    if isinstance(record, Problem):
        return next_due(record, situations.of_problem(record, service, now))
    return next_due(record, Situation(service.organization, service.calendar, now))


def _look_at(record: Meeting | Problem, service: Service, now: datetime) -> int:
    at = _due_at(record, service, now)
    if at is None or at > now:
        return 0

    def attempt() -> Stored:
        stored = service.store.load(record.id)
        assert stored is not None  # it was among the open records just now
        assert not isinstance(stored.record, Desk)
        decision = decided(stored.record, TimeReached(now), situations.of(stored.record, service, now))
        entry = LedgerEntry(now, Cause.TIME, decision.outcome, decision.said)
        if not worth_a_line(entry):
            return stored
        return commit(service, stored, decision.record, decision.letters, entry, now)

    again_on_conflict(attempt)
    return 1
