"""The rules that invitations must keep, so that every mail program shows its buttons and none is misled."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar, Event
from letters_room import MEETING, NOW, START, UTC_NOW, WRITER, letter, mail, write

from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState


def parts(kind: MailKind = MailKind.INVITATION, to: str = "li.qiang", **more: object) -> list[tuple[str, object]]:
    message = message_from_bytes(write(letter(kind, mail(to)), **more).raw, policy=default)  # type: ignore[arg-type]  # passed through
    return [(p.get_content_type(), p) for p in message.walk()]


def calendar(kind: MailKind = MailKind.INVITATION, to: str = "li.qiang", **more: object) -> Calendar:
    part = next(p for t, p in parts(kind, to, **more) if t == "text/calendar")
    return Calendar.from_ical(part.get_payload(decode=True))  # type: ignore[attr-defined]


def event(kind: MailKind = MailKind.INVITATION, to: str = "li.qiang", **more: object) -> Event:
    return calendar(kind, to, **more).walk("VEVENT")[0]


def test_the_alternative_comes_first_and_holds_text_html_and_calendar() -> None:
    assert [t for t, _ in parts()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar", "application/ics",
    ]  # fmt: skip


def test_the_inline_calendar_has_no_disposition_and_names_its_method() -> None:
    part = next(p for t, p in parts() if t == "text/calendar")
    assert part["Content-Disposition"] is None  # type: ignore[index]
    assert part["Content-Type"].params["method"] == "REQUEST"  # type: ignore[index]
    assert part["Content-Type"].params["charset"] == "UTF-8"  # type: ignore[index]


def test_the_attached_copy_can_be_switched_off() -> None:
    assert "application/ics" not in [t for t, _ in parts(writer=replace(WRITER, attach_invite=False))]


def test_the_recipient_is_asked_and_the_secretary_is_the_organizer() -> None:
    found = event()
    assert str(found["ORGANIZER"]) == "mailto:secretary@corp.example"
    own = [a for a in found["ATTENDEE"] if str(a) == "mailto:li.qiang@corp.example"]
    assert [a.params["RSVP"] for a in own] == ["TRUE"]
    chairs = [str(a) for a in found["ATTENDEE"] if a.params["ROLE"] == "CHAIR"]
    assert chairs == ["mailto:wang.fang@corp.example"]


def test_a_substitute_is_invited_at_the_own_address() -> None:
    own = [a for a in event(to="chen.jing")["ATTENDEE"] if str(a) == "mailto:chen.jing@corp.example"]
    assert [a.params["RSVP"] for a in own] == ["TRUE"]


@pytest.mark.parametrize("kind", [MailKind.INVITATION, MailKind.UPDATE, MailKind.CANCELLATION])
def test_start_end_uid_and_sequence_stand_in_requests_and_cancellations(kind: MailKind) -> None:
    found = event(kind, meeting=replace(MEETING, sequence=3))
    assert found["UID"] == MEETING.uid
    assert found["SEQUENCE"] == 3
    assert found["DTSTART"].dt == START
    assert found["DTEND"].dt == MEETING.end
    assert found["DTSTAMP"].dt == UTC_NOW


def test_a_cancellation_is_one_for_its_recipient_alone() -> None:
    called_off = replace(MEETING, state=MeetingState.CANCELLED)
    found = event(MailKind.CANCELLATION, to="chen.jing", meeting=called_off)
    assert found["STATUS"] == "CANCELLED"
    assert str(found["ATTENDEE"]) == "mailto:chen.jing@corp.example"


def test_who_is_released_is_not_told_that_the_whole_meeting_is_off() -> None:
    """RFC 5546 3.2.5: STATUS must not stand where only some attendees are uninvited."""
    assert "STATUS" not in event(MailKind.CANCELLATION, to="chen.jing")


def test_dtstamp_is_fresh_with_every_mail() -> None:
    later = NOW.replace(hour=15)
    assert event(now=later)["DTSTAMP"].dt == later


def test_shanghai_is_one_standard_time_without_a_daylight_rule() -> None:
    zone = calendar().walk("VTIMEZONE")[0]
    assert [c.name for c in zone.subcomponents] == ["STANDARD"]
    assert zone.subcomponents[0]["TZOFFSETTO"].to_ical() == "+0800"


def test_lines_end_in_crlf_and_are_folded_between_characters() -> None:
    part = next(p for t, p in parts() if t == "text/calendar")
    raw: bytes = part.get_payload(decode=True)  # type: ignore[attr-defined]
    lines = raw.split(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in lines) <= 75
    for line in lines:
        line.decode("utf-8")


def test_nothing_in_the_calendar_recurs_or_links() -> None:
    found = event()
    assert "RRULE" not in found
    assert "http" not in found.to_ical().decode()
