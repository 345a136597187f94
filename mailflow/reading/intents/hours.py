"""late, leave-early: what a clause says of the sender's hours in the meeting."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from mailflow.core.intents import Late, LeaveEarly
from mailflow.core.reply import About, MeetingBrief
from mailflow.reading.dates import FoundDate
from mailflow.reading.intents.clauses import DAY, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated
from mailflow.reading.intents.stance import comes_here

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.RESOLUTION, About.NONE})
_HOUR_NAMES = {
    n: i
    for i, n in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_BARE_HOUR = re.compile(
    r"\b(?P<word>from|until|till|by|before|after|around|at|to|do|make it) (?:(?P<hour>\d|1\d|2[0-3])(?=$|[ ,;)])(?! ?(?:%|minutes?|mins?|days?|hours?|weeks?))"
    rf"|(?P<name>{'|'.join(_HOUR_NAMES)})(?=$|[,;.)]| (?:and|but|because|as|since|instead|sharp|o'clock|onwards?)\b))"
)
_AN_HOUR = "an hour of the meeting"
_EXPLAINS_HOUR = ("topic", "agenda", "discuss", "absent", "unable", "move", "offer", "move_day", "delay", "advance")
_LATE_ALONE = ("late_bare", "self", "hedge", "will", "future", DAY, "afraid", "sorry")
_MISSES = ("neg", "unable", "absent", "busy", "cannot_after", "away", "forgo", "must", "go")
_ONWARDS = ("from", "after")
_RANGE = re.compile(
    r"(?:[\d一二两三四五六七八九十]+|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty))\s*(?:-|~|到|至|to|or|或)\s*$"
)


def is_timing(scene: Scene, clause: Clause) -> bool:
    """Does the clause tell of coming late or leaving early (and so nothing of coming at all)?"""
    if opens_sooner_or_later(clause):
        return False
    place = _early_place(scene, clause)
    place = place if place is not None else _late_place(scene, clause)
    return place is not None and not _denied(clause, place)


def opens_sooner_or_later(clause: Clause) -> bool:
    """“建议早半个小时开”, “可以晚十五分钟开始吗”: the meeting is to begin then, not the sender to come."""
    wished = clause.has("suggests", "want", "or_not", "please") or (clause.asks and not clause.has("self"))
    return clause.has("opens") and bool(clause.durations) and wished


def _late_place(scene: Scene, clause: Clause) -> int | None:
    if clause.has("past", "originally"):
        return None
    part = _of_part(clause, missed="first_part", only="last_part")
    if part is not None:
        return part
    for place in clause.find("late", "late_bare", "late_hour"):
        if scene.subject(clause, place) != "outsider" and _means_late(scene, clause, place):
            return place
    inside = _inside(scene, clause)
    if inside is None or clause.has("move", "offer"):
        return None
    # “10点前来不了”, “can't be there until 10”: a no that holds up to that hour.
    if clause.has("neg", "unable", "absent") and not inside.before:
        return None
    coming = (
        i
        for i in clause.find("attend", "come", "absent")
        if ("come" not in clause.tokens[i].classes or comes_here(clause, i)) and scene.subject(clause, i) != "outsider"
    )
    return next(coming, None)


def _of_part(clause: Clause, *, missed: str, only: str) -> int | None:
    """“上半场来不了” and “只参加后半场” are late, “后半段来不了” and “only the first half” leave early."""
    if not clause.has("first_part", "last_part", "leading", "trailing"):
        return None
    for part, denied in ((missed, True), (only, False)):
        place = _part(clause, part)
        if place is not None and clause.has(*_MISSES) == denied and (denied or clause.has("only")):
            return place
    return None


def _part(clause: Clause, part: str) -> int | None:
    """Where 上半场 or “the first half” stands, or the 前 of 前二十分钟, the “last” of “the last ten minutes”."""
    place = clause.first(part)
    if place is not None:
        return place
    begins = {d.start for d in clause.durations}
    ends = "leading" if part == "first_part" else "trailing"
    return next((i for i in clause.find(ends) if _next_letter(clause.folded, clause.tokens[i].end) in begins), None)


def _next_letter(folded: str, at: int) -> int:
    return at + len(folded[at:]) - len(folded[at:].lstrip())


def _means_late(scene: Scene, clause: Clause, place: int) -> bool:
    """A short 晚 tells of coming late beside a length or a word for coming, 才 and “from” beside an hour of the meeting."""
    classes = clause.tokens[place].classes
    if "late" in classes or _inside(scene, clause) is not None:
        return True
    if "delay" in classes and not clause.has("attend", "come", "self"):
        return False  # the meeting is to start later
    if "late_bare" not in classes:
        return False
    return (
        any(d.minutes for d in clause.durations)
        or clause.has("attend", "come", "few_minutes")
        or clause.made_of(*_LATE_ALONE)
    )


def _early_place(scene: Scene, clause: Clause) -> int | None:
    if clause.has("past", "originally", "topic", "agenda"):
        return None
    part = _of_part(clause, missed="last_part", only="first_part")
    if part is not None:
        return part
    early = clause.first("early", *(("stay",) if _minutes(clause) is not None or _inside(scene, clause) else ()))
    if early is not None and scene.subject(clause, early) != "outsider":
        return early
    go = clause.first("go")
    if go is None or scene.subject(clause, go) == "outsider":
        return None
    return go if clause.has("early_mark", "advance") or _inside(scene, clause) else None


def _inside(scene: Scene, clause: Clause) -> FoundDate | None:
    """A clock time between the meeting's start and end, on its day."""
    meeting = scene.context.meeting
    if meeting is None:
        return None
    dates = (*clause.dates, *bare_hours(clause))
    return next((d for d in dates if (at := _moment(scene, meeting, d)) and meeting.start < at < meeting.end), None)


