"""Letters that every chapter writes alike: receipts, questions, notices to the organizers."""

from dataclasses import replace

from mailflow.core.decision import Decision, R
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Settle
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.organization import Organization
from mailflow.core.reply import SETTLE, About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.values import Address, ResolutionId


def to_sender(reply: ReplyArrived, kind: MailKind, said: tuple[Said, ...] = (), variant: str = "") -> Letter:
    """An answer to somebody's mail, in its thread; a reply to it is read as a reply to what they answered."""
    asked = reply.answers
    return Letter(
        kind=kind,
        to=reply.identity.person or reply.identity.address,
        about=asked.about if asked else About.NONE,
        ref=asked.ref if asked else "",
        resolution=asked.resolution if asked else None,
        variant=variant,
        said=said,
        answers=reply.message_id,
        subject=reply.subject,
    )


def notice(
    to: tuple[Address, ...],
    variant: str,
    said: tuple[Said, ...],
    *,
    person: Address | None = None,
    quote: str = "",
    resolution: ResolutionId | None = None,
) -> tuple[Letter, ...]:
    """The same notice to several people, each once."""
    return tuple(
        Letter(
            kind=MailKind.NOTICE,
            to=who,
            variant=variant,
            said=said,
            person=person,
            quote=quote,
            resolution=resolution,
        )
        for who in dict.fromkeys(to)
    )


def forward(
    reply: ReplyArrived, organization: Organization, said: tuple[Said, ...], variant: str = "forwarded"
) -> tuple[Letter, ...]:
    """What mailflow may not or cannot decide reaches the organizers, with the words that were written.

    Who wrote it needs no notice of it; what an organizer answers to such a notice is asked back and makes no new one.
    """
    if settles(reply):
        return ()
    others = tuple(o for o in organization.organizers if o != reply.identity.person)
    letters = notice(others, variant, said, person=reply.identity.person, quote=reply.reading.text)
    return tuple(replace(letter, ref=SETTLE) for letter in letters)


def settles(reply: ReplyArrived) -> bool:
    """Is it an answer to a mail that was put before the organizers?"""
    return reply.answers is not None and reply.answers.ref == SETTLE


def settled(record: R, _wish: Settle, reply: ReplyArrived, _situation: Situation) -> Decision[R]:
    """Nothing more to do; the ledger says who found so."""
    return Decision(record, said=(settled_by(reply),), outcome=Outcome.DONE)


def settled_by(reply: ReplyArrived) -> Said:
    return Said(Saying.SETTLED, person=reply.identity.person)
