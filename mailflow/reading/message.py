"""Bytes to InboundMail: the tree of parts becomes bodies, calendar parts and attachments."""

import html as markup
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailflow.core.values import MessageId, address
from mailflow.reading.addresses import addresses, mailboxes
from mailflow.reading.charsets import clean, decode, decoded_words
from mailflow.reading.flowed import unflowed
from mailflow.reading.mail import Attachment, CalendarPart, InboundMail, Mailbox, Unreadable
from mailflow.reading.mime import Headers, Part, Walk, split_headers, walk
from mailflow.reading.own_name import own_name
from mailflow.reading.tnef import TnefError, read_tnef

_MSG_ID = re.compile(r"<[^<>\s]+>")
_FIRST_YEAR, _LAST_YEAR = 1970, 2200  # of a Date that can be one
_ICS = re.compile(rb"\A\s*(?:\xef\xbb\xbf)?BEGIN:VCALENDAR", re.IGNORECASE)
_REPORT_TYPES = {"message/delivery-status", "message/disposition-notification", "message/feedback-report",
                 "message/global-delivery-status", "message/global-disposition-notification"}  # fmt: skip
# Signatures and keys, not files: RFC 8551 3.2, RFC 3156.
_SECURITY_TYPES = {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature",
                   "application/pgp-encrypted", "application/pgp-keys"}  # fmt: skip
# Names that programs give to a picture in a signature or in the text: image001.png, Outlook-abc.png, InsertPic_1.jpg.
_PICTURE_OF_A_PROGRAM = re.compile(
    r"(?:image\d{3}|outlook-[\w-]+|insertpic_?[\w()-]*|signature\w*|logo\w*|catch[\w.()-]*)\.(?:png|jpe?g|gif|bmp)",
    re.IGNORECASE,
)
_MAKES_NO_SENSE_OF = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def parse(raw: bytes) -> InboundMail:
    """The mail taken apart. Raises Unreadable where there is neither a header field nor any content."""
    if not raw.strip():
        raise Unreadable("the message is empty: expected header fields and a body (RFC 5322)")
    tree = walk(raw)
    if not tree.headers and len(tree.parts) == 1 and b"\x00" in raw[:512]:
        raise Unreadable("the message has no header fields and is no text: expected RFC 5322 bytes")
    content = _sorted_out(tree)
    mail = _mail(tree, content)
    return mail if mail.message_id else replace(mail, message_id=own_name(mail))


def _mail(tree: Walk, content: "_Content") -> InboundMail:
    fields = _Fields(tree.headers)
    authors = fields.mailboxes("from")
    sender = next(iter(authors or fields.mailboxes("sender")), Mailbox("", address("")))
    replied = fields.message_ids("in-reply-to")
    return InboundMail(
        message_id=fields.message_id() or MessageId(""),
        from_address=sender.address,
        from_name=sender.name,
        reply_to=fields.mailboxes("reply-to"),
        to=fields.mailboxes("to"),
        cc=fields.mailboxes("cc"),
        subject=fields.line("subject"),
        date=fields.date(),
        in_reply_to=replied[0] if replied else None,
        references=fields.message_ids("references"),
        authors=authors,
        headers=fields.decoded,
        results=fields.written("authentication-results"),
        text=content.text,
        html=content.html,
        calendars=tuple(content.calendars),
        attachments=tuple(content.attachments),
        content_type=tree.content_type,
        report_type=tree.parameters.get("report-type", "").lower(),
        media_types=tuple(part.media_type for part in tree.parts),
        report=tuple(content.report),
        returned=content.returned,
        incomplete=tree.incomplete,
    )


