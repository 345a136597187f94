"""Whatever a stranger sends, reading ends with a meaning, in JSON that another program can read, or with Unreadable."""

import contextlib

import fuzz_room as room
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.core.reply import About
from mailflow.reading.itip import read_calendar
from mailflow.reading.mail import Unreadable
from mailflow.reading.message import parse

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)

abouts = st.sampled_from(About)
# Any text, and what patterns and parsers stumble over.
odd = st.sampled_from(
    ["\x00", "\ud800", "\ufeff", "\u202e", "\r", "\n", "=?utf-8?B?5oiR?=", "=?x?q?=?=", "<>", "@", ";", '"', "\\", "%s",
     "9" * 400, "一" * 400, "亿" * 20, "２月３０日", "0点", "25:61", "99999天", "百分之亿", "()", "mailto:", "&#x110000;"]
)  # fmt: skip
soup = st.lists(st.one_of(st.text(max_size=8), odd), max_size=12).map("".join)


@given(st.binary(max_size=2_000))
@quick
def test_any_bytes_are_a_mail_or_unreadable(raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        room.read(raw)


@given(st.lists(st.sampled_from([b"Content-Type: ", b"multipart/mixed", b"text/html", b"; boundary=", b"b", b"--b", b"--", b"\r\n",
                                 b"\n", b"\r", b"From: ", b"a@b.c", b"message/rfc822", b"text/calendar", b"=?", b"?=", b"\x00", b"\xff",
                                 b"Content-Transfer-Encoding: ", b"base64", b"quoted-printable", b"=", b'"', b";", b"*0*=", b"BEGIN:VCALENDAR",
                                 b"METHOD:REPLY", b"ATTENDEE:mailto:", b" ", b":", b"x" * 80]), max_size=60))  # fmt: skip
@quick
def test_the_parts_of_a_mail_in_any_order_are_a_mail_or_unreadable(pieces: list[bytes]) -> None:
    with contextlib.suppress(Unreadable):
        room.read(b"".join(pieces))


TYPES = ["text/plain", "text/html", "text/calendar; method=REPLY", "message/delivery-status", "message/rfc822", "image/png",
         "application/octet-stream", "application/ms-tnef; name=winmail.dat", "application/pkcs7-signature", "text/plain; format=flowed; delsp=yes", "x"]  # fmt: skip
CHARSETS = [
    "",
    "utf-8",
    "gb2312",
    "big5",
    "utf-7",
    "iso-2022-jp",
    "hz",
    "utf-16",
    "x-unknown",
    "idna",
    "unicode_escape",
    "'",
]
ENCODINGS = ["7bit", "base64", "quoted-printable", "x-uuencode", "x"]
MULTIPARTS = ["mixed", "alternative", "related", "report; report-type=delivery-status", "digest", "signed", "x"]


@st.composite
def parts(draw: st.DrawFn, depth: int = 3) -> bytes:
    """A part with its header: leaves of any type, charset and encoding, multiparts around them, closed or not."""
    if depth and draw(st.booleans()):
        boundary = draw(st.sampled_from(["b", "b b", "=_b", "--"]))
        head = f'Content-Type: multipart/{draw(st.sampled_from(MULTIPARTS))}; boundary="{boundary}"\r\n\r\n'
        inside = [f"\r\n--{boundary}\r\n".encode() + part for part in draw(st.lists(parts(depth - 1), max_size=3))]
        return head.encode() + b"".join(inside) + draw(st.sampled_from([b"", f"\r\n--{boundary}--".encode()]))
    charset = draw(st.sampled_from(CHARSETS))
    named = draw(st.sampled_from(["", 'attachment; filename="a.txt"', "inline; filename*=gb2312''%C4", "attachment; filename=../x.ics", ";;="]))  # fmt: skip
    fields = [
        f"Content-Type: {draw(st.sampled_from(TYPES))}" + (f"; charset={charset}" if charset else ""),
        f"Content-Transfer-Encoding: {draw(st.sampled_from(ENCODINGS))}",
        *([f"Content-Disposition: {named}"] if named else []),
    ]
    body = draw(st.one_of(soup.map(lambda s: s.encode("utf-8", "replace")), st.binary(max_size=60)))
    return "\r\n".join([*fields, "", ""]).encode() + body


MARKS = ["Auto-Submitted: auto-replied", "Precedence: bulk", "Return-Path: <>", "List-Id: <a>"]


@given(parts(), st.lists(st.sampled_from(MARKS), max_size=2), abouts)
@quick
def test_any_tree_of_parts_is_read(part: bytes, marks: list[str], about: About) -> None:
    fields = "".join(f"{mark}\r\n" for mark in marks)
    raw = f"{room.HEAD}{fields}".encode() + part
    room.read(raw, about)
    room.read_minutes(raw)


@given(soup, soup, soup, abouts)
@quick
def test_any_subject_sender_and_body_are_read(subject: str, sender: str, body: str, about: About) -> None:
    raw = f"From: {sender} <li.qiang@corp.example>\r\nSubject: {subject}\r\nDate: {subject}\r\n\r\n{body}"
    room.read(raw.encode("utf-8", "surrogatepass"), about)


@given(st.lists(st.one_of(st.sampled_from(room.lexicon_words()), st.sampled_from(["，", "。", "？", "；", "\n", " ", "李强", "陈静", "Wang Fang",
       "周一", "12月4日", "三点", "80%", "10分钟", "下周三下午2点", "2月30日", "by Friday", "1. ", "- ", "“", "”", "（", "）"]), odd), max_size=60), abouts)  # fmt: skip
@quick
def test_the_words_of_the_lexicon_in_any_order_are_read(words: list[str], about: About) -> None:
    room.read(room.plain("".join(words)), about)


@given(st.lists(st.sampled_from(["<div>", "</div>", "<p>", "<br>", "<blockquote>", "</blockquote>", "<table>", "<tr>", "<td>", "</table>",
       "<td colspan=99 rowspan=0>", "<td colspan=²>", "<ol>", "<li>", "<font color='#1'>", "<p style='color:rgb(999,1,1)'>", "<!--", "-->", "<pre>\n", "<a href=x>",
       "&nbsp;", "&#0;", "我参加", "不参加", "李强", "责任人", "完成时间", "事项", "<hr>", "<div id=divRplyFwdMsg>", "From:", "\x00"]), max_size=50), abouts)  # fmt: skip
@quick
def test_any_html_is_read_as_a_reply_and_as_minutes(pieces: list[str], about: About) -> None:
    raw = room.html("".join(pieces))
    room.read(raw, about)
    room.read_minutes(raw)


LINES = ["BEGIN:VEVENT", "END:VEVENT", "BEGIN:VALARM", "END:VALARM", "END:VCALENDAR", "METHOD:COUNTER", "METHOD:REQUEST", "METHOD:", "UID:", "UID:1",
         "SEQUENCE:-1", "SEQUENCE:99999999999", "SEQUENCE:²", "DTSTAMP:00000000T000000", "DTSTAMP:20261301T250000Z", "DTSTART;TZID=+8:20261130T093000",
         "DTSTART;TZID=../../x:20261130T093000", "DTSTART;VALUE=DATE:20261130", "DTEND:x", "ATTENDEE:mailto:li.qiang@corp.example",
         "ATTENDEE;PARTSTAT=DECLINED:MAILTO:li.qiang@corp.example", 'ATTENDEE;CN="a;PARTSTAT=X:mailto:', "ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:x@y.z\":mailto:li.qiang@corp.example",
         "ATTENDEE;SENT-BY=:mailto:", "ORGANIZER:mailto:secretary@corp.example", "COMMENT:出差\\, \\n\\", "COMMENT;X=:", " folded", "\tfolded", "BEGIN:VTIMEZONE",
         "TZOFFSETTO:+9999", "TZID:+8", "END:VTIMEZONE", ":", ";", "RRULE:FREQ=SECONDLY", "X-RESPONSE-COMMENT=a", "\x00", ""]  # fmt: skip


@given(st.lists(st.one_of(st.sampled_from(LINES), soup), max_size=40))
@quick
def test_any_calendar_part_is_read(lines: list[str]) -> None:
    raw = room.calendar("".join(f"{line}\r\n" for line in lines))
    room.read(raw)
    answer = read_calendar(parse(raw), room.reader().tools.organization)
    assert answer is None or "@" in answer.attendee


CELLS = ["事项", "责任人", "完成时间", "要求", "Owner", "Due", "Task", "李强", "陈静、吴昊", "Li", "12月4日", "2月30日", "尽快", "每周一", "完成春节备货清单", "", " ", "|", "无",
         "99999天内", "下周五", "（李强）", "1.", "一、", "\x00", "9" * 400]  # fmt: skip


@given(
    st.lists(st.lists(st.sampled_from(CELLS), min_size=1, max_size=5), max_size=8),
    st.sampled_from([" | ", "\t", "    ", "：", "，"]),
)
@quick
def test_any_table_is_read_as_minutes(rows: list[list[str]], mark: str) -> None:
    text = "\n".join(["会议纪要", *(mark.join(row) for row in rows), "以上各项请各部门落实。"])
    content = room.read_minutes(room.plain(text))
    kept = "".join(content.text.split())
    for cell in (c for row in rows for c in row if c.isalnum()):
        assert cell in kept, "nothing that the recorder wrote is dropped"


@given(st.lists(st.one_of(st.sampled_from(room.minutes_words()), st.sampled_from([*CELLS, "\n", "，", "。", "；", "：", "- ", "> "]), odd), max_size=60))  # fmt: skip
@quick
def test_the_words_of_minutes_in_any_order_are_read(words: list[str]) -> None:
    room.read_minutes(room.plain("".join(words)))
