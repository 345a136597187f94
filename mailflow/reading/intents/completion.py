"""How far a task is: done, not done, promised, or how much of it (policy 5.3.4)."""

import re
from dataclasses import dataclass
from enum import Enum

from mailflow.reading.intents.clauses import DAY, Clause
from mailflow.reading.intents.refers import names_task
from mailflow.reading.intents.scene import Scene, denials, negations
from mailflow.reading.numbers import FoundPercent, find_percents

_AIM = re.compile(r"(?:到了?|至|to|→|->|=>|➜)\s*$")
_HAS_BEEN = ("了", "啦", "喽", "咯", "嘞")
_FULL = 100
_SHORT_NAME = 6
_LITTLE = 4
"""So much may stand unknown behind 还没: two Chinese characters."""
_NOT_ALL = ("notyet", "almost", "partial", "except", "rest")
_BARE = ("almost", "notyet", "self", "task", "ok")
# What may stand behind a word of finishing without naming a part.
_NEUTRAL = (
    "particle", "done", "act", "material", "task", "it", "agree_all", "you", "thanks", "day", "ok", "toward",
    "person", "self", "courtesy", "please", "question", "already", "retract", "sorry", "remote", "then", "hands_in",
    "past", "status_word", "duly", "since", "outsider", "foreign", "as_of", "come",
)  # fmt: skip
DENIED_TWICE = "a double negation"
"""The doubt that a plain word behind it settles."""
_LATER = ("future", "will", "able", "must", "want", "strive")


class State(Enum):
    DONE = "done"
    OPEN = "open"  # not done, as it stands now
    PROMISED = "promised"  # will be done
    PART = "part"  # something is done, perhaps not all
    WONT = "won't"  # cannot be done in time
    DOUBT = "doubt"


@dataclass(frozen=True)
class Completion:
    """``percent`` of the whole, None where no figure for it is named; ``rule`` says why it is in doubt.

    ``waits``: only somebody else's step is open (等批复). ``figure`` is that of what the clause itself names.
    """

    state: State
    percent: int | None = None
    figure: int | None = None
    rule: str = ""
    waits: bool = False


def completion(scene: Scene, clause: Clause) -> Completion | None:
    """None where the clause says nothing of how far the task is."""
    if clause.has("rhetoric"):
        return Completion(State.DOUBT, rule=DENIED_TWICE)  # “谁说没完成？上周就交了”
    if clause.has("believed"):
        return Completion(State.DOUBT, rule="had thought so")
    said = _share(scene, clause) or _spoken(scene, clause)
    if said is None or said.state is State.DOUBT:
        return said
    if clause.asks:
        return Completion(State.DOUBT, rule="asked, not said")
    if said.state is not State.PROMISED and scene.told_by_other(clause):
        return Completion(State.DOUBT, rule="somebody else's words")
    if clause.supposes:
        return Completion(State.DOUBT, rule="under a condition")
    return said


def _share(scene: Scene, clause: Clause) -> Completion | None:
    """“完成80%”, “五成”; what is left (还差20%), and a part's figure, are no figure for the whole."""
    shares = find_percents(clause.folded)
    if not shares or clause.has("originally", "earlier_said", "goal"):
        return None  # “目标80%”, “原来说80%”
    first = shares[0].start
    if len(shares) == 2 and _AIM.search(clause.folded[: shares[1].start]):
        shares = shares[1:]  # 从60%推进到80%
    values = {s.value for s in shares}
    percent = values.pop() if len(values) == 1 and not _bounded(clause, shares[0]) else None
    behind = [i for i, t in enumerate(clause.tokens) if t.start >= shares[-1].end]
    if any(t.end <= first and "rest" in t.classes for t in clause.tokens) or any(
        "rest" in clause.tokens[i].classes for i in behind
    ):
        return Completion(State.OPEN)
    of_others = clause.has("comparison") or _is_of_others(clause, shares[-1].end)
    if of_others or not _of_whole(scene, clause, first):
        figure = percent if not of_others and percent != _FULL else None
        return Completion(State.OPEN, figure=figure) if clause.has("done", "doing", "status_word") else None
    if percent == _FULL:
        return Completion(State.OPEN if clause.has("neg", "unable", *_NOT_ALL) else State.DONE)
    if _one_of_several(scene, clause, first):
        return Completion(State.OPEN)
    if clause.has("must", "want", "strive") and not clause.has("already", "doing", "status_word"):
        return Completion(State.PROMISED)
    return Completion(State.OPEN, percent, percent)


def _one_of_several(scene: Scene, clause: Clause, start: int) -> bool:
    """“华东90%，华南60%”: each figure is a part's."""
    others = any(c is not clause and find_percents(c.folded) for c in scene.sentence(clause))
    return others and clause.uncovered(0, start) > 2 and not clause.has("whole", "status_word")


