"""Minutes that no longer pursue what was resolved earlier (policy 5.3.4): which resolution is meant, or the question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.minutes import Doubt, Dropped, Dropping, MinutesContent, Task, Why
from mailflow.core.resolution import Resolution
from mailflow.core.situation import Situation

_LEAST = 4
"""Fewer characters are no name that a line which speaks of no task could mean a task by."""

_Known = tuple[Meeting, Resolution]


def settled(
    content: MinutesContent, meeting: Meeting, situation: Situation
) -> tuple[MinutesContent, tuple[Dropped, ...]]:
    """The earlier resolutions that the minutes drop; where it cannot be told which is meant, the recorder is asked."""
    dropped: dict[str, Dropped] = {}
    doubts: list[Doubt] = []
    spoken: list[Dropping] = []
    still_open = [k for k in _earlier(meeting, situation) if not k[1].ended]
    for drop in content.drops:
        meant = _meant(drop, meeting, situation)
        if drop.none or not (meant.known or (drop.certain and still_open)):
            continue
        spoken.append(drop)
        if not meant.sure:
            doubts.append(Doubt(drop.line, Why.WHICH_RESOLUTION, tuple(_titles(meant.known or still_open))))
        dropped |= {task.id: Dropped(task.id, where.id, task.title) for where, task in meant.dropped}
    told = without_tasks(content, spoken)
    problems = (*(p for p in told.problems if p.why is not Why.WHICH_RESOLUTION), *dict.fromkeys(doubts))
    return replace(told, problems=problems), tuple(dropped.values())


def without_tasks(content: MinutesContent, drops: list[Dropping]) -> MinutesContent:
    """“Cancel the task X” gives nobody a task, and needs neither owner nor deadline."""
    lines = [comparable(d.line) for d in drops]

    def is_drop(task: Task) -> bool:
        lacks = not task.owners or task.due is None
        return lacks and any(comparable(task.title) in line for line in lines)

    return replace(
        content,
        resolutions=tuple(t for t in content.resolutions if not is_drop(t)),
        problems=tuple(p for p in content.problems if comparable(p.line) not in lines),
    )


@dataclass(frozen=True)
class _Meant:
    """What a line may mean; ``sure``: the one that it means, which may have ended already."""

    known: Sequence[_Known] = ()
    sure: bool = False

    @property
    def dropped(self) -> Sequence[_Known]:
        return [k for k in self.known if self.sure and not k[1].ended]


def _meant(drop: Dropping, meeting: Meeting, situation: Situation) -> _Meant:
    """Sure are a title in full, a number that no words contradict, and of a line that speaks of a task a title in part."""
    known = list(_earlier(meeting, situation))
    words = comparable(drop.words)
    if drop.number is not None:
        numbered = _numbered(drop.number, known)
        fits = bool(numbered) and (not words or _alike(numbered[0][1], words))
        return _Meant(numbered, sure=True) if fits else _Meant()
    everywhere = (*known, *_in(situation.elsewhere))
    if named := [k for k in everywhere if words and comparable(k[1].title) == words]:
        still_open = [k for k in named if not k[1].ended]
        return _Meant(still_open or named[:1], sure=len(still_open) <= 1)
    alike = [k for k in known if not k[1].ended and _alike(k[1], words)]
    if not drop.certain and len(words) < _LEAST:
        return _Meant()
    return _Meant(alike, sure=drop.certain and len(alike) == 1 and words in comparable(alike[0][1].title))


def _numbered(number: int, known: list[_Known]) -> list[_Known]:
    """The last meeting's own numbers: they are those of its minutes."""
    last = max((m for m, _ in known), key=lambda m: m.start, default=None)
    return [(m, r) for m, r in known if m is last and r.id.rpartition("-r")[2] == str(number)]


def _alike(task: Resolution, words: str) -> bool:
    title = comparable(task.title)
    return bool(words and title) and len(words) >= 2 and (words in title or title in words)


def _earlier(meeting: Meeting, situation: Situation) -> Iterator[_Known]:
    before = [m for m in situation.earlier if m.start < meeting.start and m.state is not MeetingState.CANCELLED]
    return _in(sorted(before, key=lambda m: m.start))


def _in(meetings: Sequence[Meeting]) -> Iterator[_Known]:
    return ((m, r) for m in meetings for r in m.resolutions)


def _titles(found: Sequence[_Known]) -> Iterator[str]:
    return iter(dict.fromkeys(task.title for _, task in found))
