"""Meetings outside of every rule: called by one mail (policy 2.3, 2.4)."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import datetime, time
from typing import Literal

from mailflow.core.decision import Decision
from mailflow.core.due import Due
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Approve, Convene, Counter, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Attendee, Called, Meeting, MeetingState, PartStat
from mailflow.core.policy import Series
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.reply import About, Certainty
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.values import Address, MeetingId, ProblemId, RecordId

REF = "convene"
"""What a letter about a call that waits is about."""

_ASKED_AGAIN_AT = time(10, 0)


def call(
    series: Series,
    wish: Convene,
    reply: ReplyArrived,
    taken: Collection[RecordId],
    problems: Collection[Problem],
    situation: Situation,
) -> Decision:
    """The record of the called meeting. Its invitations go out as soon as nothing is open any more.

    ``taken`` are the ids that exist, ``problems`` those that are not solved yet: a seminar on one of them joins it.
    """
    caller = reply.identity.person or reply.identity.address
    fits = wish.start is not None and wish.start > situation.now
    start = wish.start if fits and wish.start else _provisional(series, situation)
    sure = reply.identity.certainty is not Certainty.CLAIMED and not reply.reading.unclear
    meeting = _record(series, wish, caller, start, taken, situation)
    waits: Literal["", "time", "word"] = "word" if not sure else "" if fits else "time"
    called = Called(caller, reply.at, wish.title or wish.occasion, waits, time_missing=not fits)
    meeting = replace(meeting, called=called)
    meeting = replace(meeting, problem=_problem(meeting, wish, problems))
    said: list[Said] = []
    if wish.start is not None and not fits:
        said.append(Said(Saying.TIME_PAST, person=caller, when=wish.start))
    said += [
        Said(Saying.OUTSIDER_NOT_INVITED, other=a) for a in wish.attendees if situation.organization.person(a) is None
    ]
    said += [Said(Saying.NAME_NOT_KNOWN, text=words) for words in wish.unknown]
    start_of_it = Decision(meeting, said=tuple(said), outcome=Outcome.DONE)
    if not sure:
        return start_of_it.then(_ask_word(meeting, reply, tuple(said)))
    return start_of_it.then(_ask_time(meeting, reply) if not fits else _settled(meeting, situation))


def convened_already(wish: Convene, series: Series, meetings: Collection[Meeting]) -> Meeting | None:
    """The same call sent twice is one meeting."""
    title = _title(series, wish.title or wish.occasion)[0]
    return next(
        (
            m
            for m in meetings
            if m.called and m.start == wish.start and m.terms.title == title and m.state is not MeetingState.CANCELLED
        ),
        None,
    )


def time_named(meeting: Meeting, wish: Counter, reply: ReplyArrived, situation: Situation) -> Decision:
    """The caller's answer to “when?”."""
    called = meeting.called
    if called is None or called.waits != "time":
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=reply.identity.person),))
    if wish.start is None:
        return _ask_time(meeting, reply)
    if wish.start <= situation.now:
        past = Said(Saying.TIME_PAST, person=called.by, when=wish.start)
        return Decision(meeting, said=(past,)).then(_ask_time(meeting, reply))
    timed = replace(
        meeting,
        start=wish.start,
        end=wish.start + meeting.terms.duration,
        called=replace(called, waits="", time_missing=False),
    )
    return _settled(timed, situation)


def confirmed(meeting: Meeting, _wish: Approve, reply: ReplyArrived, situation: Situation) -> Decision:
    """The caller's “yes, it was I”."""
    called = meeting.called
    if called is None or called.waits != "word":
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=reply.identity.person),))
    said = Said(Saying.CONFIRMED_BY_SENDER, person=called.by)
    if called.time_missing or meeting.start <= situation.now:
        waiting = replace(meeting, called=replace(called, waits="time", time_missing=True))
        return Decision(waiting, said=(said,)).then(_ask_time(waiting, reply))
    settled = replace(meeting, called=replace(called, waits=""))
    return Decision(settled, said=(said,)).then(_settled(settled, situation))


