"""Which month somebody speaks of when they look back: 本月, 上个月, 10月, November, last month."""

import re
from datetime import date, datetime, timedelta

from mailflow.reading.dates import Grain, find_dates
from mailflow.reading.folding import fold

# The names of the months are a closed list that no company adds to.
_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(
    r"\b(?P<name>jan(?:uary)?|feb(?:ruary)?|march|mar|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?(?:\s+(?P<year>20\d\d))?"
)
_RELATIVE = re.compile(r"\b(?P<which>last|previous|this|current)\s+month\b")
_YEAR_STATED = re.compile(r"20\d\d|[今去前本]年")


def month_looked_back_on(text: str, now: datetime) -> date | None:
    """By its first day; without a year the newest such month that has begun. None where no month, or several, are named."""
    words = fold(text)
    first = now.date().replace(day=1)
    found: set[date] = set()
    for named in find_dates(text, now):
        if named.grain is Grain.PERIOD and named.last is not None and "月" in words[named.start : named.end]:
            month = named.last.replace(day=1)
            stated = _YEAR_STATED.search(words[named.start : named.end]) is not None
            found.add(month if stated or month <= first else month.replace(year=month.year - 1))
    for relative in _RELATIVE.finditer(words):
        back = relative["which"] in ("last", "previous")
        found.add((first - timedelta(days=1)).replace(day=1) if back else first)
    for name in _ENGLISH.finditer(words):
        number = _NAMES.index(name["name"][:3]) + 1
        month = first.replace(month=number)
        month = month.replace(year=int(name["year"])) if name["year"] else month
        found.add(month if name["year"] or month <= first else month.replace(year=month.year - 1))
    return found.pop() if len(found) == 1 else None
