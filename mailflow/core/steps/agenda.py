"""The agenda with its opening, and the packet of materials (policy 3.2.1, 3.2.2, 4.2.2)."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.core.counting import figures, month_of_review
from mailflow.core.decision import Decision
from mailflow.core.due import Due, can_wait
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.values import Address

_MINUTES_A_TOPIC = 10


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    if meeting.state is MeetingState.ANNOUNCED:
        at = situation.calendar.before(meeting.start, meeting.terms.agenda_out)
        yield Due(at, "agenda", send, until=meeting.start, quiet=can_wait(at, meeting.start, situation))
        if overrun(meeting) > 0:
            closes = situation.calendar.before(meeting.start, meeting.terms.materials_due)
            yield Due(min(closes, at), "agenda-long", tell_overrun, until=at)


def overrun(meeting: Meeting) -> int:
    """Minutes by which the agenda is longer than the meeting (policy 1.3.1); a proposed topic counts ten."""
    planned = sum(s.minutes for s in meeting.terms.agenda) + _MINUTES_A_TOPIC * len(meeting.topics)
    return planned - int((meeting.end - meeting.start).total_seconds() // 60)


def tell_overrun(meeting: Meeting, situation: Situation) -> Decision:
    """The agenda goes back to the organizers, who decide what to drop or whether to take longer."""
    said = Said(Saying.AGENDA_TOO_LONG, number=overrun(meeting))
    told = notice(situation.organization.organizers, "agenda-long", (said,))
    letters = tuple(replace(letter, about=About.INVITATION) for letter in told)
    return Decision(meeting, letters, (said,), Outcome.DONE)


def send(meeting: Meeting, situation: Situation) -> Decision:
    """Agenda to everybody who comes or should know; the packet in a mail of its own, never in an invitation."""
    agendas = tuple(replace(_agenda(meeting, situation), to=a.address) for a in meeting.attendees)
    return Decision(replace(meeting, state=MeetingState.PREPARED), (*agendas, *_packets(meeting)), outcome=Outcome.DONE)


def _agenda(meeting: Meeting, situation: Situation) -> Letter:
    counted = None
    if meeting.terms.figures:  # 2.2: the monthly summary opens with what the records add up to
        month = month_of_review(situation.calendar.day_of(meeting.start))
        counted = figures(situation.of_month, month, situation.organization, situation.calendar)
    return Letter(
        kind=MailKind.AGENDA,
        to=meeting.terms.host,
        about=About.INVITATION,
        review=situation.review(meeting),
        figures=counted if counted and counted.people else None,
    )


def again(meeting: Meeting, said: Said, situation: Situation) -> tuple[Letter, ...]:
    """The agenda as it is now, to everybody who has it already, with what changed."""
    changed = replace(_agenda(meeting, situation), said=(said,))
    return tuple(replace(changed, to=a.address) for a in meeting.attendees)


def to_one(meeting: Meeting, who: Address, situation: Situation) -> Iterator[Letter]:
    """What the others have had already, for somebody who was invited late."""
    yield replace(_agenda(meeting, situation), to=who)
    yield from (letter for letter in _packets(meeting) if letter.to == who)


def _packets(meeting: Meeting) -> Iterator[Letter]:
    """The same packet for every attendee (policy 1.3.2). Above the size limit it lists what there is."""
    materials = sorted(meeting.current_materials, key=lambda m: _place(meeting, m.section))
    if not materials:
        return
    files = tuple(m.file for m in materials)
    fits = sum(f.size for f in files) <= meeting.terms.packet_limit_mb * 1_000_000
    for a in meeting.attendees:
        if not a.excused:
            yield Letter(
                kind=MailKind.PACKET,
                to=a.address,
                about=About.INVITATION,
                variant="" if fits else "list",
                files=files,
            )


def _place(meeting: Meeting, section: str) -> int:
    titles = [s.title for s in meeting.terms.agenda]
    return titles.index(section) if section in titles else len(titles)
