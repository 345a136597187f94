"""What a new version of the minutes changes in the one before (policy 5.3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal


@dataclass(frozen=True)
class Change:
    """``added`` stands in the new version only, ``removed`` in the old one only."""

    mark: Literal["added", "removed"]
    text: str


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """Line by line, in the order of the minutes; what stayed is left out."""
    found: list[Change] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what in ("delete", "replace"):
            found += [Change("removed", line) for line in before[a:b]]
        if what in ("insert", "replace"):
            found += [Change("added", line) for line in after[c:d]]
    return tuple(found)
