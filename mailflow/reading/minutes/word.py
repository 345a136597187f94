"""Word files to blocks, tracked changes read as accepted (ECMA-376 part 1, 17.13.5)."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from mailflow.reading.minutes.blocks import Block, Line, Table, UnreadableFile, flat

MOST_BYTES = 40_000_000
"""Of a file unpacked: minutes with pictures stay far below; a bomb does not."""
MOST_XML = 12_000_000
MOST_FILES = 2_000
LEAST_SUSPECT = 5_000_000
"""From this size on, a hundred times what is packed is a bomb."""
_DEEPEST = 30
_PIECE = 1 << 16  # bytes unpacked at a time

_GONE = {qn("w:del"), qn("w:moveFrom")}
_TRANSPARENT = {
    qn("w:ins"), qn("w:moveTo"), qn("w:hyperlink"), qn("w:smartTag"), qn("w:sdt"), qn("w:sdtContent"), qn("w:fldSimple"),
    qn("w:customXml"), qn("w:r"), qn("w:dir"), qn("w:bdo"),
}  # fmt: skip
_HEADING = re.compile(r"(?:heading|标题)\s*(\d)|^(\d)$", re.IGNORECASE)


def blocks_of_docx(content: bytes, name: str) -> tuple[Block, ...]:
    """Lines and tables of a .docx. Raises UnreadableFile for what is none, holds macros, or unpacks to too much."""
    measured = _measured(content, name)
    try:
        document = docx.Document(measured)
        styles = {s.style_id: s.name or "" for s in document.styles}
        return tuple(_blocks(document.element.body, styles, 0))
    except (
        Exception
    ) as error:  # python-docx and lxml raise many kinds on damaged files: whatever it is, it is the file's
        raise UnreadableFile(f"{name}: the Word file is damaged ({type(error).__name__}): send it again") from error


def _measured(content: bytes, name: str) -> io.BytesIO:
    """The same files, unpacked here to no more than the table of contents states, which must be within bounds.

    The table may lie: a library that unpacks by itself has gigabytes in memory before it compares.
    """
    measured = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(measured, "w") as plain:
            _check(packed.infolist(), name)
            for info in {f.filename: f for f in packed.infolist()}.values():
                plain.writestr(zipfile.ZipInfo(info.filename), _unpacked(packed, info, name))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise UnreadableFile(f"{name}: this is no Word file (.docx): save it as .docx and send it again") from error
    measured.seek(0)
    return measured


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes:
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):  # ISO 29500-2 annex B
        raise UnreadableFile(f"{name}: it is packed in a way that no Word file is: save it as .docx and send it again")
    pieces: list[bytes] = []
    with archive.open(info) as packed:
        while piece := packed.read(_PIECE):
            pieces.append(piece)
    return b"".join(pieces)


def _check(files: list[zipfile.ZipInfo], name: str) -> None:
    """Looks at the table of contents alone: nothing is unpacked before the sizes stated there are within bounds."""
    names = [f.filename.lower() for f in files]
    if any(n.endswith("vbaproject.bin") for n in names):
        raise UnreadableFile(f"{name}: the Word file holds macros: save it as .docx without them")
    if "word/document.xml" not in names:
        raise UnreadableFile(f"{name}: there is no document in it: save it as .docx and send it again")
    xml = sum(f.file_size for f in files if f.filename.lower().endswith((".xml", ".rels")))
    packed = max(1, sum(f.compress_size for f in files))
    whole = sum(f.file_size for f in files)
    if (
        len(files) > MOST_FILES
        or whole > MOST_BYTES
        or xml > MOST_XML
        or (whole > LEAST_SUSPECT and whole > 100 * packed)
    ):
        raise UnreadableFile(f"{name}: it unpacks to too much: send it without pictures, or as text")


# lxml has no types of its own: Any below is an lxml element.
def _blocks(parent: Any, styles: dict[str, str], depth: int) -> Iterator[Block]:
    carried = ""  # the words of a paragraph whose mark was deleted run on into the next
    for child in parent.iterchildren():
        if child.tag == qn("w:p"):
            text = carried + _text(child)
            if child.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
                carried = text
                continue
            carried = ""
            yield from _lines(child, text, styles)
        elif child.tag == qn("w:tbl") and depth < _DEEPEST:
            yield from _table(child, styles, depth)
        elif child.tag in _TRANSPARENT and child.tag != qn("w:r") and depth < _DEEPEST:
            yield from _blocks(child, styles, depth + 1)
    if carried.strip():
        yield Line(carried.strip())


def _lines(paragraph: Any, text: str, styles: dict[str, str]) -> Iterator[Line]:
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    name = styles.get(style.get(qn("w:val")) or "", "") if style is not None else ""
    heading = _HEADING.search(name)
    level = int(heading.group(1) or heading.group(2)) if heading else 1 if name.lower() == "title" else 0
    numbering = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    listed = not level and (numbering is not None or name.lower().startswith("list"))
    deep = numbering.find(qn("w:ilvl")) if numbering is not None else None
    depth = int(deep.get(qn("w:val")) or 0) if deep is not None else 0
    strong = _all_bold(paragraph)
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            indent = 4 * depth + len(line) - len(line.lstrip())
            yield Line(stripped, level, listed, indent=indent, strong=strong)


def _all_bold(paragraph: Any) -> bool:
    """Is every word of the paragraph set in bold type?"""
    runs = [r for r in paragraph.iter(qn("w:r")) if any((t.text or "").strip() for t in r.iter(qn("w:t")))]
    marks = [run.find(f"{qn('w:rPr')}/{qn('w:b')}") for run in runs]
    return bool(marks) and all(m is not None and m.get(qn("w:val")) not in ("0", "false") for m in marks)


def _text(element: Any) -> str:
    """The words of a paragraph as they stand when every change is accepted."""
    words: list[str] = []
    stack = list(reversed(list(element.iterchildren())))
    while stack:
        child = stack.pop()
        if child.tag in _GONE:
            continue
        if child.tag == qn("w:t"):
            words.append(child.text or "")
        elif child.tag == qn("w:tab"):
            words.append("\t")
        elif child.tag in (qn("w:br"), qn("w:cr")):
            words.append("\n")
        elif child.tag == qn("w:noBreakHyphen"):
            words.append("-")
        elif child.tag in _TRANSPARENT:
            stack.extend(reversed(list(child.iterchildren())))
    return "".join(words)


def _table(table: Any, styles: dict[str, str], depth: int) -> Iterator[Block]:
    rows = [row for row in table.iter(qn("w:tr")) if _own_row(row, table)]
    rows = [r for r in rows if r.find(f"{qn('w:trPr')}/{qn('w:del')}") is None]
    if any(next(row.iterdescendants(qn("w:tbl")), None) is not None for row in rows):
        for row in rows:  # a frame around other tables
            for cell in _cell_elements(row):
                yield from _blocks(cell, styles, depth + 1)
        return
    grid: list[tuple[str, ...]] = []
    for row in rows:
        grid.append(_row(row, grid[-1] if grid else ()))
    blocks = flat(tuple(grid))
    if any(isinstance(b, Table) for b in blocks):
        yield from blocks
        return
    for row in rows:
        for cell in _cell_elements(row):
            yield from _blocks(cell, styles, depth + 1)


def _own_row(row: Any, table: Any) -> bool:
    parent = row.getparent()
    while parent is not None and parent.tag != qn("w:tbl"):
        parent = parent.getparent()
    return parent is table


def _cell_elements(row: Any) -> Iterator[Any]:
    for child in row.iterchildren():
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in (qn("w:sdt"), qn("w:ins"), qn("w:customXml")):
            yield from (c for c in child.iter(qn("w:tc")))


def _row(row: Any, above: tuple[str, ...]) -> tuple[str, ...]:
    cells: list[str] = []
    for cell in _cell_elements(row):
        properties = cell.find(qn("w:tcPr"))
        span = properties.find(qn("w:gridSpan")) if properties is not None else None
        merge = properties.find(qn("w:vMerge")) if properties is not None else None
        wide = int(span.get(qn("w:val")) or 1) if span is not None else 1
        going_on = merge is not None and merge.get(qn("w:val")) != "restart"
        text = above[len(cells)] if going_on and len(cells) < len(above) else _cell_text(cell)
        cells += [text] * min(wide, 50)
    return tuple(cells)


def _cell_text(cell: Any) -> str:
    return "\n".join(line for p in cell.iter(qn("w:p")) if (line := _text(p).strip()))
