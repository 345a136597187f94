"""Yes, no or perhaps to a meeting: what one clause says of the sender's own coming."""

from dataclasses import dataclass
from enum import Enum

from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Scene, negated, negations

# Words that may stand beside a bare yes or no without making it a yes to something else.
BARE = (
    "self", DAY, "meeting", "will", "able", "already", "thanks", "greeting", "sorry", "courtesy", "at_meeting", "afraid",
    "you", "agenda", "ok", "yes", "no", "attend", "come", "received", "contrast", "also", "fits", "confirm", "cause",
    "approve", "when_mark", "withdraw", "retract", "please", "see_you", "result", "result", "question", "agree_all",
    "title_mark", "attendees_mark", "standin", "absent", "unable", "neg",
)  # fmt: skip
_GOES_NOWHERE = frozenset({"meeting", "attend", "particle", DAY, "at_meeting", "ok", "will", "cannot_after", "thanks", "and"})


class Stance(Enum):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    AGREES = "agrees"  # a word of agreement alone (好的): a yes where yes or no was asked, else only “read”
    FAREWELL = "farewell"  # see you there: a yes where nothing says no
    DOUBT = "doubt"


@dataclass(frozen=True)
class Stated:
    stance: Stance
    rule: str
    explicit: bool = True


def stance(scene: Scene, clause: Clause) -> Stated | None:
    """None where the clause says nothing of the sender's coming."""
    if clause.has("pending"):
        return None if clause.link == "condition" else Stated(Stance.MAYBE, "undecided")
    said = _spoken(scene, clause)
    if said is None or said.stance is Stance.DOUBT:
        return said
    if clause.asks:
        return Stated(Stance.DOUBT, "asked, not said")
    if clause.supposes and said.stance is not Stance.AGREES:
        return Stated(Stance.DOUBT, "under a condition")
    if said.explicit and clause.has("reported") and not _own_words(clause):
        return Stated(Stance.DOUBT, "somebody else's words")
    return said


def _own_words(clause: Clause) -> bool:
    """“I said I would come” are own words; “Wang Fang says …” are not."""
    place = clause.first("reported")
    return place is not None and not any(t.classes & {"other", PERSON, "outsider"} for t in clause.tokens)


def _spoken(scene: Scene, clause: Clause) -> Stated | None:
    votes = [v for v in (_vote(scene, clause, i) for i in range(len(clause.tokens))) if v is not None]
    if not votes:
        return _bare(clause)
    kinds = {v.stance for v in votes}
    if Stance.DOUBT in kinds:
        return next(v for v in votes if v.stance is Stance.DOUBT)
    if Stance.FAREWELL in kinds and len(kinds) > 1:
        votes = [v for v in votes if v.stance is not Stance.FAREWELL]
        kinds = {v.stance for v in votes}
    if len(kinds) > 1:
        return Stated(Stance.DOUBT, "yes and no in one breath")
    return votes[0]


def _vote(scene: Scene, clause: Clause, place: int) -> Stated | None:
    token = clause.tokens[place]
    if "see_you" in token.classes:
        return Stated(Stance.FAREWELL, "see you")
    attends = "attend" in token.classes or ("come" in token.classes and _comes_here(clause, place))
    absent = "absent" in token.classes
    if not attends and not absent:
        return None
    who = scene.subject(clause, place)
    if who == "outsider" or clause.has("past"):
        return None
    if who == "other" or _others_too(scene, clause, place):
        return Stated(Stance.DOUBT, "for somebody else")
    if attends and place and "no_one" in clause.tokens[place - 1].classes:
        return None
    denied = negations(clause, place)
    if denied > 1 and not _firm(clause):
        return Stated(Stance.DOUBT, "a double negation")
    return _weighed(clause, place, (denied % 2 == 1) != absent)


def _weighed(clause: Clause, place: int, is_no: bool) -> Stated:
    if clause.has("hedge"):
        return Stated(Stance.MAYBE, "hedged")
    if not is_no and clause.has("wish"):
        return Stated(Stance.MAYBE, "wished")
    if clause.has("originally"):
        return Stated(Stance.NO, "had meant to", explicit=False) if not is_no else Stated(Stance.DOUBT, "had meant not to")
    if not is_no and clause.has("only", "partial"):
        return Stated(Stance.DOUBT, "only in part")
    if clause.has("no_one"):
        return Stated(Stance.DOUBT, "nobody")
    return Stated(Stance.NO if is_no else Stance.YES, "will not come" if is_no else "will come")


def _firm(clause: Clause) -> bool:
    """不会不来, 不得不: both negations in a fixed phrase that means yes. 不是不能来 is no such phrase."""
    return not clause.has("hedge") and any(p in clause.folded for p in ("不会不", "不能不", "不得不", "决不会不", "绝不会不"))


def _others_too(scene: Scene, clause: Clause, place: int) -> bool:
    """“我和王芳都参加” speaks for two."""
    return any(PERSON in t.classes and not scene.is_sender(clause, t.start) for t in clause.tokens[:place]) and not clause.has(
        "standin", "representative"
    )


def _comes_here(clause: Clause, place: int) -> bool:
    """来, 去, 到 are this meeting's only where nothing else is their aim (来参加, 会来; not 去深圳)."""
    token = clause.tokens[place]
    if token.word.isascii():
        return clause.has("self") and place > 0 and clause.uncovered(token.end, len(clause.folded)) <= 4
    rest = clause.tokens[place + 1 :]
    if clause.uncovered(token.end, len(clause.folded)) > 0 or clause.folded[token.end : token.end + 1] == "过":
        return False
    if not all(t.classes & _GOES_NOWHERE for t in rest):
        return False
    return bool(place) or bool(rest) or clause.link == ""


def _bare(clause: Clause) -> Stated | None:
    """An answer of a word or two: 可以, 没问题, works for me, 不行."""
    if clause.has("no"):
        place = clause.first("no")
        if place is not None and clause.made_of(*BARE, spare=2):
            return Stated(Stance.DOUBT if clause.has("hedge") else Stance.NO, "a bare no")
        return None
    yes, agrees = clause.first("yes"), clause.first("ok")
    if yes is None and agrees is None:
        return None
    if not clause.made_of(*BARE, "hedge", spare=0):
        return None
    place = yes if yes is not None else agrees
    if place is not None and negated(clause, place):
        return Stated(Stance.NO, "a bare no")
    if clause.has("hedge"):
        return Stated(Stance.MAYBE, "hedged")
    if yes is None and not (clause.has("self") or clause.has(DAY)):
        return Stated(Stance.AGREES, "a word of agreement")
    return Stated(Stance.YES, "a bare yes", explicit=False)