def dropped(meeting: Meeting, _wish: Reject, reply: ReplyArrived, _situation: Situation) -> Decision:
    """The caller's “no”: it was never called."""
    if meeting.called is None or not meeting.called.waits:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=reply.identity.person),))
    said = Said(Saying.NOT_CALLED, person=meeting.called.by)
    return Decision(replace(meeting, state=MeetingState.CANCELLED), said=(said,), outcome=Outcome.DONE)


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    """A call that waits is asked about once more, and ends when the caller does not answer."""
    called = meeting.called
    if called is None or not called.waits or meeting.state is not MeetingState.PLANNED:
        return
    day = situation.calendar.day_of(called.at)
    again, end = (situation.calendar.at(situation.calendar.shift(day, n), _ASKED_AGAIN_AT) for n in (1, 2))
    yield Due(again, f"call-waits:{called.waits}:1", _ask_again, until=end)
    yield Due(end, f"call-waits:{called.waits}:2", _give_up)


def planned(terms: Series, start: datetime, called: Called, key: MeetingId, situation: Situation) -> Decision:
    """A called meeting for which nothing is open: its notice is due at once."""
    people = dict.fromkeys((terms.host, terms.recorder, *terms.attendees))
    meeting = Meeting(
        id=key,
        terms=terms,
        start=start,
        end=start + terms.duration,
        venue=terms.venue,
        created_at=situation.now,
        called=called,
        attendees=tuple(Attendee(a) for a in people),
    )
    return _settled(meeting, situation)


def _record(
    series: Series, wish: Convene, caller: Address, start: datetime, taken: Collection[RecordId], situation: Situation
) -> Meeting:
    title, english = _title(series, wish.title or wish.occasion)
    named = tuple(p.email for a in (*wish.attendees, *wish.known) if (p := situation.organization.person(a)))
    terms = replace(
        series, title=title, english=english, attendees=named if named or wish.unknown else series.attendees
    )
    people = dict.fromkeys((terms.host, terms.recorder, *terms.attendees))
    if caller not in situation.organization.organizers:
        people[caller] = None  # who calls it takes part; an organizer may call it for others
    seats = (Attendee(a, PartStat.ACCEPTED if a == caller else PartStat.NEEDS_ACTION) for a in people)
    return Meeting(
        id=free_id(series, start, taken),
        terms=terms,
        start=start,
        end=start + terms.duration,
        venue=wish.venue or terms.venue,
        created_at=situation.now,
        attendees=tuple(seats),
    )


def free_id(series: Series, start: datetime, taken: Collection[RecordId]) -> MeetingId:
    """``ad-hoc-2026-11-26``, the second one of that day ``ad-hoc-2026-11-26-2``."""
    day = MeetingId(RecordId(f"{series.key}-{start.date().isoformat()}"))
    number = 1
    free = day
    while free in taken:
        number += 1
        free = MeetingId(RecordId(f"{day}-{number}"))
    return free


def _title(series: Series, subject: str | None) -> tuple[str, str]:
    """The series' title with what the meeting is about, in both languages of the titles."""
    if not subject:
        return series.title, series.english
    english = f"{series.english}: {subject}" if series.english else ""
    return f"{series.title}：{subject}", english


def subject(meeting: Meeting) -> str:
    """What a called meeting is about, as its caller named it."""
    return (meeting.called.subject if meeting.called else "") or meeting.terms.title


def _problem(meeting: Meeting, wish: Convene, problems: Collection[Problem]) -> ProblemId | None:
    """A seminar is about a problem: one that is known by this name, else a new one (policy 2.3)."""
    if wish.meeting != "special":
        return None
    title = subject(meeting)
    known = (p.id for p in problems if p.state is ProblemState.OPEN and comparable(p.title) == comparable(title))
    return next(known, ProblemId(RecordId(f"problem-{meeting.id}")))


