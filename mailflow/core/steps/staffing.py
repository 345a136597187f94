"""A meeting that nobody can lead or record, or to which hardly anybody comes: the organizers hear of it in time
(policy 5.1.1, 5.3.1).
"""

from collections.abc import Iterator
from dataclasses import replace

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

_FEWEST = 2


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    """Once for what is lacking, and again where something else is."""
    if meeting.state not in (MeetingState.ANNOUNCED, MeetingState.PREPARED):
        return
    lacking = tuple(_lacking(meeting))
    told = meeting.marks.get("notice")
    if not lacking or told is None:
        return
    mark = "short:" + ":".join(said.key.value for said in lacking)
    quiet = can_wait(situation.now, meeting.start, situation)
    yield Due(told, mark, lambda m, s: _tell(m, tuple(_lacking(m)), s), until=meeting.start, quiet=quiet)


def _lacking(meeting: Meeting) -> Iterator[Said]:
    if meeting.is_excused(meeting.chair):
        yield Said(Saying.NO_CHAIR, person=meeting.chair)
    if meeting.is_excused(meeting.recorder):
        yield Said(Saying.NO_RECORDER, person=meeting.recorder)
    coming = [a for a in meeting.attendees if not a.excused]
    if len(coming) < _FEWEST:
        yield Said(Saying.HARDLY_ANYBODY, number=len(coming))


def _tell(meeting: Meeting, lacking: tuple[Said, ...], situation: Situation) -> Decision:
    told = notice(situation.organization.organizers, "short", lacking)
    letters = tuple(replace(letter, about=About.INVITATION) for letter in told)
    return Decision(meeting, letters, lacking, Outcome.DONE)


def told_to_chair(meeting: Meeting, who: Address, situation: Situation) -> Decision:
    """The host's deputy hears that the meeting is theirs to lead."""
    if who != meeting.terms.host or meeting.chair == who:
        return Decision(meeting)
    said = Said(Saying.CHAIR_IS, person=meeting.chair, other=who)
    letter = Letter(
        kind=MailKind.NOTICE,
        to=meeting.chair,
        about=About.INVITATION,
        variant="chair",
        said=(said,),
        urgent=not can_wait(situation.now, meeting.start, situation),
    )
    return Decision(meeting, (letter,), (said,), Outcome.DONE)
