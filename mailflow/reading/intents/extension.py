"""extend: the wish for a later deadline."""

import re
from dataclasses import replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mailflow.core.intents import Extend
from mailflow.reading.dates import FoundDate, FoundDuration, Grain, Problem
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.completion import State, completion
from mailflow.reading.intents.refers import moved_name
from mailflow.reading.intents.scene import Doubt, Finding, Scene, negations
from mailflow.reading.lexicon import Token
from mailflow.reading.quotation import first_quotation

_RANGE = re.compile(r"[\d一二两三四五六七八九十]+\s*(?:-|~|到|至|to|or|或|、)\s*$")
_NO_WISH = re.compile(
    r"(?:n't|\bnot|\bnever|\bwithout)\s+(?:\w+\s+){0,2}?(?:ask|request|need|want|require|apply)(?:ing)?\b[^,;.]{0,16}$"
)
_OUTSIDE = frozenset({"outsider", "foreign"})
_LITTLE = 8
"""A proposal says hardly more than its day."""
_AIM = re.compile(r"(?:to|until|till|到|至|为|成|before)\s*(?:the )?$")
_ASKS = ("must", "want", "or_not", "please", "hedge", "self", "extend", "unable", "neg", "polite")
# A clause beside the wish that only says when it can be ready.
_SAYS_WHEN = (
    "day", "fits", "able", "or_not", "finish_by", "must", "want", "will", "question", "future", "self", "done", "act",
    "extend", "extend_to", "ok", "rest", "particle", "hands_in", "yes", "then", "polite", "hedge", "except",
)  # fmt: skip


def extension(scene: Scene, clause: Clause) -> Finding | Doubt | None:
    """The wish that a clause states; a finding without its deadline where none is named."""
    clause = _object_named(clause)
    place = _place(scene, clause)
    if place is None or _needless(clause, place) or _said_behind(scene, clause):
        return None
    if (
        _has_been(clause, place)
        or clause.has("unneeded")
        or (_denied(clause, place) and "extend" in clause.tokens[place].classes)
    ):
        return None  # 不需要延期
    if clause.supposes and not any(c.has("agreeable") for c in scene.sentence(clause)):
        return Doubt(clause.index, "an extension under a condition")
    if _is_of_other(scene, clause, place):
        return Doubt(clause.index, "somebody else's words")
    if _of_other_matter(scene, clause, place):
        return Doubt(clause.index, "something else is put off")
    wishes = clause.has("please", "want", "polite")
    already = any("is" not in clause.tokens[i].classes for i in clause.find("already"))
    extended = "extend" in clause.tokens[place].classes and already and not clause.has("must", "unable")
    if (clause.has("granted") or extended) and not wishes:
        return Doubt(clause.index, "granted by whom?")
    if clause.asks and not clause.has("polite", "please", "able") and not clause.dates:
        return Doubt(clause.index, "asked, not said")
    due, problem = _new_due(scene, clause, place)
    where = frozenset({clause.index, clause.index + 1} if _bare_question(scene, clause) else {clause.index})
    if _is_label(clause) and due is not None:
        day = next(c.index for c in scene.sentence(clause) if c.index > clause.index and c.dates)
        where |= frozenset(range(clause.index, day + 1))
    return Finding(Extend(due=due), where, "needs longer", free="reason", unresolved=problem)


def _needless(clause: Clause, place: int) -> bool:
    """“不用把方案延期了”: what need not be is the putting off, where nothing but its object stands between."""
    lead = next((i for i in clause.find("ba") if i < place), place)
    return lead > 0 and "needless" in clause.tokens[lead - 1].classes


def _said_behind(scene: Scene, clause: Clause) -> bool:
    """“申请延期：将“客户名单”延至12月25日”: the label says nothing more than what it leads to."""
    after = scene.after(clause)
    return _is_label(clause) and after is not None and after.has("extend", "extend_to") and _dated(after)


def _is_label(clause: Clause) -> bool:
    return clause.tail in (":", "：") and clause.made_of("extend", "want", "please", "self")


def _object_named(clause: Clause) -> Clause:
    """“申请将“更新客户名单”延期到……”: what stands in the task's name is no subject, and says nothing of the wish."""
    quoted = first_quotation(clause.words)
    strong = clause.first("extend", "extend_to")
    name = (quoted.start, quoted.end) if quoted else (0, 0)
    if strong is not None and name[0] <= clause.tokens[strong].start < name[1]:
        return clause  # the quotation is somebody's words
    moved = moved_name(clause) or (0, 0)

    def unnamed(token: Token) -> Token:
        if name[0] <= token.start < name[1]:
            return token._replace(classes=frozenset())
        return token._replace(classes=token.classes - _OUTSIDE) if moved[0] <= token.start < moved[1] else token

    dates = tuple(d for d in clause.dates if not name[0] <= d.start < name[1])
    return replace(clause, tokens=tuple(map(unnamed, clause.tokens)), dates=dates)


def _has_been(clause: Clause, place: int) -> bool:
    """“已经延过一次了”, “本来想延期”: told of what was."""
    behind = clause.folded[clause.tokens[place].end :]
    return (behind.startswith("过") or clause.before(place, "originally")) and not clause.dates


