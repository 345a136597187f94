"""Clock times and parts of the day: 下午三点半, 15:00-16:00, 3 pm, half past three, 上午, morning."""

import re
from dataclasses import dataclass
from datetime import time as clock_time

from mailflow.reading.dates.found import Part
from mailflow.reading.dates.marks import last_words, whole
from mailflow.reading.spans import overlapped

_PARTS = {
    "凌晨": Part.MORNING, "清晨": Part.MORNING, "早上": Part.MORNING, "早晨": Part.MORNING, "上午": Part.MORNING, "早": Part.MORNING,
    "中午": Part.NOON, "正午": Part.NOON, "午间": Part.NOON, "下午": Part.AFTERNOON, "午后": Part.AFTERNOON,
    "傍晚": Part.EVENING, "晚上": Part.EVENING, "晚间": Part.EVENING, "夜里": Part.EVENING, "晚": Part.EVENING,
    "morning": Part.MORNING, "lunchtime": Part.NOON, "lunch": Part.NOON, "afternoon": Part.AFTERNOON,
    "evening": Part.EVENING, "night": Part.EVENING,
}  # fmt: skip
_PART = "(?:凌晨|清晨|早上|早晨|上午|中午|正午|午间|下午|午后|傍晚|晚上|晚间|夜里|(?<=[天日一二三四五六])[早晚](?=\\d|[一二三四五六七八九十两]))"
_H = r"(?:\d{1,2}|十[一二]?|[一两二三四五六七八九])"
# A number begins here: 周二10点 and 周二十点 are ten o'clock, not twelve or twenty.
_AFRESH = "(?:(?<![\\d.零一二两三四五六七八九十第几])|(?<=周[一二三四五六])|(?<=[星礼][期拜][一二三四五六]))"
_COUNTED = "建议|意见|要求|内容|问题|说明|想法|原因|看法|共识|注意|要点|改进|补充|异议|疑问|修改|工作|措施|理由|情况|决定|需要|希望|如下|是|[:：]"
_COUNTS = re.compile(rf"\s*(?:{_COUNTED})")
_COUNTING = re.compile(r"(?:以下|以上|有|提|这|那|共|分|如下|几|讲|谈|说|补充|上述)\s*$")
_A_BIT = re.compile(r"[晚早有快慢差大小好多少这那点高低]\s*$")
_AM_PM = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?)"
_WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_EH = rf"(?:1[0-2]|[1-9]|{'|'.join(_WORDS)})"
_IN_THE = r"(?:\s+in\s+the\s+(?P<in>morning|afternoon|evening))?"

_CLOCK = re.compile(
    "|".join(
        (
            rf"(?P<a>(?:(?P<apart>{_PART})\s*)?(?<![\d:.])(?P<ah>[01]?\d|2[0-4])\s?:\s?(?P<am>[0-5]\d)(?::[0-5]\d)?(?!\d)(?:\s*{_AM_PM})?)",
            rf"(?P<b>(?:(?P<bpart>{_PART})\s*)?{_AFRESH}(?P<bh>{_H})\s*(?:点钟?|(?<=\d)时(?!间|候|段|效))"
            r"(?:(?P<bhalf>半)|(?P<bq>[一三])刻|(?P<bm>[0-5]?\d|[零〇]?[一二三四五六七八九十]{1,3})(?:分(?!钟|之)|(?![\d个天点%]))|整)?)",
            rf"(?P<c>(?<![\d.:/])(?P<ch>1[0-2]|0?[1-9])(?:[:.](?P<cm>[0-5]\d))?\s*{_AM_PM.replace('half', 'chalf')})",
            rf"(?P<d>\b(?:(?P<dpast>half|quarter|twenty|ten|five)\s+(?P<dto>past|to)\s+)?(?P<dh>{_EH})\s+o'?\s?clock{_IN_THE})",
            rf"(?P<e>\b(?P<epast>half|quarter|twenty|ten|five)\s+(?P<eto>past|to)\s+(?P<eh>{_EH})\b(?!\s*(?:min|day|hour|people)){_IN_THE.replace('in>', 'ein>')})",
            r"(?P<f>\b(?:12\s+)?noon\b|\bmidday\b|\bmidnight\b)",
            rf"(?P<g>\bat\s+(?P<gh>{_EH})\b(?!\s*(?:%|percent|[:./]?\d|past\b|to\s+{_EH}\b|st\b|nd\b|rd\b|th\b|o'?clock|people|am\b|pm\b|a\.m|p\.m|the|of|least|different|least)))",
        )
    )
)
_PART_ALONE = re.compile(
    "凌晨|清晨|早上|早晨|上午|中午|正午|下午|傍晚|晚上|晚间|\\b(?:morning|lunchtime|afternoon|evening)\\b"
)
_RANGE = re.compile(r"\s*(?:-|~|到|至|to|until|till)\s*")


