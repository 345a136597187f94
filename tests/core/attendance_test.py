"""Policy 5.1.1, 5.1.2: who comes, who is late, who has not answered."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from play import Play, at, letters, mail

from mailflow.core.intents import (
    Accept,
    Acknowledge,
    Approve,
    Cancel,
    Counter,
    Late,
    Leave,
    LeaveEarly,
    Reject,
    Tentative,
)
from mailflow.core.ledger import Outcome
from mailflow.core.letters import CalendarMethod, MailKind
from mailflow.core.meeting import MeetingState, PartStat
from mailflow.core.reply import CalendarStamp, Certainty
from mailflow.core.said import Saying
from mailflow.core.steps.planning import unanswered


def stamp(sequence=0, minute=None):
    moment = datetime(2026, 11, 23, 1, minute, tzinfo=UTC) if minute is not None else None
    return CalendarStamp("weekly-2026-11-30@mailflow", sequence, moment)


def relocated():
    """Another venue raised SEQUENCE to 1."""
    play = Play.announced()
    play.meeting = replace(play.meeting, sequence=1)
    return play


def partstat(play, who):
    return play.meeting.attendee(mail(who)).partstat


@pytest.mark.parametrize(("wish", "expected"), [(Accept(), PartStat.ACCEPTED), (Tentative(), PartStat.TENTATIVE)])
def test_an_answer_is_kept_and_the_sender_hears_what_was_understood(wish, expected):
    play = Play.announced()
    decision = play.says("li.qiang", wish)
    assert partstat(play, "li.qiang") is expected
    assert letters(decision) == [("receipt", "li.qiang")]


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ((Tentative(), stamp(0, 5)), (Accept(), stamp(0, 6)), PartStat.ACCEPTED),
        ((Accept(), stamp(1, 5)), (Tentative(), stamp(0, 9)), PartStat.ACCEPTED),
        ((Accept(), stamp(0, 9)), (Tentative(), stamp(0, 5)), PartStat.ACCEPTED),
        ((Accept(), stamp(0)), (Tentative(), stamp(0)), PartStat.TENTATIVE),
        ((Accept(), stamp(0, 5)), (Tentative(), None), PartStat.TENTATIVE),
    ],
    ids=["later stamp", "older SEQUENCE", "older DTSTAMP", "no DTSTAMP: arrival", "words after a button"],
)
def test_later_replies_overtake_earlier_ones_by_sequence_and_arrival(first, second, holds):
    play = relocated()
    for wish, when in (first, second):
        play.says("li.qiang", wish, stamp=when)
    assert partstat(play, "li.qiang") is holds


def test_an_answer_to_an_older_version_of_the_invitation_changes_nothing_and_says_so():
    play = relocated()
    play.says("li.qiang", Accept(), stamp=stamp(1, 5))
    decision = play.says("li.qiang", Leave(reason="病"), stamp=stamp(0, 9))
    assert [s.key for s in decision.said] == [Saying.OLDER_ANSWER_IGNORED]
    assert partstat(play, "li.qiang") is PartStat.ACCEPTED


@pytest.mark.parametrize(
    "absurd",
    [
        CalendarStamp("weekly-2026-11-30@mailflow", 0, datetime(9999, 12, 31, tzinfo=UTC)),
        CalendarStamp("weekly-2026-11-30@mailflow", 999_999_999, None),
    ],
    ids=["DTSTAMP", "SEQUENCE"],
)
@pytest.mark.parametrize("wish", [Accept(), Leave(reason="病")])
def test_a_stamp_from_the_future_keeps_no_later_answer_out(wish, absurd):
    """Forged, or from a clock that is wrong: it counts as made when it came, for what had been sent by then."""
    play = Play.announced()
    play.says("li.qiang", wish, stamp=absurd)
    play.until("11-23 14:00")
    play.says("li.qiang", Tentative(), stamp=CalendarStamp(absurd.uid, 0, at("11-23 13:00")))
    assert partstat(play, "li.qiang") is PartStat.TENTATIVE


@pytest.mark.parametrize("wish", [Late(minutes=15), LeaveEarly(minutes=20)])
def test_late_and_leave_early_are_told_to_the_host(wish):
    play = Play.announced()
    decision = play.says("wu.hao", wish)
    assert ("notice/late", "wang.fang") in letters(decision)
    assert partstat(play, "wu.hao") is PartStat.NEEDS_ACTION


def test_another_time_is_for_the_organizers_and_changes_nothing():
    play = Play.announced()
    before = play.meeting.attendees
    decision = play.says("wu.hao", Counter(start=at("12-01 15:00")))
    assert ("approval-request/proposals", "liu.yang") in letters(decision)
    assert ("approval-request/proposals", "he.jun") in letters(decision)
    assert play.meeting.attendees == before


def test_who_has_not_answered_is_reminded_and_then_named_to_the_organizers():
    play = Play.announced()
    for who in ("wang.fang", "he.jun", "li.qiang", "zhang.wei", "wu.hao"):
        play.says(who, Accept())
    assert ("rsvp-reminder", "zhou.tao") in letters(play.until("11-26 10:00"))
    decision = play.until("11-27 14:00")
    named = [x for x in decision.letters if x.variant == "unanswered"]
    assert [x.to for x in named] == [mail("liu.yang"), mail("he.jun")]
    assert named[0].people == (mail("zhou.tao"),)


def test_nobody_is_reminded_after_answering():
    play = Play.announced()
    play.says("zhou.tao", Accept())
    assert ("rsvp-reminder", "zhou.tao") not in letters(play.until("11-26 10:00"))


def test_a_read_receipt_in_words_decides_nothing_and_is_not_answered():
    play = Play.announced()
    decision = play.says("li.qiang", Acknowledge())
    assert (letters(decision), decision.outcome) == ([], Outcome.NOTED)


def test_a_calendar_reply_of_somebody_not_invited_goes_to_the_organizers():
    play = Play.announced()
    before = play.meeting.attendees
    decision = play.says("chen.jing", Accept(), to=None, stamp=stamp())
    assert ("notice/not-invited", "liu.yang") in letters(decision)
    assert play.meeting.attendees == before


def test_a_stranger_is_told_nothing_and_the_organizers_hear_of_it():
    play = Play.announced()
    decision = play.says("mallory", Accept(), to=None)
    assert {kind for kind, _ in letters(decision)} == {"notice/stranger"}


def test_anothers_token_decides_nothing():
    play = Play.announced()
    stolen = play.newest("li.qiang", MailKind.INVITATION)
    decision = play._happens(play.reply("zhou.tao", (Leave(reason="出差"),), stolen))
    assert partstat(play, "li.qiang") is partstat(play, "zhou.tao") is PartStat.NEEDS_ACTION
    assert ("notice/forwarded", "liu.yang") in letters(decision)


def test_a_sender_who_only_claims_to_be_somebody_is_asked_at_their_own_address_first():
    play = Play.announced()
    decision = play.says("li.qiang", Leave(reason="出差"), to=None, certainty=Certainty.CLAIMED)
    assert letters(decision) == [("approval-request/held", "li.qiang")]
    assert play.meeting.attendee(mail("li.qiang")).leave is None
    decision = play.says("li.qiang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert ("leave-request", "wang.fang") in letters(decision)


def test_what_is_not_clear_is_asked_back_and_changes_nothing():
    play = Play.announced()
    decision = play.says("li.qiang", unclear=True, text="看情况吧")
    assert letters(decision) == [("ask/unclear", "li.qiang")]
    assert decision.letters[0].quote == "看情况吧"
    assert partstat(play, "li.qiang") is PartStat.NEEDS_ACTION


def test_what_is_unclear_twice_reaches_the_organizers():
    play = Play.announced()
    play.says("li.qiang", unclear=True, text="看情况吧")
    line = replace(play.meeting.log[-1], unclear=True, sender=mail("li.qiang"))
    play.meeting = replace(play.meeting, log=(*play.meeting.log[:-1], line))
    assert ("notice/forwarded", "liu.yang") in letters(play.says("li.qiang", unclear=True, text="再看"))


def test_calling_off_needs_a_second_word_and_then_reaches_every_calendar():
    play = Play.announced()
    decision = play.says("wang.fang", Cancel(reason="出差"))
    assert letters(decision) == [("approval-request/cancel", "wang.fang")]
    decision = play.says("wang.fang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.state is MeetingState.CANCELLED
    sent = [x for x in decision.letters if x.kind is MailKind.CANCELLATION]
    assert {x.to for x in sent} == {a.address for a in play.meeting.attendees}
    assert all(x.calendar is CalendarMethod.CANCEL for x in sent)
    assert play.meeting.sequence == 1


def test_an_attendee_cannot_call_the_meeting_off():
    play = Play.announced()
    decision = play.says("wu.hao", Cancel(reason="忙"))
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert play.meeting.state is MeetingState.ANNOUNCED


def test_an_answer_after_the_meeting_changes_nothing_and_says_so():
    play = Play.announced()
    play.until("11-30 10:30")
    decision = play.says("li.qiang", Accept())
    assert [s.key for s in decision.said] == [Saying.MEETING_CLOSED]
    assert letters(decision) == [("receipt", "li.qiang")]


@pytest.mark.parametrize("wish", [Late(minutes=15), LeaveEarly(minutes=20)])
def test_who_has_told_that_they_come_late_or_leave_early_is_not_asked_whether_they_come(wish):
    play = Play.announced()
    play.says("li.qiang", wish)
    reminded = letters(play.until("11-26 10:00"), MailKind.RSVP_REMINDER)
    assert reminded
    assert ("rsvp-reminder", "li.qiang") not in reminded


@pytest.mark.parametrize("wish", [Late(minutes=15), LeaveEarly(minutes=20)])
def test_who_says_after_a_rejected_leave_that_they_come_in_part_has_answered(wish):
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差"))
    play.until("11-23 15:00")
    play.says("wang.fang", Reject(), to=MailKind.LEAVE_REQUEST)
    assert mail("li.qiang") in unanswered(play.meeting)
    play.says("li.qiang", wish)
    assert mail("li.qiang") not in unanswered(play.meeting)


def test_what_was_said_before_a_leave_is_no_answer_to_its_rejection():
    play = Play.announced()
    play.says("li.qiang", Late(minutes=15))
    play.until("11-23 12:00")
    play.says("li.qiang", Leave(reason="出差"))
    play.until("11-23 15:00")
    play.says("wang.fang", Reject(), to=MailKind.LEAVE_REQUEST)
    assert mail("li.qiang") in unanswered(play.meeting)


def test_what_is_said_of_the_own_attendance_after_the_meeting_reaches_the_recorder_and_the_host():
    play = Play.announced()
    play.until("11-30 10:30")
    decision = play.says("li.qiang", Leave(reason="临时见客户"))
    assert [s.key for s in decision.said] == [Saying.TOLD_TO_RECORDER]
    assert ("notice/leave", "he.jun") in letters(decision)
    assert ("notice/leave", "wang.fang") in letters(decision)
    assert play.meeting.attendee(mail("li.qiang")).leave is None
