"""Days named by the calendar: 2026年12月4日, 12月4日, 4号, 2026-12-04, 12/4, Dec 4th, the 4th."""

import re
from datetime import date

from mailflow.reading.dates.found import Grain, Problem
from mailflow.reading.dates.marks import FIGURES, Clock, Kind, Mark, Rule, add_months, make_day, nearest_year, whole

_N = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,4})"
_YEAR = r"(?:\d{4}|\d{2}|[二〇零一三四五六七八九]{4}|今|明|去|本|后)年"
# What makes “3号” a name of a thing.
_NO_DAY = r"(?!楼|线|机|仓|店|馆|会议室|库|门|文|厅|院|码|位|桌|车|柜|产线|窗)"
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
_SHORT = 4
_LONG_NAMES, _SHORT_NAMES = (
    "|".join(sorted((m for m in MONTHS if (len(m) <= _SHORT) is short), key=len, reverse=True))
    for short in (False, True)
)
MONTH_NAME = rf"(?:(?:{_LONG_NAMES})\b|(?:{_SHORT_NAMES})\b\.?)"
"""“Dec.” may bear a full stop of its own, behind “December” it ends the sentence."""


def _mark(match: re.Match[str], day: date | None, **more: object) -> Mark:
    problem = None if day else Problem.IMPOSSIBLE
    mark = Mark(match.start(), match.end(), Kind.CALENDAR, day, day, Grain.DAY, problem)
    return mark if not more else Mark(**{**mark.__dict__, **more})


def year_of(words: str | None, today: date) -> int | None:
    if not words:
        return None
    words = words.removesuffix("年")
    shift = {"今": 0, "本": 0, "明": 1, "后": 2, "去": -1}.get(words)
    if shift is not None:
        return today.year + shift
    value = whole(words)
    return value + 2000 if value is not None and value < 100 else value


def _month_day(match: re.Match[str], clock: Clock) -> Mark | None:
    month, day = whole(match["m"]), whole(match["d"])
    if month is None or day is None:
        return None
    return _of(match, year_of(match["y"], clock.today), month, day, clock)


def _of(match: re.Match[str], year: int | None, month: int, day: int, clock: Clock, *, weak: bool = False) -> Mark:
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return _mark(match, None, weak=weak)
    floating = year is None
    if year is None:
        year = nearest_year(month, clock.today, day)
    found = make_day(year, month, day)
    until = match.groupdict().get("d2")
    last = make_day(year, month, whole(until) or 0) if until else found
    return _mark(match, found, weak=weak, floating_year=floating, last=last)


def _day_of_month(match: re.Match[str], clock: Clock) -> Mark | None:
    day = whole(match["d"])
    if day is None or not 1 <= day <= 31:
        return None if day is None else _mark(match, None)
    shift = _month_shift(match["which"])
    if shift is not None:
        base = add_months(clock.today.replace(day=1), shift)
        return _until(match, make_day(base.year, base.month, day))
    # A day number alone is the next such day to come; a month without it is passed over, unless it is this one.
    for ahead in range(12):
        base = add_months(clock.today.replace(day=1), ahead)
        found = make_day(base.year, base.month, day)
        if found and found >= clock.today:
            return _until(match, found)
    return _mark(match, None)


def _until(match: re.Match[str], found: date | None) -> Mark:
    until = whole(match.groupdict().get("d2"))
    last = make_day(found.year, found.month, until) if found and until else found
    return _mark(match, found, last=last or found)


def _month_shift(which: str | None) -> int | None:
    if not which:
        return None
    if which.startswith(("下下",)):
        return 2
    return {"下": 1, "上": -1, "next": 1, "last": -1}.get(which[:4].strip() if which[0] in "nl" else which[0], 0)


def _iso(match: re.Match[str], clock: Clock) -> Mark | None:
    return _of(match, int(match["y"]), int(match["m"]), int(match["d"]), clock)


