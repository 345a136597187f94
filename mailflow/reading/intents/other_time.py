"""counter: the wish for another time of the meeting."""

import re
from collections.abc import Iterator
from datetime import date, datetime

from mailflow.core.intents import Counter
from mailflow.core.reply import About, MeetingBrief
from mailflow.reading.dates import FoundDate, Problem
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.hours import bare_hours, opens_sooner_or_later
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated
from mailflow.reading.intents.stance import comes_here, names_other_time

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_WISHES = ("want", "or_not", "please", "offer", "fits", "able", "better", "agreeable", "must", "ought")
_AIM = re.compile(r"(?:to|到|至|成|为|在)\s*$")
# Beside these a shift speaks of the sender's hours or of a topic, not of the meeting.
_NOT_OF_MEETING = ("go", "early", "attend", "late", "topic", "agenda", "task", "deadline")

_HOUR = re.compile(
    r"\s+\d{1,2}(?::\d\d)?(?: ?[ap]m| o'clock)?(?=$|[,;.?!)]| (?:instead|rather|on|please|sharp|for|or)\b)"
)
_NOT_THIS = re.compile(r"(?:rather than|better than|instead of|and not|not|而不是|而非|不是|不要)\s*(?:at )?$")
"""Behind these stands the hour that is given up."""
_OF_THE_END = re.compile(
    r"结束|散会|\b(?:its|the|meeting) end\b|\bend(?:s|ing)? (?:time )?(?:at|to|by)\b|\bend time\b|\bfinish"
)
_BARE_OFFER = ("or_not", DAY, "come", "contrast", "self", "you", "meeting", "ok", "also", "thanks", "is")


def moves_meeting(scene: Scene, clause: Clause) -> bool:
    return _place(scene, clause) is not None


def _place(scene: Scene, clause: Clause) -> int | None:
    """The word that asks for another time."""
    if _answers_when(scene, clause):
        return 0
    if scene.about is About.NONE and not clause.has("meeting"):
        return None  # a task's, if anything's
    if clause.has("venue") and not clause.dates:
        return None
    if clause.has("condition") and any(c.has("contact") for c in scene.sentence(clause)):
        return None  # “如果改时间请提前通知我”
    move = clause.first("move")
    if move is not None and not clause.has("topic", "task", "deadline"):
        return None if scene.subject(clause, move) == "outsider" or _of_something_else(scene, clause, move) else move
    if (to_day := _moves_to_day(clause)) is not None and not _is_planned_day(scene, clause):
        return to_day
    if names_other_time(scene, clause):
        if (fitting := _fits_instead(scene, clause)) is not None:
            return fitting
        if _proposes_beside_no(scene, clause):
            return clause.first(DAY)
    if (opens := _opens_at_other_time(scene, clause)) is not None:
        return opens
    shift = clause.first("delay", "advance")
    if shift is not None and _shifts_meeting(clause):
        return shift
    offer = clause.first("offer", "fits", "better")
    if offer is None and clause.made_of(*_BARE_OFFER):
        offer = clause.first("or_not")
    if (
        offer is None
        or not clause.dates
        or _is_planned_day(scene, clause)
        or clause.has("standin", "late", "early", "topic", "agenda", PERSON)
    ):
        return None
    asked = clause.asks or clause.has("or_not", "want", "please", "better") or _instead(scene, clause)
    return offer if asked and not clause.has("attend") else None


def _fits_instead(scene: Scene, clause: Clause) -> int | None:
    """“周三上午可以”, “Tuesday works for me”, of a meeting on Monday; an hour within the meeting may mean coming late."""
    bare = clause.made_of(*_BARE_OFFER, "yes", "fits", "able", "will", "then", "sorry", "ok") and not clause.has("neg")
    if not bare or any(d.before or _is_during(scene, d) for d in clause.dates):
        return None
    return next(
        (i for i in clause.find("yes", "fits", "ok") if clause.has("yes", "fits") or clause.before(i, DAY)), None
    )


def _is_during(scene: Scene, found: FoundDate) -> bool:
    meeting = scene.context.meeting
    if meeting is None or found.time is None:
        return False
    begin, end = (t.astimezone(scene.tools.zone) for t in (meeting.start, meeting.end))
    return found.day in (None, begin.date()) and begin.time() < found.time < end.time()


