"""Who may decide what (DESIGN: the table of authority). Nothing here looks at words, only at who asks for what."""

from collections.abc import Callable
from typing import Any

from mailflow.core.events import ReplyArrived
from mailflow.core.meeting import Meeting
from mailflow.core.organization import Organization
from mailflow.core.policy import Series
from mailflow.core.problem import Problem
from mailflow.core.values import Address

Check = Callable[[Any, ReplyArrived, Organization], bool]
"""Of the record that is decided on, which is the kind that the rule's table is for."""


def acting_for(reply: ReplyArrived, organization: Organization) -> Address | None:
    """In whose name the sender speaks: the one who was asked, where the sender assists them; else the sender."""
    sender = reply.identity.person
    asked = reply.answers.to if reply.answers else None
    if sender and asked and sender != asked and organization.assists(sender, asked):
        return asked
    return sender


def bound_to_another(reply: ReplyArrived, organization: Organization) -> bool:
    """The answered mail was written to somebody else: from this sender it decides nothing."""
    if reply.answers is None or reply.reading.calendar is not None:
        return False
    return acting_for(reply, organization) != reply.answers.to


def approvers(meeting: Meeting, person: Address, organization: Organization) -> tuple[Address, ...]:
    """Who approves this person's leave: who chairs; for the host the deputy, else the organizers (policy 5.1.1)."""
    if person != meeting.chair:
        return (meeting.chair,)
    deputy = meeting.terms.deputy_host
    if deputy and deputy != person and not meeting.is_excused(deputy):
        return (deputy,)
    return tuple(o for o in organization.organizers if o != person)


def attendee(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    who = acting_for(reply, organization)
    return who is not None and meeting.attendee(who) is not None


def member(_meeting: Meeting, reply: ReplyArrived, _organization: Organization) -> bool:
    return reply.identity.person is not None


def organizer(_record: Meeting | Problem, reply: ReplyArrived, organization: Organization) -> bool:
    return reply.identity.person in organization.organizers


def organizer_or_host(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    return reply.identity.person in (*organization.organizers, meeting.terms.host)


def attendee_or_organizer(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    return attendee(meeting, reply, organization) or organizer_or_host(meeting, reply, organization)


def may_convene(series: Series, reply: ReplyArrived) -> bool:
    return reply.identity.person in series.may_convene


def caller(meeting: Meeting, reply: ReplyArrived, _organization: Organization) -> bool:
    return meeting.called is not None and reply.identity.person == meeting.called.by


def host_of_problem(problem: Problem, reply: ReplyArrived, _organization: Organization) -> bool:
    return reply.identity.person == problem.host


def recorder_or_organizer(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    return reply.identity.person in (meeting.recorder, meeting.terms.recorder, *organization.organizers)


def asked_for_minutes(meeting: Meeting, reply: ReplyArrived, _organization: Organization) -> bool:
    """Of any version: the newest may still wait for what the recorder was asked."""
    return any(reply.identity.person in version.asked for version in meeting.minutes)


def asked_substitute(_meeting: Meeting, reply: ReplyArrived, _organization: Organization) -> bool:
    """Whoever was asked may answer, however late: they are told what became of it (policy 5.1.1)."""
    return reply.answers is not None and reply.answers.to == reply.identity.person


def asked_approver(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    """The one to whom the request was written, who must still be entitled to decide it."""
    if reply.answers is None or reply.answers.to != reply.identity.person:
        return False
    kind, _, person = reply.answers.ref.partition(":")
    if kind == "leave":
        return reply.answers.to in approvers(meeting, Address(person), organization)
    if kind in ("extend", "done", "move", "topic", "topic-back"):
        return reply.answers.to in (*organization.organizers, meeting.terms.host)
    return True


def owner_or_head(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    """May speak of at least one task of this meeting; which one is checked where the task is known."""
    who = reply.identity.person
    return who is not None and any(speaks_for(who, r.owners, organization) for r in meeting.resolutions)


def owner_head_or_organizer(meeting: Meeting, reply: ReplyArrived, organization: Organization) -> bool:
    """The organizer hands tasks on (policy 5.3.4); their owners ask for it."""
    return reply.identity.person in organization.organizers or owner_or_head(meeting, reply, organization)


def speaks_for(who: Address, owners: tuple[Address, ...], organization: Organization) -> bool:
    if who in owners:
        return True
    people = (organization.person(o) for o in owners)
    heads = (organization.head(p.department) for p in people if p)
    return any(h is not None and h.email == who for h in heads)
