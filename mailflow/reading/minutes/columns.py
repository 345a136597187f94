"""What the columns of a table hold, told by their names."""

import re
from collections.abc import Sequence
from enum import StrEnum

from mailflow.reading.minutes.sections import bare
from mailflow.reading.phrasebook import Phrasebook


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
