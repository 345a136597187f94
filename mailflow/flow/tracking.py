"""The records that a special problem needs: its own, and those of the meetings that its host wishes for (policy 2.3).

Both are made out of what is stored: a crash between two saves leaves something to be made by the next pass.
"""

from dataclasses import replace
from datetime import datetime

from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.meeting import Called, Meeting
from mailflow.core.problem import NextMeeting, Problem, ProblemState
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import convening, problems
from mailflow.flow import situations
from mailflow.flow.service import Service
from mailflow.flow.transaction import commit
from mailflow.ports import Stored


def open_problems(service: Service, now: datetime) -> int:
    """A record for each problem that a meeting speaks of; how many were new."""
    known = set(service.store.ids())
    opened = 0
    for stored in list(service.store.open_records()):
        meeting = stored.record
        if not isinstance(meeting, Meeting) or meeting.problem is None or meeting.problem in known:
            continue
        if meeting.called and meeting.called.waits:
            continue
        decision = problems.opened_by(meeting, Situation(service.organization, service.calendar, now))
        entry = LedgerEntry(now, Cause.TIME, decision.outcome, decision.said)
        commit(service, Stored(decision.record, 0), decision.record, decision.letters, entry, now)
        known.add(meeting.problem)
        opened += 1
    return opened


def plan_next(service: Service, now: datetime) -> int:
    """A record for each meeting that a host has wished for; how many were new."""
    planned = 0
    for stored in list(service.store.open_records()):
        problem = stored.record
        if not isinstance(problem, Problem) or problem.state is not ProblemState.OPEN:
            continue
        meetings = situations.meetings_of(problem.id, problem.terms.key, service)
        wanted = problems.wanted_meeting(problem, meetings)
        if wanted is not None:
            _plan(problem, wanted, meetings, service, now)
            planned += 1
    return planned


def _plan(
    problem: Problem, wanted: NextMeeting, meetings: tuple[Meeting, ...], service: Service, now: datetime
) -> None:
    """With the settings as they are now, and the people of the last meeting."""
    series = service.series.get(problem.terms.key, problem.terms)
    last = max(meetings, key=lambda m: m.start, default=None)
    people = tuple(a.address for a in last.attendees if a.seated) if last else problem.terms.attendees
    terms = replace(series, title=problem.terms.title, english=problem.terms.english, attendees=people)
    situation = Situation(service.organization, service.calendar, now)
    decision = convening.planned(
        terms,
        wanted.start,
        Called(wanted.by, now, problem.title),
        convening.free_id(terms, wanted.start, service.store.ids()),
        situation,
    )
    meeting = replace(decision.record, problem=problem.id, created_at=wanted.at)
    entry = LedgerEntry(now, Cause.TIME, Outcome.DONE, (*decision.said, Said(Saying.STEP_DONE, text="plan")))
    commit(service, Stored(meeting, 0), meeting, decision.letters, entry, now)
