"""Plain text and Markdown to blocks: pipe tables, tables by tabs, tables by columns of blanks."""

import re
from collections.abc import Iterator

from mailflow.reading.folding import fold
from mailflow.reading.minutes.blocks import Block, Line, flat
from mailflow.reading.minutes.words import is_column_row

_QUOTE = re.compile(r"^\s?(?:>\s?)+")
_PIPE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:[|+]\s*:?-{2,}:?\s*)*\|?\s*$")
_BOX_RULE = re.compile(r"^\s*[+|┌├└┬┼┴┐┤┘─═╔╠╚╦╬╩╗╣╝-]{5,}\s*$")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:mailto:|https?://)[^)\s]+\)")
_COLUMNS = re.compile(r"\t+|[ \u3000]{2,}")


def blocks_of_text(text: str) -> tuple[Block, ...]:
    """The lines and tables of a plain text, Markdown marks understood."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return tuple(_blocks(lines))


def _blocks(lines: list[str]) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        rows, following = _table(lines, at)
        if rows:
            yield from flat(tuple(rows), quoted=bool(_QUOTE.match(lines[at])))
            at = following
            continue
        line = _line(lines[at])
        if line is not None:
            yield line
        at += 1


def _line(raw: str) -> Line | None:
    quoted = _QUOTE.match(raw)
    bare = raw[quoted.end() :] if quoted else raw
    stripped = bare.strip().strip("\ufeff\u200b").strip()
    if not stripped or re.fullmatch(r"[-_*─—]{3,}", stripped):
        return None
    heading = _MARKDOWN_HEADING.match(stripped)
    level = len(heading.group(1)) if heading else 0
    stripped = heading.group(2) if heading else stripped
    text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", stripped))
    return Line(text.strip(), heading=level, quoted=bool(quoted), indent=len(bare) - len(bare.lstrip()))


def _table(lines: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """The rows of a table that begins here, and the line after it; no rows where none does."""
    rows, following = _piped(lines, at)
    if len(rows) >= 2:
        return rows, following
    return _columned(lines, at)


def _unquoted(raw: str) -> str:
    return _QUOTE.sub("", raw, count=1)


def _piped(lines: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
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
    if not (ruled or (rows and (is_column_row(rows[0]) or _unquoted(lines[first]).strip()[:1] in "|│┃"))):
        return [], first
    return rows, at


def _pipe_cells(line: str) -> list[str]:
    stripped = fold(line).replace("│", "|").replace("┃", "|").strip()
    if "|" not in stripped:
        return []
    original = line.strip()
    cuts = [i for i, c in enumerate(stripped) if c == "|"]
    edges = [-1, *cuts, len(stripped)]
    cells = [original[a + 1 : b].strip() for a, b in zip(edges, edges[1:], strict=False)]
    if cells and not cells[0] and stripped.startswith("|"):
        cells = cells[1:]
    if cells and not cells[-1] and stripped.endswith("|"):
        cells = cells[:-1]
    return cells


def _columned(lines: list[str], at: int) -> tuple[list[tuple[str, ...]], int]:
    """A table whose columns are set apart by tabs or wide blanks, told by its row of column names."""
    head = [c.strip() for c in _COLUMNS.split(_unquoted(lines[at]).strip())]
    if len(head) < 2 or not is_column_row(tuple(head)):
        return [], at
    rows, first = [tuple(head)], at
    tabbed = "\t" in lines[at].strip()
    at += 1
    while at < len(lines):
        line = _unquoted(lines[at]).strip(" \u3000\r" if tabbed else " \u3000\t\r")
        if not line or _BOX_RULE.match(line):
            if line or rows[1:]:
                if not line:
                    break
            at += 1
            continue
        cells = line.split("\t") if tabbed else _COLUMNS.split(line)
        if len(cells) < 2:
            break
        rows.append(tuple(c.strip() for c in cells))
        at += 1
    return (rows, at) if len(rows) > 1 else ([], first)
