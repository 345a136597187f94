"""A person's own words in a record: which they are, and the record without them.

What was decided stays: who attended, asked for leave, owned which task, objected to what in the minutes, and when.
Titles of topics and tasks, minutes and files that were handed in are the company's records, and stay too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from mailflow.core.desk import Quarantined
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Intent
from mailflow.core.ledger import LedgerEntry
from mailflow.core.meeting import Attendee, Held, Leave, Topic
from mailflow.core.record import Record
from mailflow.core.resolution import Extension, Progress
from mailflow.core.said import Said, Saying
from mailflow.upkeep.person import Person

R = TypeVar("R")

SPOKEN_BY_PERSON = frozenset(
    {Saying.LEAVE_NOTED, Saying.LEAVE_ASKED, Saying.NOT_UNDERSTOOD, Saying.CANCELLED, Saying.TASK_UNKNOWN}
)
SPOKEN_BY_OTHER = frozenset({Saying.LEAVE_REJECTED, Saying.SUBSTITUTE_REFUSED})
"""The sentences whose text is a person's own words; the other ones name a title, a file or a step."""

_FREE = ("refers", "reason", "note", "items", "passages", "terms")
"""The fields of intents that repeat the mail's words."""

_TOLD = (*_FREE, "detail", "decision_reason")


def without(record: Record, person: Person) -> Record:
    return rebuilt(record, lambda value: _emptied(value, person))


def rebuilt(value: R, change: Callable[[Any], Any]) -> R:
    """The same tree of frozen dataclasses, each put through ``change`` after all that it holds."""
    found: Any = value
    if isinstance(found, tuple):
        made = tuple(rebuilt(each, change) for each in found)
        found = found if all(a is b for a, b in zip(made, found, strict=True)) else made
    elif is_dataclass(found) and not isinstance(found, type):
        old = {f.name: getattr(found, f.name) for f in fields(found)}
        new = {name: made for name, held in old.items() if (made := rebuilt(held, change)) is not held}
        found = change(replace(found, **new) if new else found)
    result: R = found
    return result


@dataclass(frozen=True)
class Words:
    """``told`` are reasons, notes and the like; ``passages`` the lines of the mails themselves."""

    told: frozenset[str]
    passages: frozenset[str]


def of(record: Record, person: Person) -> Words:
    """All that ``without`` takes out of the record, but for subjects: those are mostly ours."""
    lost = [found for found in _lost(record, without(record, person)) if found.text.strip()]
    whole = [found.text for found in lost if found.field == "text" and found.inside is not Said]
    return Words(
        frozenset(found.text for found in lost if found.field in _TOLD or found.inside is Said),
        frozenset(line for text in whole for line in text.splitlines() if line.strip()),
    )


@dataclass(frozen=True)
class _Lost:
    inside: type[Any]
    field: str
    text: str


def _lost(before: Any, after: Any, inside: type[Any] = object, name: str = "") -> Iterator[_Lost]:
    """Every string that stands in the one and not in the other, with the place that it had."""
    if before is after:
        return
    if isinstance(before, str):
        yield _Lost(inside, name, before)
    elif isinstance(before, tuple):
        kept = after if isinstance(after, tuple) and len(after) == len(before) else (None,) * len(before)
        for old, new in zip(before, kept, strict=True):
            yield from _lost(old, new, inside, name)
    elif is_dataclass(before) and not isinstance(before, type):
        for field in fields(before):
            yield from _lost(getattr(before, field.name), getattr(after, field.name, None), type(before), field.name)


def _emptied(value: Any, person: Person) -> Any:
    rule = _RULES.get(type(value))
    return rule(value, person) if rule else value


def _line(entry: LedgerEntry, person: Person) -> LedgerEntry:
    if not person.is_(entry.sender):
        return entry
    return replace(entry, subject="", text="", intents=tuple(map(_intent, entry.intents)))


def _intent(intent: Intent) -> Intent:
    """The kind, with its people, dates and numbers."""
    held = {name: getattr(intent, name) for name in _FREE if getattr(intent, name, None)}
    empty: dict[str, Any] = {name: () if isinstance(words, tuple) else None for name, words in held.items()}
    return replace(intent, **empty)


def _said(said: Said, person: Person) -> Said:
    speaker = said.person if said.key in SPOKEN_BY_PERSON else said.other if said.key in SPOKEN_BY_OTHER else None
    return replace(said, text="") if person.is_(speaker) else said


def _attendee(seat: Attendee, person: Person) -> Attendee:
    return replace(seat, leave=replace(seat.leave, reason="")) if seat.leave and person.is_(seat.address) else seat


def _leave(leave: Leave, person: Person) -> Leave:
    return replace(leave, decision_reason="") if person.is_(leave.decided_by) else leave


def _topic(topic: Topic, person: Person) -> Topic:
    return replace(topic, detail="") if person.is_(topic.by) else topic


def _progress(progress: Progress, person: Person) -> Progress:
    return replace(progress, note="") if person.is_(progress.by) else progress


def _extension(extension: Extension, person: Person) -> Extension:
    return replace(extension, reason="") if person.is_(extension.by) else extension


def _reply(reply: ReplyArrived, person: Person) -> ReplyArrived:
    """What is still wished for stays: only the words go."""
    if not person.is_(reply.identity.address) and not person.is_(reply.identity.person):
        return reply
    return replace(reply, subject="", reading=replace(reply.reading, text="", doubt="", evidence=()))


def _held(held: Held, person: Person) -> Held:
    """Once it is settled nothing needs the words of the wish any more."""
    if not held.settled or not person.is_(held.reply.identity.address):
        return held
    reading = held.reply.reading
    emptied = replace(reading, intents=tuple(map(_intent, reading.intents)))
    return replace(held, reply=replace(held.reply, reading=emptied))


def _quarantined(item: Quarantined, person: Person) -> Quarantined:
    return replace(item, subject="", settled=item.settled or "dropped") if person.is_(item.sender) else item


_RULES: Mapping[type[Any], Callable[[Any, Person], Any]] = {
    LedgerEntry: _line,
    Said: _said,
    Attendee: _attendee,
    Leave: _leave,
    Topic: _topic,
    Progress: _progress,
    Extension: _extension,
    ReplyArrived: _reply,
    Held: _held,
    Quarantined: _quarantined,
}
