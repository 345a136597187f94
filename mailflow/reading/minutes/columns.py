"""What the columns of a table hold, told by their names."""

import re
from collections.abc import Sequence
from enum import StrEnum

from mailflow.reading.minutes.labels import parse_fields
from mailflow.reading.minutes.sections import Presence, bare, presence_of
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.phrasebook import Phrasebook

Row = tuple[str, ...]


class Column(StrEnum):
    HELPER = "helper"
    OWNER = "owner"
    DUE = "due"
    STATUS = "status"
    TITLE = "title"
    REQUIREMENT = "requirement"
    OTHER = "other"


_LONGEST = 24
_STRONG = {Column.TITLE, Column.OWNER, Column.DUE}


def column_of(header: str, book: Phrasebook) -> Column | None:
    """What a column of that name holds; None for a name that is none of ours."""
    words = re.sub(r"\s+", " ", bare(header))
    for part in (words, *re.split(r"\s*[/／|]\s*|\s+(?=[a-z])(?<=[\u4e00-\u9fff] )", words)):
        kind = next((c for c in Column if part and book.names(f"column_{c.value}", part)), None)
        if kind is not None:
            return kind
    return None


def is_column_row(cells: Sequence[str], book: Phrasebook) -> bool:
    """Is this row the names of a task table's columns?"""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > _LONGEST for cell in filled):
        return False
    kinds = [column_of(cell, book) for cell in filled]
    known = sum(kind is not None for kind in kinds)
    strong = {kind for kind in kinds if kind in _STRONG}
    return len(strong) >= 2 and known * 2 > len(kinds) and len(set(filled)) > 1


def has_columns(rows: Sequence[Row], setting: Setting) -> bool:
    return any(is_column_row(row, setting.book) for row in turned(rows, setting))


def as_lines(rows: Sequence[Row], setting: Setting) -> tuple[str, ...]:
    """A table without columns of tasks as lines: labels with their values, or the cells of a row."""
    lines = []
    for row in rows:
        cells = [c.strip() for i, c in enumerate(row) if c.strip() and (i == 0 or c != row[i - 1])]
        if len(cells) >= 2 and all(_is_label(label, setting) for label in cells[::2]):
            lines += [f"{label}：{value}" for label, value in zip(cells[::2], cells[1::2], strict=False)]
        elif len(cells) == 2 and len(cells[0]) <= 12:
            lines += [f"{cells[0]}：{line}" if at == 0 else line for at, line in enumerate(cells[1].split("\n"))]
        else:
            lines.append(" | ".join(" ".join(c.split()) for c in cells))
    return tuple(lines)


def _is_label(cell: str, setting: Setting) -> bool:
    """责任人 of a task, 主持人 or 会议日期 of the meeting."""
    return bool(parse_fields(f"{cell}：", setting).values) or presence_of(cell, setting) is not None


def turned(rows: Sequence[Row], setting: Setting) -> Sequence[Row]:
    """A table whose columns are the tasks, with the names of the fields in its first column."""
    first = [row[0] for row in rows if row]
    widths = {len(row) for row in rows}
    even = len(widths) == 1 and max(widths) > 2
    if even and is_column_row(first, setting.book) and not is_column_row(rows[0], setting.book):
        return [tuple(cells) for cells in zip(*rows, strict=True)]
    return rows


def is_roll(rows: Sequence[Row], setting: Setting) -> bool:
    """A table of people and whether they came, or of columns that say how they came."""
    header = [bare(cell) for cell in rows[0]]
    labels = [presence_of(cell, setting) for cell in rows[0]]
    told = sum(label not in (None, Presence.OTHER) for label in labels)
    if told >= 2 and told == sum(bool(cell) for cell in header) - labels.count(Presence.OTHER):
        return True
    return all(any(setting.book.names(key, cell) for cell in header) for key in ("column_name", "column_presence"))
