"""A task's deadline as an entry for the calendar (policy 5.3.4)."""

from dataclasses import replace
from datetime import date

import pytest
from icalendar import Calendar, Event
from letters_room import MEETING, RESOLUTION, letter, mail, write
from letters_written_test import parsed

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.resolution import Extension, Resolution, ResolutionState


def entries(task: Resolution, variant: str = "", kind: MailKind = MailKind.TASK) -> list[Event]:
    meeting: Meeting = replace(MEETING, resolutions=(task,))
    message = parsed(write(letter(kind, mail("li.qiang"), variant), meeting).raw)
    parts = [p for p in message.walk() if p.get_filename() == "task.ics"]
    assert all(p.get_content_disposition() == "attachment" for p in parts)
    calendars = [Calendar.from_ical(p.get_payload(decode=True)) for p in parts]
    assert all(c["method"] == ("CANCEL" if variant == "dropped" else "PUBLISH") for c in calendars)
    return [e for c in calendars for e in c.walk("VEVENT")]


def test_the_notice_of_a_task_brings_its_day() -> None:
    (event,) = entries(RESOLUTION)
    assert event["dtstart"].dt == date(2026, 12, 4)
    assert event["dtend"].dt == date(2026, 12, 5)
    assert event["uid"] == f"{RESOLUTION.id}@mailflow"
    assert "完成春节备货清单" in str(event["summary"])


def test_nobody_is_asked_to_answer_a_deadline() -> None:
    (event,) = entries(RESOLUTION)
    assert "attendee" not in event
    assert "organizer" not in event
    assert event["transp"] == "TRANSPARENT"


def test_a_later_deadline_moves_the_same_entry() -> None:
    granted = Extension(MEETING.start, mail("li.qiang"), date(2026, 12, 11), approved=True)
    later = replace(RESOLUTION, due=date(2026, 12, 11), extensions=(granted,), state=ResolutionState.EXTENDED)
    (before,), (after,) = entries(RESOLUTION), entries(later, "extended")
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after["dtstart"].dt == date(2026, 12, 11)


def test_a_dropped_task_goes_out_of_its_owners_calendar_again() -> None:
    task = replace(RESOLUTION, state=ResolutionState.DROPPED)
    (event,) = entries(task, "dropped", MailKind.TASK_CLOSED)
    assert event["uid"] == entries(RESOLUTION)[0]["uid"]
    assert (event["sequence"], event["status"]) == (1, "CANCELLED")
    assert event.walk("VALARM") == []


def test_who_never_had_the_entry_gets_none_to_take_out() -> None:
    task = replace(RESOLUTION, owners=(mail("david.miller"),), state=ResolutionState.DROPPED)
    assert entries(task, "dropped", MailKind.TASK_CLOSED) == []


@pytest.mark.parametrize("kind", [MailKind.TASK_REMINDER, MailKind.TASK_CLOSED])
def test_other_mails_about_a_task_bring_none(kind: MailKind) -> None:
    assert entries(RESOLUTION, "before" if kind is MailKind.TASK_REMINDER else "", kind) == []
