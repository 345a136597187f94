"""Another time, more people: wishes of organizers and host, and what attendees propose (policy 3.1.1; RFC 5546 3.2.7)."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from mailflow.core.authority import acting_for
from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Approve, Counter, Invite, Lengthen, Reject, Relocate
from mailflow.core.ledger import Outcome
from mailflow.core.letters import CalendarMethod, Letter, MailKind
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Attendee, LeaveState, Meeting, MeetingState, PartStat, Proposal
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import agenda, held
from mailflow.core.steps.answering import notice
from mailflow.core.values import Address

PROPOSALS = "proposals"
"""What the list of several proposed times is about: its answer names one."""
REF = "move"
"""What a question about a proposed time is about; the time itself stands behind it."""

_AGAIN = ("rsvp-reminder", "unanswered-told", "materials-reminder", "materials-overdue", "agenda")
"""The steps that follow the new time, though they were done for the old one."""


def counter(meeting: Meeting, intent: Counter, reply: ReplyArrived, situation: Situation) -> Decision:
    """An organizer or the host moves the meeting, after a second word; anybody else proposes."""
    who = acting_for(reply, situation.organization)
    if intent.start is not None and who in (*situation.organization.organizers, meeting.terms.host):
        if intent.start <= situation.now:
            return Decision(meeting, said=(Said(Saying.TIME_PAST, person=who, when=intent.start),))
        return held.hold(meeting, reply, intent)
    said = Said(Saying.OTHER_TIME_PROPOSED, person=who, when=intent.start)
    if who is None or intent.start is None:
        others = tuple(o for o in situation.organization.organizers if o != who)  # nobody hears of their own mail
        letters = notice(others, "counter", (said,), person=who, quote=reply.reading.text)
    else:
        earlier = tuple(p for p in meeting.proposals if p.by != who or p.state)
        meeting = replace(meeting, proposals=(*earlier, Proposal(who, intent.start, reply.at)))
        letters = _put_to_organizers(meeting, said, reply, situation)
    told = tuple(Said(Saying.FORWARDED, other=letter.to) for letter in letters)
    return Decision(meeting, letters, (said, *told), Outcome.FORWARDED)


def move(meeting: Meeting, wish: Counter, by: Address, situation: Situation) -> Decision:
    """A new time for everybody, who are asked anew whether they come; reminders and agenda follow it."""
    if wish.start is None or wish.start <= situation.now:
        return Decision(meeting, said=(Said(Saying.TIME_PAST, person=by, when=wish.start),), outcome=Outcome.REFUSED)
    said = Said(Saying.MOVED, person=by, when=wish.start)
    elsewhere = Said(Saying.RELOCATED, person=by, text=wish.venue)
    told = (said, elsewhere) if wish.venue and comparable(wish.venue) != comparable(meeting.venue) else (said,)
    moved = replace(
        meeting,
        start=wish.start,
        end=wish.start + (meeting.end - meeting.start),
        venue=wish.venue or meeting.venue,
        sequence=meeting.sequence + 1,
        answers_since=meeting.sequence + 1,
        state=MeetingState.ANNOUNCED if meeting.state is MeetingState.PREPARED else meeting.state,
        attendees=tuple(_asked_anew(a, by) for a in meeting.attendees if a.seated),
        acting_recorder=None,
        proposals=tuple(_decided(p, wish) for p in meeting.proposals),
        marks={k: v for k, v in meeting.marks.items() if k.partition(":")[0] not in _AGAIN} | {"moved": situation.now},
    )
    announced = meeting.state is not MeetingState.PLANNED
    letters = (*_updates(moved, by, told, _lapsed(meeting)), *_released(meeting)) if announced else ()
    return Decision(moved, letters, told, Outcome.DONE)


def relocate(meeting: Meeting, wish: Relocate, by: Address, situation: Situation) -> Decision:
    """Another venue: everybody's calendar follows, and nobody has to answer anew (policy 3.1.1; RFC 5546 3.2.2)."""
    said = Said(Saying.RELOCATED, person=by, text=wish.venue)
    if comparable(wish.venue) == comparable(meeting.venue):
        return Decision(meeting, said=(said,))
    elsewhere = replace(meeting, venue=wish.venue, sequence=meeting.sequence + 1).marked("relocated", situation.now)
    announced = meeting.state is not MeetingState.PLANNED
    letters = (
        tuple(replace(letter, variant="venue") for letter in _updates(elsewhere, by, (said,))) if announced else ()
    )
    return Decision(elsewhere, letters, (said,), Outcome.DONE)


