"""Yes, no or perhaps to a meeting: what one clause says of the sender's own coming."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from mailflow.core.reply import About
from mailflow.reading.dates import FoundDate, Grain, Part, Problem
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Scene, denials, negations
from mailflow.reading.numbers import find_percents

# One of these stands before an English verb of coming where it is the sender's own (“I'd love to come”, “can't come”).
_PREDICATE_BEGINS = ("self", "unable", "able", "will", "neg", "want", "wish", "must", "hedge", "originally")
_MOST_UNKNOWN = 4
"""So much may stand unknown between a negation and its verb: two Chinese characters, a short English word."""
_NEGATIVES = frozenset({"neg", "unable", "no_one", "is_not", "declines"})
_VOTING = ("attend", "come", "absent", "forgo", "busy", "see_you", "meets", "late", "early")
# What may stand beside a bare yes or no without making it a yes to something else.
_SMALL = (
    "self", DAY, "meeting", "will", "able", "already", "thanks", "greeting", "sorry", "courtesy", "at_meeting",
    "afraid", "you", "agenda", "ok", "yes", "no", "attend", "come", "received", "contrast", "also", "fits", "confirm",
    "cause", "approve", "when_mark", "withdraw", "retract", "please", "see_you", "result", "question", "agree_all",
    "title_mark", "attendees_mark", "standin", "absent", "unable", "neg", "busy", "then", "on_behalf", "remote", "answer",
)  # fmt: skip
_GOES_NOWHERE = frozenset(
    {"meeting", "attend", "particle", DAY, "at_meeting", "ok", "will", "cannot_after", "thanks", "and", "remote", "it"}
)  # fmt: skip
# What the object of “attend” may be: this meeting, another thing, or words that only lead to it.
_THIS_MEETING = frozenset({"meeting", DAY, "at_meeting", "agenda", "it"})
_OTHER_THING = frozenset({"another", "away", "outsider", "other_matter", PERSON, "group"})
_LEADS_TO_OBJECT = frozenset({"particle", "cannot_after", "remote", "you"})


# What is undecided or said of one of these is not whether the sender comes.
_OTHER_MATTERS = ("topic", "material", "task", "cancel", "deadline")


class Stance(Enum):
    YES = "yes"
    NO = "no"
    MAYBE = "maybe"
    AGREES = "agrees"  # a word of agreement alone (好的): a yes where yes or no was asked, else only “read”
    FAREWELL = "farewell"  # see you there: a yes where nothing says no
    HAD_MEANT = "had meant"  # 本来要来: what follows decides
    DOUBT = "doubt"


@dataclass(frozen=True)
class Stated:
    """``explicit``: said in so many words, not by a fact (有空) or by denying the contrary (不请假).

    ``fact``: a circumstance says it (走不开), which is its reason too.
    """

    stance: Stance
    rule: str
    explicit: bool = True
    fact: bool = False


def stance(scene: Scene, clause: Clause) -> Stated | None:
    """None where the clause says nothing of the sender's coming."""
    if _undecided(scene, clause):
        return None if clause.link == "condition" else Stated(Stance.MAYBE, "undecided")
    said = _spoken(scene, clause)
    if said and scene.about is About.CALL and not clause.has(*_VOTING):  # nobody asked who comes
        said = Stated(Stance.AGREES, "a word of agreement") if said.stance in (Stance.YES, Stance.AGREES) else None
    if said is None or said.stance in (Stance.DOUBT, Stance.HAD_MEANT):
        return said
    bare = (
        said.stance is Stance.FAREWELL
        or said.rule == "a bare no"
        or (said.stance is Stance.YES and clause.made_of(*_SMALL))
    )
    if bare and names_other_time(scene, clause):
        return None if said.stance is Stance.FAREWELL else Stated(Stance.DOUBT, "another time than the planned one")
    if clause.asks:
        return Stated(Stance.DOUBT, "asked, not said")
    by_leave = any(c.has("by_leave") for c in scene.sentence(clause))
    if (clause.supposes or by_leave) and said.stance is not Stance.AGREES:
        return Stated(Stance.DOUBT, "under a condition")
    if said.explicit and scene.told_by_other(clause):
        return Stated(Stance.DOUBT, "somebody else's words")
    return said


def names_other_time(scene: Scene, clause: Clause) -> bool:
    """“周二可以” of a meeting on Monday: each day and hour that is named is another than the planned one."""
    meeting = scene.context.meeting
    if meeting is None or not clause.dates:
        return False
    begin, end = (t.astimezone(scene.tools.zone) for t in (meeting.start, meeting.end))
    return all(_is_other_time(found, begin, end) for found in clause.dates)


