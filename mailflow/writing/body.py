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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from mailflow.writing.changes import CHANGED, UNCHANGED

# Text keeps the mail program's own colours, so that a dark screen stays dark; what has a colour of its own
# is a middle tone that can be read on both.
_BLUE, _GREY, _LINE, _GREEN, _RED = "#2f7fd1", "#7b8794", "#9aa5b1", "#1f9254", "#d64545"
_PAGE = (
    "margin:0;padding:16px;font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',Arial,sans-serif;"
    "font-size:16px;line-height:1.65"
)
_COLUMN = "max-width:620px;margin:0 auto;overflow-wrap:anywhere"
_P = "margin:0 0 14px"
_HEADING = f"margin:26px 0 10px;font-size:16px;line-height:1.4;color:{_BLUE}"
_EMPHASIS = f"margin:0 0 14px;padding:8px 14px;border-left:4px solid {_BLUE};font-weight:600"
_LIST = "margin:0 0 14px;padding-left:22px"
_ITEM = "margin:0 0 5px"
_TABLE = "border-collapse:collapse;width:100%;margin:0 0 16px;font-size:15px;line-height:1.5"
_TH = f"text-align:left;padding:6px 10px 6px 0;border-bottom:2px solid {_LINE};color:{_GREY};font-size:13px;white-space:nowrap"
_TD = f"text-align:left;padding:8px 10px 8px 0;border-bottom:1px solid {_LINE};vertical-align:top"
_NOWRAP = ";white-space:nowrap"
_SHORT = 9  # characters: a day, an hour, a state or a name is not broken, however narrow its column
_LABEL = f"text-align:left;padding:3px 16px 3px 0;color:{_GREY};font-weight:400;vertical-align:top;white-space:nowrap"
_FACT = "padding:3px 0;vertical-align:top;width:100%"
_QUOTE = f"margin:0 0 14px;padding:2px 0 2px 14px;border-left:3px solid {_LINE};color:{_GREY}"
_BUTTON = (
    f"display:inline-block;margin:0 8px 10px 0;padding:8px 16px;border:1px solid {_BLUE};border-radius:8px;"
    f"color:{_BLUE};text-decoration:none;line-height:1.4"
)
_ADDED = f"color:{_GREEN};text-decoration:none"
_REMOVED = f"color:{_RED};text-decoration:line-through"
_WORDS = "font-weight:700;text-decoration:underline"
_FOOTER = f"margin-top:28px;padding-top:10px;border-top:1px solid {_LINE};font-size:12px;line-height:1.6;color:{_GREY}"

# Controls and lone surrogates have no place in a mail's text; overrides would show a name backwards.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


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
    """In their order. An empty line parts two paragraphs, and is otherwise nothing."""
    for (kind, _number), found in groupby(_told_apart(_UNSAFE.sub("", body)), key=lambda each: each[0]):
        lines = tuple(line for _, line in found)
        if any(line.strip() for line in lines):
            yield Block(kind, lines)


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
    """A table's rows become lines: a table of text breaks on a phone."""
    match block.kind:
        case Kind.HEADING:
            yield from (f"【{line}】" for line in block.lines)
        case Kind.ITEMS:
            yield from (f"- {line}" for line in block.lines)
        case Kind.EMPHASIS:
            yield from (f"★ {line}" for line in block.lines)
        case Kind.TABLE:
            head, *rows = (" ｜ ".join(c for c in row if c) for row in block.rows)
            yield from (f"  {head}", *(f"- {row}" for row in rows))
        case Kind.QUOTE:
            yield from (f"> {line}".rstrip() for line in block.lines)
        case Kind.ANSWERS:
            yield from (f"  {answer_label}{answer}" for answer in answers(block))
        case Kind.CHANGES:
            signs = {"++": "＋", "--": "－"}
            yield from (f"{signs[line[:2]]} {_marked(line[3:], '〔', '〕')}" for line in block.lines)
        case Kind.FACTS | Kind.VERBATIM | Kind.PROSE:
            yield from block.lines


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
            f'<body style="{_PAGE}"><div style="{_COLUMN}">\n{inside}'
            f'<div style="{_FOOTER}">{_lines(_UNSAFE.sub("", footer).splitlines())}</div></div></body></html>\n'
        )

    def _block(self, block: Block) -> str:
        match block.kind:
            case Kind.HEADING:
                return _each("h2", _HEADING, block.lines)
            case Kind.ITEMS:
                return f'<ul style="{_LIST}">{_each("li", _ITEM, block.lines)}</ul>'
            case Kind.FACTS:
                return f'<table role="presentation" style="{_TABLE}">{"".join(_facts(block.lines))}</table>'
            case Kind.EMPHASIS:
                return _each("p", _EMPHASIS, block.lines)
            case Kind.TABLE:
                return f'<table style="{_TABLE}">{"".join(_rows(block))}</table>'
            case Kind.QUOTE:
                return f'<blockquote style="{_QUOTE}">{_lines(block.lines)}</blockquote>'
            case Kind.ANSWERS:
                return f'<p style="{_P}">{"".join(self._button(a) for a in answers(block))}</p>'
            case Kind.CHANGES:
                return f'<p style="{_P}">{"<br>".join(_changed(line) for line in block.lines)}</p>'
            case Kind.VERBATIM | Kind.PROSE:
                return f'<p style="{_P}">{_lines(block.lines)}</p>'

    def _button(self, answer: str) -> str:
        return f'<a href="{html.escape(self.mailto(answer))}" style="{_BUTTON}">{html.escape(answer)}</a>\n'


def _facts(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        label, _, words = re.sub(r"[:：]\s*", "\0", line, count=1).partition("\0")
        head = f'<th scope="row" style="{_LABEL}">{html.escape(label)}</th>'
        yield f'<tr>{head}<td style="{_FACT}">{html.escape(words)}</td></tr>'


def _rows(block: Block) -> Iterator[str]:
    head, *rows = block.rows
    yield f"<tr>{_each('th', _TH, head)}</tr>"
    for row in rows:
        yield f"<tr>{''.join(_each('td', _TD + _NOWRAP if len(c) <= _SHORT else _TD, (c,)) for c in row)}</tr>"


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
