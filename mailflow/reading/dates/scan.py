"""Date expressions in running text: find the parts, put together what belongs together."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailflow.core.reply import MeetingBrief
from mailflow.reading.dates import calendar_days, feasts, relative
from mailflow.reading.dates.clock import ClockMark, find_clocks
from mailflow.reading.dates.found import FoundDate, Grain, Problem
from mailflow.reading.dates.marks import NEAR, Clock, Kind, Mark, Rule, believable, friday, monday, plain_workday
from mailflow.reading.folding import fold
from mailflow.reading.spans import overlapped

RULES: tuple[Rule, ...] = (*calendar_days.RULES, *relative.RULES, *feasts.RULES)
_SIGNED_RULES = tuple((pattern, read, frozenset(signs)) for pattern, read, signs in RULES)

# What may stand between the parts of one expression.
_GAP = re.compile(r"\s*(?:[,，(（【\[|]|的|at|on|by|of|in the|，?即|也就是|-)?\s*(?:the|on|at)?\s*")
_GAP_TO_DAY = re.compile(r"\s*(?:,?\s*on|of|,|[(（]|the)?\s*(?:the)?\s*")
_GAP_TO_CLOCK = re.compile(r"\s*(?:at|的)?\s*")
_OPENED, _CLOSED = re.compile(r"[(（【\[]"), re.compile(r"[)）】\]]")
_CLOSING = re.compile(r"\s*[)）】\]]")
_BEFORE = re.compile(
    r"\s*[)）】\]]?\s*(?:或?(?:之|以)?前(?!后|期|景|提(?![交供出报升议醒请取高示货])|台|端|线|往|来|[一两三五几](?:天|日|周|个|晚))|\bor (?:before|earlier)\b)"
)
_ABOUT = re.compile(r"\s*(?:前后|左右|上下)")
_LEADING = re.compile(
    r"(?:\b(?:by|before|no later than|not later than|until|till|due(?: on| by)?|deadline)|截止到?|截至|最晚|最迟|不晚于|不迟于)"
    r"[\s:：]*(?:on|the|at|于|在)?\s*$"
)
_WEAK_BEFORE = re.compile(
    r"(?:于|在|到|至|截止|延至|改为|改到|改成|期限|时间|日期|ddl|deadline|due|by|on|before|until|[(（:：|]|^)\s*$"
)
_WEAK_AFTER = re.compile(r"\s*(?:(?:之|以)?前|日|号|[(（]?\s*(?:周|星期)|[)）]|$|[，。；,;]|交|提交|完成|上线|下班)")

# 周二十点 is Tuesday at ten, not the twentieth hour.
_WEEKDAY_BEFORE_TEN = re.compile(r"(?<=[周期拜])[一二三四五六](?=十[一二]?点)")


@dataclass(frozen=True)
class _Draft:
    """An expression under way: its day marks, and its clock mark."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    clock: ClockMark | None = None


def find_dates(
    text: str,
    now: datetime,
    *,
    meeting: MeetingBrief | None = None,
    is_workday: Callable[[date], bool] = plain_workday,
    weak: bool = False,
) -> tuple[FoundDate, ...]:
    """Every date and clock time in the text, in order, none overlapping.

    ``now`` is the message's Date in the organisation's zone; ``meeting`` tells what 当天 means; ``is_workday``
    counts 工作日. With ``weak`` a bare 12.4 or 12-04 is a date wherever it stands (in a deadline's own cell).
    """
    words = fold(text)
    clock = Clock(now.date(), meeting.start.date() if meeting else None, is_workday)
    marks = _chosen(_marks(words, clock, weak=weak))
    clocks = [c for c in find_clocks(_WEEKDAY_BEFORE_TEN.sub(" ", words)) if not overlapped(marks, c.start, c.end)]
    drafts = _assembled(words, marks, clocks)
    return tuple(_finished(words, draft, clock) for draft in drafts)


def _marks(words: str, clock: Clock, *, weak: bool) -> Iterable[Mark]:
    present = frozenset(words)
    for pattern, read, signs in _SIGNED_RULES:
        if present.isdisjoint(signs):
            continue
        for match in pattern.finditer(words):
            mark = read(match, clock)
            if mark is not None and (weak or not mark.weak or _backed(words, mark)):
                yield mark


def _backed(words: str, mark: Mark) -> bool:
    near = _WEAK_BEFORE.search(words, max(0, mark.start - NEAR), mark.start)
    return bool(near) and bool(_WEAK_AFTER.match(words, mark.end))


def _chosen(marks: Iterable[Mark]) -> list[Mark]:
    """The earliest first, of several at one place the longest."""
    chosen: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not chosen or mark.start >= chosen[-1].end:
            chosen.append(mark)
    return chosen


def _assembled(words: str, marks: list[Mark], clocks: list[ClockMark]) -> list[_Draft]:
    drafts: list[_Draft] = []
    items: list[Mark | ClockMark] = [*marks, *clocks]
    for item in sorted(items, key=lambda i: i.start):
        last = drafts[-1] if drafts else None
        if last and _fits(last, item) and _joined(words, last, item):
            drafts[-1] = _with(last, item)
        else:
            drafts.append(_with(_Draft(item.start, item.end), item))
    return [replace(d, end=_closed(words, d)) for d in drafts]


