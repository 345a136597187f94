"""cancel, invite: calling the meeting off, and asking for more people (policy 3.1.1)."""

import re

from mailflow.core.intents import Cancel, Invite
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, denials, negated
from mailflow.reading.people import FoundPerson, NameStatus, Via

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
# Where one of these stands beside 取消, something else than the meeting is called off.
_NOT_THE_MEETING = ("topic", "standin", "for_me", "attend", "absent", "away", "move", "another")
_BARE_CANCEL = (
    "cancel",
    "self",
    DAY,
    "please",
    "already",
    "will",
    "thanks",
    "sorry",
    "also",
    "result",
    "want",
    "must",
    "then",
    "it",
    "neg",
    "hedge",
    "or_not",
    "question",
)
_CALL_OFF = re.compile(r"\bcall(?:ing)? (?:\S+ ){1,6}off\b")
"""“call Monday's meeting off”."""
_UNDECIDED = ("hedge", "pending", "recheck")
# What may follow the people whom an invitation names: nothing that they own or bring (“add Lin Tao's figures”).
_AFTER_PEOPLE = frozenset(
    {"attend", "meeting", "too", "please", "particle", "question", "or_not", DAY, "toward", "come", "thanks", "person",
     "also", "at_meeting", "add_person", "invite", "is", "and", "courtesy", "attendees_mark", "you", "about", "ought",
     "hedge"}
)  # fmt: skip


# -------------------------------------------------------------------------------------------------------- cancel


def calls_off(scene: Scene, clause: Clause) -> bool:
    """Does the clause speak of calling the meeting off, whether or not it does so?"""
    place = clause.first("cancel")
    if place is None:
        return _CALL_OFF.search(clause.folded) is not None and clause.has("meeting")
    if clause.has(*_NOT_THE_MEETING) or scene.subject(clause, place) == "outsider":
        return False
    if "scrapped" in clause.tokens[place].classes:  # “专项会先撤掉”, but not “我先撤了”, “对会议的回复作废”
        return place > 0 and "meeting" in clause.tokens[place - 1].classes and not clause.has("self")
    if clause.has("meeting"):
        return True
    if "no" in clause.tokens[place].classes:
        return False  # 免了 alone is a no to whatever was asked
    before = scene.before(clause)
    goes_on = before is not None and before.sentence == clause.sentence and before.has("meeting")
    return scene.about is not About.NONE and (goes_on or clause.made_of(*_BARE_CANCEL, spare=2))


