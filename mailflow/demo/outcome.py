"""How it ended: who came, what became of the minutes and of every resolution, in the reader's words."""

from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.core.meeting import Attendee, Meeting
from mailflow.writing.languages import Speech


@dataclass(frozen=True)
class Seat:
    name: str
    answer: str
    leave: str
    note: str


@dataclass(frozen=True)
class Task:
    title: str
    owners: str
    due: str
    state: str
    key: str
    closed: str


@dataclass(frozen=True)
class Minutes:
    version: int
    confirmed: str
    silent: str


def seats(meeting: Meeting, speech: Speech) -> tuple[Seat, ...]:
    return tuple(
        Seat(
            speech.name(seat.address),
            speech.words.of("partstat", seat.partstat),
            _leave(seat, speech),
            "".join(_notes(seat, speech)).lstrip("，, "),
        )
        for seat in meeting.attendees
    )


def tasks(meeting: Meeting, speech: Speech) -> tuple[Task, ...]:
    return tuple(
        Task(
            task.title,
            speech.names(task.owners),
            speech.due(task.due),
            speech.words.of("resolution", task.state),
            task.state.value,
            speech.moment(task.closed_at) if task.closed_at else "",
        )
        for task in meeting.resolutions
    )


def minutes(meeting: Meeting, speech: Speech) -> Minutes | None:
    version = meeting.current_minutes
    if version is None:
        return None
    return Minutes(version.number, speech.names(version.confirmed), speech.names(version.silent))


def _leave(seat: Attendee, speech: Speech) -> str:
    if seat.leave is None:
        return ""
    return f"{speech.words.of('leave', seat.leave.state)} {seat.leave.reason}".strip()


def _notes(seat: Attendee, speech: Speech) -> Iterator[str]:
    words = speech.words
    if seat.leave and seat.leave.substitute:
        yield str(words["stood_in_for"]).format(name=speech.name(seat.leave.substitute.person))
    if seat.stands_for:
        yield str(words["stands_for"]).format(name=speech.name(seat.stands_for))
    if seat.late:
        yield str(words["comes_late"]).format(minutes=seat.late)
