"""Items whose numbers have only a blank behind them (1 李强 周四前 …) get a point, so that they are seen as items."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.reading.minutes.blocks import Block, Line

_NUMBER = re.compile(r"(?P<number>\d{1,2})[ \t\u3000]+(?=\w)")


def numbered(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every run 1, 2, … of neighbouring lines marked as a list; a single number may count things."""
    found = [_number(block) for block in blocks]
    listed: set[int] = set()
    at = 0
    while at < len(blocks):
        length = _run(found, at)
        listed |= set(range(at, at + length)) if length > 1 else set()
        at += max(length, 1)
    return tuple(_marked(block) if at in listed else block for at, block in enumerate(blocks))


def _number(block: Block) -> int | None:
    match = _NUMBER.match(block.text) if isinstance(block, Line) else None
    return int(match["number"]) if match else None


def _run(found: Sequence[int | None], at: int) -> int:
    """How many lines from here on count up from 1."""
    length = 0
    while at + length < len(found) and found[at + length] == length + 1:
        length += 1
    return length


def _marked(block: Block) -> Block:
    return replace(block, text=_NUMBER.sub(r"\g<number>. ", block.text, count=1)) if isinstance(block, Line) else block
