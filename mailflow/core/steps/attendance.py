"""Who comes (policy 5.1.1, 5.1.2): yes, perhaps, late, leaving early."""

from dataclasses import replace

from mailflow.core.authority import acting_for
from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Accept, Late, LeaveEarly, Tentative
from mailflow.core.ledger import Outcome
from mailflow.core.meeting import Attendee, Meeting, PartStat
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import leave
from mailflow.core.steps.answering import notice
from mailflow.core.steps.order import in_order, stamp_of
from mailflow.core.values import Address


def accept(meeting: Meeting, _intent: Accept, reply: ReplyArrived, situation: Situation) -> Decision:
    seat = _seat(meeting, reply, situation)
    if seat is None:
        return _overtaken(meeting, reply, situation)
    withdrawn = leave.withdraw(meeting, seat, situation)
    stamp = stamp_of(reply, meeting) or seat.stamp
    coming = replace(seat, partstat=PartStat.ACCEPTED, leave=None, answered_at=reply.at, stamp=stamp)
    said = Said(Saying.WILL_ATTEND, person=seat.address)
    return withdrawn.then(Decision(withdrawn.meeting.with_attendee(coming), said=(said,), outcome=Outcome.DONE))


def tentative(meeting: Meeting, _intent: Tentative, reply: ReplyArrived, situation: Situation) -> Decision:
    seat = _seat(meeting, reply, situation)
    if seat is None:
        return _overtaken(meeting, reply, situation)
    stamp = stamp_of(reply, meeting) or seat.stamp
    perhaps = replace(seat, partstat=PartStat.TENTATIVE, answered_at=reply.at, stamp=stamp)
    said = Said(Saying.MAY_ATTEND, person=seat.address)
    return Decision(meeting.with_attendee(perhaps), said=(said,), outcome=Outcome.DONE)


def late(meeting: Meeting, intent: Late, reply: ReplyArrived, situation: Situation) -> Decision:
    seat = _seat(meeting, reply, situation)
    if seat is None:
        return _overtaken(meeting, reply, situation)
    later = replace(seat, comes_late=True, late=intent.minutes, answered_at=reply.at)
    said = Said(Saying.WILL_BE_LATE, person=seat.address, number=intent.minutes)
    return _told_to_host(meeting, later, said)


def leave_early(meeting: Meeting, intent: LeaveEarly, reply: ReplyArrived, situation: Situation) -> Decision:
    seat = _seat(meeting, reply, situation)
    if seat is None:
        return _overtaken(meeting, reply, situation)
    earlier = replace(seat, goes_early=True, leaves_early=intent.minutes, answered_at=reply.at)
    said = Said(Saying.WILL_LEAVE_EARLY, person=seat.address, number=intent.minutes)
    return _told_to_host(meeting, earlier, said)


def _seat(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Attendee | None:
    """The seat that is spoken of; None where a later answer of the same person holds already."""
    who = acting_for(reply, situation.organization)
    seat = meeting.attendee(who) if who else None
    return seat if seat and in_order(seat, reply, meeting) else None


def _overtaken(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Decision:
    who = acting_for(reply, situation.organization)
    return Decision(meeting, said=(Said(Saying.OLDER_ANSWER_IGNORED, person=who),), outcome=Outcome.IGNORED)


def _told_to_host(meeting: Meeting, seat: Attendee, said: Said) -> Decision:
    """Late and leave-early notices go to the host (policy 5.1.1)."""
    hosts: tuple[Address, ...] = (meeting.terms.host,) if seat.address != meeting.terms.host else ()
    letters = notice(hosts, "late", (said,), person=seat.address)
    return Decision(meeting.with_attendee(seat), letters, (said,), Outcome.DONE)
