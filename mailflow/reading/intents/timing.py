"""late, leave-early, counter: what a clause says of the hours of the meeting."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from mailflow.core.intents import Counter, Late, LeaveEarly
from mailflow.core.reply import About, MeetingBrief
from mailflow.reading.dates import FoundDate, Problem
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_RANGE = re.compile(r"[\d一二两三四五六七八九十]+\s*(?:-|~|到|至|to|or|或)\s*$")
_BARE_LATE = frozenset({"晚", "迟", "late", "推迟", "才", "才能", "delayed", "not before", "not until", "no earlier than"})
_ONLY_ARRIVES = frozenset({"by", "around", "at", "from", "only", "才", "才能", "方能", "方可", "earliest"})


# ------------------------------------------------------------------------------------------------ late and early


def is_timing(scene: Scene, clause: Clause) -> bool:
    """Does the clause tell of coming late or leaving early (and so nothing of coming at all)?"""
    return _late_place(scene, clause) is not None or _early_place(scene, clause) is not None


def _late_place(scene: Scene, clause: Clause) -> int | None:
    if _early_place(scene, clause) is not None or clause.has("past", "originally"):
        return None
    for place in clause.find("late"):
        if "shield" in clause.tokens[place].classes or scene.subject(clause, place) == "outsider":
            continue
        word = clause.tokens[place].word
        if word in _BARE_LATE and not (_minutes(clause) is not None or _inside(scene, clause) or clause.has("come", "attend", "self")):
            continue
        if word == "late" and not (clause.has("self", "attend", "come") or _minutes(clause) is not None):
            continue
        return place
    if clause.has("attend", "come") and not clause.has("move", "offer") and _inside(scene, clause) and scene.subject(clause, len(clause.tokens)) in ("", "self"):
        return clause.first("attend", "come")
    return None


def _early_place(scene: Scene, clause: Clause) -> int | None:
    if clause.has("past", "originally"):
        return None
    early = clause.first("early")
    if early is not None and scene.subject(clause, early) != "outsider":
        return early
    go = clause.first("go")
    if go is None or scene.subject(clause, go) in ("outsider", "other"):
        return None
    if clause.has("early_mark", "advance") or (_inside(scene, clause) and clause.has("must", "will", "self", "already")):
        return go
    return None


def _inside(scene: Scene, clause: Clause) -> FoundDate | None:
    """A clock time between the meeting's start and end, on its day."""
    meeting = scene.context.meeting
    if meeting is None:
        return None
    return next((d for d in clause.dates if (at := _moment(scene, meeting, d)) and meeting.start < at < meeting.end), None)


def _moment(scene: Scene, meeting: MeetingBrief, found: FoundDate) -> datetime | None:
    if found.time is None or found.problem is not None:
        return None
    zone = scene.tools.zone
    start = meeting.start.astimezone(zone)
    at = datetime.combine(found.day or start.date(), found.time, zone)
    # “3 点” was taken for the afternoon; beside a meeting in the morning it may be the morning's.
    return at


def _minutes(clause: Clause) -> int | None:
    """The one length in minutes that the clause names; None for none, several, or a range."""
    lengths = [d for d in clause.durations if d.minutes is not None]
    if len(lengths) != 1 or _RANGE.search(clause.folded[: lengths[0].start]):
        return None
    return lengths[0].minutes


def _late_minutes(scene: Scene, clause: Clause) -> int | None:
    minutes = _minutes(clause)
    if minutes is not None or scene.context.meeting is None:
        return minutes
    inside = _inside(scene, clause)
    at = _moment(scene, scene.context.meeting, inside) if inside else None
    return _whole_minutes(at - scene.context.meeting.start) if at else None


def _early_minutes(scene: Scene, clause: Clause) -> int | None:
    meeting = scene.context.meeting
    minutes = _minutes(clause)
    if minutes is not None:
        stays = any(w in clause.folded for w in ("待", "呆", "stay", "开到", "for the first"))
        if not stays:
            return minutes
        return _whole_minutes(meeting.end - meeting.start) - minutes if meeting else None
    inside = _inside(scene, clause)
    at = _moment(scene, meeting, inside) if inside and meeting else None
    return _whole_minutes(meeting.end - at) if at and meeting else None


