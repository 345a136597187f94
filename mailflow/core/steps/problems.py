"""A special problem, tracked until it is thoroughly solved (policy 2.3): never asleep while it is open.

Whatever state it is in, something is due: its plan is reported while resolutions are open; when all are done the
host is asked whether it is solved; while it is not, the host is asked for the next meeting.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.core.decision import Decision
from mailflow.core.due import Due, slots
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Approve, Counter, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.problem import NextMeeting, Problem, ProblemState
from mailflow.core.reply import About
from mailflow.core.resolution import Resolution
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.steps.convening import subject
from mailflow.core.values import Address

CLOSE, NEXT = "close", "next-meeting"
"""What the two questions to the host are about."""

_BARE, _BARE_END = 10, 24
"""No plain “not solved” or “solved” has more characters; what does may set a new task, and a person reads it."""

_OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)
_HELD = (MeetingState.HELD, MeetingState.RECORDED, MeetingState.CONFIRMED, MeetingState.CLOSED)


def opened_by(meeting: Meeting, situation: Situation) -> Decision[Problem]:
    """The record of the problem for which this meeting is the first."""
    assert meeting.problem is not None  # the caller has looked
    called = meeting.called
    problem = Problem(
        id=meeting.problem,
        title=subject(meeting),
        terms=meeting.terms,
        opened_at=situation.now,
        opened_by=called.by if called else None,
    )
    said = Said(Saying.PROBLEM_OPENED, person=problem.host, text=problem.title)
    return Decision(problem, said=(said,), outcome=Outcome.DONE)


def plan(meetings: tuple[Meeting, ...]) -> tuple[Resolution, ...]:
    """The plan of action over all meetings, in their order (policy 2.3)."""
    return tuple(r for m in sorted(meetings, key=lambda m: m.start) for r in m.resolutions)


def due(problem: Problem, situation: Situation) -> Iterator[Due[Problem]]:
    if problem.state is not ProblemState.OPEN:
        return
    calendar, terms = situation.calendar, problem.terms.follow_up
    every = max(terms.progress_every, 1)
    still_open = [r for r in plan(situation.of_problem) if not r.ended]
    if still_open:
        first = calendar.shift(calendar.day_of(min(r.opened_at or problem.opened_at for r in still_open)), every)
        yield from slots("problem-report", first, terms.remind_at, every, report, situation)
        return
    if _still_to_come(problem, situation):
        return
    at = _last_change(problem, situation)
    held = [m for m in situation.of_problem if m.state in _HELD]
    # Each “not solved” opens a new round, in which another meeting is asked for.
    if held and len(held) > problem.unsolved:
        name, step = f"problem-solved:{len(held)}", ask_solved
    else:
        name, step = f"problem-next:{len(held)}:{problem.unsolved}", ask_next
    yield Due(at, name, step)
    if asked := problem.marks.get(name):
        first = calendar.shift(calendar.day_of(asked), every)
        yield from slots(f"{name}:again", first, terms.remind_at, every, step, situation)


def report(problem: Problem, situation: Situation) -> Decision[Problem]:
    """The plan as it stands, to host and organizers."""
    letters = tuple(_report(who, "problem", situation) for who in _watchers(problem, situation))
    return Decision(problem, letters, outcome=Outcome.DONE)


def ask_solved(problem: Problem, situation: Situation) -> Decision[Problem]:
    return _ask_host(problem, MailKind.APPROVAL_REQUEST, About.APPROVAL, CLOSE, situation)


def ask_next(problem: Problem, situation: Situation) -> Decision[Problem]:
    return _ask_host(problem, MailKind.ASK, About.INVITATION, NEXT, situation)


def _ask_host(problem: Problem, kind: MailKind, about: About, question: str, situation: Situation) -> Decision[Problem]:
    """The question with the plan as it stands; it is named alike as wording and as what an answer is about."""
    asked = plan(situation.of_problem)
    letter = Letter(kind, problem.host, about, question, question, resolutions=asked, urgent=False)
    return Decision(problem, (letter,), outcome=Outcome.ASKED)


def solved(problem: Problem, _intent: Approve, reply: ReplyArrived, situation: Situation) -> Decision[Problem]:
    """Closed by its host, with a summary to all concerned."""
    by = reply.identity.person or reply.identity.address
    if _unfinished(problem, situation):
        return _refused(problem, reply, situation)
    said = Said(Saying.PROBLEM_SOLVED, person=by, text=problem.title)
    closed = replace(problem, state=ProblemState.SOLVED, closed_at=situation.now, closed_by=by)
    concerned = [a.address for m in situation.of_problem for a in m.attendees]
    concerned += [o for r in plan(situation.of_problem) for o in r.owners]
    told = dict.fromkeys((*concerned, *situation.organization.organizers))
    letters = tuple(replace(_report(who, "problem-solved", situation), said=(said,)) for who in told)
    return Decision(closed, letters, (said,), Outcome.DONE).then(_words_passed_on(closed, reply, situation, _BARE_END))


def not_solved(problem: Problem, _intent: Reject, reply: ReplyArrived, situation: Situation) -> Decision[Problem]:
    """Another meeting is asked for, at once."""
    by = reply.identity.person or reply.identity.address
    said = Said(Saying.PROBLEM_UNSOLVED, person=by, text=problem.title)
    held = sum(m.state in _HELD for m in situation.of_problem)
    again = replace(problem, unsolved=max(held, problem.unsolved))
    asked = ask_next(again.marked(f"problem-next:{held}:{again.unsolved}", situation.now), situation)
    unsolved = Decision(again, said=(said,), outcome=Outcome.DONE).then(_words_passed_on(again, reply, situation))
    return unsolved.then(asked)


def ask_of_told(
    problem: Problem, _intent: Approve | Reject, reply: ReplyArrived, situation: Situation
) -> Decision[Problem]:
    """Told in another mail than the answer to the question, it is asked outright: nothing is closed by the way."""
    if _unfinished(problem, situation):
        return _refused(problem, reply, situation)
    return ask_solved(problem, situation)


def _unfinished(problem: Problem, situation: Situation) -> bool:
    return any(not r.ended for r in plan(situation.of_problem)) or _still_to_come(problem, situation)


def _refused(problem: Problem, reply: ReplyArrived, situation: Situation) -> Decision[Problem]:
    """What is still open of it, in place of an end."""
    by = reply.identity.person or reply.identity.address
    said = Said(Saying.PROBLEM_UNSOLVED, person=by, text=problem.title)
    refused = Decision(problem, (_report(by, "problem", situation),), (said,), Outcome.REFUSED)
    return refused.then(_words_passed_on(problem, reply, situation, _BARE_END))


def _words_passed_on(
    problem: Problem, reply: ReplyArrived, situation: Situation, bare: int = _BARE
) -> Decision[Problem]:
    """What stands beside the verdict (“请李强再做一轮回访”) is not carried out, and is never lost."""
    by = reply.identity.person or reply.identity.address
    if len(comparable(reply.reading.text)) <= bare:
        return Decision(problem)
    said = Said(Saying.PROBLEM_WORDS, person=by)
    told = tuple(o for o in situation.organization.organizers if o != by)
    letters = notice(told, "problem-words", (said,), person=by, quote=reply.reading.text)
    return Decision(problem, letters, (said,), Outcome.DONE)


def meet_again(problem: Problem, wish: Counter, reply: ReplyArrived, situation: Situation) -> Decision[Problem]:
    """The host names the time of the next meeting; its record is made from this one by the next pass."""
    by = reply.identity.person or reply.identity.address
    if wish.start is None or wish.start <= situation.now:
        key = Saying.TIME_PAST if wish.start else Saying.TIME_NEEDED
        said = Said(key, person=by, when=wish.start, text=problem.title)
        asked = Decision(problem, said=(said,), outcome=Outcome.ASKED).then(_words_passed_on(problem, reply, situation))
        return replace(asked.then(ask_next(problem, situation)), outcome=Outcome.ASKED)
    said = Said(Saying.PROBLEM_NEXT, person=by, text=problem.title, when=wish.start)
    wanted = NextMeeting(wish.start, by, reply.at)
    return Decision(
        replace(problem, next_meetings=(*problem.next_meetings, wanted)), said=(said,), outcome=Outcome.DONE
    )


def wanted_meeting(problem: Problem, meetings: tuple[Meeting, ...]) -> NextMeeting | None:
    """The wish that no meeting of the problem was made for yet."""
    made = {m.created_at for m in meetings}
    return next((w for w in problem.next_meetings if w.at not in made), None)


def _still_to_come(problem: Problem, situation: Situation) -> bool:
    """A meeting that is planned, or whose minutes are not final yet, or that the host has wished for."""
    waits = any(m.state not in _OVER for m in situation.of_problem)
    return waits or wanted_meeting(problem, situation.of_problem) is not None


def _last_change(problem: Problem, situation: Situation) -> datetime:
    ends = (m.end for m in situation.of_problem if m.state in _OVER)
    closings = (r.closed_at for r in plan(situation.of_problem) if r.closed_at)
    return max((problem.opened_at, *(e for e in ends if e <= situation.now), *closings))


def _watchers(problem: Problem, situation: Situation) -> tuple[Address, ...]:
    return tuple(dict.fromkeys((problem.host, *situation.organization.organizers)))


def _report(to: Address, variant: str, situation: Situation) -> Letter:
    return Letter(kind=MailKind.REPORT, to=to, variant=variant, resolutions=plan(situation.of_problem), urgent=False)
