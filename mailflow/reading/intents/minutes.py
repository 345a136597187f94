"""minutes: the recorder's answer to the request for them (policy 5.3.1)."""

import re

from mailflow.core.intents import MinutesSent
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.lists import listed
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, places
from mailflow.reading.minutes.dropping import droppings

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_MOST_ANSWERS = 8
_LEAST = 24
"""A record of a meeting is longer than this."""


def _read(scene: Scene) -> Findings:
    """Minutes are an attachment, or words that look like a record of a meeting."""
    everywhere = places(scene.clauses)
    if scene.mail.materials and not _called_else(scene):
        return Findings((Finding(MinutesSent(), everywhere, "attached"),), (), everywhere)
    if _is_record(scene):
        return Findings((Finding(MinutesSent(), everywhere, "a record of the meeting"),), (), everywhere)
    if _names_what_is_dropped(scene):
        return Findings((Finding(MinutesSent(), everywhere, "which resolution is dropped"),), (), everywhere)
    announced = next(
        (c for c in scene.clauses if c.has("attachment") and not c.asks and not c.has("promise_file")), None
    )
    if announced:
        return Findings((), (Doubt(announced.index, "announced, but not attached"),))
    linked = next((c for c in scene.clauses if _LINK.search(c.words)), None)
    return Findings((), (Doubt(linked.index, "a link, not the minutes"),)) if linked else Findings()


def _called_else(scene: Scene) -> bool:
    """The attachment is said to be something else than the minutes."""
    return any(c.has("evidence") for c in scene.clauses)


def _names_what_is_dropped(scene: Scene) -> bool:
    """The answer to “which one?” (policy 5.3.4): every line drops a task by its name, or says that none is dropped."""
    lines = {line.strip() for line in scene.text.splitlines() if line.strip()}
    book = scene.tools.minutes
    if not book or not lines or len(lines) > _MOST_ANSWERS:
        return False
    return lines == {d.line for d in droppings(scene.text, book, scene.tools.people) if d.certain}


def _is_record(scene: Scene) -> bool:
    """Labels (出席：…, Present: …), a table, or a list of decisions with who and until when."""
    if len(scene.text) < _LEAST or any(c.asks for c in scene.clauses):
        return False
    labels = [c for c in scene.clauses if c.has("record") and (c.tail in (":", "：") or _opens_line(scene, c))]
    speaking = {t.word for t in scene.tokens if "record" in t.classes}
    people = {p.people for c in scene.clauses for p in c.people}
    rows = len(listed(scene.text)) + scene.text.count("|") // 2
    return (
        len(labels) >= 2 or (len(speaking) >= 2 and len(people) >= 2) or (rows >= 2 and bool(people) and bool(speaking))
    )


def _opens_line(scene: Scene, clause: Clause) -> bool:
    ahead = scene.text[: clause.start].rstrip(" \t　")
    return (not ahead or ahead.endswith("\n")) and clause.first("record") == 0


FAMILY = Family("minutes", "minutes", frozenset({About.MINUTES_REQUEST}), _read)
