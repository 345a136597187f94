"""A meeting that nobody was told of yet follows its series' file; announced ones keep what they were announced with
(policy 7).
"""

from dataclasses import replace

from mailflow.core.calendar import Occurrence
from mailflow.core.decision import Decision
from mailflow.core.ledger import Outcome
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.policy import Series
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan

UNPLANNED = "unplanned"
"""The mark of a meeting that its series no longer names: named again, it is planned again."""


def follow(meeting: Meeting, series: Series | None, occurrence: Occurrence | None, situation: Situation) -> Decision:
    """``occurrence`` is what the rule says of the meeting's day now; None where it no longer names it."""
    if meeting.state is not MeetingState.PLANNED or meeting.called or meeting.nominal is None:
        return Decision(meeting)
    if series is None or occurrence is None:
        said = Said(Saying.UNPLANNED, when=meeting.start)
        dropped = replace(meeting, state=MeetingState.CANCELLED).marked(UNPLANNED, situation.now)
        return Decision(meeting if _in_use(meeting) else dropped, said=() if _in_use(meeting) else (said,))
    fresh = plan(series, occurrence, situation)
    moved, relocated = "moved" in meeting.marks, "relocated" in meeting.marks
    if meeting.terms == series and (moved or meeting.start == fresh.start):
        return Decision(meeting)
    changed = replace(
        meeting,
        terms=series,
        start=meeting.start if moved else fresh.start,
        end=meeting.end if moved else fresh.end,
        venue=meeting.venue if relocated else fresh.venue,
        attendees=tuple(meeting.attendee(seat.address) or seat for seat in fresh.attendees),
    )
    said = Said(Saying.SETTINGS_TAKEN, when=changed.start, text=series.version)
    return Decision(changed, said=(said,), outcome=Outcome.DONE)


def _in_use(meeting: Meeting) -> bool:
    """Somebody has handed something in already: it is not dropped without a word."""
    return bool(meeting.topics or meeting.materials or meeting.outgoing)
