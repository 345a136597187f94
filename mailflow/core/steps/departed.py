"""Whoever has left the organisation with open tasks: nobody writes to them, and the organizers hand the tasks on
(policy 5.3.4).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from mailflow.core.decision import Decision, R
from mailflow.core.due import Due
from mailflow.core.ledger import Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.organization import Organization
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.values import Address, ResolutionId


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    for task in meeting.resolutions:
        for who in task.owners if not task.ended else ():
            if situation.organization.person(who) is None:
                at = task.opened_at or meeting.end
                yield Due(at, f"departed:{task.id}:{who}", _tell(task.id, who))


def only_to_members(decision: Decision[R], organization: Organization) -> Decision[R]:
    """A record keeps the people it was announced with; who is not of the organisation any more gets no mail of it."""
    gone = dict.fromkeys(x.to for x in decision.letters if organization.person(x.to) is None)
    if not gone:
        return decision
    letters = tuple(x for x in decision.letters if x.to not in gone)
    unwritten = tuple(Said(Saying.NOT_WRITTEN_TO, person=who) for who in gone)
    return Decision(decision.record, letters, decision.said + unwritten, decision.outcome)


def _tell(key: ResolutionId, who: Address) -> Callable[[Meeting, Situation], Decision]:
    def step(meeting: Meeting, situation: Situation) -> Decision:
        task = meeting.resolution(key)
        if task is None or task.ended:
            return Decision(meeting)
        said = Said(Saying.OWNER_LEFT, person=who, text=task.title)
        told = notice(situation.organization.organizers, "owner-left", (said,), resolution=task.id)
        letters = tuple(replace(x, about=About.RESOLUTION, ref=task.id, urgent=False) for x in told)
        return Decision(meeting, letters, (said,), Outcome.DONE)

    return step
