"""What a mail shows of the mail that it answers: tokens, message ids, UIDs, markers.

These are clues, no proofs: whose they are is looked up in the store, and who may use them is decided from the sender.
"""

import html as markup
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from mailflow.core.values import Address, MessageId, Token
from mailflow.reading.charsets import decode
from mailflow.reading.mail import InboundMail
from mailflow.reading.marker import MARKER

_Clue = TypeVar("_Clue")

# To and Cc as the sender wrote them; what the servers on the way noted of the envelope's recipient.
_RECIPIENT_FIELDS = (
    "to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "x-rcpt-to",
    "apparently-to", "resent-to",
)  # fmt: skip
_ENVELOPE_IN_RECEIVED = re.compile(r"\bfor\s+<?([^\s<>;]+@[^\s<>;]+)>?", re.IGNORECASE)  # RFC 5321 4.4
_MSG_ID = re.compile(r"<[^<>\s]+>")
_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_UID = re.compile(rb"^UID(?:;[^:\r\n]*)?:([^\r\n]+)", re.IGNORECASE | re.MULTILINE)

_LONGEST = 2_000_000
_NOT_OF_TOKEN = re.compile(r"[^a-z2-7]")
_MAY_HOLD_MARKER = re.compile(r"\[|&#|&lsqb;|&lbrack;", re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
# Two characters that no mail holds stand for the ends of a blockquote while the depth of a marker is counted.
_QUOTE_BEGINS, _QUOTE_ENDS = "\ue000", "\ue001"


@dataclass(frozen=True)
class Clues:
    """Best first in each tuple, nothing twice. ``tokens`` come from plus addresses, ``markers`` from quoted text."""

    tokens: tuple[Token, ...] = ()
    message_ids: tuple[MessageId, ...] = ()
    uids: tuple[str, ...] = ()
    markers: tuple[Token, ...] = ()


def clues(mail: InboundMail, secretary: Address) -> Clues:
    """What the mail shows; ``secretary`` is the address whose plus tags are tokens."""
    return Clues(
        tokens=_once(_tokens(mail, secretary)),
        message_ids=_once(_message_ids(mail)),
        uids=_once(_uids(mail)),
        markers=_once(_markers(mail)),
    )


def _once(values: Iterable[_Clue]) -> tuple[_Clue, ...]:
    return tuple(dict.fromkeys(values))


def _tokens(mail: InboundMail, secretary: Address) -> Iterator[Token]:
    """``secretary+TOKEN@…`` in any recipient field. A local part in other capitals is the same to every server we know."""
    local, _, domain = secretary.partition("@")
    tagged = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+([\w.=-]+)@{re.escape(domain)}(?![\w-]|\.\w)", re.IGNORECASE)
    for name in _RECIPIENT_FIELDS:
        for value in mail.all(name):
            yield from (Token(tag.lower()) for tag in tagged.findall(value))
    for value in mail.all("received"):
        for recipient in _ENVELOPE_IN_RECEIVED.findall(value):
            yield from (Token(tag.lower()) for tag in tagged.findall(recipient))


def _message_ids(mail: InboundMail) -> Iterator[MessageId]:
    """The parent, then the ancestors from the newest on (RFC 5322 3.6.4)."""
    if mail.in_reply_to:
        yield mail.in_reply_to
    for value in mail.all("in-reply-to"):
        yield from (MessageId(found) for found in _MSG_ID.findall(value))
    yield from reversed(mail.references)


def _uids(mail: InboundMail) -> Iterator[str]:
    for part in mail.calendars:
        for found in _UID.findall(_FOLD.sub(b"", part.content)):
            yield decode(found.strip())


def _markers(mail: InboundMail) -> Iterator[Token]:
    """``[mailflow:TOKEN]``, the least quoted first: deeper quotes are older mails."""
    found = [*_marked(mail.text[:_LONGEST] if mail.text else "")]
    if mail.html:
        found += _marked(_bare(mail.html[:_LONGEST]))
    yield from (token for _, token in sorted(found, key=lambda each: each[0]))


def _marked(text: str) -> Iterator[tuple[int, Token]]:
    """Each marker with the depth of its quote."""
    if not _MAY_HOLD_MARKER.search(text):
        return
    for marker in MARKER.finditer(text):
        line = text[text.rfind("\n", 0, marker.start()) + 1 : marker.start()]
        depth = (
            line.count(">") + text.count(_QUOTE_BEGINS, 0, marker.start()) - text.count(_QUOTE_ENDS, 0, marker.start())
        )
        yield depth, Token(_NOT_OF_TOKEN.sub("", marker.group(1).lower()))


def _bare(html: str) -> str:
    """The HTML's text, its blockquotes kept as marks: a client may put a tag into the middle of a marker."""
    if not _MAY_HOLD_MARKER.search(html):
        return ""
    return markup.unescape(_TAG.sub(_mark_of, html))


def _mark_of(tag: re.Match[str]) -> str:
    if tag.group(2).lower() != "blockquote":
        return ""
    return _QUOTE_ENDS if tag.group(1) else _QUOTE_BEGINS
