"""Days counted from today: weekdays, 明天, 三天内, 下周, 月底, Q1, and words that name no day."""

import re
from datetime import date, timedelta

from mailflow.reading.dates.calendar_days import MONTH_NAME, MONTHS, year_of
from mailflow.reading.dates.found import Grain, Part, Problem
from mailflow.reading.dates.marks import (
    LETTERS,
    MOST_DAYS_AHEAD,
    Clock,
    Kind,
    Mark,
    Rule,
    add_months,
    friday,
    last_words,
    monday,
    month_end,
    nearest_year,
    whole,
)
from mailflow.reading.numbers import read_number

_WEEK = "(?:周|星期|礼拜)"
_WEEKDAYS = {c: i for i, c in enumerate("一二三四五六日")} | {"天": 6} | {str(i + 1): i for i in range(7)}
_ENGLISH_WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
}  # fmt: skip
_N = r"(?:\d{1,3}|[一二两三四五六七八九十廿]{1,4}|半)"
_WHICH = r"(?:下下个?|下个?|本|这个?|上上个?|上个?|当)"
_EN_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|a couple of|half a)"


_LEADS_TO_SUNDAY = re.compile(r"\b(?:on|by|this|next|until|before)\s+$")
_BEFORE = re.compile(r"\s*(?:之|以)?前")


def _shift(which: str | None) -> int | None:
    """How many weeks or months on; None where nothing says which."""
    if not which:
        return None
    which = which.strip()
    for prefix, shift in (
        ("下下", 2),
        ("下", 1),
        ("上上", -2),
        ("上", -1),
        ("next", 1),
        ("last", -1),
        ("following", 1),
    ):
        if which.startswith(prefix):
            return shift
    return 0


def _weekday(match: re.Match[str], clock: Clock) -> Mark | None:
    return _on_weekday(match, _WEEKDAYS[match["d"]], _shift(match["which"]), clock)


def _english_weekday(match: re.Match[str], clock: Clock) -> Mark | None:
    if match["d"] == "sun" and not _LEADS_TO_SUNDAY.search(last_words(match.string, match.start("d"))):
        return None  # a surname
    return _on_weekday(match, _ENGLISH_WEEKDAYS[match["d"]], _shift(match["which"] or match["after"]), clock)


def _on_weekday(match: re.Match[str], weekday: int, shift: int | None, clock: Clock) -> Mark:
    if shift is None:  # alone: the next such day to come
        ahead = (weekday - clock.today.weekday() - 1) % 7 + 1
        day = clock.today + timedelta(days=ahead)
    else:
        day = monday(clock.today) + timedelta(weeks=shift, days=weekday)
    return Mark(match.start(), match.end(), Kind.WEEKDAY, day, day, bare_weekday=weekday if shift is None else None)


_NAMED = {
    "今天": 0, "今日": 0, "今早": 0, "今晚": 0, "今夜": 0, "本日": 0, "明天": 1, "明日": 1, "明早": 1, "明晚": 1, "次日": 1, "翌日": 1,
    "后天": 2, "后日": 2, "大后天": 3, "昨天": -1, "昨日": -1, "昨晚": -1, "前天": -2, "大前天": -3,
    "today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "the day after tomorrow": 2,
    "day after tomorrow": 2, "yesterday": -1,
}  # fmt: skip


_NAMED_SIGNS = "".join(word[0] for word in _NAMED if not word.isascii())


def _named(match: re.Match[str], clock: Clock) -> Mark | None:
    word = re.sub(r"\s+|(?:之|以)?内$", " ", match.group()).strip()
    day = clock.today + timedelta(days=_NAMED[word])
    part = Part.EVENING if word in ("今晚", "今夜", "明晚", "昨晚", "tonight") else None
    part = Part.MORNING if word in ("今早", "明早") else part
    return Mark(match.start(), match.end(), Kind.RELATIVE, day, day, part=part)


