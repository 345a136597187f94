"""Nothing that a mail holds makes reading it long: a stranger's mail must not stop the secretary.

What is counted is the processor time of this process, so that a busy machine fails no test. The limit is generous:
nearly all of these take less than a second on an idle machine, minutes that are all tasks two or three.
"""

import time
from collections.abc import Callable

import fuzz_room as room
import pytest

from mailflow.core.reply import About
from mailflow.reading.intents import LONGEST, MOST_CLAUSES
from mailflow.reading.message import parse
from mailflow.reading.minutes.limits import LONGEST_LINE, MOST_CHARACTERS, MOST_LINES

MOST_SECONDS = 8.0
LARGE = 250_000

# What a text is made of again and again: figures and marks that patterns try at each place, words that decide.
UNITS = {
    "digits": "1", "Chinese figures": "一", "spaces": " ", "wide spaces": "\u3000", "tabs": "\t", "line ends": "\n",
    "dots": ".", "dashes": "-", "underscores": "_", "equal signs": "=", "stars": "*", "bars": "|", "slashes": "1/",
    "brackets": "(", "wide brackets": "（", "square brackets": "[", "quote marks": ">", "open tags": "<a ",
    "quotes": "“", "commas": "，", "enumeration": "李强、", "letters that take turns": "ab", "single letters": "a ",
    "addresses": "a@", "entities": "&lt;", "clocks": "1:", "clock points": "三点", "thousands": "111,",
    "NULs": "\x00", "unseen marks": "\u200b", "emoji": "😀", "combining marks": "a\u0301",
    "我": "我", "不": "不", "names": "李强", "conditions": "如果", "contrasts": "但是", "yes": "我参加，", "no": "我不参加。",
    "cancellations": "取消会议，", "late": "晚到十分钟，", "substitutes": "我不去，由陈静代。", "extensions": "延期三天，",
    "percentages": "已完成80%，", "questions": "能来吗？", "English": "I can't come. ", "by": "by ", "dates": "12月4日",
    "weekdays": "周一", "attributions": "on mon ", "header blocks": "发件人：", "bullets": "- a\n", "numbers": "1. a\n",
    "entries": "(1)", "rules": "--\n", "table rows": "a | b | c\n", "labels": "责任人：", "sign-offs": "李强\n",
}  # fmt: skip


