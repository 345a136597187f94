"""acknowledge: read, thanked, promised, and nothing decided."""

from mailflow.core.intents import Acknowledge
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Family, Finding, Findings, Scene, places

_SMALL = (
    "received", "ok", "thanks", "greeting", "courtesy", "sorry", "self", "will", "already", "you", "contact", DAY, "meeting",
    "archive", "also", "withdraw", "task", "agenda", "material", "attachment", "future", "please", PERSON, "see_you",
)  # fmt: skip
_PROMISED = (
    "finish_by",
    "done",
    "promise_file",
    "recheck",
    "send",
    "doing",
    "contact",
    "material",
    "add",
    "received",
    "task",
    "find",
    "handover",
    "topic",
)


def _read(scene: Scene) -> Findings:
    kind = [c for c in scene.clauses if _polite(c) or _promises(scene, c)]
    if not any(
        c.has("received", "ok", "thanks", "courtesy", "see_you", "contact") or _promises(scene, c) for c in kind
    ):
        return Findings((), (), places(kind))
    return Findings((Finding(Acknowledge(), places(kind), "read"),), (), places(kind))


def _polite(clause: Clause) -> bool:
    if clause.asks or clause.supposes:
        return clause.has("contact", "courtesy") and not clause.tail == "?"
    if (
        clause.has("received")
        and clause.uncovered(0, len(clause.folded)) <= 12
        and not clause.has("neg", "unable", "notyet", "contrast")
    ):
        return True
    return clause.has("received", "ok", "thanks", "greeting", "courtesy", "sorry", "contact") and clause.made_of(
        *_SMALL, spare=6
    )


def _promises(scene: Scene, clause: Clause) -> bool:
    """“会按时完成”, “I'll send it tomorrow”: something for later."""
    if clause.asks or clause.supposes or clause.has("unable", "neg", "notyet", "hedge_no"):
        return False
    later = clause.has("will", "future", "promise_file", "recheck")
    place = clause.first(*_PROMISED)
    if not later or place is None:
        return False
    return scene.subject(clause, place) in ("self", "")


FAMILY = Family("acknowledge", "acknowledge", frozenset(About), _read)
