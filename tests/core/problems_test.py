"""Policy 2.3: a problem is tracked until it is thoroughly solved, and never falls asleep."""

from dataclasses import replace
from datetime import date

import pytest
from play import CALENDAR, COMPANY, Play, at, calling, letters, mail, post

from mailflow.core.decide import decide, next_due
from mailflow.core.events import TimeReached
from mailflow.core.intents import Approve, Convene, Counter, Reject
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState
from mailflow.core.problem import ProblemState
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.said import Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import problems
from mailflow.core.values import ResolutionId


def task(state=ResolutionState.OPEN, closed_at=None):
    return Resolution(
        ResolutionId("special-2026-12-03-r1"), "改进包装", (mail("wu.hao"),), date(2026, 12, 18),
        state=state, opened_at=at("12-04 10:00"), closed_at=closed_at,
    )  # fmt: skip


def seminar(state, *tasks):
    play, _ = calling(Convene(meeting="special", title="退货率", start=at("12-03 14:00")))
    return replace(play.meeting, state=state, resolutions=tasks)


DONE = task(ResolutionState.DONE, at("12-15 11:00"))


class Tracked:
    """A problem and its meetings, played on the core alone."""

    def __init__(self, *meetings):
        self.meetings = meetings
        situation = Situation(COMPANY, CALENDAR, at("11-25 10:00"))
        self.problem = problems.opened_by(meetings[0], situation).record

    def situation(self, now):
        return Situation(COMPANY, CALENDAR, at(now), of_problem=self.meetings)

    def until(self, now):
        decision = decide(self.problem, TimeReached(at(now)), self.situation(now))
        self.problem = post(decision, at(now))
        return decision

    def says(self, who, wish, now, text="", *, fresh=False, unclear=False):
        play = Play.weekly(now=now)
        answers = None if fresh else next(o for o in reversed(self.problem.outgoing) if o.to == mail(who))
        reply = play.reply(who, (wish,) if wish else (), answers, text=text, unclear=unclear)
        decision = decide(self.problem, reply, self.situation(now))
        self.problem = post(decision, at(now))
        return decision


def test_the_plan_is_reported_to_host_and_organizers_while_it_is_open():
    tracked = Tracked(seminar(MeetingState.CONFIRMED, task()))
    assert letters(tracked.until("12-10 09:30")) == []
    assert letters(tracked.until("12-11 09:30")) == [
        ("report/problem", "zhang.wei"),
        ("report/problem", "liu.yang"),
        ("report/problem", "he.jun"),
    ]
    assert letters(tracked.until("12-18 09:30"))


def test_when_everything_is_done_the_host_is_asked_whether_it_is_solved():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    assert letters(tracked.until("12-15 11:00")) == [("approval-request/close", "zhang.wei")]


def test_a_host_who_does_not_answer_is_asked_again():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    assert letters(tracked.until("12-16 11:00")) == []
    assert letters(tracked.until("12-22 09:30")) == [("approval-request/close", "zhang.wei")]


def test_solved_closes_it_with_a_summary_to_all_concerned():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    decision = tracked.says("zhang.wei", Approve(), "12-15 14:00")
    assert tracked.problem.state is ProblemState.SOLVED
    told = {x.to for x in decision.letters if x.variant == "problem-solved"}
    assert told >= {mail("wu.hao"), mail("wang.fang"), mail("he.jun"), mail("liu.yang")}
    assert letters(tracked.until("12-31 09:30")) == []


def test_not_solved_asks_at_once_for_the_next_meeting():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    decision = tracked.says("zhang.wei", Reject(), "12-15 14:00")
    assert ("ask/next-meeting", "zhang.wei") in letters(decision)
    assert tracked.problem.state is ProblemState.OPEN
    assert letters(tracked.until("12-22 09:30")) == [("ask/next-meeting", "zhang.wei")]


def test_the_time_of_the_next_meeting_is_kept_as_a_wish_until_the_meeting_is_there():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    tracked.says("zhang.wei", Reject(), "12-15 14:00")
    tracked.says("zhang.wei", Counter(start=at("12-21 14:00")), "12-15 15:00")
    wanted = problems.wanted_meeting(tracked.problem, tracked.meetings)
    assert wanted.start == at("12-21 14:00")
    assert letters(tracked.until("12-22 09:30")) == []
    again = replace(seminar(MeetingState.CLOSED), id="special-2026-12-21", created_at=wanted.at)
    tracked.meetings = (*tracked.meetings, again)
    assert problems.wanted_meeting(tracked.problem, tracked.meetings) is None
    assert letters(tracked.until("12-23 09:30")) == [("approval-request/close", "zhang.wei")]


