"""A store with something in it, for the tests of this room."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.policy import Series
from mailflow.core.reply import About
from mailflow.core.values import Address, Digest, MeetingId, MessageId, RecordId, SeriesKey, Token
from mailflow.stores.tinydb_store import TinyDbStore

CHINA = timezone(timedelta(hours=8))
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=CHINA)
HOST, LI = Address("wang.fang@corp.example"), Address("li.qiang@corp.example")


def meeting(day: str = "2026-11-30", **changes) -> Meeting:
    start = datetime.fromisoformat(f"{day}T09:30:00+08:00")
    series = Series(
        key=SeriesKey("weekly"),
        title="销售与运营周例会",
        host=HOST,
        recorder=Address("he.jun@corp.example"),
        attendees=(HOST,),
        start=start.timetz().replace(tzinfo=None),
        minutes=60,
    )
    made = Meeting(id=MeetingId(RecordId(f"weekly-{day}")), terms=series, start=start, end=start + timedelta(hours=1))
    return replace(made, **changes)


def outgoing(n: int, raw: Digest, to: Address = HOST, state: SendState = SendState.SENT) -> Outgoing:
    return Outgoing(
        message_id=MessageId(f"<out.{n}@corp.example>"),
        token=Token(f"token{n}"),
        kind=MailKind.INVITATION,
        to=to,
        about=About.INVITATION,
        ref="",
        subject="【会议邀请】周例会",
        raw=raw,
        made_at=NOW,
        state=state,
    )


def line(n: int, raw: Digest, sender: Address = LI, **more) -> LedgerEntry:
    name = MessageId(f"<in.{n}@corp.example>")
    return LedgerEntry(NOW, Cause.MAIL, Outcome.DONE, message_id=name, sender=sender, raw=raw, **more)


def filled(folder: Path) -> Path:
    """One open and one ended meeting, three mails, and a fourth that no record names."""
    store = TinyDbStore(folder)
    out, came, old = (store.put_blob(content) for content in (b"out", b"came", b"old"))
    store.put_blob(b"nobody's")
    store.save(meeting(venue="三楼301", outgoing=(outgoing(1, out),), log=(line(1, came),)), 0)
    store.save(meeting("2026-11-23", state=MeetingState.CLOSED, outgoing=(outgoing(2, old),)), 0)
    store.close()
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """What counts in a store, by name."""
    places = [p for name in ("open", "closed", "blobs") for p in (folder / name).rglob("*") if p.is_file()]
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in places}
