"""done, progress, extend, reassign: what an owner says of a task (policy 5.3.4)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailflow.core.intents import Acknowledge, Done, Extend, Intent, ProgressReport, Reassign
from mailflow.core.reply import About
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.completion import DENIED_TWICE, Completion, State, completion
from mailflow.reading.intents.extension import denies_extension, extension, recalls_extension
from mailflow.reading.intents.handover import disowns, handover
from mailflow.reading.intents.refers import cannot_compare, names_task, refers_before
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, places
from mailflow.reading.numbers import find_percents

_AFTER_DEADLINE = "after the deadline"
_SPEAKS = ("task", "done", "act", "doing", "extend", "extend_to", "not_mine", "handover", "notyet", "close_it")


@dataclass(frozen=True)
class _Said:
    """What one clause says: an intent, or only that it will be done (``promise``), that a ``part`` is, or that it is not
    the sender's."""

    clause: Clause
    intent: Intent | None = None
    promise: bool = False
    part: bool = False
    waits: bool = False
    figure: int | None = None
    unresolved: bool = False
    where: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Task:
    """A task and what is said of it. ``name`` None is the answered one; ``labelled``: its name stands apart (X：…)."""

    name: str | None
    said: tuple[_Said, ...]
    own: bool = False
    labelled: bool = False


def _of_clause(scene: Scene, clause: Clause) -> _Said | Doubt | None:
    for reading in (handover(scene, clause), extension(scene, clause)):
        if isinstance(reading, Doubt):
            return reading
        if reading is not None:
            return _Said(clause, reading.intent, unresolved=reading.unresolved, where=reading.places)
    if disowns(clause):
        return _Said(clause)
    if recalls_extension(scene, clause):
        return _Said(clause, promise=True)
    if denies_extension(clause) and not clause.asks:
        after = scene.after(clause)
        taken_back = after is not None and after.link == "contrast"
        return Doubt(clause.index, "no more time, but") if taken_back else _Said(clause, promise=True)
    said = completion(scene, clause)
    return _of_state(scene, clause, said) if said is not None else _promise(scene, clause)


def _promise(scene: Scene, clause: Clause) -> _Said | Doubt | None:
    """“下午发您”, “马上办”; a day after the deadline is more than a promise."""
    if clause.asks or clause.supposes:
        return None
    ahead = clause.has("finish_by", "hands_in") and any(not d.day or d.day >= scene.now.date() for d in clause.dates)
    by_sender = scene.subject(clause, len(clause.tokens)) in ("self", "")
    if not (clause.has("on_it") or (ahead and by_sender)):
        return None
    return Doubt(clause.index, _AFTER_DEADLINE) if _too_late(scene, clause) else _Said(clause, promise=True)


def _too_late(scene: Scene, clause: Clause) -> bool:
    own = scene.context.resolution
    due = own.due if own else None
    return due is not None and any((d.last or d.day or due) > due for d in clause.dates)


def _of_state(scene: Scene, clause: Clause, said: Completion) -> _Said | Doubt:
    match said.state:
        case State.DOUBT:
            return Doubt(clause.index, said.rule)
        case State.PROMISED:
            return Doubt(clause.index, _AFTER_DEADLINE) if _too_late(scene, clause) else _Said(clause, promise=True)
        case State.DONE:
            return _Said(clause, Done())
        case State.OPEN:
            return _Said(clause, ProgressReport(percent=said.percent), waits=said.waits, figure=said.figure)
        case State.PART:
            return _Said(clause, part=True)
        case State.WONT:
            extends = any(isinstance(extension(scene, c), Finding) for c in scene.clauses)
            return _Said(clause, promise=True) if extends else Doubt(clause.index, "cannot be done, and what now?")


# -------------------------------------------------------------------------------------------------- task by task


