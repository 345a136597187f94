"""What must hold of the records: nothing sleeps, nothing final changes. Each is a generator of faults."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from simulated_view import View, Watch

from mailflow.core.counting import figures
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.resolution import Resolution
from mailflow.core.steps import follow_up

_OVER = (MeetingState.CLOSED, MeetingState.CANCELLED)

# ----------------------------------------------------------------------------------------- nothing sleeps


def every_open_resolution_is_followed_up(view: View, watch: Watch) -> Iterator[str]:
    """Every open resolution has something due, and stands in a meeting that is looked at."""
    for meeting in watch.to_look_at(view):
        for task in meeting.resolutions:
            if not task.ended and (meeting.ended or not _has_due(meeting, task, view)):
                yield f"{task.id} ({task.state}, due {task.due_day}, {meeting.state}) waits for nothing"


def _has_due(meeting: Meeting, task: Resolution, view: View) -> bool:
    alone = replace(meeting, resolutions=(task,))
    return any(d.mark not in meeting.marks for d in follow_up.due(alone, view.situation))


def no_meeting_falls_asleep(view: View, watch: Watch) -> Iterator[str]:
    """Every meeting that is not over has something due."""
    for meeting in view.meetings:
        if meeting.state not in _OVER and watch.waits[meeting.id].due is None:
            yield f"{meeting.id} is {meeting.state} and waits for nothing"


def every_open_problem_is_tracked(view: View, watch: Watch) -> Iterator[str]:
    """Every open problem has something due or a meeting that is not over."""
    for record in view.records.values() if view.whole else ():
        if not isinstance(record, Problem) or record.state is not ProblemState.OPEN:
            continue
        waits = any(m.state not in _OVER for m in view.meetings if m.problem == record.id)
        if not waits and watch.waits[record.id].due is None:
            yield f"{record.id} ({record.title}) is open and waits for nothing"


def a_pass_leaves_nothing_due(view: View, watch: Watch) -> Iterator[str]:
    """After a whole pass no meeting has anything due at the same moment again."""
    for meeting in view.meetings if view.whole else ():
        waits = watch.waits[meeting.id]
        if not waits.ended and waits.due is not None and waits.due <= view.now:
            yield f"{meeting.id} has something due since {waits.due}"


# ------------------------------------------------------------------------------------------- the records


def final_minutes_never_change(view: View, watch: Watch) -> Iterator[str]:
    """A version of the minutes that is final, or that a later one has replaced, never changes again."""
    for old, meeting in watch.changed(view):
        if not isinstance(meeting, Meeting):
            continue
        if isinstance(old, Meeting) and [v.number for v in meeting.minutes[: len(old.minutes)]] != [
            v.number for v in old.minutes
        ]:
            yield f"{meeting.id} has lost a version"
        for version in meeting.minutes:
            if version.final_at or version is not meeting.current_minutes:
                kept = watch.final.setdefault((meeting.id, version.number), version)
                if kept != version:
                    yield f"{meeting.id}, version {version.number}: {kept} -> {version}"


def figures_add_up(view: View, watch: Watch) -> Iterator[str]:
    """Each seat is counted once, each part lies within its whole, and a department is the sum of its people."""
    changed = [r for _, r in watch.changed(view) if isinstance(r, Meeting) and r.minutes and r.minutes[-1].final_at]
    months = {m.start.date().replace(day=1) for m in changed}
    months |= {r.due_day.replace(day=1) for m in changed for r in m.resolutions}
    for month in sorted(months):
        yield from _counted(month, view)


def _counted(month: date, view: View) -> Iterator[str]:
    company = view.service.organization
    found = figures(view.meetings, month, company, view.service.calendar)
    for p in found.people:
        if Counter(p.seats) != Counter((*p.present, *p.on_leave, *p.absent)):
            yield f"{month:%Y-%m} {p.person}: seats {p.seats}, present {p.present}, leave {p.on_leave}, absent {p.absent}"
        parts = ((p.late, p.present), (p.left_early, p.present), (p.substituted, p.on_leave))
        parts += ((p.handed_in, p.owed), (p.in_time, p.due))
        if any(Counter(part) - Counter(whole) for part, whole in parts):
            yield f"{month:%Y-%m} {p.person}: a part is larger than its whole: {p}"
    final = [
        m for m in view.meetings
        if m.minutes and m.minutes[-1].final_at and m.start.date().replace(day=1) == month
    ]  # fmt: skip
    seats = sum(a.seated and company.person(a.address) is not None for m in final for a in m.attendees)
    if seats != sum(len(p.seats) for p in found.people):
        yield f"{month:%Y-%m}: {seats} seats in the records, {sum(len(p.seats) for p in found.people)} in the figures"
    if seats != sum(d.seats for d in found.departments):
        yield f"{month:%Y-%m}: the departments' seats are not those of their people"
