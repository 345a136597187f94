"""The ledger line of a person's mail."""

from mailflow.core.events import ReplyArrived
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.reply import About, Identity
from mailflow.core.said import Said


def line_of(reply: ReplyArrived, outcome: Outcome, said: tuple[Said, ...]) -> LedgerEntry:
    identity: Identity = reply.identity
    return LedgerEntry(
        at=reply.at,
        cause=Cause.MAIL,
        outcome=outcome,
        said=said,
        message_id=reply.message_id,
        sender=identity.address,
        certainty=identity.certainty,
        about=reply.answers.about if reply.answers else About.NONE,
        ref=reply.answers.ref if reply.answers else "",
        subject=reply.subject,
        text=reply.reading.text,
        intents=reply.reading.intents,
        unclear=reply.reading.unclear,
        raw=reply.raw,
    )
