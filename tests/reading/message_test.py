"""Bytes become a mail: whatever the charset, the nesting, the file name."""

import base64
import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.reading.mail import InboundMail, Unreadable
from mailflow.reading.message import parse


def of(*lines: str | bytes) -> InboundMail:
    return parse(b"\r\n".join(line if isinstance(line, bytes) else line.encode() for line in lines))


@pytest.mark.parametrize(
    ("charset", "written", "expected"),
    [
        ("utf-8", "utf-8", "参加，谢谢"),
        ("gb2312", "gb18030", "參加，朱镕基"),  # GB2312 has none of these; programs write GBK under its name
        ("gbk", "gb18030", "參加，謝謝"),
        ("big5", "big5", "參加，謝謝"),
        ("iso-8859-1", "utf-8", "参加，谢谢"),
        ("us-ascii", "utf-8", "参加，谢谢"),
        ("no-such-charset", "utf-8", "参加，谢谢"),
        ("idna", "utf-8", "参加"),
        ("utf-8", "gb18030", "参加"),
        ("", "gb18030", "参加"),
    ],
)
def test_chinese_is_read_whatever_charset_the_program_names(charset: str, written: str, expected: str) -> None:
    field = f"Content-Type: text/plain; charset={charset}"
    assert of("From: a@corp.example", field, "", expected.encode(written)).text == expected


def test_a_wrong_charset_loses_no_ascii_and_never_raises() -> None:
    read = of("From: a@corp.example", "Content-Type: text/plain; charset=utf-8", "", b"ok \xff\xfe\x80 end")
    assert read.text is not None
    assert read.text.startswith("ok ")
    assert read.text.endswith(" end")


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?utf-8?B?5Zue5aSN?= =?utf-8?B?77ya5Lya6K6u?=", "回复：会议"),
        ("=?gb2312?B?u9i4tA==?=: x", "回复: x"),
        ("=?UTF-8?Q?=E5=8F=82=E5?= =?UTF-8?Q?=8A=A0?=", "参加"),
        ("=?utf-8*zh?q?=E5=8F=82?=", "参"),
        ("plain =?broken", "plain =?broken"),
        ("a\r\n b", "a b"),
    ],
)
def test_a_subject_is_decoded_also_where_a_program_cut_a_character_in_two(subject: str, expected: str) -> None:
    assert of("From: a@corp.example", f"Subject: {subject}", "", "x").subject == expected


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ('filename="11月销售数据.xlsx"', "11月销售数据.xlsx"),
        ("filename*=utf-8''11%E6%9C%88.xlsx", "11月.xlsx"),
        ("filename*0*=utf-8''11; filename*1*=%E6%9C%88.xlsx", "11月.xlsx"),
        ("filename*=gb18030''%B2%CE%BC%D3.doc", "参加.doc"),
        ('filename="=?utf-8?B?5Y+C5Yqg?=.doc"', "参加.doc"),
        ('filename="=?gbk?B?ss68?= =?gbk?B?0y5kb2M=?="', "参加.doc"),
        ('filename="C:\\\\Users\\\\li\\\\a.doc"', "a.doc"),
        ('filename="../../etc/passwd"', "passwd"),
    ],
)
def test_a_file_name_is_a_name_however_it_was_written(parameter: str, expected: str) -> None:
    """RFC 2231, encoded words in quotes all the same; never a path."""
    read = of(
        "From: a@corp.example",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "见附件",
        "--b",
        "Content-Type: application/octet-stream",
        f"Content-Disposition: attachment; {parameter}",
        "",
        "data",
        "--b--",
    )
    assert [a.name for a in read.materials] == [expected]


def related(image: str) -> InboundMail:
    return of(
        "From: li.qiang@corp.example",
        "To: secretary@corp.example",
        "Content-Type: multipart/mixed; boundary=m",
        "",
        "--m",
        "Content-Type: text/html",
        "",
        '<p>好的</p><img src="cid:logo@x">',
        "--m",
        *image.split("\n"),
        "",
        "data",
        "--m--",
    )


