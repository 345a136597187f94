"""A mail as somebody of the acted company sees it in the own mailbox."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime


@dataclass(frozen=True)
class Received:
    """``kind``, ``meeting`` and ``resolution`` are what X-Mailflow-… says, empty in mail of others.

    ``answer_to`` is where a reply goes. ``calendar`` is the first calendar part, as bytes.
    """

    message_id: str
    references: str
    sender_name: str
    sender: str
    to: str
    answer_to: str
    subject: str
    date: datetime | None
    kind: str
    meeting: str
    resolution: str
    text: str
    html: str
    calendar: bytes
    files: tuple[str, ...]
    program: str = ""


def read(raw: bytes) -> Received:
    """Never fails for mail that a mail program or mailflow wrote."""
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    name, sender = _first(mail, "From")
    return Received(
        message_id=str(mail.get("Message-ID", "")).strip(),
        references=str(mail.get("References", "")).strip(),
        sender_name=name,
        sender=sender,
        to=_first(mail, "To")[1],
        answer_to=_first(mail, "Reply-To")[1] or sender,
        subject=str(mail.get("Subject", "")),
        date=parsedate_to_datetime(str(mail["Date"])) if mail["Date"] else None,
        kind=str(mail.get("X-Mailflow-Kind", "")),
        meeting=str(mail.get("X-Mailflow-Meeting", "")),
        resolution=str(mail.get("X-Mailflow-Resolution", "")),
        text=_body(mail, "plain"),
        html=_body(mail, "html"),
        calendar=_calendar(mail),
        files=tuple(p.get_filename() or "" for p in mail.walk() if p.get_content_disposition() == "attachment"),
        program=str(mail.get("X-Mailer") or mail.get("User-Agent") or ""),
    )


def _first(mail: EmailMessage, field: str) -> tuple[str, str]:
    found = getaddresses([str(v) for v in mail.get_all(field, [])])
    return found[0] if found else ("", "")


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    content = part.get_content() if part is not None else ""
    return content.replace("\r\n", "\n") if isinstance(content, str) else ""


def _calendar(mail: EmailMessage) -> bytes:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""
