"""Names for a mail that nobody can guess, and that are the same when it is written again after a crash."""

import base64
import hashlib
import hmac

from mailflow.core.values import Address, MessageId, RecordId, Token

_LENGTH = 20  # 100 bits, in the alphabet that survives mail programs which change case


def token(secret: bytes, record: RecordId, number: int, to: Address) -> Token:
    """Bound to one mail and one person (docs/decisions/0003): another sender's use of it decides nothing."""
    return Token(_digest(secret, "token", record, str(number), to))


def message_id(secret: bytes, record: RecordId, number: int, to: Address, domain: str) -> MessageId:
    """RFC 5322 3.6.4. ``number`` counts the record's mails, so that the same letter keeps its id."""
    return MessageId(f"<{_digest(secret, 'message-id', record, str(number), to)}@{domain}>")


def _digest(secret: bytes, *parts: str) -> str:
    digest = hmac.digest(secret, "\0".join(parts).encode(), hashlib.sha256)
    return base64.b32encode(digest).decode().lower()[:_LENGTH]
