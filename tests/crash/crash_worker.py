"""One moment of the scenario over a store on disk, in a child process that can be killed at any counted call."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Protocol

from crash_scenario import Moment

from mailflow.adapters.clock import FixedClock
from mailflow.core.outgoing import SendState
from mailflow.core.values import Address
from mailflow.flow import loop
from mailflow.flow.service import Service
from mailflow.ports import Arrived, MailKey, Store
from mailflow.stores.tinydb_store import TinyDbStore

_ROUNDS = 6
"""A mail that was claimed when the process died is tried again after seconds; then all is at rest."""


def needs_room(name: str, *args: Any) -> bool:
    """Whether the call can fail on a full disk."""
    return name != "unlink" and (name != "open" or bool(args[1] & os.O_CREAT))


@dataclass
class Killer:
    """Counts the calls and ends the process at the chosen one: no cleaning up, no flush, as a power cut does."""

    at: int | None
    count: int = 0
    need_room: int = 0
    names: ClassVar[tuple[str, ...]] = ("write", "fsync", "replace", "rename", "unlink", "open", "mkdir")

    def point(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)

    def call(self, name: str, real: Callable[..., Any], *args: Any, **named: Any) -> Any:
        self.need_room += needs_room(name, *args)
        if name in ("open", "mkdir"):  # nothing is lost with them that the next call would not lose
            return real(*args, **named)
        self.point()
        result = real(*args, **named)
        self.point()
        return result


class Trouble(Protocol):
    """What may happen at a call: ``names`` are those of the system that go through ``call``, ``point`` lies in others."""

    names: ClassVar[tuple[str, ...]]

    def point(self) -> None: ...

    def call(self, name: str, real: Callable[..., Any], *args: Any, **named: Any) -> Any: ...


@dataclass
class Folders:
    """``inbox`` is the mailbox on the server, ``sent`` what the server has taken: they do not die with us."""

    root: Path

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def sent(self) -> Path:
        return self.root / "sent"

    def deliver(self, moment: Moment) -> None:
        for folder in (self.inbox, self.archive):
            folder.mkdir(parents=True, exist_ok=True)
        for n, raw in enumerate(moment.mails, start=1):
            (self.inbox / f"{n:03}.eml").write_bytes(raw)


@dataclass
class FolderInbox:
    folders: Folders
    trouble: Trouble

    def fetch(self) -> Iterator[Arrived]:
        self.trouble.point()
        for path in sorted(self.folders.inbox.glob("*.eml")):
            yield Arrived(MailKey(1, int(path.stem)), path.read_bytes())

    def done(self, key: MailKey) -> None:
        self.trouble.point()
        name = f"{key.uid:03}.eml"
        _plain_rename(self.folders.inbox / name, self.folders.archive / name)
        self.trouble.point()

    def wait(self, seconds: float) -> bool:
        return bool(seconds)

    def wake(self) -> None: ...

    def close(self) -> None: ...


@dataclass
class FolderSender:
    """The server's 250 is the line in the file: from then on the mail is out, whatever becomes of us."""

    folders: Folders
    trouble: Trouble

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.trouble.point()
        head = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
        sent_as = next(line for line in head.split("\r\n") if line.startswith("Message-ID:"))
        with self.folders.sent.open("a", encoding="ascii") as taken:
            taken.write(f"{sent_as.partition(':')[2].strip()} {recipient}\n")
        self.trouble.point()

    async def close(self) -> None: ...


_plain = os.rename


def _plain_rename(old: Path, new: Path) -> None:
    _plain(old, new)  # not one of ours: it happens on the server


def live(folders: Folders, moment: Moment, service: Service, trouble: Trouble) -> None:
    """The moment, until nothing is left to do. Only the trouble ends it earlier."""
    real = {name: getattr(os, name) for name in trouble.names}
    for name, plain in real.items():
        setattr(os, name, partial(trouble.call, name, plain))
    try:
        with closing(TinyDbStore(folders.store)) as store:
            _live(folders, moment, replace(service, store=store), trouble)
    finally:
        for name, plain in real.items():
            setattr(os, name, plain)


def _live(folders: Folders, moment: Moment, service: Service, trouble: Trouble) -> None:
    inbox, sender = FolderInbox(folders, trouble), FolderSender(folders, trouble)
    for n in range(_ROUNDS):
        clock = FixedClock(moment.at + timedelta(seconds=7 * n))
        asyncio.run(loop.tick(service, inbox, sender, clock, 1))
        if not _open(service.store, moment) and not any(folders.inbox.glob("*.eml")):
            break


def _open(store: Store, moment: Moment) -> bool:
    """Mails that may go out now and have not; those that wait for the morning are no part of this moment."""
    return any(
        o.state is SendState.QUEUED and (o.not_before is None or o.not_before <= moment.at)
        for s in store.open_records()
        for o in s.record.outgoing
    )


def in_child(folders: Folders, moment: Moment, service: Service, kill_at: int | None) -> bool:
    """Runs the moment in a fork of this process; False where it was killed."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            live(folders, moment, service, Killer(kill_at))
            status = 0
        finally:
            os._exit(status)
    _, result = os.waitpid(child, 0)
    if os.WIFSIGNALED(result) and os.WTERMSIG(result) == signal.SIGKILL:
        return False
    if result:
        raise AssertionError(f"the moment {moment.at} ended with a fault, kill point {kill_at}")
    return True
