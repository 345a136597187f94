"""Policy 3.1.2, 4: topics and materials are called for, filed, reminded, given out."""

from dataclasses import replace
from datetime import time

import pytest
from play import WEEKLY, Play, letters, mail, report

from mailflow.core.intents import Leave, Materials, Nothing, TopicProposal
from mailflow.core.letters import MailKind
from mailflow.core.said import Saying
from mailflow.core.values import Digest

FILE = report("周报.xlsx")


@pytest.fixture
def called():
    play = Play.announced()
    play.until("11-24 10:00")
    return play


def hand_in(play, who, *files):
    wish = Materials(files=tuple(f.name for f in files))
    return play.says(who, wish, to=MailKind.CALL, files=files)


def test_the_call_tells_each_attendee_what_they_owe(called):
    calls = [o for o in called.meeting.outgoing if o.kind is MailKind.CALL]
    assert {o.to for o in calls} == {a.address for a in called.meeting.attendees}


def test_a_handed_in_file_is_filed_by_department_and_acknowledged(called):
    decision = hand_in(called, "li.qiang", FILE)
    (material,) = called.meeting.materials
    assert (material.department, material.section, material.version) == ("sales", "上周销售情况", 1)
    assert letters(decision) == [("receipt", "li.qiang")]


def test_a_later_version_replaces_an_earlier_one_which_is_kept(called):
    hand_in(called, "li.qiang", FILE)
    hand_in(called, "li.qiang", replace(FILE, digest=Digest("b" * 64)))
    assert [(m.version, m.replaced) for m in called.meeting.materials] == [(1, True), (2, False)]
    assert len(called.meeting.current_materials) == 1


def test_who_owes_is_reminded_and_then_reported_and_who_has_nothing_is_not(called):
    called.says("wu.hao", Nothing(), to=MailKind.CALL)
    assert letters(called.until("11-26 14:00"), MailKind.MATERIALS_REMINDER) == [("materials-reminder", "li.qiang")]
    decision = called.until("11-27 12:00")
    told = [x for x in decision.letters if x.variant == "overdue"]
    assert [x.to for x in told] == [mail("liu.yang"), mail("he.jun")]
    assert told[0].people == (mail("li.qiang"),)


def test_a_file_of_a_type_that_is_not_taken_is_refused_at_once():
    play = Play.announced(replace(WEEKLY, file_types=("xlsx", "pdf")))
    play.until("11-24 10:00")
    decision = hand_in(play, "li.qiang", report("程序.exe"))
    assert [s.key for s in decision.said] == [Saying.MATERIALS_REFUSED]
    assert play.meeting.materials == ()


def test_a_file_without_a_name_is_filed_under_a_made_up_one_and_says_so(called):
    decision = hand_in(called, "li.qiang", replace(FILE, name="附件1.xlsx", unnamed=True))
    assert Saying.MATERIALS_UNNAMED in [s.key for s in decision.said]


def test_the_packet_holds_the_materials_in_agenda_order_and_goes_to_everybody(called):
    hand_in(called, "wu.hao", report("运营.pdf"))
    hand_in(called, "li.qiang", FILE)
    decision = called.until("11-27 15:00")
    packets = [x for x in decision.letters if x.kind is MailKind.PACKET]
    assert {x.to for x in packets} == {a.address for a in called.meeting.attendees}
    assert [f.name for f in packets[0].files] == ["周报.xlsx", "运营.pdf"]


def test_a_packet_above_the_limit_lists_the_files_instead(called):
    hand_in(called, "li.qiang", replace(FILE, size=11_000_000))
    decision = called.until("11-27 15:00")
    assert {x.variant for x in decision.letters if x.kind is MailKind.PACKET} == {"list"}


def test_late_materials_go_out_as_a_supplement(called):
    called.until("11-27 15:00")
    decision = hand_in(called, "li.qiang", FILE)
    sent = [to for kind, to in letters(decision) if kind == "supplement"]
    assert "li.qiang" not in sent
    assert "zhang.wei" in sent


def test_a_topic_stands_in_the_agenda_until_it_is_out_and_is_the_organizers_afterwards(called):
    called.says("zhou.tao", TopicProposal(title="华南退货率"), to=MailKind.CALL, text="华南退货率偏高，建议调整包装")
    assert [(t.title, t.by) for t in called.meeting.topics] == [("华南退货率", mail("zhou.tao"))]
    called.until("11-27 15:00")
    decision = called.says("zhou.tao", TopicProposal(title="客诉"), to=MailKind.CALL)
    assert ("approval-request/topic", "liu.yang") in letters(decision)
    assert len(called.meeting.topics) == 1


def test_who_is_on_leave_gets_the_agenda_but_no_call_and_no_packet():
    play = Play.announced()
    play.says("zhou.tao", Leave(reason="年假"))
    play.until("11-24 12:00")
    seat = play.meeting.attendee(mail("zhou.tao"))
    assert seat is not None
    play.until("11-27 09:59")
    assert play.meeting.attendee(mail("zhou.tao")).excused
    decision = play.until("11-27 15:00")
    assert ("agenda", "zhou.tao") in letters(decision)
    assert ("packet", "zhou.tao") not in letters(decision)


@pytest.mark.parametrize(
    ("start", "sent_at"), [(time(9, 30), "11-30 08:00"), (time(8, 30), "11-28 11:00")], ids=["waits", "cannot wait"]
)
def test_an_agenda_that_is_late_disturbs_a_weekend_only_where_no_working_hour_is_left(start, sent_at):
    play = Play.announced(replace(WEEKLY, start=start))
    sent = [m for m in ("11-28 11:00", "11-29 10:00", "11-30 08:00") if letters(play.until(m), MailKind.AGENDA)]
    assert sent == [sent_at]


def test_an_agenda_longer_than_its_meeting_goes_back_to_the_organizers_before_it_is_sent():
    play = Play.announced()
    for n in range(3):
        play.says("li.qiang", TopicProposal(title=f"议题{n}"), to=MailKind.INVITATION)
    told = play.until("11-27 12:00")
    assert ("notice/agenda-long", "liu.yang") in letters(told)
    assert next(s.number for s in told.said if s.key is Saying.AGENDA_TOO_LONG) == 10


def test_an_agenda_that_fits_is_told_to_nobody():
    play = Play.announced()
    assert not [x for x in play.until("11-27 12:00").letters if x.variant == "agenda-long"]


def test_the_organizers_are_asked_for_a_venue_where_none_is_set():
    play = Play.weekly(replace(WEEKLY, venue=""))
    assert ("notice/venue", "he.jun") in letters(play.until("11-23 10:00"))
