"""done, progress, extend, reassign: what an owner says of a task (policy 5.3.4)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from mailflow.core.intents import Done, Extend, Intent, ProgressReport, Reassign
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.dates import FoundDate, FoundDuration, Grain, Problem
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.intents.refers import names_task, refers_before
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negations, places
from mailflow.reading.numbers import FoundPercent, find_percents
from mailflow.reading.people import NameStatus

_FULL = 100
_PART_OF = re.compile(r"(?:其中|部分|子项|区域|环节|的|率|达成|同比|环比|上年|去年|增长|下降|提高|降低|占比|折扣|毛利|margin|discount|rate|of (?:the )?(?:customers|suppliers|orders|stores|items))\s*(?:为|是|达|至|到|的|了)?\s*$")  # fmt: skip


@dataclass(frozen=True)
class _Said:
    clause: Clause
    what: str  # done, progress, extend, reassign, open
    intent: Intent | None = None
    unresolved: bool = False


# ---------------------------------------------------------------------------------------------------- done or not


def _completion(scene: Scene, clause: Clause) -> str | None:
    """``done``, ``open``, ``will`` (a promise), or None where the clause says nothing of it."""
    for place in clause.find("done"):
        token = clause.tokens[place]
        if scene.subject(clause, place) == "outsider" and not clause.has("task"):
            continue
        if clause.has("not_mine", "handover") and clause.has(PERSON):
            continue
        if negations(clause, place) % 2 == 1 or clause.has("notyet", "almost") or _followed_by_part(clause, place):
            return "open"
        if clause.has("hedge", "partial"):
            return "open"
        if _future(clause, place, token.word):
            return "will"
        return "done"
    if clause.has("doing"):
        return "open"
    return "open" if clause.has("notyet") and clause.has("finish_by", "task") else None


def _future(clause: Clause, place: int, word: str) -> bool:
    before = clause.tokens[:place]
    if any("already" in t.classes and "future" not in t.classes for t in before) and not any(
        t.word in ("will", "'ll") for t in before
    ):
        if not any(
            t.word
            in (
                "will be",
                "to be",
                "must",
                "needs to",
                "need to",
                "should be",
                "will",
                "i'll",
                "can",
                "before",
                "until",
                "by",
            )
            for t in before
        ):
            return False
    if word in (
        "请关闭",
        "请结项",
        "可以关闭",
        "可以结项",
        "可以结案",
        "可以销项",
        "can be closed",
        "please close",
        "close it",
        "close this",
        "结案",
        "结项",
        "销项",
    ):
        return False
    if any("future" in t.classes for t in before):
        return True
    # “12月3日完成” without 了 or 已 names a day to come; “昨天完成了” one that is past.
    ahead = [d for d in clause.dates if d.day is None or d.problem is not Problem.PAST]
    finished = (
        word.endswith(("了", "完毕", "好了", "ed"))
        or word.startswith("已")
        or "了" in clause.folded[clause.tokens[place].end :][:2]
    )
    return bool(ahead) and not finished and not clause.has("already")


def _followed_by_part(clause: Clause, place: int) -> bool:
    """“完成了一半”, “done with half of it”, “已完成80%”."""
    rest = clause.folded[clause.tokens[place].end :]
    return any(True for _ in find_percents(rest)) and not _whole(rest)


def _whole(words: str) -> bool:
    return any(p.value == _FULL for p in find_percents(words))


def _percent(scene: Scene, clause: Clause) -> tuple[bool, int | None]:
    """Is a share of the whole task named, and which."""
    shares = [p for p in find_percents(clause.folded) if not _of_something_else(clause, p)]
    if not shares:
        return False, None
    values = {p.value for p in shares}
    return True, values.pop() if len(values) == 1 and not clause.has("partial_of") else None


def _of_something_else(clause: Clause, share: FoundPercent) -> bool:
    return bool(_PART_OF.search(clause.folded[: share.start]))


def _state(scene: Scene, clause: Clause) -> _Said | Doubt | None:
    stated, percent = _percent(scene, clause)
    completion = _completion(scene, clause)
    if not stated and completion is None:
        return None
    if clause.asks:
        return Doubt(clause.index, "asked, not said")
    if completion == "will" and not (stated and percent != _FULL and clause.has("already", "doing")):
        return _Said(clause, "promise")
    if clause.supposes:
        return Doubt(clause.index, "under a condition")
    if clause.has(PERSON) and clause.has("reported"):
        return Doubt(clause.index, "somebody else's words")
    if stated and percent == _FULL:
        negative = clause.has("neg", "notyet", "almost", "unable")
        return _Said(clause, "progress", ProgressReport()) if negative else _Said(clause, "done", Done())
    if stated or completion == "open":
        return _Said(clause, "progress", ProgressReport(percent=percent))
    return _Said(clause, "done", Done())


# ---------------------------------------------------------------------------------------------------- later


def _extension(scene: Scene, clause: Clause) -> _Said | Doubt | None:
    place = clause.first("extend")
    if place is None or not _asks_for_time(scene, clause, place):
        return None
    if negations(clause, place) % 2 == 1 and not clause.has("or_not") and "not" not in clause.tokens[place].word:
        return None if clause.has("neg") and not clause.dates else Doubt(clause.index, "an extension, denied")
    if clause.supposes and not _politely(clause):
        return Doubt(clause.index, "an extension under a condition")
    if clause.has("reported") and clause.has(PERSON, "other"):
        return Doubt(clause.index, "somebody else's words")
    due, problem = _new_due(scene, clause, place)
    return _Said(clause, "extend", Extend(due=due), unresolved=problem)


def _politely(clause: Clause) -> bool:
    return any(
        w in clause.folded
        for w in ("可以的话", "可能的话", "方便的话", "if possible", "if that's ok", "if that works", "if i may")
    )


_CLEAR = ("延期", "宽限", "展期", "缓期", "顺延", "延长", "extension", "more time", "extend", "extended", "postpone")


def _asks_for_time(scene: Scene, clause: Clause, place: int) -> bool:
    """A word for more time, or a word that may be one together with a date or a length."""
    word = clause.tokens[place].word
    if clause.has("attend", "meeting") and not any(w in clause.folded for w in ("会议纪要", "minutes")):
        return False
    if scene.subject(clause, place) == "outsider":
        return False
    clear = word.startswith(_CLEAR)
    if word in (
        "until",
        "till",
        "until the",
        "deadline",
        "due date",
        "longer",
        "给我",
        "再给",
        "得到",
        "要到",
        "等到",
        "延",
        "give me",
        "delay",
        "推迟",
        "延后",
        "改期",
    ):
        return (
            bool(clause.dates or clause.durations)
            and clause.has("must", "want", "or_not", "please", "hedge", "self", "extend", "unable")
            and not clause.has("outsider")
        )
    return clear or bool(clause.dates or clause.durations) or clause.has("want", "please", "or_not", "must")


def _new_due(scene: Scene, clause: Clause, place: int) -> tuple[date | None, bool]:
    """The wanted day, and whether one was named that cannot be told."""
    dates = _dates_of(scene, clause, place)
    if any(d.problem is not None for d in dates):
        return None, True
    days = {d.last or d.day for d in dates if d.last or d.day}
    if any(d.grain in (Grain.ASAP, Grain.RHYTHM) for d in dates):
        return None, True
    if len(days) > 1:
        return None, True
    if days:
        day = days.pop()
        return (None, True) if day is not None and day < scene.now.date() else (day, False)
    lengths = clause.durations or _durations_near(scene, clause)
    return _longer(scene, lengths), False


def _dates_of(scene: Scene, clause: Clause, place: int) -> list[FoundDate]:
    dates = [d for d in clause.dates if d.grain is not Grain.CLOCK]
    if len(dates) > 1:
        aimed = [d for d in dates if re.search(r"(?:to|until|till|到|至|为|成)\s*(?:the )?$", clause.folded[: d.start])]
        dates = aimed or [d for d in dates if d.start > clause.tokens[place].start] or dates
    if not dates and not clause.durations:
        for near in (scene.after(clause), scene.before(clause)):
            if (
                near
                and near.sentence == clause.sentence
                and near.dates
                and near.made_of(
                    "day",
                    "fits",
                    "able",
                    "or_not",
                    "finish_by",
                    "must",
                    "want",
                    "will",
                    "question",
                    "future",
                    "self",
                    "done",
                    "extend",
                )
            ):
                return list(near.dates)
    return dates


def _durations_near(scene: Scene, clause: Clause) -> tuple[FoundDuration, ...]:
    after = scene.after(clause)
    if (
        after
        and after.sentence == clause.sentence
        and after.durations
        and after.has("extend", "fits", "able", "or_not")
    ):
        return after.durations
    return ()


def _longer(scene: Scene, lengths: tuple[FoundDuration, ...]) -> date | None:
    """Counted from the due date (contract: “An extension by a duration”)."""
    resolution = scene.context.resolution
    due = resolution.due if resolution else None
    if due is None or len(lengths) != 1:
        return None
    length = lengths[0]
    if length.months is not None:
        return due + relativedelta(months=length.months)
    if length.days is None:
        return None
    if not length.working:
        return due + timedelta(days=length.days)
    day, left = due, length.days
    while left:
        day += timedelta(days=1)
        left -= scene.tools.is_workday(day)
    return day


# ---------------------------------------------------------------------------------------------------- another's


def _handover(scene: Scene, clause: Clause) -> _Said | Doubt | None:
    mine_not = clause.first("not_mine")
    hands = clause.first("handover")
    owns = clause.first("owner")
    others = [p for p in clause.people if p.people != (scene.sender,)]
    if mine_not is None and not (others and (hands is not None or owns is not None)):
        return None
    if mine_not is None and not _about_ownership(scene, clause, hands, owns):
        return None
    if clause.asks and not clause.has("or_not", "please"):
        return Doubt(clause.index, "asked, not said")
    if clause.supposes or clause.has("pending"):
        return Doubt(clause.index, "under a condition")
    if not others:
        return _Said(clause, "not-mine")
    if mine_not is None and _denied_owner(clause, others[0].start):
        return Doubt(clause.index, "says who it is not")
    known = {
        p.people[0] for p in others if p.status is NameStatus.KNOWN and len(p.people) == 1 and p.department is None
    }
    departments = [p for p in others if p.department is not None]
    if len(known) == 1 and len(others) == 1:
        return _Said(clause, "reassign", Reassign(owner=next(iter(known))))
    last = others[-1]
    if len(known) > 1 and mine_not is not None and re.search(r"不是|not", clause.folded) and last.people[:1]:
        return _Said(clause, "reassign", Reassign(owner=None), unresolved=True)
    return _Said(clause, "reassign", Reassign(owner=None), unresolved=bool(departments) or True)


def _denied_owner(clause: Clause, start: int) -> bool:
    return any("neg" in t.classes and 0 <= start - t.end <= 3 for t in clause.tokens)


_CLEAR_HANDOVER = ("转给", "转交", "交给", "移交", "改由", "改派", "转派", "派给", "指派给", "交接给", "交由", "应由", "应该由", "该由", "应归", "归",
                   "属于", "应该归", "划给", "分配给", "应该找", "应找", "让给", "接手", "换成", "hand", "pass", "reassign", "assign", "transfer",
                   "give it", "give this", "goes to", "should go to", "belongs", "taken over", "takes over", "take over", "took over",
                   "delegate", "is with", "sits with", "lies with", "should be", "is responsible", "owner", "is in charge", "will take over", "taking over", "handled by", "takes this", "agreed to take", "has agreed", "has taken", "owns", "takes it", "'s job", "redirect")  # fmt: skip


def _about_ownership(scene: Scene, clause: Clause, hands: int | None, owns: int | None) -> bool:
    """“由冯雪负责”, “belongs to Zhao Min” — but not “请李强提供数据” or “还差王芳签字”."""
    clear = hands is not None and clause.tokens[hands].word.startswith(_CLEAR_HANDOVER)
    if clear and (
        clause.has("task", "owner")
        or clause.uncovered(0, len(clause.folded)) <= 10
        or (scene.context.resolution is not None and _self_or_none(scene, clause))
    ):
        return not clause.has("attachment", "material") or clause.has("task", "owner")
    return owns is not None and clause.has("handover", "assign", "task", "owner") and clause.tokens[owns].word in (
        "负责", "承担", "牵头", "主责", "经办", "接手", "来做", "来办", "来负责", "来跟", "来处理", "来牵头", "归", "的活", "的事", "的职责", "分管", "的任务", "跟进", "管",
        "responsible", "in charge", "owner", "owns", "handles", "takes care", "looks after", "is with", "sits with", "lies with", "takes over", "take over", "taking over", "takes on", "belongs to", "handle", "take care", "take this",
    )  # fmt: skip


def _self_or_none(scene: Scene, clause: Clause) -> bool:
    return not clause.has("outsider")


# ---------------------------------------------------------------------------------------------------- together


def _read(scene: Scene) -> Findings:
    said: list[_Said] = []
    doubts: list[Doubt] = []
    for clause in scene.clauses:
        if scene.about is About.NONE and not (
            clause.has("task", "done", "doing", "extend", "not_mine", "handover") or find_percents(clause.folded)
        ):
            continue
        for reading in (_handover(scene, clause) or _extension(scene, clause) or _state(scene, clause),):
            if isinstance(reading, Doubt):
                doubts.append(reading)
            elif reading is not None:
                said.append(reading)
    return _weigh(scene, said, doubts)


def _weigh(scene: Scene, said: list[_Said], doubts: list[Doubt]) -> Findings:
    taken = places(s.clause for s in said)
    groups = _by_task(scene, said)
    found: list[Finding] = []
    for refers, group in groups:
        for finding in _of_one_task(group, refers, doubts):
            found.append(finding)
    return Findings(tuple(found), tuple(doubts), taken)


def _by_task(scene: Scene, said: list[_Said]) -> list[tuple[str | None, list[_Said]]]:
    """What is said of the task that was answered, and of each other one that is named."""
    groups: list[tuple[str | None, list[_Said]]] = []
    current: str | None = None
    for one in said:
        named, refers = _task_named(scene, one.clause)
        if named:
            current = refers
        if groups and groups[-1][0] == current:
            groups[-1][1].append(one)
        else:
            groups.append((current, [one]))
    return groups


def _task_named(scene: Scene, clause: Clause) -> tuple[bool, str | None]:
    """Does the clause name a task, and another than the context's? Then the sender's words for it."""
    own = scene.context.resolution.title if scene.context.resolution else None
    words = refers_before(scene, clause)
    if words is None:
        return False, None
    if own and names_task(words, own):
        return True, None
    return True, words


def _of_one_task(group: list[_Said], refers: str | None, doubts: list[Doubt]) -> Iterator[Finding]:
    by = {
        what: [s for s in group if s.what == what]
        for what in ("done", "progress", "extend", "reassign", "not-mine", "promise")
    }
    if by["reassign"]:
        if by["done"]:
            doubts.append(Doubt(by["done"][0].clause.index, "done, and another's"))
            return
        owners = {s.intent.owner for s in by["reassign"] if isinstance(s.intent, Reassign)}
        owner = owners.pop() if len(owners) == 1 else None
        yield Finding(
            Reassign(owner=owner, refers=refers),
            places(s.clause for s in by["reassign"] + by["not-mine"]),
            "another's",
            unresolved=owner is None,
        )
        return
    if by["not-mine"]:
        doubts.append(Doubt(by["not-mine"][0].clause.index, "not mine, but nobody named"))
        return
    if by["done"] and (by["progress"] or by["extend"]) and not _done_in_part(by["done"], by["progress"]):
        if by["extend"]:
            doubts.append(Doubt(by["extend"][0].clause.index, "done, and more time"))
            return
        doubts.append(Doubt(by["progress"][0].clause.index, "done and not done"))
        return
    if by["done"] and not by["progress"]:
        yield Finding(Done(refers=refers), places(s.clause for s in by["done"]), "carried out", free="note")
    elif by["progress"]:
        yield _progress(by["progress"], refers)
    if by["extend"]:
        yield _extend(by["extend"], refers)


def _done_in_part(done: list[_Said], progress: list[_Said]) -> bool:
    """“初稿写完了，整体80%”: a part is done, the whole is not."""
    return bool(progress)


def _progress(said: list[_Said], refers: str | None) -> Finding:
    figures = {s.intent.percent for s in said if isinstance(s.intent, ProgressReport) and s.intent.percent is not None}
    percent = figures.pop() if len(figures) == 1 else None
    return Finding(
        ProgressReport(percent=percent, refers=refers), places(s.clause for s in said), "not done yet", free="note"
    )


def _extend(said: list[_Said], refers: str | None) -> Finding:
    dues = {s.intent.due for s in said if isinstance(s.intent, Extend) and s.intent.due is not None}
    unresolved = any(s.unresolved for s in said) or len(dues) > 1
    due = dues.pop() if len(dues) == 1 and not unresolved else None
    return Finding(
        Extend(due=due, refers=refers),
        places(s.clause for s in said),
        "needs longer",
        free="reason",
        unresolved=unresolved,
    )


FAMILY = Family("tasks", "tasks", frozenset({About.RESOLUTION, About.NONE}), _read)