def _bounded(clause: Clause, share: FoundPercent) -> bool:
    """“80%以上”, “more than 80%” name no figure."""
    bounds = [clause.tokens[i] for i in clause.find("bound")]
    return any(t.end <= share.start <= t.end + 1 or share.end <= t.start <= share.end + 1 for t in bounds)


def _is_of_others(clause: Clause, end: int) -> bool:
    """“80% of the suppliers”: a share of something else than the work."""
    rest = clause.folded[end:].lstrip()
    behind = [t for t in clause.tokens if t.start >= end]
    return rest.startswith("of ") and not any(t.classes & {"task", "it", "material", "whole"} for t in behind[:4])


def _of_whole(scene: Scene, clause: Clause, start: int) -> bool:
    """Before the figure stands nothing but the task itself: “东区完成90%” is a part's."""
    named = clause.words[:start]
    own = scene.context.resolution
    if own is None:
        return not clause.before(len([t for t in clause.tokens if t.end <= start]), "partial")
    ahead = [t for t in clause.tokens if t.end <= start]
    says = clause.uncovered(0, start) > 2 and not any("self" in t.classes or "already" in t.classes for t in ahead[:1])
    return not (says and not names_task(named, own.title)) and not any("partial" in t.classes for t in ahead)


def _spoken(scene: Scene, clause: Clause) -> Completion | None:
    if clause.has("wont"):
        return Completion(State.WONT)
    if any(not _is_noun(clause, i) for i in clause.find("close_it")) and not clause.has("neg", "unable"):
        return Completion(State.DONE)
    for place in clause.find("done", "act"):
        if scene.subject(clause, place) == "outsider" and not clause.has("task"):
            continue
        said = _of_verb(scene, clause, place)
        if said is not None:
            return said
    if clause.dates and any(negations(clause, i) % 2 for i in clause.find("finish_by")):
        return Completion(State.WONT)  # “I don't think I'll make it by Friday”
    open_ones = list(clause.find("doing", "rest"))
    if (
        open_ones
        and not clause.has("strive", "want")
        and not all(denials(clause, i) and "rest" in clause.tokens[i].classes for i in open_ones)
    ):
        return Completion(State.OPEN, waits=clause.has("waits") and not clause.has("rest", "notyet"))
    denied = clause.has("neg") and not clause.has("needless")
    if clause.has("status_word") and (denied or clause.has("duly")) and clause.size <= 2:
        return Completion(State.OPEN)  # 没有进展, 进度正常
    return Completion(State.OPEN) if _not_yet(scene, clause) or _more_left(clause) else None


def _is_noun(clause: Clause, place: int) -> bool:
    """“结案的流程还没走”: what is spoken of, not what is done."""
    return clause.folded[clause.tokens[place].end :].startswith("的")


def _more_left(clause: Clause) -> bool:
    """“还有两家没走访”."""
    place = clause.first("more_of")
    return place is not None and clause.after(place, "neg") and not clause.has("self", "question")


def _not_yet(scene: Scene, clause: Clause) -> bool:
    """“还没顾上”, “还没弄”, “差不多了”: with little behind it."""
    place = clause.first("notyet")
    if place is None:
        return clause.has("almost") and clause.made_of(*_BARE)
    of_other = clause.before(place, "material", "outsider", "other", "person", "group") and not clause.before(
        place, "self"
    )
    little = clause.uncovered(clause.tokens[place].end, len(clause.folded)) <= _LITTLE
    return clause.has("finish_by", "task") or (little and not of_other)


def _of_verb(scene: Scene, clause: Clause, place: int) -> Completion | None:
    """What a word of finishing, or of doing with 已 or 了, says."""
    token = clause.tokens[place].word
    perfect = _is_perfect(clause, place)
    finishes = "done" in clause.tokens[place].classes
    if clause.has("originally"):
        return Completion(State.DOUBT, rule="had thought so")
    if _of_unknown(clause, place):
        return None
    if _waits_for(clause, place) and not perfect:
        return Completion(State.OPEN, waits=True)
    denied = negations(clause, place)
    if denied > 1 or denials(clause, place) > denied:
        return Completion(State.DOUBT, rule=DENIED_TWICE)
    if denied:
        return _denied(clause, place)
    if (clause.has(*_NOT_ALL) or clause.before(place, "draft")) and (finishes or perfect):
        return Completion(State.OPEN)
    if perfect and _has_yet_to_come(scene, clause):
        return Completion(State.DOUBT, rule="done on a day to come?")
    if clause.before(place, "strive") or _when_done(clause, place):
        return Completion(State.PROMISED)
    ahead = not clause.has("since") and any(d.day is None or d.day >= scene.now.date() for d in clause.dates)
    if clause.has("hedge") and not (ahead and not perfect):
        return (
            Completion(State.DOUBT, rule="perhaps done")
            if perfect or _is_participle(clause, place)
            else Completion(State.PROMISED)
        )
    if clause.before(place, *_LATER) and not (perfect and clause.before(place, "already")):
        return Completion(State.PROMISED) if finishes or "finish_by" in clause.tokens[place].classes else None
    if ahead and not perfect and not _today(scene, clause):
        return Completion(State.PROMISED) if finishes or "finish_by" in clause.tokens[place].classes else None
    if not (perfect or finishes):
        return None
    if clause.has("duly") and not perfect and not token.isascii():
        return Completion(State.DOUBT, rule="done, or to be done?")
    return Completion(State.PART if _names_part(scene, clause, place) else State.DONE)


