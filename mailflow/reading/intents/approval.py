"""approve, reject: the answer of the one who was asked to decide (policy 5.1.1, 5.3.4)."""

import re
from dataclasses import dataclass
from enum import Enum

from mailflow.core.intents import Approve, Reject
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.completion import State, completion
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, denials, negations, places

_SMALL = (
    "self", DAY, PERSON, "thanks", "greeting", "sorry", "courtesy", "yes", "ok", "no", "approve", "reject", "will",
    "afraid", "extend", "absent", "away", "confirm", "fits", "already", "received", "attend", "done", "finish_by",
    "able", "retract", "other", "withdraw", "you", "task", "meeting", "want", "advance", "delay", "also", "result",
    "owner", "please", "agree_all", "neg", "unable", "is", "flat_no", "move", "it", "material", "act", "extend_to",
    "close_it", "then", "shifts", "affirm", "admonition",
)  # fmt: skip
_OF_ONES_OWN = (*_SMALL, "takes_on", "handover", "cannot_do", "not_mine", "cannot_after", "cause")
"""What may stand beside the word about a task that was handed on."""
_FLAT_NO = ("answer", "is", "must", "flat_no", "neg", "afraid", "sorry", "thanks", "self", "is_not", "result")
_UNSETTLED = ("hedge", "pending", "recheck", "partial", "wish", "unsure")
_OF_COMPLETION = ("done", "completion", "close")
_OF_SHIFT = {
    "leave": ("absent", "go"),
    "extend": ("extend", "shifts"),
    "move": ("move", "delay", "advance", "shifts"),
    "proposals": ("move", "delay", "advance", "shifts"),
    "cancel": ("call_off",),
}


_MOCKS = re.compile(r"([\u4e00-\u9fff])(?:什么|啥)\1|请(?:什么|啥)假")
"""“延什么延”, “请什么假”: no question, but a blunt no."""


_EITHER = re.compile(r"([\u4e00-\u9fff]{1,2})(?:还是|或者?|跟|和)?不\1|不([\u4e00-\u9fff]{1,2})也(?:得|要|只能)\2")
"""“同意不同意都行”, “不批也得批”."""
_SUPPOSED = re.compile(r"\b(?:would|could|might)\b")


class _Vote(Enum):
    YES = "says yes"
    NO = "says no"
    DOUBT = "a double negation"
    OTHER = "somebody else's verdict"


@dataclass(frozen=True)
class _Verdict:
    """``ground``: only the wish itself is denied (“谁都不能缺席”), which beside a plain no tells why."""

    clause: Clause
    vote: _Vote
    ground: bool = False


def _read(scene: Scene) -> Findings:
    said = [v for v in (_verdict(scene, c) for c in scene.clauses) if v is not None]
    if not said:
        said = [v for v in (_by_state(scene, c) for c in scene.clauses) if v is not None]
    plainly = {v.vote for v in said if not v.ground}
    if plainly == {_Vote.NO}:
        said = [v for v in said if not v.ground or v.vote is _Vote.YES]
    doubts = [d for d in (_doubt(scene, v) for v in said) if d is not None]
    doubts += [Doubt(c.index, _Vote.OTHER.value) for c in scene.clauses if _answers_for_other(scene, c)]
    doubted = {d.place for d in doubts}
    yes = [v.clause for v in said if v.vote is _Vote.YES and v.clause.index not in doubted]
    no = [v.clause for v in said if v.vote is _Vote.NO and v.clause.index not in doubted]
    if yes and not no:
        terms = [c for c in scene.clauses if c not in yes and _is_term(scene, c)]
        doubts += [Doubt(c.index, "a term") for c in terms]
    if yes and no:
        doubts.append(Doubt(no[0].index, "yes and no"))
    if doubts or not said:
        return Findings((), tuple(doubts))
    if no:
        return Findings((Finding(Reject(), places(no), "says no", free="reason"),))
    return Findings((Finding(Approve(), places(yes), "says yes"),))


# ------------------------------------------------------------------------------------------------ what a clause says


def _verdict(scene: Scene, clause: Clause) -> _Verdict | None:
    if _MOCKS.search(clause.folded):
        return _Verdict(clause, _Vote.NO)
    votes = {v for v in (_vote(scene, clause, i) for i in clause.find("approve", "reject")) if v is not None}
    bare = _bare(clause) if not votes else None
    shift = _of_shift(scene, clause) if not votes else None
    votes |= {v for v in (bare, shift) if v is not None}
    if not votes:
        return None
    for decisive in (_Vote.OTHER, _Vote.DOUBT, _Vote.NO, _Vote.YES):  # “不同意批准” is one no
        if decisive in votes:
            return _Verdict(clause, decisive, ground=shift is not None and bare is None)
    return None