@dataclass(frozen=True)
class ClockMark:
    start: int
    end: int
    time: clock_time | None
    part: Part | None = None
    end_time: clock_time | None = None
    assumed_half: bool = False


def find_clocks(words: str) -> list[ClockMark]:
    """Every clock time and part of the day in folded text, spans joined, in order."""
    times = [mark for m in _CLOCK.finditer(words) if (mark := _read(m)) is not None]
    joined = _join_spans(words, times)
    parts = [
        ClockMark(m.start(), m.end(), None, _PARTS[m.group()])
        for m in _PART_ALONE.finditer(words)
        if not overlapped(joined, m.start(), m.end())
    ]
    return sorted(joined + parts, key=lambda mark: mark.start)


def _join_spans(words: str, times: list[ClockMark]) -> list[ClockMark]:
    joined: list[ClockMark] = []
    for mark in times:
        last = joined[-1] if joined else None
        if last and last.time and mark.time and not last.end_time and _RANGE.fullmatch(words[last.end : mark.start]):
            until = mark.time
            if last.time > until and mark.part is None and until.hour < 12:
                until = until.replace(hour=until.hour + 12)
            joined[-1] = ClockMark(last.start, mark.end, last.time, last.part, until, last.assumed_half)
        else:
            joined.append(mark)
    return joined


def _read(match: re.Match[str]) -> ClockMark | None:
    kind = match.lastgroup and next(k for k in "abcdefg" if match[k])
    if kind == "a":
        return _made(match, int(match["ah"]), int(match["am"]), _PARTS.get(match["apart"] or ""), match["half"])
    if kind == "b":
        return _chinese(match)
    if kind == "c":
        return _made(match, int(match["ch"]), int(match["cm"] or 0), None, match["chalf"])
    if kind == "d":
        return _worded(match, match["dh"], match["dpast"], match["dto"], match["in"])
    if kind == "e":
        return _worded(match, match["eh"], match["epast"], match["eto"], match["ein"])
    if kind == "f":
        at = clock_time(0, 0) if "midnight" in match.group() else clock_time(12, 0)
        return ClockMark(match.start(), match.end(), at)
    return _worded(match, match["gh"], None, None, None)


def _chinese(match: re.Match[str]) -> ClockMark | None:
    hour = whole(match["bh"])
    if hour is None or hour > 24:
        return None
    stated = match["bpart"] or match["bhalf"] or match["bq"] or match["bm"] or "钟" in match.group()
    if not stated and not _is_clock(match):
        return None
    if match["bhalf"]:
        minute = 30
    elif match["bq"]:
        minute = 15 if match["bq"] == "一" else 45
    else:
        minute = whole((match["bm"] or "0").lstrip("零〇")) or 0
    if minute > 59:
        return None
    return _made(match, hour, minute, _PARTS.get(match["bpart"] or ""), None)


def _is_clock(match: re.Match[str]) -> bool:
    """三点 alone: a clock time, or three points (三点建议), or a bit (晚一点)?"""
    if _COUNTS.match(match.string, match.end()):
        return False
    before = last_words(match.string, match.start("bh"))
    return not (_COUNTING.search(before) or (match["bh"] == "一" and _A_BIT.search(before)))


def _worded(match: re.Match[str], hour: str, past: str | None, to: str | None, part: str | None) -> ClockMark | None:
    value = whole(hour) or 0
    minutes = {"half": 30, "quarter": 15, "twenty": 20, "ten": 10, "five": 5}.get(past or "", 0)
    if to == "to":
        value, minutes = value - 1 or 12, 60 - minutes
    return _made(match, value, minutes, _PARTS.get(part or ""), None)


def _made(match: re.Match[str], hour: int, minute: int, part: Part | None, half: str | None) -> ClockMark | None:
    assumed = False
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0) if hour <= 12 else hour
    elif part in (Part.AFTERNOON, Part.EVENING):
        hour = hour + 12 if hour < 12 else hour
    elif part is Part.NOON:
        hour = hour + 12 if hour <= 2 else hour
    elif part is None and 1 <= hour <= 6 and not match.group().lstrip().startswith("0"):
        hour, assumed = hour + 12, True  # offices meet then
    if hour == 24:
        return ClockMark(match.start(), match.end(), clock_time(23, 59), part)
    return ClockMark(match.start(), match.end(), clock_time(hour, minute), part, None, assumed) if hour < 24 else None
