"""What must hold of the records: nothing sleeps, nothing final changes. Each is a generator of faults."""

from collections.abc import Iterator
from dataclasses import fields, replace

from simulated_view import View, Watch

from mailflow.core.meeting import Meeting, MeetingState, MinutesVersion
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
    """A version of the minutes that is final never changes again, and one that is replaced only bears objections."""
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
                if kept is not version and not _is_later(version, kept):
                    changed = {f.name for f in fields(kept) if getattr(kept, f.name) != getattr(version, f.name)}
                    yield f"{meeting.id}, version {version.number}: {', '.join(sorted(changed))}"
                watch.final[meeting.id, version.number] = version


def _is_later(version: MinutesVersion, kept: MinutesVersion) -> bool:
    """An objection that comes late stands under the version that it is about, and takes back its author's consent."""
    new = {o.by for o in version.objections[len(kept.objections) :]}
    as_before = replace(version, objections=version.objections[: len(kept.objections)], confirmed=kept.confirmed)
    consent = version.confirmed == tuple(a for a in kept.confirmed if a not in new)
    return version == kept or (not kept.final_at and consent and as_before == kept)
