"""One body, said once, in the two forms of a mail: plain text, and HTML that a phone shows well.

The beginning of a line tells what it is; nothing inside a line is markup, so that people's words stay their words:

``## words``     a heading
``- words``      an item of a list
``= label：words``  a fact: time, venue, owner
``! words``      the one sentence that nobody may overlook
``| a | b |``    a row of a table; the first one is its head
``> words``      what somebody wrote
``@@ a | b``     words with which the reader may answer, as buttons that write a mail (imip.md "Out" 10)
``++ line``      what is new in the minutes, ``-- line`` what is gone from them; within, CHANGED marks the very words
``:::``          begins and ends lines that stand as they are: the minutes' form and text

Anything else is a paragraph.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby, zip_longest

from mailflow.writing.changes import CHANGED, UNCHANGED
from mailflow.writing.links import UNSAFE
from mailflow.writing.tables import columns, width

# Text keeps the mail program's own colours, so that a dark screen stays dark; what has a colour of its own
# is a middle tone that can be read on both: 4.5 to 1 on white as on black (WCAG 2.2, 1.4.3).
_BLUE, _GREY, _LINE, _GREEN, _RED = "#2878cc", "#6b7785", "#9aa5b1", "#1d864d", "#d04343"
_PAGE = "margin:0;padding:16px"
# On the column and not on the body, whose styles some programs drop.
_COLUMN = (
    "max-width:620px;margin:0 auto;font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Arial,"
    "sans-serif;font-size:16px;line-height:1.65;word-break:break-word;overflow-wrap:anywhere"
)
# Outlook on Windows draws with Word: it knows no max-width, and gives tables a typeface of their own.
_WORD_BEGINS = (
    "<!--[if mso]><style>th,td{font-family:'Microsoft YaHei',Arial,sans-serif}</style>"
    '<table role="presentation" width="620"><tr><td><![endif]-->'
)
_WORD_ENDS = "<!--[if mso]></td></tr></table><![endif]-->"
_P = "margin:0 0 14px"
_HEADING = f"margin:26px 0 10px;font-size:16px;line-height:1.4;color:{_BLUE}"
_EMPHASIS = f"margin:0 0 14px;padding:8px 14px;border-left:4px solid {_BLUE};font-weight:600"
_LIST = "margin:0 0 14px;padding-left:22px"
_ITEM = "margin:0 0 5px"
_TABLE = "border-collapse:collapse;width:100%;margin:0 0 16px;font-size:15px;line-height:1.5"
_TH = f"text-align:left;padding:6px 10px 6px 0;border-bottom:2px solid {_LINE};color:{_GREY};font-size:13px;font-weight:400;vertical-align:bottom;word-break:normal;overflow-wrap:normal"
_TD = f"text-align:left;padding:8px 10px 8px 0;border-bottom:1px solid {_LINE};vertical-align:top"
_NOWRAP = ";white-space:nowrap"
_CARD = f"margin:0;padding:8px 0;border-bottom:1px solid {_LINE};font-size:15px;line-height:1.5"
_CARDS = "margin:0 0 16px"
_SHORT = 18  # as wide as labels may be that stand in a column of their own, in Latin letters
_LABEL = f"text-align:left;padding:3px 16px 3px 0;color:{_GREY};font-weight:400;vertical-align:top;white-space:nowrap"
_FACT = "padding:3px 0;vertical-align:top;width:100%"
_TOLD = "margin:0 0 6px;font-size:15px;line-height:1.5"
_SOFT = f"color:{_GREY}"
_QUOTE = f"margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid {_LINE}"
# One under the other, in a table: Word knows no blocks within a line, and no padding but a cell's.
_BUTTONS = "border-collapse:separate;border-spacing:0 8px;margin:0 0 8px"
_FRAME = f"border:1px solid {_BLUE};border-radius:8px;text-align:center;mso-padding-alt:8px 16px"
_BUTTON = f"display:block;padding:8px 16px;color:{_BLUE};text-decoration:none;line-height:1.4"
_ADDED = f"color:{_GREEN};text-decoration:none"
_REMOVED = f"color:{_RED};text-decoration:line-through"
_WORDS = "font-weight:700;text-decoration:underline"
_FOOTER = f"margin-top:28px;padding-top:10px;border-top:1px solid {_LINE};font-size:12px;line-height:1.6;color:{_GREY}"

# A cell that tells nothing is left out where each cell stands beside its column's name.
_NOTHING = ("", "–")


class Kind(StrEnum):
    """The value is how its lines begin."""

    HEADING = "##"
    ITEMS = "-"
    FACTS = "="
    EMPHASIS = "!"
    TABLE = "|"
    QUOTE = ">"
    ANSWERS = "@@"
    CHANGES = "++"
    VERBATIM = ":::"
    PROSE = ""


@dataclass(frozen=True)
class Block:
    """Neighbouring lines of one kind, without their marks; only changes keep theirs, ``++`` or ``--``."""

    kind: Kind
    lines: tuple[str, ...]

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """A table's cells; the line under its head is only drawn."""
        cells = (tuple(c.strip() for c in line.removesuffix("|").split("|")) for line in self.lines)
        return tuple(row for row in cells if any(set(c) - set("-: ") for c in row))


