"""What a step may look at beside the record that it changes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.calendar import WorkCalendar
from mailflow.core.letters import Review
from mailflow.core.meeting import Meeting, MeetingState, PartStat
from mailflow.core.organization import Organization
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address


@dataclass(frozen=True)
class Situation:
    """``earlier`` holds the earlier meetings of the same series that are still open, and the last one held.

    ``of_month`` holds the meetings of every series whose figures go into the agenda, where they do.
    ``elsewhere`` holds the open meetings of other series while minutes are taken: they may speak of resolutions there.
    ``beside`` holds the other meetings to come that overlap with this one.
    ``of_problem`` holds all meetings of the problem that is decided on.
    """

    organization: Organization
    calendar: WorkCalendar
    now: datetime
    earlier: tuple[Meeting, ...] = ()
    of_month: tuple[Meeting, ...] = ()
    of_problem: tuple[Meeting, ...] = ()
    elsewhere: tuple[Meeting, ...] = ()
    beside: tuple[Meeting, ...] = ()

    def attends_elsewhere(self, who: Address) -> Meeting | None:
        """The other meeting of that hour which this person has said to attend."""
        seats = ((m, m.attendee(who)) for m in self.beside)
        return next((m for m, seat in seats if seat and seat.partstat is PartStat.ACCEPTED and not seat.excused), None)

    def review(self, meeting: Meeting) -> Review | None:
        """The last meeting and how what was resolved is carried out (policy 3.2.1); None before the first."""
        held = [m for m in self.earlier if m.start < meeting.start and m.state is not MeetingState.CANCELLED]
        if not held:
            return None
        last = max(held, key=lambda m: m.start)
        content = last.current_minutes.content if last.current_minutes else None
        return Review(
            title=last.terms.title,
            start=last.start,
            points=content.decisions if content else (),
            resolutions=tuple(self._carried_over(held, last)),
        )

    def _carried_over(self, held: list[Meeting], last: Meeting) -> Iterator[Resolution]:
        for meeting in sorted(held, key=lambda m: m.start):
            yield from (r for r in meeting.resolutions if meeting is last or not r.ended)