def _is_other_time(found: FoundDate, begin: datetime, end: datetime) -> bool:
    if found.grain not in (Grain.DAY, Grain.CLOCK) or found.problem is Problem.PAST:
        return False
    if found.problem is not None:
        return True
    if found.day is not None and found.day != begin.date():
        return not (found.weekday_only and found.day.weekday() == begin.weekday())
    if found.time is not None:
        return found.time != begin.time() and not (found.end_time and found.time <= begin.time() < found.end_time)
    first, last = _HOURS[found.part] if found.part else (0, 24)
    return end.hour < first or begin.hour >= last


_HOURS = {Part.MORNING: (0, 12), Part.NOON: (11, 14), Part.AFTERNOON: (12, 19), Part.EVENING: (17, 24)}


def _undecided(scene: Scene, clause: Clause) -> bool:
    """“还没定”, “不确定能否参加”, “没法给准信”: nothing is said of it yet."""
    if scene.subject(clause, len(clause.tokens)) in ("other", "group", "outsider") or clause.has(*_OTHER_MATTERS):
        return False
    if clause.asks and clause.has("status"):
        return False  # 还有谁没答复
    if scene.about is About.CALL and not clause.has("attend", "come", "absent", "meeting"):
        return False  # nobody asked who comes
    if clause.has("pending") or any(_not_told(clause, i) for i in clause.find("answer")):
        return True
    if clause.has("recheck") and clause.asks and clause.has("attend", "come"):
        return True  # 来不来我还在考虑
    return clause.has("unsure") and (
        clause.has("attend", "come", "absent", "able", "polite")
        or clause.made_of(*_SMALL, "unsure", "status_word", "notyet")
    )


def _not_told(clause: Clause, place: int) -> bool:
    """“没法答复”; “I can't say that I won't come” denies twice, “not much to say” is another matter."""
    if clause.after(place, "neg", "unable"):
        return False
    far = clause.tokens[place].word.isascii() and not clause.before(place, "unable", "no")
    near = clause.tokens[place - 1 : place] if far else clause.tokens[:place]
    return any(not t.classes.isdisjoint({"neg", "unable", "no"}) for t in near)


def _spoken(scene: Scene, clause: Clause) -> Stated | None:
    votes = [v for v in (_vote(scene, clause, i) for i in clause.find(*_VOTING)) if v]
    if not votes:
        return _bare(clause)
    for decisive in (Stance.DOUBT, Stance.HAD_MEANT):
        if any(v.stance is decisive for v in votes):
            return next(v for v in votes if v.stance is decisive)
    firm = [v for v in votes if v.stance is not Stance.FAREWELL] or votes
    if len({v.stance for v in firm}) > 1:
        return Stated(Stance.DOUBT, "yes and no in one breath")
    return max(firm, key=lambda v: v.explicit)


def _vote(scene: Scene, clause: Clause, place: int) -> Stated | None:
    classes = clause.tokens[place].classes
    if clause.has("past") or clause.after(place, "withdraw"):
        return None
    if clause.has("attendees_mark") and clause.tail in (":", "："):
        return None  # “参会：郑洁” is a label
    if "meets" in classes and "see_you" not in classes:
        return (
            Stated(Stance.FAREWELL, "see you")
            if place == len(clause.tokens) - 1 and clause.before(place, DAY)
            else None
        )
    if "see_you" in classes:
        return Stated(Stance.FAREWELL, "see you")
    if not classes.isdisjoint({"late", "early"}) and negations(clause, place) % 2 == 0:
        return None
    absent = not classes.isdisjoint({"absent", "busy", "forgo", "late", "early"})
    if absent and (clause.has("take_back") or _not_granted(clause, place)):
        return Stated(Stance.HAD_MEANT, "a leave taken back", explicit=False)
    if not _is_this_meeting(clause, place) or _spares_a_journey(scene, clause, place):
        return None
    if clause.before(place, "topic", "agenda"):
        return Stated(Stance.DOUBT, "about a topic")
    who = scene.subject(clause, place)
    if who == "outsider":
        return None
    if who in ("other", "group") or _others_too(scene, clause, place) or _with_other(scene, clause, place):
        return Stated(Stance.DOUBT, "for somebody else")
    if clause.has("no_one") or _would_tell(clause, place):
        return None
    return _weighed(clause, place, absent=absent)


def _spares_a_journey(scene: Scene, clause: Clause, place: int) -> bool:
    """“原来说要去宁波看厂，那边改期了，不用去了”: not to that place."""
    if not clause.before(place, "needless") or "attend" in clause.tokens[place].classes:
        return False
    before = [c for c in scene.sentence(clause) if c.index < clause.index]
    goes = any(c.has("come", "away") for c in before)
    return goes and not any(
        "meeting" in t.classes and "weak_meeting" not in t.classes for c in before for t in c.tokens
    )


