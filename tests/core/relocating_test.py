"""Policy 3.1.1: organizers and host settle another venue by mail; everybody's calendar follows."""

from dataclasses import replace

import pytest
from play import WEEKLY, Play, at, letters, mail

from mailflow.core.intents import Accept, Approve, Counter, Reject, Relocate
from mailflow.core.letters import CalendarMethod, MailKind
from mailflow.core.meeting import MeetingState, PartStat
from mailflow.core.reply import CalendarStamp
from mailflow.core.said import Saying

HALL = Relocate(venue="三楼大会议室")


@pytest.mark.parametrize("who", ["liu.yang", "he.jun", "wang.fang"])
def test_another_venue_needs_one_confirmation_mail_that_names_it(who) -> None:
    play = Play.announced()
    decision = play.says(who, HALL, to=None)
    assert letters(decision) == [("approval-request/relocate", who)]
    assert decision.letters[0].venue == "三楼大会议室"
    assert play.meeting.venue == WEEKLY.venue


def test_once_confirmed_everybody_gets_the_update_with_a_higher_sequence_and_keeps_their_answer() -> None:
    play = Play.announced()
    play.says("zhou.tao", Accept())
    play.says("he.jun", HALL, to=None)
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.venue == "三楼大会议室"
    assert play.meeting.sequence == 1
    updates = [x for x in decision.letters if x.kind is MailKind.UPDATE]
    assert [x.to for x in updates] == [a.address for a in play.meeting.attendees]
    assert {(x.variant, x.calendar) for x in updates} == {("venue", CalendarMethod.REQUEST)}
    assert play.meeting.attendee(mail("zhou.tao")).partstat is PartStat.ACCEPTED


def test_a_button_under_the_earlier_invitation_still_counts_for_the_time_is_the_same() -> None:
    play = Play.announced()
    play.says("he.jun", HALL, to=None)
    play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    play.says("wu.hao", Accept(), stamp=CalendarStamp(play.meeting.uid, 0))
    assert play.meeting.attendee(mail("wu.hao")).partstat is PartStat.ACCEPTED


def test_a_no_to_the_confirmation_mail_changes_nothing() -> None:
    play = Play.announced()
    play.says("he.jun", HALL, to=None)
    play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert (play.meeting.venue, play.meeting.sequence) == (WEEKLY.venue, 0)


def test_an_attendees_wish_goes_to_the_organizers_and_changes_nothing() -> None:
    play = Play.announced()
    decision = play.says("li.qiang", HALL)
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert play.meeting.venue == WEEKLY.venue


def test_the_venue_that_it_has_already_is_no_change() -> None:
    play = Play.announced()
    play.says("he.jun", Relocate(venue=WEEKLY.venue), to=None)
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.sequence == 0
    assert ("update/venue", "li.qiang") not in letters(decision)


def test_the_answer_to_the_question_for_a_venue_is_carried_out_at_once() -> None:
    play = Play.announced(replace(WEEKLY, venue=""))
    assert play.newest("he.jun", MailKind.NOTICE).ref == "venue"
    decision = play.says("he.jun", HALL, to=MailKind.NOTICE)
    assert play.meeting.venue == "三楼大会议室"
    assert ("update/venue", "li.qiang") in letters(decision)
    assert Saying.RELOCATED in [s.key for s in decision.said]


def test_before_the_notice_the_venue_changes_without_a_mail_and_the_invitation_has_it() -> None:
    play = Play.weekly()
    play.says("he.jun", HALL, to=None)
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.state is MeetingState.PLANNED
    assert letters(decision) == [("receipt", "he.jun")]
    assert play.meeting.venue == "三楼大会议室"


def test_another_time_and_another_venue_of_one_mail_are_confirmed_and_announced_together() -> None:
    play = Play.announced()
    asked = play.says("he.jun", Counter(start=at("12-03 14:00"), venue="三楼大会议室"))
    assert letters(asked) == [("approval-request/move", "he.jun")]
    assert asked.letters[0].venue == "三楼大会议室"
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert (play.meeting.start, play.meeting.venue, play.meeting.sequence) == (at("12-03 14:00"), "三楼大会议室", 1)
    updates = [x for x in decision.letters if x.kind is MailKind.UPDATE]
    assert {tuple(s.key for s in x.said) for x in updates} == {(Saying.MOVED, Saying.RELOCATED)}
