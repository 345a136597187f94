"""Minutes copied out of a chat ([10:31] 何军: …) are read by what was written, not as words of who typed it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mailflow.reading.folding import fold
from mailflow.reading.minutes.blocks import Block, Line
from mailflow.reading.minutes.markers import marker_of
from mailflow.reading.minutes.rolls import LABELS
from mailflow.reading.minutes.sections import Section, section_of
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.subjects import leading_people

_DAY = r"(?:\d{4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = rf"[\[(（【]?\s*(?:{_DAY}[ ,，]*)?(?:上午|下午|[AaPp][Mm])?\s*\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}})?\s*(?:[AaPp][Mm])?\s*[\])）】]?"
_SPEAKER = r"(?P<{}>[\u4e00-\u9fff]{{2,6}}|[A-Za-z][A-Za-z.'-]*(?: [A-Z][A-Za-z.'-]*){{0,2}})"
_HEAD = re.compile(
    rf"\s*(?:{_CLOCK}\s*[-–—]?\s*{_SPEAKER.format('first')}\s*[:：]\s*|{_SPEAKER.format('last')}\s*{_CLOCK}\s*(?:[:：]\s*|$))"
)
_FEWEST = 3
_OPENS = (Section.TASKS, Section.RESOLVED, Section.DECISIONS, Section.ATTENDANCE, Section.REVIEW)


def unchatted(blocks: Sequence[Block], setting: Setting) -> tuple[Block, ...]:
    """The blocks; where several open with a clock time and a speaker known here, without those openings.

    A message that begins like a line of minutes (a number, 到会, a person) is read; any other is talk
    (吴昊：货已到仓), in which nobody is given a task.
    """
    heads = [_head(block, setting) for block in blocks]
    speakers = [_speaker(head) for head in heads if head]
    if len(speakers) < _FEWEST or len(set(speakers)) == len(speakers):
        return tuple(blocks)  # a programme has times and names as well, and everybody once
    return tuple(_opened(blocks, heads, setting))


def _head(block: Block, setting: Setting) -> re.Match[str] | None:
    match = _HEAD.match(block.text) if isinstance(block, Line) else None
    return match if match and setting.people.find(_speaker(match)) else None


def _speaker(head: re.Match[str]) -> str:
    return head["first"] or head["last"]


def _opened(blocks: Sequence[Block], heads: Sequence[re.Match[str] | None], setting: Setting) -> Iterator[Block]:
    for block, head in zip(blocks, heads, strict=True):
        if head is None or not isinstance(block, Line):
            yield block
            continue
        said = block.text[head.end() :]
        if _is_record(said, setting):
            yield replace(block, text=said)


def _is_record(said: str, setting: Setting) -> bool:
    return (
        marker_of(said) is not None
        or setting.match(rf"(?:{'|'.join(LABELS)})\s*(?:[:：]|\s)", fold(said)) is not None
        or leading_people(said, setting, loose=False) is not None
        or section_of(said.rstrip(" :："), setting) in _OPENS
    )
