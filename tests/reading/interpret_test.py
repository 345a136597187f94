"""A mail in its context: button and words together, automatic mail, subjects, limits, and the contract's JSON."""

import json
import time
from datetime import datetime
from typing import Any

import pytest
from corpus_company import calendar_reply, company, mail, reader, reply
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.intents import Accept, Counter, Leave, Object, Tentative
from mailflow.core.reply import About, Automatic, Context, Interpretation, MeetingBrief
from mailflow.reading import jsonform
from mailflow.reading.mail import InboundMail, Unreadable
from mailflow.reading.message import parse

START = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
MEETING = MeetingBrief("weekly", "销售与运营周例会", START, START.replace(hour=10))
INVITATION = Context(About.INVITATION, MEETING)


def meaning(answer: InboundMail, context: Context = INVITATION) -> Interpretation:
    return reader().interpret(answer, context)


def shown(read: Interpretation) -> list[dict[str, Any]]:
    """The intents with the fields that are stated."""
    return [{k: v for k, v in jsonform.intent(i).items() if v is not None} for i in read.intents]


def click(partstat: str, words: str = "", *, comment: str = "", method: str = "REPLY") -> Interpretation:
    more = f"COMMENT:{comment}" if comment else ""
    line = f";PARTSTAT={partstat}:mailto:li.qiang@corp.example"
    return meaning(calendar_reply(line, words=words, more=more, method=method))


@pytest.mark.parametrize(
    ("partstat", "words", "expected"),
    [
        # words that say the same, or nothing, leave the button as it is
        ("ACCEPTED", "", [{"kind": "accept"}]),
        ("ACCEPTED", "好的，准时参加。", [{"kind": "accept"}]),
        ("ACCEPTED", "谢谢", [{"kind": "accept"}]),
        ("ACCEPTED", "Li Qiang <li.qiang@corp.example> has accepted your event invitation.", [{"kind": "accept"}]),
        ("ACCEPTED", "期待与大家见面", [{"kind": "accept"}]),
        ("ACCEPTED", "如有变化，我再通知大家。", [{"kind": "accept"}]),
        ("TENTATIVE", "可能参加", [{"kind": "tentative"}]),
        ("TENTATIVE", "要看客户那边，周五前确认", [{"kind": "tentative"}]),
        # a program's sentence is nobody's words, even where it contradicts the button (Thunderbird's tentative)
        ("TENTATIVE", "Li Qiang <li.qiang@corp.example> has accepted your event invitation.", [{"kind": "tentative"}]),
        # words that say more
        ("ACCEPTED", "我会晚到15分钟。", [{"kind": "accept"}, {"kind": "late", "minutes": 15}]),
        ("DECLINED", "由陈静代我参加。", [{"kind": "leave", "substitute": "chen.jing@corp.example"}]),
        (
            "DECLINED",
            "出差，由陈静代我参加。",
            [{"kind": "leave", "reason": "出差", "substitute": "chen.jing@corp.example"}],
        ),
        ("DECLINED", "那天有客户来访", [{"kind": "leave", "reason": "那天有客户来访"}]),
        ("DECLINED", "谢谢", [{"kind": "leave"}]),
        # another time says all that a no beside it would say
        ("DECLINED", "能否改到周二上午10点？", [{"kind": "counter", "start": "2026-12-01T10:00:00+08:00"}]),
        # nothing was clicked: the words decide
        ("NEEDS-ACTION", "参加", [{"kind": "accept"}]),
        ("NEEDS-ACTION", "", [{"kind": "acknowledge"}]),
    ],
)
def test_button_and_words_are_one_answer(partstat: str, words: str, expected: list[dict[str, Any]]) -> None:
    read = click(partstat, words)
    assert (shown(read), read.unclear) == (expected, False)


