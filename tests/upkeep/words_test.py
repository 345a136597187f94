"""Which words `mailflow forget` takes out of a record: every field that holds text is looked at, a new one too."""

import json
import re
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import zip_longest
from typing import Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import pytest
from upkeep_room import LI, NOW, meeting

from mailflow.core.desk import Desk
from mailflow.core.meeting import Meeting
from mailflow.core.policy import Series
from mailflow.core.problem import Problem
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address
from mailflow.stores import codec
from mailflow.upkeep import words
from mailflow.upkeep.person import Person

DECIDED = {
    "Called.subject", "Continued.title", "Dropped.title", "Meeting.venue", "Objection.passage", "Objection.text",
    "Problem.title", "Resolution.requirement", "Resolution.title", "Topic.title",
}  # fmt: skip
"""What was called, decided, objected to: the company's own records."""

HANDED_IN = {
    "Doubt.choices", "Doubt.line", "Dropping.line", "Dropping.words", "File.media_type", "File.name", "Material.department",
    "Material.section", "MinutesContent.decisions", "MinutesContent.text", "MinutesContent.unread", "Task.requirement",
    "Task.title",
}  # fmt: skip
"""Minutes and materials are the company's records too."""

OURS = {
    "CalendarStamp.uid", "Called.left_out", "Held.act", "Identity.button", "LedgerEntry.ref", "Outgoing.error", "Outgoing.ref",
    "Outgoing.subject", "Outgoing.variant", "Quarantined.why",
}  # fmt: skip
"""Names and sentences of mailflow's own. Subjects of answers go with the mails (forgetting.py)."""

PLAIN: dict[Any, Any] = {int: 1, bool: False, float: 1.0, datetime: NOW, date: NOW.date(), timedelta: timedelta(1)}


def filled(hint: Any, place: str) -> list[Any]:
    """Values of that type, one for each thing that it can be: all people are Li Qiang, all words name their place."""
    if hint is Address:
        return [LI]
    if isinstance(hint, NewType):
        return ["x"]
    if hint is str:
        return [f"膝盖<{place}>"]
    if hint is Series:
        return [meeting().terms]
    if get_origin(hint) is Literal:
        return list(get_args(hint)[:1])
    if get_origin(hint) in (Union, types.UnionType):
        return [value for each in get_args(hint) if each is not type(None) for value in filled(each, place)]
    if get_origin(hint) is tuple:
        return [tuple(filled(get_args(hint)[0], place))]
    if get_origin(hint) is not None:
        return [{}]  # marks: keys of ours
    if issubclass(hint, Enum):
        return list(hint)[:1]
    return records(hint) if is_dataclass(hint) else [PLAIN[hint]]


def records(kind: type[Any]) -> list[Any]:
    """As many as it takes for each field to hold all that it can hold."""
    if kind is Said:
        spoken = words.SPOKEN_BY_PERSON | words.SPOKEN_BY_OTHER
        return [Said(key, LI, LI, "膝盖<Said.text>") for key in sorted(spoken)] + [Said(Saying.TOPIC_TAKEN, LI)]
    hints = get_type_hints(kind)
    choices = {f.name: filled(hints[f.name], f"{kind.__name__}.{f.name}") for f in fields(kind)}
    rows = zip_longest(*choices.values(), fillvalue=MISSING)
    return [
        kind(
            **{
                name: first[0] if value is MISSING else value
                for (name, first), value in zip(choices.items(), row, strict=True)
            }
        )
        for row in rows
    ]


def places(record: Any) -> set[str]:
    return set(re.findall(r"膝盖<(.*?)>", json.dumps(codec.to_json(record), ensure_ascii=False)))


@pytest.mark.parametrize("kind", [Meeting, Problem, Desk])
def test_whatever_text_a_record_holds_of_them_goes_but_for_what_was_decided_and_handed_in(kind):
    """A field that is in no list here and stays is a fault: it is emptied, or it is said above why it stays."""
    before = records(kind)[0]
    assert "LedgerEntry.text" in places(before)
    left = places(words.without(before, Person(frozenset({LI}), frozenset({LI}))))
    assert left <= DECIDED | HANDED_IN | OURS


def test_no_field_is_listed_that_is_none():
    every = {place for kind in (Meeting, Problem, Desk) for place in places(records(kind)[0])}
    assert every >= DECIDED | HANDED_IN | OURS