def lengthen(meeting: Meeting, wish: Lengthen, by: Address, situation: Situation) -> Decision:
    """The same start, a later end: calendars follow, answers stay (policy 1.3.1; RFC 5546 3.2.2)."""
    end = meeting.start + timedelta(minutes=wish.minutes)
    said = Said(Saying.LENGTHENED, person=by, when=end, number=wish.minutes)
    if end == meeting.end:
        return Decision(meeting, said=(said,))
    longer = replace(meeting, end=end, sequence=meeting.sequence + 1).marked("moved", situation.now)
    announced = meeting.state is not MeetingState.PLANNED
    letters = tuple(replace(x, variant="longer") for x in _updates(longer, by, (said,))) if announced else ()
    return Decision(longer, letters, (said,), Outcome.DONE)


def venue_settled(meeting: Meeting, wish: Relocate, reply: ReplyArrived, situation: Situation) -> Decision:
    """The answer to our own question for a venue needs no second word."""
    return relocate(meeting, wish, reply.identity.person or reply.identity.address, situation)


def invite(meeting: Meeting, wish: Invite, by: Address, situation: Situation) -> Decision:
    """More people get the invitation, and what the others have got so far."""
    said: list[Said] = []
    letters: list[Letter] = []
    for who in dict.fromkeys(p.email for a in wish.attendees if (p := situation.organization.person(a))):
        if meeting.attendee(who):
            said.append(Said(Saying.INVITED_ALREADY, other=who))
            continue
        meeting = meeting.with_attendee(Attendee(who))
        said.append(Said(Saying.INVITED, person=by, other=who))
        if meeting.state is not MeetingState.PLANNED:
            letters.append(
                Letter(MailKind.INVITATION, who, about=About.INVITATION, calendar=CalendarMethod.REQUEST, person=by)
            )
        if meeting.state is MeetingState.PREPARED:
            letters.extend(agenda.to_one(meeting, who, situation))
    said += [
        Said(Saying.OUTSIDER_NOT_INVITED, other=a) for a in wish.attendees if situation.organization.person(a) is None
    ]
    return Decision(meeting, tuple(letters), tuple(said), Outcome.DONE)


def take_proposal(meeting: Meeting, _intent: Approve, reply: ReplyArrived, situation: Situation) -> Decision:
    """The organizer says yes to the time that the answered question showed, while nobody proposes another one."""
    by = reply.identity.person or reply.identity.address
    shown = _shown(reply)
    if shown is None or {p.start for p in meeting.proposals if not p.state} != {shown}:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=by),))
    return move(meeting, Counter(start=shown), by, situation)


def decline_proposals(meeting: Meeting, intent: Reject, reply: ReplyArrived, _situation: Situation) -> Decision:
    """The time stays: who proposed the one that was shown is told so, in their calendar too (RFC 5546 3.2.8)."""
    by = reply.identity.person or reply.identity.address
    still_open = [p for p in meeting.proposals if not p.state and p.start == _shown(reply)]
    if not still_open:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=by),))
    said = tuple(Said(Saying.PROPOSAL_DECLINED, person=p.by, when=p.start) for p in still_open)
    letters = tuple(
        Letter(
            kind=MailKind.NOTICE,
            to=p.by,
            about=About.INVITATION,
            variant="proposal-declined",
            person=by,
            said=(one,),
            quote=intent.reason or "",
            calendar=CalendarMethod.DECLINECOUNTER,
        )
        for p, one in zip(still_open, said, strict=True)
    )
    kept = tuple(replace(p, state="declined") if p in still_open else p for p in meeting.proposals)
    return Decision(replace(meeting, proposals=kept), letters, said, Outcome.DONE)


