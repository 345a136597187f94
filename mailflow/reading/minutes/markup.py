"""HTML to blocks: paragraphs, list items, headings, tables with their spans written out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailflow.reading.minutes.blocks import Block, Line, Table, flat
from mailflow.reading.minutes.plain import blocks_of_text
from mailflow.reading.phrasebook import Phrasebook

_BREAKING = frozenset(
    ["address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
     "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "section", "table", "ul"]
)  # fmt: skip
_UNSEEN = frozenset(["head", "script", "style", "title", "template", "noscript", "textarea", "select", "-comment"])
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LONGEST = 600_000
_DEEPEST = 400
"""Nesting beyond this is read as flat text: no person writes it, and recursion must end."""
_MOST_SPAN = 50
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK = " \t\r\n\f\u200b\ufeff"


def blocks_of_html(html: str, book: Phrasebook) -> tuple[Block, ...]:
    """What an HTML body shows."""
    html = html[:_LONGEST]
    if _nesting(html) > 5 * _DEEPEST:
        return blocks_of_text(re.sub(r"<[^<>]*>", "\n", html), book)
    root = LexborHTMLParser(html).body
    if root is None:
        return ()
    page = _Page(book)
    _walk(root, _State(), page)
    page.end_line()
    return tuple(page.blocks)


def _nesting(html: str) -> int:
    """How deep elements may be nested at most: the parser's time grows with its square."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)([a-zA-Z]\w*)", html):
        if tag.group(2).lower() not in ("br", "img", "hr", "meta", "link", "input", "col", "p", "li", "td", "tr", "th"):
            depth = max(0, depth - 1) if tag.group(1) else depth + 1
            deepest = max(deepest, depth)
    return deepest


@dataclass(frozen=True)
class _State:
    """What an element passes on to what stands inside of it."""

    depth: int = 0
    quoted: bool = False
    listed: int = 0  # how many lists are open around an item, 0 outside of items
    heading: int = 0
    bold: bool = False


@dataclass
class _Page:
    """The blocks while they are written."""

    book: Phrasebook
    blocks: list[Block] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    state: _State = field(default_factory=_State)
    bold: bool = True
    apart: bool = False

    def write(self, text: str, state: _State) -> None:
        if text.strip(_BLANK):
            if not any(w.strip(_BLANK) for w in self.words):
                self.state, self.bold = state, True
            self.bold = self.bold and state.bold
        self.words.append(_SPACES.sub(" ", text))

    def end_line(self) -> None:
        text = _SPACES.sub(" ", "".join(self.words)).strip(_BLANK)
        self.words = []
        bare = text.strip("\xa0\u3000 ")
        if bare:
            state = self.state
            indent = 4 * state.listed + len(text) - len(text.lstrip("\xa0\u3000 "))
            line = Line(bare, state.heading, state.listed > 0, state.quoted, indent, self.bold, self.apart)
            self.blocks.append(line)
            self.apart = False


def _walk(node: LexborNode, state: _State, page: _Page) -> None:
    if state.depth > _DEEPEST:
        page.write(node.text(deep=True), state)
        return
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            page.write(child.text_content or "", state)
        elif tag in _UNSEEN or _HIDDEN.search(child.attributes.get("style") or ""):
            continue
        elif tag == "br":
            page.apart = page.apart or not "".join(page.words).strip(_BLANK)
            page.end_line()
        elif tag == "pre":
            page.end_line()
            page.blocks += blocks_of_text(child.text(deep=True), page.book)
        elif tag == "table":
            _table(child, state, page)
        else:
            _element(child, tag, state, page)


def _element(node: LexborNode, tag: str, state: _State, page: _Page) -> None:
    if tag in _BREAKING:
        page.end_line()
    struck = tag in ("s", "del", "strike") or "line-through" in (node.attributes.get("style") or "")
    if struck:
        page.words.append("~~")
    lists = state.listed + 1 if tag in ("ul", "ol") else state.listed
    bold = state.bold or tag in ("b", "strong", "th") or bool(_BOLD.search(node.attributes.get("style") or ""))
    heading = int(tag[1]) if re.fullmatch("h[1-6]", tag) else state.heading
    quoted = state.quoted or tag == "blockquote"
    _walk(node, _State(state.depth + 1, quoted, lists, heading, bold), page)
    if struck:
        page.words.append("~~")
    if tag in _BREAKING:
        page.end_line()


def _table(table: LexborNode, state: _State, page: _Page) -> None:
    page.end_line()
    inside = replace(state, depth=state.depth + 1, listed=0, heading=0)
    if not (table.css_first("td table, th table") or not table.css_first("tr")):
        rows = _spread([[*_cells(row, page.book)] for row in table.css("tr")])
        blocks = flat(rows, quoted=state.quoted)
        if any(isinstance(b, Table) for b in blocks):
            page.blocks += blocks
            return
    # Drawn for its looks (mail programs frame whole mails): what it holds counts.
    _walk(table, inside, page)
    page.end_line()


def _cells(row: LexborNode, book: Phrasebook) -> Iterator[tuple[str, int, int]]:
    """Text, columns and rows of each cell."""
    for cell in row.iter():
        if cell.tag in ("td", "th"):
            page = _Page(book)
            _walk(cell, _State(1), page)
            page.end_line()
            text = "\n".join(b.text for b in page.blocks if isinstance(b, Line))
            yield text, _span(cell, "colspan"), _span(cell, "rowspan")


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), _MOST_SPAN)) if value.isdigit() else 1


def _spread(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """The grid: a cell that spans stands in every place that it covers."""
    grid: list[tuple[str, ...]] = []
    below: dict[int, tuple[str, int]] = {}  # column: text and how many rows it still covers
    for row in rows:
        line: list[str] = []
        for text, wide, high in row:
            _fill(line, below)
            for _ in range(wide):
                if high > 1:
                    below[len(line)] = (text, high - 1)
                line.append(text)
        _fill(line, below)
        grid.append(tuple(line))
    return tuple(grid)


def _fill(line: list[str], below: dict[int, tuple[str, int]]) -> None:
    """Writes the cells that reach down from rows above into the places that come next."""
    while len(line) in below:
        text, left = below.pop(len(line))
        if left > 1:
            below[len(line)] = (text, left - 1)
        line.append(text)
