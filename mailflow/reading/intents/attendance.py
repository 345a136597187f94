"""accept, tentative, leave: does the sender come, and who comes instead (policy 5.1.1)."""

from dataclasses import dataclass

from mailflow.core.intents import Accept, Leave, Tentative
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places
from mailflow.reading.intents.stance import Stance, Stated, stance
from mailflow.reading.intents.timing import is_timing, moves_meeting
from mailflow.reading.people import NameStatus

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.SUBSTITUTE, About.NONE})


@dataclass(frozen=True)
class _Substitute:
    """Who stands in; ``person`` None where somebody is named who could not be told, or only wished for."""

    clause: Clause
    person: Address | None
    certain: bool = True


def _read(scene: Scene) -> Findings:
    if scene.about is About.SUBSTITUTE:
        return _asked_to_stand_in(scene)
    stand_ins = [s for s in (_substitute(scene, c) for c in scene.clauses) if s is not None]
    mine = {s.clause.index for s in stand_ins}
    doubts = [Doubt(c.index, "stands in for another") for c in scene.clauses if c.index not in mine and _stands_in(scene, c)]
    said = _stances(scene, skipped=mine | {d.place for d in doubts})
    return _weigh(scene, said, stand_ins, doubts)


def _stances(scene: Scene, skipped: set[int]) -> list[tuple[Clause, Stated]]:
    said = []
    for clause in scene.clauses:
        if clause.index in skipped or is_timing(scene, clause) or moves_meeting(scene, clause):
            continue
        stated = stance(scene, clause)
        if stated is not None:
            said.append((clause, _in_light_of_next(scene, clause, stated)))
    return said


def _in_light_of_next(scene: Scene, clause: Clause, stated: Stated) -> Stated:
    """“很想参加，但那天出差”, “I'd love to, but …”: the wish is a polite no."""
    after = scene.after(clause)
    if after is None or after.link != "contrast" or after.supposes or after.asks:
        return stated
    wished = stated.rule in ("wished", "had meant to") or clause.has("want", "wish", "originally")
    if wished and stated.stance in (Stance.YES, Stance.MAYBE, Stance.NO) and after.has("away", "unable", "must", "absent"):
        return Stated(Stance.NO, "a polite no", explicit=False)
    return stated


def _weigh(
    scene: Scene, said: list[tuple[Clause, Stated]], stand_ins: list[_Substitute], doubts: list[Doubt]
) -> Findings:
    doubts = doubts + [Doubt(c.index, s.rule) for c, s in said if s.stance is Stance.DOUBT]
    by: dict[Stance, list[Clause]] = {}
    for clause, stated in said:
        by.setdefault(stated.stance, []).append(clause)
    yes, no, maybe = by.get(Stance.YES, []), by.get(Stance.NO, []), by.get(Stance.MAYBE, [])
    rule = next((s.rule for _, s in said if s.stance in (Stance.NO, Stance.YES, Stance.MAYBE)), "")
    if yes and not no and not maybe and not stand_ins and any(s.explicit for _, s in said if s.stance is Stance.YES):
        pass
    if stand_ins or no:
        if (yes and not _yes_to_other(scene, yes, no)) or maybe:
            return Findings((), (*doubts, Doubt((yes or maybe)[0].index, "contradicts itself")))
        return Findings((_leave(no, stand_ins),), tuple(doubts))
    if maybe:
        if yes and any(s.explicit for c, s in said if s.stance is Stance.YES):
            return Findings((), (*doubts, Doubt(maybe[0].index, "contradicts itself")))
        return Findings((Finding(Tentative(), places(maybe), rule),), tuple(doubts))
    yes = yes or by.get(Stance.FAREWELL, [])
    if yes:
        return Findings((Finding(Accept(), places(yes), rule or "see you"),), tuple(doubts))
    return Findings((), tuple(doubts))


def _yes_to_other(scene: Scene, yes: list[Clause], no: list[Clause]) -> bool:
    """A bare “好的，没问题” before an explicit no agrees to something else; so does nothing explicit."""
    return all(not c.has("attend", "come", "absent") and c.index < min(n.index for n in no) for c in yes) if no else False


