"""A calling mail's venue, occasion and unknown names reach the record and the mails (policy 2.3, 2.4)."""

from called_meetings_test import Desk

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting
from mailflow.demo.received import read


def called(desk: Desk) -> Meeting:
    (meeting,) = [s.record for s in desk.service.store.all_records() if isinstance(s.record, Meeting)]
    return meeting


def test_venue_and_occasion_stand_in_the_invitation_and_no_venue_is_asked_for() -> None:
    desk = Desk()
    sent = desk.writes("li.qiang", "华东仓库着火，请召集临时会议，明天下午3点，请吴昊参加，地点五楼502")
    assert called(desk).venue == "五楼502"
    invitation = next(o for o in sent if o.kind is MailKind.INVITATION and o.to == "wu.hao@corp.example")
    text = read(desk.service.store.get_blob(invitation.raw))
    assert "华东仓库着火" in text.subject
    assert "五楼502" in text.text
    assert not [o for o in sent if o.variant == "venue"]


def test_the_question_names_who_is_not_known_and_the_others_stay() -> None:
    desk = Desk()
    (question,) = desk.writes("li.qiang", "请召集临时会议，明天下午3点，讨论客户投诉，参加人：吴昊、孙丽、小马")
    assert question.kind is MailKind.APPROVAL_REQUEST
    assert "“小马”" in read(desk.service.store.get_blob(question.raw)).text
    meeting = called(desk)
    named = {
        meeting.terms.host,
        meeting.terms.recorder,
        *(f"{n}@corp.example" for n in ("li.qiang", "wu.hao", "sun.li")),
    }
    assert {a.address for a in meeting.attendees} == named


def test_where_nobody_named_is_known_no_list_is_invited_in_their_place() -> None:
    desk = Desk()
    desk.writes("li.qiang", "请召集临时会议，明天下午3点，讨论客户投诉，请老张参加")
    meeting = called(desk)
    assert {a.address for a in meeting.attendees} == {
        meeting.terms.host,
        meeting.terms.recorder,
        "li.qiang@corp.example",
    }
