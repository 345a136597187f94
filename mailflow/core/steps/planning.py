"""From the plan to the hour of the meeting: notice, invitations, who has not answered (policy 2.1, 3.1.2, 5.1.2)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.core.calendar import Occurrence
from mailflow.core.decision import Decision
from mailflow.core.due import Due
from mailflow.core.intents import Cancel
from mailflow.core.ledger import Outcome
from mailflow.core.letters import CalendarMethod, Letter, MailKind
from mailflow.core.meeting import Attendee, Leave, Meeting, MeetingState, PartStat
from mailflow.core.policy import Series
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.values import Address, MeetingId, RecordId

BEFORE = (MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.PREPARED)
"""The states in which people can still say whether they come."""


def plan(series: Series, occurrence: Occurrence, situation: Situation) -> Meeting:
    """The record of a meeting to come, with the settings as they are now (policy 7)."""
    day = occurrence.start.date().isoformat()
    people = dict.fromkeys((series.host, series.recorder, *series.attendees))
    return Meeting(
        id=MeetingId(RecordId(f"{series.key}-{day}")),
        terms=series,
        nominal=occurrence.nominal,
        start=occurrence.start,
        end=occurrence.start + series.duration,
        venue=series.venue,
        created_at=situation.now,
        attendees=tuple(Attendee(address=a) for a in people),
    )


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    calendar, terms = situation.calendar, meeting.terms
    if meeting.called and meeting.called.waits:
        return
    if meeting.state is MeetingState.PLANNED:
        at = meeting.called.at if meeting.called else calendar.before(meeting.start, terms.notice)
        yield Due(at, "notice", announce, until=meeting.start, quiet=False)
    if meeting.state in (MeetingState.ANNOUNCED, MeetingState.PREPARED):
        told = max((meeting.marks[m] for m in ("notice", "moved") if m in meeting.marks), default=None)
        for n, lead in enumerate(terms.rsvp_reminders, start=1):
            at = calendar.before(meeting.start, lead)
            if unanswered(meeting) and told is not None and at > told:
                yield Due(at, f"rsvp-reminder:{n}", remind, until=meeting.start)
        if unanswered(meeting):
            # Nobody is named to the organizers before they have had half the time to answer.
            at = max(calendar.before(meeting.start, terms.unanswered_told), _halfway(told, meeting.start))
            yield Due(at, "unanswered-told", name_unanswered, until=meeting.start)
    if meeting.state in BEFORE:
        yield Due(meeting.end, "held", hold, quiet=False)


def unanswered(meeting: Meeting) -> tuple[Address, ...]:
    """Who has said nothing yet; a rejected leave is an answer that asks for another one.

    Who has told that they come late or leave early has said that they come.
    """
    return tuple(a.address for a in meeting.attendees if a.partstat is PartStat.NEEDS_ACTION and not _in_part(a))


def _in_part(seat: Attendee) -> bool:
    """Said before a leave was asked for, it is no answer to the leave's rejection."""
    return (seat.comes_late or seat.goes_early) and (seat.leave is None or _said_after(seat, seat.leave))


def _said_after(seat: Attendee, wish: Leave) -> bool:
    return wish.decided_at is not None and seat.answered_at is not None and seat.answered_at >= wish.decided_at


def _halfway(told: datetime | None, start: datetime) -> datetime:
    return told + (start - told) / 2 if told else start


def announce(meeting: Meeting, situation: Situation) -> Decision:
    """The invitations; the organizers are asked for a venue where none is set (policy 3.1.1); where the notice was too short for some steps they say which (policy 2.4)."""
    left_out = meeting.called.left_out if meeting.called else ()
    said = (Said(Saying.STEPS_LEFT_OUT, text=",".join(left_out)),) if left_out else ()
    letters = tuple(
        Letter(
            kind=MailKind.INVITATION,
            to=a.address,
            about=About.INVITATION,
            person=meeting.called.by if meeting.called else None,
            said=said,
            calendar=CalendarMethod.REQUEST,
        )
        for a in meeting.attendees
    )
    venue = () if meeting.venue else _venue_asked(situation)
    return Decision(replace(meeting, state=MeetingState.ANNOUNCED), (*letters, *venue), outcome=Outcome.DONE)


def _venue_asked(situation: Situation) -> tuple[Letter, ...]:
    asked = notice(situation.organization.organizers, "venue", ())
    return tuple(replace(letter, about=About.INVITATION, ref="venue") for letter in asked)


def send_again(meeting: Meeting, who: Address) -> Decision:
    """The meeting as it stands, to the attendee's own address: whoever asks learns nothing new (RFC 5546 3.2.6)."""
    said = Said(Saying.INVITATION_AGAIN, person=who)
    if meeting.state not in (MeetingState.ANNOUNCED, MeetingState.PREPARED):
        return Decision(meeting, said=(Said(Saying.MEETING_CLOSED, person=who),), outcome=Outcome.NOTED)
    letter = Letter(MailKind.INVITATION, who, about=About.INVITATION, calendar=CalendarMethod.REQUEST)
    return Decision(meeting, (letter,), (said,), Outcome.DONE)


def remind(meeting: Meeting, _situation: Situation) -> Decision:
    letters = tuple(
        Letter(kind=MailKind.RSVP_REMINDER, to=who, about=About.INVITATION, urgent=False) for who in unanswered(meeting)
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)


def name_unanswered(meeting: Meeting, situation: Situation) -> Decision:
    """Who has not answered is named to the organizers (policy 5.1.2)."""
    silent = unanswered(meeting)
    letters = tuple(
        replace(letter, people=silent, urgent=False)
        for letter in notice(situation.organization.organizers, "unanswered", ())
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)


def hold(meeting: Meeting, _situation: Situation) -> Decision:
    """The meeting's time is over. One that was never announced was never held."""
    if meeting.state is MeetingState.PLANNED:
        said = Said(Saying.STEP_TOO_LATE, text="notice")
        return Decision(replace(meeting, state=MeetingState.CANCELLED), said=(said,), outcome=Outcome.NOTED)
    return Decision(replace(meeting, state=MeetingState.HELD), outcome=Outcome.DONE)


def cancel_wish(meeting: Meeting, wish: Cancel, by: Address, situation: Situation) -> Decision:
    return cancel(meeting, wish.reason or "", by, situation)


def cancel(meeting: Meeting, reason: str, by: Address | None, _situation: Situation) -> Decision:
    """Called off: everybody who was invited hears of it, with a CANCEL that their calendar understands."""
    said = Said(Saying.CANCELLED, person=by, text=reason)
    invited = meeting.attendees if meeting.state is not MeetingState.PLANNED else ()
    called_off = replace(meeting, state=MeetingState.CANCELLED, sequence=meeting.sequence + 1)
    letters = tuple(
        Letter(
            kind=MailKind.CANCELLATION,
            to=a.address,
            person=by,
            quote=reason,
            said=(said,),
            calendar=CalendarMethod.CANCEL,
        )
        for a in invited
    )
    return Decision(called_off, letters, (said,), Outcome.DONE)