def _with(draft: _Draft, item: Mark | ClockMark) -> _Draft:
    end = max(draft.end, item.end)
    if isinstance(item, Mark):
        return replace(draft, end=end, marks=(*draft.marks, item))
    if draft.clock:  # 上午 … 10:00: the part and the hour
        item = replace(item, part=item.part or draft.clock.part, start=draft.clock.start)
    return replace(draft, end=end, clock=item)


def _fits(draft: _Draft, item: Mark | ClockMark) -> bool:
    if isinstance(item, ClockMark):
        return draft.clock is None or (draft.clock.time is None and item.time is not None and item.part is None)
    if item.kind is Kind.NONE or any(m.kind is Kind.NONE for m in draft.marks):
        return item.kind is Kind.DAY_END
    return all(m.kind is not item.kind for m in draft.marks)


def _joined(words: str, draft: _Draft, item: Mark | ClockMark) -> bool:
    if item.start - draft.end > NEAR:
        return False
    gap = words[draft.end : item.start]
    if isinstance(item, Mark) and not draft.marks and draft.clock:  # 3 pm on Friday
        return "\n" not in gap and bool(_GAP_TO_DAY.fullmatch(gap))
    if _closed(words, draft) > draft.end:
        gap = words[_closed(words, draft) : item.start]
        return "\n" not in gap and bool(_GAP_TO_CLOCK.fullmatch(gap))
    return "\n" not in gap and bool(_GAP.fullmatch(gap))


def _closed(words: str, draft: _Draft) -> int:
    """The end with the bracket that was opened inside."""
    inside = words[draft.start : draft.end]
    if _OPENED.search(inside) and not _CLOSED.search(inside):
        close = _CLOSING.match(words, draft.end)
        return close.end() if close else draft.end
    return draft.end


def _finished(words: str, draft: _Draft, clock: Clock) -> FoundDate:
    day, last, problem, grain = _day_of(draft.marks)
    trailing = _BEFORE.match(words, draft.end)
    leading = _LEADING.search(words, max(0, draft.start - NEAR), draft.start)
    if day and _ABOUT.match(words, draft.end):
        day, problem = None, Problem.VAGUE
    if day and day > clock.today and not believable(day, clock.today):
        day, last, problem = None, None, Problem.IMPOSSIBLE
    if day and day < clock.today and problem is None:
        problem = Problem.PAST
    part = next((m.part for m in draft.marks if m.part), None)
    at = draft.clock
    found = FoundDate(draft.start, draft.end, day, None, part, problem, grain, last)
    found = replace(
        found,
        end=trailing.end() if trailing else draft.end,
        before=bool(trailing or leading or any(m.kind in (Kind.FEAST, Kind.DAY_END) for m in draft.marks)),
        weekday_only=len(draft.marks) == 1 and draft.marks[0].bare_weekday is not None,
        relative=any(m.kind is Kind.RELATIVE for m in draft.marks),
    )
    if at is None:
        return found
    found = replace(found, part=at.part or part, end_time=at.end_time, assumed_half=at.assumed_half, time=at.time)
    if at.assumed_half and at.time and part and part.value == "morning":
        found = replace(found, time=at.time.replace(hour=at.time.hour - 12), assumed_half=False)
    if part and part.value == "evening" and at.time and at.time.hour < 12:
        found = replace(found, time=at.time.replace(hour=at.time.hour + 12))
    return found


def _day_of(marks: tuple[Mark, ...]) -> tuple[date | None, date | None, Problem | None, Grain]:
    """The one day that all the marks name, or why there is none."""
    days = [m for m in marks if m.kind not in (Kind.DAY_END, Kind.NONE)]
    none = next((m for m in marks if m.kind is Kind.NONE), None)
    if none:
        return None, None, None, none.grain
    if not days:
        end = next((m for m in marks if m.kind is Kind.DAY_END), None)
        return (end.day, end.day, None, Grain.DAY) if end else (None, None, None, Grain.CLOCK)
    main = min(days, key=lambda m: _RANK[m.kind])
    if main.problem is Problem.IMPOSSIBLE:
        return None, None, Problem.IMPOSSIBLE, main.grain
    if main.day and any(not _agree(main, other) for other in days if other is not main):
        return None, None, Problem.CONTRADICTION, main.grain
    if main.day is None and len(days) > 1 and main.last:  # 下周（周五前）
        other = next(m for m in days if m is not main)
        return other.day, other.last, other.problem, other.grain
    return main.day, main.last, main.problem, main.grain


_RANK = {Kind.CALENDAR: 0, Kind.FEAST: 1, Kind.WEEKDAY: 2, Kind.RELATIVE: 3}


def _agree(main: Mark, other: Mark) -> bool:
    if other.bare_weekday is not None and main.day:
        return main.day.weekday() == other.bare_weekday
    if other.grain is Grain.WEEK and main.day and other.last:
        return monday(main.day) == monday(friday(other.last))
    if other.grain is Grain.PERIOD or main.grain is Grain.PERIOD:
        return True
    return other.day is None or other.day == main.day
