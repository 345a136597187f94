"""The acted mail programs against mailflow's own reading: what each wraps around the words is taken away again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from mailflow import bootstrap, config
from mailflow.config import Config
from mailflow.core.intents import Accept, Leave, Tentative
from mailflow.core.organization import Person
from mailflow.core.reply import About, Automatic, Context, MeetingBrief
from mailflow.core.values import Address
from mailflow.demo import buttons, mailprograms
from mailflow.demo.cast import PARTS, PROGRAM_OF
from mailflow.demo.mailprograms import PROGRAMS
from mailflow.demo.papers import sheet
from mailflow.demo.received import Received, read
from mailflow.reading.interpret import Reader
from mailflow.reading.message import parse
from mailflow.resources import folder

ZONE = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 24, 15, 5, tzinfo=ZONE)
MEETING = MeetingBrief(
    "weekly",
    "销售与运营周例会",
    datetime(2026, 11, 30, 9, 30, tzinfo=ZONE),
    datetime(2026, 11, 30, 10, 30, tzinfo=ZONE),
)
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//ZH
METHOD:REQUEST
BEGIN:VEVENT
UID:weekly-2026-11-30@mailflow
SEQUENCE:2
DTSTAMP:20261123T020000Z
DTSTART:20261130T013000Z
DTEND:20261130T023000Z
SUMMARY:销售与运营周例会
ORGANIZER:mailto:secretary@corp.example
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:li.qiang@corp.example
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture(scope="module")
def example() -> Config:
    return config.load(folder("config"), {}, with_secrets=False)


@pytest.fixture(scope="module")
def reader(example: Config) -> Reader:
    return bootstrap.reader(example, 2026)


@pytest.fixture
def li_qiang(example: Config) -> Person:
    person = example.organization.person(Address("li.qiang@corp.example"))
    assert person is not None
    return person


def invitation() -> Received:
    return Received(
        message_id="<invitation@corp.example>",
        references="",
        sender_name="会议秘书",
        sender="secretary@corp.example",
        to="li.qiang@corp.example",
        answer_to="secretary+token@corp.example",
        subject="会议邀请：销售与运营周例会",
        date=AT,
        kind="invitation",
        meeting="weekly-2026-11-30",
        resolution="",
        text="李强，您好：\n\n请答复是否参加；不能参加的，请写明原因并请人代为参会。\n",
        html="<p>李强，您好：</p><p>请答复是否参加；不能参加的，请写明原因并请人代为参会。</p>",
        calendar=CALENDAR.replace("\n", "\r\n").encode(),
        files=(),
    )


@pytest.mark.parametrize("name", PROGRAMS)
def test_only_the_users_own_words_are_read(name: str, reader: Reader, li_qiang: Person) -> None:
    raw = mailprograms.answer(PROGRAMS[name], li_qiang, "我参加。", invitation(), AT, 1, ())
    understood = reader.interpret(parse(raw), Context(About.INVITATION, MEETING))
    assert understood.intents == (Accept(),)
    assert understood.text.strip() == "我参加。"


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_answer_is_threaded_and_goes_where_answers_go(name: str, li_qiang: Person) -> None:
    mail = read(mailprograms.answer(PROGRAMS[name], li_qiang, "我参加。", invitation(), AT, 1, ()))
    assert mail.to == "secretary+token@corp.example"
    assert mail.references == "<invitation@corp.example>"
    assert mail.subject.endswith("会议邀请：销售与运营周例会")


@pytest.mark.parametrize(("partstat", "kind"), [("ACCEPTED", Accept), ("TENTATIVE", Tentative), ("DECLINED", Leave)])
def test_a_button_says_what_it_stands_for(partstat: str, kind: type, reader: Reader, li_qiang: Person) -> None:
    raw = buttons.press(PROGRAMS["outlook"], li_qiang, partstat, "", invitation(), AT, 1)
    understood = reader.interpret(parse(raw), Context(About.INVITATION, MEETING))
    assert [type(i) for i in understood.intents] == [kind]
    assert understood.calendar is not None
    assert (understood.calendar.uid, understood.calendar.sequence) == ("weekly-2026-11-30@mailflow", 2)


def test_a_mail_without_a_calendar_has_no_buttons(li_qiang: Person) -> None:
    without = read(mailprograms.fresh(PROGRAMS["qq"], li_qiang, "你好", "secretary@corp.example", "问候", AT, 1))
    with pytest.raises(buttons.NoInvitation):
        buttons.press(PROGRAMS["qq"], li_qiang, "ACCEPTED", "", without, AT, 2)


def test_an_automatic_answer_is_known_as_one(reader: Reader, li_qiang: Person) -> None:
    raw = mailprograms.away(li_qiang, "我正在休假。", invitation(), AT, 1)
    assert reader.interpret(parse(raw), Context(About.INVITATION, MEETING)).automatic is Automatic.AUTO_REPLY


def test_a_file_travels_whole(li_qiang: Person) -> None:
    file = sheet("周报.xlsx", "华东区", 128, 113)
    raw = mailprograms.answer(PROGRAMS["foxmail"], li_qiang, "见附件。", invitation(), AT, 1, (file,))
    assert [(a.name, a.content) for a in parse(raw).materials] == [("周报.xlsx", file.content)]


def test_the_cast_are_people_of_the_example_company(example: Config) -> None:
    known = {p.email.partition("@")[0] for p in example.organization.people}
    assert {p.who for p in PARTS} | set(PROGRAM_OF) <= known
    assert {p.program or PROGRAM_OF[p.who] for p in PARTS} <= set(PROGRAMS)