def _meeting_day(match: re.Match[str], clock: Clock) -> Mark | None:
    day = clock.meeting_day
    return Mark(match.start(), match.end(), Kind.RELATIVE, day, day) if day else None


def _beside_meeting(match: re.Match[str], clock: Clock) -> Mark | None:
    """次日同一时间, said of the meeting."""
    if clock.meeting_day is None:
        return None
    day = clock.meeting_day + timedelta(days=-1 if match["before"] else 1)
    return Mark(match.start(), match.end(), Kind.RELATIVE, day, day)


def _offset(match: re.Match[str], clock: Clock) -> Mark | None:
    count = 0.5 if match["n"] == "半" else read_number(re.sub("^half a$", "half", match["n"]))
    if count is None:
        return None
    if count > MOST_DAYS_AHEAD:
        return Mark(match.start(), match.end(), Kind.RELATIVE, problem=Problem.IMPOSSIBLE)
    day = counted(clock, count, match["unit"])
    return Mark(match.start(), match.end(), Kind.RELATIVE, day, day) if day else None


def counted(clock: Clock, count: float, unit: str) -> date | None:
    """So many days, weeks, months or working days from today; None where that has no meaning (half a day)."""
    if unit.startswith(("工作", "working", "business")):
        return _working_days(clock, int(count))
    if unit.startswith(("周", "星期", "礼拜", "week")):
        return clock.today + timedelta(days=round(count * 7))
    if unit.startswith(("月", "month")):
        return clock.today + timedelta(days=15) if count == 0.5 else add_months(clock.today, int(count))
    return clock.today + timedelta(days=int(count)) if count >= 1 else None


def _working_days(clock: Clock, count: int) -> date:
    day = clock.today
    while count > 0:
        day += timedelta(days=1)
        count -= clock.is_workday(day)
    return day


def _week(match: re.Match[str], clock: Clock) -> Mark | None:
    shift = _shift(match["which"]) or 0
    last = friday(clock.today) + timedelta(weeks=shift)
    how = match["how"] or ""
    if how.startswith(("末", "weekend")) and not _BEFORE.match(match.string, match.end()):
        last = last + timedelta(days=2)  # the weekend itself: which of its days is not said
        return Mark(match.start(), match.end(), Kind.RELATIVE, None, last, Grain.WEEK, Problem.VAGUE)
    if how.startswith(("初", "上半")):
        return Mark(match.start(), match.end(), Kind.RELATIVE, None, None, Grain.WEEK, Problem.VAGUE)
    closed = bool(how) or _BEFORE.match(match.string, match.end())
    problem = None if closed else Problem.VAGUE
    return Mark(match.start(), match.end(), Kind.RELATIVE, last if closed else None, last, Grain.WEEK, problem)


def _english_week(match: re.Match[str], clock: Clock) -> Mark | None:
    words = match.group()
    shift = 2 if "after next" in words else 1 if re.search(r"\b(?:next|following)\b", words) else 0
    last = friday(clock.today) + timedelta(weeks=shift)
    if re.match(r"(?:early|beginning|start)", words):
        return Mark(match.start(), match.end(), Kind.RELATIVE, None, None, Grain.WEEK, Problem.VAGUE)
    closed = re.search(r"\b(?:end|eow|within|weekend|week'?s end)\b", words)
    return Mark(
        match.start(),
        match.end(),
        Kind.RELATIVE,
        last if closed else None,
        last,
        Grain.WEEK,
        None if closed else Problem.VAGUE,
    )


def _period(match: re.Match[str], last: date | None, *, closed: bool) -> Mark:
    problem = None if closed and last else Problem.VAGUE
    return Mark(match.start(), match.end(), Kind.RELATIVE, last if closed else None, last, Grain.PERIOD, problem)


