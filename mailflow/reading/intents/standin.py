"""Who stands in for whom: the substitute of one who does not come (policy 5.1.1)."""

from dataclasses import dataclass

from mailflow.core.values import Address
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Scene, negated
from mailflow.reading.people import FoundPerson, NameStatus

_LITTLE = 2
_DECLINES = frozenset({"neg", "unable", "no", "busy", "absent", "declines"})
_UNSETTLED = ("hedge", "pending", "wish", "recheck", "or_not", "notyet", "if_any")


@dataclass(frozen=True)
class Substitute:
    """Who stands in; ``person`` None where somebody is meant who could not be told, or who is only wished for."""

    clause: Clause
    person: Address | None
    settled: bool = True


def substitutes(scene: Scene, *, away: bool) -> list[Substitute]:
    """Everybody named as coming in the sender's place. ``away``: the mail says that the sender does not come."""
    return [s for s in (_substitute(scene, c, away=away) for c in scene.clauses) if s is not None]


def _substitute(scene: Scene, clause: Clause, *, away: bool) -> Substitute | None:
    if clause.has("no_one") or not (_in_my_place(scene, clause) or _sent(scene, clause, away=away)):
        return None
    if _declined(scene, clause):
        return None
    people = scene.meant(clause) or _after_label(scene, clause)
    settled = not (clause.asks or clause.supposes or clause.has(*_UNSETTLED) or scene.told_by_other(clause))
    known = {p.people[0] for p in people if p.status is NameStatus.KNOWN and len(p.people) == 1}
    if len(people) == 1 and len(known) == 1:
        return Substitute(clause, known.pop() if settled else None, settled)
    if people or clause.has("other"):
        return Substitute(clause, None, settled)
    return None if clause.has(*_UNSETTLED, "neg") or not _somebody(clause) else Substitute(clause, None, settled)


def _declined(scene: Scene, clause: Clause) -> bool:
    """“陈静没答应替我”, “Chen Jing refused to stand in for me”: between the name and the word stands a denial."""
    place = clause.first("for_me", "standin")
    if place is None:
        return False
    named = [p.end for p in scene.others(clause) if p.end <= clause.tokens[place].start]
    between = (t for t in clause.tokens[:place] if named and t.start >= named[-1])
    return any(not t.classes.isdisjoint(_DECLINES) for t in between)


def _somebody(clause: Clause) -> bool:
    """“由小马代我”, “the new trainee will stand in”: somebody is meant whom no name of the organisation tells."""
    place = clause.first("for_me", "standin")
    return clause.has("assign") or (place is not None and clause.uncovered(0, clause.tokens[place].start) > 2)


def _after_label(scene: Scene, clause: Clause) -> tuple[FoundPerson, ...]:
    """“代会人：陈静”, “Substitute: Chen Jing”."""
    after = scene.after(clause)
    return scene.others(after) if after and clause.tail in (":", "：") else ()


def _in_my_place(scene: Scene, clause: Clause) -> bool:
    """“由陈静代我”, “Zheng Jie will stand in for me”, “代为参加：陈静”."""
    place = clause.first("for_me")
    if place is None and clause.has("attend", "come", "go"):
        place = clause.first("on_behalf")
    if place is not None:
        return not negated(clause, place) and _for_this_meeting(clause, place)
    if clause.has("swap") and clause.has("attendees_mark", "attend"):  # “参会人变更为陈静”
        return True
    place = clause.first("standin")
    if place is None or negated(clause, place) or principal(scene, clause, place):
        return False
    following = clause.next_to(place)
    if following and "self" in following.classes:
        return True
    return clause.has("attend", "meeting", "assign") or clause.made_of(
        "standin", PERSON, "please", "will", DAY, "is", "self"
    )


def _for_this_meeting(clause: Clause, place: int) -> bool:
    """“替我值班”, “代我向大家问好” are about something else."""
    behind = clause.uncovered(clause.tokens[place].end, len(clause.folded))
    return behind <= _LITTLE or clause.has("attend", "meeting", "at_meeting")


def principal(scene: Scene, clause: Clause, place: int) -> bool:
    """“我替李强参加”: does the sender stand in for the one named after the word?"""
    following = clause.next_to(place)
    if following is not None and following.classes & {"self", "other", "pronoun"}:
        return "self" not in following.classes
    later = any(p.start >= clause.tokens[place].end for p in scene.others(clause))
    return later and scene.subject(clause, place) in ("self", "")


def _sent(scene: Scene, clause: Clause, *, away: bool) -> bool:
    """“派陈静来” says by itself that the sender does not; “让陈静参加” only where that is said too."""
    people = scene.others(clause)
    if clause.has("standin"):
        return False
    if not people and clause.has("pronoun") and clause.has("send_person") and clause.has("attend"):
        return bool(scene.meant(clause))  # “陈静和我商量好了，由她出席”
    if not people or clause.has("topic", "invite", "too"):
        return False
    sends = clause.has("send_person") and clause.made_of("send_person", "self", "will", PERSON, DAY, "meeting", "come")
    of_my_team = away and _of_my_team(clause)
    if not (sends or of_my_team or clause.has("attend", "go") or (clause.has("come") and not clause.size)):
        return False
    assign = clause.first("send_person") if not away else clause.first("send_person", "assign")
    if assign is not None and clause.tokens[assign].end <= people[0].start:
        return True
    return of_my_team or (away and _beside_no(scene, clause, people[0].start))


def _of_my_team(clause: Clause) -> bool:
    """“我们组周涛会过去讲”: beside the sender's own no, somebody of the same team comes."""
    place = clause.first("group")
    if place is None or clause.has("neg", "unable", "absent", "reported", "past", "late", "early", "away"):
        return False
    behind = clause.next_to(place)
    named = next((t for t in clause.tokens[place + 1 : place + 3] if t.word != "'s"), None)
    beside = behind is not None and named is not None and PERSON in named.classes
    return beside and (clause.has("attend") or (clause.has("come") and clause.size <= _LITTLE))


def _beside_no(scene: Scene, clause: Clause, start: int) -> bool:
    """“陈静参加，我就不去了”: the two halves of one sentence."""
    starts = start <= 1 and not clause.has("neg", "unable", "absent", "reported")
    return starts and any(
        c.has("self") and c.has("neg", "unable", "absent") for c in scene.sentence(clause) if c is not clause
    )


def stands_in_for_other(scene: Scene, clause: Clause) -> bool:
    place = clause.first("standin")
    return place is not None and clause.has("attend", "meeting", "come") and principal(scene, clause, place)
