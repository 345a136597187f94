"""Tables of tasks: which row names the columns, which rows are tasks, and tables that are no tables of tasks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.reading.folding import fold
from mailflow.reading.minutes.columns import Column, Row, column_of, is_column_row, turned
from mailflow.reading.minutes.deadlines import read_due
from mailflow.reading.minutes.items import Decided, Found
from mailflow.reading.minutes.outline import Entry
from mailflow.reading.minutes.owners import Owners, is_nothing, read_owners
from mailflow.reading.minutes.sections import Section, section_of
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import tidy

_GROUP = re.compile(r"[(（]?[一二三四五六七八九十]+[)）、.]?|[IVX]+\.?")


def read_table(entry: Entry, setting: Setting) -> Iterator[Found | Decided]:
    """The tasks in a table. One under a review, or whose rows tell how far they are, holds earlier tasks.

    “Open” is said of new tasks, too: beside others that are done or under way it is said of an earlier one.
    """
    section = entry.section
    columns: tuple[Column | None, ...] = ()
    above: Row = ()
    header: Row = ()
    followed = any(_is_earlier(cell, setting) for row in entry.rows for cell in row)
    for row in turned(entry.rows, setting):
        if is_column_row(row, setting.book) or (header and not above and _more_names(row, setting)):
            header = _named(row, header)
            columns, above = _columns(header, setting), ()
            continue
        if _is_title(row):
            section = section_of(row[0], setting) or section
            continue
        if not columns or section in (Section.REVIEW, Section.ATTENDANCE):
            continue
        if _is_group(row, columns):
            continue
        row = _filled(row, above, columns, setting)
        found = _row(row, columns, setting)
        if (
            found is not None
            and followed
            and setting.book.names("still_open", fold(_value(row, columns, Column.STATUS)))
        ):
            found = None
        above = row
        if found is None:
            continue
        decided = not found.owners and found.due is None and _decides(header, columns, setting)
        yield Decided(found.title) if decided else replace(found, group=entry.group)


def _more_names(row: Row, setting: Setting) -> bool:
    """A second row of names below the first (责任分工 above 主责 and 配合)."""
    filled = [cell for cell in row if cell.strip()]
    return bool(filled) and all(column_of(cell, setting.book) for cell in filled)


def _named(row: Row, above: Row) -> Row:
    return tuple(cell if cell.strip() or at >= len(above) else above[at] for at, cell in enumerate(row))


def _decides(header: Row, columns: Sequence[Column | None], setting: Setting) -> bool:
    """Is the column of the tasks one of resolutions, some of which follow from nobody's work?"""
    title = next((c for c, k in zip(header, columns, strict=False) if k is Column.TITLE), "")
    return section_of(title, setting) in (Section.RESOLVED, Section.DECISIONS)


def _is_title(row: Row) -> bool:
    """One text over all columns: the table's title, or the name of a group."""
    filled = {cell for cell in row if cell.strip()}
    return len(filled) == 1 and len(row) > 1 and (all(cell.strip() for cell in row))


def _columns(row: Row, setting: Setting) -> tuple[Column | None, ...]:
    """What each column holds; of two that could be the title the first is, and the other says more."""
    kinds: list[Column | None] = []
    for cell in row:
        kind = column_of(cell, setting.book)
        if kind is Column.TITLE and Column.TITLE in kinds:
            kind = Column.REQUIREMENT
        kinds.append(kind)
    if Column.TITLE not in kinds:
        free = next((i for i, k in enumerate(kinds) if k is None), None)
        if free is None:
            free = next((i for i, k in enumerate(kinds) if k is Column.REQUIREMENT), None)
        if free is not None:
            kinds[free] = Column.TITLE
    return tuple(kinds)


def _is_group(row: Row, columns: Sequence[Column | None]) -> bool:
    """一 | 华东仓扩容 | | : a name for the rows below, with a number of another kind than theirs."""
    held = {kind for cell, kind in zip(row, columns, strict=False) if cell.strip()}
    number = next((c.strip() for c, k in zip(row, columns, strict=False) if k is Column.OTHER), "")
    return held <= {Column.OTHER, Column.TITLE} and _GROUP.fullmatch(number) is not None


def _filled(row: Row, above: Row, columns: Sequence[Column | None], setting: Setting) -> Row:
    """同上, and an owner who stands in front of several tasks: what stands in the row above."""
    kinds = list(columns)
    leading = Column.OWNER in kinds and Column.TITLE in kinds and kinds.index(Column.OWNER) < kinds.index(Column.TITLE)
    cells = []
    for at, cell in enumerate(row):
        before = above[at] if at < len(above) else ""
        goes_on = leading and at < len(kinds) and kinds[at] is Column.OWNER and not cell.strip()
        same = goes_on or setting.book.names("same_as_above", fold(cell).strip())
        cells.append(before if before and same else cell)
    return tuple(cells)


def _value(row: Row, columns: Sequence[Column | None], kind: Column) -> str:
    held = (c.strip() for c, k in zip(row, columns, strict=False) if k is kind)
    return "、".join(dict.fromkeys(c for c in held if c))


def _row(row: Row, columns: Sequence[Column | None], setting: Setting) -> Found | None:
    def value(kind: Column) -> str:
        return _value(row, columns, kind)

    title = tidy(" ".join(value(Column.TITLE).split("\n")))
    status = value(Column.STATUS)
    if is_nothing(title, setting) or (status and _is_earlier(status, setting)) or _is_example(row, setting):
        return None
    owners = Owners()
    for kind in (Column.OWNER, Column.HELPER):
        if not is_nothing(value(kind), setting):
            owners = owners + read_owners(value(kind), setting)
    if owners.placeholder:
        return None
    due = value(Column.DUE)
    wanted = value(Column.REQUIREMENT)
    line = " | ".join(" ".join(cell.split()) for cell in row)
    return Found(
        title=title,
        owners=owners,
        due=read_due(" ".join(due.split()), setting) if due else None,
        requirement="" if is_nothing(wanted, setting) else " ".join(wanted.split("\n")),
        line=line,
    )


def _is_earlier(status: str, setting: Setting) -> bool:
    words = fold(status).strip()
    return setting.book.names("done", words) or setting.book.names("under_way", words)


def _is_example(cells: Sequence[str], setting: Setting) -> bool:
    return any(
        setting.full(r"\W*«example_intro»\W*", cell) or setting.match(r"\W*«example_intro»\s*[:：)）]", cell)
        for cell in cells
        if cell.strip()
    ) or bool(re.match(r"\s*[(（]例", cells[0] if cells else ""))
