"""The daemon in virtual time, with a mail server that can be away."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pytest
import schedule
from virtual_time import VirtualTime

from mailflow import bootstrap, config
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import Address
from mailflow.flow import daemon as daemons
from mailflow.flow import timers
from mailflow.flow.daemon import Daemon
from mailflow.flow.service import Service
from mailflow.ports import Arrived, Deferred, Health, LoginRefused, MailKey, NotMoved, Store, Unreachable
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore
from mailflow.stores.tinydb_store import TinyDbStore

State = Literal["up", "away", "refusing"]
TICK = 20.0
"""Seconds between two looks of the daemon at what is due."""


class _Away(Deferred, Unreachable): ...


class _NotLetIn(Deferred, LoginRefused): ...


@dataclass
class MailServer:
    """``imap`` and ``smtp`` are up, away or refusing; ``looked_at`` and ``sent_at`` the times of all attempts.

    ``says`` is what SMTP answers to a mail for somebody, None for 250. ``full`` is an archive that takes nothing.
    """

    time: VirtualTime
    imap: State = "up"
    smtp: State = "up"
    says: Callable[[Address], Exception | None] = lambda _: None
    full: bool = False
    waiting: dict[int, bytes] = field(default_factory=dict)
    archive: list[bytes] = field(default_factory=list)
    taken: list[tuple[datetime, Address, bytes]] = field(default_factory=list)
    looked_at: list[datetime] = field(default_factory=list)
    sent_at: list[datetime] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    _uid: int = 0

    def put(self, raw: bytes) -> None:
        self._uid += 1
        self.waiting[self._uid] = raw
        self.news.set()


def meets(state: State) -> None:
    """Raises what both adapters raise."""
    if state == "away":
        raise _Away("server x:1: connection refused")
    if state == "refusing":
        raise _NotLetIn("server x:1 refuses the login of 'secretary'")


@dataclass
class Inbox:
    """Implements ports.Inbox; ``idle`` is how long a wait wants to last, which ``_at_once`` then spends."""

    server: MailServer
    idle: float = 0.0

    def fetch(self) -> Iterator[Arrived]:
        self.server.looked_at.append(self.server.time.now())
        meets(self.server.imap)
        yield from [Arrived(MailKey(1, uid), raw) for uid, raw in sorted(self.server.waiting.items())]

    def done(self, key: MailKey) -> None:
        meets(self.server.imap)
        if self.server.full:
            raise NotMoved("server x:1 does not move a mail: [OVERQUOTA]")
        self.server.archive.append(self.server.waiting.pop(key.uid))

    def wait(self, seconds: float) -> bool:
        meets(self.server.imap)
        self.idle = seconds
        return False

    def wake(self) -> None:
        self.server.news.set()

    def close(self) -> None: ...


@dataclass
class Sender:
    server: MailServer
    seconds: float = 0.05

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.server.sent_at.append(self.server.time.now())
        meets(self.server.smtp)
        await asyncio.sleep(self.seconds)
        if (said := self.server.says(recipient)) is not None:
            raise said
        self.server.taken.append((self.server.time.now(), recipient, raw))

    async def close(self) -> None: ...


class Monitor:
    health: Health

    def ready(self) -> None: ...

    def beat(self, health: Health) -> None:
        self.health = health

    def stopping(self) -> None: ...

    def ended(self) -> None: ...


@cache
def company() -> tuple[config.Config, Service]:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    return settings, bootstrap.service(settings, MemoryStore(), datetime.fromisoformat("2026-11-23T10:30:00+08:00"))


@dataclass
class House:
    """Everything together. ``ticks`` counts the daemon's looks at what is due."""

    time: VirtualTime
    server: MailServer
    service: Service
    monitor: Monitor = field(default_factory=Monitor)
    ticks: int = 0

    def live(self, acts: Callable[["House"], Any]) -> None:
        """Runs the daemon while ``acts`` (a coroutine function) goes on, then stops it."""

        async def both() -> None:
            made = Daemon(self.service, Inbox(self.server), Sender(self.server), self.time, self.monitor)
            running = asyncio.create_task(made.run())
            try:
                await acts(self)
                assert not running.done(), "the daemon ended by itself"
            finally:
                made.stop()
                await running

        self.time.run(both())

    def turn(self, state: State) -> None:
        self.server.imap = self.server.smtp = state
        self.server.news.set()  # a connection that breaks wakes whoever waits at it

    async def pass_ticks(self, number: int) -> None:
        until = self.ticks + number
        while self.ticks < until:
            await asyncio.sleep(TICK / 4)

    @property
    def made(self) -> list[Outgoing]:
        return sorted((o for s in self.service.store.all_records() for o in s.record.outgoing), key=lambda o: o.made_at)


def house(begin: str, patch: pytest.MonkeyPatch, where: Path | None = None) -> House:
    """With the sample company at this time, its store in memory or in a folder."""
    time = VirtualTime(datetime.fromisoformat(f"2026-{begin.replace(' ', 'T')}:00+08:00"))
    server = MailServer(time)
    store: Store = TinyDbStore(where) if where else MemoryStore()
    made = House(time, server, replace(company()[1], store=store))
    real = timers.pass_time

    def counted(service: Service, now: datetime, left_out: Callable[[str], None]) -> int:
        made.ticks += 1
        return real(service, now, left_out)

    async def at_once(work: Callable[[], Any]) -> Any:
        """A thread would know nothing of virtual time; a wait for news is spent here."""
        inbox = getattr(getattr(work, "func", None), "__self__", None)
        result = work()
        if isinstance(inbox, Inbox) and inbox.idle:
            seconds, inbox.idle = inbox.idle, 0.0
            server.news.clear()
            await daemons._until(server.news, seconds)
        return result

    patch.setattr(schedule, "datetime", time.module())
    patch.setattr(daemons, "in_thread", at_once)
    patch.setattr(daemons.timers, "pass_time", counted)
    return made


def reply(to: Outgoing, words: str, number: int, at: datetime) -> bytes:
    """Somebody answers a mail of ours by its token."""
    head = [
        f"From: {to.to}",
        f"To: secretary+{to.token}@corp.example",
        f"Subject: Re: {to.subject}",
        f"Date: {at:%a, %d %b %Y %H:%M:%S %z}",
        f"Message-ID: <outage.{number}@corp.example>",
        "Content-Type: text/plain; charset=utf-8",
    ]
    return "\r\n".join([*head, "", words]).encode()


def message_id(raw: bytes) -> str:
    head = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
    return next(line for line in head.split("\r\n") if line.startswith("Message-ID:")).partition(":")[2].strip()
