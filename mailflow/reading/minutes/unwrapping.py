"""Lines that a mail program broke are joined again, so that a task and its date stand in one line."""

import re
from collections.abc import Sequence
from unicodedata import east_asian_width

from mailflow.reading.minutes.blocks import Block, Line
from mailflow.reading.minutes.labels import parse_fields
from mailflow.reading.minutes.markers import marker_of
from mailflow.reading.minutes.owners import only_people
from mailflow.reading.minutes.sections import presence_of, section_of
from mailflow.reading.minutes.setting import Setting

_NARROWEST, _WIDEST = 60, 100
_LEAST_LINES = 3
_RAGGED = 10
"""How many columns short of the edge a broken line may end: one word that no longer fitted."""
_LONGEST = 600
"""Characters: no sentence that goes on over several lines is longer."""
_ENDS = re.compile(r"[。.!！?？;；:：)）]\s*$")
_GOES_ON = re.compile(r"[、，,/／&]\s*$")
_FIRST = re.compile(r"[\u4e00-\u9fff（(“]|[^\s\u4e00-\u9fff]+")


def unwrapped(blocks: Sequence[Block], setting: Setting) -> tuple[Block, ...]:
    """The blocks with broken lines joined. A line is broken where its next word would have passed the edge."""
    edge = _edge(blocks)
    joined: list[Block] = []
    for block in blocks:
        above = joined[-1] if joined else None
        if isinstance(block, Line) and isinstance(above, Line) and _broken(above, block, edge, setting):
            joined[-1] = _together(above, block)
        else:
            joined.append(block)
    return tuple(joined)


def _edge(blocks: Sequence[Block]) -> int:
    """Where the program broke lines: the width that several lines nearly reach and none passes; 0 where none does."""
    widths = sorted((_width(b) for b in blocks if isinstance(b, Line)), reverse=True)
    if len(widths) < _LEAST_LINES or not _NARROWEST <= widths[0] <= _WIDEST or widths[1] < widths[0] - _RAGGED:
        return 0
    return widths[0]


def _width(line: Line) -> int:
    return line.indent + sum(2 if east_asian_width(c) in "WF" else 1 for c in line.text)


def _broken(above: Line, line: Line, edge: int, setting: Setting) -> bool:
    if line.apart or line.heading or above.heading or line.quoted != above.quoted or _begins(line, setting):
        return False
    if len(above.text) + len(line.text) > _LONGEST:
        return False
    if _GOES_ON.search(above.text):
        return True
    first = _FIRST.match(line.text)
    reach = _width(above) + 1 + _width(Line(first.group())) if first else 0
    unfinished = above.text.rstrip().endswith((":", "：")) and len(parse_fields(above.text, setting).values) > 1
    return bool(edge) and reach > edge and (unfinished or not _ENDS.search(above.text))


def _begins(line: Line, setting: Setting) -> bool:
    """Does the line begin something of its own: an item, a label, a heading?"""
    if marker_of(line.text) is not None or line.text.startswith(("[", "【", "|", "=")):
        return True
    head = re.split(r"[:：]", line.text, maxsplit=1)[0]
    if len(head) < len(line.text) and only_people(head, setting):
        return True  # 吴昊：…
    fields = parse_fields(line.text, setting)
    labelled = len(head) < len(line.text) and (presence_of(head, setting) or section_of(head, setting))
    return bool(labelled) or (bool(fields.values) and not fields.lead) or section_of(line.text, setting) is not None


def _together(above: Line, line: Line) -> Line:
    latin = re.search(r"[!-~]$", above.text) and re.match(r"[!-~]", line.text)
    text = f"{above.text}{' ' if latin else ''}{line.text}"
    return Line(text, above.heading, above.listed, above.quoted, above.indent, above.strong, above.apart)
