"""Minutes read in a test: the sample company, a Monday's weekly meeting, and what was found in short form."""

from datetime import date, datetime
from functools import cache

from corpus_company import company

from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import MeetingBrief
from mailflow.reading.minutes import read_minutes
from mailflow.reading.minutes.documents import MinutesFile
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.phrasebook import Phrases
from mailflow.reading.tools import Tools
from mailflow.resources import folder

MONDAY = MeetingBrief(
    series="weekly",
    title="销售与运营周例会",
    start=datetime.fromisoformat("2026-11-30T09:30:00+08:00"),
    end=datetime.fromisoformat("2026-11-30T10:30:00+08:00"),
)
AFTERNOON = datetime.fromisoformat("2026-11-30T15:00:00+08:00")
LANGUAGES = ("zh-CN", "en")


@cache
def tools() -> Tools:
    texts = {at: (folder("templates") / at / "minutes.toml").read_text(encoding="utf-8") for at in LANGUAGES}
    return Tools.of(company(), (), [Phrases.parse(text, at) for at, text in texts.items()])


def setting(received: datetime = AFTERNOON) -> Setting:
    return Setting.of(MONDAY, received, tools())


def minutes(text: str, name: str = "minutes.txt", received: datetime = AFTERNOON) -> MinutesContent:
    """Minutes written out in a test; indentation at the left does not count."""
    lines = text.strip("\n").split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    whole = "\n".join(line[margin:] for line in lines)
    return read_minutes(MinutesFile(name, whole.encode()), MONDAY, received, tools())


def tasks(content: MinutesContent) -> list[str]:
    """Each task as “title | owners | due”, people by the first part of their address."""
    return [f"{t.title} | {' '.join(short(o) for o in t.owners)} | {day(t.due)}" for t in content.resolutions]


def short(address: str) -> str:
    return address.partition("@")[0]


def day(due: date | datetime | None) -> str:
    """12-04, or 12-04 18:00 where a time of day is stated."""
    if due is None:
        return "-"
    return f"{due:%m-%d %H:%M}" if isinstance(due, datetime) else f"{due:%m-%d}"


def whys(content: MinutesContent) -> list[str]:
    return [doubt.why.value for doubt in content.problems]
