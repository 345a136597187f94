"""Topics after the agenda is out, and topics taken back: the organizers' by one word (policy 3.1.2)."""

import pytest
from play import Play, letters, mail

from mailflow.core.intents import Approve, Reject, TakeBack, TopicProposal
from mailflow.core.letters import MailKind
from mailflow.core.meeting import MeetingState
from mailflow.core.said import Saying

ATTENDEES = ["wang.fang", "he.jun", "li.qiang", "zhou.tao", "zhang.wei", "wu.hao"]


@pytest.fixture
def play() -> Play:
    """Zhou Tao's topic is on the agenda, which goes out on Friday at three."""
    play = Play.announced()
    play.until("11-24 10:00")
    play.says("zhou.tao", TopicProposal(title="华南退货率"), to=MailKind.CALL, text="华南退货率偏高")
    return play


def prepared(play: Play) -> Play:
    play.until("11-27 15:00")
    assert play.meeting.state is MeetingState.PREPARED
    return play


def titles(play: Play) -> list[str]:
    return [t.title for t in play.meeting.topics]


def agendas(decision) -> list[str]:
    return [to for _, to in letters(decision, MailKind.AGENDA)]


def test_a_late_topic_is_put_to_the_organizers_with_its_words(play) -> None:
    prepared(play)
    decision = play.says("li.qiang", TopicProposal(title="客诉升级"), to=MailKind.INVITATION, text="客诉升级，请讨论")
    asked = [x for x in decision.letters if x.kind is MailKind.APPROVAL_REQUEST]
    assert [(x.to, x.topic, x.quote) for x in asked] == [
        (mail(o), "客诉升级", "客诉升级，请讨论") for o in ("liu.yang", "he.jun")
    ]
    assert titles(play) == ["华南退货率"]


def test_one_word_of_one_organizer_puts_it_on_the_agenda_that_everybody_gets_anew(play) -> None:
    prepared(play)
    play.says("li.qiang", TopicProposal(title="客诉升级"), to=MailKind.INVITATION)
    decision = play.says("he.jun", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert titles(play) == ["华南退货率", "客诉升级"]
    assert agendas(decision) == ATTENDEES
    assert ("receipt", "li.qiang") in letters(decision)
    again = play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert [s.key for s in again.said] == [Saying.REQUEST_DECIDED_ALREADY]
    assert titles(play) == ["华南退货率", "客诉升级"]


def test_a_no_leaves_the_agenda_and_the_proposer_hears_of_it(play) -> None:
    prepared(play)
    play.says("li.qiang", TopicProposal(title="客诉升级"), to=MailKind.INVITATION)
    decision = play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert titles(play) == ["华南退货率"]
    assert agendas(decision) == []
    assert [s.key for s in decision.said] == [Saying.TOPIC_NOT_TAKEN]
    assert ("receipt", "li.qiang") in letters(decision)


def test_an_organizers_own_late_topic_is_on_the_agenda_at_once(play) -> None:
    decision = prepared(play).says("he.jun", TopicProposal(title="盘点"), to=MailKind.INVITATION)
    assert titles(play) == ["华南退货率", "盘点"]
    assert agendas(decision) == ATTENDEES


def test_the_proposer_who_takes_a_topic_back_asks_the_organizers_in_one_word(play) -> None:
    decision = play.says("zhou.tao", TakeBack(), to=MailKind.CALL)
    assert letters(decision, MailKind.APPROVAL_REQUEST) == [
        ("approval-request/topic-back", "liu.yang"),
        ("approval-request/topic-back", "he.jun"),
    ]
    assert titles(play) == ["华南退货率"]
    done = play.says("liu.yang", Approve(), to=MailKind.APPROVAL_REQUEST)
    assert titles(play) == []
    assert ("receipt", "zhou.tao") in letters(done)
    assert agendas(done) == []  # it is not out yet


def test_a_topic_that_stays_is_told_to_its_proposer(play) -> None:
    play.says("zhou.tao", TakeBack(title="退货率"), to=MailKind.CALL)
    decision = play.says("he.jun", Reject(), to=MailKind.APPROVAL_REQUEST)
    assert titles(play) == ["华南退货率"]
    assert [s.key for s in decision.said] == [Saying.TOPIC_STAYS]


def test_an_organizer_drops_a_topic_and_the_agenda_that_is_out_goes_out_anew(play) -> None:
    decision = prepared(play).says("he.jun", TakeBack(title="华南退货率"), to=MailKind.INVITATION)
    assert titles(play) == []
    assert agendas(decision) == ATTENDEES


def test_somebody_elses_topic_is_not_taken_back(play) -> None:
    decision = play.says("li.qiang", TakeBack(title="华南退货率"), to=MailKind.CALL)
    assert [s.key for s in decision.said] == [Saying.TOPIC_UNKNOWN]
    assert ("notice/no-authority", "liu.yang") in letters(decision)
    assert titles(play) == ["华南退货率"]
