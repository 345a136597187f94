"""A store that forgets: for tests and simulations."""

import hashlib
from collections.abc import Iterator

from mailflow.core.record import Record
from mailflow.core.values import Digest, MessageId, RecordId, Token
from mailflow.ports import Conflict, Missing, Stored
from mailflow.stores.index import Index


class MemoryStore:
    """Holds the frozen values themselves: nothing that was saved can be changed from outside."""

    def __init__(self) -> None:
        self._records: dict[RecordId, Stored] = {}
        self._blobs: dict[Digest, bytes] = {}
        self._index = Index()

    def load(self, key: RecordId) -> Stored | None:
        return self._records.get(key)

    def save(self, record: Record, expected: int) -> int:
        current = self._records.get(record.id)
        version = current.version if current else 0
        if version != expected:
            raise Conflict(f"{record.id}: version {version} is stored, {expected} was expected")
        self._records[record.id] = Stored(record, version + 1)
        self._index.note(record)
        return version + 1

    def ids(self) -> tuple[RecordId, ...]:
        return tuple(sorted(self._records))

    def open_records(self) -> Iterator[Stored]:
        return (s for s in self.all_records() if not s.record.ended)

    def all_records(self) -> Iterator[Stored]:
        return (self._records[key] for key in self.ids())

    def by_token(self, token: Token) -> RecordId | None:
        return self._index.by_token(token)

    def by_message(self, sent: MessageId) -> RecordId | None:
        return self._index.by_message(sent)

    def seen(self, arrived: MessageId) -> frozenset[RecordId]:
        return self._index.seen(arrived)

    def put_blob(self, content: bytes) -> Digest:
        digest = Digest(hashlib.sha256(content).hexdigest())
        self._blobs[digest] = content
        return digest

    def get_blob(self, digest: Digest) -> bytes:
        try:
            return self._blobs[digest]
        except KeyError:
            raise Missing(f"{digest}: missing") from None

    def close(self) -> None:
        """Nothing is held that must be given back."""
