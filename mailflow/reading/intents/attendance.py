"""accept, tentative, leave: does the sender come, and who comes instead (policy 5.1.1)."""

import re

from mailflow.core.intents import Accept, Leave, Tentative
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.hours import is_timing
from mailflow.reading.intents.meeting import calls_off, invites
from mailflow.reading.intents.other_time import moves_meeting
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, negations, places
from mailflow.reading.intents.stance import Stance, Stated, stance
from mailflow.reading.intents.standin import Substitute, stands_in_for_other, substitutes

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.SUBSTITUTE, About.RESOLUTION, About.NONE})
_I_AM_AT = re.compile(
    "我(?:人|本人|当天|那天|还)?在(?!会|场|公司|线|办|看|等|想|做|跑|弄|改|整|写|准备|处理|忙|跟)[\u4e00-\u9fff]{2,8}$"
)
"""“我在惠州”: a place, said to tell why one cannot come."""
Said = list[tuple[Clause, Stated]]


def _read(scene: Scene) -> Findings:
    if scene.about is About.SUBSTITUTE:
        return _asked_to_stand_in(scene)
    said = _stances(scene)
    away = any(s.stance is Stance.NO for _, s in said) or any(_is_elsewhere(scene, c) for c in scene.clauses)
    stand_ins = substitutes(scene, away=away) if scene.about is not About.RESOLUTION or said else []
    mine = places(s.clause for s in stand_ins)
    doubts = [
        Doubt(c.index, "stands in for another")
        for c in scene.clauses
        if c.index not in mine and scene.of_meeting(c) and stands_in_for_other(scene, c)
    ]
    said = [(c, s) for c, s in said if c.index not in mine | {d.place for d in doubts}]
    return _weigh(scene, said, stand_ins, doubts)


def _stances(scene: Scene) -> Said:
    said = []
    for clause in scene.clauses:
        if (
            not scene.of_meeting(clause)
            or _of_substitute(scene, clause)
            or is_timing(scene, clause)
            or moves_meeting(scene, clause)
        ):
            continue
        if calls_off(scene, clause) or invites(scene, clause):
            continue
        stated = stance(scene, clause)
        if stated is not None and not _tells_why_invited(scene, clause, stated):
            said.append((clause, _in_light_of_next(scene, clause, stated)))
    return said


def _of_substitute(scene: Scene, clause: Clause) -> bool:
    """The clause speaks of another's coming in somebody's place."""
    return clause.has("for_me", "standin") or (clause.has("on_behalf") and bool(scene.others(clause)))


def _tells_why_invited(scene: Scene, clause: Clause, stated: Stated) -> bool:
    """“请加上林涛，预算要他在场”: the others who are to come are those who are invited."""
    wanted = stated.rule == "for somebody else" and clause.has("pronoun", "ought")
    return wanted and any(invites(scene, c) for c in scene.clauses)


def _in_light_of_next(scene: Scene, clause: Clause, stated: Stated) -> Stated:
    """“很想参加，但那天出差”, “I'd love to, but …”: the wish is a polite no. “不是请假，是晚到” denies, no more."""
    after = scene.after(clause)
    if after is None or after.supposes or after.asks:
        return stated
    if clause.has("is_not") and after.has("but_rather") and stated.stance is Stance.YES:
        return Stated(Stance.HAD_MEANT, "denied for another thing", explicit=False)
    wished = stated.rule in ("wished", "had meant to") or clause.has("want", "wish")
    open_end = after.has("pending", "hedge") or is_timing(scene, after) or moves_meeting(scene, after)
    if wished and after.link == "contrast" and stated.stance is not Stance.DOUBT and not open_end:
        return Stated(Stance.NO, "a polite no", explicit=False)
    return stated


def _weigh(scene: Scene, said: Said, stand_ins: list[Substitute], doubts: list[Doubt]) -> Findings:
    denied = _denied_before_the_answer(said)
    doubts = doubts + [Doubt(c.index, s.rule) for c, s in said if s.stance is Stance.DOUBT and c.index not in denied]
    by: dict[Stance, list[Clause]] = {s: [c for c, x in said if x.stance is s] for s in Stance}
    maybe = by[Stance.MAYBE]
    late = any(s.stance is Stance.YES and not s.explicit for _, s in said) and _comes_late(scene)
    yes = [c for c, s in said if s.stance is Stance.YES and (s.explicit or not late)]
    firm = [c for c, s in said if c in yes and s.explicit]
    # “人到不了现场，线上参加” is a yes.
    no = [] if any(c.has("remote") for c in firm) else by[Stance.NO]
    rule = next((s.rule for _, s in said if s.stance in (Stance.NO, Stance.YES, Stance.MAYBE)), "")
    taken = places(by[Stance.HAD_MEANT]) | denied
    unsettled = [s for s in stand_ins if not s.settled]
    if unsettled and not no:
        return Findings((), (*doubts, Doubt(unsettled[0].clause.index, "a substitute, asked for or under a condition")))
    if stand_ins or no:
        yes = [c for c in yes if not (no and _goes_elsewhere(c))]
        if maybe or (yes and not _agrees_first(yes, no, firm)):
            return Findings((), (*doubts, Doubt((yes or maybe)[0].index, "contradicts itself")))
        # What only tells why (走不开) is the reason where the no itself is said too.
        told = [c for c, s in said if c in no and not s.fact]
        return Findings((_leave(told if told or stand_ins else no, stand_ins),), tuple(doubts), taken)
    if maybe:
        if firm:
            return Findings((), (*doubts, Doubt(maybe[0].index, "contradicts itself")))
        return Findings((Finding(Tentative(), places(maybe), rule),), tuple(doubts), taken)
    yes = yes or by[Stance.FAREWELL]
    if yes:
        return Findings((Finding(Accept(), places(yes), rule or "see you"),), tuple(doubts), taken)
    if taken - denied and not _comes_late(scene):
        doubts.append(Doubt(min(taken), "had meant to, and what now?"))
    return Findings((), tuple(doubts), taken)


