"""What time asks of open resolutions (policy 5.3.4): progress, reminders, escalation, until reported done."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import time

from mailflow.core.decision import Decision
from mailflow.core.due import Due, slots
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.reply import About
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.resolutions import request_again
from mailflow.core.values import Address, ResolutionId

_END_OF_DAY = time(23, 59)
_Step = Callable[[Meeting, Situation], Decision]


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    for task in meeting.resolutions:
        if task.ended:
            continue
        if task.state is ResolutionState.REPORTED or _waits_for_approval(task):
            yield from _approver_reminded(meeting, task, situation)
            continue
        yield from _progress(meeting, task, situation)
        yield from _before_and_on(meeting, task, situation)
        yield from _overdue(meeting, task, situation)


def _waits_for_approval(task: Resolution) -> bool:
    """Who has asked for an extension is not reminded until it is decided."""
    wish = task.pending_extension
    return wish is not None and wish.due is not None


def _progress(meeting: Meeting, task: Resolution, situation: Situation) -> Iterator[Due]:
    """Progress at the set rhythm, counted from the last report, while no deadline reminder is near."""
    calendar, terms = situation.calendar, meeting.terms.follow_up
    since = task.progress[-1].at if task.progress else task.opened_at
    if since is None or terms.progress_every <= 0:
        return
    last = calendar.shift(task.due_day, -max(terms.remind_before, default=1))
    first = calendar.shift(calendar.day_of(since), terms.progress_every)
    name = f"task-progress:{task.id}:{since.date().isoformat()}"
    for slot in slots(name, first, terms.remind_at, terms.progress_every, _ask(task.id), situation):
        if calendar.day_of(slot.at) < last:
            yield replace(slot, until=calendar.at(last, _END_OF_DAY))


def _before_and_on(meeting: Meeting, task: Resolution, situation: Situation) -> Iterator[Due]:
    """Reminders before and on the deadline; one that falls on a day off comes on the working day before."""
    calendar, terms = situation.calendar, meeting.terms.follow_up
    day = task.due_day if calendar.is_workday(task.due_day) else calendar.shift(task.due_day, -1)
    ends = calendar.at(task.due_day, _END_OF_DAY)
    for n in terms.remind_before:
        at = calendar.at(calendar.shift(day, -n), terms.remind_at)
        if task.opened_at is None or at > task.opened_at:
            mark = f"task-before:{task.id}:{task.due_day.isoformat()}:{n}"
            yield Due(at, mark, _remind(task.id, "before"), until=calendar.at(day, time.min))
    at = calendar.at(day, terms.remind_at)
    variant = "due" if day == task.due_day else "before"
    yield Due(at, f"task-due:{task.id}:{task.due_day.isoformat()}", _remind(task.id, variant), until=ends)


def _overdue(meeting: Meeting, task: Resolution, situation: Situation) -> Iterator[Due]:
    calendar, terms = situation.calendar, meeting.terms.follow_up
    first = calendar.shift(task.due_day, 1)
    key = f"{task.id}:{task.due_day.isoformat()}"
    name = f"task-overdue:{key}"
    yield from slots(name, first, terms.remind_at, terms.overdue_every, _remind(task.id, "overdue"), situation)
    for whom, days in (("head", terms.escalate_to_head_after), ("host", terms.escalate_to_host_after)):
        if days > 0:
            at = calendar.at(calendar.shift(task.due_day, days), terms.remind_at)
            yield Due(at, f"task-escalated:{whom}:{key}", _escalate(task.id, whom))


def _approver_reminded(meeting: Meeting, task: Resolution, situation: Situation) -> Iterator[Due]:
    """A request that nobody decides comes back every working day."""
    wish = task.pending_extension
    since = wish.asked_at if wish else task.progress[-1].at
    first = situation.calendar.shift(situation.calendar.day_of(since), 1)
    name = f"approval-waits:{task.id}:{since.isoformat()}"
    yield from slots(name, first, meeting.terms.follow_up.remind_at, 1, _ask_approver(task.id), situation)


def _ask(key: ResolutionId) -> _Step:
    return _remind(key, "progress")


def _remind(key: ResolutionId, variant: str) -> _Step:
    def step(meeting: Meeting, _situation: Situation) -> Decision:
        task = meeting.resolution(key)
        if task is None or task.ended:
            return Decision(meeting)
        said: tuple[Said, ...] = ()
        if variant == "overdue":
            task = replace(task, state=ResolutionState.OVERDUE)
            meeting = meeting.with_resolution(task)
            said = (Said(Saying.TASK_OVERDUE, person=task.owners[0], text=task.title, due=task.due_day),)
        letters = tuple(_letter(MailKind.TASK_REMINDER, o, task, variant) for o in task.owners)
        return Decision(meeting, letters, said, Outcome.DONE)

    return step


def _escalate(key: ResolutionId, whom: str) -> _Step:
    def step(meeting: Meeting, situation: Situation) -> Decision:
        task = meeting.resolution(key)
        told = _superior(meeting, task, whom, situation) if task else None
        if task is None or told is None:
            return Decision(meeting)
        said = Said(Saying.TASK_ESCALATED, person=task.owners[0], other=told, text=task.title)
        return Decision(meeting, (_letter(MailKind.ESCALATION, told, task, whom),), (said,), Outcome.DONE)

    return step


def _ask_approver(key: ResolutionId) -> _Step:
    return lambda meeting, situation: request_again(meeting, key, situation)


def _superior(meeting: Meeting, task: Resolution, whom: str, situation: Situation) -> Address | None:
    """The owner's department head, then the host; nobody is told of their own delay twice."""
    if whom == "host":
        return meeting.terms.host if meeting.terms.host not in task.owners else None
    owner = next(filter(None, map(situation.organization.person, task.owners)), None)
    head = situation.organization.head(owner.department) if owner else None
    return head.email if head and head.email not in task.owners else None


def _letter(kind: MailKind, to: Address, task: Resolution, variant: str) -> Letter:
    return Letter(
        kind=kind,
        to=to,
        about=About.RESOLUTION,
        ref=task.id,
        resolution=task.id,
        variant=variant,
        person=task.owners[0],
        urgent=False,
    )
