"""Where minutes stand: in a mail's own words, in the form quoted below them, in attachments, or in a bare file."""

from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import MeetingBrief
from mailflow.reading.mail import InboundMail
from mailflow.reading.minutes.blocks import Source, UnreadableFile
from mailflow.reading.minutes.bodies import body_of, filled_in
from mailflow.reading.minutes.content import content_of
from mailflow.reading.minutes.limits import MOST_CHARACTERS, MOST_LINES, first_blocks, first_part
from mailflow.reading.minutes.plain import blocks_of_text
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.tools import Tools

__all__ = ["MinutesFile", "UnreadableFile", "from_mail", "read_minutes"]

_TOO_LONG = f"minutes are read up to {MOST_LINES} lines and {MOST_CHARACTERS} characters: send the minutes alone"
_KINDS = (".docx", ".txt", ".md", ".markdown")


@dataclass(frozen=True)
class MinutesFile:
    """A bare file: its ``name`` tells what it is."""

    name: str
    content: bytes


def read_minutes(
    document: InboundMail | MinutesFile, meeting: MeetingBrief, received: datetime, tools: Tools
) -> MinutesContent:
    """What the minutes say. ``received``, aware, is the day from which relative dates count.

    Raises UnreadableFile where a bare file is of another kind, damaged, or too large. An attachment of a mail that
    cannot be read is named in ``unread``, and the mail's other parts are read.
    """
    setting = Setting.of(meeting, received, tools)
    if isinstance(document, MinutesFile):
        sources, unread = [_source(document.name, document.content, setting)], list[str]()
    else:
        attached, unread = _attached(document, setting)
        sources = _sources(document, attached, setting)
    unread += [f"{source.name or 'the mail'}: {_TOO_LONG}" for source in sources if source.beyond]
    return replace(content_of(sources, setting), unread=tuple(unread))


def from_mail(mail: InboundMail, meeting: MeetingBrief, tools: Tools) -> MinutesContent:
    """The same for a recorder's reply: relative dates count from its Date, or from the meeting's end without one."""
    return read_minutes(mail, meeting, mail.date or meeting.end, tools)


def _attached(mail: InboundMail, setting: Setting) -> tuple[list[Source], list[str]]:
    """The attachments that may hold minutes, and those of them that cannot be read; others are not opened."""
    sources: list[Source] = []
    unread: list[str] = []
    for attachment in mail.attachments:
        if not attachment.name.lower().endswith(_KINDS) or attachment.decoration:
            continue
        try:
            sources.append(_source(attachment.name, attachment.content, setting))
        except UnreadableFile as fault:
            unread.append(str(fault))
    return sources, unread


def _sources(mail: InboundMail, attached: list[Source], setting: Setting) -> list[Source]:
    body = body_of(mail, setting)
    if filled_in(body.original, setting):
        return [body.around, body.original, *attached]
    if body.original.blocks and _silent([body.own, *attached], setting):
        return [body.own, body.original, *attached]
    return [body.own, *attached]


def _silent(sources: list[Source], setting: Setting) -> bool:
    """Nothing but “see below” stands outside of the original: then the form below is the answer as it stands."""
    said = content_of(sources, setting)
    return not (said.resolutions or said.decisions or said.attendance.present or said.attendance.on_leave)


def _source(name: str, content: bytes, setting: Setting) -> Source:
    lower = name.lower()
    if lower.endswith(".docx"):
        # Here, because most mails have none and the library takes long to load.
        from mailflow.reading.minutes.word import blocks_of_docx

        blocks, beyond = first_blocks(blocks_of_docx(content, name))
        return Source(name, blocks, beyond=beyond)
    if lower.endswith(_KINDS):
        text, beyond = first_part(_decoded(content))
        return Source(name, blocks_of_text(text, setting.book), wrapped=True, beyond=beyond)
    raise UnreadableFile(f"{name}: minutes come as .docx, .txt or .md, or in the mail itself")


def _decoded(content: bytes) -> str:
    """UTF-8 or GB18030 (CONTRACT-minutes: Document); bytes that are neither are shown as far as they can be."""
    for charset in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(charset)
        except UnicodeDecodeError:
            continue
    return content.decode("gb18030", errors="replace")
