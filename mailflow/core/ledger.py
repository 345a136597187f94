"""The ledger: one line for every mail that came and every act of mailflow's own, with its reason."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.core.intents import Intent
from mailflow.core.reply import About, Certainty
from mailflow.core.said import Said
from mailflow.core.values import Address, Digest, MessageId


class Cause(StrEnum):
    MAIL = "mail"
    TIME = "time"
    DELIVERY = "delivery"
    COMMAND = "command"


class Outcome(StrEnum):
    DONE = "done"  # something was changed
    NOTED = "noted"  # nothing to change
    ASKED = "asked"  # a question went back to the sender
    FORWARDED = "forwarded"  # a person decides
    REFUSED = "refused"  # not allowed, told so
    IGNORED = "ignored"  # automatic, doubled or overtaken
    QUARANTINED = "quarantined"


@dataclass(frozen=True)
class LedgerEntry:
    """``said`` tells what was done and why, ``mails`` what was written because of it."""

    at: datetime
    cause: Cause
    outcome: Outcome
    said: tuple[Said, ...] = ()
    message_id: MessageId | None = None
    sender: Address | None = None
    certainty: Certainty | None = None
    about: About | None = None
    ref: str = ""
    subject: str = ""
    text: str = ""
    intents: tuple[Intent, ...] = ()
    unclear: bool = False
    raw: Digest | None = None
    mails: tuple[MessageId, ...] = ()
