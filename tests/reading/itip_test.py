"""Calendar answers, in literal iCalendar."""

from datetime import datetime

import pytest
from corpus_company import calendar_reply, company, mail, reply

from mailflow.core.intents import Accept, Acknowledge, Counter, Intent, Leave, Tentative
from mailflow.core.values import Address
from mailflow.reading.clientwords import program_wrote, sender_words
from mailflow.reading.itip import CalendarAnswer, read_calendar
from mailflow.reading.message import parse

CHEN = Address("chen.jing@corp.example")


def answer(attendee: str, **more: str) -> CalendarAnswer:
    found = read_calendar(calendar_reply(attendee, **more), company())
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("attendee", "expected"),
    [
        (";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example", Accept()),
        (";PARTSTAT=accepted;CN=x:MAILTO:Li.Qiang@Corp.Example", Accept()),
        (';CN="李强, 华东: 主管";PARTSTAT=TENTATIVE:mailto:li.qiang@corp.example', Tentative()),
        (";PARTSTAT=DECLINED:mailto:li.qiang@corp.example", Leave()),
        (";PARTSTAT=NEEDS-ACTION:mailto:li.qiang@corp.example", Acknowledge()),
        (":mailto:li.qiang@corp.example", Acknowledge()),
        (
            ';PARTSTAT=DELEGATED;DELEGATED-TO="mailto:chen.jing@corp.example":mailto:li.qiang@corp.example',
            Leave(substitute=CHEN),
        ),
    ],
)
def test_the_button_gives_the_intent(attendee: str, expected: Intent) -> None:
    found = answer(attendee)
    assert (found.intents, found.unclear, found.attendee) == ((expected,), False, "li.qiang@corp.example")


def test_the_stamp_orders_answers() -> None:
    """RFC 5546 2.1.5."""
    stamp = answer(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example").stamp
    assert (stamp.uid, stamp.sequence) == ("weekly-2026-11-30@corp.example", 2)
    assert stamp.dtstamp == datetime.fromisoformat("2026-11-26T02:00:00+00:00")


def test_the_comment_is_the_reason() -> None:
    found = answer(";PARTSTAT=DECLINED:mailto:li.qiang@corp.example", more="COMMENT:客户来访\\, 走不开")
    assert found.intents == (Leave(reason="客户来访, 走不开"),)


def test_googles_parameter_is_a_comment_too() -> None:
    found = answer(';PARTSTAT=DECLINED;X-RESPONSE-COMMENT="出差":mailto:li.qiang@corp.example')
    assert found.intents == (Leave(reason="出差"),)


def test_a_decline_that_google_sent_by_itself_is_asked_about() -> None:
    declined = (
        ';PARTSTAT=DECLINED;X-RESPONSE-COMMENT="Declined because I am out of office":mailto:li.qiang@corp.example'
    )
    assert answer(declined).unclear


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("DTSTART;TZID=Asia/Shanghai:20261201T100000", "2026-12-01T10:00:00+08:00"),
        ("DTSTART;TZID=China Standard Time:20261201T100000", "2026-12-01T10:00:00+08:00"),
        ("DTSTART:20261201T020000Z", "2026-12-01T10:00:00+08:00"),
        ("DTSTART:20261201T100000", "2026-12-01T10:00:00+08:00"),
        ("DTSTART;TZID=+8:20261201T100000", "2026-12-01T10:00:00+08:00"),
        ("DTSTART;TZID=Nowhere/Unknown:20261201T100000", "2026-12-01T10:00:00+08:00"),
    ],
)
def test_a_counter_asks_for_its_start_in_whatever_zone(start: str, expected: str) -> None:
    raw = f"""
        From: li.qiang@corp.example
        Content-Type: text/calendar; method=COUNTER

        BEGIN:VCALENDAR
        METHOD:COUNTER
        BEGIN:VEVENT
        UID:weekly-2026-11-30@corp.example
        {start}
        ATTENDEE;PARTSTAT=DECLINED:mailto:li.qiang@corp.example
        END:VEVENT
        END:VCALENDAR
    """
    found = read_calendar(mail(raw), company())
    assert found is not None
    assert found.intents == (Counter(start=datetime.fromisoformat(expected)),)


def test_of_several_attendees_the_sender_answers() -> None:
    """QQ's reply lists everybody."""
    several = (
        ";PARTSTAT=NEEDS-ACTION:mailto:wu.hao@corp.example\r\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:LI.QIANG+oa@corp.example\r\n"
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:chen.jing@corp.example"
    )
    found = answer(several)
    assert (found.attendee, found.intents) == ("li.qiang+oa@corp.example", (Leave(),))


