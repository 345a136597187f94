"""Names in quotation marks, of every kind that people use: “春节备货”, 《价目表》, "price list"."""

import re
from typing import NamedTuple

_QUOTED = re.compile(r"[“「『《‘]([^”」』》’]{2,80})[”」』》’]|\"([^\"]{2,80})\"")


class Quotation(NamedTuple):
    """``start`` and ``end`` hold the marks too."""

    name: str
    start: int
    end: int


def first_quotation(text: str) -> Quotation | None:
    found = _QUOTED.search(text)
    return Quotation(found.group(1) or found.group(2), found.start(), found.end()) if found else None


def without_quotations(text: str) -> str:
    """A blank in place of each."""
    return _QUOTED.sub(" ", text)
