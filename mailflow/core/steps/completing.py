"""The recorder's answer to a question about the minutes: some lines, or all of them again."""

from dataclasses import replace

from mailflow.core.likeness import comparable
from mailflow.core.minutes import AttendanceRecord, Doubt, MinutesContent, Task, Why


def completed(before: MinutesContent | None, came: MinutesContent) -> MinutesContent:
    """The earlier minutes with the lines that now came put in their places.

    Only where questions were open and the answer speaks of nothing but those tasks is it an
    addition; anything that tells of attendance, decisions or other tasks is a whole new version.
    """
    if before is None or not before.problems or not _only_completes(before, came):
        return came
    answers = {comparable(t.title): t for t in came.resolutions}
    tasks = tuple(_filled(t, answers.get(comparable(t.title))) for t in before.resolutions)
    unanswered = tuple(p for p in before.problems if not _settled(p, tasks))
    still = tuple(p for p in came.problems if p not in unanswered)
    return replace(before, resolutions=tasks, problems=(*unanswered, *still), text=f"{before.text}\n\n{came.text}")


def _only_completes(before: MinutesContent, came: MinutesContent) -> bool:
    known = {comparable(t.title) for t in before.resolutions}
    asked = {comparable(t.title) for t in before.resolutions if not t.owners or t.due is None}
    came_for = {comparable(t.title) for t in came.resolutions}
    speaks_of_more = came.attendance != AttendanceRecord() or came.decisions
    return bool(came_for) and came_for <= known and bool(came_for & asked) and not speaks_of_more


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