@pytest.mark.parametrize(
    ("partstat", "words"),
    [
        ("ACCEPTED", "周一我出差，例会请假。"),
        ("ACCEPTED", "能否改到周二上午10点？"),
        ("DECLINED", "好的，准时参加。"),
        ("DECLINED", "我会晚到10分钟"),
        ("TENTATIVE", "参加"),
        ("TENTATIVE", "来不了，请假"),
    ],
)
def test_words_that_contradict_the_button_leave_nothing_certain(partstat: str, words: str) -> None:
    read = click(partstat, words)
    assert (read.intents, read.unclear, read.doubt) == ((), True, words)


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE"])
def test_a_condition_beside_the_button_makes_it_no_decision(partstat: str) -> None:
    read = click(partstat, "如果客户不来，我就参加")
    assert (read.intents, read.unclear) == ((), True)


def test_a_question_beside_the_button_leaves_the_button_and_asks() -> None:
    read = click("ACCEPTED", "会议室有投影吗？")
    assert (read.intents, read.unclear) == ((Accept(),), True)


def test_a_substitute_nobody_knows_leaves_the_leave_and_asks() -> None:
    read = click("DECLINED", "由马云龙代我参加")
    assert [type(i) for i in read.intents] in ([Leave], [])
    assert read.unclear


def test_another_substitute_in_words_than_by_button_is_none() -> None:
    line = ';PARTSTAT=DELEGATED;DELEGATED-TO="mailto:wu.hao@corp.example":mailto:li.qiang@corp.example'
    read = meaning(calendar_reply(line, words="由陈静代我参加"))
    assert (shown(read), read.unclear) == ([{"kind": "leave"}], True)


def test_the_comment_in_the_calendar_is_the_text() -> None:
    read = click("DECLINED", comment="上海出差\\, 赶不回来")
    assert (read.text, shown(read)) == ("上海出差, 赶不回来", [{"kind": "leave", "reason": "上海出差, 赶不回来"}])


def test_a_counter_stands_whatever_its_words_repeat_and_falls_where_they_name_another_time() -> None:
    same = click("DECLINED", "改到周一上午9:30可以吗", method="COUNTER")
    assert [type(i) for i in same.intents] == [Counter]
    other = click("DECLINED", "建议改到周三下午3点", method="COUNTER")
    assert (other.intents, other.unclear) == ((), True)


def test_the_attendee_answers_and_the_stamp_goes_along() -> None:
    read = meaning(calendar_reply(";PARTSTAT=ACCEPTED:mailto:Li.Qiang+oa@corp.example", sender="li.qiang@corp.example"))
    assert read.sender == "li.qiang+oa@corp.example"
    assert read.calendar is not None
    assert (read.calendar.uid, read.calendar.sequence) == ("weekly-2026-11-30@corp.example", 2)


def test_a_button_answers_the_invitation_whatever_mail_the_thread_leads_to() -> None:
    answer = calendar_reply(";PARTSTAT=TENTATIVE:mailto:li.qiang@corp.example", words="可能参加")
    assert meaning(answer, Context(About.MINUTES, MEETING)).intents == (Tentative(),)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("Auto-Submitted: auto-replied", Automatic.AUTO_REPLY),
        ("X-Failed-Recipients: wu.hao@corp.example", Automatic.BOUNCE),
    ],
)
def test_an_automatic_mail_has_no_words_and_no_intents(header: str, kind: Automatic) -> None:
    read = meaning(reply("参加", header))
    assert (read.automatic, read.text, read.intents, read.unclear) == (kind, "", (), False)
    assert read.evidence[0].rule  # says which sign gave it away


def test_a_program_whose_calendar_part_was_lost_decides_nothing() -> None:
    read = meaning(reply("Li Qiang has accepted your event invitation."))
    assert (read.text, read.intents, read.unclear) == ("", (), True)


def test_a_subject_that_states_the_answer_is_read() -> None:
    read = meaning(mail("""
        From: li.qiang@corp.example
        Subject: 周一例会我请假
        Date: Thu, 26 Nov 2026 10:00:00 +0800
        Content-Type: text/plain; charset=utf-8

        如题
    """), Context())  # fmt: skip
    assert read.text == "周一例会我请假"
    assert [i.kind for i in read.intents] == ["leave"]


