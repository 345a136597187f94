"""One moment of the scenario over a store on disk, in a child process that can be killed at any counted call."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from crash_scenario import Moment

from mailflow.adapters.clock import FixedClock
from mailflow.core.outgoing import SendState
from mailflow.core.values import Address
from mailflow.flow import loop
from mailflow.flow.service import Service
from mailflow.ports import Arrived, MailKey
from mailflow.stores.tinydb_store import TinyDbStore

_COUNTED = ("write", "fsync", "replace", "rename", "unlink")
_ROUNDS = 6
"""A mail that was claimed when the process died is tried again after seconds; then all is at rest."""


@dataclass
class Killer:
    """Counts the calls and ends the process at the chosen one: no cleaning up, no flush, as a power cut does."""

    at: int | None
    count: int = 0

    def point(self) -> None:
        self.count += 1
        if self.count == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


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
    killer: Killer

    def fetch(self) -> Iterator[Arrived]:
        self.killer.point()
        for path in sorted(self.folders.inbox.glob("*.eml")):
            yield Arrived(MailKey(1, int(path.stem)), path.read_bytes())

    def done(self, key: MailKey) -> None:
        self.killer.point()
        name = f"{key.uid:03}.eml"
        _plain_rename(self.folders.inbox / name, self.folders.archive / name)
        self.killer.point()

    def wait(self, seconds: float) -> bool:
        return bool(seconds)

    def wake(self) -> None: ...

    def close(self) -> None: ...


@dataclass
class FolderSender:
    """The server's 250 is the line in the file: from then on the mail is out, whatever becomes of us."""

    folders: Folders
    killer: Killer

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.killer.point()
        head = raw.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
        sent_as = next(line for line in head.split("\r\n") if line.startswith("Message-ID:"))
        with self.folders.sent.open("a", encoding="ascii") as taken:
            taken.write(f"{sent_as.partition(':')[2].strip()} {recipient}\n")
        self.killer.point()

    async def close(self) -> None: ...


_REAL = {name: getattr(os, name) for name in _COUNTED}


def _plain_rename(old: Path, new: Path) -> None:
    _REAL["rename"](old, new)


def _counting(real: Callable[..., Any], killer: Killer) -> Callable[..., Any]:
    def call(*args: Any, **named: Any) -> Any:
        killer.point()
        result = real(*args, **named)
        killer.point()
        return result

    return call


def live(folders: Folders, moment: Moment, service: Service, killer: Killer) -> None:
    """The moment, until nothing is left to do. Only a killer's choice ends it earlier."""
    for name in _COUNTED:
        setattr(os, name, _counting(_REAL[name], killer))
    try:
        store = TinyDbStore(folders.store)
        whole = replace(service, store=store)
        inbox, sender = FolderInbox(folders, killer), FolderSender(folders, killer)
        for n in range(_ROUNDS):
            clock = FixedClock(moment.at + timedelta(seconds=7 * n))
            asyncio.run(loop.tick(whole, inbox, sender, clock, 1))
            if not _open(store, moment) and not any(folders.inbox.glob("*.eml")):
                break
        store.close()
    finally:
        for name in _COUNTED:
            setattr(os, name, _REAL[name])


def _open(store: TinyDbStore, moment: Moment) -> bool:
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
