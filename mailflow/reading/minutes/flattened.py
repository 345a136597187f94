"""Tables that a mail program flattened to one cell a line are tables again."""

from collections.abc import Iterator, Sequence

from mailflow.reading.minutes.blocks import Block, Line, Table
from mailflow.reading.minutes.columns import Column, column_of, is_column_row
from mailflow.reading.minutes.deadlines import find_dues
from mailflow.reading.minutes.owners import is_nothing, only_people
from mailflow.reading.minutes.setting import Setting

_LEAST_COLUMNS = 3


def restored(blocks: Sequence[Block], setting: Setting) -> Iterator[Block]:
    """The blocks, with lines that are the names of columns and the cells below them put together to a table."""
    at = 0
    while at < len(blocks):
        width = _header(blocks, at, setting)
        rows, end = _rows(blocks, at, width, setting) if width else ([], at)
        if len(rows) > 1:
            yield Table(tuple(rows))
            at = end
        else:
            yield blocks[at]
            at += 1


def _header(blocks: Sequence[Block], at: int, setting: Setting) -> int:
    """How many lines from here on are names of columns; 0 where they are too few to be a table's."""
    width = 0
    while at + width < len(blocks):
        block = blocks[at + width]
        if not isinstance(block, Line) or block.text.endswith((":", "：")):
            break  # the labels of an empty form are no columns
        if column_of(block.text, setting.book) is None:
            break
        width += 1
    names = [b.text for b in blocks[at : at + width] if isinstance(b, Line)]
    return width if width >= _LEAST_COLUMNS and is_column_row(names, setting.book) else 0


def _rows(blocks: Sequence[Block], at: int, width: int, setting: Setting) -> tuple[list[tuple[str, ...]], int]:
    """The rows below the header. A number, or words behind a whole row, begin the next one."""
    names = tuple(b.text for b in blocks[at : at + width] if isinstance(b, Line))
    kinds = [column_of(name, setting.book) for name in names]
    numbered = kinds[0] is Column.OTHER
    rows: list[dict[Column, str]] = []
    end = at + width
    while end < len(blocks):
        block = blocks[end]
        if not isinstance(block, Line) or block.heading:
            break
        text = block.text
        if numbered and text.isdigit():
            rows.append({Column.OTHER: text})
        else:
            kind = _kind(text, rows[-1] if rows else {}, setting)
            if kind not in kinds or (numbered and not rows):
                break
            if not numbered and (not rows or (kind is Column.TITLE and Column.TITLE in rows[-1])):
                rows.append({})
            rows[-1][kind] = f"{rows[-1][kind]}、{text}" if kind in rows[-1] else text
        end += 1
    cells = [tuple(row.get(kind, "") if kind else "" for kind in kinds) for row in rows]
    return [names, *cells], end


def _kind(text: str, row: dict[Column, str], setting: Setting) -> Column:
    """Which column a cell belongs to, by what it holds."""
    if only_people(text, setting):
        return Column.OWNER
    dues = find_dues(text, setting, weak=True)
    if Column.TITLE in row and ((dues and len(text) <= dues[0].end - dues[0].start + 4) or is_nothing(text, setting)):
        return Column.DUE
    return Column.REQUIREMENT if Column.TITLE in row and (Column.OWNER in row or Column.DUE in row) else Column.TITLE
