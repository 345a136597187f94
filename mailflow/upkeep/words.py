"""A person's own words in a record: which they are, and the record without them.

What was decided stays: who attended, asked for leave, owned which task, objected to what in the minutes, and when.
Titles of topics and tasks, minutes and files that were handed in are the company's records, and stay too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

from mailflow.core.desk import Quarantined
from mailflow.core.intents import Intent
from mailflow.core.ledger import LedgerEntry
from mailflow.core.meeting import Attendee, Held, Leave, Topic
from mailflow.core.record import Record
from mailflow.core.resolution import Extension, Progress
from mailflow.core.said import Said, Saying
from mailflow.upkeep.person import Person

R = TypeVar("R")

_LOOKED_FOR = frozenset({Saying.ARCHIVE_SEARCHED, Saying.TOPIC_UNKNOWN})
"""Words by which something was to be found: they name what stands in other mails too."""

SPOKEN_BY_PERSON = _LOOKED_FOR | {
    Saying.LEAVE_NOTED,
    Saying.LEAVE_ASKED,
    Saying.NOT_UNDERSTOOD,
    Saying.CANCELLED,
    Saying.TASK_UNKNOWN,
}
SPOKEN_BY_OTHER = frozenset({Saying.LEAVE_REJECTED, Saying.SUBSTITUTE_REFUSED})
"""The sentences whose text is a person's own words; the other ones name a title, a file or a step."""

_TOLD = ("refers", "reason", "note", "items", "passages", "terms", "detail", "decision_reason")
"""The fields whose words are nobody else's; titles, venues and files are named in other mails too."""


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
    whole = [found.text for found in lost if found.field == "text" and not isinstance(found.inside, Said)]
    return Words(
        frozenset(found.text for found in lost if found.field in _TOLD or _told(found.inside)),
        frozenset(line for text in whole for line in text.splitlines() if line.strip()),
    )


def _told(inside: Any) -> bool:
    return isinstance(inside, Said) and inside.key not in _LOOKED_FOR


@dataclass(frozen=True)
class _Lost:
    inside: Any
    field: str
    text: str


def _lost(before: Any, after: Any, inside: Any = None, name: str = "") -> Iterator[_Lost]:
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
            yield from _lost(getattr(before, field.name), getattr(after, field.name, None), before, field.name)


def _emptied(value: Any, person: Person) -> Any:
    rule = _RULES.get(type(value))
    return rule(value, person) if rule else value


def _line(entry: LedgerEntry, person: Person) -> LedgerEntry:
    if not person.is_(entry.sender):
        return entry
    return replace(entry, subject="", text="", intents=tuple(map(_intent, entry.intents)))


def _intent(intent: Intent) -> Intent:
    """The kind, with its people, dates and numbers: a topic or venue that was decided on stands in the record itself."""
    kind: Any = type(intent)
    empty: dict[str, Any] = {field.name: field.default for field in fields(kind) if field.name in _free(kind)}
    return replace(intent, **empty)


@cache
def _free(kind: type[Any]) -> frozenset[str]:
    """The fields that hold words: by their types, so that a new one needs no line here."""
    return frozenset(name for name, hint in get_type_hints(kind).items() if _holds_words(hint))


def _holds_words(hint: Any) -> bool:
    return hint is str or any(map(_holds_words, get_args(hint)))


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


def _held(held: Held, person: Person) -> Held:
    """A wish that still waits is dropped: without its words it could not be carried out."""
    reply = held.reply
    if not person.is_(reply.identity.address) and not person.is_(reply.identity.person):
        return held
    intents = tuple(map(_intent, reply.reading.intents))
    reading = replace(reply.reading, text="", doubt="", evidence=(), intents=intents)
    emptied = replace(reply, subject="", reading=reading, files=(), minutes=None)
    return replace(held, reply=emptied, settled=held.settled or "denied")


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
    Held: _held,
    Quarantined: _quarantined,
}