def _whole_minutes(length: timedelta) -> int:
    return int(length.total_seconds() // 60)


def _hours(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    early, late = _early_place(scene, clause), _late_place(scene, clause)
    place = early if early is not None else late
    if place is None:
        return None
    who = scene.subject(clause, place)
    if who == "other":
        return Doubt(clause.index, "for somebody else")
    if _denied(clause, place):
        return None
    if clause.supposes or clause.asks:
        return Doubt(clause.index, "late or early, but asked or under a condition")
    where = frozenset({clause.index})
    if early is not None:
        return Finding(LeaveEarly(minutes=_early_minutes(scene, clause)), where, "leaves before the end")
    return Finding(Late(minutes=_late_minutes(scene, clause)), where, "comes after the start")


def _denied(clause: Clause, place: int) -> bool:
    """“不会迟到” — but “can't be there before 10” and “can't stay until the end” are what they say."""
    token = clause.tokens[place]
    if "unable" in token.classes or token.word.startswith(("not ", "no ", "can't", "cannot", "only")):
        return False
    if clause.dates and "unable" in {c for t in clause.tokens[:place] for c in t.classes}:
        return False
    return negated(clause, place)


# ------------------------------------------------------------------------------------------------ another time


def moves_meeting(scene: Scene, clause: Clause) -> bool:
    return _move_place(scene, clause) is not None


def _move_place(scene: Scene, clause: Clause) -> int | None:
    """The word that asks for another time."""
    move = clause.first("move")
    if move is not None and not clause.has("topic"):
        return move
    shift = clause.first("delay", "advance")
    if shift is not None and clause.durations and not clause.has("go", "early", "attend", "come", "late"):
        return shift
    if shift is not None and clause.has("meeting", "want", "or_not") and not clause.has("go", "early", "attend", "come", "late", "self"):
        return shift
    offer = clause.first("offer", "fits")
    if offer is None or not clause.dates or _is_meeting_time(scene, clause):
        return None
    asked = clause.asks or clause.has("or_not", "want", "please") or _offered(scene, clause)
    return offer if asked and not clause.has("attend", "topic", "agenda", "late", "early", "standin", PERSON) else None


def _offered(scene: Scene, clause: Clause) -> bool:
    """“Tuesday at 3 would work”, “周二更方便”."""
    return any(t.word in ("would work", "would suit", "would be better", "works better", "suits me better", "would suit me better", "better for me", "更方便", "instead", "how about", "what about", "prefer", "倾向于", "倾向", "我倾向")
               for t in clause.tokens)  # fmt: skip


def _is_meeting_time(scene: Scene, clause: Clause) -> bool:
    """The clause speaks of the planned day alone (周一可以吗), so no other time is asked for."""
    meeting = scene.context.meeting
    days = {d.day for d in clause.dates if d.day}
    return bool(meeting and days == {meeting.start.date()} and not any(d.time for d in clause.dates))


def _counter(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    place = _move_place(scene, clause)
    if place is None:
        return None
    if negated(clause, place) and not _asks_politely(clause):
        return Doubt(clause.index, "another time, denied")
    if _told_of(scene, clause, place):
        return Doubt(clause.index, "another time, as somebody said it")
    if clause.supposes and not _would_be_good(scene, clause):
        return Doubt(clause.index, "another time under a condition")
    start, problem = _new_start(scene, clause, place)
    return Finding(Counter(start=start), frozenset({clause.index}), "asks for another time", "", unresolved=problem)


def _asks_politely(clause: Clause) -> bool:
    return clause.has("or_not")


def _told_of(scene: Scene, clause: Clause, place: int) -> bool:
    """“听说改到周二了？”, “会议改到周二了吗” ask whether it has been moved."""
    if clause.has("reported", "already", "past") and not clause.has("want", "or_not", "please"):
        return clause.has("reported") or "了" in clause.folded[clause.tokens[place].start :] or clause.asks
    if clause.asks and not clause.has("or_not", "want", "please", "offer", "fits", "able"):
        return True
    return clause.folded.rstrip("吗?？ ").endswith("了") and clause.asks


def _would_be_good(scene: Scene, clause: Clause) -> bool:
    """“如果能改到周二就好了”, “it would be great if we could move it”: a wish in the form of a condition."""
    mood = ("就好", "最好", "更好", "就太好", "就可以", "great", "better", "appreciate", "grateful", "good", "nice", "fine by", "不介意", "方便的话", "可以的话", "可能的话", "if possible", "行的话")  # fmt: skip
    return any(m in c.folded for c in scene.sentence(clause) for m in mood)


def _new_start(scene: Scene, clause: Clause, place: int) -> tuple[datetime | None, bool]:
    """The wanted start, None where no hour is named; and whether what was named cannot be."""
    dates = list(_wanted_dates(scene, clause, place))
    meeting = scene.context.meeting
    if any(d.problem in (Problem.CONTRADICTION, Problem.IMPOSSIBLE, Problem.PAST) for d in dates):
        return None, True
    starts = {s for s in (_start(scene, d, dates) for d in dates) if s is not None}
    if len(starts) == 1:
        start = starts.pop()
        return (None, True) if start <= scene.now else (start, False)
    if starts or dates or meeting is None:
        return None, False
    return _shifted(meeting, clause), False


def _wanted_dates(scene: Scene, clause: Clause, place: int) -> Iterator[FoundDate]:
    """What is named after the word for moving, else in the clause; where nothing is, in the next clause."""
    after = [d for d in clause.dates if d.start >= clause.tokens[place].start]
    chosen = after or list(clause.dates)
    if len(chosen) > 1:
        aimed = [d for d in chosen if re.search(r"(?:to|到|至|成|为)\s*$", clause.folded[: d.start])]
        chosen = aimed or chosen
    if not chosen:
        following = scene.after(clause)
        if following and following.sentence == clause.sentence and not following.has("attend", "absent", "topic"):
            chosen = list(following.dates)
    yield from chosen


def _start(scene: Scene, found: FoundDate, beside: list[FoundDate]) -> datetime | None:
    if found.time is None:
        return None
    zone = scene.tools.zone
    meeting = scene.context.meeting
    others = {d.day for d in beside if d.day}
    day = found.day or (others.pop() if len(others) == 1 else meeting.start.astimezone(zone).date() if meeting and not others else None)
    return datetime.combine(day, found.time, zone) if day else None


def _shifted(meeting: MeetingBrief, clause: Clause) -> datetime | None:
    """So much later or earlier than planned."""
    lengths = [d.delta for d in clause.durations]
    if len(lengths) != 1 or lengths[0] is None:
        return None
    sooner = clause.has("advance") and not clause.has("delay")
    return meeting.start - lengths[0] if sooner else meeting.start + lengths[0]


def _read(scene: Scene) -> Findings:
    found: list[Finding] = []
    doubts: list[Doubt] = []
    for clause in scene.clauses:
        for reading in (_hours(scene, clause) if not moves_meeting(scene, clause) else None, _counter(scene, clause)):
            if isinstance(reading, Finding):
                found.append(reading)
            elif reading is not None:
                doubts.append(reading)
    return Findings(tuple(_once(found)), tuple(doubts))


def _once(found: list[Finding]) -> Iterator[Finding]:
    """Two clauses that tell of one thing make one finding, the one that names a figure."""
    kinds = dict.fromkeys(f.intent.kind for f in found)
    for kind in kinds:
        same = [f for f in found if f.intent.kind == kind]
        yield max(same, key=_definite)


def _definite(finding: Finding) -> int:
    intent = finding.intent
    value = intent.start if isinstance(intent, Counter) else getattr(intent, "minutes", None)
    return 0 if value is None else 1


FAMILY = Family("timing", "attendance", _ABOUTS, _read)
