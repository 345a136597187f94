"""A record for each meeting that a series' rule names within its horizon (policy 2.1, 3.1.2)."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from mailflow.core.calendar import Occurrence
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.policy import Series
from mailflow.core.record import Record
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import replanning
from mailflow.core.steps.planning import plan
from mailflow.flow.service import Service
from mailflow.flow.transaction import again_on_conflict, commit
from mailflow.ports import Stored


def plan_ahead(service: Service, now: datetime) -> int:
    """How many were planned, or changed because their series' settings have."""
    return _follow_settings(service, now) + _plan_new(service, now)


def _follow_settings(service: Service, now: datetime) -> int:
    planned = [s.record for s in service.store.open_records() if isinstance(s.record, Meeting)]
    return sum(_follow(meeting, service, now) for meeting in planned)


def _follow(meeting: Meeting, service: Service, now: datetime) -> bool:
    series, situation = service.series.get(meeting.terms.key), Situation(service.organization, service.calendar, now)
    occurrence = _occurrence(series, meeting.nominal, service) if series and meeting.nominal else None
    if not replanning.follow(meeting, series, occurrence, situation).said:
        return False

    def attempt() -> Stored:
        stored = service.store.load(meeting.id)
        assert stored is not None  # it was among the open records just now
        assert isinstance(stored.record, Meeting)
        decision = replanning.follow(stored.record, series, occurrence, situation)
        return commit(
            service, stored, decision.record, (), LedgerEntry(now, Cause.TIME, Outcome.DONE, decision.said), now
        )

    again_on_conflict(attempt)
    return True


def _occurrence(series: Series, nominal: date, service: Service) -> Occurrence | None:
    return next(iter(service.calendar.occurrences(series, nominal, nominal)), None)


def _plan_new(service: Service, now: datetime) -> int:
    planned = 0
    known = {_nominal(s.record) for s in service.store.open_records()} | set(service.store.ids())
    today = service.calendar.day_of(now)
    for series in service.series.values():
        horizon = today + timedelta(days=series.plan_ahead_days)
        for occurrence in service.calendar.occurrences(series, today - timedelta(days=7), horizon):
            if occurrence.start <= now or _of_day(series, occurrence.nominal) in known:
                continue
            meeting = plan(series, occurrence, Situation(service.organization, service.calendar, now))
            before = service.store.load(meeting.id) if meeting.id in known else Stored(meeting, 0)
            if before is None or (before.version and replanning.UNPLANNED not in before.record.marks):
                continue
            said = Said(Saying.STEP_DONE, text="plan", when=occurrence.start)
            entry = LedgerEntry(now, Cause.TIME, Outcome.DONE, (said,))
            commit(service, before, _with_log_of(before.record, meeting), (), entry, now)
            # A long holiday moves two of a series to one day: that is one meeting.
            known |= {meeting.id, _nominal(meeting)}
            planned += 1
    return planned


def _with_log_of(before: Record, meeting: Meeting) -> Meeting:
    """Planned again, it is the same record: the ledger goes on."""
    return replace(meeting, log=before.log)


def _nominal(record: Record) -> str:
    """A series has one meeting for each day that its rule names, wherever a holiday has moved it."""
    if isinstance(record, Meeting) and record.nominal:
        return _of_day(record.terms, record.nominal)
    return record.id


def _of_day(series: Series, nominal: date) -> str:
    return f"{series.key}@{nominal.isoformat()}"