def _leave(no: list[Clause], stand_ins: list[_Substitute]) -> Finding:
    named = {s.person for s in stand_ins if s.person is not None and s.certain}
    unresolved = bool(stand_ins) and (len(named) != 1 or any(s.person is None or not s.certain for s in stand_ins))
    substitute = next(iter(named)) if len(named) == 1 and not unresolved else None
    where = places(no) | places(s.clause for s in stand_ins)
    rule = "will not come" if no else "somebody stands in"
    return Finding(Leave(substitute=substitute), where, rule, free="reason", unresolved=unresolved)


def _substitute(scene: Scene, clause: Clause) -> _Substitute | None:
    """Who is named as coming in the sender's place, in one clause."""
    place = clause.first("standin")
    if place is None or _principal_is_other(scene, clause, place):
        return None
    if negated(clause, place) or clause.has("no_one"):
        return None
    token = clause.tokens[place]
    about_me = any(w in token.word for w in ("我", "本人", " me", " my", "myself")) or _me_after(clause, place)
    if not about_me and not (clause.has("attend", "meeting", "come") or clause.made_of("assign", "standin", PERSON, "please", "will")):
        return None
    if not about_me and token.word in ("代", "替", "顶", "cover", "for me") and not clause.has("attend", "assign"):
        return None
    people = [p for p in clause.people if p.people != (scene.sender,)]
    known = {p.people[0] for p in people if p.status is NameStatus.KNOWN and len(p.people) == 1}
    certain = not (clause.asks or clause.supposes or clause.has("hedge", "pending", "wish") or _still_asking(clause))
    if len(known) == 1 and len(people) == 1:
        return _Substitute(clause, next(iter(known)), certain)
    return _Substitute(clause, None, certain) if people or _somebody(scene, clause, place) else None


def _still_asking(clause: Clause) -> bool:
    return clause.has("recheck")


def _me_after(clause: Clause, place: int) -> bool:
    token = clause.tokens[place]
    following = clause.tokens[place + 1] if place + 1 < len(clause.tokens) else None
    return following is not None and "self" in following.classes and following.start - token.end <= 1


def _somebody(scene: Scene, clause: Clause, place: int) -> bool:
    """Somebody is meant who is not of the organisation's names: 请新来的实习生替我, a colleague of mine."""
    del scene
    return place > 0 or clause.has("other")


def _principal_is_other(scene: Scene, clause: Clause, place: int) -> bool:
    """“我替李强参加”: the sender stands in for somebody."""
    token = clause.tokens[place]
    if any(w in token.word for w in ("我", "本人", " me", " my", "myself")) or _me_after(clause, place):
        return False
    later = [p for p in clause.people if p.start >= token.end and p.people != (scene.sender,)]
    return bool(later) and scene.subject(clause, place) in ("self", "")


def _stands_in(scene: Scene, clause: Clause) -> bool:
    place = clause.first("standin")
    return place is not None and clause.has("attend", "meeting") and _principal_is_other(scene, clause, place)


def _asked_to_stand_in(scene: Scene) -> Findings:
    """The answer of the one who was asked to stand in: yes or no to that."""
    said: list[tuple[Clause, Stated]] = []
    for clause in scene.clauses:
        stated = _stand_in_stance(scene, clause)
        if stated is not None:
            said.append((clause, stated))
    agreeing = [c for c, s in said if s.stance is Stance.AGREES]
    firm = [(c, s) for c, s in said if s.stance is not Stance.AGREES]
    if not firm and agreeing:
        firm = [(c, Stated(Stance.YES, "agrees to stand in")) for c in agreeing]
    return _weigh(scene, firm, [], [])


def _stand_in_stance(scene: Scene, clause: Clause) -> Stated | None:
    place = clause.first("standin")
    if place is None:
        return stance(scene, clause)
    if clause.asks or clause.supposes:
        return Stated(Stance.DOUBT, "asked, not said")
    if clause.has("hedge", "pending", "recheck"):
        return Stated(Stance.MAYBE if clause.has("hedge", "pending") else Stance.DOUBT, "hedged")
    token = clause.tokens[place]
    if any(w in token.word for w in ("我", " me")) or _me_after(clause, place):
        return Stated(Stance.DOUBT, "hands on")
    if scene.subject(clause, place) in ("other", "outsider"):
        return Stated(Stance.DOUBT, "for somebody else")
    return Stated(Stance.NO if negated(clause, place) else Stance.YES, "stands in")


FAMILY = Family("attendance", "attendance", _ABOUTS, _read)
