"""A telephone's mail program: it quotes nothing, and its mails are made without a MIME library, thousands of them."""

import base64
from datetime import datetime
from email.utils import format_datetime

from mailflow.core.organization import Person
from mailflow.demo.received import Received


def answer(person: Person, words: str, to: Received, at: datetime, number: int) -> bytes:
    """A reply in the thread, with nothing but its words."""
    domain = person.email.partition("@")[2]
    head = (
        f"From: {_encoded(person.name)} <{person.email}>",
        f"To: {to.answer_to}",
        f"Subject: {_encoded(f'Re: {to.subject}')}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: <telephone.{number}.{at:%Y%m%d%H%M}@{domain}>",
        f"In-Reply-To: {to.message_id}",
        "X-Mailer: iPhone Mail (21F90)",
        "MIME-Version: 1.0",
        'Content-Type: text/plain; charset="utf-8"',
        "Content-Transfer-Encoding: base64",
    )
    body = base64.encodebytes(words.replace("\n", "\r\n").encode()).decode().replace("\n", "\r\n")
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode("ascii")


def _encoded(text: str) -> str:
    """RFC 2047, in as many words as it takes."""
    pieces = (text[n : n + 12] for n in range(0, len(text), 12))
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(piece.encode()).decode()}?=" for piece in pieces)
