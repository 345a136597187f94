"""The line of the minutes that an objection is about, where its own words tell it (policy 5.3.3)."""

import re

from mailflow.core.likeness import comparable
from mailflow.core.minutes import MinutesContent

_HAN = "一二三四五六七八九十"
_POINT = re.compile(rf"第\s*(\d{{1,2}}|[{_HAN}])\s*[条项点款]|\b(?:item|point|no\.?)\s*(\d{{1,2}})\b", re.IGNORECASE)
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,80})[”」』\"]")
_LEAST = 4
"""A shorter title stands in too many sentences by chance."""


def passage_of(objection: str, content: MinutesContent) -> str:
    """By quoted words, by a task's or decision's own words, by its number; "" where none, or more than one line, fits."""
    lines = [line.strip() for line in content.text.splitlines() if line.strip()]
    titles = [t.title for t in content.resolutions] + list(content.decisions)
    words = comparable(objection)
    quoted = [comparable(q) for q in _QUOTED.findall(objection)]
    named = [comparable(t) for t in titles if len(comparable(t)) >= _LEAST and comparable(t) in words]
    for wanted in (quoted, named):
        found = [line for line in lines if any(w and w in comparable(line) for w in wanted)]
        if len(found) == 1:
            return found[0]
        if wanted and not found:
            return next((t for t in titles if comparable(t) in wanted), "")
    return _numbered(objection, lines)


def _numbered(objection: str, lines: list[str]) -> str:
    point = _POINT.search(objection)
    if point is None:
        return ""
    stated = point.group(1) or point.group(2)
    number = int(stated) if stated.isdigit() else _HAN.index(stated) + 1
    signs = f"{number}|{_HAN[number - 1]}" if 0 < number <= len(_HAN) else str(number)
    found = [line for line in lines if re.match(rf"[(（]?(?:{signs})[)）]?\s*(?:[.．、:：]|(?<=[)）]))", line)]
    return found[0] if len(found) == 1 else ""
