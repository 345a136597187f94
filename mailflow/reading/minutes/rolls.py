"""A roll written without colons (到会 王芳 / 李强　记录 何军) gets them, so that one grammar reads both."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.reading.dates.durations import find_durations
from mailflow.reading.folding import fold
from mailflow.reading.minutes.blocks import Block, Line
from mailflow.reading.minutes.setting import Setting

LABELS = tuple(
    f"«{key}_label»"
    for key in ("substitute", "late", "early", "leave", "absent", "host", "recorder", "other", "present")
)
_LABEL = rf"(?:^|(?<=[\s\u3000;；。|，,、]))(?:{'|'.join(LABELS)})\s*(?:[(（][^()（）]{{0,16}}[)）])?(?P<blank>[ \t\u3000]+)(?=\S)"
_LONGEST = 400


def punctuated(blocks: Sequence[Block], setting: Setting) -> tuple[Block, ...]:
    """The blocks, with a colon behind each label that has only blanks between itself and its people."""
    return tuple(
        replace(block, text=_line(block.text, setting)) if isinstance(block, Line) else block for block in blocks
    )


def _line(text: str, setting: Setting) -> str:
    if len(text) > _LONGEST or not setting.match(_LABEL, text):
        return text
    people = setting.people.find(text, units=True)
    starts = {mention.start for mention in people}
    labels = [m for m in setting.book.pattern(_LABEL).finditer(fold(text)) if m.end() in starts]
    if not labels or labels[0].start() > 0:
        return text
    taken = [*((m.start(), m.end()) for m in labels), *((m.start, m.end) for m in people)]
    if re.search(r"[^\W_]", _rest(text, taken, setting)):
        return text  # 主持 王芳的直播: more than a roll
    for label in reversed(labels):
        text = f"{text[: label.start('blank')]}：{text[label.end() :]}"
    return text


def _rest(text: str, taken: Sequence[tuple[int, int]], setting: Setting) -> str:
    """What stands beside labels, people, remarks in brackets, and how long somebody was late."""
    words = list(fold(text))
    for start, end in (*taken, *((d.start, d.end) for d in find_durations(text))):
        words[start:end] = [" "] * (end - start)
    rest = re.sub(r"[(（][^()（）]*[)）]", " ", "".join(words))
    return setting.book.pattern("«absent»|«leave_for_sure»|«late_for_sure»|«left_early»|«joins»|«courtesy»").sub(
        " ", rest
    )
