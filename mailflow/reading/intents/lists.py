"""Lists in a mail: numbered or with bullets, a line an entry or all in one line."""

import re

_MARK = r"(?:[-*•·●▪◦–]\s*|\d{1,2}\s*[.、)）．]\s*(?!\d)|[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[)）]\s*|[一二三四五六七八九十]{1,2}\s*[、.．]\s*|[①-⑳]\s*)"
_LINE = re.compile(rf"^[ \t　]*{_MARK}(?P<words>\S.*)$", re.MULTILINE)
_INLINE = re.compile(r"(?:^|(?<=[\s;；。:：,，]))(?:\d{1,2}\s*[.、)）．]\s*(?!\d)|[(（]\d{1,2}[)）]|[①-⑳])\s*")


def entries(text: str) -> tuple[str, ...]:
    """The entries of the first list, without their marks; () where there is none."""
    lines = tuple(m["words"].strip() for m in _LINE.finditer(text))
    if len(lines) > 1:
        return lines
    parts = _INLINE.split(text)
    inside = tuple(p.strip(" \t\n;；。，,") for p in parts[1:] if p.strip(" \t\n;；。，,"))
    return inside if len(inside) > 1 else lines


def without_mark(line: str) -> str:
    """A line without the number or bullet in front."""
    return re.sub(rf"^\s*{_MARK}", "", line).strip()


def list_start(text: str) -> int:
    """Where the first entry's line begins; the length of the text where there is no list."""
    match = _LINE.search(text)
    return match.start() if match else len(text)
