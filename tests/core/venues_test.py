"""Policy 3.1.1: a venue that two meetings have at the same time is reported, once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from play import CALENDAR, COMPANY, SPECIAL, Play, at, letters, mail

from mailflow.core.intents import Approve, Counter
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Called, Meeting, MeetingState
from mailflow.core.said import Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.venues import double_bookings, report
from mailflow.core.values import MeetingId

SITUATION = Situation(COMPANY, CALENDAR, at("11-24 10:00"))
ROOM = "三楼301会议室"


def weekly() -> Meeting:
    """On 30 November from 9:30 to 10:30, planned on the 17th."""
    return Play.announced().meeting


def special(start: str, venue: str = ROOM, **more: object) -> Meeting:
    """A seminar of ninety minutes that was called on the 24th."""
    begins = at(start)
    base = replace(weekly(), id=MeetingId("special-2026-11-30"), terms=replace(SPECIAL, title="专项问题研讨会"))
    base = replace(base, start=begins, end=begins + timedelta(minutes=90), venue=venue, created_at=at("11-24 09:00"))
    return replace(base, **more)  # type: ignore[arg-type]


def found(*meetings: Meeting) -> list[tuple[str, str]]:
    return [(one.terms.key, other.terms.key) for one, other in double_bookings(meetings)]


@pytest.mark.parametrize(
    ("seminar", "overlaps"),
    [
        (special("11-30 09:00"), True),
        (special("11-30 10:00"), True),
        (special("11-30 10:00", "三楼 301 会议室"), True),
        (special("11-30 10:30"), False),
        (special("11-30 08:00"), False),
        (special("12-01 09:30"), False),
        (special("11-30 10:00", "三楼302会议室"), False),
        (special("11-30 10:00", ""), False),
        (special("11-30 10:00", state=MeetingState.CANCELLED), False),
        (special("11-30 10:00", called=Called(mail("wu.hao"), at("11-24 09:00"), waits="word")), False),
    ],
)
def test_meetings_that_overlap_in_one_venue_are_double_booked_and_the_later_call_caused_it(seminar, overlaps) -> None:
    assert found(weekly(), seminar) == ([("special", "weekly")] if overlaps else [])


def test_what_is_no_room_has_room_for_any_number() -> None:
    assert found(replace(weekly(), venue="腾讯会议 123-456"), special("11-30 10:00", "腾讯会议 123-456")) == []


def test_a_meeting_that_is_moved_there_is_the_one_that_caused_it() -> None:
    moved = weekly().marked("moved", at("11-24 09:30"))
    assert found(moved, special("11-30 10:00")) == [("weekly", "special")]


def test_a_move_by_mail_causes_one() -> None:
    play = Play.announced()
    seminar = special("12-01 10:00")
    assert found(play.meeting, seminar) == []
    play.now = at("11-24 10:00")
    play.says("liu.yang", Counter(start=at("12-01 09:30")), to=None)
    play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert found(play.meeting, seminar) == [("weekly", "special")]


def test_the_organizers_are_told_once_with_the_other_meeting_and_can_answer() -> None:
    one, other = special("11-30 10:00"), weekly()
    decision = report(one, other, SITUATION)
    assert letters(decision) == [("notice/double-booked", "liu.yang"), ("notice/double-booked", "he.jun")]
    (said,) = decision.said
    assert (said.key, said.text, said.when) == (Saying.DOUBLE_BOOKED, other.terms.title, other.start)
    assert found(decision.meeting, other) == []


def test_the_same_two_are_reported_again_only_where_time_or_venue_changed() -> None:
    told = report(special("11-30 10:00"), weekly(), SITUATION).meeting
    assert found(told, weekly()) == []
    assert found(replace(told, start=at("11-30 09:45")), weekly()) == [("special", "weekly")]
    assert found(replace(told, venue="小会议室"), replace(weekly(), venue="小会议室")) == [("special", "weekly")]


@pytest.mark.parametrize(
    ("now", "start", "urgent"),
    [
        ("11-24 23:00", "11-30 09:30", False),
        ("11-28 12:00", "11-30 09:30", False),
        ("11-28 12:00", "11-30 08:30", True),
    ],
    ids=["at night", "on a Saturday", "on a Saturday before an early meeting"],
)
def test_it_waits_for_the_morning_unless_the_meeting_would_begin_before(now: str, start: str, urgent: bool) -> None:
    told = report(special(start), weekly(), Situation(COMPANY, CALENDAR, at(now)))
    assert {letter.urgent for letter in told.letters} == {urgent}
