"""cancel, invite: calling the meeting off, and asking for more people (policy 3.1.1)."""

from mailflow.core.intents import Cancel, Invite
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places
from mailflow.reading.people import FoundPerson, NameStatus, Via

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})


# -------------------------------------------------------------------------------------------------------- cancel


def _cancel(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    place = clause.first("cancel")
    if place is None or clause.has("topic", "standin") or "move" in {c for t in clause.tokens for c in t.classes}:
        return None
    if (
        clause.has("attend", "absent", "away")
        or scene.subject(clause, place) == "outsider"
        or not _is_of_meeting(scene, clause)
    ):
        return None
    if negated(clause, place):
        return Doubt(clause.index, "not called off")
    if clause.has("series"):
        return Doubt(clause.index, "a whole series")
    if clause.supposes or clause.has("hedge", "pending", "recheck"):
        return Doubt(clause.index, "called off, perhaps")
    if (clause.asks or clause.has("or_not")) and not clause.has("please"):
        return Doubt(clause.index, "asked, not said")
    if clause.has("reported") or clause.has("past"):
        return Doubt(clause.index, "somebody else's words")
    return Finding(Cancel(), frozenset({clause.index}), "calls the meeting off", free="reason")


def _is_of_meeting(scene: Scene, clause: Clause) -> bool:
    if clause.has("meeting"):
        return True
    if scene.about is About.NONE:
        return False
    before = scene.before(clause)
    close = before is not None and before.sentence == clause.sentence and before.has("meeting")
    return close or clause.made_of(
        "cancel", "self", DAY, "please", "already", "will", "thanks", "sorry", "also", "result", "want", "must", spare=2
    )


# -------------------------------------------------------------------------------------------------------- invite


def invites(scene: Scene, clause: Clause) -> bool:
    return _invite_place(scene, clause) is not None


def _invite_place(scene: Scene, clause: Clause) -> int | None:
    """The word that asks for somebody's presence: 邀请, add … to the meeting, 请林涛参加."""
    if clause.has("standin", "owner") or (clause.has("agenda") and not clause.people):
        return None
    people = [p for p in clause.people if p.people != (scene.sender,) and p.status is not NameStatus.EVERYONE]
    place = clause.first("invite")
    if place is not None:
        if people and not clause.has("topic"):
            return place
        named = (
            clause.has("meeting", "attend")
            and clause.tokens[place].word in ("邀请", "再邀请", "invite")
            and not clause.has("topic", "self")
        )
        return place if named else None
    place = clause.first("assign", "please")
    if place is not None and people and people[0].start >= clause.tokens[place].end and clause.has("attend"):
        between = [t for t in clause.tokens if clause.tokens[place].end <= t.start < people[0].start]
        return place if not any("self" in t.classes or "reported" in t.classes for t in between) else None
    return None


def _invite(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    place = _invite_place(scene, clause)
    if place is None:
        return None
    if negated(clause, place):
        return Doubt(clause.index, "not to be invited")
    if clause.supposes or clause.has("recheck", "pending"):
        return Doubt(clause.index, "to be invited, perhaps")
    if (clause.asks or clause.has("or_not")) and not clause.has("please"):
        return Doubt(clause.index, "asked, not said")
    attendees = named_people(scene, clause)
    return Finding(
        Invite(attendees=attendees or ()), frozenset({clause.index}), "asks for more people", unresolved=not attendees
    )


def named_people(scene: Scene, clause: Clause) -> tuple[Address, ...] | None:
    """All whom the clause names, a department as all its people; None where one of them cannot be told."""
    wanted = [p for p in clause.people if p.people != (scene.sender,)]
    if any(not resolved(p) for p in wanted):
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
    found: list[Finding] = []
    doubts: list[Doubt] = []
    for clause in scene.clauses:
        for reading in (_cancel(scene, clause), _invite(scene, clause)):
            if isinstance(reading, Finding):
                found.append(reading)
            elif reading is not None:
                doubts.append(reading)
    return Findings(tuple(_together(found)), tuple(doubts))


def _together(found: list[Finding]) -> list[Finding]:
    """Two clauses that call off are one cancel, two that invite one invite."""
    cancels = [f for f in found if isinstance(f.intent, Cancel)]
    invited = [f.intent.attendees for f in found if isinstance(f.intent, Invite)]
    made: list[Finding] = []
    if cancels:
        made.append(Finding(Cancel(), frozenset().union(*(f.places for f in cancels)), cancels[0].rule, free="reason"))
    if invited:
        invites_found = [f for f in found if isinstance(f.intent, Invite)]
        everybody = tuple(dict.fromkeys(a for group in invited for a in group))
        broken = any(f.unresolved for f in invites_found)
        where = frozenset().union(*(f.places for f in invites_found))
        made.append(
            Finding(Invite(attendees=() if broken else everybody), where, invites_found[0].rule, unresolved=broken)
        )
    return made


FAMILY = Family("meeting", "meeting", _ABOUTS, _read)
