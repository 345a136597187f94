"""Policy 5.1.1: who cannot come asks the host for leave in advance and arranges a substitute."""

from dataclasses import replace
from datetime import time

import pytest
from play import WEEKLY, Play, letters, mail

from mailflow.core.intents import Accept, Approve, Leave, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Attendee, LeaveState, PartStat, SubstituteState
from mailflow.core.policy import LeaveTerms
from mailflow.core.said import Saying
from mailflow.core.values import MeetingId

ASKED = Leave(reason="出差", substitute=mail("chen.jing"))


def seat(play: Play, who: str):
    return play.meeting.attendee(mail(who))


def keys(decision):
    return [s.key for s in decision.said]


def test_the_host_is_asked_with_reason_and_substitute_and_the_sender_hears_what_was_understood():
    play = Play.announced()
    decision = play.says("li.qiang", ASKED)
    assert letters(decision) == [("leave-request", "wang.fang"), ("receipt", "li.qiang")]
    request = decision.letters[0]
    assert (request.person, request.quote, request.people) == (mail("li.qiang"), "出差", (mail("chen.jing"),))
    assert seat(play, "li.qiang").leave.state is LeaveState.REQUESTED
    assert seat(play, "li.qiang").partstat is PartStat.DECLINED


def test_a_decline_without_a_reason_is_asked_for_it_and_the_host_is_not_troubled_yet():
    play = Play.announced()
    decision = play.says("li.qiang", Leave())
    assert letters(decision) == [("ask/leave-details", "li.qiang")]
    assert decision.outcome is Outcome.DONE
    decision = play.says("li.qiang", Leave(reason="家中有事"), to=MailKind.ASK)
    assert letters(decision, MailKind.LEAVE_REQUEST) == [("leave-request", "wang.fang")]


def test_a_reason_that_never_comes_goes_to_the_host_without_it():
    play = Play.announced()
    play.says("li.qiang", Leave())
    assert letters(play.until("11-23 13:59")) == []
    assert ("leave-request", "wang.fang") in letters(play.until("11-23 14:00"))


def test_the_substitute_is_asked_once_the_host_approved_and_invited_only_after_accepting():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    decision = play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    assert letters(decision) == [
        ("leave-decision/approved", "li.qiang"),
        ("substitute-request", "chen.jing"),
        ("receipt", "wang.fang"),
    ]
    assert seat(play, "chen.jing") is None
    decision = play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert letters(decision)[0] == ("invitation/substitute", "chen.jing")
    assert seat(play, "chen.jing").stands_for == mail("li.qiang")
    assert seat(play, "li.qiang").partstat is PartStat.DELEGATED


def test_a_refusal_goes_back_to_the_one_on_leave_who_may_name_another_without_asking_the_host_again():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    decision = play.says("chen.jing", Leave(reason="有客户来访"), to=MailKind.SUBSTITUTE_REQUEST)
    assert ("ask/substitute", "li.qiang") in letters(decision)
    decision = play.says("li.qiang", Leave(substitute=mail("liu.yang")), to=MailKind.ASK)
    assert letters(decision) == [("substitute-request", "liu.yang"), ("receipt", "li.qiang")]
    assert seat(play, "li.qiang").leave.state is LeaveState.APPROVED


def test_a_rejected_leave_means_that_the_seat_stands():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    decision = play.says("wang.fang", Reject(reason="本次要讨论华东"), to=MailKind.LEAVE_REQUEST)
    assert letters(decision)[0] == ("leave-decision/rejected", "li.qiang")
    assert seat(play, "li.qiang").partstat is PartStat.NEEDS_ACTION
    assert mail("chen.jing") not in [o.to for o in play.meeting.outgoing]


@pytest.mark.parametrize(
    ("default", "variant", "state"),
    [
        ("approve", "leave-decision/approved-by-default", LeaveState.APPROVED),
        ("reject", "leave-decision/rejected-by-default", LeaveState.REJECTED),
    ],
)
def test_after_the_set_time_the_set_default_holds_and_both_are_told(default, variant, state):
    play = Play.announced(replace(WEEKLY, leave=LeaveTerms(default=default, after_hours=24)))
    play.says("li.qiang", ASKED)
    play.until("11-24 09:59")
    assert seat(play, "li.qiang").leave.state is LeaveState.REQUESTED
    decision = play.until("11-24 10:00")
    assert (variant, "li.qiang") in letters(decision)
    assert ("notice/default", "wang.fang") in letters(decision)
    assert seat(play, "li.qiang").leave.state is state


def test_the_default_holds_before_the_meeting_begins_however_late_the_leave_was_asked():
    play = Play.announced()
    play.until("11-30 08:50")
    play.says("li.qiang", ASKED)
    decision = play.until("11-30 09:00")
    assert ("leave-decision/approved-by-default", "li.qiang") in letters(decision)


def test_the_host_is_not_asked_for_what_the_set_default_decides_in_the_same_moment():
    play = Play.announced()
    play.until("11-30 09:10")
    decision = play.says("li.qiang", ASKED)
    assert ("leave-decision/approved-by-default", "li.qiang") in letters(decision)
    assert ("notice/default", "wang.fang") in letters(decision)
    assert letters(decision, MailKind.LEAVE_REQUEST) == []


def test_the_hosts_own_leave_goes_to_the_deputy():
    play = Play.announced()
    decision = play.says("wang.fang", Leave(reason="出差"))
    assert letters(decision)[0] == ("leave-request", "zhang.wei")


