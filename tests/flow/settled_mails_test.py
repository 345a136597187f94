"""What mailflow does not understand reaches an organizer, who settles it by one word; their answer makes no new notice."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from called_meetings_test import Desk, kinds
from named_meetings_test import weekly

from mailflow.core.ledger import LedgerEntry
from mailflow.core.meeting import MeetingState
from mailflow.core.outgoing import Outgoing
from mailflow.core.said import Saying
from mailflow.core.values import RecordId
from mailflow.demo.received import read

UNCLEAR = "那个事情我们弄一下吧，大概齐就行"


@pytest.fixture
def desk() -> Desk:
    """The weekly meeting of 7 December is announced by its invitations."""
    desk = Desk()
    desk.now = datetime.fromisoformat("2026-11-30T10:00:00+08:00")
    desk.service = replace(desk.service, series={**desk.service.series, "weekly": weekly()})
    desk.until("12-01T10:00")
    assert desk.meeting("weekly-2026-12-07").state is MeetingState.ANNOUNCED
    return desk


def replies(desk: Desk, mail: Outgoing, words: str) -> list[Outgoing]:
    desk.now += timedelta(minutes=1)
    return desk.writes(
        mail.to.partition("@")[0], words, f"secretary+{mail.token}@corp.example", f"回复：{mail.subject}"
    )


def notices(mails: list[Outgoing]) -> list[Outgoing]:
    return [o for o in mails if o.kind.value == "notice"]


def last_line(desk: Desk, key: str) -> LedgerEntry:
    stored = desk.service.store.load(RecordId(key))
    assert stored is not None
    return stored.record.log[-1]


@pytest.mark.parametrize("words", ["忽略", "不用管", "已处理", "Ignore it."])
def test_a_mail_at_the_desk_is_settled_by_one_word(desk: Desk, words: str) -> None:
    asked = notices(desk.writes("wu.hao", UNCLEAR, subject="?"))
    assert {o.to.partition("@")[0] for o in asked} == {"he.jun", "liu.yang"}
    assert "忽略" in read(desk.service.store.get_blob(asked[0].raw)).text
    written = replies(desk, asked[0], words)
    assert kinds(written) == {("receipt", asked[0].to.partition("@")[0])}
    line = last_line(desk, "desk-2026-12")
    assert [(s.key, s.person) for s in line.said] == [(Saying.SETTLED, asked[0].to)]


@pytest.mark.parametrize("words", ["同意", "参加", "请假", "你看着办", "可以，发邀请吧", "还没处理"])
def test_another_answer_of_an_organizer_is_asked_back_and_no_new_notice(desk: Desk, words: str) -> None:
    asked = notices(desk.writes("wu.hao", UNCLEAR, subject="?"))
    written = replies(desk, asked[0], words)
    assert kinds(written) == {("ask", asked[0].to.partition("@")[0])}
    again = replies(desk, written[0], "忽略")
    assert kinds(again) == {("receipt", asked[0].to.partition("@")[0])}


@pytest.mark.parametrize("words", ["同意", "参加", "请假，出差", "晚到10分钟", "你看着办"])
def test_under_a_mail_about_a_meeting_nothing_is_taken_for_the_organizers_own_coming(desk: Desk, words: str) -> None:
    invitation = next(o for o in desk.mails if o.kind.value == "invitation" and o.to == "chen.jing@corp.example")
    asked = notices(replies(desk, invitation, "会议取消吧，大家都没空"))
    assert len(asked) == 2
    assert "（取消会议）" in read(desk.service.store.get_blob(asked[0].raw)).text
    before = desk.meeting("weekly-2026-12-07").attendees
    written = replies(desk, asked[0], words)
    assert kinds(written) == {("ask", asked[0].to.partition("@")[0])}
    assert desk.meeting("weekly-2026-12-07").attendees == before
    assert kinds(replies(desk, asked[1], "已处理")) == {("receipt", asked[1].to.partition("@")[0])}
    assert [s.key for s in last_line(desk, "weekly-2026-12-07").said] == [Saying.SETTLED]


def test_in_a_meetings_thread_the_writers_second_unclear_mail_reaches_the_organizers(desk: Desk) -> None:
    invitation = next(o for o in desk.mails if o.kind.value == "invitation" and o.to == "chen.jing@corp.example")
    first = replies(desk, invitation, "领导说这事不好办，您看着来")
    assert kinds(first) == {("ask", "chen.jing")}
    text = read(desk.service.store.get_blob(first[0].raw)).text
    assert "已经办理的" not in text
    second = replies(desk, first[0], "就是那个意思，看着来吧")
    assert kinds(second) == {("ask", "chen.jing"), ("notice", "he.jun"), ("notice", "liu.yang")}


def test_an_organizer_gets_no_notice_of_their_own_mail(desk: Desk) -> None:
    assert {o.to for o in notices(desk.writes("he.jun", UNCLEAR, subject="?"))} == {"liu.yang@corp.example"}


def test_a_strangers_mail_is_settled_too(desk: Desk) -> None:
    desk.writes("he.jun", "忽略", subject="?")
    asked = notices(desk.writes("guest", "请问下周的会几点开始？", subject="咨询"))
    assert kinds(replies(desk, asked[0], "忽略")) == {("receipt", asked[0].to.partition("@")[0])}
