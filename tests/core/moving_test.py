"""Policy 3.1.1: another time, more people; what attendees propose (RFC 5546 3.2.7, 3.2.8)."""

import pytest
from play import Play, at, letters, mail

from mailflow.core.decision import Decision
from mailflow.core.intents import Accept, Approve, Counter, Invite, Leave, Reject
from mailflow.core.letters import CalendarMethod, MailKind
from mailflow.core.meeting import MeetingState, PartStat
from mailflow.core.said import Saying
from mailflow.core.values import Address

TUESDAY = at("12-01 15:00")


def partstat(play, who):
    return play.meeting.attendee(mail(who)).partstat


@pytest.mark.parametrize("who", ["wang.fang", "he.jun"], ids=["host", "organizer"])
def test_host_and_organizers_move_the_meeting_after_one_mail_that_says_what_will_happen(who):
    play = Play.announced()
    play.says("li.qiang", Accept())
    asked = play.says(who, Counter(start=TUESDAY))
    assert letters(asked) == [("approval-request/move", who)]
    assert play.meeting.start == at("11-30 09:30")
    done = play.says(who, Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.start == TUESDAY
    assert play.meeting.end == at("12-01 16:00")
    assert play.meeting.sequence == 1
    updates = [x for x in done.letters if x.kind is MailKind.UPDATE]
    assert {x.to for x in updates} == {a.address for a in play.meeting.attendees}
    assert all(x.calendar is CalendarMethod.REQUEST for x in updates)
    assert partstat(play, "li.qiang") is PartStat.NEEDS_ACTION
    assert partstat(play, who) is PartStat.ACCEPTED


def test_a_no_to_that_mail_leaves_everything():
    play = Play.announced()
    play.says("he.jun", Counter(start=TUESDAY))
    play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.start == at("11-30 09:30")
    assert play.meeting.sequence == 0


def test_a_time_that_is_over_moves_nothing():
    play = Play.announced()
    decision = play.says("he.jun", Counter(start=at("11-20 15:00")))
    assert [s.key for s in decision.said] == [Saying.TIME_PAST]
    assert not play.meeting.held


def test_reminders_and_agenda_follow_the_new_time():
    play = Play.announced()
    play.until("11-27 15:00")
    assert play.meeting.state is MeetingState.PREPARED
    play.says("he.jun", Counter(start=at("12-10 15:00")), to=MailKind.INVITATION)
    play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.state is MeetingState.ANNOUNCED
    assert ("rsvp-reminder", "li.qiang") in letters(play.until("12-08 10:00"))
    assert ("agenda", "li.qiang") in letters(play.until("12-09 15:00"))
    play.until("12-10 16:00")
    assert play.meeting.state is MeetingState.HELD


def test_who_stood_in_for_the_old_time_is_released():
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差", substitute=mail("chen.jing")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    play.says("he.jun", Counter(start=TUESDAY))
    done = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert ("cancellation/released-by-move", "chen.jing") in letters(done)
    assert play.meeting.attendee(mail("chen.jing")) is None
    assert play.meeting.attendee(mail("li.qiang")).leave is None
    assert lapsed_for("li.qiang", done) == [mail("li.qiang")]


def lapsed_for(who: str, done: Decision) -> list[Address | None]:
    said = (s for x in done.letters if x.kind is MailKind.UPDATE and x.to == mail(who) for s in x.said)
    return [s.person for s in said if s.key is Saying.LEAVE_LAPSED]


def test_a_leave_that_waits_for_the_host_ends_with_the_move_and_both_are_told():
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差"))
    play.says("he.jun", Counter(start=TUESDAY))
    done = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert lapsed_for("li.qiang", done) == lapsed_for("wang.fang", done) == [mail("li.qiang")]
    assert lapsed_for("wu.hao", done) == []
    late = play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    assert [s.key for s in late.said] == [Saying.LEAVE_LAPSED]


def test_a_proposal_is_put_to_the_organizers_and_a_yes_moves_the_meeting():
    play = Play.announced()
    asked = play.says("wu.hao", Counter(start=TUESDAY))
    assert ("approval-request/proposals", "liu.yang") in letters(asked)
    play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.start == TUESDAY
    again = play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert Saying.REQUEST_DECIDED_ALREADY in [s.key for s in again.said]
    assert play.meeting.start == TUESDAY


def test_a_no_is_told_to_everybody_who_proposed_in_their_calendar_too():
    play = Play.announced()
    play.says("wu.hao", Counter(start=TUESDAY))
    play.says("li.qiang", Counter(start=TUESDAY))
    done = play.says("liu.yang", Reject(reason="客户已约好"), to=MailKind.APPROVAL_REQUEST)
    told = [x for x in done.letters if x.variant == "proposal-declined"]
    assert {x.to for x in told} == {mail("wu.hao"), mail("li.qiang")}
    assert all(x.calendar is CalendarMethod.DECLINECOUNTER for x in told)
    assert play.meeting.start == at("11-30 09:30")


def test_several_times_are_shown_together_and_none_is_taken_by_a_bare_yes():
    play = Play.announced()
    play.says("wu.hao", Counter(start=TUESDAY))
    shown = play.says("li.qiang", Counter(start=at("12-02 10:00")))
    notice = next(x for x in shown.letters if x.variant == "proposals")
    assert [s.when for s in notice.said] == [TUESDAY, at("12-02 10:00")]
    decision = play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert Saying.REQUEST_DECIDED_ALREADY in [s.key for s in decision.said]
    assert play.meeting.start == at("11-30 09:30")


def test_more_people_are_invited_by_organizers_after_a_second_word():
    play = Play.announced()
    play.says("he.jun", Invite(attendees=(mail("chen.jing"), mail("li.qiang"))))
    assert play.meeting.attendee(mail("chen.jing")) is None
    done = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert letters(done, MailKind.INVITATION) == [("invitation", "chen.jing")]
    assert {s.key for s in done.said} >= {Saying.INVITED, Saying.INVITED_ALREADY}


def test_who_is_invited_after_the_agenda_gets_that_too():
    play = Play.announced()
    play.until("11-27 15:00")
    play.says("he.jun", Invite(attendees=(mail("chen.jing"),)))
    done = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert ("agenda", "chen.jing") in letters(done)


def test_an_attendee_who_wants_somebody_invited_is_passed_on():
    play = Play.announced()
    decision = play.says("wu.hao", Invite(attendees=(mail("chen.jing"),)))
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert play.meeting.attendee(mail("chen.jing")) is None


def test_a_yes_moves_the_meeting_to_the_time_that_its_question_showed_and_to_no_other():
    """The proposer changed their mind meanwhile: the older question showed another time."""
    play = Play.announced()
    play.says("wu.hao", Counter(start=TUESDAY))
    older = play.newest("liu.yang", MailKind.APPROVAL_REQUEST)
    play.says("wu.hao", Counter(start=at("12-02 10:00")))
    decision = play._happens(play.reply("liu.yang", (Approve(),), older))
    assert Saying.REQUEST_DECIDED_ALREADY in [s.key for s in decision.said]
    assert play.meeting.start == at("11-30 09:30")


def test_a_no_declines_the_time_that_was_shown_and_leaves_a_later_proposal_open():
    play = Play.announced()
    play.says("wu.hao", Counter(start=TUESDAY))
    older = play.newest("liu.yang", MailKind.APPROVAL_REQUEST)
    play.says("li.qiang", Counter(start=at("12-02 10:00")))
    decision = play._happens(play.reply("liu.yang", (Reject(),), older))
    assert [x.to for x in decision.letters if x.variant == "proposal-declined"] == [mail("wu.hao")]
    assert [p.by for p in play.meeting.proposals if not p.state] == [mail("li.qiang")]


def test_who_took_the_minutes_for_the_old_time_need_not_for_the_new_one():
    play = Play.announced()
    play.says("he.jun", Leave(reason="培训", substitute=mail("chen.jing")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert play.meeting.recorder == mail("chen.jing")
    play.says("wang.fang", Counter(start=TUESDAY))
    play.says("wang.fang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert play.meeting.recorder == mail("he.jun")
