"""One event, one write: letters become final bytes, the ledger its line, the record its next version."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeVar

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.record import Record
from mailflow.core.reply import Certainty, File
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address, RecordId
from mailflow.flow.service import Service
from mailflow.ports import Conflict, Damaged, Stored

_ANSWERS = (MailKind.RECEIPT, MailKind.ASK, MailKind.HELP, MailKind.REPORT)
_TELLING = (MailKind.NOTICE, MailKind.LEAVE_REQUEST)
_OTHERS_BEAR = 2
"""So many times ``answers_per_hour`` mails of one sender tell one other person something in an hour."""
_TRIES = 5
_HOUR = timedelta(hours=1)
_Grown = TypeVar("_Grown")


def commit(
    service: Service, stored: Stored, after: Record, letters: tuple[Letter, ...], entry: LedgerEntry, now: datetime
) -> Stored:
    """Blobs first, then the record that names them, in one atomic save."""
    bearable, buried = _without_flood(service, after, letters, entry, now)
    allowed, silenced = _within_limit(service, after, bearable, entry, now)
    lost = _lost_files(service, allowed)
    outgoing = list(after.outgoing)
    for letter in allowed:
        outgoing.append(_written(service, after, _without(letter, lost), len(outgoing) + 1, now))
    mails = tuple(o.message_id for o in outgoing[len(after.outgoing) :])
    line = replace(
        entry, mails=mails, said=(*entry.said, *buried, *silenced, *(Said(Saying.FILE_LOST, text=f.name) for f in lost))
    )
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


def write_at_desk(service: Service, letters: tuple[Letter, ...], entry: LedgerEntry, now: datetime) -> LedgerEntry:
    """What belongs to no meeting: its letters and its line, in one write."""

    def attempt() -> Stored:
        stored = load_or_new_desk(service, now)
        return commit(service, stored, stored.record, letters, entry, now)

    again_on_conflict(attempt)
    return entry


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


def _lost_files(service: Service, letters: tuple[Letter, ...]) -> tuple[File, ...]:
    """What they would carry and the store has no more: a letter without a file is better than none."""
    return tuple(f for f in dict.fromkeys(f for each in letters for f in each.files) if not _is_kept(service, f))


def _is_kept(service: Service, file: File) -> bool:
    try:
        service.store.get_blob(file.digest)
    except Damaged:
        return False
    return True


def _without(letter: Letter, lost: tuple[File, ...]) -> Letter:
    gone = tuple(f for f in letter.files if f in lost)
    return replace(letter, files=tuple(f for f in letter.files if f not in gone), lost=gone) if gone else letter


def _within_limit(
    service: Service, record: Record, letters: tuple[Letter, ...], entry: LedgerEntry, now: datetime
) -> tuple[tuple[Letter, ...], tuple[Said, ...]]:
    """What one person gets in one hour is capped: answers, so that a robot on the other side comes to an end; and all
    that mails of unknown origin cause, so that a flood of them buries neither the organizers nor whoever they name.
    """
    unsure = _is_unsure(entry)
    if not unsure and not any(letter.kind in _ANSWERS for letter in letters):
        return letters, ()
    answered, caused = _last_hour(service, record, now)
    allowed: list[Letter] = []
    silenced: list[Said] = []
    for letter in letters:
        answers = letter.kind in _ANSWERS
        if max(answered[letter.to] if answers else 0, caused[letter.to] if unsure else 0) >= service.answers_per_hour:
            silenced.append(Said(Saying.ANSWER_LIMIT, person=letter.to))
            continue
        allowed.append(letter)
        answered[letter.to] += answers
        caused[letter.to] += unsure
    return tuple(allowed), tuple(silenced)


def _without_flood(
    service: Service, record: Record, letters: tuple[Letter, ...], entry: LedgerEntry, now: datetime
) -> tuple[tuple[Letter, ...], tuple[Said, ...]]:
    """What one busy sender has others told in one hour is capped, mail by mail; the rest stands in the ledger alone."""
    if entry.sender is None or not any(o.kind in _TELLING for o in letters):
        return letters, ()
    told: Counter[Address] = Counter()
    others = (s.record for s in service.store.open_records() if s.record.id != record.id)
    for each in (record, *others):
        sent = {o.message_id: o.to for o in _within_hour(each.outgoing, lambda o: o.made_at, now) if o.kind in _TELLING}
        lines = (e for e in _within_hour(each.log, lambda e: e.at, now) if e.sender == entry.sender)
        for line in lines:
            told.update({sent[name] for name in line.mails if name in sent})
    most = service.answers_per_hour * _OTHERS_BEAR
    buried = {o.to for o in letters if o.kind in _TELLING and o.to != entry.sender and told[o.to] >= most}
    kept = tuple(o for o in letters if o.kind not in _TELLING or o.to not in buried)
    return kept, tuple(Said(Saying.ANSWER_LIMIT, person=who) for who in sorted(buried))


def _is_unsure(entry: LedgerEntry) -> bool:
    """Anybody can make us write because of such a mail: its sender is only claimed, or nobody could read it."""
    return entry.certainty is Certainty.CLAIMED or entry.outcome is Outcome.QUARANTINED


def _last_hour(service: Service, record: Record, now: datetime) -> tuple[Counter[Address], Counter[Address]]:
    """How many answers each person got, and how many mails because of mails of unknown origin; in every record."""
    answered: Counter[Address] = Counter()
    caused: Counter[Address] = Counter()
    others = (s.record for s in service.store.open_records() if s.record.id != record.id)
    for each in (record, *others):
        sent = {o.message_id: o for o in _within_hour(each.outgoing, lambda o: o.made_at, now)}
        answered.update(o.to for o in sent.values() if o.kind in _ANSWERS)
        unsure = (e for e in _within_hour(each.log, lambda e: e.at, now) if _is_unsure(e))
        caused.update(sent[name].to for e in unsure for name in e.mails if name in sent)
    return answered, caused


def _within_hour(grown: Sequence[_Grown], at: Callable[[_Grown], datetime], now: datetime) -> Iterator[_Grown]:
    """The newest of what is only ever added to; not what was written while the clock was ahead."""
    newest = takewhile(lambda each: at(each) > now - _HOUR, reversed(grown))
    return (each for each in newest if at(each) <= now)
