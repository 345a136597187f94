"""How much of a document is read as minutes. What stands beyond is kept in the text, and the recorder is told."""

from collections.abc import Sequence
from dataclasses import replace

from mailflow.reading.minutes.blocks import Block, Line, text_of

MOST_LINES, LONGEST_LINE, MOST_CHARACTERS = 2_000, 1_000, 30_000
"""No minutes have more; the patterns that tell tasks apart are not made for a data export."""


def first_part(text: str) -> tuple[str, str]:
    """A plain text in two: the lines that are read, and what goes beyond them."""
    if len(text) <= LONGEST_LINE:
        return text, ""
    read: list[str] = []
    beyond: list[str] = []
    room = MOST_CHARACTERS
    lines = text[: 2 * MOST_CHARACTERS].split("\n")
    for line in lines[:MOST_LINES]:
        length = min(len(line), LONGEST_LINE, room)
        read.append(line[:length])
        beyond += [line[length:]] if length < len(line) else []
        room -= length
    beyond += lines[MOST_LINES:]
    return "\n".join(read), "\n".join(beyond) + text[2 * MOST_CHARACTERS :]


def first_blocks(blocks: Sequence[Block]) -> tuple[tuple[Block, ...], str]:
    """Blocks in two, by the same measure."""
    read: list[Block] = []
    beyond: list[str] = []
    room = MOST_CHARACTERS
    for at, block in enumerate(blocks):
        if at >= MOST_LINES or room <= 0:
            beyond.append(text_of(tuple(blocks[at:])))
            break
        kept = _shortened(block, room)
        if kept != block:
            beyond.append(text_of((block,)))
        read.append(kept)
        room -= len(text_of((kept,)))
    return tuple(read), "\n".join(beyond)


def _shortened(block: Block, room: int) -> Block:
    if isinstance(block, Line):
        return replace(block, text=block.text[: min(LONGEST_LINE, room)])
    rows: list[tuple[str, ...]] = []
    for row in block.rows[:MOST_LINES]:
        if room <= 0:
            break
        rows.append(tuple(cell[:LONGEST_LINE] for cell in row))
        room -= sum(map(len, rows[-1]))
    return replace(block, rows=tuple(rows))