@pytest.mark.parametrize("state", [MeetingState.ANNOUNCED, MeetingState.HELD, MeetingState.RECORDED])
def test_nothing_is_asked_while_a_meeting_is_still_to_come_or_to_be_recorded(state):
    tracked = Tracked(seminar(state))
    assert letters(tracked.until("12-02 10:00")) == []


def test_a_seminar_that_was_called_off_leaves_the_question_for_another_time():
    tracked = Tracked(seminar(MeetingState.CANCELLED))
    assert letters(tracked.until("12-02 10:00")) == [("ask/next-meeting", "zhang.wei")]


def test_nobody_but_the_host_closes_it():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    asked = tracked.problem.outgoing[-1]
    reply = Play.weekly(now="12-15 12:00").reply("wu.hao", (Approve(),), replace(asked, to=mail("wu.hao")))
    decision = decide(tracked.problem, reply, tracked.situation("12-15 12:00"))
    assert decision.record.state is ProblemState.OPEN
    assert ("notice/not-invited", "liu.yang") in letters(decision)


@pytest.mark.parametrize(
    "state", [MeetingState.CONFIRMED, MeetingState.CLOSED, MeetingState.CANCELLED], ids=lambda s: s.value
)
def test_an_open_problem_has_something_due_in_every_state_that_no_meeting_keeps_awake(state):
    tracked = Tracked(seminar(state, *([task()] if state is MeetingState.CONFIRMED else [])))
    for now in ("12-16 10:00", "12-30 10:00", "12-31 10:00"):
        assert next_due(tracked.problem, tracked.situation(now)) is not None
        tracked.until(now)


def test_a_yes_while_something_is_open_again_closes_nothing():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    tracked.meetings = (seminar(MeetingState.CONFIRMED, task()),)
    decision = tracked.says("zhang.wei", Approve(), "12-15 14:00")
    assert tracked.problem.state is ProblemState.OPEN
    assert Saying.PROBLEM_UNSOLVED in [s.key for s in decision.said]
    assert MailKind.REPORT in {x.kind for x in decision.letters}


def unsolved():
    """All resolutions are done, the host says that it is not solved, and is asked for the next meeting."""
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    tracked.says("zhang.wei", Reject(), "12-15 12:00", "没有解决")
    return tracked


def test_solved_after_all_is_an_answer_to_the_question_for_the_next_meeting():
    tracked = unsolved()
    tracked.says("zhang.wei", Approve(), "12-16 12:00", "已解决")
    assert tracked.problem.state is ProblemState.SOLVED


def test_words_beside_a_verdict_reach_the_organizers():
    tracked = Tracked(seminar(MeetingState.CLOSED, DONE))
    tracked.until("12-15 11:00")
    words = "没有解决，请李强再做一轮回访，12月20日前"
    decision = tracked.says("zhang.wei", Reject(), "12-15 12:00", words)
    passed_on = [x for x in decision.letters if x.variant == "problem-words"]
    assert [(x.to, x.quote) for x in passed_on] == [(mail("liu.yang"), words), (mail("he.jun"), words)]
    assert ("ask/next-meeting", "zhang.wei") in letters(decision)


def test_a_plain_verdict_is_passed_on_to_nobody():
    decision = Tracked(seminar(MeetingState.CLOSED, DONE))
    decision.until("12-15 11:00")
    said = decision.says("zhang.wei", Reject(), "12-15 12:00", "没有解决")
    assert "notice/problem-words" not in [kind for kind, _ in letters(said)]


def test_what_is_not_understood_about_a_problem_is_asked_back_and_reaches_the_organizers_at_once():
    decision = unsolved().says("zhang.wei", None, "12-16 12:00", "新增决议：客户回访", unclear=True)
    assert letters(decision) == [
        ("ask/unclear", "zhang.wei"),
        ("notice/forwarded", "liu.yang"),
        ("notice/forwarded", "he.jun"),
    ]


def test_a_fresh_mail_closes_nothing_but_is_asked_about():
    tracked = unsolved()
    decision = tracked.says("zhang.wei", Approve(), "12-16 12:00", "退货率问题已经解决了", fresh=True)
    assert letters(decision) == [("approval-request/close", "zhang.wei")]
    assert tracked.problem.state is ProblemState.OPEN


def test_a_fresh_mail_about_a_problem_with_open_resolutions_is_answered_with_what_is_open():
    tracked = Tracked(seminar(MeetingState.CONFIRMED, task()))
    tracked.until("12-11 09:30")
    decision = tracked.says("zhang.wei", Approve(), "12-11 12:00", "退货率问题已经解决了", fresh=True)
    assert ("report/problem", "zhang.wei") in letters(decision)
    assert tracked.problem.state is ProblemState.OPEN
