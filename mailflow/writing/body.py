"""One body, said once, in the two forms of a mail: plain text, and HTML that a phone shows well.

A template's body is a little Markdown: paragraphs, ``- `` items, ``## `` headings and tables, and
four kinds of lines of our own, which may hold other people's words and are therefore never read as Markdown:

``> words``        what somebody wrote
``@@ a | b | c``   words with which the reader may answer, as buttons that write a mail (imip.md "Out" 10)
``++ line``        what is new in the minutes, ``-- line`` what is gone from them
``::: … :::``      lines that stand as they are: the minutes' form and text
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token as Piece

_INK = "#1f2933"
_STYLES = {
    "p": "margin:0 0 12px",
    "h2": "font-size:16px;margin:20px 0 8px;color:#0b4f8a",
    "ul": "margin:0 0 12px;padding-left:20px",
    "li": "margin:0 0 4px",
    "table": "border-collapse:collapse;width:100%;margin:0 0 14px;font-size:14px",
    "th": "text-align:left;padding:6px 8px;border-bottom:2px solid #9fb3c8;font-weight:600",
    "td": "padding:6px 8px;border-bottom:1px solid #d9e2ec;vertical-align:top",
}
_QUOTE = "margin:0 0 12px;padding:6px 12px;border-left:3px solid #9fb3c8;color:#52606d"
_BUTTON = (
    "display:inline-block;margin:0 8px 8px 0;padding:8px 14px;border:1px solid #0b4f8a;border-radius:6px;"
    "color:#0b4f8a;text-decoration:none"
)


class Kind(Enum):
    PROSE = auto()
    QUOTE = auto()
    ANSWERS = auto()
    ADDED = auto()
    REMOVED = auto()
    VERBATIM = auto()


@dataclass(frozen=True)
class Block:
    kind: Kind
    lines: tuple[str, ...]


_MARKS = (("> ", Kind.QUOTE), ("@@ ", Kind.ANSWERS), ("++ ", Kind.ADDED), ("-- ", Kind.REMOVED))


def blocks(body: str) -> Iterator[Block]:
    """Neighbouring lines of one kind, together."""
    kind, held = Kind.PROSE, list[str]()
    for line in body.splitlines():
        if line.strip() == ":::":
            if held:
                yield Block(kind, tuple(held))
            kind, held = (Kind.PROSE if kind is Kind.VERBATIM else Kind.VERBATIM), []
            continue
        if kind is Kind.VERBATIM:
            held.append(line)
            continue
        mark, found = next(((m, k) for m, k in _MARKS if line.startswith(m.rstrip())), ("", Kind.PROSE))
        if found is not kind and held:
            yield Block(kind, tuple(held))
            held = []
        kind = found
        held.append(line.removeprefix(mark.rstrip()).removeprefix(" ") if mark else line)
    if held:
        yield Block(kind, tuple(held))


def answers(block: Block) -> tuple[str, ...]:
    return tuple(a.strip() for line in block.lines for a in line.split("|") if a.strip())


def as_text(body: str, answer_label: str) -> str:
    """``answer_label`` stands before the words one may answer with: 回复 in Chinese, Reply in English."""
    shown = (_block_text(block, answer_label) for block in blocks(body))
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(s.strip("\n") for s in shown if s.strip())) + "\n"


def _block_text(block: Block, answer_label: str) -> str:
    match block.kind:
        case Kind.QUOTE:
            return "\n".join(f"> {line}".rstrip() for line in block.lines)
        case Kind.ANSWERS:
            return "\n".join(f"  {answer_label}{answer}" for answer in answers(block))
        case Kind.ADDED:
            return "\n".join(f"＋ {line}" for line in block.lines)
        case Kind.REMOVED:
            return "\n".join(f"－ {line}" for line in block.lines)
        case Kind.VERBATIM:
            return "\n".join(block.lines)
        case Kind.PROSE:
            return "\n".join(_prose_lines(block.lines))


def _prose_lines(lines: tuple[str, ...]) -> Iterator[str]:
    """Headings in brackets; a table's rows as lines, for a table of text breaks on a phone."""
    for number, line in enumerate(lines):
        if line.startswith("## "):
            yield f"【{line[3:].strip()}】"
        elif line.startswith("|"):
            if set(line) <= set("|- :"):
                continue
            following = lines[number + 1] if number + 1 < len(lines) else ""
            is_head = bool(following) and following.startswith("|") and set(following) <= set("|- :")
            cells = [c.strip() for c in line.strip("|").split("|")]
            yield ("  " if is_head else "- ") + " ｜ ".join(cells)
        else:
            yield line


@dataclass(frozen=True)
class HtmlForm:
    """Renders bodies as HTML. ``mailto`` makes the address that a button opens, from the words of the answer."""

    mailto: Callable[[str], str]
    language: str

    @cached_property
    def _markdown(self) -> MarkdownIt:
        parser = MarkdownIt("zero", {"html": False, "breaks": True})
        return parser.enable(["table", "list", "heading", "newline"])

    def page(self, body: str, footer: str) -> str:
        """A whole document, styles inline: mail programs drop style sheets."""
        inside = "".join(self._block(block) for block in blocks(body))
        return (
            f'<!DOCTYPE html><html lang="{html.escape(self.language)}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light dark"></head>'
            '<body style="margin:0;padding:16px;font-family:-apple-system,Segoe UI,PingFang SC,Microsoft YaHei,'
            f'sans-serif;font-size:15px;line-height:1.6;color:{_INK};background:#ffffff">'
            f'<div style="max-width:640px;margin:0 auto">{inside}'
            '<div style="margin-top:20px;padding-top:8px;border-top:1px solid #d9e2ec;font-size:12px;color:#7b8794">'
            f"{_lines(footer.splitlines())}</div></div></body></html>\n"
        )

    def _block(self, block: Block) -> str:
        match block.kind:
            case Kind.QUOTE:
                return f'<div style="{_QUOTE}">{_lines(block.lines)}</div>'
            case Kind.ANSWERS:
                return f'<p style="{_STYLES["p"]}">{"".join(self._button(a) for a in answers(block))}</p>'
            case Kind.ADDED:
                shown = f'<ins style="background:#d5f5e3;text-decoration:none">{_lines(block.lines)}</ins>'
                return f'<p style="{_STYLES["p"]}">{shown}</p>'
            case Kind.REMOVED:
                shown = f'<del style="background:#fadbd8;color:#7b241c">{_lines(block.lines)}</del>'
                return f'<p style="{_STYLES["p"]}">{shown}</p>'
            case Kind.VERBATIM:
                return f'<div style="margin:0 0 14px">{_lines(block.lines)}</div>'
            case Kind.PROSE:
                return self._prose("\n".join(block.lines))

    def _button(self, answer: str) -> str:
        return f'<a href="{html.escape(self.mailto(answer))}" style="{_BUTTON}">{html.escape(answer)}</a>'

    def _prose(self, text: str) -> str:
        parsed = self._markdown.parse(text)
        for piece in parsed:
            _styled(piece)
        return str(self._markdown.renderer.render(parsed, self._markdown.options, {}))


def _styled(piece: Piece) -> None:
    style = _STYLES.get(piece.tag)
    if style and piece.nesting == 1:
        piece.attrSet("style", style)


def _lines(lines: tuple[str, ...] | list[str]) -> str:
    return "<br>\n".join(html.escape(line) or "&nbsp;" for line in lines)
