"""Wishes that wait for a second “yes”: of senders who could not be verified, and of acts too weighty for one mail."""

from dataclasses import replace

from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Held, Meeting
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address


def hold(meeting: Meeting, reply: ReplyArrived, variant: str) -> Decision:
    """Nothing is done yet: the person's own address is asked. ``variant`` is ``held`` or the act, ``cancel``."""
    person = reply.identity.person or reply.identity.address
    number = len(meeting.held) + 1
    held = Held(number, "identity" if variant == "held" else "second-word", reply)
    letter = Letter(
        kind=MailKind.APPROVAL_REQUEST,
        to=person,
        about=About.APPROVAL,
        ref=f"held:{number}",
        variant=variant,
        quote=reply.reading.text,
        answers=reply.message_id,
        subject=reply.subject,
    )
    said = Said(Saying.CONFIRMATION_ASKED, person=person)
    return Decision(replace(meeting, held=(*meeting.held, held)), (letter,), (said,), Outcome.ASKED)


def waiting(meeting: Meeting, reply: ReplyArrived) -> Held | None:
    """What this answer is about, if it still waits."""
    _, _, number = reply.answers.ref.partition(":") if reply.answers else ("", "", "")
    return next((h for h in meeting.held if str(h.number) == number and not h.settled), None)


def settle(meeting: Meeting, held: Held, *, done: bool) -> Meeting:
    settled = replace(held, settled="done" if done else "denied")
    return replace(meeting, held=tuple(settled if h.number == held.number else h for h in meeting.held))


def denied(meeting: Meeting, held: Held, by: Address) -> Decision:
    """“That was not me”, or “leave it”: nothing was changed, and nothing is."""
    said = Said(Saying.DENIED_BY_SENDER, person=by)
    return Decision(settle(meeting, held, done=False), said=(said,), outcome=Outcome.DONE)
