"""acknowledge: read, thanked, promised, and nothing decided."""

from mailflow.core.intents import Acknowledge
from mailflow.core.reply import About
from mailflow.reading.dates import Part
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Family, Finding, Findings, Scene, places

_SMALL = (
    "received", "ok", "thanks", "greeting", "courtesy", "sorry", "self", "will", "already", "you", "contact", DAY,
    "meeting", "archive", "also", "withdraw", "task", "agenda", "future", "please", PERSON, "see_you", "topic", "is",
)  # fmt: skip
_READ = ("received", "ok", "thanks", "courtesy", "see_you", "contact")
_PROMISED = (
    "hands_in", "finish_by", "done", "promise_file", "recheck", "send", "doing", "contact", "add", "received",
)  # fmt: skip
_TO_DECIDE = ("recheck", "contact", "received", "answer")
"""What one who is asked to decide can promise."""
_MOST_THANKED = 20
_NO_THANKS = (
    "neg", "unable", "notyet", "contrast", "absent", "attend", "come", "done", "approve", "confirm", "extend", "late",
    "please", "want", "standin", "for_me",
)  # fmt: skip
"""“Thank you for all your help this week” is thanks, as long as nothing of these is in it."""
_MEASURE = 2
"""So much may stand unknown between 上周那 and 会: 场, 个, 次."""
_LATER = ("will", "future", "promise_file", "recheck")
_NOT_PROMISED = ("unable", "neg", "notyet")


def _read(scene: Scene) -> Findings:
    kind = [c for c in scene.clauses if _polite(c) or _promises(scene, c) or _tells_of_earlier(scene, c)]
    only_polite = kind and len(kind) == len(scene.clauses)
    heard = (c for c in kind if c.has(*_READ) or _promises(scene, c) or _tells_of_earlier(scene, c))
    if not only_polite and not any(heard):
        return Findings((), (), places(kind))
    return Findings((Finding(Acknowledge(), places(kind), "read"),), (), places(kind))


def _polite(clause: Clause) -> bool:
    if clause.asks or clause.supposes:
        return clause.has("contact", "courtesy") and clause.tail != "?"
    if clause.has("terms"):
        return False
    if clause.has("received") and clause.size <= 12 and not clause.has("neg", "unable", "notyet", "contrast"):
        return True
    if clause.first("thanks") == 0 and clause.size <= _MOST_THANKED and not clause.has(*_NO_THANKS):
        return True
    return (
        clause.has("received", "ok", "thanks", "greeting", "courtesy", "sorry", "contact")
        and clause.made_of(*_SMALL, spare=6)
        and not _names_somebody(clause)
    )


def _tells_of_earlier(scene: Scene, clause: Clause) -> bool:
    """“上周那场会我堵在路上才没赶上”: of a meeting that was, in the answer to one that is to come.

    “上周通知的例会我请假” is of the one to come: 上周 says when something else was done.
    """
    if scene.about not in (About.INVITATION, About.CALL) or clause.asks or clause.supposes:
        return False
    past, meeting = clause.first("past"), clause.first("meeting")
    if past is None or meeting is None or past > meeting or clause.has("please", "want", "vague"):
        return False
    between = clause.tokens[past + 1 : meeting]
    apart = clause.uncovered(clause.tokens[past].end, clause.tokens[meeting].start)
    of_it = apart <= _MEASURE and all("particle" in t.classes or DAY in t.classes for t in between)
    return of_it and clause.has("come", "attend", "absent", "late", "late_bare")


def _promises(scene: Scene, clause: Clause) -> bool:
    """“会按时完成”, “周五交”, “I'll send it tomorrow”: something for later."""
    place = clause.first(*(_PROMISED if scene.about is not About.APPROVAL else _TO_DECIDE))
    if place is None or clause.has("please", "to_me") or clause.asks or clause.supposes or clause.has(*_NOT_PROMISED):
        return False
    ahead = any(d.day and d.day >= scene.now.date() for d in clause.dates) or _later_today(clause)
    return (clause.has(*_LATER) or ahead) and scene.subject(clause, place) in ("self", "")


def _later_today(clause: Clause) -> bool:
    """“晚上整理好发您”."""
    part = any(d.day is None and d.part in (Part.AFTERNOON, Part.EVENING) for d in clause.dates)
    return part and not clause.has("already") and "了" not in clause.folded


def _names_somebody(clause: Clause) -> bool:
    """“是冯雪” says who it is, it does not agree."""
    place = clause.first("ok")
    return place is not None and "is" in clause.tokens[place].classes and clause.after(place, PERSON)


FAMILY = Family("acknowledge", "acknowledge", frozenset(About), _read)