def _provisional(series: Series, situation: Situation) -> datetime:
    """Only until the caller names a time."""
    calendar = situation.calendar
    return calendar.at(calendar.shift(calendar.day_of(situation.now), 5), series.start)


def _settled(meeting: Meeting, situation: Situation) -> Decision:
    """Nothing is open: the notice is due at once, and what no longer fits before the meeting is left out."""
    assert meeting.called is not None  # only called meetings come here
    terms, calendar = meeting.terms, situation.calendar
    steps = {
        "call": calendar.before(meeting.start, terms.call),
        "materials-reminder": calendar.before(meeting.start, terms.materials_reminder),
        "materials-overdue": calendar.before(meeting.start, terms.materials_due),
        "unanswered-told": calendar.before(meeting.start, terms.unanswered_told),
        **{
            f"rsvp-reminder:{n}": calendar.before(meeting.start, lead)
            for n, lead in enumerate(terms.rsvp_reminders, start=1)
        },
    }
    over = [name for name, at in steps.items() if at <= situation.now]
    names = tuple(dict.fromkeys(name.partition(":")[0] for name in over))
    for name in over:
        meeting = meeting.marked(name, situation.now)
    assert meeting.called is not None  # marking a step takes nothing away
    meeting = replace(meeting, called=replace(meeting.called, left_out=names))
    said = [
        Said(
            Saying.CONVENED,
            person=meeting.called.by if meeting.called else None,
            text=terms.title,
            when=meeting.start,
            number=len(meeting.attendees),
        )
    ]
    if names:
        said.append(Said(Saying.STEPS_LEFT_OUT, text=",".join(names)))
    return Decision(meeting, said=tuple(said), outcome=Outcome.DONE)


def _ask_time(meeting: Meeting, reply: ReplyArrived) -> Decision:
    assert meeting.called is not None  # only a called meeting waits for its time
    said = Said(Saying.TIME_NEEDED, person=meeting.called.by, text=meeting.terms.title)
    letter = replace(_about_call(meeting, MailKind.ASK), answers=reply.message_id, subject=reply.subject)
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _ask_word(meeting: Meeting, reply: ReplyArrived, told: tuple[Said, ...]) -> Decision:
    assert meeting.called is not None  # only a called meeting waits for its caller's word
    said = Said(Saying.CONFIRMATION_ASKED, person=meeting.called.by)
    letter = _about_call(meeting, MailKind.APPROVAL_REQUEST)
    letter = replace(letter, answers=reply.message_id, subject=reply.subject, quote=reply.reading.text, said=told)
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _about_call(meeting: Meeting, kind: MailKind) -> Letter:
    assert meeting.called is not None  # the callers have looked
    return Letter(
        kind=kind,
        to=meeting.called.by,
        about=About.APPROVAL if kind is MailKind.APPROVAL_REQUEST else About.INVITATION,
        ref=REF,
        variant="convene",
        people=tuple(a.address for a in meeting.attendees),
        start=None if meeting.called.time_missing else meeting.start,
    )


def _ask_again(meeting: Meeting, _situation: Situation) -> Decision:
    word = meeting.called is not None and meeting.called.waits == "word"
    letter = _about_call(meeting, MailKind.APPROVAL_REQUEST if word else MailKind.ASK)
    return Decision(meeting, (replace(letter, urgent=False),), outcome=Outcome.ASKED)


def _give_up(meeting: Meeting, _situation: Situation) -> Decision:
    assert meeting.called is not None  # due() has looked
    said = Said(Saying.NOT_CALLED, person=meeting.called.by)
    letter = Letter(MailKind.RECEIPT, meeting.called.by, said=(said,), urgent=False)
    return Decision(replace(meeting, state=MeetingState.CANCELLED), (letter,), (said,), Outcome.DONE)
