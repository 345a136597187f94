"""A venue that two meetings have at the same time is reported to the organizers, once (policy 3.1.1)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.core.decision import Decision
from mailflow.core.due import can_wait
from mailflow.core.ledger import Outcome
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import notice
from mailflow.core.steps.planning import BEFORE

_ANYWHERE = (
    "线上",
    "在线",
    "视频",
    "电话",
    "腾讯会议",
    "飞书",
    "钉钉",
    "http",
    "online",
    "remote",
    "zoom",
    "teams",
    "video",
    "phone",
)
"""What names no room has room for any number of meetings."""


def double_bookings(meetings: Iterable[Meeting]) -> Iterator[tuple[Meeting, Meeting]]:
    """Pairs of meetings to come that overlap in one room and that nobody was told of: first the one that caused it."""
    ahead = sorted((m for m in meetings if _takes_room(m)), key=lambda m: m.start)
    for at, one in enumerate(ahead):
        for other in ahead[at + 1 :]:
            if other.start >= one.end:
                break
            mark = _mark(one, other)
            if comparable(one.venue) == comparable(other.venue) and mark not in one.marks and mark not in other.marks:
                yield (one, other) if _placed_at(one) > _placed_at(other) else (other, one)


def report(meeting: Meeting, other: Meeting, situation: Situation) -> Decision:
    """Both meetings have the same organizers: each hears of it once, and may answer with another venue for ``meeting``.

    At night and on days off it waits, unless the first of the two would begin before anybody reads it.
    """
    said = Said(Saying.DOUBLE_BOOKED, text=other.terms.title, when=other.start)
    soon = not can_wait(situation.now, min(meeting.start, other.start), situation)
    letters = tuple(
        replace(letter, about=About.INVITATION, ref="venue", urgent=soon)
        for letter in notice(situation.organization.organizers, "double-booked", (said,))
    )
    return Decision(meeting.marked(_mark(meeting, other), situation.now), letters, (said,), Outcome.DONE)


def _takes_room(meeting: Meeting) -> bool:
    """A call that still waits for its caller's word has no room yet."""
    waits = meeting.called is not None and bool(meeting.called.waits)
    venue = meeting.venue.casefold()
    return meeting.state in BEFORE and bool(comparable(venue)) and not waits and not any(w in venue for w in _ANYWHERE)


def _placed_at(meeting: Meeting) -> tuple[datetime, str]:
    """When its time and venue became what they are."""
    changes = (meeting.marks[m] for m in ("moved", "relocated") if m in meeting.marks)
    return max((meeting.created_at or meeting.start, *changes)), meeting.id


def _mark(one: Meeting, other: Meeting) -> str:
    """The same for both, and another one as soon as either has another time or venue."""
    pair = sorted(f"{m.id}@{m.start.isoformat()}" for m in (one, other))
    return f"double-booked:{pair[0]}:{pair[1]}:{comparable(one.venue)}"