def _put_to_organizers(meeting: Meeting, said: Said, reply: ReplyArrived, situation: Situation) -> tuple[Letter, ...]:
    """All that was proposed so far. One time can be answered by yes or no; of several the organizer names one."""
    proposals = [p for p in meeting.proposals if not p.state]
    listed = tuple(Said(Saying.OTHER_TIME_PROPOSED, person=p.by, when=p.start) for p in proposals)
    organizers = tuple(dict.fromkeys(situation.organization.organizers))
    if len({p.start for p in proposals}) > 1:
        return tuple(
            replace(letter, about=About.INVITATION, ref=PROPOSALS)
            for letter in notice(organizers, "proposals", listed, person=said.person, quote=reply.reading.text)
        )
    return tuple(
        Letter(
            kind=MailKind.APPROVAL_REQUEST,
            to=organizer,
            about=About.APPROVAL,
            ref=f"{REF}:{said.when.isoformat() if said.when else ''}",
            variant="proposals",
            person=said.person,
            people=tuple(p.by for p in proposals),
            start=said.when,
            quote=reply.reading.text,
        )
        for organizer in organizers
    )


def _shown(reply: ReplyArrived) -> datetime | None:
    """The time that stood in the answered question; later proposals stood in later ones."""
    text = reply.answers.ref.partition(":")[2] if reply.answers else ""
    return datetime.fromisoformat(text) if text else None


def _asked_anew(seat: Attendee, by: Address) -> Attendee:
    """An answer for the old time says nothing of the new one; who moved it comes."""
    fresh = Attendee(address=seat.address, stamp=seat.stamp)
    return replace(fresh, partstat=PartStat.ACCEPTED) if seat.address == by else fresh


def _decided(proposal: Proposal, wish: Counter) -> Proposal:
    if proposal.state:
        return proposal
    return replace(proposal, state="taken" if proposal.start == wish.start else "overtaken")


def _lapsed(meeting: Meeting) -> dict[Address, tuple[Said, ...]]:
    """Who must hear that a leave ended with the move: who asked for it, and the host who has still to decide on it."""
    told: dict[Address, tuple[Said, ...]] = {}
    for seat in meeting.attendees:
        if seat.leave is None or seat.leave.state is LeaveState.REJECTED:
            continue
        waits = seat.leave.state is LeaveState.REQUESTED and seat.leave.approver
        for who in dict.fromkeys(filter(None, (seat.address, waits or None))):
            told[who] = (*told.get(who, ()), Said(Saying.LEAVE_LAPSED, person=seat.address))
    return told


def _updates(
    meeting: Meeting,
    by: Address,
    said: tuple[Said, ...],
    also: Mapping[Address, tuple[Said, ...]] = MappingProxyType({}),
) -> Iterator[Letter]:
    for seat in meeting.attendees:
        yield Letter(
            kind=MailKind.UPDATE,
            to=seat.address,
            about=About.INVITATION,
            person=by,
            said=(*said, *also.get(seat.address, ())),
            calendar=CalendarMethod.REQUEST,
        )


def _released(meeting: Meeting) -> Iterator[Letter]:
    """Who stood in for the old time does not for the new one; whom they stood in for is asked anew."""
    for seat in meeting.attendees:
        if not seat.seated:
            yield Letter(
                kind=MailKind.CANCELLATION,
                to=seat.address,
                variant="released-by-move",
                person=seat.stands_for,
                calendar=CalendarMethod.CANCEL,
            )
