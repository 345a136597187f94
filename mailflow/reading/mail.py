"""A message as it arrived, taken apart: headers, the two bodies, calendar parts, attachments."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from mailflow.core.values import Address, MessageId


class Unreadable(Exception):
    """The bytes are no message that can be taken apart. The text is one line that says why."""


class Mailbox(NamedTuple):
    """RFC 5322 3.4: a display name, decoded, and an address, lower case; either may be empty."""

    name: str
    address: Address


@dataclass(frozen=True)
class CalendarPart:
    """``content`` is iCalendar as bytes. ``inline`` tells the part that is shown from a file beside it.

    ``method`` is the parameter of Content-Type in capitals, "" where it is missing (RFC 6047 2.4).
    """

    content: bytes
    method: str = ""
    name: str = ""
    inline: bool = True


@dataclass(frozen=True)
class Attachment:
    """A file that came along.

    ``decoration`` marks what nobody hands in: pictures of a signature or shown inside the text, signatures of
    S/MIME and PGP, a returned mail of the recipient's own. ``unnamed`` says that ``name`` was made from the type.
    """

    name: str
    media_type: str
    content: bytes
    inline: bool = False
    content_id: str = ""
    unnamed: bool = False
    decoration: bool = False


@dataclass(frozen=True)
class InboundMail:
    """``headers`` are all header fields in their order, names in lower case, values unfolded and decoded.

    ``authors`` is everybody in From, of whom ``from_address`` is the first. ``text`` is the plain body, ``html`` the HTML body; None where the mail has none. ``media_types`` lists the types
    of all leaves, ``report`` holds the machine-readable parts of a multipart/report (RFC 6522), ``returned`` the
    headers or the whole of the mail that came back in it. ``incomplete`` says that parts were left unread because
    the mail goes beyond a limit: nothing may be decided from it without asking. ``results`` are the fields of
    Authentication-Results as they were written, topmost first: nobody but their server may have decided how they read.
    """

    message_id: MessageId
    from_address: Address
    from_name: str
    reply_to: tuple[Mailbox, ...]
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    date: datetime | None
    in_reply_to: MessageId | None
    references: tuple[MessageId, ...]
    headers: tuple[tuple[str, str], ...]
    authors: tuple[Mailbox, ...] = ()
    text: str | None = None
    html: str | None = None
    calendars: tuple[CalendarPart, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    content_type: str = "text/plain"
    report_type: str = ""
    media_types: tuple[str, ...] = ()
    report: tuple[str, ...] = ()
    returned: str = ""
    incomplete: bool = False
    results: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first field of that name (in lower case), "" where there is none."""
        return self._first_fields.get(name, "")

    @cached_property
    def _first_fields(self) -> dict[str, str]:
        return dict(reversed(self.headers))

    def all(self, name: str) -> tuple[str, ...]:
        """Every field of that name, topmost first."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def materials(self) -> tuple[Attachment, ...]:
        """The attachments that a person handed in (contract: ``materials``)."""
        return tuple(a for a in self.attachments if not a.decoration)
