"""Lists in a mail: numbered or with bullets, a line an entry or all in one line."""

import re

MARK = r"(?:[-*•·●▪◦–]\s+|[•·●▪◦]|\d{1,2}\s*[.、)）．]\s*(?!\d)|[(（]\s*(?:\d{1,2}|[a-hA-H]|[一二三四五六七八九十]{1,2})\s*[)）]\s*|[a-h]\)\s+|[一二三四五六七八九十]{1,2}\s*[、.．]\s*|[一二三四五]是\s*|[①-⑳]\s*)"
"""What stands in front of an entry, as a pattern without groups."""

_LINE = re.compile(rf"^[ \t　]*{MARK}(?P<words>\S.*)$", re.MULTILINE)
_INLINE = re.compile(rf"(?:^|(?<=[\s;；。:：,，])|(?<=如下)){MARK}")
_ENDS = " \t\n;；。，,、"


def listed(text: str) -> tuple[str, ...]:
    """The entries that stand in lines of their own, without their marks; () where there are none."""
    return tuple(m["words"].strip(_ENDS) for m in _LINE.finditer(text))


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list, in lines of their own or in one; () where there is none."""
    lines = listed(text)
    if len(lines) > 1:
        return lines
    parts = (p.strip(_ENDS) for p in _INLINE.split(text)[1:])
    inside = tuple(p for p in parts if p)
    return inside if len(inside) > 1 else lines


def first_mark(text: str) -> int:
    """Where the list begins; the length of the text where there is none."""
    match = _INLINE.search(text)
    return match.start() if match else len(text)
