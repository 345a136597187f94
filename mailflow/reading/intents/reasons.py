"""The free words that belong to an intent: the reason of a leave, the note beside “done”."""

import re
from collections.abc import Iterable

from mailflow.core.intents import Done, Leave, ProgressReport
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Finding, Scene
from mailflow.reading.lexicon import Token
from mailflow.reading.numbers import find_percents

# Words that lead to a reason and are no part of it.
_LEADS = frozenset(
    {"cause", "contrast", "sorry", "afraid", "also", "result", "greeting", "ok", "thanks", "withdraw", "retract"}
)  # fmt: skip
# Words that end the reason inside the deciding clause, and those that may stand in front of it there.
_DECIDING = frozenset(
    {"absent", "attend", "unable", "busy", "extend", "want", "cancel", "reject", "approve", "for_me", "standin", "neg",
     "move", "please", "must"}
)  # fmt: skip
_IN_FRONT = frozenset(
    {DAY, "self", "meeting", "particle", "also", "sorry", "greeting", PERSON, "will", "task", "result", "contrast",
     "ok", "afraid", "please"}
)  # fmt: skip
# What a clause may hold and still tell nothing.
_TELLS_NOTHING = (
    "sorry", "received", "ok", "self", DAY, "meeting", "task", "contrast", "also", "you", "afraid", "yes", "see_you",
    "please", "result", "thanks", "greeting", "agree_all", "cause",
)  # fmt: skip
_STATE = (
    "done", "doing", "notyet", "neg", "already", "task", "almost", "self", DAY, "partial", "agree_all", "result",
    "contrast", "is", "finish_by",
)  # fmt: skip
_WHAT_FOR = re.compile(r"(?:一天|半天|一次|一下|了)?(?P<what>(?:去|要|陪|回|带|送|接|办|看|参加)[\u4e00-\u9fff]{1,14})")
_MOST = 0.6
_STRIPPED = " \t\n，,；;：:。.!！、"


def free_words(scene: Scene, finding: Finding, found: list[Finding], taken: set[int]) -> str | None:
    """The facts that stand with the intent: in its own sentences, else inside the clause, else in the sentence beside."""
    if not finding.places:
        return None
    others = {p for f in found if f is not finding for p in f.places}
    if isinstance(finding.intent, Done | ProgressReport):
        return _note(scene, finding, others, taken)
    own = {scene.clauses[p].sentence for p in finding.places}
    free = [c for c in scene.clauses if c.index not in taken and _tells(c) and not _tells_of_other(finding, c)]
    near = [c for c in free if c.sentence in own]
    words = _joined(scene, near, finding) or _inside(scene, finding)
    return words or _joined(scene, _beside(scene, free, own, others), finding) or None


def _tells(clause: Clause) -> bool:
    """Does the clause state a fact? Courtesy, thanks, promises and files do not."""
    if clause.asks or clause.supposes or clause.has("courtesy", "withdraw", "contact", "attachment", "recheck"):
        return False
    if clause.has("please") and not clause.has("cause"):
        return False
    return not clause.made_of(*_TELLS_NOTHING) and (
        clause.size > 1 or len(clause.tokens) > 1 or clause.has("away", "busy")
    )


def _tells_of_other(finding: Finding, clause: Clause) -> bool:
    """“材料已发给她” beside a leave is no reason for it."""
    return isinstance(finding.intent, Leave) and clause.has("material", "pronoun") and not clause.has("cause", "away")


def _beside(scene: Scene, free: list[Clause], own: set[int], others: set[int]) -> list[Clause]:
    """The sentences after, else the one before, where they belong to no other intent."""
    foreign = {scene.clauses[p].sentence for p in others}
    after = [c for c in free if c.sentence in (max(own) + 1, max(own) + 2) and c.sentence not in foreign]
    return after or [c for c in free if c.sentence in (min(own) - 1, min(own) - 2) and c.sentence not in foreign]


def _joined(scene: Scene, near: list[Clause], finding: Finding) -> str:
    """The run of clauses that begins with the cause, else with the first fact."""
    leaves = isinstance(finding.intent, Leave)
    first = next((i for i, c in enumerate(near) if not (leaves and _of_colleague(scene, c))), 0)
    caused = next((i for i, c in enumerate(near) if c.has("cause")), first)
    run: list[Clause] = []
    for clause in near[caused:]:
        if run and clause.index != run[-1].index + 1:
            break
        run.append(clause)
    if not run:
        return ""
    start, end = run[0].start, run[-1].end
    words = scene.text[start + _lead(run[0], without_day=False) : end].strip(_STRIPPED)
    bare = scene.text[start + _lead(run[0], without_day=True) : end].strip(_STRIPPED)
    # A day in front may stand or not (contract: ``leave``); in front of a word or two it stays.
    return bare if isinstance(finding.intent, Leave) and len(bare) >= _MOST * len(words) else words


