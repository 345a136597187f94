"""Policy 5.3.4: what a later meeting's minutes no longer pursue is closed as dropped."""

from dataclasses import replace
from datetime import date

import pytest
from play import CALENDAR, COMPANY, WEEKLY, Play, at, last_week, letters, mail

from mailflow.core.counting import figures
from mailflow.core.decide import decide
from mailflow.core.events import ResolutionDropped
from mailflow.core.intents import Confirm, MinutesSent
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState
from mailflow.core.minutes import AttendanceRecord, Doubt, Dropping, MinutesContent, Task, Why
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.said import Saying
from mailflow.core.situation import Situation
from mailflow.core.values import MeetingId, ResolutionId

SITUATION = Situation(COMPANY, CALENDAR, at("12-02 18:00"))
PRESENT = AttendanceRecord(present=(mail("wang.fang"), mail("li.qiang")))


def resolved(number: int, title: str, *owners: str, state: ResolutionState = ResolutionState.OPEN) -> Resolution:
    key = ResolutionId(f"weekly-2026-11-23-r{number}")
    people = tuple(mail(o) for o in owners or ("li.qiang",))
    return Resolution(key, title, people, date(2026, 12, 4), state=state, opened_at=at("11-25 18:00"))


SAMPLES = resolved(1, "整理样品清单")
STOCK = resolved(2, "完成备货清单", "wu.hao", "zhou.tao")
RETURNS = resolved(3, "提交退货率整改方案")


def taken(
    *drops: Dropping, before: tuple[Resolution, ...] = (SAMPLES, STOCK, RETURNS), content: MinutesContent | None = None
):
    """The recorder's minutes of 30 November, and what became of them."""
    play = Play.announced()
    play.earlier = (last_week(*before),)
    play.until("11-30 10:30")
    content = replace(
        content or MinutesContent(), attendance=PRESENT, drops=drops, text="\n".join(d.line for d in drops)
    )
    return play, play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=content)


def dropped(play: Play) -> list[str]:
    return [d.title for d in play.meeting.current_minutes.dropped]


@pytest.mark.parametrize(
    ("drop", "title"),
    [
        (Dropping("取消上次第2项决议", "", 2, certain=True), "完成备货清单"),
        (Dropping("取消任务“整理样品清单”", "整理样品清单", certain=True), "整理样品清单"),
        (Dropping("退货率整改的决议不再推进", "退货率整改", certain=True), "提交退货率整改方案"),
        (Dropping("整理样品清单：取消", "整理样品清单"), "整理样品清单"),
    ],
    ids=lambda value: value.line if isinstance(value, Dropping) else "",
)
def test_a_number_a_title_or_the_only_one_that_fits_is_dropped_and_everybody_confirms_it(drop, title) -> None:
    play, decision = taken(drop)
    assert dropped(play) == [title]
    assert ("minutes", "li.qiang") in letters(decision)


@pytest.mark.parametrize(
    ("drop", "choices"),
    [
        (Dropping("清单的任务不再推进", "清单", certain=True), ("整理样品清单", "完成备货清单")),
        (Dropping("取消上次第7项决议", "", 7, certain=True), (SAMPLES.title, STOCK.title, RETURNS.title)),
        (Dropping("取消第2项决议“整理样品”", "整理样品", 2, certain=True), (SAMPLES.title, STOCK.title, RETURNS.title)),
        (Dropping("取消退货率整改", "退货率整改"), (RETURNS.title,)),
        (Dropping("取消该任务", certain=True), (SAMPLES.title, STOCK.title, RETURNS.title)),
    ],
    ids=lambda value: value.line if isinstance(value, Dropping) else "",
)
def test_where_it_cannot_be_told_which_is_meant_the_recorder_is_asked(drop, choices) -> None:
    play, decision = taken(drop)
    assert letters(decision) == [("ask/minutes", "he.jun")]
    assert decision.letters[0].doubts == (Doubt(drop.line, Why.WHICH_RESOLUTION, choices),)
    assert dropped(play) == []