def _vote(scene: Scene, clause: Clause, place: int) -> _Vote | None:
    classes = clause.tokens[place].classes
    if clause.has("past") or ("opposes" in classes and not clause.has("self") and clause.before(place, "outsider")):
        return None
    if _by_other(scene, clause, place) or clause.has("not_mine"):
        return _Vote.OTHER
    if "cannot_judge" in classes and clause.has("self"):
        return _Vote.OTHER  # “我批不了，找王总”
    before = clause.tokens[place - 1] if place else None
    if before is not None and "not_now" in before.classes:
        return _Vote.DOUBT  # 以后再批
    if _EITHER.search(clause.folded) or _SUPPOSED.search(clause.folded, clause.tokens[place].end):
        return _Vote.DOUBT  # “Approving this would set an example”
    denied = negations(clause, place)
    if denied > 1 or denials(clause, place) > (denied if "reject" not in classes else 0):
        return _Vote.DOUBT
    if "reject" in classes:
        return _Vote.NO
    return _Vote.NO if denied else _Vote.YES


def _by_other(scene: Scene, clause: Clause, place: int) -> bool:
    """“张总不同意”, “请张伟审批”: the verdict of another than the one who was asked; the one who asks is no judge."""
    asker = scene.context.request.person if scene.context.request else None
    judges = [p for p in scene.others(clause) if p.people != (asker,) and p.end <= clause.tokens[place].start]
    before = scene.subject(clause, place) in ("other", "group", "outsider") and (
        bool(judges) or clause.before(place, "other", "outsider", "group")
    )
    return before or _named_behind(scene, clause, place, asker)


def _answers_for_other(scene: Scene, clause: Clause) -> bool:
    """“（代张总回复）”, “on behalf of Zhang Wei”."""
    asker = scene.context.request.person if scene.context.request else None
    named = {p.start for p in scene.others(clause) if p.people != (asker,)}
    acts = (clause.next_to(i) for i in clause.find("acts_for"))
    by_other = any(t is not None and t.start in named for t in acts)
    return by_other and not clause.has("attend", "go")


def _named_behind(scene: Scene, clause: Clause, place: int, asker: Address | None) -> bool:
    """“Approved by Zhang Wei”."""
    following = clause.next_to(place)
    judges = (p for p in clause.people if p.people not in ((asker,), (scene.sender,)))
    return following is not None and following.word == "by" and any(p.start == following.end + 1 for p in judges)


def _bare(clause: Clause) -> _Vote | None:
    """可以, 没问题, “fine”, “no”: nothing else stands there that it could be said of."""
    if clause.has("retract"):
        return None
    if (clause.has("flat_no") or (clause.has("neg", "is_not") and clause.has("afraid"))) and clause.made_of(*_FLAT_NO):
        return _Vote.NO
    if not clause.made_of(*_SMALL):
        return None
    if clause.has("no"):
        return _Vote.NO
    place = clause.first("yes", "ok", "fits", "affirm")
    if place is None:
        return None
    return _Vote.NO if negations(clause, place) % 2 else _Vote.YES


def _of_shift(scene: Scene, clause: Clause) -> _Vote | None:
    """“不延”, “不改”, “可以改”: the wish itself, allowed or denied."""
    asked = scene.context.request.kind if scene.context.request else ""
    if asked == "handed":
        return _of_handover(clause)
    place = clause.first(*_OF_SHIFT.get(asked, ()))
    if asked == "leave" and clause.made_of(*_SMALL, "come", "must") and (away := _may_stay_away(clause)) is not None:
        return away
    if (
        asked == "leave"
        and clause.has("attend", "come")
        and clause.has("must", "neg")
        and clause.made_of(*_SMALL, "must", "ought", "come")
    ):
        return _Vote.DOUBT if clause.has("neg") else _Vote.NO  # 他必须参加
    if place is None:
        return None
    denied = negations(clause, place)
    if denied > 1 or denials(clause, place) > denied or clause.before(place, "needless") or clause.has("suggests"):
        return _Vote.DOUBT
    if asked == "cancel" and not denied:
        plain = clause.made_of(*_SMALL, "call_off") and not clause.has("move", "delay", "extend", "absent", PERSON)
        return _Vote.YES if plain else None  # 确认取消, 取消吧; not 取消改期
    if not denied and not clause.made_of(*_SMALL, spare=2):
        return None
    allows = clause.before(place, "able", "yes", "ok", "fits", "affirm") or _bids(clause)
    return _Vote.NO if denied else _Vote.YES if allows else None