def bare_hours(clause: Clause) -> Iterator[FoundDate]:
    """“from 10”, “until 10”: beside the hours of a meeting such a figure is a clock time."""
    for match in _BARE_HOUR.finditer(clause.folded):
        if any(d.start <= match.start() < d.end for d in clause.dates):
            continue  # “Tuesday at 10” is a date with its hour
        hour = int(match["hour"]) if match["hour"] else _HOUR_NAMES[match["name"]]
        yield FoundDate(match.start(), match.end(), time=time(hour), before=match["word"] not in _ONWARDS)


def _moment(scene: Scene, meeting: MeetingBrief, found: FoundDate) -> datetime | None:
    if found.time is None or found.problem is not None:
        return None
    zone = scene.tools.zone
    return datetime.combine(found.day or meeting.start.astimezone(zone).date(), found.time, zone)


def _minutes(clause: Clause) -> int | None:
    """The one length in minutes that the clause names; None for none, several, or a range."""
    lengths = [d for d in clause.durations if d.minutes is not None]
    if len(lengths) != 1 or _RANGE.search(clause.folded[: lengths[0].start]):
        return None
    return lengths[0].minutes


def _late_minutes(scene: Scene, clause: Clause) -> int | None:
    meeting, inside, minutes = scene.context.meeting, _inside(scene, clause), _minutes(clause)
    if minutes is not None or meeting is None or inside is None:
        return minutes
    at = _moment(scene, meeting, inside)
    return _whole_minutes(at - meeting.start) if at else None


def _early_minutes(scene: Scene, clause: Clause) -> int | None:
    meeting, inside, minutes = scene.context.meeting, _inside(scene, clause), _minutes(clause)
    if minutes is not None:
        if not (clause.has("stay") or (clause.has("only") and clause.has("attend", "come"))):
            return minutes
        return _whole_minutes(meeting.end - meeting.start) - minutes if meeting else None
    at = _moment(scene, meeting, inside) if inside and meeting else None
    return _whole_minutes(meeting.end - at) if at and meeting else None


