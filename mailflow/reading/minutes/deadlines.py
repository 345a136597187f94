"""Until when: the deadlines that words name, and what is wrong with them (CONTRACT-minutes: Deadlines)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mailflow.core.minutes import Why
from mailflow.reading.dates import FoundDate, Grain, Problem, find_dates
from mailflow.reading.folding import fold
from mailflow.reading.minutes.setting import Setting

_EITHER = re.compile(r"(?P<a>1[0-2]|0?[1-9])/(?P<b>1[0-2]|0?[1-9])(?!\d)(?:/(?P<year>20\d\d))?")
_NEXT_MEETING = re.compile(
    r"下次(?:周|例|月)*会(?:议)?(?:召开)?(?:之|以)?前|会(?:议)?前(?=完成|提交|$)|\b(?:by|before) (?:the )?next (?:weekly |monthly )?meeting\b"
)
_NEAR = timedelta(days=92)
_SPAN = re.compile(r"\s*(?:-|~|至|到|to|through|until|and|前?至)\s*")
_LIMITS = re.compile(
    r"前|内|截|最晚|最迟|不晚于|不迟于|\b(?:by|before|due|until|till|no(?:t)? later than|deadline|eod|cob|eob|end of|close of)\b"
)
_CLOSES = re.compile(r"(?:内|底|末|旬|截止|为止)$|\b(?:within|end of|eow|eom|eod|cob|month[- ]end|year[- ]end)\b")


@dataclass(frozen=True)
class Due:
    """One expression of time, ``text[start:end]``. ``moment`` is None where it names no day, and ``why`` says why.

    ``firm``: its own words make it a deadline (前, 之内, 月底, by). ``rhythm``: it only says how often.
    """

    start: int
    end: int
    moment: date | datetime | None
    why: Why | None = None
    firm: bool = False
    rhythm: bool = False
    past: bool = False

    def moved(self, by: int) -> "Due":
        return replace(self, start=self.start + by, end=self.end + by)


def find_dues(text: str, setting: Setting, *, weak: bool = False) -> tuple[Due, ...]:
    """Every expression of time in the text, a span as its last day. ``weak``: a bare 12.4 is a date."""
    found = setting.memory.get((text, weak))
    if not isinstance(found, tuple):
        setting.memory[text, weak] = found = _found(text, setting, weak=weak)
    return found


def _found(text: str, setting: Setting, *, weak: bool) -> tuple[Due, ...]:
    dues: list[Due] = []
    words = fold(text)
    for each in _dates(words, setting, weak=weak):
        if each.grain is Grain.CLOCK and each.day is None:
            continue  # an hour alone says no day
        due = _due(each, words, setting)
        before = dues[-1] if dues else None
        if before and before.moment and due.moment and _SPAN.fullmatch(words[before.end : due.start]):
            dues[-1] = replace(due, start=before.start)
        else:
            dues.append(due)
    return tuple(dues or (Due(*m.span(), None, Why.NO_DEADLINE) for m in _NEXT_MEETING.finditer(words)))


def _dates(words: str, setting: Setting, *, weak: bool) -> Iterator[FoundDate]:
    found = find_dates(words, setting.now, meeting=setting.meeting, is_workday=setting.is_workday, weak=weak)
    for each in found:
        either = _EITHER.match(words[each.start : each.end])
        yield _nearer(each, either, setting) if either and each.problem is Problem.VAGUE else each


def _nearer(found: FoundDate, either: re.Match[str], setting: Setting) -> FoundDate:
    """12/9 in English words: the month comes first, as in the house, unless only the other way round is near."""
    first, second = int(either["a"]), int(either["b"])
    today = setting.now.date()
    if either["year"]:
        readings = [date(int(either["year"]), first, second), date(int(either["year"]), second, first)]
    else:
        readings = [_this_or_next_year(today, first, second), _this_or_next_year(today, second, first)]
    near = sorted((d for d in readings if d - today <= _NEAR), key=lambda d: d < setting.first_day)
    day = near[0] if near else None
    return replace(found, day=day, last=day, problem=None if day else Problem.VAGUE)


def _this_or_next_year(today: date, month: int, day: int) -> date:
    this = date(today.year, month, day)
    return this if this >= today - timedelta(days=61) else date(today.year + 1, month, day)


def read_due(text: str, setting: Setting) -> Due | None:
    """The deadline that a field states; None where it names no time at all.

    Of several the first that names a day counts; a rhythm stays one, from whatever day it begins.
    """
    dues = find_dues(text, setting, weak=True)
    chosen = next((d for d in dues if d.moment or d.rhythm or d.why is Why.IMPOSSIBLE_DATE), None)
    return chosen or next(iter(dues), None)


def _due(found: FoundDate, words: str, setting: Setting) -> Due:
    moment, why = _moment(found, setting)
    firm = (found.before and _LIMITS.search(words[max(0, found.start - 16) : found.end]) is not None) or (
        moment is not None and bool(_CLOSES.search(words[found.start : found.end]))
    )
    past = found.problem is Problem.PAST and moment is None
    return Due(found.start, found.end, moment, why, firm, found.grain is Grain.RHYTHM, past)


def _moment(found: FoundDate, setting: Setting) -> tuple[date | datetime | None, Why | None]:
    if found.problem in (Problem.IMPOSSIBLE, Problem.CONTRADICTION):
        return None, Why.IMPOSSIBLE_DATE
    day = found.last or found.day
    if found.problem is Problem.VAGUE and _about(found, day):
        day = None
    if day is None:
        return None, Why.NO_DEADLINE
    if day < setting.first_day:
        return None, Why.IMPOSSIBLE_DATE
    if found.time is None:
        return day, None
    return datetime.combine(day, found.time, setting.zone), None


def _about(found: FoundDate, day: date | None) -> bool:
    """About a day (12月10日左右), or some day of a weekend: no day is told."""
    return found.grain is Grain.DAY or (found.grain is Grain.WEEK and day is not None and day.weekday() == 6)
