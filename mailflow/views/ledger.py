"""``mailflow ledger``: what became of every mail, and why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailflow.archive.visible import visible_line
from mailflow.core.ledger import LedgerEntry
from mailflow.core.record import Record
from mailflow.core.said import Said
from mailflow.core.values import RecordId


@dataclass(frozen=True)
class Line:
    record: RecordId
    entry: LedgerEntry


def lines(records: Iterable[Record], since: datetime | None = None) -> Iterator[Line]:
    """Every line of every record, in the order of time."""
    every = (Line(r.id, e) for r in records for e in r.log if since is None or e.at >= since)
    return iter(sorted(every, key=lambda line: line.entry.at))


def as_json(line: Line, phrase: Callable[[Said], str]) -> dict[str, Any]:
    entry = line.entry
    return {
        "at": entry.at.isoformat(),
        "record": line.record,
        "cause": entry.cause.value,
        "outcome": entry.outcome.value,
        "message_id": entry.message_id,
        "from": entry.sender,
        "certainty": entry.certainty.value if entry.certainty else None,
        "about": entry.about.value if entry.about else None,
        "ref": entry.ref or None,
        "subject": entry.subject or None,
        "intents": [i.kind for i in entry.intents],
        "unclear": entry.unclear,
        "why": [{"key": s.key.value, "text": phrase(s)} for s in entry.said],
        "mails": list(entry.mails),
        "raw": entry.raw,
    }


def as_text(line: Line, phrase: Callable[[Said], str]) -> str:
    """One line for a terminal; what was done stands indented below it."""
    entry = line.entry
    who = entry.sender or entry.cause.value
    what = " ".join(i.kind for i in entry.intents) or ("unclear" if entry.unclear else "")
    head = f"{entry.at:%Y-%m-%d %H:%M:%S}  {line.record}  {entry.outcome.value:<11} {who} {what}".rstrip()
    return "\n".join(map(visible_line, [head, *(f"    {phrase(s)}" for s in entry.said)]))
