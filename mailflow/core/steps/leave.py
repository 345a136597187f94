"""Leave and substitutes (policy 5.1.1): asked of the host in advance, with a reason and somebody who stands in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.core.authority import acting_for, approvers
from mailflow.core.decision import Decision
from mailflow.core.due import Due, can_wait
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Accept, Approve, Reject
from mailflow.core.intents import Leave as LeaveIntent
from mailflow.core.ledger import Outcome
from mailflow.core.letters import CalendarMethod, Letter, MailKind
from mailflow.core.meeting import (
    Attendee,
    Leave,
    LeaveState,
    Meeting,
    MeetingState,
    PartStat,
    Substitute,
    SubstituteState,
)
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import recording, staffing
from mailflow.core.steps.order import in_order, stamp_of
from mailflow.core.steps.planning import BEFORE
from mailflow.core.values import Address

_OPEN = (LeaveState.INCOMPLETE, LeaveState.REQUESTED)
_LAST_MOMENT = timedelta(minutes=30)


def ask(meeting: Meeting, intent: LeaveIntent, reply: ReplyArrived, situation: Situation) -> Decision:
    """A leave is asked for, or what was missing in it is added."""
    who = acting_for(reply, situation.organization)
    seat = meeting.attendee(who) if who else None
    if seat is None or not in_order(seat, reply, meeting):
        said = Said(Saying.OLDER_ANSWER_IGNORED, person=who)
        return Decision(meeting, said=(said,), outcome=Outcome.IGNORED)
    stamp = stamp_of(reply, meeting) or seat.stamp
    seat = replace(seat, partstat=PartStat.DECLINED, answered_at=reply.at, stamp=stamp)
    noted = Said(Saying.LEAVE_NOTED, person=seat.address, text=intent.reason or "")
    wish = _merged(seat.leave, intent, reply.at)
    usable, objection = _usable(meeting, seat, intent.substitute, situation)
    if intent.substitute and usable:
        wish = replace(wish, substitute=Substitute(intent.substitute))
    meeting = meeting.with_attendee(replace(seat, leave=wish))
    start = Decision(meeting, said=(noted, *objection), outcome=Outcome.DONE)
    if wish.state is LeaveState.APPROVED:
        return start.then(_name_another(meeting, seat.address, intent, situation))
    if wish.state is LeaveState.INCOMPLETE and not wish.reason:
        return start.then(_ask_details(meeting, seat.address))
    return start.then(request(meeting, seat.address, situation))


def request(meeting: Meeting, who: Address, situation: Situation) -> Decision:
    """The host is asked, with what is known so far; asked again where reason or substitute were added."""
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None:
        return Decision(meeting)
    asked = approvers(meeting, who, situation.organization)
    wish = replace(seat.leave, state=LeaveState.REQUESTED, requested_at=situation.now, approver=next(iter(asked), None))
    meeting = meeting.with_attendee(replace(seat, leave=wish))
    holds = default_at(meeting, wish)
    if holds is not None and holds <= situation.now:
        return _by_default(meeting, who, situation)  # nobody is asked what is decided by the time they read it
    letters = tuple(
        Letter(
            kind=MailKind.LEAVE_REQUEST,
            to=approver,
            about=About.APPROVAL,
            ref=f"leave:{who}",
            person=who,
            quote=wish.reason,
            people=(wish.substitute.person,) if wish.substitute else (),
            deadline=default_at(meeting, wish),
        )
        for approver in asked
    )
    said = tuple(Said(Saying.LEAVE_ASKED, person=who, other=approver, text=wish.reason) for approver in asked)
    missing = () if wish.substitute else (Said(Saying.SUBSTITUTE_MISSING, person=who),)
    return Decision(meeting, letters, said + missing, Outcome.DONE)


def approve(meeting: Meeting, _intent: Approve, reply: ReplyArrived, situation: Situation) -> Decision:
    who = _subject(reply)
    return _if_open(meeting, who) or _approved(meeting, who, reply.identity.person, situation)


def reject(meeting: Meeting, intent: Reject, reply: ReplyArrived, situation: Situation) -> Decision:
    who = _subject(reply)
    return _if_open(meeting, who) or _rejected(meeting, who, reply.identity.person, intent.reason or "", situation)


def substitute_accepts(meeting: Meeting, _intent: Accept, reply: ReplyArrived, situation: Situation) -> Decision:
    """Only now is the substitute bound, and invited (policy 5.1.1)."""
    seat = _stood_in_by(meeting, reply)
    if seat is None or seat.leave is None or seat.leave.substitute is None:
        return _too_late(meeting, reply)
    substitute = seat.leave.substitute.person
    bound = replace(seat.leave, substitute=Substitute(substitute, SubstituteState.ACCEPTED))
    meeting = meeting.with_attendee(replace(seat, leave=bound, partstat=PartStat.DELEGATED))
    own = meeting.attendee(substitute) or Attendee(address=substitute, seated=False)
    meeting = meeting.with_attendee(
        replace(own, partstat=PartStat.ACCEPTED, stands_for=seat.address, answered_at=situation.now)
    )
    said = Said(Saying.SUBSTITUTE_ACCEPTED, person=seat.address, other=substitute)
    invitation = Letter(
        kind=MailKind.INVITATION,
        to=substitute,
        about=About.INVITATION,
        variant="substitute",
        person=seat.address,
        calendar=CalendarMethod.REQUEST,
    )
    told = Letter(kind=MailKind.RECEIPT, to=seat.address, about=About.INVITATION, said=(said,), person=substitute)
    return Decision(meeting, (invitation, told), (said,), Outcome.DONE).then(recording.settle(meeting, situation))


def substitute_refuses(meeting: Meeting, intent: LeaveIntent, reply: ReplyArrived, situation: Situation) -> Decision:
    """A refusal goes back to the one on leave, who may name somebody else (policy 5.1.1)."""
    seat = _stood_in_by(meeting, reply)
    if seat is None or seat.leave is None or seat.leave.substitute is None:
        return _too_late(meeting, reply)
    substitute = seat.leave.substitute.person
    free = replace(seat.leave, substitute=Substitute(substitute, SubstituteState.REFUSED))
    meeting = meeting.without_substitute(substitute, seat.address)
    meeting = meeting.with_attendee(replace(seat, leave=free, partstat=PartStat.DECLINED))
    said = Said(Saying.SUBSTITUTE_REFUSED, person=seat.address, other=substitute, text=intent.reason or "")
    question = Letter(
        kind=MailKind.ASK,
        to=seat.address,
        about=About.INVITATION,
        variant="substitute",
        person=substitute,
        quote=intent.reason or "",
    )
    return Decision(meeting, (question,), (said,), Outcome.DONE).then(recording.settle(meeting, situation))


def withdraw(meeting: Meeting, seat: Attendee, situation: Situation) -> Decision:
    """Coming after all: the leave is gone, and who stands in is released."""
    if seat.leave is None:
        return Decision(meeting)
    said = [Said(Saying.LEAVE_WITHDRAWN, person=seat.address)]
    letters = list(_host_told_of_withdrawal(seat, said[0]))
    substitute = seat.leave.substitute
    if substitute and substitute.state in (SubstituteState.ASKED, SubstituteState.ACCEPTED):
        said.append(Said(Saying.SUBSTITUTE_RELEASED, person=seat.address, other=substitute.person))
        meeting = meeting.without_substitute(substitute.person, seat.address)
        bound = substitute.state is SubstituteState.ACCEPTED and meeting.attendee(substitute.person) is None
        letters.append(
            Letter(
                kind=MailKind.CANCELLATION,
                to=substitute.person,
                variant="released",
                person=seat.address,
                calendar=CalendarMethod.CANCEL if bound else None,
            )
        )
    meeting = meeting.with_attendee(replace(seat, leave=None, partstat=PartStat.NEEDS_ACTION))
    withdrawn = Decision(meeting, tuple(letters), tuple(said), Outcome.DONE)
    return withdrawn.then(recording.settle(meeting, situation))


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    if meeting.state not in (MeetingState.PLANNED, MeetingState.ANNOUNCED, MeetingState.PREPARED):
        return
    for seat in meeting.attendees:
        if seat.leave:
            yield from _due_for(meeting, seat.address, seat.leave, situation)


def default_at(meeting: Meeting, wish: Leave) -> datetime | None:
    """When the set default holds because the host has not answered; at the latest shortly before the start."""
    if wish.requested_at is None:
        return None
    waited = wish.requested_at + timedelta(hours=meeting.terms.leave.after_hours)
    return max(min(waited, meeting.start - _LAST_MOMENT), wish.requested_at)


def _due_for(meeting: Meeting, who: Address, wish: Leave, situation: Situation) -> Iterator[Due]:
    key = f"{who}:{wish.asked_at.isoformat()}"
    if wish.state is LeaveState.INCOMPLETE:
        patience = wish.asked_at + timedelta(hours=meeting.terms.leave.details_after_hours)
        at = max(min(patience, meeting.start - timedelta(hours=2)), wish.asked_at)
        quiet = can_wait(at, meeting.start, situation)
        step = f"leave-without-reason:{key}"
        yield Due(at, step, lambda m, s: request(m, who, s), until=meeting.start, quiet=quiet)
    holds = default_at(meeting, wish)
    if wish.state is LeaveState.REQUESTED and holds is not None:
        yield Due(holds, f"leave-default:{key}", lambda m, s: _by_default(m, who, s), quiet=False)
    substitute = wish.substitute
    if substitute and substitute.state is SubstituteState.ASKED and wish.decided_at:
        at = max(min(wish.decided_at + timedelta(hours=24), meeting.start - timedelta(hours=2)), wish.decided_at)
        yield Due(
            at,
            f"substitute-silent:{key}:{substitute.person}",
            lambda m, _s: _substitute_silent(m, who),
            until=meeting.start,
            quiet=can_wait(at, meeting.start, situation),
        )


def _by_default(meeting: Meeting, who: Address, situation: Situation) -> Decision:
    """What is decided only after a long sleep stands in the record, and nobody is written to of a meeting that is over."""
    approves = meeting.terms.leave.default == "approve"
    decided = _approved(meeting, who, None, situation) if approves else _rejected(meeting, who, None, "", situation)
    return replace(decided, letters=()) if situation.now >= meeting.start else decided


def _approved(meeting: Meeting, who: Address, by: Address | None, situation: Situation) -> Decision:
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None:
        return Decision(meeting)
    wish = replace(seat.leave, state=LeaveState.APPROVED, decided_by=by, decided_at=situation.now)
    meeting = meeting.with_attendee(replace(seat, leave=wish))
    key = Saying.LEAVE_APPROVED if by else Saying.LEAVE_APPROVED_BY_DEFAULT
    said = Said(key, person=who, other=by or wish.approver)
    letters = _decided(who, "approved" if by else "approved-by-default", said, wish.approver, by)
    decided = Decision(meeting, letters, (said,), Outcome.DONE).then(recording.settle(meeting, situation))
    decided = decided.then(staffing.told_to_chair(decided.meeting, who, situation))
    asks = wish.substitute is not None and situation.now < meeting.start
    return decided.then(_ask_substitute(decided.meeting, who)) if asks else decided


def _rejected(meeting: Meeting, who: Address, by: Address | None, reason: str, situation: Situation) -> Decision:
    """A rejected leave means that the seat stands (policy 5.1.1)."""
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None:
        return Decision(meeting)
    wish = replace(
        seat.leave,
        state=LeaveState.REJECTED,
        decided_by=by,
        decided_at=situation.now,
        decision_reason=reason,
    )
    meeting = meeting.with_attendee(replace(seat, leave=wish, partstat=PartStat.NEEDS_ACTION))
    key = Saying.LEAVE_REJECTED if by else Saying.LEAVE_REJECTED_BY_DEFAULT
    said = Said(key, person=who, other=by or wish.approver, text=reason)
    letters = _decided(who, "rejected" if by else "rejected-by-default", said, wish.approver, by)
    return Decision(meeting, letters, (said,), Outcome.DONE)


def _decided(
    who: Address, variant: str, said: Said, approver: Address | None, by: Address | None
) -> tuple[Letter, ...]:
    """To who asked; where a default held, the approver hears of it too."""
    to_leaver = Letter(
        kind=MailKind.LEAVE_DECISION,
        to=who,
        about=About.INVITATION,
        variant=variant,
        person=by or approver,
        said=(said,),
        quote=said.text,
    )
    if by is not None or approver is None:
        return (to_leaver,)
    return (to_leaver, Letter(kind=MailKind.NOTICE, to=approver, variant="default", said=(said,), person=who))


def _ask_substitute(meeting: Meeting, who: Address) -> Decision:
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None or seat.leave.substitute is None:
        return Decision(meeting)
    substitute = seat.leave.substitute.person
    wish = replace(seat.leave, substitute=Substitute(substitute, SubstituteState.ASKED))
    said = Said(Saying.SUBSTITUTE_ASKED, person=who, other=substitute)
    letter = Letter(
        kind=MailKind.SUBSTITUTE_REQUEST,
        to=substitute,
        about=About.SUBSTITUTE,
        ref=f"leave:{who}",
        person=who,
        quote=wish.reason,
    )
    return Decision(meeting.with_attendee(replace(seat, leave=wish)), (letter,), (said,), Outcome.DONE)


def _substitute_silent(meeting: Meeting, who: Address) -> Decision:
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None or seat.leave.substitute is None:
        return Decision(meeting)
    said = Said(Saying.SUBSTITUTE_MISSING, person=who)
    letter = Letter(
        kind=MailKind.ASK,
        to=who,
        about=About.INVITATION,
        variant="substitute",
        person=seat.leave.substitute.person,
        said=(said,),
    )
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _ask_details(meeting: Meeting, who: Address) -> Decision:
    said = Said(Saying.LEAVE_NEEDS_REASON, person=who)
    letter = Letter(kind=MailKind.ASK, to=who, about=About.INVITATION, variant="leave-details", said=(said,))
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _name_another(meeting: Meeting, who: Address, intent: LeaveIntent, _situation: Situation) -> Decision:
    """An approved leave stays approved when another substitute is named; only that one is asked."""
    seat = meeting.attendee(who)
    if seat is None or seat.leave is None or intent.substitute is None:
        return Decision(meeting, said=(Said(Saying.LEAVE_ALREADY_DECIDED, person=who),))
    if seat.leave.substitute is None or seat.leave.substitute.state is not SubstituteState.NAMED:
        return Decision(meeting)
    named = Said(Saying.SUBSTITUTE_NAMED, person=who, other=intent.substitute)
    return Decision(meeting, said=(named,)).then(_ask_substitute(meeting, who))


def _merged(old: Leave | None, intent: LeaveIntent, at: datetime) -> Leave:
    """What was known of this leave and what the new words add; a decided leave stays decided."""
    if old is None or old.state is LeaveState.REJECTED:
        state = LeaveState.REQUESTED if intent.reason else LeaveState.INCOMPLETE
        return Leave(state=state, asked_at=at, reason=intent.reason or "")
    reason = intent.reason or old.reason
    state = old.state
    if state is LeaveState.INCOMPLETE and reason:
        state = LeaveState.REQUESTED
    return replace(old, reason=reason, state=state)


def _usable(
    meeting: Meeting, seat: Attendee, substitute: Address | None, situation: Situation
) -> tuple[bool, tuple[Said, ...]]:
    """Nobody stands in for themselves, while on leave or in another meeting, or for two people.

    Who has a seat of their own may stand in: they speak for both.
    """
    if substitute is None:
        return False, ()
    own = meeting.attendee(substitute)
    away = own is not None and own.leave is not None and own.leave.state is not LeaveState.REJECTED
    taken = own is not None and own.stands_for not in (None, seat.address)
    if busy := situation.attends_elsewhere(substitute):
        return False, (Said(Saying.SUBSTITUTE_BUSY, person=seat.address, other=substitute, text=busy.terms.title),)
    if substitute == seat.address or away or taken:
        return False, (Said(Saying.SUBSTITUTE_UNUSABLE, person=seat.address, other=substitute),)
    return True, ()


def _if_open(meeting: Meeting, who: Address) -> Decision | None:
    """None where this leave still waits for a decision; else what to say to who decides it again."""
    seat = meeting.attendee(who)
    if seat and seat.leave and seat.leave.state in _OPEN:
        return None
    lapsed = seat is not None and seat.leave is None and "moved" in meeting.marks
    key = Saying.LEAVE_LAPSED if lapsed else Saying.LEAVE_ALREADY_DECIDED
    return Decision(meeting, said=(Said(key, person=who),), outcome=Outcome.NOTED)


def _subject(reply: ReplyArrived) -> Address:
    return Address(reply.answers.ref.partition(":")[2]) if reply.answers else Address("")


def _stood_in_by(meeting: Meeting, reply: ReplyArrived) -> Attendee | None:
    """Whose seat this person was asked to fill, while it is theirs to fill: who has refused may still change their mind."""
    seat = meeting.attendee(_subject(reply))
    named = seat.leave.substitute if seat and seat.leave else None
    wanted = named is not None and named.person == reply.identity.person and meeting.state in BEFORE
    return seat if wanted else None


def _too_late(meeting: Meeting, reply: ReplyArrived) -> Decision:
    """What became of it: the meeting is over, somebody else stands in, or whoever was on leave comes themselves."""
    who = _subject(reply)
    seat = meeting.attendee(who)
    named = seat.leave.substitute if seat and seat.leave else None
    if meeting.state not in BEFORE:
        over = Saying.CALLED_OFF if meeting.state is MeetingState.CANCELLED else Saying.MEETING_OVER
        said = Said(over, person=who, when=meeting.start)
    elif named is not None:
        said = Said(Saying.OTHER_SUBSTITUTE, person=who, other=named.person)
    else:
        said = Said(Saying.NO_SUBSTITUTE_NEEDED, person=who)
    return Decision(meeting, said=(said,), outcome=Outcome.REFUSED)


def _host_told_of_withdrawal(seat: Attendee, said: Said) -> Iterator[Letter]:
    asked = seat.leave.approver if seat.leave else None
    if asked and seat.leave and seat.leave.state in (LeaveState.REQUESTED, LeaveState.APPROVED):
        yield Letter(kind=MailKind.NOTICE, to=asked, variant="leave", said=(said,), person=seat.address)
