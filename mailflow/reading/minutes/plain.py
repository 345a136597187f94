"""Plain text and Markdown to blocks: pipe tables, tables by tabs, tables by columns of blanks."""

import itertools
import re
from collections.abc import Iterator
from unicodedata import east_asian_width

from mailflow.reading.folding import fold
from mailflow.reading.minutes.blocks import Block, Line, flat
from mailflow.reading.minutes.columns import is_column_row
from mailflow.reading.phrasebook import Phrasebook

_WIDEST = 120
_WIDE_BLANKS = re.compile(rf"[ \t\u3000]{{{_WIDEST},}}")
_QUOTE = re.compile(r"^\s?(?:>\s?)+")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*\|?\s*$")
_BOX_RULE = re.compile(r"^\s*[+|┌├└┬┼┴┐┤┘─═╔╠╚╦╬╩╗╣╝-]{5,}\s*$")
_BARS = "|│┃"
_RULE_NEAR = 30  # lines: a rule stands under the names of the columns, or around the table
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:mailto:|https?://)[^)\s]+\)")


def blocks_of_text(text: str, book: Phrasebook) -> tuple[Block, ...]:
    """The lines and tables of a plain text, Markdown marks understood."""
    text = _WIDE_BLANKS.sub(lambda run: run.group()[:_WIDEST], text)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    return tuple(_blocks(lines, book))


def _blocks(lines: list[str], book: Phrasebook) -> Iterator[Block]:
    at, apart = 0, False
    while at < len(lines):
        rows, following = _table(lines, at, book)
        if rows:
            yield from flat(tuple(rows), quoted=bool(_QUOTE.match(lines[at])))
            at = following
            continue
        line = _line(lines[at], apart=apart)
        if line is not None:
            yield line
        apart = line is None
        at += 1


def _line(raw: str, *, apart: bool) -> Line | None:
    quoted = _QUOTE.match(raw)
    bare = raw[quoted.end() :] if quoted else raw
    stripped = bare.strip().strip("\ufeff\u200b").strip()
    if not stripped or re.fullmatch(r"[-_*─—]{3,}", stripped):
        return None
    heading = _MARKDOWN_HEADING.match(stripped)
    level = len(heading.group(1)) if heading else 0
    stripped = heading.group(2) if heading else stripped
    strong = re.fullmatch(r"(\*\*|__)[^*_]+\1[:：]?", stripped) is not None
    text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", stripped)).strip()
    indent = len(bare.expandtabs(4)) - len(bare.expandtabs(4).lstrip())
    return Line(text, level, quoted=bool(quoted), indent=indent, strong=strong, apart=apart)


def _table(lines: list[str], at: int, book: Phrasebook) -> tuple[list[tuple[str, ...]], int]:
    """The rows of a table that begins here, and the line after it; no rows where none does."""
    rows, following = _piped(lines, at, book)
    if len(rows) >= 2:
        return rows, following
    return _columned(lines, at, book)


def _unquoted(raw: str) -> str:
    return _QUOTE.sub("", raw, count=1)


def _piped(lines: list[str], at: int, book: Phrasebook) -> tuple[list[tuple[str, ...]], int]:
    if not _may_begin_table(lines, at, book):
        return [], at
    rows: list[tuple[str, ...]] = []
    first = at
    while at < len(lines):
        line = _unquoted(lines[at])
        if _PIPE_RULE.match(line) or (_BOX_RULE.match(line) and (rows or at == first)):
            at += 1
            continue
        cells = _pipe_cells(line)
        if len(cells) < 2 or (rows and abs(len(cells) - len(rows[0])) > 2):
            break
        rows.append(tuple(_EMPHASIS.sub(r"\2", re.sub(r"<br\s*/?>", "\n", c)).strip() for c in cells))
        at += 1
    # Prose may hold a bar: only a row of bars or column names makes a table.
    ruled = any(_PIPE_RULE.match(_unquoted(x)) or _BOX_RULE.match(_unquoted(x)) for x in lines[first:at])
    if not (ruled or (rows and (is_column_row(rows[0], book) or _unquoted(lines[first]).strip()[:1] in _BARS))):
        return [], first
    return rows, at


def _may_begin_table(lines: list[str], at: int, book: Phrasebook) -> bool:
    """A bar in front, names of columns, or a rule near below. Looked at before the rows are: they may be many."""
    line = _unquoted(lines[at])
    if line.strip()[:1] in _BARS:
        return True
    near = (_unquoted(x) for x in lines[at : at + _RULE_NEAR])
    return any(_PIPE_RULE.match(x) or _BOX_RULE.match(x) for x in near) or is_column_row(_pipe_cells(line), book)


def _pipe_cells(line: str) -> list[str]:
    stripped = fold(line).replace("│", "|").replace("┃", "|").strip()
    if "|" not in stripped:
        return []
    original = line.strip()
    cuts = [i for i, c in enumerate(stripped) if c == "|"]
    edges = [-1, *cuts, len(stripped)]
    cells = [original[a + 1 : b].strip() for a, b in itertools.pairwise(edges)]
    if cells and not cells[0] and stripped.startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1] and stripped.endswith("|"):
        cells = cells[:-1]
    return cells


def _columned(lines: list[str], at: int, book: Phrasebook) -> tuple[list[tuple[str, ...]], int]:
    """A table whose columns are set apart by tabs or wide blanks, told by its row of column names."""
    head = _unquoted(lines[at])
    if "\t" in head.strip():
        return _tabbed(lines, at, book)
    columns = _chunks(head)
    labels = any(text.endswith((":", "：")) for _, text in columns)  # the labels of an empty form are no columns
    if len(columns) < 2 or labels or not is_column_row([text for _, text in columns], book):
        return [], at
    starts = [start for start, _ in columns]
    rows = [[text for _, text in columns]]
    end = at + 1
    while end < len(lines):
        line = _unquoted(lines[end])
        if _BOX_RULE.match(line):
            end += 1
            continue
        chunks = _chunks(line)
        if not chunks or (len(chunks) == 1 and (len(rows) == 1 or chunks[0][0] <= starts[0])):
            break
        row = [""] * len(starts)
        for start, text in chunks:
            column = max((i for i, s in enumerate(starts) if s <= start + 2), default=0)
            row[column] = f"{row[column]} {text}".strip()
        if len(chunks) == 1:  # a cell that goes on
            rows[-1] = [f"{above}{more}" for above, more in zip(rows[-1], row, strict=True)]
        else:
            rows.append(row)
        end += 1
    return ([tuple(row) for row in rows], end) if len(rows) > 1 else ([], at)


def _tabbed(lines: list[str], at: int, book: Phrasebook) -> tuple[list[tuple[str, ...]], int]:
    head = [c.strip() for c in _unquoted(lines[at]).rstrip().split("\t")]
    if not is_column_row(head, book):
        return [], at
    rows, end = [tuple(head)], at + 1
    while end < len(lines) and "\t" in lines[end]:
        cells = [c.strip() for c in _unquoted(lines[end]).rstrip("\r").split("\t")]
        if any(cells):
            rows.append((*cells, *[""] * (len(head) - len(cells))))
        end += 1
    return (rows, end) if len(rows) > 1 else ([], at)


_CHUNK = re.compile(r"\S+(?:[ \u3000]\S+)*")


def _chunks(line: str) -> list[tuple[int, str]]:
    """The words between wide blanks, with the column of the screen where each begins."""
    found = []
    for match in _CHUNK.finditer(line.rstrip()):
        before = line[: match.start()]
        found.append((sum(2 if east_asian_width(c) in "WF" else 1 for c in before), match.group()))
    return found
