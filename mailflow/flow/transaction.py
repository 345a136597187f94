"""One event, one write: letters become final bytes, the ledger its line, the record its next version."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.record import Record
from mailflow.core.said import Said, Saying
from mailflow.core.values import RecordId
from mailflow.flow.service import Service
from mailflow.ports import Conflict, Stored

_ANSWERS = (MailKind.RECEIPT, MailKind.ASK, MailKind.HELP, MailKind.REPORT)
_TRIES = 5


def commit(
    service: Service, stored: Stored, after: Record, letters: tuple[Letter, ...], entry: LedgerEntry, now: datetime
) -> Stored:
    """Blobs first, then the record that names them, in one atomic save."""
    allowed, silenced = _within_limit(service, after, letters, now)
    outgoing = list(after.outgoing)
    for letter in allowed:
        outgoing.append(_written(service, after, letter, len(outgoing) + 1, now))
    mails = tuple(o.message_id for o in outgoing[len(after.outgoing) :])
    line = replace(entry, mails=mails, said=(*entry.said, *silenced))
    record = replace(after, outgoing=tuple(outgoing), log=(*after.log, line))
    return Stored(record, service.store.save(record, stored.version))


def again_on_conflict(attempt: Callable[[], Stored]) -> Stored:
    """Somebody else saved in between: load, decide and save anew."""
    for _ in range(_TRIES - 1):
        try:
            return attempt()
        except Conflict:
            continue
    return attempt()


def load_or_new_desk(service: Service, now: datetime) -> Stored:
    key = RecordId(f"desk-{now:%Y-%m}")
    return service.store.load(key) or Stored(Desk(id=key), 0)


def worth_a_line(entry: LedgerEntry) -> bool:
    """Time that passed without anything to do leaves no trace."""
    return entry.cause is not Cause.TIME or bool(entry.said) or entry.outcome is not Outcome.NOTED


def _written(service: Service, after: Record, letter: Letter, number: int, now: datetime) -> Outgoing:
    about = None if isinstance(after, Desk) else after
    written = service.writer.write(letter, about, after.id, number, now, service.store.get_blob)
    service.store.put_blob(written.raw)
    if letter.urgent:
        return written.outgoing
    return replace(written.outgoing, not_before=service.calendar.deliverable(now))


def _within_limit(
    service: Service, record: Record, letters: tuple[Letter, ...], now: datetime
) -> tuple[tuple[Letter, ...], tuple[Said, ...]]:
    """Answers to one person in one hour are capped: a robot on the other side must come to an end."""
    allowed: list[Letter] = []
    silenced: list[Said] = []
    for letter in letters:
        recent = sum(
            o.to == letter.to and o.kind in _ANSWERS and now - o.made_at < timedelta(hours=1) for o in record.outgoing
        )
        if letter.kind in _ANSWERS and recent >= service.answers_per_hour:
            silenced.append(Said(Saying.ANSWER_LIMIT, person=letter.to))
        else:
            allowed.append(letter)
    return tuple(allowed), tuple(silenced)