def _whole_minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _denied(clause: Clause, place: int) -> bool:
    """“不会迟到” — but “can't be there before 10” and “待不到最后” are what they say."""
    named = bool(clause.dates) or any(bare_hours(clause))
    return "negative" not in clause.tokens[place].classes and negated(clause, place) and not named


def _hours(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    if opens_sooner_or_later(clause) or not scene.of_meeting(clause):
        return None
    early, late = _early_place(scene, clause), _late_place(scene, clause)
    place = early if early is not None else late
    if place is None or _denied(clause, place):
        return _unexplained(scene, clause)
    if scene.subject(clause, place) in ("other", "group"):
        return Doubt(clause.index, "for somebody else")
    if clause.supposes or clause.asks or clause.has("pending"):
        return Doubt(clause.index, "late or early, but asked or under a condition")
    where = frozenset({clause.index})
    if early is not None:
        return Finding(LeaveEarly(minutes=_early_minutes(scene, clause)), where, "leaves before the end")
    return Finding(Late(minutes=_late_minutes(scene, clause)), where, "comes after the start")


def _unexplained(scene: Scene, clause: Clause) -> Doubt | None:
    """“9点45有个电话会”: an hour of the meeting, and nobody can tell what it means for coming."""
    if _inside(scene, clause) is None or clause.has(*_EXPLAINS_HOUR):
        return None
    return Doubt(clause.index, _AN_HOUR)


def _read(scene: Scene) -> Findings:
    readings = [r for r in (_hours(scene, c) for c in scene.clauses) if r is not None]
    found = [r for r in readings if isinstance(r, Finding)]
    doubts = [r for r in readings if isinstance(r, Doubt)]
    told = [d.place for d in doubts if d.rule == _AN_HOUR and (found or _tells_why_moved(scene, d.place))]
    return Findings(tuple(_once(scene, found, told)), tuple(d for d in doubts if d.place not in told), frozenset(told))


def _tells_why_moved(scene: Scene, place: int) -> bool:
    """“建议早半个小时开，10点供应商要来”: an outsider's hour beside the wish for another time."""
    clause = scene.clauses[place]
    wished = any(opens_sooner_or_later(c) for c in scene.sentence(clause))
    return wished and clause.has("outsider") and not clause.has("self", "attend")


def _once(scene: Scene, found: list[Finding], told: list[int]) -> Iterator[Finding]:
    """Two clauses that tell of one thing make one finding, the one that names a figure; else the hour beside it counts."""
    for kind in dict.fromkeys(f.intent.kind for f in found):
        best = max(
            (f for f in found if f.intent.kind == kind), key=lambda f: getattr(f.intent, "minutes", None) is not None
        )
        beside = next(
            (
                scene.clauses[i]
                for i in told
                if any(scene.clauses[p].sentence == scene.clauses[i].sentence for p in best.places)
            ),
            None,
        )
        if beside is not None and isinstance(best.intent, Late | LeaveEarly) and best.intent.minutes is None:
            minutes = _late_minutes(scene, beside) if isinstance(best.intent, Late) else _early_minutes(scene, beside)
            best = replace(best, intent=replace(best.intent, minutes=minutes))
        yield _corrected(scene, best)


def _corrected(scene: Scene, found: Finding) -> Finding:
    """“晚到10分钟。更正一下，不是10分钟，是20分钟”: the figure that is taken back is not the one that holds."""
    intent = found.intent
    if not isinstance(intent, Late | LeaveEarly) or intent.minutes is None:
        return found
    for clause in scene.clauses:
        after = scene.after(clause)
        if clause.has("is_not") and _minutes(clause) == intent.minutes and after is not None:
            return replace(found, intent=replace(intent, minutes=_minutes(after)))
    return found


FAMILY = Family("hours", "attendance", _ABOUTS, _read)