def _tasks(scene: Scene, said: list[_Said]) -> list[_Task]:
    """What is said of the task that was answered, and of each other one that is named."""
    tasks: list[_Task] = []
    for one in said:
        name, labelled = refers_before(scene, one.clause)
        if name is None and tasks and (before := _named_before(scene, one, tasks[-1])) is not None:
            name = refers_before(scene, before)[0]
            one = replace(one, where=one.where | {before.index, one.clause.index})
        own = scene.context.resolution.title if scene.context.resolution else ""
        is_own = (name is not None and bool(own) and names_task(name, own)) or _is_mine(one.clause)
        if (
            tasks
            and not (_is_mine(one.clause) and tasks[-1].name is not None)
            and not (one.clause.has("whole") and tasks[-1].name is not None)
            and (name is None or name == tasks[-1].name or (is_own and tasks[-1].name is None))
        ):
            tasks[-1] = replace(tasks[-1], said=(*tasks[-1].said, one), own=tasks[-1].own or is_own)
        else:
            tasks.append(_Task(None if is_own else name, (one,), is_own, labelled))
    return tasks


def _named_before(scene: Scene, said: _Said, last: _Task) -> Clause | None:
    """“…完成了。续签还在走流程，进度60%”: where a new sentence names another task before it says how far that is."""
    clause = said.clause
    new = last.said[-1].clause.sentence != clause.sentence
    if scene.about is not About.NONE or not new or not isinstance(said.intent, ProgressReport):
        return None
    earlier = (c for c in scene.sentence(clause) if c.index < clause.index and c.has("doing", "notyet", "status_word"))
    return next((c for c in earlier if refers_before(scene, c)[0] is not None), None)


def _is_mine(clause: Clause) -> bool:
    """“我这项完成了”, beside what is said of another task."""
    place = clause.first("self")
    following = clause.next_to(place) if place is not None else None
    return following is not None and "task" in following.classes and place == 0


def _told_apart(scene: Scene, tasks: list[_Task]) -> list[_Task]:
    """In the answer to one task another name may be a part of it: “数据收集已完成” is no other task's end.

    Another task is meant where its name stands apart (“供应商交期确认：已完成”), or where the answered one is named too.
    """
    if scene.about is About.NONE:
        return tasks
    tasks = [_in_other_language(scene, t) for t in tasks]
    named = any(t.own for t in tasks)
    apart = [t for t in tasks if t.name is None or t.labelled or (named and not _clears_trouble(t))]
    parts = [t for t in tasks if t not in apart]
    tasks = apart = [t if t.name is None or t.own else _with_figures(t) for t in apart]
    if not parts:
        return tasks
    merged = tuple(_of_part(s) for t in parts for s in t.said)
    own = next((t for t in apart if t.name is None), _Task(None, ()))
    rest = [t for t in apart if t is not own]
    stated = any(s.intent for s in own.said)
    if stated and not any(isinstance(s.intent, Done) for s in own.said):
        merged = tuple(s for s in merged if s.part)  # what is open of a part is why the whole is not done
    return [replace(own, said=(*own.said, *merged)), *rest]


def _clears_trouble(task: _Task) -> bool:
    """“系统退信的问题已解决，话术也改完了”: what stood in the way is no task of its own."""
    return (
        not task.own
        and all(s.part or isinstance(s.intent, Done) for s in task.said)
        and any(s.clause.has("trouble") for s in task.said)
    )


def _in_other_language(scene: Scene, task: _Task) -> _Task:
    """“The returns plan is finished and uploaded” of “提交退货率整改方案”: a work that is both done and handed in, where
    nothing else is said, is the one that was asked for."""
    own, clause = scene.context.resolution, task.said[0].clause
    if own is None or task.name is None or len(task.said) > 1 or not cannot_compare(task.name, own.title):
        return task
    asked_for = any("material" in t.classes for t in scene.tools.vocabularies[scene.about].tokens(fold(own.title)))
    alone = all(c is clause or c.made_of("thanks", "courtesy", "greeting") for c in scene.clauses)
    handed_in = len(list(clause.find("done", "act"))) > 1 and clause.has("material")
    return replace(task, name=None, own=True) if asked_for and alone and handed_in else task


