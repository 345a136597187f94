"""What surrounds a record: the earlier meetings of its series."""

from datetime import datetime

from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.situation import Situation
from mailflow.flow.service import Service


def of(meeting: Meeting, service: Service, now: datetime) -> Situation:
    return Situation(service.organization, service.calendar, now, _earlier(meeting, service))


def _earlier(meeting: Meeting, service: Service) -> tuple[Meeting, ...]:
    """Those still open, and the last one held even where it has ended."""
    series = meeting.terms.key
    before = [key for key in service.store.ids() if key.startswith(f"{series}-") and key < meeting.id]
    earlier: list[Meeting] = []
    for key in reversed(before):
        stored = service.store.load(key)
        if stored is None or not isinstance(stored.record, Meeting) or stored.record.terms.key != series:
            continue
        if stored.record.state is MeetingState.CANCELLED:
            continue
        if not earlier or not stored.record.ended:
            earlier.append(stored.record)
        if stored.record.ended and len(earlier) > 1 and len(before) > _FAR:
            break
    return tuple(earlier)


_FAR = 60