def _proposes_beside_no(scene: Scene, clause: Clause) -> bool:
    """“我那天不方便，改周二上午10点吧”: the day that is proposed in place of the one that does not fit."""
    no = any(c.has("no", "unable", "busy", "absent", "neg") for c in scene.sentence(clause) if c.index < clause.index)
    proposes = clause.has("move_day", "suggests") or clause.folded.rstrip().endswith("吧")
    return (
        no
        and proposes
        and clause.made_of(*_BARE_OFFER, "move_day", "suggests", "then", "please", "want", "approx", spare=2)
    )


def _moves_to_day(clause: Clause) -> int | None:
    """“改周二下午两点可以吗”, “could we do 11 instead?”: a bare verb with the day right behind it, in a question or wish."""
    for place in clause.find("move_day"):
        behind = clause.next_to(place)
        dated = (behind is not None and DAY in behind.classes) or bool(
            _HOUR.match(clause.folded[clause.tokens[place].end :])
        )
        if (
            dated
            and (clause.has(*_WISHES, "suggests") or clause.asks)
            and not clause.has("topic", "task", "attend", "away", PERSON)
            and not clause.before(place, "neg", "unable")
        ):
            return place
    return None


def _opens_at_other_time(scene: Scene, clause: Clause) -> int | None:
    """“建议早半个小时开”, and behind it “9点就开始”."""
    if opens_sooner_or_later(clause):
        return clause.first("early_mark", "late_bare", "advance", "delay", "early", "late")
    before = scene.before(clause)
    goes_on = before is not None and before.sentence == clause.sentence and opens_sooner_or_later(before)
    timed = any(d.time is not None for d in clause.dates)
    return clause.first("opens") if goes_on and timed and not clause.has("neg", "unable") else None


def _answers_when(scene: Scene, clause: Clause) -> bool:
    """“12月3日14:00”, in answer to the question when a meeting shall be."""
    asked = scene.context.request is not None and scene.context.request.kind in ("time", "next")
    return (
        asked
        and bool(clause.dates)
        and clause.made_of(*_BARE_OFFER, "please", "yes", "then", "move", "soft", "settles_at", spare=2)
    )


def _instead(scene: Scene, clause: Clause) -> bool:
    """“周二可以，周一不行”: the day that fits, beside the one that does not."""
    beside = (c for c in scene.sentence(clause) if c is not clause)
    return clause.has("fits", "yes") and any(
        c.has("no", "unable", "busy", "absent") and not c.has("attend") for c in beside
    )


def _shifts_meeting(clause: Clause) -> bool:
    """“推迟一小时”, “会议推迟”, “能否提前” — not “我晚到一小时” or “议题提前”."""
    wishes = clause.has("want", "or_not", "please") and not clause.has("self")
    comes = any(comes_here(clause, i) for i in clause.find("come"))
    return not (comes or clause.has(*_NOT_OF_MEETING)) and (bool(clause.durations) or clause.has("meeting") or wishes)


def _of_something_else(scene: Scene, clause: Clause, move: int) -> bool:
    """“周一的出差改期了”, “my trip was postponed”, “客户改期了，改到周一”: what is moved is not the meeting."""
    if clause.before(move, "away", "foreign") and not clause.has("meeting"):
        return True
    if _object_of_move(clause, move) or clause.after(move, "another"):
        return True
    if clause.asks or clause.has(*_WISHES, "suggests"):
        return False
    if clause.has("will", "strive") and not clause.dates and not clause.has("meeting"):
        return True  # “I have a conflict but will try to move it”
    owned = any("possessive" in t.classes and t.end < clause.tokens[move].start for t in clause.tokens[:move])
    if owned and clause.has("self"):
        return not any("meeting" in t.classes and "weak_meeting" not in t.classes for t in clause.tokens)
    before = scene.before(clause)
    goes_on = move == 0 and before is not None and before.sentence == clause.sentence
    return goes_on and before is not None and before.has("foreign", "outsider", "away") and before.has("move", "delay")