def _goes_elsewhere(clause: Clause) -> bool:
    """“法院开庭，我得去旁听”, beside a no: that is where the sender must go."""
    return (
        clause.has("must") and clause.has("come") and clause.has("attend") and not clause.has("meeting", "at_meeting")
    )


def _is_elsewhere(scene: Scene, clause: Clause) -> bool:
    """“周一我在宁波见客户”: said of the sender, it tells why somebody is sent."""
    place = clause.first("away", "busy")
    there = _I_AM_AT.search(clause.folded) is not None
    return (there or (place is not None and scene.subject(clause, place) in ("self", ""))) and not (
        clause.asks or clause.supposes or clause.has("neg", "hedge", "past", "late", "early")
    )


def _denied_before_the_answer(said: Said) -> frozenset[int]:
    """“我不是不参加，……我会准时到”: what is only denied is settled by the plain answer behind it."""
    plain = [c.index for c, s in said if s.stance in (Stance.YES, Stance.NO) and (s.explicit or s.fact)]
    denials = ("a double negation", "a denial of something else")
    return frozenset(c.index for c, s in said if s.rule in denials and any(i > c.index for i in plain))


def _comes_late(scene: Scene) -> bool:
    return any(is_timing(scene, c) for c in scene.clauses)


def _agrees_first(yes: list[Clause], no: list[Clause], firm: list[Clause]) -> bool:
    """A bare “好的，没问题” before an explicit no agrees to something else."""
    return bool(no) and not firm and all(c.index < no[0].index for c in yes)


def _leave(no: list[Clause], stand_ins: list[Substitute]) -> Finding:
    named = {s.person for s in stand_ins}
    substitute = next(iter(named)) if len(named) == 1 else None
    where = places(no) | places(s.clause for s in stand_ins)
    rule = "will not come" if no else "somebody stands in"
    unresolved = bool(stand_ins) and substitute is None
    return Finding(Leave(substitute=substitute), where, rule, free="reason", unresolved=unresolved)


# ------------------------------------------------------------------------------------------- asked to stand in


def _asked_to_stand_in(scene: Scene) -> Findings:
    """The answer of the one who was asked to stand in: yes or no to that."""
    said = [(c, s) for c, s in ((c, _stand_in_stance(scene, c)) for c in scene.clauses) if s is not None]
    if any(s.stance is Stance.NO for _, s in said):  # “让周涛去吧，我没空”
        return _refuses_to_stand_in(scene, [(c, s) for c, s in said if s.rule != "for somebody else"])
    firm = [(c, s) for c, s in said if s.stance is not Stance.AGREES]
    agreed = [(c, Stated(Stance.YES, "agrees to stand in")) for c, s in said if s.stance is Stance.AGREES]
    return _weigh(scene, firm or agreed, [], [])


def _refuses_to_stand_in(scene: Scene, said: Said) -> Findings:
    """“我去不了，让冯雪去吧”: a no, and perhaps who could."""
    others = [s for s in substitutes(scene, away=True) if s.settled and s.person]
    mine = places(s.clause for s in others)
    firm = [(c, s) for c, s in said if s.stance is not Stance.AGREES and c.index not in mine]
    return _weigh(scene, firm, others, [])


def _stand_in_stance(scene: Scene, clause: Clause) -> Stated | None:
    place = clause.first("standin", "for_me")
    if place is None:
        willing = clause.has("want", "will") and clause.made_of("want", "will", "self", "thanks", "greeting", "ok")
        return Stated(Stance.AGREES, "willing") if willing else stance(scene, clause)
    if clause.asks or clause.supposes:
        return Stated(Stance.DOUBT, "asked, not said")
    if clause.has("recheck"):
        return Stated(Stance.DOUBT, "not settled yet")
    if clause.has("first_part", "last_part", "partial"):
        return Stated(Stance.DOUBT, "only in part")
    if _not_suited(clause, place) or _stands_in_already(clause, place):
        return Stated(Stance.DOUBT, "not all understood")
    if clause.has("hedge", "pending"):
        return Stated(Stance.MAYBE, "hedged")
    if "for_me" in clause.tokens[place].classes or scene.subject(clause, place) in ("other", "outsider", "group"):
        return Stated(Stance.DOUBT, "for somebody else")
    if negations(clause, place) > 1:
        return Stated(Stance.DOUBT, "a double negation")
    return Stated(Stance.NO if negated(clause, place) else Stance.YES, "stands in")


def _not_suited(clause: Clause, place: int) -> bool:
    """“我代不合适”: a no that is not the verb's own (代不了)."""
    return any("no" in t.classes and "cannot_after" not in t.classes for t in clause.tokens[place + 1 :])


def _stands_in_already(clause: Clause, place: int) -> bool:
    """“我已经替赵敏了”: for somebody else."""
    return place > 0 and "already" in clause.tokens[place - 1].classes and clause.after(place, PERSON)


FAMILY = Family("attendance", "attendance", _ABOUTS, _read)