def blocks(body: str) -> Iterator[Block]:
    """In their order. An empty line parts two paragraphs, and is otherwise nothing; so is a table's head without rows."""
    for (kind, _number), found in groupby(_told_apart(UNSAFE.sub("", body)), key=lambda each: each[0]):
        lines = tuple(line for _, line in found)
        block = Block(kind, lines)
        if any(line.strip() for line in lines) and not (kind is Kind.TABLE and len(block.rows) < 2):
            yield block


def _told_apart(body: str) -> Iterator[tuple[tuple[Kind, int], str]]:
    """Each line with its kind and the number of its block, so that two neighbours of one kind can be two blocks."""
    number, standing, before = 0, False, Kind.PROSE
    for line in body.split("\n"):
        if line.strip() == Kind.VERBATIM:
            number, standing, before = number + 1, not standing, Kind.VERBATIM
        elif standing:
            yield (Kind.VERBATIM, number), line.rstrip()
        elif not line.strip():
            number, before = number + 1, Kind.PROSE
        else:
            kind = _kind(line)
            number += kind is not before
            before = kind
            yield (kind, number), line if kind is Kind.CHANGES else line.removeprefix(kind).strip()


def _kind(line: str) -> Kind:
    """A mark counts where a blank or nothing follows it; a table's bar needs none."""
    if line.startswith("-- "):
        return Kind.CHANGES
    marks = (kind for kind in Kind if kind not in (Kind.PROSE, Kind.VERBATIM))
    found = (k for k in marks if line == k or line.startswith(f"{k} ") or (k is Kind.TABLE and line.startswith(k)))
    return next(found, Kind.PROSE)


def answers(block: Block) -> tuple[str, ...]:
    return tuple(a.strip() for line in block.lines for a in line.split("|") if a.strip())


def as_text(body: str, answer_label: str) -> str:
    """``answer_label`` stands before the words one may answer with: 回复 in Chinese, Reply in English."""
    shown = ("\n".join(_text(block, answer_label)) for block in blocks(body))
    return "\n\n".join(shown) + "\n"


def _text(block: Block, answer_label: str) -> Iterator[str]:
    """A table's rows become a list: a table of text breaks on a phone."""
    match block.kind:
        case Kind.HEADING:
            yield from (f"【{line}】" for line in block.lines)
        case Kind.ITEMS:
            yield from (f"- {line}" for line in block.lines)
        case Kind.EMPHASIS:
            yield from (f"★ {line}" for line in block.lines)
        case Kind.TABLE:
            colon = answer_label[len(answer_label.rstrip(":： ")) :]
            head, *rows = block.rows
            yield from (line for row in rows for line in _item(head, row, colon))
        case Kind.QUOTE:
            yield from (f"> {line}".rstrip() for line in block.lines)
        case Kind.ANSWERS:
            yield from (f"  {answer_label}{answer}" for answer in answers(block))
        case Kind.CHANGES:
            signs = {"++": "＋", "--": "－"}
            yield from (f"{signs[line[:2]]} {_marked(line[3:], '〔', '〕')}" for line in block.lines)
        case Kind.FACTS | Kind.VERBATIM | Kind.PROSE:
            yield from block.lines


def _item(head: Sequence[str], row: Sequence[str], colon: str) -> Iterator[str]:
    """What the row is about, and below it its other cells, each with the name of its column."""
    title, named = _told(head, row)
    yield f"- {title}"
    if named:
        yield f"  {' ｜ '.join(f'{name}{colon}{cell}' if name else cell for name, cell in named)}"