def _with_figures(task: _Task) -> _Task:
    """“排班表完成50%”: of a task that is named, the figure is its own."""
    figured = (
        replace(s, intent=replace(s.intent, percent=s.figure)) if isinstance(s.intent, ProgressReport) else s
        for s in task.said
    )
    return replace(task, said=tuple(figured))


def _of_part(said: _Said) -> _Said:
    """A part that is done leaves the task open; a part's figure is not the task's."""
    if isinstance(said.intent, Done):
        return replace(said, intent=None, part=True)
    return replace(said, intent=ProgressReport()) if isinstance(said.intent, ProgressReport) else said


def _findings(task: _Task, doubts: list[Doubt]) -> Iterator[Finding]:
    by: dict[type, list[_Said]] = {}
    for one in task.said:
        by.setdefault(type(one.intent), []).append(one)
    done, progress, extends, reassigns = (by.get(k, []) for k in (Done, ProgressReport, Extend, Reassign))
    if done:  # “方案交上去了，等批复”, “刚收尾，可以关了”
        closed = any(s.clause.has("close_it") for s in done)
        progress = [s for s in progress if not s.waits and (not closed or s.clause.has("notyet", "neg"))]
    disowned = [s for s in by.get(type(None), []) if not s.promise and not s.part]
    parts = [s for s in task.said if s.part]
    if parts and not (done or progress or extends or reassigns):
        if not any(s.promise for s in task.said):
            doubts.append(Doubt(parts[0].clause.index, "a part, or the whole?"))
            return
        progress = [replace(s, intent=ProgressReport()) for s in parts]
    if reassigns:
        if done:
            doubts.append(Doubt(done[0].clause.index, "done, and another's"))
            return
        yield _reassign(reassigns, disowned, task.name)
        return
    if disowned:
        doubts.append(Doubt(disowned[0].clause.index, "not mine, but nobody named"))
        return
    if done and progress and all(_percent(s) is None for s in progress):
        doubts.append(Doubt(progress[0].clause.index, "done, and not done"))
        return
    if done and extends:
        doubts.append(Doubt(extends[0].clause.index, "done, and more time"))
        return
    if extends:  # “申请延期到下周五，仓位还没谈妥”: what is open is only why
        progress = [s for s in progress if not _is_ground(s, extends)]
    if progress:
        yield _progress([*done, *parts], progress, task.name)
    elif done:
        where = places(s.clause for s in (*done, *parts))
        yield Finding(Done(refers=task.name), where, "carried out", free="note")
    if extends:
        yield _extend(extends, task.name)


def _is_ground(said: _Said, extends: list[_Said]) -> bool:
    """Something that is not the task is still open, in the sentence that asks for more time."""
    clause = said.clause
    place = clause.first("notyet", "doing")
    beside = any(e.clause.sentence == clause.sentence and e.clause is not clause for e in extends)
    start = clause.tokens[place].start if place is not None else 0
    named = clause.before(place, "material", "outsider") if place is not None else False
    of_other = clause.uncovered(0, start) >= 2 or named or clause.has("cannot_after", "unable", "wont", "no_one")
    return beside and of_other and _percent(said) is None and not clause.has("self", "task", "whole")


def _percent(said: _Said) -> int | None:
    return said.intent.percent if isinstance(said.intent, ProgressReport) else None


def _reassign(said: list[_Said], disowned: list[_Said], refers: str | None) -> Finding:
    owners = {s.intent.owner for s in said if isinstance(s.intent, Reassign) and s.intent.owner is not None}
    owner = owners.pop() if len(owners) == 1 else None
    where = places(s.clause for s in (*said, *disowned))
    return Finding(Reassign(owner=owner, refers=refers), where, "another's", unresolved=owner is None)


