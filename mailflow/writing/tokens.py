"""Names for a mail that nobody can guess, and that no other mail ever has."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime

from mailflow.core.letters import Letter
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import Address, MessageId, RecordId, Token

_LENGTH = 20  # 100 bits, in the alphabet that survives mail programs which change case


@dataclass(frozen=True)
class Bound:
    """What a mail's names are bound to: its place in its record, its reader, what it asks, and when it was written.

    The place alone would not do: where an old backup is put back, the next mail takes the place of one that went out after
    the backup was made, and an answer to that one must not be taken for an answer to this one.
    """

    record: RecordId
    number: int
    to: Address
    asks: str
    made_at: datetime

    @classmethod
    def of(cls, mail: Letter | Outgoing, record: RecordId, number: int, made_at: datetime) -> "Bound":
        return cls(record, number, mail.to, f"{mail.kind.value} {mail.about.value} {mail.ref}", made_at)

    @property
    def parts(self) -> tuple[str, ...]:
        moment = self.made_at.astimezone(UTC).isoformat()
        return self.record, str(self.number), self.to, self.asks, moment


def token(secret: bytes, bound: Bound) -> Token:
    """Bound to one mail and one person (docs/decisions/0003): another sender's use of it decides nothing."""
    return Token(_digest(secret, "token", *bound.parts))


def message_id(secret: bytes, bound: Bound, domain: str) -> MessageId:
    """RFC 5322 3.6.4."""
    return MessageId(f"<{_digest(secret, 'message-id', *bound.parts)}@{domain}>")


def _digest(secret: bytes, *parts: str) -> str:
    digest = hmac.digest(secret, "\0".join(parts).encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:_LENGTH]
