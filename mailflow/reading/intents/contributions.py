"""materials, nothing: what the sender hands in for the meeting, or that there is none (policy 4)."""

import re

from mailflow.core.intents import Materials, Nothing
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_LINK = re.compile(r"https?://|www\.", re.I)
_OWED = ("topic", "material", "add", "agenda", "discuss")
_SMALL = 8
_LITTLE = 3


def _materials(scene: Scene) -> tuple[list[Finding], list[Doubt]]:
    """Attachments are handed in, whatever the words are, unless the words call them something else."""
    files = tuple(a.name for a in scene.mail.materials)
    speaking = [c for c in scene.clauses if c.has("attachment")]
    if files:
        if any(c.has("evidence") for c in speaking or scene.clauses):
            return [], []
        return [Finding(Materials(files=files), places(speaking), "attached")], []
    for clause in speaking:
        promised = any(c.has("promise_file") for c in scene.sentence(clause))
        if not (clause.asks or promised or clause.has("received", "neg", "future", "past", "notyet")):
            return [], [Doubt(clause.index, "announced, but not attached")]
    linked = next((c for c in scene.clauses if _LINK.search(c.words)), None)
    return [], [Doubt(linked.index, "a link, no file")] if linked else []


def _has_nothing(clause: Clause) -> bool:
    if clause.asks or clause.supposes or clause.has("notyet", "past"):
        return False
    place = clause.first("nothing")
    if place is not None and clause.before(place, "is_not"):
        return False  # “不是没有议题，是还没想好”
    if place is not None and "bare_nothing" not in clause.tokens[place].classes:
        return not clause.has("received")
    owed = [
        i
        for i in clause.find(*_OWED)
        if (negated(clause, i) and not _of_one_thing(clause, i)) or (place is not None and place < i)
    ]
    if owed:
        return not clause.has("done", "doing", "finish_by")
    return place is not None and clause.size <= _SMALL and not clause.has("objection", "confirm", "attend", "absent")


def _of_one_thing(clause: Clause, place: int) -> bool:
    """“不要讨论返利了” is about one thing, “没有要讨论的” about all."""
    token = clause.tokens[place]
    return (
        not token.classes.isdisjoint({"discuss", "add"}) and clause.uncovered(token.end, len(clause.folded)) > _LITTLE
    )


def _read(scene: Scene) -> Findings:
    materials, missing = _materials(scene)
    empty = [c for c in scene.clauses if _has_nothing(c)] if scene.about is About.CALL else []
    nothing = [Finding(Nothing(), places(empty), "has nothing to submit")] if empty else []
    return Findings((*materials, *nothing), tuple(missing))


FAMILY = Family("contributions", "contributions", _ABOUTS, _read)
