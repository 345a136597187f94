"""A mail's body in two: the recorder's own blocks, and the original below them, in which a form may be filled in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.reading.mail import InboundMail
from mailflow.reading.minutes.blocks import Block, Line, Source
from mailflow.reading.minutes.deadlines import find_dues
from mailflow.reading.minutes.labels import Field, parse_fields
from mailflow.reading.minutes.limits import first_blocks, first_part
from mailflow.reading.minutes.markup import blocks_of_html
from mailflow.reading.minutes.outline import Entry, outline
from mailflow.reading.minutes.owners import is_nothing
from mailflow.reading.minutes.plain import blocks_of_text
from mailflow.reading.minutes.sections import Presence, Section
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.quoting.openers import opener_at
from mailflow.reading.quoting.signature import Names, without_signature
from mailflow.reading.quoting.values import Line as MailLine


@dataclass(frozen=True)
class Body:
    """``own``: the recorder's own words without their signature. ``original``: what is quoted, with the answers between.

    ``around``: the own words without those answers.
    """

    own: Source
    original: Source
    around: Source


def body_of(mail: InboundMail, setting: Setting) -> Body:
    """The body in two. Nobody but the recorder wrote between the lines of the original."""
    words, beyond = first_part(mail.text or "")
    plain = blocks_of_text(words, setting.book) if words else ()
    rich, more = first_blocks(blocks_of_html(mail.html, setting.book) if mail.html else ())
    blocks, wrapped, beyond = (rich, False, more) if _prefers(rich, plain) else (plain, True, beyond)
    marked = _marked(blocks)
    names = Names(mail, setting.people.organization())
    edges = [at for at, block in enumerate(marked) if block.quoted]
    start, end = (edges[0], edges[-1] + 1) if edges else (len(marked), len(marked))
    own = [block for block in marked if not block.quoted]
    outside = [*marked[:start], *marked[end:]]

    def source(parts: Sequence[Block]) -> Source:
        return Source("", tuple(replace(block, quoted=False) for block in parts), wrapped=wrapped)

    return Body(
        own=replace(source(_unsigned(own, names, setting)), beyond=beyond),
        original=source(marked[start:end]),
        around=replace(source(_unsigned(outside, names, setting)), beyond=beyond),
    )


def _prefers(rich: Sequence[Block], plain: Sequence[Block]) -> bool:
    """HTML keeps tables and lists; a plain body whose words the HTML does not have was not made from it."""
    shown = "".join(_words(rich))
    words = _words(plain)
    kept = sum(len(line) for line in words if line in shown)
    return bool(shown) and kept >= 0.6 * sum(len(line) for line in words)


def _words(blocks: Sequence[Block]) -> list[str]:
    texts = (b.text if isinstance(b, Line) else "".join(c for row in b.rows for c in row) for b in blocks)
    return [re.sub(r"\W", "", text) for text in texts]


def _marked(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without the lines that open the original, and all of the original marked as quoted."""
    lines = [MailLine(b.text, int(b.quoted)) if isinstance(b, Line) else MailLine("|", int(b.quoted)) for b in blocks]
    marked: list[Block] = []
    at = 0
    while at < len(blocks):
        opener = None if blocks[at].quoted else opener_at(lines, at)
        if opener is None:
            marked.append(blocks[at])
            at += 1
            continue
        following = blocks[opener.end] if opener.end < len(blocks) else None
        if following is None or not following.quoted:
            marked += [replace(block, quoted=True) for block in blocks[opener.end :]]
            break
        at = opener.end
    return marked


def _unsigned(own: Sequence[Block], names: Names, setting: Setting) -> tuple[Block, ...]:
    """Without the sign-off at the end, and what follows its delimiter (RFC 3676 4.3)."""
    lines: list[str] = []
    places: list[int] = []
    for at, block in enumerate(own):
        if isinstance(block, Line) and block.apart:
            lines.append("")
            places.append(at)
        lines.append(block.text if isinstance(block, Line) else "|")
        places.append(at)
    kept = without_signature(lines, names)
    last = next((i for i in range(len(lines) - 1, -1, -1) if kept and lines[i] == kept[-1]), -1)
    end = places[last] + 1 if last >= 0 else 0
    dropped = [block.text for block in own[end:] if isinstance(block, Line)]
    if any(find_dues(text, setting) or parse_fields(text, setting).values for text in dropped):
        return tuple(own)
    return tuple(own[:end])


# ------------------------------------------------------------------------------------------ the form in the original


def filled_in(form: Source, setting: Setting) -> bool:
    """Does a field of the quoted form hold anything that no empty form holds?

    Only what has a place for attendance is a form: a question about one task quotes that task, and is none.
    """
    entries = outline(form.blocks, setting)
    if not any(entry.section is Section.ATTENDANCE for entry in entries):
        return False
    return any(_holds(entry, setting) for entry in entries if not entry.example)


def _holds(entry: Entry, setting: Setting) -> bool:
    if entry.rows:
        return False
    fields = parse_fields(entry.text, setting)
    if fields.has(Field.TASK, Field.OWNER, Field.DUE) and entry.section is not Section.REVIEW:
        return any(not is_nothing(value, setting) for _, value in fields.values) or bool(fields.lead)
    if entry.section in (Section.DECISIONS, Section.DISCUSSION, Section.TASKS):
        return not is_nothing(entry.text, setting)
    late = entry.presence in (Presence.LATE, Presence.LEFT_EARLY, Presence.ABSENT)
    return late and bool(setting.people.find(entry.text))