def _object_of_move(clause: Clause, move: int) -> bool:
    """“把我的汇报挪到最后”, “move my report to the end”: a thing in the meeting is moved, not the meeting."""
    if any("meeting" in t.classes and not {"weak_meeting", "will"} <= t.classes for t in clause.tokens):
        return False
    following = clause.next_to(move)
    if following is not None and "possessive" in following.classes:
        return clause.uncovered(following.end, len(clause.folded)) > 0 or clause.has("material")
    ba = clause.first("ba")
    if ba is None or ba > move:
        return False
    thing = clause.uncovered(clause.tokens[ba].end, clause.tokens[move].start) > 0
    return thing or any(not t.classes.isdisjoint({"material", "topic"}) for t in clause.tokens[ba:move])


def _is_planned_day(scene: Scene, clause: Clause) -> bool:
    """The clause speaks of the planned day alone (周一可以吗), so no other time is asked for."""
    meeting = scene.context.meeting
    if meeting is None or not clause.dates:
        return False
    planned = meeting.start.astimezone(scene.tools.zone)
    the_hour = all(d.time in (None, planned.time()) for d in clause.dates)
    return the_hour and all((d.day or (d.time and planned.date())) == planned.date() for d in clause.dates)


def _counter(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    place = _place(scene, clause)
    if place is None:
        return None
    if negated(clause, place) and not clause.has("or_not"):
        return None
    if clause.has("agreeable", "ok", "fits", "yes") and not clause.asks and _is_planned_day(scene, clause):
        return None  # 改到下午两点没问题, said of the new time that the invitation names
    fits = names_other_time(scene, clause) and _fits_instead(scene, clause) is not None  # Tuesday is fine
    if not fits and _has_been(scene, clause, place):
        return None
    if scene.told_by_other(clause) or (not fits and _told_of(scene, clause, place)):
        return Doubt(clause.index, "another time, as somebody said it")
    if clause.supposes and not _politely(scene, clause):
        return Doubt(clause.index, "another time under a condition")
    if clause.has("series"):
        return Doubt(clause.index, "a whole series")
    if _OF_THE_END.search(clause.folded):
        return Doubt(clause.index, "when it ends, not when it begins")
    start, problem = _new_start(scene, clause, place)
    wished = {c.index for c in scene.sentence(clause) if c.supposes and c.has("condition", "agreeable")}
    return Finding(
        Counter(start=start), frozenset({clause.index} | wished), "asks for another time", unresolved=problem
    )


def _has_been(scene: Scene, clause: Clause, place: int) -> bool:
    """“原本要跑客户，已改到下午”: something else was moved."""
    done = clause.has("already", "past") or "了" in clause.folded[clause.tokens[place].end :]
    return done and not (clause.asks or clause.has("reported", "meeting", *_WISHES))


def _politely(scene: Scene, clause: Clause) -> bool:
    """“如果大家方便的话”: a condition that asks for leave, no more."""
    conditions = [c for c in scene.sentence(clause) if c.has("condition", "agreeable")]
    return any(c.has("agreeable") for c in conditions) or (
        bool(conditions)
        and all(
            c.made_of("condition", "fits", "ok", "yes", "you", "agree_all", "group", "other", "if_any")
            for c in conditions
        )
    )


def _told_of(scene: Scene, clause: Clause, place: int) -> bool:
    """“听说改到周二了？”, “会议改到周二了吗” ask whether it has been moved; “王芳想改到周二” is not the sender's wish."""
    bare_verb = "move_day" in clause.tokens[place].classes and not clause.before(place, PERSON, "other", "group")
    if (scene.subject(clause, place) in ("other", "group") and not bare_verb) or scene.told_by_other(clause):
        return True
    wishes = clause.has(*_WISHES)
    has_been = clause.has("reported", "already", "past") or "了" in clause.folded[clause.tokens[place].end :]
    return (clause.asks and not wishes) or (has_been and not wishes)


def _new_start(scene: Scene, clause: Clause, place: int) -> tuple[datetime | None, bool]:
    """The wanted start, None where no hour is named; and whether what was named cannot be."""
    dates = list(_wanted_dates(scene, clause, place))
    meeting = scene.context.meeting
    if any(d.problem in (Problem.CONTRADICTION, Problem.IMPOSSIBLE, Problem.PAST) for d in dates):
        return None, True
    same_time = any(c.has("same_time") for c in scene.sentence(clause))
    dates = [d for d in dates if not _NOT_THIS.search(clause.folded[: d.start])] or dates
    dates = dates or [h for h in bare_hours(clause) if h.start >= clause.tokens[place].start]
    starts = {s for s in (_start(scene, d, dates, same_time=same_time) for d in dates) if s is not None}
    if len(starts) == 1:
        start = starts.pop()
        planned = meeting is not None and start == meeting.start  # nobody asks for the hour that is planned
        return (None, True) if start <= scene.now or planned else (start, False)
    if starts or meeting is None or any(not _names_meeting(scene, d) for d in dates):
        return None, False
    return _shifted(meeting, clause), False


def _names_meeting(scene: Scene, found: FoundDate) -> bool:
    """“3号下午的会能不能推迟一小时”: the meeting's own day, without an hour, only says which meeting."""
    meeting = scene.context.meeting
    return meeting is not None and found.time is None and found.day == meeting.start.astimezone(scene.tools.zone).date()


def _wanted_dates(scene: Scene, clause: Clause, place: int) -> Iterator[FoundDate]:
    """What is named after the word for moving, else in the clause; where nothing is, in the next clause."""
    dates = [d for d in clause.dates if not _NOT_THIS.search(clause.folded[: d.start])]
    chosen = [d for d in dates if d.start >= clause.tokens[place].start] or dates
    if len(chosen) > 1:
        chosen = [d for d in chosen if _AIM.search(clause.folded[: d.start])] or chosen
    before = scene.before(clause)
    if not chosen and clause.has("that_time") and before is not None:
        chosen = list(before.dates)
    if not chosen:
        following = scene.after(clause)
        if (
            following
            and following.sentence == clause.sentence
            and not following.has("attend", "absent", "topic", "away", "cause", "outsider")
            and (not clause.durations or following.has("opens", "fits", "move"))
        ):
            chosen = list(following.dates)
    yield from chosen


def _start(scene: Scene, found: FoundDate, beside: list[FoundDate], *, same_time: bool) -> datetime | None:
    zone = scene.tools.zone
    meeting = scene.context.meeting
    at = found.time or (meeting.start.astimezone(zone).time() if same_time and meeting else None)
    if at is None:
        return None
    others = {d.day for d in beside if d.day} or _named_day(scene, found)
    planned = meeting.start.astimezone(zone).date() if meeting and not others else None
    day = found.day or (others.pop() if len(others) == 1 else planned)
    return datetime.combine(day, at, zone) if day else None


def _named_day(scene: Scene, found: FoundDate) -> set[date]:
    """“12月3日的研讨会能不能推到下午4点”: in a fresh mail the words that name the meeting give its day."""
    if scene.about is not About.NONE:
        return set()
    clause = next((c for c in scene.clauses if found in c.dates), None)
    return {d.day for d in clause.dates if d.day and d.start < found.start} if clause else set()


def _shifted(meeting: MeetingBrief, clause: Clause) -> datetime | None:
    """So much later or earlier than planned."""
    moves = [clause.tokens[i] for i in clause.find("move")]
    lengths = [d.delta for d in clause.durations if not any(t.start <= d.start < t.end for t in moves)]
    if len(lengths) != 1 or lengths[0] is None:
        return None
    sooner = clause.has("advance", "early_mark", "early") and not clause.has("delay", "late_bare")
    return meeting.start - lengths[0] if sooner else meeting.start + lengths[0]


def _read(scene: Scene) -> Findings:
    readings = [r for r in (_counter(scene, c) for c in scene.clauses) if r is not None]
    found = [r for r in readings if isinstance(r, Finding)]
    return Findings(tuple(_once(found)), tuple(r for r in readings if isinstance(r, Doubt)))


def _once(found: list[Finding]) -> list[Finding]:
    """One wish, said in several clauses: the one that names a start. Two different starts are no one wish."""
    if len(found) < 2:
        return found
    starts = {f.intent.start for f in found if isinstance(f.intent, Counter) and f.intent.start}
    where = frozenset().union(*(f.places for f in found))
    start = starts.pop() if len(starts) == 1 else None
    return [Finding(Counter(start=start), where, found[0].rule, unresolved=any(f.unresolved for f in found))]


FAMILY = Family("other time", "attendance", _ABOUTS, _read)