def _of_colleague(scene: Scene, clause: Clause) -> bool:
    """“郑洁那天也忙，……我去总部培训”: why the other one cannot stand in is not why the sender does not come."""
    return bool(scene.others(clause)) and scene.subject(clause, len(clause.tokens)) in ("other", "group")


def _lead(clause: Clause, *, without_day: bool) -> int:
    """How far the words reach that only lead to the reason; a day in front may stand or not (contract: ``leave``)."""
    at = 0
    for token in clause.tokens:
        leads = bool(token.classes & _LEADS) or (without_day and bool(token.classes & {DAY, "particle"}))
        if not leads or clause.uncovered(at, token.start):
            break
        at = token.end
    return at


def _inside(scene: Scene, finding: Finding) -> str:
    """“因病请假”, “家里有事请假”: the reason stands in the deciding clause itself, before the deciding word."""
    for place in sorted(finding.places):
        clause = scene.clauses[place]
        leaves = isinstance(finding.intent, Leave)
        words = _before_decision(clause) if leaves or clause.has("cause") else ""
        words = words or (_behind_decision(clause) if leaves else "")
        if words:
            return words
    return ""


def _before_decision(clause: Clause) -> str:
    start, stop = 0, len(clause.folded)
    for token in clause.tokens:
        if token.classes & _DECIDING and not token.classes & {"cause", "away"}:
            if token.classes & {"for_me", "standin"} and not clause.has("cause", "away", "busy"):
                return ""  # “由王小明代我参加”: who, not why
            stop = token.start
            break
        if token.classes & {"assign", "send_person"} and _names_person_next(clause, token):
            stop = token.start
            break
        if "cause" in token.classes or (token.classes & _IN_FRONT and clause.uncovered(start, token.start) == 0):
            start = token.end
    ahead = [t for t in clause.tokens if start <= t.start and t.end <= stop]
    for token in reversed(ahead):
        if not token.classes & _IN_FRONT or clause.uncovered(token.end, stop):
            break
        stop = token.start
    says = clause.uncovered(start, stop) > 1 or any(t.classes & {"away", "busy", "outsider"} for t in ahead)
    decides = stop < len(clause.folded) or clause.has("away")
    return clause.words[start:stop].strip(_STRIPPED) if says and decides else ""


def _names_person_next(clause: Clause, token: Token) -> bool:
    """由 in “因病由陈静代我参加”: the substitute begins there."""
    return any(PERSON in t.classes and t.start == token.end for t in clause.tokens)


def _behind_decision(clause: Clause) -> str:
    """“请假去看牙”: what for."""
    place = clause.first("absent")
    if place is None:
        return ""
    end = clause.tokens[place].end
    behind = _WHAT_FOR.match(clause.folded, end)
    if behind is None or any(t.classes & _DECIDING for t in clause.tokens[place + 1 :]):
        return ""
    return clause.words[behind.start("what") : behind.end("what")].strip(_STRIPPED)


def _note(scene: Scene, finding: Finding, others: set[int], taken: set[int]) -> str | None:
    """What is said of the task beyond its bare state, up to where the next thing is said."""
    own = sorted(finding.places)
    state = _state(scene, own)
    reach = {scene.clauses[p].sentence for p in own}
    last = max(reach)
    mine = [
        c for c in scene.clauses
        if c.index != state and c.index not in others and (c.sentence in reach or last < c.sentence <= last + 2) and (c.index in finding.places or c.index not in taken)
    ]  # fmt: skip
    said: list[Clause] = []
    for clause in _until_foreign(scene, mine, others):
        if _tells(clause) and not clause.made_of(*_STATE):
            said.append(clause)
    run = [c for i, c in enumerate(said) if not i or c.index - said[i - 1].index <= 1]
    if not run:
        return None
    start = run[0].start + _lead(run[0], without_day=False)
    return scene.text[start : run[-1].end].strip(_STRIPPED) or None


def _state(scene: Scene, own: list[int]) -> int:
    """The clause of the bare state: the one with a figure, else one that says nothing else, else the first."""
    figure = next((p for p in own if find_percents(scene.clauses[p].folded)), None)
    bare = next((p for p in own if scene.clauses[p].made_of(*_STATE)), None)
    return figure if figure is not None else bare if bare is not None else own[0]


def _until_foreign(scene: Scene, mine: list[Clause], others: set[int]) -> Iterable[Clause]:
    stops = {scene.clauses[p].sentence for p in others}
    own = {c.sentence for c in mine[:1]}
    return (c for c in mine if c.sentence not in stops or c.sentence in own)
