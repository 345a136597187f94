"""What every test of hostile input needs: the whole reader, a meeting, and mails made of headers and a body."""

import json
import tomllib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from itertools import chain
from pathlib import Path

from mailflow import config
from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import About, Context, Interpretation, MeetingBrief, ResolutionBrief
from mailflow.core.values import Address
from mailflow.reading import jsonform
from mailflow.reading.interpret import Reader
from mailflow.reading.lexicon import Lexicon
from mailflow.reading.message import parse
from mailflow.reading.phrasebook import Phrases
from mailflow.resources import folder

CORPUS = Path(__file__).parents[1] / "corpus"
LANGUAGES = ("zh-CN", "en")
MEETING = MeetingBrief(
    "weekly",
    "销售与运营周例会",
    datetime.fromisoformat("2026-11-30T09:30:00+08:00"),
    datetime.fromisoformat("2026-11-30T10:30:00+08:00"),
)
HEAD = (
    "From: Li Qiang <li.qiang@corp.example>\r\nTo: secretary@corp.example\r\nSubject: Re: 【会议邀请】周例会\r\n"
    "Date: Thu, 26 Nov 2026 10:00:00 +0800\r\nMessage-ID: <answer@corp.example>\r\n"
    "In-Reply-To: <invitation@corp.example>\r\n"
)


@cache
def reader() -> Reader:
    """Replies and minutes, both languages, the sample company."""
    here = folder("templates")
    lexicons = [Lexicon.parse((here / x / "lexicon.toml").read_text(encoding="utf-8"), x) for x in LANGUAGES]
    phrases = [Phrases.parse((here / x / "minutes.toml").read_text(encoding="utf-8"), x) for x in LANGUAGES]
    organization = config.load(folder("config"), {}, with_secrets=False).organization
    return Reader.of(organization, lexicons, minutes=phrases)


@cache
def lexicon_words() -> tuple[str, ...]:
    """Every word that the grammar of replies knows, as the files have it."""
    return tuple(dict.fromkeys(_words("lexicon.toml")))


@cache
def minutes_words() -> tuple[str, ...]:
    return tuple(dict.fromkeys(_words("minutes.toml")))


def _words(name: str) -> Iterable[str]:
    for language in LANGUAGES:
        tables = tomllib.loads((folder("templates") / language / name).read_text(encoding="utf-8"))
        yield from chain.from_iterable(chain.from_iterable(table.values() for table in tables.values()))


def context(about: About) -> Context:
    resolution = ResolutionBrief("完成春节备货清单", Address("li.qiang@corp.example"), MEETING.start.date())
    return Context(about, MEETING, resolution if about is About.RESOLUTION else None)


def plain(body: str, *fields: str) -> bytes:
    """A reply of Li Qiang's with this text."""
    more = "".join(f"{field}\r\n" for field in fields)
    return f"{HEAD}{more}Content-Type: text/plain; charset=utf-8\r\n\r\n{body}".encode("utf-8", "surrogatepass")


def html(body: str) -> bytes:
    return f"{HEAD}Content-Type: text/html; charset=utf-8\r\n\r\n{body}".encode("utf-8", "surrogatepass")


def calendar(event: str) -> bytes:
    """A calendar reply whose VEVENT holds these lines."""
    return (
        f"{HEAD}Content-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
        f"BEGIN:VEVENT\r\nUID:weekly-2026-11-30@corp.example\r\nORGANIZER:mailto:secretary@corp.example\r\n{event}"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode("utf-8", "surrogatepass")


def read(raw: bytes, about: About = About.INVITATION) -> Interpretation:
    """Bytes to meaning, through to the JSON line that ``mailflow interpret`` prints."""
    meaning = reader().interpret(parse(raw), context(about))
    line = json.dumps(jsonform.interpretation(meaning, explain=True), ensure_ascii=False, allow_nan=False)
    shown = json.loads(line)
    assert isinstance(shown["unclear"], bool)
    assert shown["automatic"] is None or not shown["intents"], "an automatic mail decides nothing"
    return meaning


def read_minutes(raw: bytes) -> MinutesContent:
    """The same for minutes."""
    content = reader().minutes(parse(raw), MEETING)
    json.loads(json.dumps(jsonform.minutes(content), ensure_ascii=False, allow_nan=False))
    return content