def _progress(done: list[_Said], said: list[_Said], refers: str | None) -> Finding:
    """“初稿写完了，整体80%”: where something is open, what is done is a part."""
    now = [s for s in said if not s.clause.has("past")] or said  # “进度75%（上周60%）”
    of_whole = [s for s in now if s.clause.has("whole")] or now  # “C区还没盘，整体算75%”
    figures = {p for s in of_whole if (p := _percent(s)) is not None}
    if any(s.figure is not None and _percent(s) is None for s in of_whole) and not any(map(_of_all, of_whole)):
        figures = set()  # “华东90%，华南60%”
    percent = figures.pop() if len(figures) == 1 else None
    where = frozenset().union(places(s.clause for s in (*done, *said)), *(s.where for s in said))
    return Finding(ProgressReport(percent=percent, refers=refers), where, "not done yet", free="note")


def _of_all(said: _Said) -> bool:
    """A figure that nothing narrows: “60%”, “目前60%”."""
    figures = find_percents(said.clause.folded)
    return _percent(said) is not None and not said.clause.uncovered(0, figures[0].start if figures else 0)


def _extend(said: list[_Said], refers: str | None) -> Finding:
    # “数据周五才能导出来，想申请延到下周二”: the day beside the word for more time is the one that is wanted.
    asked = [s for s in said if s.clause.has("extend") and isinstance(s.intent, Extend) and s.intent.due] or said
    dues = {s.intent.due for s in asked if isinstance(s.intent, Extend) and s.intent.due is not None}
    unresolved = any(s.unresolved for s in asked) or len(dues) > 1
    due = dues.pop() if len(dues) == 1 and not unresolved else None
    return Finding(
        Extend(due=due, refers=refers),
        frozenset().union(*(s.where | {s.clause.index} for s in said)),
        "needs longer",
        free="reason",
        unresolved=unresolved,
    )


def _may_mean_task(scene: Scene, clause: Clause) -> bool:
    """In a fresh mail: a word or a figure of a task, and not one of a meeting alone."""
    before = scene.before(clause)
    if before is not None and before.sentence == clause.sentence and before.has("not_mine"):
        return True
    return (clause.has(*_SPEAKS) or bool(find_percents(clause.folded))) and (
        clause.has("task") or not clause.has("meeting")
    )


def _read(scene: Scene) -> Findings:
    fresh = scene.about is About.NONE
    spoken = [c for c in scene.clauses if not fresh or _may_mean_task(scene, c)]
    readings = [r for r in (_of_clause(scene, c) for c in spoken) if r is not None]
    said = [r for r in readings if isinstance(r, _Said)]
    doubts = [r for r in readings if isinstance(r, Doubt)]
    found: list[Finding] = []
    if any(isinstance(s.intent, Extend) for s in said):  # “可能要晚两天，12月6日交”
        doubts = [d for d in doubts if d.rule != _AFTER_DEADLINE]
    plain = [s.clause.index for s in said if isinstance(s.intent, Done) or _percent(s) is not None]
    settled = [d for d in doubts if d.rule == DENIED_TWICE and any(i > d.place for i in plain)]  # 不是没完成，……已交
    doubts = [d for d in doubts if d not in settled]
    told = _told_apart(scene, _tasks(scene, said))
    for task in told:
        if fresh and task.name is None and any(s.intent for s in task.said):
            doubts.append(Doubt(task.said[0].clause.index, "which task?"))
            continue
        found += _findings(task, doubts)
    moved = next((s.clause.index for s in said if fresh and s.clause.has("move", "extend_to", "swap_due")), None)
    if not found and not doubts and moved is not None:
        doubts.append(Doubt(moved, "what shall be moved?"))  # 结束时间改到11点 in a fresh mail
    if said and not found and not doubts:
        found = [Finding(Acknowledge(), places(s.clause for s in said), "promises")]
    asked = [s for s in said if isinstance(s.intent, Extend)]
    explained = (s for t in told for s in t.said if not s.promise and not (asked and _is_ground(s, asked)))
    taken = places(s.clause for s in explained) | {d.place for d in settled}
    return Findings(tuple(found), tuple(doubts), taken)


FAMILY = Family("tasks", "tasks", frozenset({About.RESOLUTION, About.NONE}), _read)
