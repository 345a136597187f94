"""Policy 5.3.4: resolutions are carried out, reported on, reminded, escalated, open until reported done."""

from dataclasses import replace
from datetime import date

import pytest
from minutes_test import CONTENT, held, sent
from play import WEEKLY, Play, at, last_week, letters, mail

from mailflow.core.intents import Approve, Done, Extend, ProgressReport, Reassign, Reject
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState
from mailflow.core.policy import FollowUpTerms
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.said import Saying
from mailflow.core.values import ResolutionId


@pytest.fixture
def confirmed() -> Play:
    """r1 is 李强's, due Friday 12-04; r2 is 吴昊's, due Wednesday 12-09. Final since 12-02 18:00."""
    return confirmed_with(WEEKLY)


def confirmed_with(series):
    play = held(series)
    sent(play, CONTENT)
    play.until("12-02 18:00")
    return play


def task(play, n=1):
    return play.meeting.resolutions[n - 1]


def test_done_by_the_owner_closes_it_and_the_organizer_is_told(confirmed):
    decision = confirmed.says("li.qiang", Done(note="已发各区域"), to=MailKind.TASK)
    assert task(confirmed).state is ResolutionState.DONE
    assert letters(decision) == [("task-closed", "liu.yang"), ("receipt", "li.qiang")]


def test_when_every_resolution_is_done_the_meeting_closes(confirmed):
    confirmed.says("li.qiang", Done(), to=MailKind.TASK)
    assert confirmed.meeting.state is MeetingState.CONFIRMED
    confirmed.says("wu.hao", Done(), to=MailKind.TASK)
    assert confirmed.meeting.state is MeetingState.CLOSED


def test_where_set_the_organizer_checks_what_is_reported_done():
    play = confirmed_with(replace(WEEKLY, follow_up=FollowUpTerms(check_done=True)))
    decision = play.says("li.qiang", Done(note="见附件"), to=MailKind.TASK)
    assert letters(decision)[0] == ("approval-request/done", "liu.yang")
    assert task(play).state is ResolutionState.REPORTED
    play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert task(play).state is ResolutionState.DONE


def test_what_the_organizer_does_not_accept_is_open_again():
    play = confirmed_with(replace(WEEKLY, follow_up=FollowUpTerms(check_done=True)))
    play.says("li.qiang", Done(), to=MailKind.TASK)
    decision = play.says("liu.yang", Reject(reason="缺附件"), to=MailKind.APPROVAL_REQUEST)
    assert task(play).state is ResolutionState.OPEN
    assert ("task/reopened", "li.qiang") in letters(decision)


def test_progress_is_kept_and_a_report_without_a_figure_keeps_the_last_one(confirmed):
    confirmed.says("li.qiang", ProgressReport(percent=60), to=MailKind.TASK)
    confirmed.says("li.qiang", ProgressReport(note="等质检"), to=MailKind.TASK)
    assert (task(confirmed).percent, len(task(confirmed).progress)) == (60, 2)
    assert task(confirmed).state is ResolutionState.OPEN


def test_an_extension_needs_the_organizers_approval(confirmed):
    decision = confirmed.says("li.qiang", Extend(due=date(2026, 12, 10), reason="质检未出"), to=MailKind.TASK)
    assert letters(decision)[0] == ("approval-request/extend", "liu.yang")
    assert task(confirmed).due == date(2026, 12, 4)
    decision = confirmed.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert (task(confirmed).due, task(confirmed).state) == (date(2026, 12, 10), ResolutionState.EXTENDED)
    assert ("task/extended", "li.qiang") in letters(decision)
    assert task(confirmed).times_extended == 1


def test_an_extension_without_a_date_is_asked_for_one(confirmed):
    decision = confirmed.says("li.qiang", Extend(reason="质检未出"), to=MailKind.TASK)
    assert letters(decision) == [("ask/extend", "li.qiang")]
    decision = confirmed.says("li.qiang", Extend(due=date(2026, 12, 10)), to=MailKind.ASK)
    request = decision.letters[0]
    assert (request.due, request.quote) == (date(2026, 12, 10), "质检未出")


def test_a_rejected_extension_keeps_the_deadline(confirmed):
    confirmed.says("li.qiang", Extend(due=date(2026, 12, 10)), to=MailKind.TASK)
    decision = confirmed.says("liu.yang", Reject(reason="月会要用"), to=MailKind.APPROVAL_REQUEST)
    assert ("task/kept", "li.qiang") in letters(decision)
    assert task(confirmed).due == date(2026, 12, 4)


def test_who_waits_for_an_approval_is_not_reminded_and_the_approver_is(confirmed):
    confirmed.says("li.qiang", Extend(due=date(2026, 12, 10)), to=MailKind.TASK)
    decision = confirmed.until("12-04 09:30")
    assert ("task-reminder/due", "li.qiang") not in letters(decision)
    assert ("approval-request/extend", "liu.yang") in letters(decision)


