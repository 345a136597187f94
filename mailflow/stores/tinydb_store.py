"""The default store: a TinyDB file a record below one folder, open ones apart from ended ones."""

import contextlib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from mailflow.core.record import Record
from mailflow.core.values import Digest, MessageId, RecordId, Token
from mailflow.ports import Conflict, Damaged, Locked, Stored
from mailflow.stores import durable, record_file, swap
from mailflow.stores.blobs import Blobs
from mailflow.stores.index import Entries, Index
from mailflow.stores.lock import Lock


class TinyDbStore:
    """Open records are held in memory too, since nobody else writes; ended ones are read when asked for.

    Raises Locked where another process has the folder, and Damaged, naming every damaged file, where what
    is stored is not what was written. Nothing damaged is ever overwritten.
    ``read_only`` looks in beside a running daemon: it takes no lock and writes nothing.
    """

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._open, self._closed = folder / "open", folder / "closed"
        self._read_only = read_only
        if not read_only:
            durable.make_folder(folder)
        self._lock = None if read_only else Lock(folder / "lock")
        try:
            swap.finish(folder, read_only=read_only)
            for needed in () if read_only else (self._open, self._closed, folder / "blobs"):
                durable.make_folder(needed)
            self._blobs = Blobs(folder / "blobs")
            self._summaries = Summaries(folder / "closed.index")
            self._index = Index()
            self._records: dict[RecordId, Stored] = {}
            self._ended: set[RecordId] = set()
            self._start()
        except BaseException:
            self.close()
            raise

    def load(self, key: RecordId) -> Stored | None:
        if key in self._records:
            return self._records[key]
        return record_file.read(self._path(self._closed, key)) if key in self._ended else None

    def save(self, record: Record, expected: int) -> int:
        if self._read_only:
            raise Locked("the store was opened to be read only")
        current = self.load(record.id)
        version = current.version if current else 0
        if version != expected:
            raise Conflict(f"{record.id}: version {version} is stored, {expected} was expected")
        stored = Stored(record, version + 1)
        if record.ended:
            self._save_ended(stored)
        else:
            self._save_open(stored)
        self._index.note(record)
        return stored.version

    def ids(self) -> tuple[RecordId, ...]:
        return tuple(sorted({*self._records, *self._ended}))

    def open_records(self) -> Iterator[Stored]:
        return (self._records[key] for key in sorted(self._records))

    def all_records(self) -> Iterator[Stored]:
        return (stored for key in self.ids() if (stored := self.load(key)) is not None)

    def by_token(self, token: Token) -> RecordId | None:
        return self._index.by_token(token)

    def by_message(self, sent: MessageId) -> RecordId | None:
        return self._index.by_message(sent)

    def seen(self, arrived: MessageId) -> frozenset[RecordId]:
        return self._index.seen(arrived)

    def put_blob(self, content: bytes) -> Digest:
        return self._blobs.put(content)

    def get_blob(self, digest: Digest) -> bytes:
        return self._blobs.get(digest)

    def close(self) -> None:
        if self._lock is not None:
            self._lock.release()

    # ------------------------------------------------------------------------------------- writing

    def _save_open(self, stored: Stored) -> None:
        """Written in its new place before it leaves the old one: a kill in between leaves both, and the newer holds."""
        key = stored.record.id
        record_file.write(self._path(self._open, key), stored)
        self._records[key] = stored
        if key in self._ended:
            self._remove(self._closed, key)
            self._ended.discard(key)

    def _save_ended(self, stored: Stored) -> None:
        key = stored.record.id
        path = self._path(self._closed, key)
        record_file.write(path, stored)
        self._ended.add(key)
        if key in self._records:
            self._remove(self._open, key)
            del self._records[key]
        self._summaries.note(key, path, Entries.of(stored.record))

    def _remove(self, folder: Path, key: RecordId) -> None:
        self._path(folder, key).unlink(missing_ok=True)
        durable.sync_folder(folder)

    def _path(self, folder: Path, key: RecordId) -> Path:
        return folder / record_file.name_of(key)

    # ------------------------------------------------------------------------------------ starting

    def _start(self) -> None:
        for folder in () if self._read_only else (self._open, self._closed):
            durable.clean(folder)
        damaged = [*self._read_open(), *self._read_ended()]
        if damaged:
            raise Damaged("\n".join(damaged))
        if not self._read_only:
            self._settle_doubles()
            self._summaries.save()

    def _read_open(self) -> Iterator[str]:
        for path, key in files(self._open):
            try:
                stored = record_file.read(path)
            except (Damaged, ValueError) as fault:
                yield str(fault)
                continue
            if stored is not None:
                self._records[key] = stored
                self._index.note(stored.record)

    def _read_ended(self) -> Iterator[str]:
        for path, key in files(self._closed):
            try:
                entries = self._summaries.entries(key, path)
                if entries is None:
                    stored = record_file.read(path)
                    entries = Entries.of(stored.record) if stored else Entries()
                    self._summaries.note(key, path, entries)
            except (Damaged, ValueError) as fault:
                yield str(fault)
                continue
            self._ended.add(key)
            self._index.add(key, entries)

    def _settle_doubles(self) -> None:
        """A record that a kill left in both folders: the later version is the acknowledged one."""
        for key in sorted(self._ended & set(self._records)):
            ended = record_file.read(self._path(self._closed, key))
            if ended is not None and ended.version >= self._records[key].version:
                self._remove(self._open, key)
                del self._records[key]
            else:
                self._remove(self._closed, key)
                self._ended.discard(key)


def files(folder: Path) -> Iterator[tuple[Path, RecordId]]:
    """The records in one of the two folders, each with its id."""
    for path in sorted(folder.glob(f"*{record_file.SUFFIX}")):
        yield path, record_file.key_of(path)


@dataclass(frozen=True)
class _Summary:
    of: str
    tokens: tuple[Token, ...]
    sent: tuple[MessageId, ...]
    seen: tuple[MessageId, ...]


_CACHE: TypeAdapter[dict[str, _Summary]] = TypeAdapter(dict[str, _Summary])


class Summaries:
    """What ended records contribute to the index, so that a start need not parse years of them.

    Only a cache: an entry counts while the file still has the name and the checksum line it was made from, every
    file's bytes are verified all the same, and a cache that is lost or of any other shape is made anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[str, _Summary] = {}
        with contextlib.suppress(OSError, ValueError):
            self._known = _CACHE.validate_json(path.read_bytes())

    def entries(self, key: RecordId, path: Path) -> Entries | None:
        """None where the file must be parsed. Raises Damaged where its bytes are not what was written."""
        content = record_file.verified(path, path.read_bytes())
        known = self._known.get(key)
        if known is None or known.of != _head(path, content):
            return None
        return Entries(frozenset(known.tokens), frozenset(known.sent), frozenset(known.seen))

    def note(self, key: RecordId, path: Path, entries: Entries) -> None:
        self._known[key] = _Summary(
            of=_head(path, path.read_bytes()),
            tokens=tuple(sorted(entries.tokens)),
            sent=tuple(sorted(entries.sent)),
            seen=tuple(sorted(entries.seen)),
        )

    def save(self) -> None:
        durable.write(self._path, _CACHE.dump_json(self._known))


def _head(path: Path, content: bytes) -> str:
    return hashlib.sha256(path.name.encode() + b"\n" + content.partition(b"\n")[0]).hexdigest()
