"""What surrounds a record: the earlier meetings of its series, the meetings of its problem."""

from collections.abc import Iterator
from datetime import datetime

from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import BEFORE
from mailflow.core.values import ProblemId, RecordId
from mailflow.flow.service import Service


def of(record: Meeting | Problem, service: Service, now: datetime) -> Situation:
    if isinstance(record, Problem):
        return of_problem(record, service, now)
    earlier = _earlier(record, service) if record.terms.rule else _of_same_problem(record, service)
    everything = tuple(_every_meeting(service)) if record.terms.figures else ()
    elsewhere = tuple(_elsewhere(record, earlier, service)) if record.state in _MINUTES_TAKEN else ()
    beside = tuple(_beside(record, service)) if record.state in BEFORE else ()
    return Situation(
        service.organization, service.calendar, now, earlier, of_month=everything, elsewhere=elsewhere, beside=beside
    )


def _beside(meeting: Meeting, service: Service) -> Iterator[Meeting]:
    for stored in service.store.open_records():
        other = stored.record
        to_come = isinstance(other, Meeting) and other.state in BEFORE and other.id != meeting.id
        if isinstance(other, Meeting) and to_come and other.start < meeting.end and meeting.start < other.end:
            yield other


def _elsewhere(meeting: Meeting, earlier: tuple[Meeting, ...], service: Service) -> Iterator[Meeting]:
    known = {meeting.id, *(m.id for m in earlier)}
    for stored in service.store.open_records():
        if isinstance(stored.record, Meeting) and stored.record.id not in known and stored.record.resolutions:
            yield stored.record


def _every_meeting(service: Service) -> Iterator[Meeting]:
    return (s.record for s in service.store.all_records() if isinstance(s.record, Meeting))


def of_problem(problem: Problem, service: Service, now: datetime) -> Situation:
    return Situation(
        service.organization, service.calendar, now, of_problem=meetings_of(problem.id, problem.terms.key, service)
    )


def meetings_of(problem: ProblemId, series: str, service: Service) -> tuple[Meeting, ...]:
    """All of them, the ended ones too."""
    stored = (service.store.load(key) for key in service.store.ids() if key.startswith(f"{series}-"))
    records = (s.record for s in stored if s is not None)
    return tuple(r for r in records if isinstance(r, Meeting) and r.problem == problem)


def _earlier(meeting: Meeting, service: Service) -> tuple[Meeting, ...]:
    """Those still open, and the last one held even where it has ended: of years of ended ones no more is read."""
    series, unfinished = meeting.terms.key, {s.record.id: s.record for s in service.store.open_records()}
    before = [key for key in service.store.ids() if key.startswith(f"{series}-") and key < meeting.id]
    earlier: list[Meeting] = []
    for key in reversed(before):
        record = unfinished.get(key) or (None if earlier else _load(key, service))
        held = isinstance(record, Meeting) and record.state is not MeetingState.CANCELLED
        if isinstance(record, Meeting) and held and record.terms.key == series:
            earlier.append(record)
    return tuple(earlier)


def _load(key: RecordId, service: Service) -> Record | None:
    stored = service.store.load(key)
    return stored.record if stored else None


def _of_same_problem(meeting: Meeting, service: Service) -> tuple[Meeting, ...]:
    """Called meetings have nothing in common but the problem that they are about."""
    if meeting.problem is None:
        return ()
    others = meetings_of(meeting.problem, meeting.terms.key, service)
    return tuple(m for m in others if m.id != meeting.id)


_MINUTES_TAKEN = (MeetingState.HELD, MeetingState.RECORDED)