@pytest.mark.parametrize(
    ("answer", "titles"),
    [
        (Dropping("取消任务“完成备货清单”", "完成备货清单", certain=True), ["完成备货清单"]),
        (Dropping("没有取消任务", certain=True, none=True), []),
    ],
    ids=["named", "none"],
)
def test_the_recorders_answer_settles_it_and_the_minutes_go_out(answer, titles) -> None:
    play, _ = taken(Dropping("清单的任务不再推进", "清单", certain=True))
    came = MinutesContent(drops=(answer,), text=answer.line)
    decision = play.says("he.jun", MinutesSent(), to=MailKind.ASK, minutes=came)
    assert ("minutes", "li.qiang") in letters(decision)
    assert dropped(play) == titles
    assert play.meeting.current_minutes.content.attendance == PRESENT


def test_a_decision_that_names_no_resolution_asks_nothing() -> None:
    play, decision = taken(Dropping("取消12月5日的促销活动", "12月5日的促销活动"))
    assert ("minutes", "li.qiang") in letters(decision)
    assert dropped(play) == []


def test_what_has_ended_already_is_not_dropped() -> None:
    play, _ = taken(
        Dropping("取消上次第1项决议", "", 1, certain=True), before=(replace(SAMPLES, state=ResolutionState.DONE),)
    )
    assert dropped(play) == []


def test_the_line_that_drops_a_task_gives_nobody_a_task() -> None:
    drop = Dropping("取消任务：完成备货清单", "完成备货清单", certain=True)
    lacking = MinutesContent(
        resolutions=(Task("完成备货清单"),),
        problems=(Doubt(drop.line, Why.NO_OWNER), Doubt(drop.line, Why.NO_DEADLINE)),
    )
    play, _ = taken(drop, content=lacking)
    assert play.meeting.current_minutes.content.resolutions == ()
    assert dropped(play) == ["完成备货清单"]


def test_nothing_is_dropped_before_the_minutes_are_final() -> None:
    play, _ = taken(Dropping("取消上次第2项决议", "", 2, certain=True))
    assert play.meeting.earlier_to_settle == ()
    play.until("12-02 18:00")
    assert [d.resolution for d in play.meeting.earlier_to_settle] == [STOCK.id]
    assert play.meeting.state is MeetingState.CONFIRMED  # not closed before it is carried out


def carried_out(task: Resolution):
    event = ResolutionDropped(SITUATION.now, task.id, MeetingId("weekly-2026-11-30"), WEEKLY.title, date(2026, 11, 30))
    return decide(last_week(SAMPLES, task), event, SITUATION)


def test_owner_helper_and_who_follows_it_up_are_told_and_the_ledger_says_why() -> None:
    decision = carried_out(STOCK)
    assert letters(decision) == [("task-closed/dropped", who) for who in ("wu.hao", "zhou.tao", "he.jun")]
    assert [(s.key, s.due) for s in decision.said] == [(Saying.TASK_DROPPED, date(2026, 11, 30))]
    assert decision.meeting.resolution(STOCK.id).state is ResolutionState.DROPPED


def test_a_dropped_resolution_is_reminded_no_more_and_counts_neither_as_in_time_nor_as_late() -> None:
    meeting = carried_out(STOCK).meeting
    play = Play(meeting, SITUATION.now)
    reminded = {x.resolution for x in play.until("12-07 18:00").letters}
    assert STOCK.id not in reminded
    assert SAMPLES.id in reminded
    counted = figures([meeting], date(2026, 12, 1), COMPANY, CALENDAR)
    assert [p.person for p in counted.people if p.due] == [mail("li.qiang")]


def test_a_resolution_that_was_done_meanwhile_stays_done() -> None:
    decision = carried_out(replace(STOCK, state=ResolutionState.DONE))
    assert (decision.letters, decision.said) == ((), ())
    assert decision.meeting.resolution(STOCK.id).state is ResolutionState.DONE


def test_when_the_last_open_resolution_is_dropped_its_meeting_is_closed() -> None:
    ended = replace(SAMPLES, state=ResolutionState.DONE)
    event = ResolutionDropped(SITUATION.now, STOCK.id, MeetingId("weekly-2026-11-30"), WEEKLY.title, date(2026, 11, 30))
    assert decide(last_week(ended, STOCK), event, SITUATION).meeting.state is MeetingState.CLOSED


def test_a_confirmation_of_the_last_attendee_lets_it_be_carried_out_at_once() -> None:
    play, _ = taken(Dropping("取消上次第2项决议", "", 2, certain=True))
    for who in ("wang.fang", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao"):
        play.says(who, Confirm(), to=MailKind.MINUTES)
    assert [d.title for d in play.meeting.earlier_to_settle] == ["完成备货清单"]
