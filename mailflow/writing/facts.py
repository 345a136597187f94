"""What a template may know: the letter and its meeting, in the reader's language and zone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mailflow.core.letters import Letter
from mailflow.core.meeting import Attendee, LeaveState, Meeting, MinutesVersion, PartStat, SubstituteState
from mailflow.core.minutes import MinutesContent, Task
from mailflow.core.problem import Problem
from mailflow.core.resolution import Resolution
from mailflow.core.said import Saying
from mailflow.writing.changes import Change, changes
from mailflow.writing.figures import department_rows, grounds, person_rows
from mailflow.writing.languages import Speech, plain
from mailflow.writing.links import Trusted


@dataclass(frozen=True)
class Item:
    """One line of the agenda. ``start`` None where the time before it is not planned through."""

    title: str
    minutes: int | None
    reporters: str
    start: str
    materials: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seat:
    name: str
    state: str


def facts(letter: Letter, record: Meeting | Problem | None, speech: Speech, now: datetime) -> dict[str, Any]:
    """Every name that a template of that kind may use. StrictUndefined catches what is missing in a test."""
    meeting = record if isinstance(record, Meeting) else None
    common: dict[str, Any] = {
        "letter": letter,
        "variant": letter.variant,
        "company": speech.organization.name,
        "me": speech.name(letter.to),
        "name": speech.name,
        "names": speech.names,
        "day": speech.day,
        "moment": speech.moment,
        "due": speech.due,
        "word": speech.words.of,
        "words": speech.words,
        "task": None,
        "meeting": meeting,
        "problem": record if isinstance(record, Problem) else None,
        "steps": _steps(letter, speech),
        "overview": letter.overview,
        "figures": letter.figures,
        "rows": tuple(person_rows(letter.figures, speech)) if letter.figures else (),
        "sums": tuple(department_rows(letter.figures, speech)) if letter.figures else (),
        "grounds": tuple(grounds(letter.figures, speech)) if letter.figures else (),
        "now": now,
    }
    return common | (_of_meeting(letter, meeting, speech) if meeting else {"title": "", "when": ""})


def _steps(letter: Letter, speech: Speech) -> str:
    """The steps that were left out, by their names in the reader's language (policy 2.4)."""
    names = next((s.text for s in letter.said if s.key is Saying.STEPS_LEFT_OUT), "")
    known = speech.words["step"]
    return str(speech.words["and"]).join(str(known.get(n, n)) for n in names.split(",") if n)


def _of_meeting(letter: Letter, meeting: Meeting, speech: Speech) -> dict[str, Any]:
    version = meeting.current_minutes
    return {
        "title": plain(title(meeting, speech)),
        "purpose": plain(purpose(meeting, speech)),
        "when": speech.span(meeting.start, meeting.end),
        "date": speech.day(meeting.start),
        "venue": Trusted(plain(meeting.venue)),
        "host": speech.name(meeting.chair),
        "recorder": speech.name(meeting.recorder),
        "task": meeting.resolution(letter.resolution) if letter.resolution else None,
        "agenda": tuple(agenda(meeting, speech)),
        "seats": tuple(seats(meeting, speech)),
        "form": form(meeting, speech),
        "minutes": version,
        "roll": tuple(roll(version.content, speech)) if version else (),
        "changed": changed(meeting.minutes, speech),
    }


def title(meeting: Meeting, speech: Speech) -> str:
    return meeting.terms.english if speech.words["english_names"] else meeting.terms.title


def purpose(meeting: Meeting, speech: Speech) -> str:
    return meeting.terms.purpose_english if speech.words["english_names"] else meeting.terms.purpose


def agenda(meeting: Meeting, speech: Speech) -> Iterator[Item]:
    """The skeleton with its clock (policy 3.2.2), then the topics that were proposed."""
    at = meeting.start
    for section in meeting.terms.agenda:
        files = tuple(plain(m.file.name) for m in meeting.current_materials if m.section == section.title)
        yield Item(plain(section.title), section.minutes, speech.names(section.reporters), speech.hour(at), files)
        at += timedelta(minutes=section.minutes)
    for topic in meeting.topics:
        yield Item(plain(topic.title), None, speech.name(topic.by), "")


