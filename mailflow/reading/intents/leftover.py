"""What no family explained: a clause that wants something, and nobody could tell what."""

from mailflow.core.intents import Accept, Approve, Confirm, Counter, Done, Intent, Tentative
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.scene import Scene

_HARMLESS = ("courtesy", "contact", "thanks", "admonition")
# What touches the matter that was asked: where nothing was decided, a person must look.
_TOUCHES = {
    About.INVITATION: ("away", "unable", "busy", "no", "no_one", "absent"),
    About.CALL: ("away", "unable", "busy", "no", "no_one", "absent"),
    About.SUBSTITUTE: ("away", "unable", "busy", "no", "no_one", "absent"),
    About.APPROVAL: ("unable", "no", "terms", "extend", "absent", "notyet"),
    About.MINUTES: ("unable", "no", "objection", "wrong"),
    About.MINUTES_REQUEST: ("unable", "no", "no_one", "is_not"),
    About.RESOLUTION: ("unable", "no", "notyet", "extend", "not_mine", "attachment"),
}
# Behind “but” one of these may spoil what is said to be done.
_SPOILS = ("hedge", "neg", "unable", "notyet", "pending", "rest", "except")
# Beside “done” one of these that is not there yet leaves it open whether it is (“已完成，数据还没收齐”).
_OF_WORK = ("material", "done", "act", "task", "hands_in", "attachment")
_ADDRESSES = ("greeting", "you", "thanks", "sorry", "group")
_LONG = 24
"""More than this much in unknown words beside 收到 may be a decision: twelve Chinese characters."""


def left_over(scene: Scene, explained: set[int], decided: list[Intent]) -> Clause | None:
    """The first clause that a person must look at."""
    open_ones = [c for c in scene.clauses if c.index not in explained and not c.made_of(*_ADDRESSES)]
    rest = (
        c for c in open_ones
        if _wants(scene, c, decided, explained) or _for_other(scene, c) or (not decided and _touches(scene, c))
    )  # fmt: skip
    return next(rest, None)


def _wants(scene: Scene, clause: Clause, decided: list[Intent], explained: set[int]) -> bool:
    harmless = any(c.has(*_HARMLESS) for c in (clause, *(scene.sentence(clause) if clause.supposes else ())))
    if (clause.asks or clause.supposes) and not harmless:
        return not any(isinstance(i, Tentative) for i in decided)
    asks_for_time = any(isinstance(i, Counter) for i in decided)
    told_later = bool(decided) and clause.has("contact")  # “我不去了，你们定了告诉我就行”
    if clause.has("vague") and not (asks_for_time and clause.has("you_decide")) and not told_later:
        return True
    after = scene.after(clause)
    # “只是上回忘了点确认。我会准时到”: of what was before, the plain answer behind it is the last word.
    near = after is not None and (after.sentence == clause.sentence or clause.has("past"))
    goes_on = near and after is not None and after.index in explained
    if clause.link == "contrast" and decided and not harmless and not goes_on:
        return _may_be_taken_back(clause, decided)
    lacks = (clause.has("notyet") and clause.has(*_OF_WORK)) or clause.first("except") == 0
    if lacks and any(isinstance(i, Done) for i in decided):
        return True
    return clause.has("please", "want") and not decided and not (harmless or clause.has("greeting", "sorry"))


def _may_be_taken_back(clause: Clause, decided: list[Intent]) -> bool:
    """“同意，但…” and “参加，但…” may be undone by what follows; a no, a report or a topic is not."""
    if any(isinstance(i, Accept | Approve | Confirm) for i in decided):
        return True
    return any(isinstance(i, Done) for i in decided) and clause.has(*_SPOILS)


def _for_other(scene: Scene, clause: Clause) -> bool:
    """“…, Chen Jing won't either”: what is said of another's coming is left over."""
    asked_who_comes = scene.about in (About.INVITATION, About.CALL)
    bare = clause.made_of(PERSON, "neg", "unable", "will", "particle", "contrast", "soft", "hedge")
    if asked_who_comes and bare and scene.others(clause) and clause.has("neg", "unable"):
        return True
    return asked_who_comes and bool(scene.others(clause)) and clause.has("too") and clause.has("neg", "unable")


def _touches(scene: Scene, clause: Clause) -> bool:
    return clause.has(*_TOUCHES.get(scene.about, ()))


def says_more(scene: Scene, explained: set[int]) -> Clause | None:
    """Beside 收到 and thanks stands something that is neither: it may be a decision in words unknown here."""
    rest = (c for c in scene.clauses if c.index not in explained)
    return next((c for c in rest if c.size > _LONG and not c.has("thanks", "greeting", "courtesy")), None)