def test_a_subject_and_a_body_that_only_together_say_what_is_wanted_are_read_together() -> None:
    read = meaning(mail("""
        From: wang.fang@corp.example
        Subject: 召开退货率专项会议
        Date: Thu, 26 Nov 2026 10:00:00 +0800
        Content-Type: text/plain; charset=utf-8

        时间12月3日下午2点，参加人：李强、郑洁
    """), Context())  # fmt: skip
    assert [i.kind for i in read.intents] == ["convene"]
    assert read.text == "召开退货率专项会议\n时间12月3日下午2点，参加人：李强、郑洁"


def test_an_objection_under_a_quoted_line_keeps_that_line() -> None:
    body = "> 1. 备货计划由吴昊负责\n应由陈静负责\n> 2. 退货率降到3%\n> 3. 其他"
    read = meaning(reply(body), Context(About.MINUTES, MEETING))
    objections = [i for i in read.intents if isinstance(i, Object)]
    assert [(o.items, o.passages) for o in objections] == [(("应由陈静负责",), ("1. 备货计划由吴昊负责",))]


def test_nothing_is_decided_from_a_mail_whose_parts_were_left_unread() -> None:
    raw = (
        b"From: li.qiang@corp.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nyes\r\n"
        + b"--b\r\n\r\nx\r\n" * 10_500
    )
    read = meaning(parse(raw))
    assert (read.intents, read.unclear) == ((), True)


def test_evidence_names_the_words_and_the_rule() -> None:
    read = meaning(reply("参加"))
    assert [(e.kind, e.words) for e in read.evidence] == [("accept", "参加")]
    assert click("ACCEPTED").evidence[0].rule == "button"


# ------------------------------------------------------------------------------------------- JSON


def test_an_interpretation_is_written_as_the_contract_says() -> None:
    read = meaning(reply("出差，由陈静代我参加。"))
    assert jsonform.interpretation(read) == {
        "message_id": "<answer@corp.example>",
        "from": "li.qiang@corp.example",
        "automatic": None,
        "text": "出差，由陈静代我参加。",
        "intents": [{"kind": "leave", "reason": "出差", "substitute": "chen.jing@corp.example"}],
        "unclear": False,
    }
    assert set(jsonform.interpretation(read, explain=True)) >= {"doubt", "evidence"}


def test_fields_that_are_not_stated_are_null_and_refers_is_left_out() -> None:
    assert jsonform.intent(Leave()) == {"kind": "leave", "reason": None, "substitute": None}
    assert jsonform.intent(Leave(refers="周例会"))["refers"] == "周例会"
    assert jsonform.intent(Object(items=("a",), passages=(None,))) == {"kind": "object", "items": ["a"]}
    assert jsonform.intent(Counter(start=START)) == {"kind": "counter", "start": "2026-11-30T09:30:00+08:00"}


def test_a_context_is_read() -> None:
    given = {
        "about": "approval",
        "meeting": {
            "series": "weekly",
            "title": "周例会",
            "start": "2026-11-30T09:30:00+08:00",
            "end": "2026-11-30T10:30:00+08:00",
        },
        "resolution": {"title": "备货", "owner": "li.qiang@corp.example"},
        "request": {"kind": "extend", "person": "li.qiang@corp.example", "due": "2026-12-10"},
        "received": "2026-11-30T17:40:00+08:00",
    }
    context = jsonform.read_context(json.dumps(given).encode(), "x.context.json")
    assert context.about is About.APPROVAL
    assert context.meeting is not None
    assert context.meeting.start == START
    assert context.resolution is not None
    assert context.resolution.due is None
    assert context.request is not None
    assert context.request.due is not None
    assert context.request.due.isoformat() == "2026-12-10"
    assert jsonform.read_context(b"{}", "x") == Context()