def test_only_the_owner_or_their_head_speaks_for_a_task(confirmed):
    stolen = replace(confirmed.newest("li.qiang", MailKind.TASK), to=mail("wu.hao"))
    decision = confirmed._happens(confirmed.reply("wu.hao", (Done(),), stolen))
    assert task(confirmed).state is ResolutionState.OPEN
    assert ("notice/no-authority", "liu.yang") in letters(decision)


def test_the_department_head_may_report_it_done(confirmed):
    confirmed.until("12-07 09:30")
    decision = confirmed.says("wang.fang", Done(), to=MailKind.ESCALATION)
    assert task(confirmed).state is ResolutionState.DONE
    assert ("task-closed", "li.qiang") in letters(decision)


def test_a_closed_task_stays_closed(confirmed):
    confirmed.says("li.qiang", Done(), to=MailKind.TASK)
    decision = confirmed.says("li.qiang", ProgressReport(percent=50), to=MailKind.TASK)
    assert [s.key for s in decision.said] == [Saying.TASK_CLOSED_ALREADY]
    assert task(confirmed).state is ResolutionState.DONE


def test_handing_on_is_asked_by_an_owner_and_done_by_the_organizer(confirmed):
    decision = confirmed.says("li.qiang", Reassign(owner=mail("zhou.tao")), to=MailKind.TASK)
    assert letters(decision)[0] == ("approval-request/reassign", "liu.yang")
    decision = confirmed.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert task(confirmed).owners == (mail("zhou.tao"),)
    assert ("task/reassigned", "zhou.tao") in letters(decision)


def test_reminders_come_before_and_on_the_deadline_and_escalation_after_it(confirmed):
    story = {}
    for day in ("12-03", "12-04", "12-05", "12-07", "12-08", "12-09"):
        decision = confirmed.until(f"{day} 09:30")
        story[day] = [x for x in letters(decision) if x[1] in ("li.qiang", "wang.fang")]
    assert story == {
        "12-03": [],
        "12-04": [("task-reminder/due", "li.qiang")],
        "12-05": [],
        "12-07": [("task-reminder/overdue", "li.qiang"), ("escalation/head", "wang.fang")],
        "12-08": [("task-reminder/overdue", "li.qiang")],
        "12-09": [("task-reminder/overdue", "li.qiang"), ("escalation/host", "wang.fang")],
    }
    assert task(confirmed).state is ResolutionState.OVERDUE


def test_the_reminder_before_the_deadline_comes_the_set_working_days_ahead(confirmed):
    assert ("task-reminder/before", "wu.hao") in letters(confirmed.until("12-07 09:30"))


def test_progress_is_asked_for_at_the_set_rhythm_until_the_deadline_is_near():
    later = replace(CONTENT, resolutions=(replace(CONTENT.resolutions[0], due=date(2026, 12, 31)),))
    play = held(replace(WEEKLY, follow_up=FollowUpTerms(progress_every=5)))
    sent(play, later)
    play.until("12-02 18:00")
    assert letters(play.until("12-09 09:29")) == []
    assert letters(play.until("12-09 09:30")) == [("task-reminder/progress", "li.qiang")]
    play.says("li.qiang", ProgressReport(percent=30), to=MailKind.TASK_REMINDER)
    assert letters(play.until("12-15 09:30")) == []
    assert letters(play.until("12-16 09:30")) == [("task-reminder/progress", "li.qiang")]


def test_it_is_open_for_months_if_need_be(confirmed):
    for day in ("12-21", "12-22", "12-31"):
        assert ("task-reminder/overdue", "li.qiang") in letters(confirmed.until(f"{day} 09:30"))


def test_who_says_that_a_closed_task_goes_on_is_heard_by_who_follows_it_up():
    play = Play(last_week(shared_task()), at("11-26 09:00"))
    play.says("li.qiang", Done(), to=None)
    decision = play.says("zhou.tao", ProgressReport(percent=80, refers="整理样品清单"), to=None)
    assert [s.key for s in decision.said] == [Saying.TASK_CLOSED_ALREADY]
    assert [to for kind, to in letters(decision) if kind == "notice/no-authority"] == ["liu.yang"]


def test_a_task_due_on_a_day_off_is_reminded_the_working_day_before_as_one_to_come():
    task = replace(shared_task(), due=date(2026, 12, 5))  # a Saturday
    play = Play(last_week(task), at("12-03 23:00"))
    told = play.until("12-04 12:00")
    assert {x.variant for x in told.letters if x.kind is MailKind.TASK_REMINDER} == {"before"}


def shared_task() -> Resolution:
    owners = (mail("li.qiang"), mail("zhou.tao"))
    key = ResolutionId("weekly-2026-11-23-r1")
    return Resolution(key, "整理样品清单", owners, date(2026, 12, 4), opened_at=at("11-25 18:00"))
