"""The sample company, its reader, and mails from literal text."""

import json
from functools import cache
from pathlib import Path

from mailflow.core.organization import Department, Organization, Person
from mailflow.core.values import Address, address
from mailflow.reading.interpret import Reader
from mailflow.reading.lexicon import Lexicon
from mailflow.reading.mail import InboundMail
from mailflow.reading.message import parse
from mailflow.resources import folder

CORPUS = Path(__file__).parents[1] / "corpus"
SECRETARY = Address("secretary@corp.example")


@cache
def company() -> Organization:
    read = json.loads((CORPUS / "organization.json").read_text(encoding="utf-8"))
    return Organization(
        name=read["name"],
        secretary=SECRETARY,
        timezone=read["timezone"],
        departments=tuple(Department(d["key"], d["name"], d.get("organizer")) for d in read["departments"]),
        people=tuple(
            Person(
                name=p["name"],
                english=p["english"],
                email=address(p["email"]),
                department=p["department"],
                title=p.get("title", ""),
                role=p.get("role", "member"),
                aliases=tuple(address(a) for a in p.get("aliases", ())),
                assistant=address(p["assistant"]) if p.get("assistant") else None,
            )
            for p in read["people"]
        ),
    )


@cache
def reader() -> Reader:
    lexicons = [
        Lexicon.parse((folder("templates") / language / "lexicon.toml").read_text(encoding="utf-8"), language)
        for language in ("zh-CN", "en")
    ]
    return Reader.of(company(), lexicons)


def mail(text: str, charset: str = "utf-8") -> InboundMail:
    """A mail written out in a test: indentation at the left does not count, lines end as in RFC 5322."""
    lines = text.strip("\n").split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return parse("\r\n".join(line[margin:] for line in lines).encode(charset))


def reply(body: str, *headers: str, sender: str = "Li Qiang <li.qiang@corp.example>") -> InboundMail:
    """A plain answer of Li Qiang's with this body, and these header fields more."""
    fields = "\r\n".join(
        [
            f"From: {sender}",
            "To: secretary@corp.example",
            "Subject: Re: 【会议邀请】销售与运营周例会",
            "Date: Thu, 26 Nov 2026 10:00:00 +0800",
            "Message-ID: <answer@corp.example>",
            "In-Reply-To: <invitation@corp.example>",
            "Content-Type: text/plain; charset=utf-8",
            *headers,
        ]
    )
    return parse(f"{fields}\r\n\r\n{body}".encode())


def calendar_reply(
    attendee: str, *, method: str = "REPLY", words: str = "", more: str = "", sender: str = "li.qiang@corp.example"
) -> InboundMail:
    """A calendar answer. ``attendee`` is the ATTENDEE line behind its name, ``more`` further lines of the VEVENT."""
    calendar = "\r\n".join(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Example//EN",
            "VERSION:2.0",
            f"METHOD:{method}",
            "BEGIN:VEVENT",
            "UID:weekly-2026-11-30@corp.example",
            "SEQUENCE:2",
            "DTSTAMP:20261126T020000Z",
            "DTSTART;TZID=Asia/Shanghai:20261130T093000",
            "SUMMARY:销售与运营周例会",
            "ORGANIZER:mailto:secretary@corp.example",
            f"ATTENDEE{attendee}",
            *([more] if more else []),
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )
    parts = [
        f"From: {sender}",
        "To: secretary@corp.example",
        "Subject: Accepted",
        "Date: Thu, 26 Nov 2026 10:00:00 +0800",
        "Message-ID: <click@corp.example>",
        'Content-Type: multipart/alternative; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        words,
        "--b",
        f"Content-Type: text/calendar; method={method}; charset=utf-8",
        "",
        calendar,
        "--b--",
        "",
    ]
    return parse("\r\n".join(parts).encode())
