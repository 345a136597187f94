"""convene: calling a meeting by a fresh mail (policy 2.3, 2.4)."""

import re
from datetime import datetime

from mailflow.core.intents import Convene
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.dates import FoundDate, Grain
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.meeting import expanded, resolved
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places
from mailflow.reading.people import FoundPerson, NameStatus

_CHINESE_TITLE = re.compile(
    r"(?:主题|题目|议题|会议主题|名称|topic|subject|内容)\s*(?:是|为|is|[:：])\s*(?P<a>[^\n，,。;；]{2,60})|(?:讨论一下|讨论|研究|商讨|商量一下|商量|沟通一下|沟通|解决|处理|关于|就|聊一下|对一下|过一下|碰一下|对齐|复盘|评审|围绕|说一下|议一下)(?P<b>[^\n，,。;；:：]{2,40})"
)
_ENGLISH_TITLE = re.compile(
    r"(?:\b(?:topic|subject|title|theme|agenda)\b\s*(?:is|:|would be)\s*(?P<a>[^\n.;]{2,80})"
    r"|\b(?:about|regarding|concerning|to discuss|to talk about|to go through|to review|to resolve|to sort out|to go over|to decide on|to decide|to cover|to align on|to solve|discussing|on the topic of|to clear up|on)\s+(?!monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d|the \d|january|february|march|april|may |june|july|august|september|october|november|december|tomorrow|short notice)(?P<b>[^\n.;?!]{2,80}))",
    re.I,
)
_TITLE_END = re.compile(
    r"(?:的?(?:临时|专项|专题|紧急)?(?:会议|研讨会|会|问题上会)$)|\s+(?:with|on|at|by|tomorrow|next|this|for|today|in)\s+(?=.*\b(?:monday|tuesday|wednesday|thursday|friday|week|\d|wang|li|everybody)).*$|\s*(?:请|，|,).*$"
)


def _read(scene: Scene) -> Findings:
    calling = next((c for c in scene.clauses if _calls(scene, c)), None)
    if calling is None:
        return Findings()
    if calling.supposes or (calling.asks and not calling.has("please", "or_not", "want")):
        return Findings((), (Doubt(calling.index, "a meeting, but asked or under a condition"),))
    if calling.has("hedge", "recheck", "pending", "series"):
        return Findings((), (Doubt(calling.index, "a meeting, perhaps"),))
    start, vague = _start(scene)
    attendees, unknown = _attendees(scene, calling)
    special = any(c.has("special") for c in scene.clauses)
    intent = Convene(
        meeting="special" if special else "ad-hoc", title=_title(scene), start=start, attendees=attendees
    )  # fmt: skip
    return Findings(
        (Finding(intent, places(scene.clauses), "calls a meeting", unresolved=vague or unknown),),
        (),
        places(scene.clauses),
    )


def _calls(scene: Scene, clause: Clause) -> bool:
    for place in clause.find("convene"):
        token = clause.tokens[place]
        if negated(clause, place) or clause.has("past", "cancel"):
            continue
        meets = clause.has("meeting") or token.word in (
            "碰头",
            "碰个头",
            "碰一下",
            "开会",
            "meet",
            "get together",
            "need to meet",
            "约会议",
            "拉个会",
            "开会讨论",
        )
        wanted = clause.has("please", "want", "must", "or_not") or not _knows_meeting(clause)
        if meets and wanted and scene.subject(clause, place) not in ("other", "outsider"):
            return True
    return False


def _knows_meeting(clause: Clause) -> bool:
    """“召开周例会” speaks of a meeting that is planned already."""
    return any(t.word in ("周例会", "月度总结会", "weekly meeting", "monthly meeting", "weekly") for t in clause.tokens)


def _start(scene: Scene) -> tuple[datetime | None, bool]:
    """The first day that is named, with its hour; None where there is no hour."""
    dates = [
        d
        for c in scene.clauses
        for d in c.dates
        if d.grain in (Grain.DAY, Grain.CLOCK, Grain.WEEK, Grain.PERIOD) and not _is_past_talk(c)
    ]
    if any(d.problem is not None for d in dates):
        return None, True
    timed = [d for d in dates if d.time is not None]
    days = list(dict.fromkeys(d.day for d in dates if d.day is not None))
    if not timed or not days:
        return None, False
    at = timed[0]
    if at.day is None and len(days) > 1:
        return None, False
    if len({(d.day, d.time) for d in timed}) > 1 and len(days) > 1:
        return None, False
    start = datetime.combine(at.day or days[0], _clock(at), scene.tools.zone)
    return (None, True) if start <= scene.now else (start, False)


def _clock(found: FoundDate):  # type: ignore[no-untyped-def]
    assert found.time is not None
    return found.time


def _is_past_talk(clause: Clause) -> bool:
    return clause.has("past") or clause.has("reported")


def _attendees(scene: Scene, calling: Clause) -> tuple[tuple[Address, ...], bool]:
    """Who is named as taking part, with the people in Cc; the sender only where named."""
    named: list[Address] = []
    unknown = False
    listing = False
    for clause in scene.clauses:
        listing = _lists_people(clause, calling) or (listing and _goes_on(clause))
        if not listing:
            continue
        for person in clause.people:
            if person.status is NameStatus.EVERYONE:
                continue
            if _only_mentioned(clause, person):
                continue
            if not resolved(person):
                unknown = True
                continue
            named += expanded(scene, person)
        if _names_self(clause):
            named.append(scene.sender)
    for box in scene.mail.cc:
        person_in_cc = scene.tools.organization.person(box.address)
        if person_in_cc is not None:
            named.append(person_in_cc.email)
    if unknown:
        return (), True
    return tuple(dict.fromkeys(named)), False


def _lists_people(clause: Clause, calling: Clause) -> bool:
    return (
        bool(clause.people)
        and (clause is calling or clause.has("attendees_mark", "attending_people", "invite", "attend"))
    ) or (clause.has("attending_people") or (clause.has("attendees_mark") and clause.tail in (":", "：")))


def _goes_on(clause: Clause) -> bool:
    """A clause that only goes on with names."""
    return bool(clause.people) and clause.uncovered(0, len(clause.folded)) <= 16


def _only_mentioned(clause: Clause, person: FoundPerson) -> bool:
    """“李强反馈缺货” mentions him and does not call him."""
    return any("reported" in t.classes and 0 <= t.start - person.end <= 1 for t in clause.tokens)


def _names_self(clause: Clause) -> bool:
    """“参加人：我、李强”, “with Li Qiang and me”."""
    return any(t.word in ("我", "本人", "me", "myself") and _beside_name(clause, t.start, t.end) for t in clause.tokens)


def _beside_name(clause: Clause, start: int, end: int) -> bool:
    around = clause.folded[max(0, start - 1) : start] + clause.folded[end : end + 1]
    joined = (
        any(c in "、和与跟及" for c in around)
        or clause.folded[max(0, start - 4) : start] == "and "
        or clause.folded[end : end + 4] == " and"
    )
    return joined and bool(clause.people)


def _title(scene: Scene) -> str | None:
    for pattern in (_CHINESE_TITLE, _ENGLISH_TITLE):
        match = pattern.search(scene.text)
        if match:
            words = match["a"] or match["b"]
            title = _TITLE_END.sub("", words.strip(' \t"“”《》。.')).strip(' \t"“”《》。.')
            if len(title) > 1:
                return title
    return None


FAMILY = Family("convening", "convening", frozenset({About.NONE}), _read)
