"""Tables of sentences and their meaning: one row a sentence, the meaning in a short notation.

``leave substitute=chen.jing; late minutes=10`` are two intents with what they state; ``unclear`` alone is nothing
certain, ``unclear: leave`` a certain leave of which a person must look at something. Free words are not shown.
"""

from dataclasses import fields
from datetime import date, datetime
from email.message import EmailMessage

from corpus_company import reader

from mailflow.core.intents import Intent
from mailflow.core.reply import About, Context, Interpretation, MeetingBrief, RequestBrief, ResolutionBrief
from mailflow.core.values import Address
from mailflow.reading.message import parse

MEETING = MeetingBrief(
    series="weekly",
    title="销售与运营周例会",
    start=datetime.fromisoformat("2026-11-30T09:30:00+08:00"),
    end=datetime.fromisoformat("2026-11-30T10:30:00+08:00"),
)
RESOLUTION = ResolutionBrief("提交华东区退货率整改方案", Address("li.qiang@corp.example"), date(2026, 12, 4))
FREE = {"kind", "reason", "note", "title", "terms", "items", "passages", "refers", "occasion", "known", "unknown"}

Row = tuple[str, str]


def context(about: About, asked: str = "") -> Context:
    """What Li Qiang's mail answers; ``asked`` is what an approval is asked for."""
    request = RequestBrief(asked, Address("li.qiang@corp.example"), date(2026, 12, 10) if asked == "extend" else None)
    return Context(
        about,
        MEETING if about not in (About.RESOLUTION, About.NONE) else None,
        RESOLUTION if about is About.RESOLUTION or asked in ("extend", "done") else None,
        request if asked else None,
    )


def meaning(words: str, where: Context, files: tuple[str, ...] = ()) -> str:
    """The short notation of what a plain mail of Thursday, 26 November 2026 with these words means."""
    return shown(interpreted(words, where, files))


def interpreted(words: str, where: Context, files: tuple[str, ...] = (), subject: str = "") -> Interpretation:
    """What such a mail is read as; a fresh one may have a ``subject``."""
    mail = EmailMessage()
    mail["From"] = "wang.fang@corp.example" if where.about is About.APPROVAL else "li.qiang@corp.example"
    mail["To"] = "secretary@corp.example"
    mail["Date"] = "Thu, 26 Nov 2026 10:00:00 +0800"
    if where.about is not About.NONE:
        mail["In-Reply-To"] = "<asked@corp.example>"
        mail["Subject"] = "Re: 【会议邀请】销售与运营周例会"
    elif subject:
        mail["Subject"] = subject
    mail.set_content(words)
    for name in files:
        mail.add_attachment(b"content", maintype="application", subtype="octet-stream", filename=name)
    return reader().interpret(parse(bytes(mail)), where)


def shown(read: Interpretation) -> str:
    stated = "; ".join(sorted(map(notation, read.intents)))
    return stated if not read.unclear else f"unclear: {stated}" if stated else "unclear"


def notation(intent: Intent) -> str:
    stated = (f"{f.name}={_short(getattr(intent, f.name))}" for f in fields(intent) if f.name not in FREE)
    return " ".join([intent.kind, *(s for s in stated if not s.endswith("="))])


def _short(value: object) -> str:
    match value:
        case None | ():
            return ""
        case tuple():
            return ",".join(map(_short, value))
        case datetime():
            return value.strftime("%Y-%m-%dT%H:%M")
        case _:
            return str(value).removesuffix("@corp.example")


def ids(rows: list[Row]) -> list[str]:
    """A row's name: what it means, and its place in the table."""
    return [f"{number:02}-{expected}" for number, (_, expected) in enumerate(rows, 1)]
