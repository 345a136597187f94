"""Letters that every chapter writes alike: receipts, questions, notices to the organizers."""

from mailflow.core.events import ReplyArrived
from mailflow.core.letters import Letter, MailKind
from mailflow.core.organization import Organization
from mailflow.core.reply import About
from mailflow.core.said import Said
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
    """What mailflow may not or cannot decide reaches the organizers, with the words that were written."""
    return notice(organization.organizers, variant, said, person=reply.identity.person, quote=reply.reading.text)
