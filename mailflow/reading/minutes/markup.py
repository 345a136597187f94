"""HTML to blocks: paragraphs, list items, headings, tables with their spans written out."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailflow.reading.minutes.blocks import Block, Line, Table, flat
from mailflow.reading.minutes.plain import blocks_of_text

_BREAKING = {
    "address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section", "table", "ul",
}  # fmt: skip
_HIDDEN = {"head", "script", "style", "title", "template", "-comment", "noscript", "o:p-hidden"}
_DEEPEST = 400
"""Nesting beyond this is read as flat text: no person writes it, and recursion must end."""
_MOST_SPAN = 50
_SPACES = re.compile(r"[ \t\r\n\f]+")


def blocks_of_html(html: str) -> tuple[Block, ...]:
    """What an HTML body shows."""
    root = LexborHTMLParser(html).body
    if root is None:
        return ()
    reader = _Reader()
    reader.walk(root, 0, quoted=False, listed=False, heading=0)
    reader.end_line()
    return tuple(reader.blocks)


class _Reader:
    """Collects blocks on a walk over the tree; mutable while it walks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._words: list[str] = []
        self._style = (False, False, 0)

    def walk(self, node: LexborNode, depth: int, *, quoted: bool, listed: bool, heading: int) -> None:
        if depth > _DEEPEST:
            self._add(node.text(deep=True), quoted=quoted, listed=listed, heading=heading)
            return
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._add(child.text_content or "", quoted=quoted, listed=listed, heading=heading)
            elif tag in _HIDDEN:
                continue
            elif tag == "br":
                self.end_line()
            elif tag == "pre":
                self.end_line()
                self.blocks += blocks_of_text(child.text(deep=True))
            elif tag == "table":
                self._table(child, depth, quoted=quoted)
            else:
                self._inner(child, tag, depth, quoted=quoted, listed=listed, heading=heading)

    def _inner(self, node: LexborNode, tag: str, depth: int, *, quoted: bool, listed: bool, heading: int) -> None:
        breaking = tag in _BREAKING
        if breaking:
            self.end_line()
        quoted = quoted or tag == "blockquote"
        listed = tag == "li" or (listed and tag not in ("ul", "ol"))
        heading = int(tag[1]) if re.fullmatch("h[1-6]", tag) else heading
        self.walk(node, depth + 1, quoted=quoted, listed=listed, heading=heading)
        if breaking:
            self.end_line()

    def _add(self, text: str, *, quoted: bool, listed: bool, heading: int) -> None:
        if text.strip(" \t\r\n\f") and not any(w.strip() for w in self._words):
            self._style = (quoted, listed, heading)
        self._words.append(_SPACES.sub(" ", text))

    def end_line(self) -> None:
        text = _SPACES.sub(" ", "".join(self._words)).strip(" \u200b\ufeff")
        self._words = []
        if text.strip("\xa0\u3000 "):
            quoted, listed, heading = self._style
            indent = len(text) - len(text.lstrip("\xa0\u3000 "))
            self.blocks.append(Line(text.strip("\xa0\u3000 "), heading, listed, quoted, indent))

    def _table(self, table: LexborNode, depth: int, *, quoted: bool) -> None:
        self.end_line()
        if table.css_first("td table, th table") or not table.css_first("tr"):
            # Drawn for its looks (mail programs frame whole mails): what it holds counts.
            self.walk(table, depth + 1, quoted=quoted, listed=False, heading=0)
            self.end_line()
            return
        rows = _spread([[*_cells(row)] for row in table.css("tr")])
        blocks = flat(rows, quoted=quoted)
        self.blocks += blocks if any(isinstance(b, Table) for b in blocks) else self._lines(table, depth, quoted=quoted)

    def _lines(self, table: LexborNode, depth: int, *, quoted: bool) -> list[Block]:
        inner = _Reader()
        inner.walk(table, depth + 1, quoted=quoted, listed=False, heading=0)
        inner.end_line()
        return inner.blocks


def _cells(row: LexborNode) -> Iterator[tuple[str, int, int]]:
    """Text, columns and rows of each cell."""
    for cell in row.iter():
        if cell.tag in ("td", "th"):
            inner = _Reader()
            inner.walk(cell, 1, quoted=False, listed=False, heading=0)
            inner.end_line()
            text = "\n".join(b.text for b in inner.blocks if isinstance(b, Line))
            yield text, _span(cell, "colspan"), _span(cell, "rowspan")


def _span(cell: LexborNode, name: str) -> int:
    value = cell.attributes.get(name) or "1"
    return max(1, min(int(value), _MOST_SPAN)) if value.isdigit() else 1


def _spread(rows: list[list[tuple[str, int, int]]]) -> tuple[tuple[str, ...], ...]:
    """The grid: a cell that spans stands in every place that it covers."""
    grid: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}  # column: text and how many rows it still covers
    for row in rows:
        line: list[str] = []
        cells = iter(row)
        column = 0
        while True:
            if column in below:
                text, left = below[column]
                line.append(text)
                below[column] = (text, left - 1)
                if left == 1:
                    del below[column]
                column += 1
                continue
            cell = next(cells, None)
            if cell is None:
                break
            text, wide, high = cell
            for _ in range(wide):
                line.append(text)
                if high > 1:
                    below[column] = (text, high - 1)
                column += 1
        grid.append(line)
    return tuple(tuple(line) for line in grid)
