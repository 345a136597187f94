"""An objection that the recorder answers in words (policy 5.3.3): the minutes stand, and who objects decides."""

from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import AnswerObjection
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.values import Address


def answer(meeting: Meeting, _intent: AnswerObjection, reply: ReplyArrived, _situation: Situation) -> Decision:
    """The words go to who objects, to confirm after all or to keep the objection; nothing else changes by them."""
    by = reply.identity.person or reply.identity.address
    who = Address(reply.answers.ref.partition(":")[2]) if reply.answers else by
    version = next((v for v in reversed(meeting.minutes) if any(o.by == who for o in v.objections)), None)
    if version is None or version is not meeting.current_minutes or version.final_at:
        said = Said(Saying.REQUEST_DECIDED_ALREADY, person=who)
        return Decision(meeting, said=(said,), outcome=Outcome.NOTED)
    letter = Letter(
        kind=MailKind.OBJECTION,
        to=who,
        about=About.MINUTES,
        ref=f"minutes:{version.number}",
        variant="answered",
        person=by,
        objections=tuple(o for o in version.objections if o.by == who),
        deadline=version.deadline,
        quote=reply.reading.text,
        files=reply.files,
    )
    said = Said(Saying.OBJECTION_ANSWERED, person=by, other=who, number=version.number)
    return Decision(meeting, (letter,), (said,), Outcome.DONE)