@pytest.mark.parametrize(
    ("content", "names"),
    [
        (b"", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[]", "object"),
        (b'{"about": "party"}', "about"),
        (b'{"meeting": {"title": "x"}}', "meeting.series"),
        (
            b'{"meeting": {"series": "w", "title": "x", "start": "soon", "end": "2026-11-30T10:30:00+08:00"}}',
            "meeting.start",
        ),
        (
            b'{"meeting": {"series": "w", "title": "x", "start": "2026-11-30T09:30", "end": "2026-11-30T10:30"}}',
            "offset",
        ),
        (b'{"request": {"kind": "extend", "person": "x", "due": "2026-02-30"}}', "request.due"),
    ],
)
def test_a_context_that_cannot_be_used_is_one_clear_line(content: bytes, names: str) -> None:
    with pytest.raises(jsonform.ContextFault) as fault:
        jsonform.read_context(content, "x.context.json")
    assert str(fault.value).startswith("x.context.json: ")
    assert names in str(fault.value)
    assert "\n" not in str(fault.value)


# ------------------------------------------------------------------------------------------- what is made to hurt


HOSTILE = {
    "a long text": "参加。" * 60_000,
    "a long line without a break": "a" * 300_000,
    "quote marks without end": "> " * 100_000,
    "colons": "发件人：" * 30_000,
    "openers line by line": "On Thu, Nov 26, 2026 at 10:00 AM x <a@b.c>\n" * 3_000,
    "separators line by line": "-----Original Message-----\n" * 20_000,
    "rules line by line": "-----\n" * 40_000,
    "dashes": "-" * 200_000,
    "brackets": "[" * 100_000 + "(" * 100_000,
    "markers that never end": "[mailflow:" * 20_000,
    "blank lines": "\n" * 200_000 + "参加",
    "dates": "11月30日" * 20_000,
    "names": "李强陈静" * 20_000,
    "numbers": "9" * 100_000,
    "spaces": "参加" + " " * 200_000 + "x",
    "questions": "能否改到周二？" * 10_000,
}


HOSTILE_HTML = {
    "bold words in one line": "<b>a</b>" * 40_000,
    "breaks": "<br>" * 40_000 + "参加",
    "blockquotes one after the other": "<blockquote>a</blockquote>b" * 10_000,
    "elements nested without end": "<div>" * 50_000 + "参加",
    "an attribute without end": "<p style='" + "color:red;" * 40_000 + "'>参加</p>",
    "a tag that never ends": "<p " + "a=b " * 100_000,
    "one long line": "参加。" * 60_000,
}


@pytest.mark.parametrize(
    ("kind", "body"),
    [("plain", body) for body in HOSTILE.values()] + [("html", body) for body in HOSTILE_HTML.values()],
    ids=[*HOSTILE, *(f"html: {name}" for name in HOSTILE_HTML)],
)
def test_words_made_to_hurt_are_read_in_bounded_time(kind: str, body: str) -> None:
    raw = f"From: li.qiang@corp.example\r\nContent-Type: text/{kind}; charset=utf-8\r\n\r\n{body}".encode()
    began = time.perf_counter()
    read = meaning(parse(raw))
    assert isinstance(read.unclear, bool)
    assert time.perf_counter() - began < 10  # far less on a quiet machine; quadratic work would take minutes


_PIECES = st.sampled_from(
    ["参加", "请假", "由陈静代我", "周二10点", "2月30日", "if", "？", "\n", "> ", "-- \n", "发件人: x\n", "On ", "wrote:", "<p>", "</blockquote>",
     "https://x.example", "100%", "异议", "同意", "不", "help", "@", "李", "完成", "延期到", "，", "。", "\u3000", "\x0b", "🙂", "[mailflow:"]
)  # fmt: skip


@settings(deadline=None, max_examples=120)
@given(
    st.lists(_PIECES | st.text(max_size=6), max_size=25).map("".join),
    st.sampled_from(list(About)),
    st.sampled_from(["plain", "html", "calendar"]),
)
def test_no_words_raise_in_any_context(body: str, about: About, kind: str) -> None:
    raw = f"From: li.qiang@corp.example\r\nContent-Type: text/{kind}; method=REPLY; charset=utf-8\r\n\r\n{body}"
    try:
        answer = parse(raw.encode("utf-8", "surrogatepass"))
    except Unreadable:
        return
    read = meaning(answer, Context(about, MEETING))
    assert read.automatic is None or not read.intents
    jsonform.interpretation(read, explain=True)


def test_the_reader_is_a_value() -> None:
    """Frozen, with the company that it was built for; the same mail has the same meaning twice."""
    assert reader().tools.organization == company()
    assert meaning(reply("参加")) == meaning(reply("参加"))