class _Fields:
    """The header fields of a mail as values."""

    def __init__(self, headers: Headers) -> None:
        self.decoded = tuple((name, decoded_words(value) if "=?" in value else value) for name, value in headers)
        self._lines = dict(reversed(self.decoded))  # of several fields of one name the first
        self._by_name: dict[str, list[str]] = {}
        for name, value in headers:
            self._by_name.setdefault(name, []).append(value)

    def line(self, name: str) -> str:
        """The first field on one line, without control characters."""
        value = self._lines.get(name, "")
        return value.strip() if value.isprintable() else "".join(c if c.isprintable() else " " for c in value).strip()

    def mailboxes(self, name: str) -> tuple[Mailbox, ...]:
        """Everybody in the fields of that name (RFC 5322 3.6.3); what is no address falls away."""
        return mailboxes(self._by_name.get(name, ()))

    def written(self, name: str) -> tuple[str, ...]:
        """Every field of that name with its encoded words left as they are."""
        return tuple(self._by_name.get(name, ()))

    def message_id(self) -> MessageId | None:
        value = self.line("message-id")
        found = _MSG_ID.search(value)
        if found:
            return MessageId(found.group())
        bare = "".join(value.split()).strip("<>")
        return MessageId(f"<{bare}>") if bare else None

    def message_ids(self, name: str) -> tuple[MessageId, ...]:
        return tuple(MessageId(i) for value in self._by_name.get(name, ()) for i in _MSG_ID.findall(value))

    def date(self) -> datetime | None:
        """Date; where it cannot be read, when our own server took the mail (the topmost Received)."""
        stamps = [self.line("date"), *(v.rpartition(";")[2].strip() for v in self._by_name.get("received", ())[:1])]
        for stamp in filter(None, stamps):
            try:
                read = parsedate_to_datetime(stamp)
            except (ValueError, TypeError, IndexError, OverflowError):
                continue
            if not _FIRST_YEAR <= read.year <= _LAST_YEAR:
                continue
            return read if read.tzinfo else read.replace(tzinfo=UTC)  # RFC 5322 3.3: -0000 is UTC of an unknown zone
        return None


@dataclass
class _Body:
    """What one place of the mail shows: the same words as plain text, as HTML, or both."""

    text: str | None = None
    html: str | None = None


class _Content:
    """The parts, sorted out. Mutable while it is filled, then read."""

    def __init__(self) -> None:
        self.bodies: list[_Body] = []
        self.calendars: list[CalendarPart] = []
        self.attachments: list[Attachment] = []
        self.report: list[str] = []
        self.returned = ""
        self._open: tuple[str, ...] | None = None  # the alternative that the last body belongs to

    def show(self, path: tuple[str, ...], kind: str, text: str) -> None:
        """Adds a body part: to the body before it where both stand in one multipart/alternative."""
        together = _alternative(path)
        if together is None or together != self._open or getattr(self.bodies[-1], kind) is not None:
            self.bodies.append(_Body())
        setattr(self.bodies[-1], kind, text)
        self._open = together

    @property
    def text(self) -> str | None:
        return "\n\n".join(b.text for b in self.bodies if b.text is not None) if self._all("text") else None

    @property
    def html(self) -> str | None:
        if not any(b.html is not None for b in self.bodies):
            return None
        return "\n".join(b.html if b.html is not None else _as_html(b.text or "") for b in self.bodies)

    def _all(self, kind: str) -> bool:
        """A plain body counts only where it is whole: a list's footer under an HTML mail is not the mail's text."""
        return bool(self.bodies) and all(getattr(b, kind) is not None for b in self.bodies)


def _as_html(text: str) -> str:
    return "<div>" + markup.escape(text).replace("\n", "<br>") + "</div>"


def _alternative(path: tuple[str, ...]) -> tuple[str, ...] | None:
    """The path down to the innermost multipart/alternative; None outside of one."""
    for depth in range(len(path), 0, -1):
        if path[depth - 1] == "multipart/alternative":
            return path[:depth]
    return None


def _sorted_out(tree: Walk) -> _Content:
    content = _Content()
    reported = tree.content_type == "multipart/report" or any(p.media_type in _REPORT_TYPES for p in tree.parts)
    files: list[Part] = []
    for part in tree.parts:
        if part.media_type in _REPORT_TYPES:
            content.report.append(clean(decode(part.content())))
        elif reported and part.media_type in {
            "message/rfc822",
            "text/rfc822-headers",
            "message/global",
            "message/global-headers",
        }:
            content.returned = content.returned or clean(decode(part.content()[:200_000]))
        elif _is_calendar(part):
            content.calendars.append(_calendar(part))
        elif _is_body(part, content):
            shown = clean(decode(part.content(), part.parameters.get("charset", "")))
            if part.media_type == "text/html":
                content.show(part.path, "html", shown)
            else:
                content.show(part.path, "text", unflowed(shown, part.parameters))
        elif not (part.media_type.startswith("text/") and _alternative(part.path) and not part.filename):
            files.append(part)
    shown_ids = _content_ids(content.html or "")
    for part in files:
        content.attachments.extend(_attached(part, shown_ids, tree.headers, len(content.attachments), content))
    content.calendars.sort(key=lambda c: not c.inline)
    return content