@pytest.mark.parametrize(
    ("part", "handed_in"),
    [
        ("Content-Type: image/png; name=photo.png\nContent-ID: <logo@x>\nContent-Disposition: attachment", []),
        ("Content-Type: image/png; name=image001.png\nContent-Disposition: inline", []),
        ("Content-Type: image/png; name=stock.png\nContent-Disposition: attachment", ["stock.png"]),
        ("Content-Type: application/pkcs7-signature; name=smime.p7s\nContent-Disposition: attachment", []),
        ("Content-Type: application/pgp-signature; name=signature.asc", []),
        ("Content-Type: application/pdf; name=a.pdf\nContent-Disposition: inline", ["a.pdf"]),
        ("Content-Type: text/plain; name=notes.txt\nContent-Disposition: inline", ["notes.txt"]),
        ("Content-Type: text/calendar; name=invite.ics\nContent-Disposition: attachment", []),
        ("Content-Type: message/rfc822\n\nFrom: secretary@corp.example\nSubject: invitation\n", []),
        ("Content-Type: message/rfc822\n\nFrom: client@x.example\nSubject: 客户来信\n", ["客户来信.eml"]),
    ],
)
def test_what_nobody_hands_in_is_no_material(part: str, handed_in: list[str]) -> None:
    assert [a.name for a in related(part).materials] == handed_in


def test_format_flowed_is_joined_and_its_quotes_keep_their_depth() -> None:
    """RFC 3676 4.2, 4.5: the space stays where DelSp is not said."""
    read = of(
        "From: a@corp.example",
        "Content-Type: text/plain; format=flowed",
        "",
        "I will be late, ",
        "about ten minutes.",
        "> one ",
        "> two",
        "-- ",
        "Li",
    )
    assert read.text is not None
    assert read.text.split("\n")[:2] == ["I will be late, about ten minutes.", "> one two"]


def test_date_is_read_and_where_it_is_broken_the_time_of_arrival() -> None:
    broken = of(
        "Received: from x by y; Thu, 26 Nov 2026 10:00:00 +0800", "From: a@corp.example", "Date: yesterday", "", "x"
    )
    assert broken.date is not None
    assert broken.date.isoformat() == "2026-11-26T10:00:00+08:00"
    assert of("From: a@corp.example", "", "x").date is None


@pytest.mark.parametrize("field", ["Subject: x", "Message-ID: <>"])
def test_a_mail_without_an_id_is_known_again_by_what_was_written_whatever_way_it_took(field: str) -> None:
    one = of("From: a@corp.example", field, "", "x")
    same = of("Received: from x by y", "Delivered-To: b@corp.example", "From: a@corp.example", field, "", "x")
    assert one.message_id == same.message_id
    others = [
        of("From: a@corp.example", field, "", "y"),
        of("From: b@corp.example", field, "", "x"),
        of("From: a@corp.example", "Date: Thu, 26 Nov 2026 10:00:00 +0800", field, "", "x"),
        of("From: a@corp.example", "To: secretary+token@corp.example", field, "", "x"),
    ]
    assert len({one.message_id, *(o.message_id for o in others)}) == 5


def test_the_text_of_winmail_dat_is_never_a_file() -> None:
    read = of(
        "From: a@corp.example",
        "Content-Type: multipart/mixed; boundary=b",
        "",
        "--b",
        "",
        "见附件",
        "--b",
        "Content-Type: application/ms-tnef; name=winmail.dat",
        "Content-Transfer-Encoding: base64",
        "",
        base64.b64encode(b"\x78\x9f\x3e\x22\x00\x00").decode(),
        "--b--",
    )
    assert read.materials == ()


def test_header_injection_in_names_and_subjects_stays_on_one_line() -> None:
    read = of(
        "From: =?utf-8?q?Li=0D=0ABcc:_x=40evil?= <li@corp.example>", "Subject: =?utf-8?q?a=0D=0ABcc:_x?=", "", "x"
    )
    assert "\n" not in read.from_name + read.subject
    assert "\r" not in read.from_name + read.subject
    assert read.from_address == "li@corp.example"


@pytest.mark.parametrize("raw", [b"", b"\r\n \r\n", b"\x00\x01\x02\xff" * 300])
def test_what_is_no_mail_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(Unreadable, match="expected"):
        parse(raw)


