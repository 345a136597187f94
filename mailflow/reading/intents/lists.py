"""Lists in a mail: numbered or with bullets, a line an entry or all in one line."""

import re

MARK = r"(?:[-*•·●▪◦–]\s+|[•·●▪◦]|\d{1,2}\s*[.、)）．]\s*(?!\d)|[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[)）]\s*|[一二三四五六七八九十]{1,2}\s*[、.．]\s*|[①-⑳]\s*)"
_LINE = re.compile(rf"^[ \t　]*{MARK}(?P<words>\S.*)$", re.MULTILINE)
_INLINE = re.compile(
    r"(?:^|(?<=[\s;；。:：,，]))(?:\d{1,2}\s*[.、)）．]\s*(?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*|(?:^|(?<=[\s;；。:：,，]))[一二三四五]是\s*"
)


def listed(text: str) -> tuple[str, ...]:
    """The entries that stand in lines of their own, without their marks; () where there are none."""
    return tuple(m["words"].strip() for m in _LINE.finditer(text))


def entries(text: str) -> tuple[str, ...]:
    """The entries of a list, in lines of their own or in one; () where there is none."""
    lines = listed(text)
    if len(lines) > 1:
        return lines
    parts = (p.strip(" \t\n;；。，,、") for p in _INLINE.split(text)[1:])
    inside = tuple(p for p in parts if p)
    return inside if len(inside) > 1 else lines
