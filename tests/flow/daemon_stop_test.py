"""A stop finishes what is in hand, begins nothing new, and waits for nobody who hangs."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from mailflow import bootstrap, config
from mailflow.core.outgoing import SendState
from mailflow.core.values import Address
from mailflow.flow import daemon as daemons
from mailflow.flow import timers
from mailflow.flow.daemon import Daemon
from mailflow.flow.service import Service
from mailflow.ports import Arrived, Health, MailKey, Unreachable
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-11-23T10:30:00+08:00")
MAIL = b"From: li.qiang@corp.example\r\nMessage-ID: <q%d@corp.example>\r\nSubject: help\r\n\r\nhelp\r\n"


@cache
def wired() -> tuple[config.Config, Service]:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    return settings, bootstrap.service(settings, MemoryStore(), NOW)


class Box:
    """A mailbox with ``waiting`` mails; ``hangs`` names the call that never comes back."""

    def __init__(self, waiting: int = 0, hangs: str = "", fault: Unreachable | None = None) -> None:
        self._waiting = [Arrived(MailKey(1, n), MAIL % n) for n in range(waiting)]
        self._hangs, self._fault = hangs, fault
        self._bell = threading.Event()
        self.moved: list[MailKey] = []
        self.closed = False

    def fetch(self) -> Iterator[Arrived]:
        self._perhaps_hang("fetch")
        if self._fault:
            raise self._fault
        waiting, self._waiting = self._waiting, []
        return iter(waiting)

    def done(self, key: MailKey) -> None:
        time.sleep(0.05)
        self.moved.append(key)

    def wait(self, seconds: float) -> bool:
        self._perhaps_hang("wait")
        self._bell.wait(seconds)
        return False

    def wake(self) -> None:
        self._bell.set()

    def close(self) -> None:
        self._perhaps_hang("close")
        self.closed = True

    def _perhaps_hang(self, call: str) -> None:
        if call == self._hangs:
            threading.Event().wait()


class Server:
    """Takes each mail after ``seconds``."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.begun: list[Address] = []
        self.taken: list[Address] = []

    async def send(self, raw: bytes, recipient: Address) -> None:
        assert raw
        self.begun.append(recipient)
        await asyncio.sleep(self.seconds)
        self.taken.append(recipient)

    async def close(self) -> None: ...


class Watcher:
    def __init__(self) -> None:
        self.told: list[str] = []
        self.health: Health | None = None

    def ready(self) -> None:
        self.told.append("ready")

    def beat(self, health: Health) -> None:
        self.told.append("beat")
        self.health = health

    def stopping(self) -> None:
        self.told.append("stopping")

    def ended(self) -> None:
        self.told.append("ended")


def played(box: Box, server: Server, watcher: Watcher, for_seconds: float, service: Service) -> float:
    """Runs, is told to stop, and returns the seconds that the stop took."""
    settings, _ = wired()

    async def act() -> float:
        made = Daemon(service, box, server, bootstrap.clock(settings, NOW), watcher)
        running = asyncio.create_task(made.run())
        await asyncio.sleep(for_seconds)
        made.stop()
        begun = time.monotonic()
        await asyncio.wait_for(running, 20)
        return time.monotonic() - begun

    return asyncio.run(act())


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """With a meeting's invitations in the queue; a stop that waits a second at most."""
    monkeypatch.setattr(daemons, "_FINISH_WITHIN", 1.0)
    monkeypatch.setattr(daemons, "_CLOSE_WITHIN", 0.5)
    made = replace(wired()[1], store=MemoryStore())
    timers.pass_time(made, NOW)
    return made


def states(service: Service) -> list[SendState]:
    return [o.state for s in service.store.all_records() for o in s.record.outgoing]


def test_the_real_limits_leave_a_stop_below_ten_seconds() -> None:
    assert daemons._FINISH_WITHIN + daemons._CLOSE_WITHIN <= 8


def test_mails_under_way_are_finished_and_no_further_one_is_begun(service: Service) -> None:
    server, watcher = Server(0.4), Watcher()
    took = played(Box(), server, watcher, 0.2, service)
    assert len(server.begun) == len(server.taken) == 2  # the two that may be under way at once
    assert states(service).count(SendState.SENT) == 2
    assert states(service).count(SendState.QUEUED) > 5
    assert took < 1
    assert [watcher.told[0], *watcher.told[-2:]] == ["ready", "stopping", "ended"]


def test_a_mail_that_was_taken_is_moved_and_the_next_one_waits_for_the_next_start(service: Service) -> None:
    box = Box(waiting=50)
    played(box, Server(), Watcher(), 0.3, service)
    seen = [n for n in range(50) if service.store.seen(f"<q{n}@corp.example>")]
    assert 0 < len(seen) < 50
    assert [key.uid for key in box.moved] == seen
    assert box.closed


@pytest.mark.parametrize(
    ("box", "server"),
    [
        (Box(hangs="fetch"), Server()),
        (Box(hangs="wait"), Server()),
        (Box(hangs="close"), Server()),
        (Box(), Server(3600)),
        (Box(hangs="fetch"), Server(3600)),
    ],
    ids=["fetching", "waiting", "closing", "sending", "all"],
)
def test_a_server_that_hangs_does_not_hold_up_the_stop(service: Service, box: Box, server: Server) -> None:
    assert played(box, server, Watcher(), 0.2, service) < 2.5


def test_the_health_tells_the_last_look_the_queue_and_the_faults(service: Service) -> None:
    watcher = Watcher()
    played(Box(), Server(3600), watcher, 0.2, service)
    assert watcher.health is not None
    assert watcher.health.queued == len(states(service))
    assert (watcher.health.sent_at, watcher.health.faults) == (None, ())


def test_a_mailbox_that_cannot_be_reached_is_a_fault_and_no_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daemons, "_BEAT_EVERY", 0.05)
    watcher = Watcher()
    played(Box(fault=Unreachable("IMAP server x: away")), Server(), watcher, 0.4, service)
    assert watcher.health is not None
    assert watcher.health.faults == ("mailbox unreachable: IMAP server x: away",)
    assert watcher.health.mailbox_at is None
    assert watcher.health.sent_at == NOW


def test_a_store_that_fails_ends_it_with_that_fault(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(service.store, "save", full)
    with pytest.raises(OSError, match="No space left"):
        played(Box(waiting=1), Server(), Watcher(), 0.5, service)
