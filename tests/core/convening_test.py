"""Policy 2.3, 2.4: a meeting called by one mail."""

from dataclasses import replace

import pytest
from play import SPECIAL, at, calling, letters, mail

from mailflow.core.intents import Approve, Convene, Counter, Reject
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState, PartStat
from mailflow.core.policy import Before
from mailflow.core.problem import Problem
from mailflow.core.reply import Certainty
from mailflow.core.said import Saying
from mailflow.core.values import ProblemId, RecordId


def test_a_call_with_everything_in_it_is_announced_in_the_same_pass():
    play, decision = calling(Convene(meeting="special", title="退货率", start=at("12-03 14:00")))
    assert [s.key for s in decision.said] == [Saying.CONVENED]
    assert play.meeting.id == "special-2026-12-03"
    assert play.meeting.terms.title == "专项问题研讨会：退货率"
    sent = play.until("11-25 10:00")
    assert ("invitation", "wu.hao") in letters(sent, MailKind.INVITATION)
    assert play.meeting.state is MeetingState.ANNOUNCED


def test_people_who_are_named_come_instead_of_the_usual_ones_with_host_recorder_and_caller():
    play, _ = calling(Convene(meeting="special", start=at("12-03 14:00"), attendees=(mail("chen.jing"),)))
    assert [a.address.partition("@")[0] for a in play.meeting.attendees] == [
        "zhang.wei",
        "he.jun",
        "chen.jing",
        "wu.hao",
    ]
    assert play.meeting.attendee(mail("wu.hao")).partstat is PartStat.ACCEPTED


def test_an_organizer_who_calls_a_meeting_for_others_is_not_invited():
    play, _ = calling(Convene(meeting="special", start=at("12-03 14:00")), who="liu.yang")
    assert play.meeting.attendee(mail("liu.yang")) is None


def test_who_is_not_of_the_organisation_is_named_and_not_invited():
    play, decision = calling(
        Convene(meeting="special", start=at("12-03 14:00"), attendees=(mail("chen.jing"), "x@elsewhere.example"))
    )
    assert play.meeting.attendee("x@elsewhere.example") is None
    assert Saying.OUTSIDER_NOT_INVITED in [s.key for s in decision.said]


def test_short_notice_leaves_out_the_steps_that_cannot_fit_and_the_invitation_says_so():
    series = replace(SPECIAL, venue="三楼301会议室")
    play, decision = calling(Convene(meeting="ad-hoc", start=at("11-25 15:00")), series=series)
    left_out = next(s.text for s in decision.said if s.key is Saying.STEPS_LEFT_OUT)
    assert left_out.split(",") == [
        "call",
        "materials-reminder",
        "materials-overdue",
        "unanswered-told",
        "rsvp-reminder",
    ]
    sent = play.until("11-25 10:00")
    assert {x.kind for x in sent.letters} == {MailKind.INVITATION, MailKind.AGENDA}
    assert all(x.said[0].key is Saying.STEPS_LEFT_OUT for x in sent.letters if x.kind is MailKind.INVITATION)
    later = play.until("11-25 14:59")
    assert not [x for x in later.letters if x.kind in (MailKind.CALL, MailKind.MATERIALS_REMINDER)]


def test_with_time_enough_every_step_takes_place():
    series = replace(SPECIAL, call=Before(4, SPECIAL.call.at))
    play, decision = calling(Convene(meeting="special", start=at("12-10 14:00")), series=series)
    assert Saying.STEPS_LEFT_OUT not in [s.key for s in decision.said]
    play.until("11-25 10:00")
    assert ("call", "wu.hao") in letters(play.until("12-04 10:00"))


@pytest.mark.parametrize("start", [None, at("11-24 09:00")], ids=["none named", "in the past"])
def test_without_a_time_to_come_the_caller_is_asked_and_nobody_invited(start):
    play, decision = calling(Convene(meeting="special", title="退货率", start=start))
    assert letters(decision) == [("ask/convene", "wu.hao")]
    assert letters(play.until("11-25 10:00")) == []
    play.says("wu.hao", Counter(start=at("12-03 14:00")), to=MailKind.ASK)
    assert play.meeting.start == at("12-03 14:00")
    assert ("invitation", "wang.fang") in letters(play.until("11-25 10:05"))


def test_a_caller_who_names_no_time_is_asked_once_more_and_then_nothing_is_called():
    play, _ = calling(Convene(meeting="special"))
    assert letters(play.until("11-26 10:00")) == [("ask/convene", "wu.hao")]
    assert letters(play.until("11-27 10:00")) == [("receipt", "wu.hao")]
    assert play.meeting.state is MeetingState.CANCELLED


@pytest.mark.parametrize(("answer", "state"), [(Approve(), MeetingState.ANNOUNCED), (Reject(), MeetingState.CANCELLED)])
def test_a_sender_who_is_not_sure_is_asked_at_their_own_address_first(answer, state):
    play, decision = calling(Convene(meeting="special", start=at("11-26 14:00")), certainty=Certainty.CLAIMED)
    assert letters(decision) == [("approval-request/convene", "wu.hao")]
    assert letters(play.until("11-25 09:30")) == []
    play.says("wu.hao", answer, to=MailKind.APPROVAL_REQUEST)
    play.until("11-25 09:31")
    assert play.meeting.state is state


def test_a_second_meeting_on_one_day_has_an_id_of_its_own():
    play, _ = calling(Convene(meeting="special", start=at("12-03 14:00")), taken=("special-2026-12-03",))
    assert play.meeting.id == "special-2026-12-03-2"


def test_a_seminar_on_a_known_problem_joins_it():
    known = Problem(
        ProblemId(RecordId("problem-special-2026-10-12")), "退货率", SPECIAL, at("10-12 10:00"), mail("wu.hao")
    )
    play, _ = calling(Convene(meeting="special", title="退货率", start=at("12-03 14:00")), problems=(known,))
    assert play.meeting.problem == known.id
    other, _ = calling(Convene(meeting="special", title="缺货", start=at("12-03 14:00")), problems=(known,))
    assert other.meeting.problem == "problem-special-2026-12-03"


def test_an_ad_hoc_meeting_is_about_no_problem():
    play, _ = calling(Convene(meeting="ad-hoc", title="退货率", start=at("12-03 14:00")))
    assert play.meeting.problem is None


def test_nobody_but_the_caller_can_name_the_time():
    play, _ = calling(Convene(meeting="special"))
    asked = play.newest("wu.hao", MailKind.ASK)
    decision = play._happens(play.reply("chen.jing", (Counter(start=at("12-03 14:00")),), asked))
    assert play.meeting.called.waits == "time"
    assert Saying.NO_AUTHORITY in [s.key for s in decision.said]