def _would_tell(clause: Clause, place: int) -> bool:
    """“不能参加会提前说”: what the sender would do in that case."""
    behind = clause.next_to(place)
    if behind is not None and "cannot_after" in behind.classes:
        behind = clause.next_to(place + 1)
    return behind is not None and "will" in behind.classes and clause.after(place, "contact", "reported", "advance")


def _not_granted(clause: Clause, place: int) -> bool:
    """“请假未获批准”, “请假没批”."""
    following = clause.next_to(place)
    return following is not None and "neg" in following.classes and not clause.after(place, *_VOTING)


def _weighed(clause: Clause, place: int, *, absent: bool) -> Stated:
    denied = negations(clause, place)
    is_no = (denied % 2 == 1) != absent
    if absent and clause.after(place, "neg") and not clause.after(place, *_VOTING):
        return Stated(Stance.DOUBT, "denied behind it")  # 请假的人里不包括我
    if denied > 1 or (is_no and _denied_after(clause, place)):
        return Stated(Stance.DOUBT, "a double negation")
    if is_no and clause.before(place, "needless"):
        return Stated(Stance.DOUBT, "need not, or will not?")
    unheard = _not_understood(clause, place, denied, is_no=is_no)
    if unheard is not None:
        return unheard
    if clause.has("hedge"):
        return Stated(Stance.MAYBE, "hedged")
    if clause.has("originally"):
        return Stated(Stance.HAD_MEANT, "had meant not to" if is_no else "had meant to", explicit=False)
    if clause.has("first_part", "last_part", "partial"):
        return Stated(Stance.DOUBT, "only in part")
    if is_no:
        # “例会赶不回来了” is the no itself, “赶不回来” alone tells why.
        names_it = any("meeting" in t.classes and "weak_meeting" not in t.classes for t in clause.tokens)
        fact = "busy" in clause.tokens[place].classes and not names_it
        return Stated(Stance.NO, "will not come", explicit=not fact, fact=fact)
    if clause.has("wish"):
        return Stated(Stance.MAYBE, "wished")
    if clause.has("only") and not clause.has("remote"):
        return Stated(Stance.DOUBT, "only in part")
    return Stated(Stance.YES, "will come", explicit=not absent)


def _denied_after(clause: Clause, place: int) -> bool:
    """“不来是不可能的”, “不参加恐怕不行吧”: the no itself is denied."""
    behind = clause.tokens[place + 1 :]
    return any(t.classes & {"unable", "no"} and "cannot_after" not in t.classes for t in behind)


def _not_understood(clause: Clause, place: int, denied: int, *, is_no: bool) -> Stated | None:
    """What stands before the verb and may turn it: a share, a denial of something else, words that nobody knows."""
    negatives = [t for t in clause.tokens[:place] if not t.classes.isdisjoint(_NEGATIVES)]
    if denials(clause, place) > denied or (is_no and any("is_not" in t.classes and t.word != "not" for t in negatives)):
        return Stated(Stance.DOUBT, "a denial of something else")
    start = clause.tokens[place].start
    if is_no:
        gap = clause.uncovered(negatives[-1].end, start) if negatives else 0
        return Stated(Stance.DOUBT, "not all understood") if gap > _MOST_UNKNOWN else None
    if clause.before(place, "almost", "approx") or _share(clause, start):
        return Stated(Stance.MAYBE, "in part sure")
    unknown = clause.uncovered(0, start) > 2 and not clause.before(place, "manner", "cause")
    return Stated(Stance.DOUBT, "not all understood") if unknown or clause.before(place, "vague") else None


def _share(clause: Clause, end: int) -> bool:
    """“七成能来”; the half in 九点半 is none."""
    shares = find_percents(clause.folded[:end])
    return any(not any(t.start <= s.start < t.end for t in clause.tokens) for s in shares)


def _others_too(scene: Scene, clause: Clause, place: int) -> bool:
    """“我和王芳都参加” speaks for two; “我跟王芳说好了参加” does not."""
    if _follows_names(scene, clause):
        return True
    for i, token in enumerate(clause.tokens[:place]):
        if PERSON in token.classes and not scene.is_sender(clause, token.start):
            between = clause.tokens[i + 1 : place]
            return (
                not any("reported" in t.classes for t in between)
                and clause.uncovered(token.end, clause.tokens[place].start) <= 2
            )
    return False


def _follows_names(scene: Scene, clause: Clause) -> bool:
    """“My team and I will be there”: the names in front, cut off before “and”."""
    before = scene.before(clause)
    if (
        before is None
        or before.sentence != clause.sentence
        or not clause.tokens
        or "and" not in clause.tokens[0].classes
    ):
        return False
    return before.has("group", PERSON) and before.made_of("group", "self", PERSON, "too")


