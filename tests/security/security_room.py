"""The sample company with its weekly meeting announced, and mails of all sorts to its secretary."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

from mailflow import bootstrap, config
from mailflow.core.ledger import LedgerEntry
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, PartStat
from mailflow.core.outgoing import Outgoing
from mailflow.core.record import Record
from mailflow.core.values import RecordId
from mailflow.flow import intake, timers
from mailflow.flow.service import Service
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

FIRST = RecordId("weekly-2026-11-30")
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
LATER = NOW + timedelta(hours=1)
SECRET = b"sixteen bytes and more"
SECRETARY = "secretary@corp.example"
ORGANIZERS = {"liu.yang", "he.jun"}


@cache
def _wired() -> Service:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=SECRET))
    built = bootstrap.service(settings, MemoryStore(), NOW)
    return replace(built, series={"weekly": built.series["weekly"]})


def announced() -> Service:
    built = replace(_wired(), store=MemoryStore())
    timers.pass_time(built, NOW)
    return built


def records(service: Service) -> Iterator[Record]:
    return (stored.record for stored in service.store.all_records())


def meeting(service: Service) -> Meeting:
    stored = service.store.load(FIRST)
    assert stored is not None
    assert isinstance(stored.record, Meeting)
    return stored.record


def untouched(service: Service) -> bool:
    """Nobody of the meeting has answered, asked for leave or called it off."""
    now = meeting(service)
    seats = {(a.partstat, a.leave, a.late) for a in now.attendees}
    return seats == {(PartStat.NEEDS_ACTION, None, None)} and now.state == meeting(announced()).state


def invitation(service: Service, who: str) -> Outgoing:
    mails = meeting(service).outgoing
    return next(o for o in mails if o.to == f"{who}@corp.example" and o.kind is MailKind.INVITATION)


def plus(mail: Outgoing) -> str:
    """The address to which a reply to this mail of ours goes."""
    local, _, domain = SECRETARY.partition("@")
    return f"{local}+{mail.token}@{domain}"


def mail(sender: str, body: str, *more: str, to: str = SECRETARY, number: int = 1, kind: str = "text/plain") -> bytes:
    """``sender`` is one of the company by the first part of the address, or somebody else by the whole of it."""
    who = sender if "@" in sender else f"{sender}@corp.example"
    head = [
        f"From: {who}",
        f"To: {to}",
        "Subject: Re: invitation",
        "Date: Mon, 23 Nov 2026 11:00:00 +0800",
        f"Message-ID: <{number}.{who.partition('@')[0]}@mail.example>",
        f"Content-Type: {kind}; charset=utf-8",
        *more,
    ]
    return "\r\n".join([*head, "", body]).encode()


def taken(service: Service, raw: bytes, at: datetime = LATER) -> tuple[LedgerEntry, list[Outgoing]]:
    """The ledger line, and what was written because of this mail."""
    before = {o.message_id for r in records(service) for o in r.outgoing}
    entry = intake.take(raw, service, at).entry
    assert entry is not None
    return entry, [o for r in records(service) for o in r.outgoing if o.message_id not in before]


def kinds(mails: list[Outgoing]) -> list[tuple[str, str]]:
    return [(o.kind.value, o.to.partition("@")[0]) for o in mails]
