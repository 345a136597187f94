"""Feasts: the days of the lunar calendar come from a table, the others from the Gregorian calendar.

The table follows the Gregorian-lunar conversion tables of the Hong Kong Observatory; chinese_calendar stops with
the year whose make-up days the State Council has announced, which is too early for deadlines set in autumn.
"""

import re
from datetime import date, timedelta

from mailflow.reading.dates.found import Problem
from mailflow.reading.dates.marks import LETTERS, Clock, Kind, Mark, Rule

# year: new year's day (正月初一), dragon boat (五月初五), mid-autumn (八月十五)
_LUNAR = {
    2024: ((2, 10), (6, 10), (9, 17)), 2025: ((1, 29), (5, 31), (10, 6)), 2026: ((2, 17), (6, 19), (9, 25)),
    2027: ((2, 6), (6, 9), (9, 15)), 2028: ((1, 26), (5, 28), (10, 3)), 2029: ((2, 13), (6, 16), (9, 22)),
    2030: ((2, 3), (6, 5), (9, 12)), 2031: ((1, 23), (6, 24), (10, 1)), 2032: ((2, 11), (6, 12), (9, 19)),
    2033: ((1, 31), (6, 1), (9, 8)), 2034: ((2, 19), (6, 20), (9, 27)), 2035: ((2, 8), (6, 10), (9, 16)),
    2036: ((1, 28), (5, 30), (10, 4)), 2037: ((2, 15), (6, 18), (9, 24)), 2038: ((2, 4), (6, 7), (9, 13)),
    2039: ((1, 24), (5, 27), (10, 2)), 2040: ((2, 12), (6, 14), (9, 20)),
}  # fmt: skip
_SPRING, _DRAGON_BOAT, _MID_AUTUMN = range(3)
_QINGMING, _LUNAR_EVE, _LANTERN = "qingming", "lunar-eve", "lantern"
_FEASTS: tuple[tuple[str, int | str | tuple[int, int]], ...] = (
    (r"农历新年|春节|大年初一|chinese new year|lunar new year|spring festival|cny", _SPRING),
    (r"除夕", _LUNAR_EVE),
    (r"元宵节?|lantern festival", _LANTERN),
    (r"清明节?|qingming(?: festival)?|tomb[- ]sweeping day", _QINGMING),
    (r"端午节?|dragon boat festival", _DRAGON_BOAT),
    (r"中秋节?|mid-autumn festival", _MID_AUTUMN),
    (r"元旦节?|new year'?s day|(?:the )?new year(?! ?'?s eve)", (1, 1)),
    (r"五一(?:劳动节)?|劳动节|labou?r day|may day", (5, 1)),
    (r"国庆节?|十一(?=长假|黄金周|假期|之?前)|national day", (10, 1)),
    (r"圣诞节?|christmas(?! eve)|xmas", (12, 25)),
    (r"平安夜|christmas eve|xmas eve", (12, 24)),
    (r"妇女节|三八节", (3, 8)),
    (r"情人节|valentine'?s day", (2, 14)),
    (r"儿童节", (6, 1)),
    (r"(?<!\d)618(?!\d)|六一八", (6, 18)),
    (r"双(?:十一|11)", (11, 11)),
    (r"双(?:十二|12)", (12, 12)),
    (r"跨年|new year'?s eve", (12, 31)),
)
_AFTER = r"(?:长假|假期|放假|大促|活动|来临|到来|黄金周|开始)*"


def feast_day(key: int | str | tuple[int, int], year: int) -> date | None:
    """That year's feast; None where the table does not reach."""
    if isinstance(key, tuple):
        return date(year, *key)
    if key == _QINGMING:  # the solar term's rule for 2000 to 2099
        y = year % 100
        return date(year, 4, int(y * 0.2422 + 4.81) - y // 4)
    days = _LUNAR.get(year)
    if days is None:
        return None
    if key == _LUNAR_EVE:
        return date(year, *days[_SPRING]) - timedelta(days=1)
    if key == _LANTERN:
        return date(year, *days[_SPRING]) + timedelta(days=14)
    return date(year, *days[int(key)])


def _next(key: int | str | tuple[int, int], today: date) -> date | None:
    days = (feast_day(key, today.year + ahead) for ahead in (0, 1))
    return next((d for d in days if d and d > today), None)


def _before(match: re.Match[str], clock: Clock) -> Mark | None:
    day = _named(match, clock)
    # “Before” a feast is at the latest the day before it.
    last = day - timedelta(days=1) if day else None
    return Mark(match.start(), match.end(), Kind.FEAST, last, last, problem=None if last else Problem.VAGUE)


def _on(match: re.Match[str], clock: Clock) -> Mark | None:
    day = _named(match, clock)
    return Mark(match.start(), match.end(), Kind.FEAST, day, day, problem=None if day else Problem.VAGUE)


def _after(match: re.Match[str], _clock: Clock) -> Mark | None:
    return Mark(match.start(), match.end(), Kind.FEAST, problem=Problem.VAGUE)


def _named(match: re.Match[str], clock: Clock) -> date | None:
    index = next(i for i in range(len(_FEASTS)) if match[f"f{i}"])
    return _next(_FEASTS[index][1], clock.today)


# A look at the first character spares the long alternation at nearly every place.
_FIRST = "".join(
    sorted({word[0] for words, _ in _FEASTS for word in re.sub(r"\(\?<!\\d\)|\(\?:", "", words).split("|")})
)
_ANY = f"(?=[{_FIRST}])(?:" + "|".join(f"(?P<f{i}>{words})" for i, (words, _) in enumerate(_FEASTS)) + ")"
RULES: tuple[Rule, ...] = (
    (re.compile(rf"{_ANY}{_AFTER}\s*(?:之|以)?前(?!后|期|景)"), _before, _FIRST),
    (re.compile(rf"\b(?:before|ahead of|prior to)\s+(?:the\s+)?{_ANY}(?:\s+holidays?)?\b"), _before, LETTERS),
    (re.compile(rf"\b(?:by|on|until)\s+(?:the\s+)?{_ANY}\b"), _on, LETTERS),
    (re.compile(rf"{_ANY}{_AFTER}(?:当[天日])"), _on, _FIRST),
    (re.compile(rf"{_ANY}{_AFTER}(?:之|以)?后(?!续|台)"), _after, _FIRST),
    (re.compile(r"(?<![春元])节(?:之|以)?[前后](?=完成|提交|交|落实|确认|完|$|[，。；,;)）\s])|年[前后](?=完成|提交|交|落实|$|[，。；,;)）])"), _after, "节年"),
)  # fmt: skip
