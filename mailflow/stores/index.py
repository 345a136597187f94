"""Where a token, a mail of ours or a mail that came in is found again."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mailflow.core.ledger import Cause
from mailflow.core.record import Record
from mailflow.core.values import MessageId, RecordId, Token


@dataclass(frozen=True)
class Entries:
    """What one record contributes."""

    tokens: frozenset[Token] = frozenset()
    sent: frozenset[MessageId] = frozenset()
    seen: frozenset[MessageId] = frozenset()

    @classmethod
    def of(cls, record: Record, mails: int = 0, lines: int = 0) -> "Entries":
        """Without the first ``mails`` and ``lines`` of its ledger, which are known already."""
        outgoing, log = record.outgoing[mails:], record.log[lines:]
        return cls(
            frozenset(o.token for o in outgoing),
            frozenset(o.message_id for o in outgoing),
            frozenset(e.message_id for e in log if e.cause is Cause.MAIL and e.message_id),
        )


class Index:
    """Kept in memory, current with every save. Records only grow, so nothing is ever taken out."""

    def __init__(self) -> None:
        self._tokens: dict[Token, RecordId] = {}
        self._sent: dict[MessageId, RecordId] = {}
        self._seen: dict[MessageId, set[RecordId]] = defaultdict(set)
        self._known: dict[RecordId, tuple[int, int]] = {}

    def note(self, record: Record) -> None:
        """What the record has now that it had not when it was last noted."""
        mails, lines = self._known.get(record.id, (0, 0))
        self.add(record.id, Entries.of(record, mails, lines))
        self._known[record.id] = len(record.outgoing), len(record.log)

    def add(self, key: RecordId, entries: Entries) -> None:
        self._tokens.update(dict.fromkeys(entries.tokens, key))
        self._sent.update(dict.fromkeys(entries.sent, key))
        for message in entries.seen:
            self._seen[message].add(key)

    def by_token(self, token: Token) -> RecordId | None:
        return self._tokens.get(token)

    def by_message(self, sent: MessageId) -> RecordId | None:
        return self._sent.get(sent)

    def seen(self, arrived: MessageId) -> frozenset[RecordId]:
        return frozenset(self._seen.get(arrived, ()))


def merged(parts: Iterable[tuple[RecordId, Entries]]) -> Index:
    index = Index()
    for key, entries in parts:
        index.add(key, entries)
    return index
