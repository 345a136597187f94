"""Minutes that nobody asked for in this thread: a record of a meeting in a fresh mail or under an invitation (policy 5.3.1).

The contract has no word for it there, so `interpret` calls such a mail unclear. What a record says of who was away is no
leave of its sender, and what it says of tasks is no wish of theirs: such a mail is a record as a whole, or to be asked about.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.core.intents import MinutesUnasked
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.dates import find_dates
from mailflow.reading.folding import fold
from mailflow.reading.intents.scene import Family, Finding, Findings, Scene, places

_LINES = re.compile(r"[\n。；;]|\.\s")
_LABEL = re.compile(
    r"[\s\W\d_]*(?P<label>[^:：\n]{2,32}?)\s*(?:[(（][^()（）]{0,16}[)）]|\d{1,3}\s*[人名位])?\s*[:：](?P<rest>.*)"
)
_EDGE = " \t\u3000-—_:：,，.。()（）[]【】"
_FEWEST_PEOPLE = 2
_FEWEST_SIGNS = 2


@dataclass(frozen=True)
class _Labelled:
    """What a line's label is about, and the people behind it."""

    classes: frozenset[str]
    people: frozenset[Address]


def _read(scene: Scene) -> Findings:
    if not _is_record(scene):
        return Findings()
    everywhere = places(scene.clauses)
    finding = Finding(MinutesUnasked(refers=_meeting_named(scene)), everywhere, "a record of the meeting")
    return Findings((finding,), (), everywhere)


def _is_record(scene: Scene) -> bool:
    """A roll of people other than the sender, and another sign: a second roll, decisions, or the subject's word."""
    if ":" not in scene.text and "：" not in scene.text:
        return False
    labelled = list(_labels(scene))
    rolls = [line for line in labelled if line.classes & {"roll_came", "roll_away"} and line.people]
    others = frozenset().union(*(line.people for line in rolls)) - {scene.sender}
    if len(others) < _FEWEST_PEOPLE:
        return False
    decides = any("decisions_label" in line.classes for line in labelled)
    return len(rolls) + decides + bool(_name_of_minutes(scene)) >= _FEWEST_SIGNS


def _labels(scene: Scene) -> Iterator[_Labelled]:
    for line in _LINES.split(scene.text):
        match = _LABEL.match(line)
        if match is None:
            continue
        label = match["label"].strip(_EDGE)
        tokens = scene.tools.minutes_labels.tokens(fold(label))
        if len(tokens) == 1 and tokens[0].end - tokens[0].start == len(label):
            found = scene.tools.people.find(match["rest"])
            yield _Labelled(tokens[0].classes, frozenset(a for p in found for a in p.people))


def _name_of_minutes(scene: Scene) -> str:
    """The line that calls itself minutes: the subject, else the first one of the body."""
    first = scene.text.strip().partition("\n")[0]
    return next((line for line in (scene.mail.subject, first) if _calls_itself_minutes(scene, line)), "")


def _calls_itself_minutes(scene: Scene, line: str) -> bool:
    return any("minutes_name" in t.classes for t in scene.tools.minutes_labels.tokens(fold(line)))


def _meeting_named(scene: Scene) -> str | None:
    """The words for the meeting in that line, and the day and hour behind the label for them."""
    line = _name_of_minutes(scene)
    for token in reversed(scene.tools.minutes_labels.tokens(fold(line))):
        line = line[: token.start] + " " + line[token.end :] if "minutes_name" in token.classes else line
    named = " ".join(filter(None, (line.strip(_EDGE), *_days_stated(scene))))
    return named or None


def _days_stated(scene: Scene) -> Iterator[str]:
    for line in scene.text.splitlines():
        match = _LABEL.match(line)
        if match is None:
            continue
        tokens = scene.tools.minutes_labels.tokens(fold(match["label"].strip(_EDGE)))
        if tokens and "held_at_label" in tokens[0].classes:
            yield from _dates_in(scene, match["rest"])


def _dates_in(scene: Scene, words: str) -> Iterator[str]:
    """The day alone: a meeting may have begun some minutes late."""
    day = next((d.day for d in find_dates(words, scene.now) if d.day), None)
    if day is not None:
        yield day.isoformat()


FAMILY = Family("record", "record", frozenset({About.NONE, About.INVITATION, About.CALL}), _read)