def test_sent_by_decides_for_its_attendee() -> None:
    several = (
        ';PARTSTAT=ACCEPTED;SENT-BY="mailto:chen.jing@corp.example":mailto:wang.fang@corp.example\r\n'
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:wu.hao@corp.example"
    )
    found = answer(several, sender="chen.jing@corp.example")
    assert (found.attendee, found.sent_by, found.intents) == ("wang.fang@corp.example", CHEN, (Accept(),))


def test_an_attendee_inside_an_alarm_is_not_who_answers() -> None:
    alarm = "BEGIN:VALARM\r\nATTENDEE;PARTSTAT=DECLINED:mailto:x@corp.example\r\nEND:VALARM"
    assert answer(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example", more=alarm).intents == (Accept(),)


def test_events_that_disagree_are_unclear() -> None:
    second = (
        "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:weekly-2026-11-30@corp.example\r\nRECURRENCE-ID:20261207T013000Z\r\n"
        "ATTENDEE;PARTSTAT=DECLINED:mailto:li.qiang@corp.example"
    )
    found = answer(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example", more=second)
    assert (found.intents, found.unclear) == ((), True)


def test_lines_folded_in_the_middle_of_a_character_are_joined_first() -> None:
    raw = (
        b"From: li.qiang@corp.example\r\nContent-Type: text/calendar; method=REPLY; charset=utf-8\r\n\r\n"
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:u\r\nCOMMENT:\xe5\x87\r\n \xba\xe5\xb7\xae\r\n"
        b"ATTENDEE;PARTSTAT=DECLINED:mailto:li.qia\r\n ng@corp.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    found = read_calendar(parse(raw), company())
    assert found is not None
    assert found.intents == (Leave(reason="出差"),)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "REFRESH"])
def test_what_a_person_issues_themselves_is_for_a_person(method: str) -> None:
    foreign = mail(f"""
        From: li.qiang@corp.example
        Content-Type: text/calendar; method={method}

        BEGIN:VCALENDAR
        METHOD:{method}
        BEGIN:VEVENT
        UID:u
        ORGANIZER:mailto:li.qiang@corp.example
        ATTENDEE:mailto:secretary@corp.example
        END:VEVENT
        END:VCALENDAR
    """)
    found = read_calendar(foreign, company())
    assert found is not None
    assert (found.intents, found.unclear) == ((), True)


def test_our_own_invitation_carried_back_is_nothing() -> None:
    own = calendar_reply(";PARTSTAT=NEEDS-ACTION:mailto:li.qiang@corp.example", method="REQUEST")
    assert read_calendar(own, company()) is None


def test_no_attendee_of_the_senders_is_unclear() -> None:
    several = (
        ";PARTSTAT=ACCEPTED:mailto:wu.hao@corp.example\r\nATTENDEE;PARTSTAT=DECLINED:mailto:chen.jing@corp.example"
    )
    found = answer(several)
    assert (found.intents, found.unclear) == ((), True)


@pytest.mark.parametrize(
    "program",
    [
        "李强 <li.qiang@corp.example> has declined your event invitation.",
        "li.qiang has accepted your event invitation.",
        "Accepted invitation: 销售与运营周例会\nli.qiang has accepted your event invitation.",
        "Li Qiang has accepted this invitation.\n\n销售与运营周例会\nWhen: Mon 30 Nov 2026 09:30 – 10:30\nWhere: 301",
        "李强已接受您的会议邀请：销售与运营周例会",
        "已接受：销售与运营周例会",
        "Li Qiang <li.qiang@corp.example> a accepté votre invitation.",
    ],
)
def test_a_programs_sentence_is_nobodys_words(program: str) -> None:
    assert sender_words(program, answer(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example")) == ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("由陈静代我参加。", "由陈静代我参加。"),
        ("我已接受会议邀请，但会晚到10分钟", "我已接受会议邀请，但会晚到10分钟"),
        ("Li Qiang has accepted this invitation with this note:\n\n“晚到10分钟”\n\nWhen: Mon 09:30", "晚到10分钟"),
        ("好的，准时参加", "好的，准时参加"),
    ],
)
def test_the_senders_own_words_stay(text: str, words: str) -> None:
    assert sender_words(text, answer(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example")) == words


def test_a_programs_sentence_that_lost_its_calendar_part_is_known() -> None:
    assert program_wrote("Li Qiang <li.qiang@corp.example> has accepted your event invitation.", reply(""))
    assert program_wrote("Li Qiang has declined your meeting invitation", reply(""))
    assert not program_wrote("I have accepted your invitation", reply(""))
    assert not program_wrote("参加，请转告 li.qiang@corp.example", reply(""))
