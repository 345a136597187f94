"""Policy 5.1.1: whoever was asked to stand in and answers late is told what became of it."""

import pytest
from play import Play, letters, mail

from mailflow.core.intents import Accept, Approve, Cancel, Leave
from mailflow.core.letters import MailKind
from mailflow.core.meeting import PartStat
from mailflow.core.said import Saying


def asked() -> Play:
    """Li Qiang is on leave, and Chen Jing was asked."""
    play = Play.announced()
    play.says("li.qiang", Leave(reason="出差", substitute=mail("chen.jing")))
    play.says("wang.fang", Approve(), to=MailKind.LEAVE_REQUEST)
    return play


def other_found(play: Play) -> None:
    play.says("li.qiang", Leave(substitute=mail("liu.yang")))


def leave_withdrawn(play: Play) -> None:
    play.says("li.qiang", Accept())


def held(play: Play) -> None:
    play.until("11-30 10:30")


def cancelled(play: Play) -> None:
    play.says("he.jun", Cancel(), to=None)
    play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)


@pytest.mark.parametrize("answer", [Accept(), Leave(reason="没空")])
@pytest.mark.parametrize(
    ("meanwhile", "told"),
    [
        (other_found, Saying.OTHER_SUBSTITUTE),
        (leave_withdrawn, Saying.NO_SUBSTITUTE_NEEDED),
        (held, Saying.MEETING_OVER),
        (cancelled, Saying.CALLED_OFF),
    ],
)
def test_a_late_answer_changes_nothing_and_is_told_what_became_of_it(meanwhile, told, answer) -> None:
    play = asked()
    meanwhile(play)
    seats = play.meeting.attendees
    decision = play.says("chen.jing", answer, to=MailKind.SUBSTITUTE_REQUEST)
    assert [(s.key, s.person) for s in decision.said] == [(told, mail("li.qiang"))]
    assert letters(decision) == [("receipt", "chen.jing")]
    assert play.meeting.attendees == seats


def test_the_one_who_was_asked_instead_is_named() -> None:
    play = asked()
    other_found(play)
    decision = play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert decision.said[0].other == mail("liu.yang")


def test_who_has_refused_may_change_their_mind_while_nobody_else_was_found() -> None:
    play = asked()
    play.says("chen.jing", Leave(reason="没空"), to=MailKind.SUBSTITUTE_REQUEST)
    play.says("chen.jing", Accept(), to=MailKind.SUBSTITUTE_REQUEST)
    assert play.meeting.attendee(mail("chen.jing")).stands_for == mail("li.qiang")
    assert play.meeting.attendee(mail("li.qiang")).partstat is PartStat.DELEGATED
