"""Somebody takes the minutes, also where the recorder is on leave (policy 5.3.1)."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.core.decision import Decision
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting, PartStat, SubstituteState
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.values import Address


def settle(meeting: Meeting, situation: Situation) -> Decision:
    """Who takes the minutes now that leaves and substitutes are as they are; told where that has changed."""
    named = meeting.terms.recorder
    seat = meeting.attendee(named)
    away = seat is not None and seat.excused
    acting = next(_candidates(meeting, situation), None) if away else None
    if acting == meeting.acting_recorder:
        return Decision(meeting)
    changed = replace(meeting, acting_recorder=acting)
    said = Said(Saying.RECORDER_IS, person=acting or named, other=named)
    told = dict.fromkeys(filter(None, (acting, meeting.acting_recorder, meeting.terms.host)))
    letters = tuple(
        Letter(MailKind.NOTICE, who, about=About.INVITATION, variant="recorder", said=(said,), person=acting or named)
        for who in told
    )
    return Decision(changed, letters, (said,), Outcome.DONE)


def _candidates(meeting: Meeting, situation: Situation) -> Iterator[Address]:
    """The recorder's own substitute; then an organizer who takes part; then the deputy host; then who has said yes."""
    seat = meeting.attendee(meeting.terms.recorder)
    substitute = seat.leave.substitute if seat and seat.leave else None
    if substitute and substitute.state is SubstituteState.ACCEPTED:
        yield substitute.person
    deputy = (meeting.terms.deputy_host,) if meeting.terms.deputy_host else ()
    for who in (*situation.organization.organizers, *deputy):
        here = meeting.attendee(who)
        if here and not here.excused and who not in (meeting.terms.recorder, meeting.terms.host):
            yield who
    for each in meeting.attendees:
        if each.partstat is PartStat.ACCEPTED and each.address not in (meeting.terms.recorder, meeting.terms.host):
            yield each.address
