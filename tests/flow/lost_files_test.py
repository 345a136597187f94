"""A mail or file that the store has lost costs itself alone: everything else is sent, and it is told."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import bad_input_test as room
import pytest
from structlog.testing import capture_logs

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.said import Saying
from mailflow.core.values import Address
from mailflow.demo.received import read
from mailflow.flow import outgoing, timers
from mailflow.flow.service import Service
from mailflow.stores.tinydb_store import TinyDbStore

LEFT_OUT = timers._left_out
LATER = room.NOW + timedelta(hours=1)
MATERIALS = b"%PDF-1.7 figures"


class Outbox:
    def __init__(self) -> None:
        self.mails: list[tuple[Address, bytes]] = []

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.mails.append((recipient, raw))

    async def close(self) -> None: ...


class At:
    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


@pytest.fixture
def service(tmp_path: Path) -> Service:
    """The weekly meeting announced, in a store of files; its invitations wait."""
    built = replace(room.wired(), store=TinyDbStore(tmp_path / "var"))
    timers.pass_time(built, room.NOW)
    return built


def removed(path: Path) -> None:
    path.unlink()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:5])


HARMS = pytest.mark.parametrize("harm", [removed, cut])


def harmed(folder: Path, digest: str, harm: Callable[[Path], None]) -> Path:
    path = folder / "var" / "blobs" / digest[:2] / digest[2:]
    harm(path)
    return path


def sent(service: Service) -> list[Address]:
    outbox = Outbox()
    asyncio.run(outgoing.send_all(service, outbox, At(LATER)))
    return [to for to, _ in outbox.mails]


def queued(service: Service) -> list[Outgoing]:
    return [o for s in service.store.open_records() for o in s.record.queued]


@HARMS
def test_a_queued_mail_that_is_lost_is_set_aside_and_all_others_are_sent(
    service: Service, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    """The organizers hear of it once, as of any mail that was not delivered."""
    waiting = queued(service)
    lost = room.invitation(service, "li.qiang")
    path = harmed(tmp_path, lost.raw, harm)
    first, second, third = sent(service), sent(service), sent(service)
    assert sorted(first) == sorted(o.to for o in waiting if o != lost)
    assert sorted(second) == sorted(service.organization.organizers)
    assert third == []
    aside = room.invitation(service, "li.qiang")
    assert aside.state is SendState.REFUSED
    assert str(path) in aside.error
    told = [o for o in room.meeting(service).outgoing if o.variant == "delivery-failed"]
    assert {o.to for o in told} == set(service.organization.organizers)
    assert queued(service) == []


def handed_in(service: Service) -> str:
    """Wu Hao's materials, by their digest."""
    timers.pass_time(service, room.NOW + timedelta(days=2))
    call = next(o for o in room.meeting(service).outgoing if o.to == "wu.hao@corp.example" and o.kind is MailKind.CALL)
    raw = (
        b"From: wu.hao@corp.example\r\nTo: secretary+" + call.token.encode() + b"@corp.example\r\n"
        b"Subject: Re: call\r\nDate: Wed, 25 Nov 2026 11:00:00 +0800\r\nMessage-ID: <m1@corp.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "资料见附件".encode() + b"\r\n"
        b'--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="figures.pdf"\r\n\r\n'
        + MATERIALS
        + b"\r\n--b--\r\n"
    )
    room.taken(service, raw)
    (material,) = room.meeting(service).materials
    assert material.file is not None
    return material.file.digest


def packets(service: Service) -> list[Outgoing]:
    return [o for o in room.meeting(service).outgoing if o.kind is MailKind.PACKET]


@HARMS
def test_materials_that_are_lost_keep_no_packet_back_which_says_so(
    service: Service, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    harmed(tmp_path, handed_in(service), harm)
    for hours in range(48, 24 * 7, 6):
        timers.pass_time(service, room.NOW + timedelta(hours=hours))
    raws = [service.store.get_blob(o.raw) for o in packets(service)]
    assert len(raws) > 1
    assert all("figures.pdf" in read(raw).text for raw in raws)
    assert all(b"%PDF" not in raw and b'filename="figures.pdf"' not in raw for raw in raws)
    assert any(s.key is Saying.FILE_LOST and s.text == "figures.pdf" for e in room.meeting(service).log for s in e.said)


def test_a_record_that_cannot_be_dealt_with_is_told_and_the_others_are_looked_at(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once a look, and the next look tries it again."""
    other = room.meeting(service)
    copy = replace(other, id=type(other.id)("weekly-2026-11-30-b"), outgoing=(), log=())
    service.store.save(copy, 0)
    decided = timers.decided

    def fails_for_the_first(record: Meeting, *rest: object) -> object:
        if record.id == other.id:
            raise AssertionError("a fault of ours")
        return decided(record, *rest)  # type: ignore[arg-type]

    looked = room.NOW + timedelta(days=3)
    with monkeypatch.context() as patched, capture_logs() as logs:
        patched.setattr(timers, "decided", fails_for_the_first)
        patched.setattr(timers, "_left_out", LEFT_OUT)
        timers.pass_time(service, looked)
    (line,) = [each for each in logs if each["log_level"] == "error"]
    assert (line["what"], line["fault"]) == (other.id, "AssertionError: a fault of ours")
    changed = service.store.load(copy.id)
    assert changed is not None
    assert changed.record != copy
    assert room.meeting(service) == other
    timers.pass_time(service, looked)
    assert room.meeting(service) != other


def test_a_full_disk_is_not_taken_for_a_fault_of_one_record(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(service.store, "save", full)
    with pytest.raises(OSError, match="No space left"):
        timers.pass_time(service, room.NOW + timedelta(days=3))
