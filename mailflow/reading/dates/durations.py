"""Lengths of time: 二十分钟, 一刻钟, 一个半小时, 三天, 5个工作日, half an hour, two more days."""

import re

from mailflow.reading.dates.found import FoundDuration
from mailflow.reading.dates.marks import MOST_DAYS_AHEAD, MOST_MONTHS_AHEAD, last_words
from mailflow.reading.folding import fold
from mailflow.reading.numbers import CHINESE_NUMERAL, FIGURES, NUMERAL, read_number

_N = rf"(?:{FIGURES}|{CHINESE_NUMERAL})"
_EN_UNIT = (
    r"minutes?|mins?\b\.?|hours?|hrs?\b\.?|h\b|(?:working|business|work)\s+days?|days?|weeks?|fortnights?|months?"
)
_MORE = r"(?:\s+(?:more|extra|additional|another|further|whole|full))?"
_DURATION = re.compile(
    "|".join(
        (
            rf"(?P<a>(?P<an>{_N}|半)\s*(?P<ahalf>个半)?(?:多|来)?个?\s*(?P<au>分钟|分(?![之析别部公数组钟])|刻钟|小时|钟头|工作日|天|日(?=[之以]?内|的?时间)|周|星期|礼拜|月(?!\d|[一二三四五六七八九十初底末中上下]))(?P<aplus>半)?)",
            rf"(?P<b>\b(?P<bn>an?|another|one|half an?|half(?=[ -]hour)|(?:a )?quarter of an|three quarters of an|a couple of|{NUMERAL}){_MORE}(?:\s*|-)(?P<bu>{_EN_UNIT})(?:\s+and\s+a\s+(?P<bhalf>half)\b)?)",
            rf"(?P<c>\b(?P<cn>an?|one|two|three|\d)\s+and\s+a\s+half\s+(?P<cu>{_EN_UNIT}))",
        )
    )
)
_COUNTED = re.compile(r"(?:第|月|年|周|星期|礼拜|点)\s*$")
_PARTS = {
    "another": 1,
    "half": 0.5,
    "half an": 0.5,
    "half a": 0.5,
    "quarter of an": 0.25,
    "a quarter of an": 0.25,
    "three quarters of an": 0.75,
}
_MINUTES = {"分": 1, "刻": 15, "小": 60, "钟": 60, "mi": 1, "ho": 60, "hr": 60, "h": 60}


def find_durations(text: str) -> tuple[FoundDuration, ...]:
    """Every length of time in the text, in order."""
    words = fold(text)
    found = (_read(m) for m in _DURATION.finditer(words))
    return tuple(d for d in found if d is not None and _conceivable(d))


def _conceivable(found: FoundDuration) -> bool:
    """Nothing in an office takes, or is put off by, more than two years (see ``believable``)."""
    minutes, days, months = found.minutes or 0, found.days or 0, found.months or 0
    return max(minutes / 1440, days) <= MOST_DAYS_AHEAD and months <= MOST_MONTHS_AHEAD


def _read(match: re.Match[str]) -> FoundDuration | None:
    if match["a"]:
        if _COUNTED.search(last_words(match.string, match.start())):
            return None  # 第三天, 12月4日
        if re.fullmatch("[一二两三四五六七八九]{2}", match["an"]):
            return None  # 两三天 is no length that can be counted
        count = 0.5 if match["an"] == "半" else read_number(match["an"])
        plus = 0.5 if match["ahalf"] or match["aplus"] else 0
        return _of(match, count, plus, match["au"])
    if match["b"]:
        words = re.sub(r"\s+", " ", match["bn"])
        count = _PARTS.get(words) or read_number(words)
        return _of(match, count, 0.5 if match["bhalf"] else 0, match["bu"])
    return _of(match, read_number(match["cn"]), 0.5, match["cu"])


def _of(match: re.Match[str], count: float | None, plus: float, unit: str) -> FoundDuration | None:
    if count is None:
        return None
    amount = count + plus
    minutes = _MINUTES.get(unit[:2]) or _MINUTES.get(unit[:1])
    start, end = match.span()
    if unit.startswith(("工作", "working", "business", "work ")):
        return FoundDuration(start, end, days=round(amount), working=True)
    if unit.startswith(("月", "mo")):
        return FoundDuration(start, end, months=round(amount)) if amount >= 1 else FoundDuration(start, end, days=15)
    if unit.startswith(("周", "星期", "礼拜", "we", "fo")):
        return FoundDuration(start, end, days=round(amount * (14 if unit.startswith("fo") else 7)))
    if unit.startswith(("天", "日", "day")):
        return FoundDuration(start, end, days=int(amount)) if amount >= 1 else FoundDuration(start, end, minutes=240)
    return FoundDuration(start, end, minutes=round(amount * minutes)) if minutes else None
