"""reassign: the task is, or should be, another's (policy 5.3.4)."""

from mailflow.core.intents import Reassign
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Finding, Scene
from mailflow.reading.people import FoundPerson, NameStatus

# What may stand behind the new owner: words of owning, none of what the person is to bring.
_BEHIND = frozenset(
    {"owner", "handover", "particle", "please", "task", "thanks", "to_other", "person", "question", "or_not", "neg",
     "self", "is", "day", "already", "will", "it", "courtesy", "is_not", "ok", "foreign", "and", "past"}
)  # fmt: skip


def handover(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    """To whom the clause hands the task; a finding without an owner where the one named cannot be told."""
    mine_not = clause.has("not_mine") or _just_before(scene, clause)
    if clause.has("letter") or _takes_over(clause):
        return None  # a mail is passed on, no task
    if _was_owner(clause):
        return None if _named_next(scene, clause) else Doubt(clause.index, "whose it was, not whose it is")
    if any(c.has("oversees") for c in scene.sentence(clause)):
        return Doubt(clause.index, "the sender too") if scene.others(clause) else None
    if scene.told_by_other(clause):
        return (
            Doubt(clause.index, "somebody else's words")
            if scene.others(clause) and clause.has("owner", "handover")
            else None
        )
    people = _receivers(clause, scene.meant(clause))
    unknown = bool(not people) and _names_unknown(clause)
    if not (people or unknown) or not _hands(scene, clause, mine_not=mine_not):
        return None
    if clause.asks and not clause.has("polite", "please"):
        return Doubt(clause.index, "asked, not said")
    if _only_passed_on(clause):
        return Doubt(clause.index, "the task, or a mail of it?")
    if _with_self(clause):
        return Doubt(clause.index, "the sender too")
    if clause.supposes or clause.has("pending", "recheck"):
        return Doubt(clause.index, "under a condition")
    if not clause.has("not_mine", "pronoun") and people and _denied(clause, people[0].start):
        return Doubt(clause.index, "says who it is not")
    known = {
        p.people[0] for p in people if p.status is NameStatus.KNOWN and len(p.people) == 1 and p.department is None
    }
    alone = len(people) == 1 and len(known) == 1 and not _gives_to_sender(scene, clause)
    owner = next(iter(known)) if alone else None
    return Finding(Reassign(owner=owner), frozenset({clause.index}), "another's", unresolved=owner is None)


def _takes_over(clause: Clause) -> bool:
    """“我从陈静那儿接手的”, “I took this over from David”."""
    place = clause.first("takes_over")
    return place is not None and clause.before(place, "self")


def _was_owner(clause: Clause) -> bool:
    """“以前是黄凯负责”, “Huang Kai used to be in charge”."""
    place = clause.first("owner")
    earlier = place is not None and clause.before(place, "past")
    return earlier and not clause.has("handover", "not_mine", "already", "self")


def _named_next(scene: Scene, clause: Clause) -> bool:
    """“以前是黄凯负责，现在归吴昊负责了”: the first of the two has it no more."""
    after = scene.after(clause)
    return after is not None and after.sentence == clause.sentence and bool(scene.others(after))


def _only_passed_on(clause: Clause) -> bool:
    """“已转王总”: a mail, a paper, or the task?"""
    place = clause.first("passes_on")
    return place is not None and not clause.has("owner", "task", "it", "not_mine")


def _receivers(clause: Clause, people: tuple[FoundPerson, ...]) -> tuple[FoundPerson, ...]:
    """“王总已经把这事交给赵敏了”: who stands behind the word for handing over gets it."""
    place = clause.first("handover")
    behind = tuple(p for p in people if place is not None and p.start >= clause.tokens[place].end)
    return behind or people


def _gives_to_sender(scene: Scene, clause: Clause) -> bool:
    """“转给李强和陈静”, from Li Qiang: one of two new owners."""
    place = clause.first("handover")
    return place is not None and any(
        p.people == (scene.sender,) and p.start >= clause.tokens[place].end for p in clause.people
    )


def disowns(clause: Clause) -> bool:
    """“这不是我的任务”, “not mine”: whose it is then, is not said."""
    return clause.has("not_mine")


def _just_before(scene: Scene, clause: Clause) -> bool:
    before = scene.before(clause)
    return before is not None and (
        before.has("not_mine") or _not_i(before) or (before.has("cannot_do") and not before.dates)
    )


def _not_i(clause: Clause) -> bool:
    """“不是我，是吴昊”."""
    return clause.has("is_not") and clause.has("self") and clause.made_of("is_not", "neg", "self", "owner", "task")


def _hands(scene: Scene, clause: Clause, *, mine_not: bool) -> bool:
    """Do the words give the task to the one who is named, or meant by 她 or “him”?"""
    named = [i for i, t in enumerate(clause.tokens) if t.classes & {PERSON, "pronoun"}]
    owns = clause.first("owner")
    if named and owns is None and not _nothing_behind(clause, clause.tokens[named[-1]].end):
        return False
    if _not_me(clause):
        return True
    if clause.has("handover") and clause.has("material") and not clause.has("task", "owner", "it"):
        return False  # “方案交给王总了” hands in the work, not the task
    if owns is not None and clause.has("pronoun") and _sends_to(scene, clause):
        return True
    if clause.has("handover") or mine_not:
        return not clause.has("attachment", "promise_file") or owns is not None
    if not named:
        return False
    if owns is not None and clause.has("to_other", "assign", "task", "it", "is", "status_word", "then", "ought"):
        return owns > named[0] or clause.has("to_other")
    of_person = clause.folded[clause.tokens[named[-1]].end :].startswith("的") and clause.has("is", "to_other")
    return of_person and clause.has("task", "it", "particle")


def _sends_to(scene: Scene, clause: Clause) -> bool:
    """“请找陈静，她在负责”."""
    before = scene.before(clause)
    joined = before is not None and before.sentence == clause.sentence
    return before is not None and joined and before.has("to_other") and len(scene.others(before)) == 1


def _not_me(clause: Clause) -> bool:
    """“是孙丽不是我”, “Sun Li, not me”."""
    nots = clause.find("is_not")
    return any((following := clause.next_to(i)) is not None and "self" in following.classes for i in nots)


def _with_self(clause: Clause) -> bool:
    """“由我和陈静负责”: the sender stays an owner."""
    for i in clause.find("self"):
        following = clause.tokens[i + 1 : i + 3]
        if len(following) == 2 and "toward" in following[0].classes and PERSON in following[1].classes:
            return not clause.before(i, "neg", "is_not") and clause.after(i + 1, "owner")
    return False


def _nothing_behind(clause: Clause, end: int) -> bool:
    behind = [t for t in clause.tokens if t.start >= end]
    return clause.uncovered(end, len(clause.folded)) <= 2 and all(t.classes & _BEHIND for t in behind)


def _names_unknown(clause: Clause) -> bool:
    """“请转给小马”: behind the word stands somebody whom no name of the organisation tells."""
    place = clause.first("handover")
    if place is None or clause.has("self", "no_person", "other"):
        return False
    behind = clause.uncovered(clause.tokens[place].end, len(clause.folded))
    return 2 < behind <= 16 and not clause.after(place, "day", "done", "doing")


def _denied(clause: Clause, start: int) -> bool:
    return any(t.classes & {"neg", "is_not"} and 0 <= start - t.end <= 3 for t in clause.tokens)