def _month(match: re.Match[str], clock: Clock) -> Mark | None:
    which, number, how = match["which"], whole(match["m"]), match["how"] or ""
    if not which and number is None and not how:
        return None
    if number is not None:
        if not 1 <= number <= 12:
            return None
        year = year_of(match["y"], clock.today) or nearest_year(number, clock.today)
        first = date(year, number, 1)
    else:
        first = add_months(clock.today.replace(day=1), _shift(which) or 0)
    end = month_end(first.year, first.month)
    if how.startswith(("上旬", "中旬", "下旬")):
        last = {"上": first.replace(day=10), "中": first.replace(day=20), "下": end}[how[0]]
        if not which and number is None and last < clock.today:  # 上旬 alone: the next to come
            last = add_months(last, 1) if how[0] != "下" else month_end(*divmod_month(first))
        return _period(match, last, closed=False)
    if how.startswith(("初", "中")):
        return _period(match, None, closed=False)
    return _period(match, end, closed=how.startswith(("底", "末", "内", "之内", "以内")))


def divmod_month(first: date) -> tuple[int, int]:
    following = add_months(first, 1)
    return following.year, following.month


def _english_month(match: re.Match[str], clock: Clock) -> Mark | None:
    words = match.group()
    name = match["mon"]
    if name:
        month = MONTHS[name.rstrip(".")]
        first = date(int(match["y"]) if match["y"] else nearest_year(month, clock.today), month, 1)
    else:
        first = add_months(clock.today.replace(day=1), 1 if re.search(r"\bnext\b", words) else 0)
    end = month_end(first.year, first.month)
    if re.match(r"(?:early|beginning|start|first)", words):
        return _period(match, first.replace(day=10) if words.startswith("first") else None, closed=False)
    if words.startswith("mid"):
        return _period(match, first.replace(day=20), closed=False)
    closed = re.search(r"\bend\b|\beom\b|month-end|within|late", words)
    return _period(match, end, closed=bool(closed))


def _bare_month(match: re.Match[str], clock: Clock) -> Mark | None:
    month = MONTHS[re.sub(r"[.\s\d]", "", match.group())]
    year = int(match["y"]) if match["y"] else nearest_year(month, clock.today)
    end = month_end(year, month)
    return Mark(match.start(), match.end(), Kind.RELATIVE, None, end, Grain.PERIOD, Problem.VAGUE, weak=True)


def _quarter(match: re.Match[str], clock: Clock) -> Mark | None:
    words, named = match.group(), match["q"]
    this = (clock.today.month - 1) // 3 + 1
    year = year_of(match["y"], clock.today)
    if named:
        quarter = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(named) or whole(named) or 0
        if not 1 <= quarter <= 4:
            return None
        year = year or (clock.today.year if quarter >= this else clock.today.year + 1)
    else:
        ahead = this + (1 if re.search(r"下|next", words) else 0)
        year, quarter = clock.today.year + (ahead > 4), (ahead - 1) % 4 + 1
    return _period(match, month_end(year, quarter * 3), closed=bool(match["how"]) or bool(re.search(r"\bend\b", words)))


def _year_end(match: re.Match[str], clock: Clock) -> Mark | None:
    year = clock.today.year + (1 if re.match(r"明|次|.*\bnext\b", match.group()) else 0)
    return _period(match, date(year, 6, 30) if "上半" in match.group() else date(year, 12, 31), closed=True)


def _rhythm(match: re.Match[str], _clock: Clock) -> Mark | None:
    return Mark(match.start(), match.end(), Kind.NONE, grain=Grain.RHYTHM)


def _asap(match: re.Match[str], _clock: Clock) -> Mark | None:
    return Mark(match.start(), match.end(), Kind.NONE, grain=Grain.ASAP)


def _day_end(match: re.Match[str], clock: Clock) -> Mark | None:
    return Mark(match.start(), match.end(), Kind.DAY_END, clock.today, clock.today)