def _is_of_other(scene: Scene, clause: Clause, place: int) -> bool:
    """“王芳要求延期”, “王芳说，想延到8号”. In “吴昊数据没给，申请延期” the colleague is only why."""
    before = [c for c in scene.sentence(clause) if c.index < clause.index]
    told = scene.told_by_other(clause) or any(scene.told_by_other(c) for c in before)
    demanded = clause.has("demands") and scene.subject(clause, place) in ("other", "group")
    return told or demanded or scene.named_subject(clause, place) in ("other", "group")


def _of_other_matter(scene: Scene, clause: Clause, place: int) -> bool:
    """“交货要延期到20日”: put off is what the word before names, unless the task bears its name."""
    own = fold(scene.context.resolution.title) if scene.context.resolution else ""
    name = first_quotation(clause.words)
    inside = (name.start, name.end) if name else (0, 0)
    ahead = (t for t in clause.tokens[:place] if "other_matter" in t.classes and not inside[0] <= t.start < inside[1])
    return "extend" in clause.tokens[place].classes and any(t.word not in own for t in ahead)


def recalls_extension(scene: Scene, clause: Clause) -> bool:
    """“本来想延期，现在不用了”, “已经延过一次了，这次不再延”: what was, where no more is wanted now."""
    place = clause.first("extend")
    no_more = any(c is not clause and (c.has("needless", "unneeded") or denies_extension(c)) for c in scene.clauses)
    return place is not None and _has_been(clause, place) and no_more


def denies_extension(clause: Clause) -> bool:
    """“不需要延期”, “no extension needed”."""
    place = clause.first("extend")
    return place is not None and (clause.has("unneeded") or _denied(clause, place))


def _denied(clause: Clause, place: int) -> bool:
    """“不延期”, “I won't ask for an extension”."""
    asking = _NO_WISH.search(clause.folded[: clause.tokens[place].start])
    return negations(clause, place) % 2 == 1 or asking is not None


def _place(scene: Scene, clause: Clause) -> int | None:
    """A word for more time, one that may be so beside a date or a length, or 交不了 with the day when it can be."""
    if clause.has("planned", "unsure") or (clause.has("attend") and clause.has("meeting")):
        return None
    strong = clause.first("extend")
    if strong is not None and scene.subject(clause, strong) != "outsider":
        return strong if _wishes(clause, strong) else None
    weak = clause.first("extend_to")
    if weak is not None and (negations(clause, weak) % 2 or _other_day_near(scene, clause)):
        weak = None
    if (
        weak is not None
        and scene.subject(clause, weak) != "outsider"
        and (_dated(clause) or _day_meant(scene, clause))
        and (clause.asks or clause.has(*_ASKS) or _sets_day(scene, clause, weak))
        and not clause.has("already")
    ):
        return weak
    if clause.has("gives_time") and clause.durations and clause.size <= _LITTLE and not clause.has("neg", "already"):
        return clause.first("gives_time")
    if _dated(clause) and not clause.has("already") and (_asks_leave(scene, clause) or _proposes(clause)):
        return 0
    if _only_later(scene, clause):
        return clause.first("finish_by", "done", "act")
    before = scene.before(clause)
    after_wont = before is not None and before.sentence == clause.sentence and _wont(scene, before)
    return 0 if after_wont and clause.dates and clause.made_of(*_SAYS_WHEN, spare=4) else None


def _sets_day(scene: Scene, clause: Clause, place: int) -> bool:
    """“改到12月8日交”: a later day than the deadline, and nothing else."""
    own = scene.context.resolution
    later = (
        own is not None and own.due is not None and any((d.last or d.day or own.due) > own.due for d in clause.dates)
    )
    return later and "swap_due" in clause.tokens[place].classes and clause.size <= _LITTLE


def _other_day_near(scene: Scene, clause: Clause) -> bool:
    """“要等到8日才有数据，方案要10日”: a day that is another matter's, perhaps."""
    days = {d.day for d in clause.dates if d.day}
    near = {
        d.day
        for c in scene.sentence(clause)
        if c is not clause and not c.has("cannot_after", "unable")
        for d in c.dates
        if d.day
    }
    return bool(days and near - days)


def _wishes(clause: Clause, place: int) -> bool:
    """“延期”, “申请延期到…” — but “延期的原因” and “客户要求延期交货” wish nothing here."""
    noun = clause.folded[clause.tokens[place].end :].startswith("的")
    return not noun and (not clause.has("past", "foreign") or clause.before(place, "self"))


def _dated(clause: Clause) -> bool:
    return bool(clause.durations) or any(d.grain is not Grain.CLOCK for d in clause.dates)


def _only_later(scene: Scene, clause: Clause) -> bool:
    """“12月8日才能完成”, “can't finish before Wednesday”."""
    place = clause.first("finish_by", "done", "act")
    if place is None or not _dated(clause) or scene.subject(clause, place) == "outsider":
        return False
    only_then = (
        clause.before(place, "not_until") and clause.before(place, "day") and not clause.has("notyet", "already")
    )
    not_before = clause.has("unable", "neg") and any(d.before for d in clause.dates) and clause.has("not_before")
    return only_then or not_before