def _nested(levels: int) -> bytes:
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (i, i) for i in range(levels))
    return b"From: a@corp.example\r\n" + opened + b"Content-Type: text/plain\r\n\r\nyes\r\n"


HOSTILE = {
    "nested a thousand deep": _nested(1_000),
    "nested beyond the limit": _nested(5_000),
    "ten thousand parts": b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\n\r\nx\r\n" * 12_000,
    "ten megabytes of text": b"From: a@b.c\r\n\r\n" + b"a line of text, nothing else\r\n" * 350_000,
    "one line without end": b"From: a@b.c\r\n\r\n" + b"a" * 5_000_000,
    "a header without end": b"From: a@b.c\r\nSubject: " + b"=?utf-8?q?a?= " * 100_000 + b"\r\n\r\nx",
    "a folded header without end": b"From: a@b.c\r\nX-Y: a" + b"\r\n a" * 100_000 + b"\r\n\r\nx",
    "a thousand recipients": b"From: a@b.c\r\nTo: " + b", ".join(b"p%d@b.c" % i for i in range(5_000)) + b"\r\n\r\nx",
    "comments without end": b"From: a@b.c\r\nTo: "
    + b"(" * 50_000
    + b"\r\nCc: "
    + b"(a" * 20_000
    + b")" * 20_000
    + b"\r\n\r\nx",
    "spaces in an address": b"From: a@b.c\r\nTo: " + b" " * 300_000 + b"x\r\nCc: " + b"a@" * 100_000 + b"\r\n\r\nx",
    "quotes in an address": b"From: a@b.c\r\nTo: " + b'"' * 100_001 + b"\r\nCc: " + b"<" * 100_000 + b"\r\n\r\nx",
    "parameters without end": b"From: a@b.c\r\nContent-Type: text/plain" + b"; a=b" * 50_000 + b"\r\n\r\nx",
    "odd parameters without end": b"From: a@b.c\r\nContent-Type: text/plain" + b'; a*0*=x"' * 20_000 + b"\r\n\r\nx",
    "references without end": b"From: a@b.c\r\nReferences: " + b"<a@b> " * 50_000 + b"\r\n\r\nx",
    "boundaries that never match": b"From: a@b.c\r\nContent-Type: multipart/mixed; boundary=-\r\n\r\n"
    + b"--" * 500_000,
    "NULs": b"From: a@b.c\r\nSubject: a\x00b\r\n\r\n\x00y\x00es\x00",
}


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_mail_made_to_hurt_is_read_in_bounded_time(raw: bytes) -> None:
    began = time.perf_counter()
    read = parse(raw)
    assert read.from_address.startswith("a@")
    assert time.perf_counter() - began < 5  # a tenth of it on a quiet machine; quadratic work would take minutes


def test_parts_left_out_by_a_limit_are_said_to_be_missing() -> None:
    assert parse(HOSTILE["ten thousand parts"]).incomplete
    assert parse(HOSTILE["nested beyond the limit"]).incomplete
    assert not parse(HOSTILE["nested a thousand deep"]).incomplete
    assert parse(HOSTILE["nested a thousand deep"]).text == "yes\n"


_LINES = st.sampled_from(
    [b"From: a@b.c", b"Content-Type: multipart/mixed; boundary=b", b"--b", b"--b--", b"", b"> x", b"BEGIN:VCALENDAR",
     b"Content-Type: text/html; charset=gbk", b"Content-Transfer-Encoding: base64", b"=?utf-8?b?5Y?=", b"\xe5\x8f",
     b"Content-Disposition: attachment; filename*=utf-8''%E5", b"<blockquote><p>", b"METHOD:REPLY", b" folded", b"\x00",
     b"Content-Type: text/calendar; method=REPLY", b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@b.c", b"Date: x"]
)  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(_LINES | st.binary(max_size=12), max_size=30).map(b"\r\n".join))
def test_no_bytes_raise_anything_but_unreadable(raw: bytes) -> None:
    with contextlib.suppress(Unreadable):
        assert parse(raw).message_id.startswith("<")