def _waits_for(clause: Clause, place: int) -> bool:
    """“等数据到齐”, “在等合同签完” — not the 等 of “报表等已交齐”."""
    waits = next((t for t in clause.tokens[:place] if "waits" in t.classes), None)
    return waits is not None and not clause.uncovered(0, waits.start)


def _has_yet_to_come(scene: Scene, clause: Clause) -> bool:
    """“12月30日已完成”, written before. A weekday alone (“周一已交”) is the past one."""
    ahead = any(
        d.day is not None and d.day > scene.now.date() and any(c.isdigit() for c in clause.folded[d.start : d.end])
        for d in clause.dates
    )
    return ahead and clause.made_of(DAY, "already", "done", "act", "finish_by", "self")


def _when_done(clause: Clause, place: int) -> bool:
    """“完成后第一时间汇报”, “once done I'll report”."""
    following = clause.next_to(place)
    then = following is not None and "when_done" in following.classes
    return (then and not clause.before(place, "already")) or (place > 0 and "once" in clause.tokens[place - 1].classes)


def _of_unknown(clause: Clause, place: int) -> bool:
    """“QA is closed”: a short name that nobody knows does it, no task."""
    token = clause.tokens[place]
    ahead = clause.uncovered(0, token.start)
    return (
        token.word.isascii() and 0 < ahead < _SHORT_NAME and not clause.before(place, "self", "task", "it", "material")
    )


def _names_part(scene: Scene, clause: Clause, place: int) -> bool:
    """“已完成数据收集”: what is done bears another name than the task."""
    own = scene.context.resolution
    if place and "is" in clause.tokens[place - 1].classes:
        return False  # “is done and in the folder”: nothing behind is what was done
    named = clause.words[clause.tokens[place].end :]
    return (
        own is not None
        and clause.content(clause.tokens[place].end, len(clause.folded), *_NEUTRAL) > 3
        and not names_task(named, own.title)
    )


def _denied(clause: Clause, place: int) -> Completion:
    """“没完成” is how it stands; “完成不了”, “cannot finish by Friday” is what will not be."""
    following = clause.next_to(place)
    unable = clause.before(place, "unable") and not clause.before(place, "notyet")  # 未能按期完成 tells of what was
    wont = unable or (following is not None and "cannot_after" in following.classes)
    return Completion(State.WONT if wont or (clause.dates and clause.before(place, "will", "future")) else State.OPEN)


def _is_perfect(clause: Clause, place: int) -> bool:
    """已提交, 提交了, 发出去了, 提交完毕."""
    rest = clause.folded[clause.tokens[place].end :]
    following = clause.next_to(place)
    simple_past = (
        clause.tokens[place].word.isascii()
        and (clause.before(place, "self") or _is_past(clause, place))
        and not clause.before(place, *_LATER)
    )
    return (
        simple_past
        or clause.before(place, "already")
        or rest.startswith(_HAS_BEEN)
        or rest.endswith(_HAS_BEEN)
        or (following is not None and "done" in following.classes)
    )


def _is_past(clause: Clause, place: int) -> bool:
    """“Finished this morning.”: nothing stands before it, and nothing behind it lies ahead."""
    token = clause.tokens[place]
    begins = not clause.uncovered(0, token.start) and all(
        t.classes & {"already", "task", "it", "material", "particle"} for t in clause.tokens[:place]
    )
    return (
        begins
        and any(word.endswith(("ed", "done", "sent")) for word in token.word.split())
        and clause.has("day")
        and not any(t.word == "by" or "not_before" in t.classes for t in clause.tokens)
    )


def _is_participle(clause: Clause, place: int) -> bool:
    return clause.tokens[place].word.isascii() and not clause.before(place, "future", "will")


def _today(scene: Scene, clause: Clause) -> bool:
    """“今天完成” may be either; with 上午 or a clock time behind it, it is done."""
    return bool(clause.dates) and all(d.day == scene.now.date() and d.part is not None for d in clause.dates)
