"""Wishes that wait for a second “yes”: of senders who could not be verified, and of acts too weighty for one mail."""

from dataclasses import replace
from datetime import timedelta

from mailflow.core.decision import Decision, R
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Cancel, Counter, Intent, Invite, Lengthen, Relocate
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Held, Meeting
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address

_WORDING = {Cancel: "cancel", Counter: "move", Invite: "invite", Relocate: "relocate", Lengthen: "lengthen"}


def hold(record: R, reply: ReplyArrived, act: Intent | None = None) -> Decision[R]:
    """Nothing is done yet: the person's own address is asked, and told what will happen.

    ``act`` is the one weighty wish; None holds the whole mail of a sender who could not be verified.
    """
    person = reply.identity.person or reply.identity.address
    number = len(record.held) + 1
    held = Held(number, "second-word" if act else "identity", reply, act.kind if act else "")
    letter = Letter(
        kind=MailKind.APPROVAL_REQUEST,
        to=person,
        about=About.APPROVAL,
        ref=f"held:{number}",
        variant=_WORDING[type(act)] if act else "held",
        quote=reply.reading.text,
        start=act.start if isinstance(act, Counter) else None,
        end=record.start + timedelta(minutes=act.minutes)
        if isinstance(act, Lengthen) and isinstance(record, Meeting)
        else None,
        venue=act.venue if isinstance(act, Relocate | Counter) else "",
        people=act.attendees if isinstance(act, Invite) else (),
        answers=reply.message_id,
        subject=reply.subject,
    )
    said = Said(Saying.CONFIRMATION_ASKED, person=person)
    return Decision(replace(record, held=(*record.held, held)), (letter,), (said,), Outcome.ASKED)


def waiting(record: R, reply: ReplyArrived) -> Held | None:
    """What this answer is about, if it still waits."""
    _, _, number = reply.answers.ref.partition(":") if reply.answers else ("", "", "")
    return next((h for h in record.held if str(h.number) == number and not h.settled), None)


def settle(record: R, held: Held, *, done: bool) -> R:
    settled = replace(held, settled="done" if done else "denied")
    return replace(record, held=tuple(settled if h.number == held.number else h for h in record.held))


def denied(record: R, held: Held, by: Address) -> Decision[R]:
    """“That was not me”, or “leave it”: nothing was changed, and nothing is."""
    said = Said(Saying.DENIED_BY_SENDER, person=by)
    return Decision(settle(record, held, done=False), said=(said,), outcome=Outcome.DONE)
