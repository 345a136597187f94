"""A task that was handed on: the new owner's own word about it (policy 5.3.4).

Nobody is bound to what they refuse: the task goes back to who had it, and the organizer who follows it up hears why.
"""

from dataclasses import replace

from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Approve, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.meeting import Meeting
from mailflow.core.reply import About
from mailflow.core.resolution import Resolution
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.steps.resolutions import checker_of, task_letter
from mailflow.core.values import Address

HANDED = "handed"
"""What the letter to a new owner is about: ``handed:OLD OWNER``, with nobody where the task has only one more owner."""


def accept(meeting: Meeting, _intent: Approve, reply: ReplyArrived, _situation: Situation) -> Decision:
    task, by = _handed(meeting, reply), reply.identity.person or reply.identity.address
    if task is None:
        return _too_late(meeting, by)
    said = Said(Saying.TASK_ACCEPTED, person=by, text=task.title)
    return Decision(meeting, said=(said,), outcome=Outcome.DONE)


def decline(meeting: Meeting, intent: Reject, reply: ReplyArrived, situation: Situation) -> Decision:
    """Back to the old owner; to whoever follows the task up where the old owner has left and nobody else has it."""
    task, by = _handed(meeting, reply), reply.identity.person or reply.identity.address
    if task is None:
        return _too_late(meeting, by)
    old = Address(reply.answers.ref.partition(":")[2]) if reply.answers else Address("")
    others = tuple(o for o in task.owners if o != by)
    checker = checker_of(meeting, task, situation) or meeting.terms.host
    if situation.organization.person(old):
        others = tuple(dict.fromkeys(old if o == by else o for o in task.owners))
    returned = replace(task, owners=others or (checker,))
    said = Said(
        Saying.TASK_HANDED_BACK, person=by, other=old if old in returned.owners else returned.owners[0], text=task.title
    )
    why = intent.reason or reply.reading.text
    letters = tuple(
        replace(task_letter(returned, o, "returned", said), person=by, quote=why)
        for o in returned.owners
        if o not in task.owners
    )
    watching = tuple(o for o in dict.fromkeys((checker,)) if o != by and o not in {x.to for x in letters})
    told = notice(watching, "handed-back", (said,), person=by, quote=reply.reading.text, resolution=task.id)
    asked = tuple(replace(x, about=About.RESOLUTION, ref=task.id) for x in told)
    return Decision(meeting.with_resolution(returned), (*letters, *asked), (said,), Outcome.DONE)


def _handed(meeting: Meeting, reply: ReplyArrived) -> Resolution | None:
    """The task of the answered letter, while it is open and still with the one who answers."""
    key = reply.answers.resolution if reply.answers else None
    task = meeting.resolution(key) if key else None
    return task if task is not None and not task.ended and reply.identity.person in task.owners else None


def _too_late(meeting: Meeting, by: Address) -> Decision:
    said = Said(Saying.REQUEST_DECIDED_ALREADY, person=by)
    return Decision(meeting, said=(said,), outcome=Outcome.NOTED)