def _with_other(scene: Scene, clause: Clause, place: int) -> bool:
    """“I'll be there with David” speaks for two."""
    behind = range(place + 1, len(clause.tokens))
    others = {p.start for p in scene.others(clause)}
    return any(clause.tokens[i].start in others and "toward" in clause.tokens[i - 1].classes for i in behind)


def _is_this_meeting(clause: Clause, place: int) -> bool:
    """“参加孩子的家长会”, “join another call” are about something else: they are a reason, if anything."""
    classes = clause.tokens[place].classes
    if "come" in classes and "attend" not in classes:
        return comes_here(clause, place)
    if classes & {"absent", "busy"}:
        return not clause.after(place, "another")
    return _object(clause, place) == "this" if "forgo" in classes else _object(clause, place) != "other"


def _object(clause: Clause, place: int) -> str:
    """What the verb at ``place`` is about: ``this`` meeting, an ``other`` thing, or "" where it has no object."""
    end = clause.tokens[place].end
    for token in clause.tokens[place + 1 :]:
        if clause.uncovered(end, token.start) > 1:
            return "other"
        if token.classes & _THIS_MEETING:
            return "this"
        if "discuss" in token.classes and clause.uncovered(token.end, len(clause.folded)) > _MOST_UNKNOWN:
            return "other"  # “不参加讨论预算那一段”
        if token.classes & _OTHER_THING:
            return "other"
        if not token.classes & _LEADS_TO_OBJECT or "manner" in token.classes:
            return ""
        end = token.end
    return "other" if clause.uncovered(end, len(clause.folded)) > 1 else ""


def comes_here(clause: Clause, place: int) -> bool:
    """来, 去, 到 are this meeting's only where nothing else is their aim (会来, 去不了; not 去深圳)."""
    token = clause.tokens[place]
    before = clause.tokens[place - 1].end if place else 0
    if not token.word.isascii() and clause.uncovered(before, token.start):
        return False  # 买到, 收到: part of another verb
    if (
        clause.uncovered(token.end, len(clause.folded)) > 0
        or not all(
            t.classes & _GOES_NOWHERE or t.word == "'s"  # “make Monday's meeting”
            for t in clause.tokens[place + 1 :]
        )
    ):
        return False
    return not token.word.isascii() or clause.before(place, *_PREDICATE_BEGINS)


def _bare(clause: Clause) -> Stated | None:
    """An answer of a word or two: 可以, 没问题, works for me, 不行, 有空."""
    if clause.has("retract"):
        return None
    if clause.has("no", "flat_no", "unable") or (clause.has("neg") and clause.has("afraid", "able")):
        return _bare_no(clause)
    if clause.has("remote") and clause.made_of(*_SMALL, "only", "must"):
        return Stated(Stance.YES, "not in the room", explicit=False)
    if not clause.made_of(*_SMALL, "hedge", "status_word"):
        return None
    place = clause.first("yes", "fits") if clause.has("yes", "fits") else clause.first("ok")
    if place is None:
        return Stated(Stance.MAYBE, "hedged") if clause.has("hedge") else None
    if negations(clause, place) % 2 == 1:
        return Stated(Stance.NO, "a bare no", explicit=False)
    if clause.has("hedge"):
        return Stated(Stance.MAYBE, "hedged")
    if clause.has("yes", "fits", "self", DAY):
        return Stated(Stance.YES, "a bare yes", explicit=clause.has("yes"))
    return Stated(Stance.AGREES, "a word of agreement")


def _names_figure(clause: Clause) -> bool:
    covered = [(t.start, t.end) for t in clause.tokens]
    return any(c.isdigit() and not any(a <= i < b for a, b in covered) for i, c in enumerate(clause.folded))


def _bare_no(clause: Clause) -> Stated | None:
    """不行, “I can't”, “no”: nothing else stands there that it could be a no to."""
    if any({"no", "cancel"} <= t.classes for t in clause.tokens):
        return Stated(Stance.DOUBT, "the meeting, or only the sender's coming?")  # 免了吧
    if _names_figure(clause):
        return None  # “We can't do 11”
    denials_said = [t for t in clause.tokens if not t.classes.isdisjoint({"neg", "unable", "no"})]
    if len(denials_said) > 1 and clause.has("attend", "come"):
        return Stated(Stance.DOUBT, "a double negation")  # 不来是不可能的
    cannot = clause.has("no", "unable") or any(negations(clause, i) % 2 for i in clause.find("able"))
    if cannot and clause.made_of(*_SMALL, "hedge", spare=2) and not clause.has("yes"):
        return Stated(Stance.DOUBT if clause.has("hedge") else Stance.NO, "a bare no")
    flat = clause.made_of("flat_no", "neg", "thanks", "sorry", "afraid", "self", "answer", "is") and clause.has(
        "flat_no", "afraid"
    )
    return Stated(Stance.NO, "a bare no") if flat else None
