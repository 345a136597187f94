"""Lets one call of the disk fail after the other, mends the disk, and compares with the life that was not disturbed."""

import errno
import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

from crash_sweep import Score, Undisturbed, compare, fresh_mailbox, lay_out, quick_folder
from crash_worker import Folders, Killer, live, needs_room

from mailflow import faults
from mailflow.flow.service import Service
from mailflow.upkeep.damage import examine

FAULTS = {"enospc": errno.ENOSPC, "erofs": errno.EROFS, "eio": errno.EIO}


@dataclass
class BadDisk:
    """Counts the calls that need room; the chosen one fails, and with ``lasting`` all after it do.

    A write fails half-way, as on a disk that becomes full.
    """

    at: int | None
    code: int = errno.ENOSPC
    lasting: bool = False
    count: int = 0
    hit: str = ""
    names: ClassVar[tuple[str, ...]] = ("open", "write", "fsync", "replace", "rename", "mkdir")

    def point(self) -> None:
        """The servers have room."""

    def call(self, name: str, real: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if not needs_room(name, *args):
            return real(*args, **named)
        self.count += 1
        if self.count == self.at or (self.lasting and self.hit):
            self.hit = self.hit or name
            if name == "write" and self.code == errno.ENOSPC:
                real(args[0], args[1][: len(args[1]) // 2])
            raise OSError(self.code, os.strerror(self.code))
        return real(*args, **named)


@dataclass
class DiskScore(Score):
    """``calls``: how often each call failed; ``ended``: after how many of them the process ended, with one line."""

    calls: Counter[str] = field(default_factory=Counter)
    ended: int = 0


def every_call(laid: Sequence[Undisturbed]) -> Iterator[tuple[int, int]]:
    """Each moment and each of its calls that need room on the disk."""
    return ((n, call) for n, each in enumerate(laid) for call in range(1, each.need_room + 1))


def fail(service: Service, each: Undisturbed, disk: BadDisk, root: Path, score: DiskScore) -> None:
    """One failure, a look at what is left, the mend, and the comparison."""
    score.points += 1
    where = f"{each.moment.at:%m-%d %H:%M} call {disk.at}{' and all after it' if disk.lasting else ''}"
    with _as_before(each, root) as folders:
        try:
            live(folders, each.moment, service, disk)
        except Exception as fault:
            score.ended += 1
            score.faults.extend(f"{where}: {wrong}" for wrong in _ill_told(fault, disk))
        score.calls[disk.hit or "none"] += 1
        score.faults.extend(f"{where} ({disk.hit}): {wrong}" for wrong in _harmed(folders))
        live(folders, each.moment, service, Killer(None))
        compare(folders, Folders(each.after), 1, f"{where} ({disk.hit})", score)


class _as_before:
    """The folders as they were before the moment, its mails delivered. Nothing is written into a file that is there."""

    def __init__(self, each: Undisturbed, root: Path) -> None:
        self._each, self._folders = each, Folders(root)

    def __enter__(self) -> Folders:
        shutil.copytree(self._each.before, self._folders.root, copy_function=_copy)
        fresh_mailbox(self._folders)
        self._folders.deliver(self._each.moment)
        return self._folders

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folders.root)


def _copy(old: str, new: str) -> None:
    """Blobs are never changed once written: a second name will do."""
    os.link(old, new) if f"{os.sep}blobs{os.sep}" in old else shutil.copy2(old, new)


def _ill_told(fault: Exception, disk: BadDisk) -> Iterator[str]:
    """The person at the terminal reads one line, and a supervisor learns whether to start again."""
    if not isinstance(fault, faults.KNOWN):
        yield f"a traceback: {fault!r}"
    elif len(faults.told(fault).splitlines()) != 1:
        yield f"not one line: {faults.told(fault)!r}"
    elif disk.code == errno.ENOSPC and not faults.is_temporary(fault):
        yield f"an exit status that keeps it from being started again: {fault!r}"


def _harmed(folders: Folders) -> Iterator[str]:
    """What is stored is whole, and a mail that left the mailbox is stored."""
    yield from examine(folders.store).faults if folders.store.is_dir() else ()
    kept = {p.parent.name + p.name for p in (folders.store / "blobs").glob("??/*")}
    for path in sorted(folders.archive.glob("*.eml")):
        if sha256(path.read_bytes()).hexdigest() not in kept:
            yield f"mail {path.name} left the server and is not in the store"


def sweep(name: str) -> int:
    """All calls, each failing once, and each tenth until the mend; the numbers."""
    if name not in FAULTS:
        print(f"FAULT={name}: expected one of {', '.join(FAULTS)}", file=sys.stderr)
        return 2
    began = time.monotonic()
    score = DiskScore()
    with quick_folder() as folder:
        root = Path(folder)
        service, laid = lay_out(root / "undisturbed")
        points = list(every_call(laid))
        print(f"{len(laid)} moments, {len(points)} calls", flush=True)
        for done, (n, call) in enumerate(points, start=1):
            fail(service, laid[n], BadDisk(call, FAULTS[name]), root / "life", score)
            if done % 10 == 0:
                fail(service, laid[n], BadDisk(call, FAULTS[name], lasting=True), root / "life", score)
            if done % 250 == 0:
                print(f"  {done} of {len(points)}, {len(score.faults)} faults", flush=True)
    print(
        f"points {score.points} ({', '.join(f'{n} {c}' for n, c in sorted(score.calls.items()))}), ended with one line "
        f"{score.ended}, mails compared {score.compared}, faults {len(score.faults)}, sent again "
        f"{score.doubled_in_flight}, {time.monotonic() - began:.0f} s"
    )
    for fault in score.faults[:20]:
        print(f"  {fault}")
    return 1 if score.faults else 0
