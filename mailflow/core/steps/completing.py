"""The recorder's answer to a question about the minutes: some lines, or all of them again."""

from dataclasses import replace

from mailflow.core.likeness import comparable
from mailflow.core.minutes import AttendanceRecord, Doubt, Dropping, MinutesContent, Task, Why
from mailflow.core.steps.dropping import without_tasks


def completed(before: MinutesContent | None, came: MinutesContent) -> MinutesContent:
    """The earlier minutes with the lines that now came put in their places.

    Only where questions were open and the answer speaks of nothing but those is it an addition; anything that tells of
    attendance, decisions or other tasks is a whole new version.
    """
    came = without_tasks(came, [d for d in came.drops if d.certain])
    if before is None or not before.problems or not _only_completes(before, came):
        return came
    answers = {comparable(t.title): t for t in came.resolutions}
    tasks = tuple(_filled(t, answers.get(comparable(t.title))) for t in before.resolutions)
    kept = tuple(p for p in before.problems if not (came.drops and p.why is Why.WHICH_RESOLUTION))
    unanswered = tuple(p for p in kept if not _settled(p, tasks))
    still = tuple(p for p in came.problems if p not in unanswered)
    return replace(
        before,
        resolutions=tasks,
        problems=(*unanswered, *still),
        drops=_drops(before, came),
        text=f"{before.text}\n\n{came.text}",
    )


def _drops(before: MinutesContent, came: MinutesContent) -> tuple[Dropping, ...]:
    """“Which one?” is answered by naming it, or by saying that none is dropped."""
    if not came.drops:
        return before.drops
    asked = {p.line for p in before.problems if p.why is Why.WHICH_RESOLUTION}
    return (*(d for d in before.drops if d.line not in asked), *(d for d in came.drops if not d.none))


def _only_completes(before: MinutesContent, came: MinutesContent) -> bool:
    known = {comparable(t.title) for t in before.resolutions}
    asked = {comparable(t.title) for t in before.resolutions if not t.owners or t.due is None}
    came_for = {comparable(t.title) for t in came.resolutions}
    which = any(p.why is Why.WHICH_RESOLUTION for p in before.problems)
    answered = (bool(came_for) and bool(came_for & asked)) or (bool(came.drops) and not came_for and which)
    lines = [comparable(d.line) for d in came.drops]
    more = [d for d in came.decisions if not any(comparable(d) in line for line in lines)]
    speaks_of_more = came.attendance != AttendanceRecord() or more
    return answered and came_for <= known and not speaks_of_more


def _filled(task: Task, answer: Task | None) -> Task:
    if answer is None:
        return task
    return replace(
        task,
        owners=answer.owners or task.owners,
        due=answer.due or task.due,
        requirement=answer.requirement or task.requirement,
    )


def _settled(problem: Doubt, tasks: tuple[Task, ...]) -> bool:
    """A question is settled once the task that its line speaks of has what it lacked."""
    for task in tasks:
        if comparable(task.title) in comparable(problem.line):
            return bool(task.owners) if problem.why in _ABOUT_OWNER else task.due is not None
    return False


_ABOUT_OWNER = (Why.NO_OWNER, Why.UNKNOWN_PERSON, Why.AMBIGUOUS_PERSON)