_EN_DAY = "|".join(sorted(_ENGLISH_WEEKDAYS, key=len, reverse=True))
RULES: tuple[Rule, ...] = (
    (
        re.compile(rf"(?:(?P<which>{_WHICH})(?:{_WEEK}的?)?)?(?<![一二两三四五六\d每双隔]){_WEEK}(?P<d>[一二三四五六日天]|[1-7](?![\d年月.-]))(?!次|遍|回)"),
        _weekday, "周星礼",
    ),
    (re.compile(rf"(?:(?P<which>{_WHICH})){_WEEK}(?P<d>[一二三四五六日天])(?!次|遍|回)"), _weekday, "周星礼"),
    (
        re.compile(
            rf"(?:\b(?P<which>this coming|this|next|last|coming|following)\s+)?(?<![a-z])(?P<d>{_EN_DAY})(?![a-z\d])(?:\s+(?P<after>this|next|last)\s+week\b)?"
        ),
        _english_weekday, LETTERS,
    ),
    (
        re.compile("(?:(?:次日|翌日|隔天|隔日|第二天|后一天|(?P<before>前一天|前一日)))(?=的?(?:同一?|同样|相同|原来?|老)的?(?:时间|时段|钟点))"),
        _beside_meeting, "次翌隔第后前",
    ),
    (re.compile("(?:大后天|大前天|" + "|".join(w for w in _NAMED if not w.isascii()) + ")(?:(?:之|以)?内(?![部容外勤存]))?"), _named, _NAMED_SIGNS),
    (re.compile(r"\b(?:the\s+)?day\s+after\s+tomorrow\b|\b(?:today|tonight|tomorrow|tmrw?|yesterday)\b"), _named, "t"),
    (re.compile("当天|当日|会议当天"), _meeting_day, "当会"),
    (
        re.compile(
            rf"(?:会后)?(?P<n>{_N})\s*个?(?P<unit>工作日|天|日|{_WEEK}|月)(?:的?时间)?(?:之|以)?(?:内|后)(?!续|台|容|的?第|[^，。,]*后)"
        ),
        _offset, "内后",
    ),
    (
        re.compile(
            rf"\b(?:with)?in\s+(?:the\s+next\s+)?(?P<n>{_EN_N})\s+(?P<unit>(?:(?:working|business)\s+)?(?:day|week|month))s?\b(?:'?\s*time)?"
        ),
        _offset, "i",
    ),
    (
        re.compile(rf"\b(?P<n>{_EN_N})\s+(?P<unit>(?:(?:working|business)\s+)?(?:day|week|month))s?\s+from\s+(?:now|today)\b"),
        _offset, "f",
    ),
    (re.compile(rf"(?P<which>{_WHICH}){_WEEK}(?:的)?(?P<how>之内|以内|内|末|底|初|上半周)?(?![一二三四五六日天]|例会)"), _week, "周星礼"),
    (re.compile(r"(?<![一二两三四五六\d每双隔本这下上])(?P<which>)周(?P<how>末|内)"), _week, "周"),
    (
        re.compile(
            r"\b(?:(?:by\s+)?(?:the\s+)?(?:early|beginning of|start of|end of|close of|later|within)\s+)?(?:the\s+)?(?:this|next|coming|following)\s+week(?:end)?\b"
            r"|\b(?:the\s+)?end\s+of\s+(?:the\s+)?week\b|\bweek'?s\s+end\b|\beow\b|\bwithin\s+the\s+week\b|\bthe\s+week\s+after\s+next\b|\bthe\s+weekend\b"
        ),
        _english_week, "w",
    ),
    (
        re.compile(
            rf"(?:(?P<y>(?:20\d\d|[今明去本])年)\s*)?(?:(?P<which>{_WHICH})|(?<![\d个.半])(?P<m>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九]))月(?:份)?(?:的)?"
            r"(?P<how>上旬|中旬|下旬|之内|以内|底|末|初|中|内)?(?!\s*[\d一二三四五六七八九十]+\s*[日号]|度|会|报|均)"
        ),
        _month, "月",
    ),
    (re.compile(r"(?P<y>)(?P<which>)(?P<m>)(?<![\d个一二三四五六七八九十半每本下上这当])月(?P<how>底|末|初|中旬|上旬|下旬|内)"), _month, "月"),
    (re.compile(r"(?P<y>)(?P<which>)(?P<m>)(?<!月)(?<!月份)(?P<how>[上中下]旬)"), _month, "旬"),
    (
        re.compile(
            rf"\b(?:the\s+)?(?:end\s+of|mid(?:dle\s+of)?|early|late|beginning\s+of|start\s+of|within|first\s+ten\s+days\s+of)[\s-]+"
            rf"(?:(?:(?:of\s+)?(?:the|this|next)\s+)?month\b|(?:in\s+)?(?P<mon>{MONTH_NAME}))(?:\s+(?P<y>20\d\d))?|\beom\b|\b(?:this\s+|next\s+)?month[\s-]end\b"
        ),
        _english_month, LETTERS,
    ),
    (
        re.compile(
            r"(?:(?P<y>(?:20\d\d|[今明])年)\s*)?(?:第?(?P<q>[一二三四])季度|[本这下]个?季度)(?P<how>末|底|内|结束)?"
        ),
        _quarter, "季",
    ),
    (re.compile(r"(?:(?P<y>20\d\d|[今明]年)\s*)?(?<![a-z0-9])(?:end\s+of\s+)?q(?P<q>[1-4])(?![a-z0-9])(?P<how>末|底|内)?"), _quarter, "q"),
    (
        re.compile(r"\b(?:the\s+)?(?:end\s+of\s+)?(?P<y>)(?P<how>)(?:the\s+(?P<q>first|second|third|fourth)\s+quarter|(?:this|next|the)\s+quarter)\b"),
        _quarter, "q",
    ),
    (re.compile(r"(?:今|本|明|次)?年[底末内]|(?:明|今)年上半年|\b(?:the\s+)?end\s+of\s+(?:the|this|next)\s+year\b|\byear[\s-]end\b"), _year_end, "年y"),
    (
        re.compile(
            rf"每(?:个|隔|两|双|三)?(?:工作日|{_WEEK}(?:[一二三四五六日天](?:[、和及/,，][一二三四五六日天])*)?|月(?:底|末|初|\d{{1,2}}[日号])?|天|日|晚|季度?|年)(?:[一二两三\d]次)?"
            r"|隔周|双周|逐[周日月]|按[周月日](?:报|更新|通报|跟进|反馈)?|[一两二三](?:周|天|个?月)一次|长期|持续(?:进行|跟进|开展)?|常态化"
            rf"|\b(?:every|each)\s+(?:other\s+|second\s+|two\s+)?(?:{_EN_DAY}|weeks?|days?|months?|morning|working day)\b|\b(?:weekly|monthly|daily|fortnightly|bi-?weekly|ongoing)\b"
        ),
        _rhythm, "每隔双逐按次长持常" + LETTERS,
    ),
    (
        re.compile(
            r"(?=[立即马尽抓近日从择待airstn])(?:立即|立刻|即刻|马上|即日起?|尽快|尽早|尽速|抓紧|近期|近日|日内|从速|择日|择期|待定|\basap\b|\ba\.s\.a\.p\.?|\bas soon as (?:possible|you can)\b"
            r"|\bimmediately\b|\bright away\b|\bstraight away\b|\bsoon\b|\bshortly\b|\btbd\b|\btbc\b|\bn/a\b)"
        ),
        _asap, "立即马尽抓近日从择待airstn",
    ),
    (
        re.compile(
            r"下班(?:之|以)?前|下班时|当[天日]下班前|\b(?:the\s+)?(?:end|close)\s+of\s+(?:the\s+)?(?:business(?:\s+day)?|(?:working\s+)?day|play|work)\b|\beod\b|\bcob\b|\beob\b"
        ),
        _day_end, "下ec",
    ),
)  # fmt: skip