def _asks_leave(scene: Scene, clause: Clause) -> bool:
    """“下周三交可以吗”, “月底前交，可以吗？”."""
    asks = _bare_question(scene, clause) or (
        clause.has("polite") and clause.asks and scene.subject(clause, 0) != "outsider"
    )
    return asks and clause.has("finish_by", "hands_in") and not clause.has("unsure", "pending")


def _proposes(clause: Clause) -> bool:
    """“Could we agree on 10 December?”, “I propose 10 December”."""
    return clause.has("suggests", "polite") and clause.size <= _LITTLE


def _bare_question(scene: Scene, clause: Clause) -> bool:
    """“…，可以吗？” behind the clause."""
    after = scene.after(clause)
    near = after is not None and after.sentence == clause.sentence and after.has("polite")
    return after is not None and near and after.made_of("polite", "thanks", "ok")


def _wont(scene: Scene, clause: Clause) -> bool:
    said = completion(scene, clause)
    return said is not None and said.state is State.WONT


# ------------------------------------------------------------------------------------------------- the new deadline


def _new_due(scene: Scene, clause: Clause, place: int) -> tuple[date | None, bool]:
    """The wanted day, and whether one was named that cannot be told."""
    dates = _dates_of(scene, clause, place)
    if any(d.problem is not None or d.grain in (Grain.ASAP, Grain.RHYTHM) for d in dates):
        return None, True
    days = {d.last or d.day for d in dates if d.last or d.day}
    if len(days) > 1 or (days and _says_otherwise(scene, clause, days)):
        return None, True
    lengths = clause.durations or _lengths_near(scene, clause)
    if not days and any(_RANGE.search(clause.folded[: d.start]) for d in clause.durations):
        return None, True  # 三到五天
    day = days.pop() if days else _longer(scene, clause, lengths)
    if day is not None and day <= _no_later_than(scene):
        return None, True
    return day, False


def _says_otherwise(scene: Scene, clause: Clause, days: set[date | None]) -> bool:
    """“推到11日，最迟不超过14日”: another day beside the wanted one."""
    beside = (c for c in scene.sentence(clause) if c.index > clause.index and c.dates)
    return any(
        {d.day for d in c.dates} - days and c.made_of(*_SAYS_WHEN, "bound", "approx", "neg", spare=4) for c in beside
    )


def _no_later_than(scene: Scene) -> date:
    """A new deadline lies neither in the past nor before the old one."""
    own = scene.context.resolution
    yesterday = scene.now.date() - timedelta(days=1)
    return max(own.due, yesterday) if own and own.due else yesterday


def _dates_of(scene: Scene, clause: Clause, place: int) -> list[FoundDate]:
    dates = [d for d in clause.dates if d.grain is not Grain.CLOCK]
    if len(dates) > 1 and not clause.has("alternative"):
        aimed = [d for d in dates if _AIM.search(clause.folded[: d.start])]
        dates = aimed or [d for d in dates if d.start > clause.tokens[place].start] or dates
    if dates or clause.durations:
        return dates
    if meant := _day_meant(scene, clause):
        return meant
    if _is_label(clause):  # 延期申请：客户名单，新期限12月25日
        behind = [d for c in scene.sentence(clause) if c.index > clause.index for d in c.dates if d.day]
        return behind if len({d.day for d in behind}) == 1 else []
    for near in (scene.after(clause), scene.before(clause)):
        if near and near.sentence == clause.sentence and near.dates and near.made_of(*_SAYS_WHEN, spare=4):
            return [d for d in near.dates if d.problem is not Problem.PAST]
    return []


def _day_meant(scene: Scene, clause: Clause) -> list[FoundDate]:
    """“元旦前一定交，请把期限挪到那时”: the one day that was named before."""
    place = clause.first("that_day")
    if place is None or not clause.before(place, "extend", "extend_to"):
        return []
    before = (c.dates for c in reversed(scene.sentence(clause)) if c.index < clause.index and c.dates)
    dates = [d for d in next(before, ()) if d.grain is not Grain.CLOCK]
    return dates if len(dates) == 1 else []


def _lengths_near(scene: Scene, clause: Clause) -> tuple[FoundDuration, ...]:
    after = scene.after(clause)
    near = after is not None and after.sentence == clause.sentence and after.made_of(*_SAYS_WHEN, spare=8)
    return after.durations if after is not None and near else ()


def _longer(scene: Scene, clause: Clause, lengths: tuple[FoundDuration, ...]) -> date | None:
    """Counted from the due date (contract: “An extension by a duration”)."""
    own = scene.context.resolution
    if own is None or own.due is None or len(lengths) != 1 or _RANGE.search(clause.folded[: lengths[0].start]):
        return None
    length = lengths[0]
    if length.months is not None:
        return own.due + relativedelta(months=length.months)
    if length.days is None:
        return None
    return _working_days_on(scene, own.due, length.days) if length.working else own.due + timedelta(days=length.days)


def _working_days_on(scene: Scene, day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= scene.tools.is_workday(day)
    return day
