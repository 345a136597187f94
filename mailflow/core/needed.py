"""Is a mail that still waits in the queue wanted by its record, or has its recipient answered meanwhile?

Only reminders and questions are judged: what tells of something that happened is always sent.
"""

from datetime import datetime

from mailflow.core.calendar import WorkCalendar
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.outgoing import Outgoing
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.steps.materials import owing
from mailflow.core.steps.planning import unanswered
from mailflow.core.values import ResolutionId

_ANNOUNCED = (MeetingState.ANNOUNCED, MeetingState.PREPARED)


def still_needed(meeting: Meeting, mail: Outgoing, calendar: WorkCalendar, now: datetime) -> bool:
    match mail.kind:
        case MailKind.RSVP_REMINDER:
            return meeting.state in _ANNOUNCED and mail.to in unanswered(meeting)
        case MailKind.MATERIALS_REMINDER:
            asked = owing(meeting)
            return meeting.state in _ANNOUNCED and (bool(asked) if mail.variant == "overdue" else mail.to in asked)
        case MailKind.MINUTES_REMINDER:
            return _minutes_wanted(meeting, mail)
        case MailKind.TASK_REMINDER:
            task = meeting.resolution(mail.resolution) if mail.resolution else None
            return task is not None and mail.to in task.owners and _waits_for_owner(task, mail.made_at)
        case MailKind.ESCALATION:
            task = meeting.resolution(mail.resolution) if mail.resolution else None
            return task is not None and not _settled(task) and task.due_day < calendar.day_of(now)
        case MailKind.APPROVAL_REQUEST:
            return _waits_for_approval(meeting, mail)
        case _:
            return True


def _minutes_wanted(meeting: Meeting, mail: Outgoing) -> bool:
    version = meeting.current_minutes
    if mail.variant == "confirm":
        current = version is not None and mail.ref == f"minutes:{version.number}"
        return meeting.state is MeetingState.RECORDED and current and version is not None and mail.to in version.silent
    if meeting.state is MeetingState.HELD:
        return True
    lacking = version is not None and (version.sent_at is None or bool(version.objections))
    return not mail.variant and meeting.state is MeetingState.RECORDED and lacking


def _waits_for_owner(task: Resolution, since: datetime) -> bool:
    """Any report counts as an answer, and so does the wish for another deadline."""
    reported = bool(task.progress) and task.progress[-1].at > since
    wish = task.extensions[-1] if task.extensions else None
    return not (_settled(task) or reported or (wish is not None and wish.asked_at > since))


def _settled(task: Resolution) -> bool:
    return task.ended or task.state is ResolutionState.REPORTED


def _waits_for_approval(meeting: Meeting, mail: Outgoing) -> bool:
    """What an approver has decided by answering another mail about it is not asked again."""
    kind, _, rest = mail.ref.partition(":")
    task = meeting.resolution(ResolutionId(rest))
    if kind == "extend":
        return task is not None and not task.ended and task.pending_extension is not None
    if kind == "done":
        return task is not None and task.state is ResolutionState.REPORTED
    return True