def _told(head: Sequence[str], row: Sequence[str]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What a row is about, and its other cells with their columns' names. An hour alone tells nothing: the next cell does."""
    lead = 2 if len(row) > 1 and not row[0].strip("0123456789:") else 1
    named = zip_longest(head[lead:], row[lead:], fillvalue="")
    return " ".join(filter(None, row[:lead])), tuple(pair for pair in named if pair[1] not in _NOTHING)


@dataclass(frozen=True)
class HtmlForm:
    """Renders bodies as HTML. ``mailto`` makes the address that a button opens, from the words of the answer."""

    mailto: Callable[[str], str]
    language: str

    def page(self, body: str, footer: str) -> str:
        """A whole document in one column, styles on the elements, nothing loaded from anywhere."""
        inside = "".join(self._block(block) + "\n" for block in blocks(body))
        return (
            f'<!DOCTYPE html>\n<html lang="{html.escape(self.language)}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light dark">'
            '<meta name="supported-color-schemes" content="light dark"></head>\n'
            f'<body style="{_PAGE}">{_WORD_BEGINS}<div style="{_COLUMN}">\n{inside}'
            f'<div style="{_FOOTER}">{_lines(UNSAFE.sub("", footer).splitlines())}</div></div>{_WORD_ENDS}</body></html>\n'
        )

    def _block(self, block: Block) -> str:
        match block.kind:
            case Kind.HEADING:
                return _each("h2", _HEADING, block.lines)
            case Kind.ITEMS:
                return f'<ul style="{_LIST}">{_each("li", _ITEM, block.lines)}</ul>'
            case Kind.FACTS:
                return _facts(block.lines)
            case Kind.EMPHASIS:
                return _each("p", _EMPHASIS, block.lines)
            case Kind.TABLE:
                return _table(block)
            case Kind.QUOTE:
                return f'<blockquote style="{_QUOTE}">{_lines(block.lines)}</blockquote>'
            case Kind.ANSWERS:
                rows = "".join(self._button(a) for a in answers(block))
                return f'<table role="presentation" cellspacing="8" cellpadding="0" style="{_BUTTONS}">{rows}</table>'
            case Kind.CHANGES:
                return f'<p style="{_P}">{"<br>".join(_changed(line) for line in block.lines)}</p>'
            case Kind.VERBATIM | Kind.PROSE:
                return f'<p style="{_P}">{_lines(block.lines)}</p>'

    def _button(self, answer: str) -> str:
        link = f'<a href="{html.escape(self.mailto(answer))}" style="{_BUTTON}">{html.escape(answer)}</a>'
        return f'<tr><td style="{_FRAME}">{link}</td></tr>\n'


def _facts(lines: Sequence[str]) -> str:
    """Labels in a column of their own, but for long ones: they would leave no room beside them on a phone."""
    pairs = [tuple(html.escape(part) for part in _labelled(line)) for line in lines]
    if any(width(label) > _SHORT for label, _ in map(_labelled, lines)):
        return "".join(
            f'<p style="{_TOLD}"><span style="{_SOFT}">{label}</span>&ensp;{words}</p>' for label, words in pairs
        )
    rows = (
        f'<tr><th scope="row" style="{_LABEL}">{label}</th><td style="{_FACT}">{words}</td></tr>'
        for label, words in pairs
    )
    return f'<table role="presentation" style="{_TABLE}">{"".join(rows)}</table>'


def _labelled(line: str) -> tuple[str, str]:
    label, _, words = re.sub(r"[:：]\s*", "\0", line, count=1).partition("\0")
    return label, words


def _table(block: Block) -> str:
    head, *rows = block.rows
    shared = columns(block.rows)
    if shared is None:
        return f'<div style="{_CARDS}">{"".join(_card(head, row) for row in rows)}</div>'
    names = (*head, *[""] * (len(shared) - len(head)))
    heads = (
        f'<th width="{column.percent}%" style="{_TH}{_NOWRAP * column.whole}">{html.escape(name)}</th>'
        for name, column in zip(names, shared, strict=True)
    )
    styles = [_TD + _NOWRAP * column.whole for column in shared]
    body = (
        f"<tr>{''.join(_each('td', style, (cell,)) for cell, style in zip(row, styles, strict=False))}</tr>"
        for row in rows
    )
    return f'<table style="{_TABLE}"><tr>{"".join(heads)}</tr>{"".join(body)}</table>'


def _card(head: Sequence[str], row: Sequence[str]) -> str:
    """A row that a phone is too narrow for: what it is about, and below it each cell with its column's name."""
    title, named = _told(head, row)
    cells = (f'<br><span style="{_SOFT}">{html.escape(name)}</span>&ensp;{html.escape(cell)}' for name, cell in named)
    return f'<p style="{_CARD}"><b>{html.escape(title)}</b>{"".join(cells)}</p>'


def _changed(line: str) -> str:
    tag, style = ("ins", _ADDED) if line.startswith("++") else ("del", _REMOVED)
    words = _marked(html.escape(line[3:]), f'<span style="{_WORDS}">', "</span>")
    return f'<{tag} style="{style}">{words}</{tag}>'


def _marked(line: str, begins: str, ends: str) -> str:
    return line.replace(CHANGED, begins).replace(UNCHANGED, ends)


def _each(tag: str, style: str, lines: Iterable[str]) -> str:
    return "".join(f'<{tag} style="{style}">{html.escape(line)}</{tag}>' for line in lines)


def _lines(lines: Iterable[str]) -> str:
    return "<br>\n".join(html.escape(line) or "&nbsp;" for line in lines)
