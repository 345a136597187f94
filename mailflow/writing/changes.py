"""What a new version of the minutes changes in the one before (policy 5.3.3)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Literal

CHANGED, UNCHANGED = "\ue000", "\ue001"
"""Where the words that changed begin and end within a line: private characters, which no minutes hold."""

# Two lines with less in common than this are no wordings of one another.
_ALIKE = 0.5
# Latin words and figures change as a whole, Chinese by the character.
_PIECES = re.compile(r"[A-Za-z]+|\d+|\s+|.", re.DOTALL)


@dataclass(frozen=True)
class Change:
    """``added`` stands in the new version only, ``removed`` in the old one only.

    In a line that was reworded ``text`` marks the very words, by CHANGED and UNCHANGED.
    """

    mark: Literal["added", "removed"]
    text: str


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """Line by line, in the order of the minutes; what stayed is left out."""
    old, new = [_without_marks(line) for line in before], [_without_marks(line) for line in after]
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what != "equal":
            found += _replaced(old[a:b], new[c:d])
    return tuple(found)


def _replaced(old: list[str], new: list[str]) -> Iterator[Change]:
    """Each old line before the new one that stands in its place."""
    for gone, came in zip_longest(old, new):
        if gone is not None and came is not None and _alike(gone, came):
            gone, came = _with_marks(gone, came)
        if gone is not None:
            yield Change("removed", gone)
        if came is not None:
            yield Change("added", came)


def _alike(old: str, new: str) -> bool:
    return SequenceMatcher(None, old, new, autojunk=False).ratio() >= _ALIKE


def _with_marks(old: str, new: str) -> tuple[str, str]:
    a, b = _PIECES.findall(old), _PIECES.findall(new)
    gone, came = "", ""
    for what, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        same = what == "equal"
        gone += _piece(a[i:j], same=same)
        came += _piece(b[k:n], same=same)
    return gone, came


def _piece(pieces: list[str], *, same: bool) -> str:
    text = "".join(pieces)
    return text if same or not text else f"{CHANGED}{text}{UNCHANGED}"


def _without_marks(line: str) -> str:
    return line.replace(CHANGED, "").replace(UNCHANGED, "")