def test_coming_after_all_withdraws_the_leave_and_releases_the_substitute():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    decision = play.says("li.qiang", Accept())
    assert ("cancellation/released", "chen.jing") in letters(decision)
    assert ("notice/leave", "wang.fang") in letters(decision)
    assert seat(play, "li.qiang").leave is None
    assert seat(play, "li.qiang").partstat is PartStat.ACCEPTED
    assert seat(play, "chen.jing") is None


def test_a_substitute_with_a_seat_of_their_own_keeps_it_when_released():
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差", substitute=mail("zhou.tao")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("zhou.tao", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert seat(play, "zhou.tao").stands_for == mail("li.qiang")
    play.says("li.qiang", Accept())
    assert seat(play, "zhou.tao").stands_for is None


@pytest.mark.parametrize("substitute", ["li.qiang", "wu.hao"])
def test_who_is_on_leave_or_the_same_person_cannot_stand_in(substitute):
    play = Play.announced()
    play.says("wu.hao", Leave(reason="体检"))
    decision = play.says("li.qiang", Leave(reason="出差", substitute=mail(substitute)))
    assert Saying.SUBSTITUTE_UNUSABLE in keys(decision)
    assert seat(play, "li.qiang").leave.substitute is None


def test_a_leave_decided_once_is_not_decided_again_by_a_second_answer():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    decision = play.says("wang.fang", Reject(), to=MailKind.LEAVE_REQUEST)
    assert keys(decision) == [Saying.LEAVE_ALREADY_DECIDED]
    assert seat(play, "li.qiang").leave.state is LeaveState.APPROVED


def test_a_silent_substitute_is_told_to_the_one_on_leave():
    play = Play.announced()
    play.says("li.qiang", ASKED)
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    decision = play.until("11-24 10:00")
    assert ("ask/substitute", "li.qiang") in letters(decision)
    assert seat(play, "li.qiang").leave.substitute.state is SubstituteState.ASKED


@pytest.mark.parametrize(
    ("start", "asked_at"), [(time(9, 30), "11-30 08:00"), (time(8, 30), "11-28 16:00")], ids=["waits", "cannot wait"]
)
def test_a_silent_substitute_disturbs_a_weekend_only_where_no_working_hour_is_left(start, asked_at):
    play = Play.announced(replace(WEEKLY, start=start))
    play.until("11-27 16:00")
    play.says("li.qiang", ASKED)
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    asked = [m for m in ("11-28 15:59", "11-28 16:00", "11-29 10:00", "11-30 08:00") if _asks(play.until(m))]
    assert asked == [asked_at]


def test_a_reason_that_never_comes_is_no_matter_for_the_hosts_weekend():
    play = Play.announced()
    play.until("11-27 18:00")
    play.says("li.qiang", Leave())
    assert letters(play.until("11-28 12:00")) == []
    assert ("leave-request", "wang.fang") in letters(play.until("11-30 08:00"))


def _asks(decision):
    return ("ask/substitute", "li.qiang") in letters(decision)


def test_a_recorder_on_leave_is_replaced_by_an_organizer_who_takes_part_and_told_so():
    play = Play.announced(replace(WEEKLY, attendees=(*WEEKLY.attendees, mail("liu.yang"))))
    play.says("he.jun", Leave(reason="培训"))
    decision = play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    assert play.meeting.recorder == mail("liu.yang")
    assert ("notice/recorder", "liu.yang") in letters(decision)
    play.until("11-30 10:30")
    assert play.newest("liu.yang", MailKind.MINUTES_REQUEST)


def test_the_recorders_own_substitute_takes_the_minutes_and_gives_them_back():
    play = Play.announced()
    play.says("he.jun", Leave(reason="培训", substitute=mail("chen.jing")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert play.meeting.recorder == mail("chen.jing")
    play.says("he.jun", Accept())
    assert play.meeting.recorder == mail("he.jun")


def test_a_substitute_who_withdraws_takes_no_minutes_either():
    play = Play.announced(replace(WEEKLY, attendees=(*WEEKLY.attendees, mail("liu.yang"))))
    play.says("he.jun", Leave(reason="培训", substitute=mail("chen.jing")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    play.says("chen.jing", Leave(reason="临时出差"), to=MailKind.SUBSTITUTE_REQUEST)
    assert play.meeting.recorder == mail("liu.yang")


def test_a_leave_decided_only_after_the_meeting_is_told_to_nobody():
    """The machine slept: the record says how it was decided, and no substitute is asked for a meeting that is over."""
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差", substitute=mail("chen.jing")))
    woken = play.until("12-01 10:00")
    assert play.meeting.attendee(mail("li.qiang")).leave.state is LeaveState.APPROVED
    assert {x.kind for x in woken.letters}.isdisjoint(
        {MailKind.LEAVE_DECISION, MailKind.SUBSTITUTE_REQUEST, MailKind.NOTICE, MailKind.ASK}
    )


def test_after_a_long_sleep_the_recorder_is_asked_and_not_reminded_in_one_breath():
    play = Play.announced()
    woken = play.until("12-03 10:00")
    assert [x.kind for x in woken.letters if x.to == mail("he.jun")] == [MailKind.MINUTES_REQUEST]
    assert not [x for x in woken.letters if x.kind is MailKind.MINUTES_REMINDER]


def test_who_attends_another_meeting_at_that_time_is_not_asked_to_stand_in():
    play = Play.announced()
    other = replace(
        play.meeting, id=MeetingId("special-2026-11-30"), attendees=(Attendee(ASKED.substitute, PartStat.ACCEPTED),)
    )
    play.beside = (other,)
    asked = play.says("li.qiang", ASKED)
    assert Saying.SUBSTITUTE_BUSY in keys(asked)
    assert seat(play, "li.qiang").leave.substitute is None
    approved = play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    assert not [x for x in approved.letters if x.kind is MailKind.SUBSTITUTE_REQUEST]