def repeated(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


def seconds(work: Callable[[], object]) -> float:
    room.reader()  # built once, by whatever test comes first
    began = time.process_time()
    work()
    return time.process_time() - began


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_a_text_of_a_quarter_of_a_megabyte_is_read_in_bounded_time(unit: str) -> None:
    raw = room.plain(repeated(unit, LARGE))
    assert seconds(lambda: room.read(raw)) < MOST_SECONDS


@pytest.mark.parametrize("about", [About.INVITATION, About.RESOLUTION, About.NONE])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_as_much_text_as_is_weighed_takes_bounded_time_whatever_it_answers(unit: str, about: About) -> None:
    raw = room.plain(repeated(unit, LONGEST))
    assert seconds(lambda: room.read(raw, about)) < MOST_SECONDS


@pytest.mark.parametrize("width", [LONGEST_LINE])
@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_minutes_of_a_quarter_of_a_megabyte_are_read_in_bounded_time_however_wide_their_lines_are(
    unit: str, width: int
) -> None:
    line = repeated(unit, width) + "\n"
    raw = room.plain(repeated(line, LARGE))
    assert seconds(lambda: room.read_minutes(raw)) < 2 * MOST_SECONDS


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS.keys())
def test_an_html_body_is_read_in_bounded_time(unit: str) -> None:
    raw = room.html("<div>" + repeated(unit, LARGE // 5).replace("\n", "<br>") + "</div>")
    assert seconds(lambda: (room.read(raw), room.read_minutes(raw))) < MOST_SECONDS


FIELDS = ("Subject", "From", "To", "Cc", "Reply-To", "Date", "Message-ID", "References", "Received", "Content-Type",
          "Content-Disposition", "Authentication-Results", "Auto-Submitted", "List-Id", "X-Anything")  # fmt: skip
LONG_VALUES = (
    "1",
    " ",
    ".",
    "(",
    "<",
    ">",
    '"',
    "a@",
    "a@b.c, ",
    "=?utf-8?B?5oiR?= ",
    "我",
    ";a=b",
    '; a="b\\""',
    "\t",
)


@pytest.mark.parametrize("field", FIELDS)
def test_a_header_field_of_a_quarter_of_a_megabyte_is_read_in_bounded_time(field: str) -> None:
    for unit in LONG_VALUES:
        raw = f"{field}: {repeated(unit, LARGE)}\r\n".encode() + room.plain("我参加")
        assert seconds(lambda raw=raw: room.read(raw)) < MOST_SECONDS, unit


SHAPES = {
    "a nesting of a thousand multiparts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(1_000)
    ) + b"\r\nhi",
    "a nesting of a thousand mails": room.HEAD.encode() + b"Content-Type: message/rfc822\r\n\r\n" * 1_000 + b"hi",
    "ten thousand parts": room.HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n" * 10_000 + b"--b--",
    "ten thousand files": room.HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\nhi\r\n" * 10_000 + b"--b--",
    "ten thousand mails enclosed": room.HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a@b.c\r\n\r\nhi\r\n" * 10_000 + b"--b--",
    "boundaries without parts": room.HEAD.encode() + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b " * 250_000,
    "a hundred thousand header fields": b"X-A: b\r\n" * 100_000 + room.plain("我参加"),
    "a folded header of a hundred thousand lines": b"X: a\r\n" + b" b\r\n" * 100_000 + room.plain("我参加"),
    "no line end": b"a" * LARGE,
    "nothing but carriage returns": room.HEAD.encode() + b"\r\n" + b"\r" * LARGE,
    "five thousand lines": room.plain("我参加\n" * 5_000),
    "flowed text": room.HEAD.encode() + b"Content-Type: text/plain; format=flowed\r\n\r\n" + b"a \r\n" * 250_000,
    "broken base64": room.HEAD.encode() + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"!A" * 500_000,
    "broken quoted-printable": room.HEAD.encode() + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * LARGE,
    "numbered parameters": room.plain("hi").replace(
        b"charset=utf-8", b"".join(b"; name*%d*=utf-8''a" % i for i in range(20_000))
    ),
    "deep elements": room.html("<div>" * 200_000 + "我参加"),
    "deep quotes": room.html("<blockquote>" * 90_000 + "我参加"),
    "unclosed letters": room.html("<b><i>x" * 140_000),
    "unclosed paragraphs": room.html("<b><p>x" * 140_000),
    "nested tables": room.html("<table><tr><td>" * 60_000 + "x"),
    "a large table": room.html("<table>" + "<tr><td>a<td>b" * 70_000),
    "cells that span": room.html("<table>" + "<tr>" + "<td colspan=50 rowspan=50>a" * 30_000),
    "many attributes": room.html("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">我"),
    "comments in comments": room.html("<!--" * 250_000),
    "many attendees": room.calendar("ATTENDEE;PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example\r\n" * 15_000),
    "many comments": room.calendar("ATTENDEE;PARTSTAT=DECLINED:mailto:li.qiang@corp.example\r\n" + "COMMENT: \r\n" * 60_000),
    "a long comment": room.calendar("ATTENDEE;PARTSTAT=DECLINED:mailto:li.qiang@corp.example\r\nCOMMENT:" + "1" * LARGE + "\r\n"),
    "components in components": room.calendar("BEGIN:VALARM\r\n" * 60_000),
    "many events": room.calendar("END:VEVENT\r\nBEGIN:VEVENT\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example\r\n" * 9_000),
    "calendar parameters": room.calendar("ATTENDEE" + ";X=Y" * 200_000 + ":mailto:li.qiang@corp.example\r\n"),
    "an open quote in a calendar": room.calendar('ATTENDEE;CN="' + ';a="' * 200_000 + ":mailto:a@b.c\r\n"),
    "a folded calendar line": room.calendar("COMMENT:a\r\n" + " b\r\n" * 200_000),
}  # fmt: skip


@pytest.mark.parametrize("raw", SHAPES.values(), ids=SHAPES.keys())
def test_a_mail_of_an_unheard_of_shape_is_read_in_bounded_time(raw: bytes) -> None:
    assert seconds(lambda: (room.read(raw), room.read_minutes(raw))) < MOST_SECONDS


# ------------------------------------------------------------------------------------- nothing is cut without a word


def test_what_is_longer_than_a_reply_is_unclear_and_whole_in_its_text() -> None:
    body = "我参加。" + "本周销售情况说明如下，" * (LONGEST // 10)
    meaning = room.read(room.plain(body))
    assert meaning.unclear
    assert not meaning.intents
    assert meaning.text == body
    assert any("longer than a reply" in each.rule for each in meaning.evidence)


def test_a_no_behind_more_clauses_than_are_weighed_leaves_the_yes_in_front_undecided() -> None:
    meaning = room.read(room.plain("我参加。" + "好，" * (MOST_CLAUSES + 10) + "我不参加。"))
    assert meaning.unclear
    assert not meaning.intents


def test_a_body_whose_end_is_left_unread_decides_nothing() -> None:
    meaning = room.read(room.plain("我参加。\r\n" + "> 原文\r\n" * 60_000 + "我不参加。"))
    assert meaning.unclear
    assert not meaning.intents
    assert "left unread" in meaning.doubt


@pytest.mark.parametrize("more", ["第三条\n" * (MOST_LINES + 5), "字" * (LONGEST_LINE + 5), "字\n" * MOST_CHARACTERS])
def test_minutes_beyond_the_limits_are_named_and_their_text_is_whole(more: str) -> None:
    content = room.read_minutes(room.plain(f"决议：\n1. 李强于12月4日前完成春节备货清单\n{more}末行"))
    assert content.unread
    assert "".join(content.text.split()).endswith("末行")
    assert [task.title for task in content.resolutions] == ["完成春节备货清单"]


def test_a_deep_mail_is_taken_apart_to_its_last_part() -> None:
    assert parse(SHAPES["a nesting of a thousand multiparts"]).text == "hi"
