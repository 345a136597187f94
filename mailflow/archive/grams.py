"""From text to what is compared: pairs of characters for Chinese, words for Latin letters and figures.

The page of the exported archive searches with the same patterns: they travel in its index.
"""

import re
import unicodedata
from collections.abc import Iterator

CHARACTERS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
LETTERS = "0-9a-z\u00df-\u024f\u0370-\u052f"
PIECES = f"[{CHARACTERS}]+|[{LETTERS}]+"
"""In what Python and JavaScript's flag ``u`` both understand: the characters themselves, no escapes."""

_PIECES = re.compile(PIECES)
_CHARACTER = re.compile(f"[{CHARACTERS}]")


def normal(text: str) -> str:
    """Full width and half width, capital and small are the same."""
    return unicodedata.normalize("NFKC", text).lower()


def grams(text: str) -> Iterator[str]:
    """库存周转 → 库存, 存周, 周转; a character that stands alone is itself."""
    for piece in _PIECES.findall(normal(text)):
        if is_character(piece[0]) and len(piece) > 1:
            yield from (piece[i : i + 2] for i in range(len(piece) - 1))
        else:
            yield piece


def is_character(letter: str) -> bool:
    return _CHARACTER.match(letter) is not None
