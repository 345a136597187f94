"""Topics and materials (policy 3.1.2, 4): called for, filed, reminded, reported."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from mailflow.core.authority import acting_for
from mailflow.core.decision import Decision
from mailflow.core.due import Due
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Materials, Nothing, TopicProposal
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Material, Meeting, MeetingState, Topic
from mailflow.core.reply import About, File
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import topics
from mailflow.core.values import Address


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    calendar, terms = situation.calendar, meeting.terms
    deadline = calendar.before(meeting.start, terms.materials_due)
    if meeting.state is MeetingState.ANNOUNCED:
        yield Due(calendar.before(meeting.start, terms.call), "call", call, until=deadline)
        if "call" in meeting.marks and owing(meeting):
            yield Due(
                calendar.before(meeting.start, terms.materials_reminder), "materials-reminder", remind, until=deadline
            )
            yield Due(deadline, "materials-overdue", report_missing, until=meeting.start)


def owing(meeting: Meeting) -> tuple[Address, ...]:
    """Reporters who owe materials and have neither sent some nor said that they have none.

    A section's reporters owe together: one file of one of them settles it.
    """
    sent = {m.by for m in meeting.current_materials} | set(meeting.nothing_from)
    return tuple(
        dict.fromkeys(
            reporter
            for section in meeting.terms.agenda
            if section.materials and not sent.intersection(section.reporters)
            for reporter in section.reporters
        )
    )


def sections_of(meeting: Meeting, who: Address) -> tuple[str, ...]:
    """The agenda's sections for which this person owes materials."""
    return tuple(s.title for s in meeting.terms.agenda if s.materials and who in s.reporters)


def call(meeting: Meeting, situation: Situation) -> Decision:
    deadline = situation.calendar.before(meeting.start, meeting.terms.materials_due)
    letters = tuple(
        Letter(
            kind=MailKind.CALL,
            to=a.address,
            about=About.CALL,
            sections=sections_of(meeting, a.address),
            deadline=deadline,
        )
        for a in meeting.attendees
        if not a.excused
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)


def remind(meeting: Meeting, situation: Situation) -> Decision:
    deadline = situation.calendar.before(meeting.start, meeting.terms.materials_due)
    letters = tuple(
        Letter(
            kind=MailKind.MATERIALS_REMINDER,
            to=who,
            about=About.CALL,
            sections=sections_of(meeting, who),
            deadline=deadline,
            urgent=False,
        )
        for who in owing(meeting)
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)


def report_missing(meeting: Meeting, situation: Situation) -> Decision:
    """After the deadline the organizers hear who owes what (policy 4.2.1)."""
    missing = owing(meeting)
    said = tuple(Said(Saying.MATERIALS_MISSING, person=who) for who in missing)
    letters = tuple(
        Letter(kind=MailKind.MATERIALS_REMINDER, to=o, variant="overdue", people=missing, said=said, urgent=False)
        for o in situation.organization.organizers
    )
    return Decision(meeting, letters, said, Outcome.DONE)


def propose(meeting: Meeting, intent: TopicProposal, reply: ReplyArrived, situation: Situation) -> Decision:
    """A topic goes into the agenda until it is out; afterwards the organizers are asked."""
    who = acting_for(reply, situation.organization)
    if who is None:
        return Decision(meeting)
    if any(t.title == intent.title and t.by == who for t in meeting.topics):
        return Decision(meeting, said=(Said(Saying.TOPIC_TAKEN, person=who, text=intent.title),))
    topic = Topic(title=intent.title, by=who, at=reply.at, detail=reply.reading.text)
    if meeting.state is MeetingState.PREPARED:
        return topics.offer(meeting, topic, situation)
    said = Said(Saying.TOPIC_TAKEN, person=who, text=intent.title)
    return Decision(replace(meeting, topics=(*meeting.topics, topic)), said=(said,), outcome=Outcome.DONE)


def file(meeting: Meeting, intent: Materials, reply: ReplyArrived, situation: Situation) -> Decision:
    """Attachments are filed by department; one of the same name replaces the earlier one, which is kept."""
    who = acting_for(reply, situation.organization)
    person = situation.organization.person(who) if who else None
    decision = Decision(meeting)
    if who is None or person is None:
        return decision
    accepted: list[File] = []
    for handed_in in reply.files:
        if handed_in.name not in intent.files:
            continue
        if not _type_allowed(meeting, handed_in):
            said = Said(Saying.MATERIALS_REFUSED, person=who, text=handed_in.name)
            decision = decision.then(Decision(decision.meeting, said=(said,), outcome=Outcome.REFUSED))
            continue
        decision = decision.then(_filed(decision.meeting, handed_in, who, person.department, reply))
        accepted.append(handed_in)
    if accepted and meeting.state is MeetingState.PREPARED:
        decision = decision.then(_supplement(decision.meeting, tuple(accepted), who))
    return decision


def nothing(meeting: Meeting, _intent: Nothing, reply: ReplyArrived, situation: Situation) -> Decision:
    who = acting_for(reply, situation.organization)
    if who is None:
        return Decision(meeting)
    free = tuple(dict.fromkeys((*meeting.nothing_from, who)))
    said = Said(Saying.NOTHING_TO_SUBMIT, person=who)
    return Decision(replace(meeting, nothing_from=free), said=(said,), outcome=Outcome.DONE)


def _filed(meeting: Meeting, handed_in: File, who: Address, department: str, reply: ReplyArrived) -> Decision:
    earlier = [m for m in meeting.materials if m.file.name == handed_in.name and m.department == department]
    version = len(earlier) + 1
    material = Material(
        department=department,
        by=who,
        at=reply.at,
        file=handed_in,
        version=version,
        section=next(iter(sections_of(meeting, who)), ""),
    )
    kept = tuple(replace(m, replaced=True) if m in earlier else m for m in meeting.materials)
    said = [Said(Saying.MATERIALS_FILED, person=who, text=handed_in.name, number=version)]
    if handed_in.unnamed:
        said.append(Said(Saying.MATERIALS_UNNAMED, person=who, text=handed_in.name))
    return Decision(replace(meeting, materials=(*kept, material)), said=tuple(said), outcome=Outcome.DONE)


def _type_allowed(meeting: Meeting, handed_in: File) -> bool:
    allowed = meeting.terms.file_types
    return not allowed or PurePosixPath(handed_in.name).suffix.lower().lstrip(".") in allowed


def _supplement(meeting: Meeting, files: tuple[File, ...], by: Address) -> Decision:
    """What comes after the packet goes to everybody at once (policy 4.2.2)."""
    letters = tuple(
        Letter(kind=MailKind.SUPPLEMENT, to=a.address, about=About.INVITATION, person=by, files=files)
        for a in meeting.attendees
        if a.address != by and not a.excused
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)
