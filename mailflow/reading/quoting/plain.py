"""Plain text to lines: quote marks counted, what programs left of markup undone, flattened originals set apart."""

import re
from unicodedata import east_asian_width

from mailflow.reading.quoting.flattened import unflattened
from mailflow.reading.quoting.values import Line

_MARKS = re.compile(r"^(?:[ \t]{0,3}>)+ ?|^[ \t]{0,3}(?:[|│](?: ?[|│])* )(?=\S)(?!.*[|│]\s*$)")
# Entities that programs leave in plain text, and nothing else: a person's “R&D” stays.
_LEFTOVER = re.compile(r"&(nbsp|gt|lt|amp|quot|#160|#39);")
_ENTITIES = {"nbsp": " ", "gt": ">", "lt": "<", "amp": "&", "quot": '"', "#160": " ", "#39": "'"}
# The last one is a tracker's dot, which looks like a speck.
_INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\u00ad\u200e\u200f\u202a-\u202e\u1427]")
# An address that a program broke before its closing bracket, which then looks like a quote mark.
_BROKEN_ADDRESS = re.compile(r"(<[^<>\s]+@[^<>\s]+)\n> ?([^>\n]{0,40}[:：])[ \t]*(?=\n|\Z)")
_BROKEN_MAILTO = re.compile(
    r"\n+[ \t]*<\n(?:mailto:)?[^<>\n]*(<[^<>\n]+@[^<>\n]+>)\n> ?([^>\n]{0,40}[:：])[ \t]*(?=\n|\Z)"
)
# Blanks side by side are layout: beyond these they are shortened, and patterns have no long way to go back.
_WIDE_BLANKS = re.compile(r"[^\S\n]{80,}")
_MARK = frozenset(">|│")
_LINK_ALONE = re.compile(r"^\W*(?:https?://|www\.)\S+\W*$")
_EMPTY_CELLS = re.compile(r"^[\s|│]*[|│][\s|│]*$")


def plain_lines(text: str) -> list[Line]:
    """The lines of a plain body, in order."""
    if _LEFTOVER.search(text):
        text = _LEFTOVER.sub(lambda found: _ENTITIES[found.group(1)], text)
    if "@" in text:
        text = _BROKEN_MAILTO.sub(r" \1 \2", _BROKEN_ADDRESS.sub(r"\1> \2", text))
    text = _WIDE_BLANKS.sub(" " * 80, text)
    lines: list[Line] = []
    for raw in _INVISIBLE.sub("", text.replace("\xa0", " ")).split("\n"):
        line = raw.rstrip()
        marks = None
        if line.lstrip()[:1] in _MARK:
            line = "" if _EMPTY_CELLS.match(line) else line
            marks = _MARKS.match(line)
        if marks:
            lines.append(Line(line[marks.end() :], _depth(marks.group())))
        else:
            lines.extend(unflattened(Line(line.strip("\u3000 \t") if line.strip() else "")))
    return _rewrapped(lines)


def _depth(marks: str) -> int:
    return marks.count(">") or marks.count("|") + marks.count("│")


def _rewrapped(lines: list[Line]) -> list[Line]:
    """Quoted lines that were wrapped without a mark on the second half belong to the quote."""
    for i in range(1, len(lines) - 1):
        before, line, after = lines[i - 1], lines[i], lines[i + 1]
        if (
            line.depth == 0
            and not line.blank
            and before.depth > 0
            and after.depth == before.depth
            and (_full(before.text) or _LINK_ALONE.match(line.text))
        ):
            lines[i] = Line(line.text, before.depth)
    return lines


def _full(text: str) -> bool:
    """Is this line as wide as a program's line, and does its sentence go on?"""
    columns = sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
    return 64 <= columns <= 80 and not text.rstrip().endswith(tuple('。.！!？?：:；;”"'))