def _of_handover(clause: Clause) -> _Vote | None:
    """“我不接这个任务”, “做不了”, “不归我管”, “我接”: the word of who shall take a task over, of nobody else."""
    if clause.has("other", "outsider", "group", "no_one", PERSON):
        return None
    if clause.has("cannot_do", "not_mine"):
        return _Vote.NO if clause.made_of(*_OF_ONES_OWN, spare=4) and not clause.has("neg", "is_not") else _Vote.DOUBT
    places = tuple(clause.find("takes_on", "owner"))
    if not places:
        return _Vote.NO if clause.has("no") and clause.made_of(*_OF_ONES_OWN) else None
    denied = negations(clause, places[0])
    if len(places) > 1 or denied > 1 or denials(clause, places[0]) > denied or clause.has("none", "notyet", "past"):
        return _Vote.DOUBT  # 不接也得接, 没负责过
    if not clause.made_of(*_OF_ONES_OWN, spare=2 if denied else 0):
        return _Vote.DOUBT
    return _Vote.NO if denied else _Vote.YES


def _may_stay_away(clause: Clause) -> _Vote | None:
    """“可以不来”."""
    place = clause.first("attend", "come")
    if place is None or not negations(clause, place) % 2:
        return None
    denied = next((i for i in clause.find("neg") if i < place), place)
    allowed = clause.before(denied, "able", "yes", "approve") and denials(clause, place) == 1
    return _Vote.YES if allowed else None


def _bids(clause: Clause) -> bool:
    """“改吧”, “那就延吧”, “Extend it.”"""
    first = clause.tokens[0]
    if not first.start and first.classes & {"extend", "move"} and first.word.isascii():
        return clause.made_of("extend", "move", "it", "task", "meeting", "please", "thanks")
    return clause.folded.endswith("吧") and not clause.dates and not clause.durations


def _by_state(scene: Scene, clause: Clause) -> _Verdict | None:
    """Asked whether a task is done, “确实完成了” is a yes and “还差一份签字” a no."""
    request = scene.context.request
    said = completion(scene, clause) if request and request.kind in _OF_COMPLETION else None
    if said is None or said.state not in (State.DONE, State.OPEN):
        return None
    return _Verdict(clause, _Vote.YES if said.state is State.DONE else _Vote.NO)


# --------------------------------------------------------------------------------------------------- terms and doubts


def _doubt(scene: Scene, verdict: _Verdict) -> Doubt | None:
    clause = verdict.clause
    if verdict.vote in (_Vote.DOUBT, _Vote.OTHER):
        return Doubt(clause.index, verdict.vote.value)
    if clause.asks and not _MOCKS.search(clause.folded):
        return Doubt(clause.index, "asked, not said")
    if clause.supposes or clause.has(*_UNSETTLED, "lacking"):
        return Doubt(clause.index, "under a condition")
    if verdict.vote is _Vote.YES and _is_term(scene, clause):
        return Doubt(clause.index, "a term")
    if scene.told_by_other(clause):
        return Doubt(clause.index, "somebody else's words")
    return None


def _is_term(scene: Scene, clause: Clause) -> bool:
    """Does the clause bind the yes to something? An instruction beside it does not (请做好交接)."""
    if clause.supposes:
        return True
    if clause.has("admonition") and not clause.has("condition"):
        return False
    if (
        clause.has("terms", "only", "except")
        or (clause.has("recheck") and not clause.has("already"))
        or clause.link == "contrast"
    ):
        return True
    if clause.has("must") and scene.text[: clause.start].rstrip().endswith(("(", "（")):
        return True  # 同意（需补假条）
    after = clause.first("after_that")
    verdict = clause.first("approve", "yes", "ok")
    if (
        after is not None
        and verdict is not None
        and after < verdict
        and clause.content(0, clause.tokens[after].start, "particle", "day") > 2
    ):
        return True
    return _other_time(scene, clause)


def _other_time(scene: Scene, clause: Clause) -> bool:
    """Another day than was asked for, or another length."""
    request = scene.context.request
    asked = request.due if request else None
    other_day = asked is not None and any(d.day is not None and d.day != asked for d in clause.dates)
    return other_day or (bool(clause.durations) and clause.has("approve", "yes", "ok", "absent", "extend"))


FAMILY = Family("approval", "approval", frozenset({About.APPROVAL}), _read)
