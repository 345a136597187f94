"""Minutes that state an earlier resolution anew (policy 5.3.4): one task stays one task, with one deadline."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.core.decision import Decision
from mailflow.core.events import ResolutionContinued
from mailflow.core.ledger import Outcome
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.minutes import Continued, MinutesContent, Task
from mailflow.core.resolution import Extension, Resolution, ResolutionState
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.resolutions import task_letter


def continued(content: MinutesContent, meeting: Meeting, situation: Situation) -> tuple[Continued, ...]:
    """Which of the tasks run already. Only the same title and one owner in common say so: departments have tasks alike."""
    found = (_runs_already(task, meeting, situation) for task in content.resolutions)
    return tuple(each for each in found if each is not None)


def carry_on(meeting: Meeting, event: ResolutionContinued, situation: Situation) -> Decision:
    """The meeting has set the deadline: nobody need approve it, and a wish for another one is settled by it."""
    task = meeting.resolution(event.resolution)
    if task is None or task.ended or task.due == event.due:
        return Decision(meeting)
    wish = task.pending_extension or Extension(situation.now, event.by)
    set_anew = replace(wish, due=event.due_day, approved=True, decided_by=event.by)
    others = tuple(e for e in task.extensions if e is not wish)
    later = replace(task, due=event.due, state=ResolutionState.EXTENDED, extensions=(*others, set_anew))
    said = Said(Saying.TASK_CONTINUED, text=task.title, due=later.due_day)
    letters = tuple(
        replace(task_letter(later, owner, "restated", said), quote=event.title, due=event.on) for owner in task.owners
    )
    return Decision(meeting.with_resolution(later), letters, (said,), Outcome.DONE)


def _runs_already(task: Task, meeting: Meeting, situation: Situation) -> Continued | None:
    if task.due is None:
        return None
    for where, known in _still_open(meeting, situation):
        if comparable(known.title) == comparable(task.title) and set(known.owners) & set(task.owners):
            return Continued(known.id, where.id, known.title, task.due, known.due_day)
    return None


def _still_open(meeting: Meeting, situation: Situation) -> Iterator[tuple[Meeting, Resolution]]:
    before = [m for m in situation.earlier if m.start < meeting.start and m.state is not MeetingState.CANCELLED]
    for each in sorted(before, key=lambda m: m.start, reverse=True):
        yield from ((each, r) for r in each.resolutions if not r.ended)
