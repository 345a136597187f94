"""The records of a store as they were at one moment, taken beside whoever writes them.

A record is replaced by a rename, so each file is whole; and the files belong together where none was replaced
between the first and the last look at them.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mailflow.core.values import RecordId
from mailflow.faults import TryAgain
from mailflow.ports import Damaged, Stored
from mailflow.stores import record_file
from mailflow.stores.tinydb_store import files

FOLDERS = ("open", "closed")
_PATIENCE = 60.0
_PAUSE = 0.02


@dataclass(frozen=True)
class Taken:
    """One record's file: ``name`` below the store, its bytes, and what they hold."""

    name: str
    content: bytes
    stored: Stored


@dataclass(frozen=True)
class Snapshot:
    """``damaged`` has one line a file that is not what was written, with its mend."""

    records: Mapping[RecordId, Taken]
    damaged: tuple[str, ...]


def take(
    folder: Path,
    *,
    patience: float = _PATIENCE,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Snapshot:
    """Raises TryAgain where for ``patience`` seconds something changed during each look."""
    until = monotonic() + patience
    read: dict[Path, tuple[_Mark, Taken | str]] = {}
    while True:
        before = _marks(folder)
        for path, mark in before.items():
            if path not in read or read[path][0] != mark:
                read[path] = (mark, _read(folder, path))
        if _marks(folder) == before:
            return _snapshot([read[path][1] for path in before])
        if monotonic() > until:
            raise TryAgain(
                f"{folder}: written to all the time, for {patience:.0f} seconds; try again when less happens"
            )
        sleep(_PAUSE)


_Mark = tuple[int, int, int]


def _marks(folder: Path) -> dict[Path, _Mark]:
    """What tells one writing of a file from the next: each is a new inode with a time of its own."""
    marks = {}
    for name in FOLDERS:
        for path, _ in files(folder / name):
            try:
                seen = path.stat()
            except FileNotFoundError:
                continue  # moved while we looked: the second look differs
            marks[path] = (seen.st_ino, seen.st_mtime_ns, seen.st_size)
    return marks


def _read(folder: Path, path: Path) -> Taken | str:
    try:
        content = path.read_bytes()
        return Taken(path.relative_to(folder).as_posix(), content, record_file.parsed(path, content))
    except FileNotFoundError:
        return f"{path}: gone while it was read"
    except (Damaged, ValueError) as fault:
        return str(fault)


def _snapshot(read: list[Taken | str]) -> Snapshot:
    """A record in both folders counts in its later version: the move between them was under way."""
    records: dict[RecordId, Taken] = {}
    for taken in read:
        if isinstance(taken, Taken):
            other = records.get(taken.stored.record.id)
            if other is None or other.stored.version < taken.stored.version:
                records[taken.stored.record.id] = taken
    return Snapshot(records, tuple(taken for taken in read if isinstance(taken, str)))
