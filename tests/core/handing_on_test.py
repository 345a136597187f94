"""Policy 5.3.4: a task that was handed on binds the new owner by their own word alone."""

from dataclasses import replace
from datetime import date

import pytest
from play import COMPANY, Play, letters, mail

from mailflow.core.intents import Approve, Confirm, Done, MinutesSent, Reassign, Reject
from mailflow.core.letters import MailKind
from mailflow.core.minutes import MinutesContent, Task
from mailflow.core.said import Saying

CONTENT = MinutesContent(resolutions=(Task("提交整改方案", (mail("li.qiang"),), date(2026, 12, 4)),), text="…")


@pytest.fixture
def handed() -> Play:
    """Li Qiang's task, which the organizer has handed to Zhou Tao."""
    play = Play.announced()
    play.until("11-30 10:30")
    play.says("he.jun", MinutesSent(), to=MailKind.MINUTES_REQUEST, minutes=CONTENT)
    for who in ("wang.fang", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao"):
        play.says(who, Confirm(), to=MailKind.MINUTES)
    play.says("li.qiang", Reassign(owner=mail("zhou.tao")), to=MailKind.TASK)
    play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    return play


def owners(play: Play) -> tuple[str, ...]:
    return play.meeting.resolutions[0].owners


def test_refused_the_task_is_the_old_owners_again_and_all_three_hear_it(handed: Play) -> None:
    decision = handed.says("zhou.tao", Reject(reason="手上事情太多"), to=MailKind.TASK)
    assert owners(handed) == (mail("li.qiang"),)
    assert letters(decision) == [
        ("task/returned", "li.qiang"),
        ("notice/handed-back", "liu.yang"),
        ("receipt", "zhou.tao"),
    ]
    assert decision.letters[0].quote == "手上事情太多"


def test_the_organizer_hands_the_refused_task_to_somebody_else_by_reply(handed: Play) -> None:
    handed.says("zhou.tao", Reject(), to=MailKind.TASK)
    decision = handed.says("liu.yang", Reassign(owner=mail("chen.jing")), to=MailKind.NOTICE)
    assert owners(handed) == (mail("chen.jing"),)
    assert ("task/reassigned", "chen.jing") in letters(decision)


def test_accepted_the_task_stays_where_it_is(handed: Play) -> None:
    decision = handed.says("zhou.tao", Approve(), to=MailKind.TASK)
    assert owners(handed) == (mail("zhou.tao"),)
    assert [s.key for s in decision.said] == [Saying.TASK_ACCEPTED]


def test_a_task_that_is_done_is_refused_no_more(handed: Play) -> None:
    handed.says("zhou.tao", Done(), to=MailKind.TASK)
    decision = handed.says("zhou.tao", Reject(), to=MailKind.TASK)
    assert [s.key for s in decision.said] == [Saying.REQUEST_DECIDED_ALREADY]


def test_a_second_refusal_changes_nothing(handed: Play) -> None:
    handed.says("zhou.tao", Reject(), to=MailKind.TASK)
    letter = handed.newest("zhou.tao", MailKind.TASK)
    handed._happens(handed.reply("zhou.tao", (Reject(),), letter))
    assert owners(handed) == (mail("li.qiang"),)


def test_where_the_old_owner_has_left_it_goes_to_the_organizer(handed: Play) -> None:
    stay = tuple(p for p in COMPANY.people if p.email != mail("li.qiang"))
    handed.organization = replace(COMPANY, people=stay)
    handed.says("zhou.tao", Reject(), to=MailKind.TASK)
    assert owners(handed) == (mail("liu.yang"),)


def test_an_owner_from_the_beginning_cannot_refuse(handed: Play) -> None:
    decision = handed.says("li.qiang", Reject(), to=MailKind.TASK)
    assert Saying.NOT_FITTING in [s.key for s in decision.said]