def seats(meeting: Meeting, speech: Speech) -> Iterator[Seat]:
    """Who comes, who stands in for whom, who is on leave (policy 3.2.1)."""
    for seat in meeting.attendees:
        yield Seat(speech.name(seat.address), _state(seat, speech))


def _state(seat: Attendee, speech: Speech) -> str:
    words = speech.words
    if seat.leave and seat.leave.state is not LeaveState.REJECTED:
        state = words.of("leave", seat.leave.state)
        substitute = seat.leave.substitute
        if substitute and substitute.state is SubstituteState.ACCEPTED:
            state += str(words["stood_in_for"]).format(name=speech.name(substitute.person))
        return state
    state = words.of("partstat", seat.partstat)
    if seat.stands_for:
        state = str(words["stands_for"]).format(name=speech.name(seat.stands_for))
    if seat.late or seat.comes_late:
        state += str(words["comes_late"]).format(minutes=seat.late) if seat.late else str(words["late"])
    return state


def form(meeting: Meeting, speech: Speech) -> str:
    """The minutes form, filled in as far as is known; the reader of minutes knows its labels (policy 5.3.1)."""
    label = speech.words["form"]
    coming = [a for a in meeting.attendees if not a.excused and a.partstat is not PartStat.DECLINED]
    away = [a for a in meeting.attendees if a.seated and a.excused]
    stand_ins = [
        str(label["substitution"]).format(substitute=speech.name(a.address), absent=speech.name(a.stands_for))
        for a in meeting.attendees
        if a.stands_for
    ]
    comma = str(label["comma"])
    lines = [
        label["attendance"],
        label["present"] + comma.join(speech.name(a.address) for a in coming),
        label["on_leave"] + comma.join(speech.name(a.address) for a in away),
        label["substitutes"] + comma.join(stand_ins),
        label["late"], label["left_early"], label["absent"],
    ]  # fmt: skip
    titles = [*(s.title for s in meeting.terms.agenda), *(t.title for t in meeting.topics)]
    for number, topic in enumerate(titles):
        numeral = label["numerals"][number] if number < len(label["numerals"]) else str(number + 1)
        lines += ["", str(label["topic"]).format(number=numeral) + plain(topic), *label["fields"]]
    return "\n".join(lines)


def roll(content: MinutesContent, speech: Speech) -> Iterator[str]:
    """The attendance of the minutes, a line a group (policy 5.1.2)."""
    who, word = content.attendance, speech.words.of
    groups = (("present", who.present), ("on_leave", who.on_leave), ("absent", who.absent))
    for key, people in groups:
        if people:
            yield word("roll", key) + speech.names(people)
    for key, timed in (("late", who.late), ("left_early", who.left_early)):
        if timed:
            shown = (
                speech.noted(speech.name(t.person), f"{t.minutes}{speech.words['minutes_short']}" if t.minutes else "")
                for t in timed
            )
            yield word("roll", key) + str(speech.words["and"]).join(shown)
    for each in who.substitutes:
        pair = {"substitute": speech.name(each.substitute), "absent": speech.name(each.absent)}
        yield word("roll", "substitutes") + str(speech.words["form"]["substitution"]).format(**pair)


def changed(versions: tuple[MinutesVersion, ...], speech: Speech) -> tuple[Change, ...]:
    """Against the version that was sent before; nothing for the first."""
    sent = [v for v in versions[:-1] if v.sent_at]
    if not sent or not versions:
        return ()
    return changes(tuple(_shown(sent[-1].content, speech)), tuple(_shown(versions[-1].content, speech)))


def _shown(content: MinutesContent, speech: Speech) -> Iterator[str]:
    yield from roll(content, speech)
    yield from (plain(d) for d in content.decisions)
    yield from (task_line(t, speech) for t in content.resolutions)
    read = {*content.decisions, *(t.title for t in content.resolutions)}
    for line in content.text.splitlines():
        if line.strip() and not any(piece in line for piece in read):
            yield plain(line)


def task_line(task: Task | Resolution, speech: Speech) -> str:
    parts = [plain(task.title), speech.names(task.owners), speech.due(task.due)]
    if task.requirement:
        parts.append(plain(task.requirement))
    return " ｜ ".join(parts)