def _is_body(part: Part, content: _Content) -> bool:
    if part.media_type not in {"text/plain", "text/html"} or part.disposition == "attachment":
        return False
    # A name makes it a file (Apple Mail sends notes.txt inline), unless it is the only thing that can be shown.
    return not part.filename or (not content.bodies and part.first)


def _is_calendar(part: Part) -> bool:
    if part.media_type in {"text/calendar", "application/ics", "text/x-vcalendar", "application/calendar"}:
        return True
    return part.filename.lower().endswith(".ics") and bool(_ICS.match(part.content()[:64]))


def _calendar(part: Part) -> CalendarPart:
    """The bytes as UTF-8: RFC 5545 3.1.4 wants no other charset, and some programs send one all the same."""
    content = part.content()
    charset = part.parameters.get("charset", "")
    if charset.lower() not in {"", "utf-8", "utf8", "us-ascii"}:
        content = decode(content, charset).encode()
    return CalendarPart(
        content=content,
        method=part.parameters.get("method", "").strip().upper(),
        name=part.filename,
        inline=part.media_type == "text/calendar" and part.disposition != "attachment",
    )


def _content_ids(html: str) -> frozenset[str]:
    """The Content-IDs that the HTML shows (RFC 2392)."""
    return frozenset(found.lower() for found in re.findall(r"cid:([^\"'\s>)]+)", html, re.IGNORECASE))


def _attached(
    part: Part, shown_ids: frozenset[str], outer: Headers, index: int, content: _Content
) -> Iterator[Attachment]:
    data = part.content()
    if part.media_type in {"application/ms-tnef", "application/vnd.ms-tnef"} or part.filename.lower() == "winmail.dat":
        yield from _from_tnef(data, content)
        return
    name = part.filename or _name_of(part, data, index)
    content_id = part.header("content-id").strip().strip("<>")
    picture = part.media_type.startswith("image/")
    decoration = (
        part.media_type in _SECURITY_TYPES
        or name.lower() in {"smime.p7s", "smime.p7m", "signature.asc"}
        or (picture and content_id.lower() in shown_ids)
        or (picture and part.disposition != "attachment" and _decorates(part, name))
        or (part.media_type == "message/rfc822" and _returned_to_sender(data, outer))
        or (not data.strip() and not part.filename)
    )
    yield Attachment(
        name, part.media_type, data, part.disposition == "inline", content_id, not part.filename, decoration
    )


def _decorates(part: Part, name: str) -> bool:
    """A picture beside its HTML (RFC 2387) or with a program's name for it is part of the text, no file."""
    return "multipart/related" in part.path or not part.filename or bool(_PICTURE_OF_A_PROGRAM.fullmatch(name))


def _returned_to_sender(data: bytes, outer: Headers) -> bool:
    """Is the enclosed mail one that the recipient wrote, such as our invitation carried back?"""
    headers, _ = split_headers(data, 0, min(len(data), 100_000))
    own = set(addresses(v for k, v in outer if k in {"to", "cc", "delivered-to"}))
    return any(author in own for author in addresses(v for k, v in headers if k == "from"))


def _name_of(part: Part, data: bytes, index: int) -> str:
    """A name for a nameless file: an enclosed mail's subject, else a number and what its type says."""
    if part.media_type == "message/rfc822":
        headers, _ = split_headers(data, 0, min(len(data), 100_000))
        subject = decoded_words(next((v for k, v in headers if k == "subject"), "")).strip()
        if subject:
            return re.sub(r"[\\/:*?\"<>|]+", "_", _MAKES_NO_SENSE_OF.sub("", subject))[:120] + ".eml"
    suffix = ".eml" if part.media_type == "message/rfc822" else mimetypes.guess_extension(part.media_type) or ".bin"
    return f"attachment-{index + 1}{suffix}"


def _from_tnef(data: bytes, content: _Content) -> Iterator[Attachment]:
    """What Outlook wrapped in winmail.dat: its files, and its text where the mail shows none."""
    try:
        opened = read_tnef(data)
    except TnefError:
        return
    if opened.text and not any((b.text or "").strip() or b.html for b in content.bodies):
        content.bodies.append(_Body(text=clean(opened.text)))
    for file in opened.files:
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        yield Attachment(file.name, kind, file.content, decoration=bool(_PICTURE_OF_A_PROGRAM.fullmatch(file.name)))
