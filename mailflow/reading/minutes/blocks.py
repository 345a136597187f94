"""A document as the minutes' reader sees it: lines and tables, whatever file they came in."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """One paragraph. ``heading`` is the level that the file itself gives it (1 the highest), 0 for body text.

    ``listed`` marks a list item whose bullet or number is not in the text (Word, HTML), ``strong`` a line that is
    bold all through. ``quoted`` marks lines of the mail that is answered. ``indent`` counts leading blanks in plain
    text, levels of a list elsewhere. ``apart``: a blank line stands before it.
    """

    text: str
    heading: int = 0
    listed: bool = False
    quoted: bool = False
    indent: int = 0
    strong: bool = False
    apart: bool = False


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell over several columns or rows stands in each of them. Cells may hold line breaks."""

    rows: tuple[tuple[str, ...], ...]
    quoted: bool = False


Block = Line | Table


@dataclass(frozen=True)
class Source:
    """One body or file. ``name`` is the file's, "" for the mail's own body. ``wrapped``: long lines may be broken.
    ``beyond`` is what goes beyond the limits: it belongs to the text, and is not read.
    """

    name: str
    blocks: tuple[Block, ...]
    wrapped: bool = False
    beyond: str = ""


class UnreadableFile(Exception):
    """A file that should hold minutes and cannot be read. The text says what is wrong and what to send instead."""


def text_of(blocks: tuple[Block, ...]) -> str:
    """Every word of the blocks, a line a paragraph and a line a row."""
    lines = []
    for block in blocks:
        if isinstance(block, Line):
            lines.append(block.text)
        else:
            lines += [" | ".join(" ".join(cell.split()) for cell in row) for row in block.rows]
    return "\n".join(lines)


def flat(rows: tuple[tuple[str, ...], ...], *, quoted: bool = False) -> tuple[Block, ...]:
    """A table as blocks: one of a single column or a single row was drawn for its looks and is lines."""
    rows = tuple(row for row in rows if any(cell.strip() for cell in row))
    if not rows:
        return ()
    if max(len(row) for row in rows) == 1 or len(rows) == 1:
        cells = (cell for row in rows for cell in row)
        return tuple(Line(line.strip(), quoted=quoted) for cell in cells for line in cell.split("\n") if line.strip())
    return (Table(rows, quoted),)
