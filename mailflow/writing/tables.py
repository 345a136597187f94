"""How a table's columns share a narrow screen: computed, since mail programs lay tables out each in their own way."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

PHONE = 50
"""What stands beside one another on a phone of 390 pixels, counted in Latin letters; a Chinese character is two."""
_GAP = 1.4
_HEAD = 0.9  # heads are written smaller, and no word of theirs is broken
_WHOLE = 16  # a day, an hour, a state, a bar or a name is not broken
_NARROWEST = 10  # words that are broken into lines still want so much
_SUBJECT = 13  # and more in the first column, which tells what the row is about
_LINES = 5  # a cell of more lines stands better on the whole width
_WIDEST = 60  # beyond this a column's length no longer widens it


@dataclass(frozen=True)
class Column:
    """``percent`` of the table; ``whole``: no cell of it is broken into lines."""

    percent: int
    whole: bool


def columns(rows: Sequence[Sequence[str]]) -> tuple[Column, ...] | None:
    """The first row is the head. None where a phone is too narrow: each row must become a paragraph of its own."""
    wide = max((len(row) for row in rows), default=0)
    cells = [[row[n] if n < len(row) else "" for row in rows] for n in range(wide)]
    longest = [max(_HEAD * width(head), *(width(c) for c in below), 2) for head, *below in cells]
    words = [max((_HEAD * width(word) for word in head.split()), default=0) for head, *_ in cells]
    least = (_SUBJECT, *[_NARROWEST] * (wide - 1))
    needs = [w if w <= _WHOLE else max(n, word) for w, word, n in zip(longest, words, least, strict=False)]
    taken = sum(needs) + _GAP * wide
    if not wide or taken > PHONE:
        return None
    wishes = [max(0, min(w, _WIDEST) - need) for w, need in zip(longest, needs, strict=True)]
    spare = (PHONE - taken) / (sum(wishes) or 1)
    shares = [need + _GAP + wish * spare for need, wish in zip(needs, wishes, strict=True)]
    if any(w > _LINES * (share - _GAP) for w, share in zip(longest, shares, strict=True)):
        return None
    return tuple(
        Column(round(100 * share / sum(shares)), w <= _WHOLE) for share, w in zip(shares, longest, strict=True)
    )


def width(text: str) -> int:
    """In Latin letters, as a Chinese typeface shows it: there what is ambiguous is wide too (UAX 11), and every bar."""
    return sum(2 if c in "█░" or unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)