def _cancel(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    if not calls_off(scene, clause):
        return None
    place = clause.first("cancel") or 0
    if _plainly_denied(clause, place):
        return None  # “会别取消啊” wishes for what is planned already
    if denials(clause, place):
        return Doubt(clause.index, "not called off")
    if clause.has("series"):
        return Doubt(clause.index, "a whole series")
    if clause.supposes or clause.has(*_UNDECIDED, "suggests"):
        return Doubt(clause.index, "called off, perhaps")
    if (clause.asks or clause.has("or_not")) and not clause.has("please"):
        return Doubt(clause.index, "asked, not said")
    personal = any(c.has("self") and not c.has("meeting") for c in scene.sentence(clause))
    if personal and "not_held" in clause.tokens[place].classes:
        return Doubt(clause.index, "the meeting, or only the sender's coming?")
    names_teller = clause.before(place, PERSON, "other", "group") and scene.subject(clause, place) in ("other", "group")
    if names_teller or clause.has("reported", "past") or scene.told_by_other(clause):
        return Doubt(clause.index, "somebody else's words")
    return Finding(Cancel(), frozenset({clause.index}), "calls the meeting off", free="reason")


def _plainly_denied(clause: Clause, place: int) -> bool:
    """“不取消”, “don't cancel”: one denial, and nothing between it and the word."""
    before = clause.tokens[place - 1] if place else None
    return (
        denials(clause, place) == 1
        and before is not None
        and "neg" in before.classes
        and "is_not" not in before.classes
    )


# -------------------------------------------------------------------------------------------------------- invite


def invites(scene: Scene, clause: Clause) -> bool:
    """Does the clause speak of inviting somebody, whether or not it does so?"""
    return _invite_place(scene, clause) is not None


def _invite_place(scene: Scene, clause: Clause) -> int | None:
    """The word that asks for somebody's presence: 邀请, add … to the meeting, 请林涛参加."""
    if clause.has("standin", "for_me", "owner", "topic", "past", "reported"):
        return None
    people = scene.others(clause)
    strong = clause.first("invite")
    if strong is not None:
        named = (
            bool(people)
            or clause.uncovered(clause.tokens[strong].end, len(clause.folded)) > 2
            or clause.after(strong, "other", "outsider")
            or bool(_told_behind_colon(scene, clause))
            or bool(_meant(scene, clause))
        )
        return strong if named and not clause.after(strong, "self") else None
    if people and _joins_invited(scene, clause):
        return clause.first("please", "assign")
    if not people or not _only_people(clause, people):
        return None
    weak = clause.first("add_person")
    if weak is not None and not clause.has("agenda", "self"):
        return weak
    wanted = clause.first("assign", "please", "want", "ought")
    if wanted is None or not clause.has("attend", "come") or (clause.asks and not clause.has("polite", "please")):
        return None
    if clause.before(wanted, "self") and not clause.has("want"):
        return None
    if "lets" in clause.tokens[wanted].classes and not clause.has("too", "also", "group"):
        return None  # “让小陈去听一下” sends somebody rather than asking for one more
    asked_for = clause.tokens[wanted].end <= people[0].start or clause.tokens[wanted].start >= people[-1].end
    return wanted if asked_for and not clause.has("neg", "unable", "absent") else None


def _meant(scene: Scene, clause: Clause) -> tuple[FoundPerson, ...]:
    """“The warehouse supervisor ought to be there. Please send him an invitation.”"""
    return scene.meant(clause) if clause.has("pronoun") else ()


def _told_behind_colon(scene: Scene, clause: Clause) -> tuple[FoundPerson, ...]:
    """“补邀两位：冯雪、林涛”."""
    after = scene.after(clause) if clause.tail in (":", "：") else None
    return scene.others(after) if after is not None and after.made_of(PERSON, "and", "thanks", spare=2) else ()


def _joins_invited(scene: Scene, clause: Clause) -> bool:
    """“把黄凯拉上，另外冯雪也请来做现场演示”."""
    joins = clause.has("too") and clause.has("come", "attend") and clause.has("please", "assign")
    before = scene.before(clause)
    return joins and before is not None and before.sentence == clause.sentence and invites(scene, before)


def _only_people(clause: Clause, people: tuple[FoundPerson, ...]) -> bool:
    """Behind the last name stands nothing that belongs to the people, or that they are to do."""
    end = people[-1].end
    behind = [t for t in clause.tokens if t.start >= end]
    return clause.uncovered(end, len(clause.folded)) <= 2 and all(t.classes & _AFTER_PEOPLE for t in behind)


def _invite(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    place = _invite_place(scene, clause)
    if place is None:
        return None
    if negated(clause, place):
        return Doubt(clause.index, "not to be invited")
    if clause.supposes or clause.has("recheck", "pending"):
        return Doubt(clause.index, "to be invited, perhaps")
    if clause.asks and not clause.has("please", "polite"):
        return Doubt(clause.index, "asked, not said")
    attendees = named_people(scene, clause)
    return Finding(
        Invite(attendees=attendees or ()), frozenset({clause.index}), "asks for more people", unresolved=not attendees
    )


def named_people(scene: Scene, clause: Clause) -> tuple[Address, ...] | None:
    """All whom the clause names, a department as all its people; None where one of them cannot be told."""
    wanted = scene.others(clause) or _told_behind_colon(scene, clause) or _meant(scene, clause)
    if clause.has("foreign", "other") or any(not resolved(p) for p in wanted):
        return None
    return tuple(dict.fromkeys(a for p in wanted for a in expanded(scene, p)))


def resolved(found: FoundPerson) -> bool:
    return found.status is NameStatus.KNOWN or (found.department is not None and found.via is Via.DEPARTMENT)


def expanded(scene: Scene, found: FoundPerson) -> tuple[Address, ...]:
    """A department is all its people (contract: ``convene``)."""
    if found.department is not None and found.via is Via.DEPARTMENT:
        return tuple(p.email for p in scene.tools.organization.members(found.department))
    return found.people


def _read(scene: Scene) -> Findings:
    readings = [r for c in scene.clauses for r in (_cancel(scene, c), _invite(scene, c)) if r is not None]
    found = [r for r in readings if isinstance(r, Finding)]
    doubts = tuple(r for r in readings if isinstance(r, Doubt))
    return Findings((*_one_cancel(found), *_one_invite(found)), doubts)


def _one_cancel(found: list[Finding]) -> list[Finding]:
    """Two clauses that call off are one cancel."""
    same = [f for f in found if isinstance(f.intent, Cancel)]
    return (
        [Finding(Cancel(), frozenset().union(*(f.places for f in same)), same[0].rule, free="reason")] if same else []
    )


def _one_invite(found: list[Finding]) -> list[Finding]:
    """Two clauses that invite are one invitation of all."""
    same = [f for f in found if isinstance(f.intent, Invite)]
    if not same:
        return []
    broken = any(f.unresolved for f in same)
    everybody = tuple(dict.fromkeys(a for f in same if isinstance(f.intent, Invite) for a in f.intent.attendees))
    where = frozenset().union(*(f.places for f in same))
    return [Finding(Invite(attendees=() if broken else everybody), where, same[0].rule, unresolved=broken)]


FAMILY = Family("meeting", "meeting", _ABOUTS, _read)