def _compact(match: re.Match[str], _clock: Clock) -> Mark | None:
    found = make_day(int(match["y"]), int(match["m"]), int(match["d"]))
    return _mark(match, found) if found else None


def _numeric(match: re.Match[str], clock: Clock) -> Mark | None:
    """12/4: month first in Chinese; in English words either may come first, and what both could be is VAGUE."""
    first, second = int(match["a"]), int(match["b"])
    weak = match["sep"] != "/"
    year = year_of(match["y"], clock.today)
    if not 1 <= first <= 31 or not 1 <= second <= 31:
        return None
    if first > 12 and second > 12:
        return None if weak else _mark(match, None)
    if first > 12:
        return _of(match, year, second, first, clock, weak=weak)
    mark = _of(match, year, first, second, clock, weak=weak)
    chinese = re.search(r"[\u4e00-\u9fff]", match.string)
    if chinese or second > 12 or first == second or weak:
        return mark
    return Mark(**{**mark.__dict__, "day": None, "last": None, "problem": Problem.VAGUE})


def _english(match: re.Match[str], clock: Clock) -> Mark | None:
    month = MONTHS[match["mon"].rstrip(".")]
    return _of(match, year_of(match["y"], clock.today), month, int(match["d"]), clock)


_TH = r"(?:st|nd|rd|th)"
_EN_YEAR = r"(?:,?\s+(?P<y>20\d\d))?(?!\d)"
RULES: tuple[Rule, ...] = (
    (
        re.compile(
            rf"(?:(?P<y>{_YEAR})\s*)?(?<![\d.])(?P<m>{_N})\s*月份?\s*(?P<d>{_N})(?:\s*(?:日|号)?\s*[-~至到]\s*(?P<d2>{_N})(?=[日号]))?"
            r"(?:\s*[日号]|(?![\d个份次%年月]))"
        ),
        _month_day, "月",
    ),
    (
        re.compile(
            rf"(?:(?P<which>下下?个?|本|这个?|上个?|当)月(?:份)?的?\s*)?(?<![\d.第a-z每周期])(?P<d>{_N})"
            rf"(?:(?:日|号)?\s*[-~至到]\s*(?P<d2>{_N}))?\s*[日号](?![内后之以][^前]|内){_NO_DAY}"
        ),
        _day_of_month, "日号",
    ),
    (re.compile(r"(?<![\d/.-])(?P<y>20\d\d|[3-9]\d{3}(?=-[01]\d-[0-3]\d))\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<d>\d{1,2})(?![\d/.-]*\d)"), _iso, FIGURES),
    (re.compile(r"(?<![a-z0-9_./-])(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?![a-z0-9_./-])"), _compact, FIGURES),
    (
        re.compile(r"(?<![a-z0-9/.:-])(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?:/(?P<y>20\d\d))?(?:[日号])?(?![\d/.:%a-z-]|[万亿元千百件个套台箱])"),
        _numeric, "/.-",
    ),
    (
        re.compile(rf"(?:\bthe\s+)?(?<![\d.:/])(?P<d>\d{{1,2}}){_TH}?(?:\s+of)?[\s-]?\s*(?P<mon>{MONTH_NAME}){_EN_YEAR}"),
        _english, FIGURES,
    ),
    (
        re.compile(rf"\b(?P<mon>{MONTH_NAME})[\s-]\s*(?P<d>\d{{1,2}})(?:{_TH}\b)?(?:\s*(?:-|to)\s*(?P<d2>\d{{1,2}}){_TH}?)?{_EN_YEAR}(?![:.]\d)"),
        _english, FIGURES,
    ),
    (
        re.compile(rf"\bthe\s+(?P<d>\d{{1,2}}){_TH}\b(?:\s+of\s+(?P<which>this|next|last)\s+month)?"),
        _day_of_month, FIGURES,
    ),
)  # fmt: skip
