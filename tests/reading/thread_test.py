"""Which mail is answered: every way in which a program brings our marks back."""

import pytest
from corpus_company import SECRETARY, calendar_reply, mail, reply

from mailflow.core.values import Address
from mailflow.reading.message import parse
from mailflow.reading.thread import clues

TOKEN = "abcdefghijklmnop2345"
OTHER = "zyxwvutsrqponmlk7654"


@pytest.mark.parametrize(
    "field",
    [
        f"To: =?utf-8?B?5Lya6K6u56eY5Lmm?= <secretary+{TOKEN}@corp.example>",
        f"To: wang.fang@corp.example, secretary+{TOKEN}@corp.example",
        f"To: wang.fang@corp.example; Secretary <secretary+{TOKEN}@corp.example>",
        f"Cc: SECRETARY+{TOKEN.upper()}@CORP.EXAMPLE",
        f"Delivered-To: secretary+{TOKEN}@corp.example",
        f"X-Original-To: secretary+{TOKEN}@corp.example",
        f"Envelope-To: <secretary+{TOKEN}@corp.example>",
        f"Received: from mx by mail with LMTP for <secretary+{TOKEN}@corp.example>; Thu, 26 Nov 2026 10:00:00 +0800",
    ],
)
def test_a_plus_tag_of_the_secretary_is_found_in_every_recipient_field(field: str) -> None:
    assert clues(reply("好的", field), SECRETARY).tokens == (TOKEN,)


@pytest.mark.parametrize(
    "field",
    [
        f"To: other+{TOKEN}@corp.example",
        f"To: my-secretary+{TOKEN}@corp.example",
        f"To: secretary+{TOKEN}@corp.example.evil.example",
        f"To: secretary+{TOKEN}@corp.example-2",
        f"Reply-To: secretary+{TOKEN}@corp.example",
    ],
)
def test_another_mailbox_gives_no_token(field: str) -> None:
    assert clues(reply("好的", field), SECRETARY).tokens == ()


def test_a_secretary_with_a_dot_is_not_a_pattern() -> None:
    found = clues(reply("好的", "To: the-secretary+x@corp.example"), Address("the.secretary@corp.example"))
    assert found.tokens == ()


def test_the_parent_comes_before_the_ancestors_and_the_newest_of_them_first() -> None:
    answer = mail("""
        From: li.qiang@corp.example
        In-Reply-To: <c@corp.example> <d@corp.example>
        References: <a@corp.example> <b@corp.example>
          <c@corp.example>

        好的
    """)
    assert clues(answer, SECRETARY).message_ids == (
        "<c@corp.example>",
        "<d@corp.example>",
        "<b@corp.example>",
        "<a@corp.example>",
    )


def test_the_uid_of_a_calendar_answer_is_unfolded() -> None:
    raw = calendar_reply(";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example")
    assert clues(raw, SECRETARY).uids == ("weekly-2026-11-30@corp.example",)
    folded = mail("""
        From: li.qiang@corp.example
        Content-Type: text/calendar; method=REPLY

        BEGIN:VCALENDAR
        METHOD:REPLY
        BEGIN:VEVENT
        UID;X-A="b":weekly-2026
         -11-30@corp.example
        ATTENDEE;PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example
        END:VEVENT
        END:VCALENDAR
    """)
    assert clues(folded, SECRETARY).uids == ("weekly-2026-11-30@corp.example",)


@pytest.mark.parametrize(
    "body",
    [
        f"好的\n> [mailflow:{TOKEN}]",
        f"好的\n> [mailflow:{TOKEN[:9]}\n> {TOKEN[9:]}]",
        f"好的\n> > [mail\n> > flow:{TOKEN}]",
        f"好的\n> [mailflow:\n{TOKEN}]",
        f"好的\n[MAILFLOW:{TOKEN.upper()}]",
        f"好的 ---原始邮件--- 请回复 [ mailflow : {TOKEN} ] 谢谢",
    ],
)
def test_a_marker_is_found_where_a_program_broke_its_line(body: str) -> None:
    assert clues(reply(body), SECRETARY).markers == (TOKEN,)


@pytest.mark.parametrize(
    "body",
    [
        f"[mailflow:{TOKEN[:-1]}]",
        f"[mailflow:{TOKEN}a]",
        f"[mailflow:{TOKEN[:-1]}1]",
        f"mailflow:{TOKEN}",
        "[mailflow:]",
    ],
)
def test_what_only_looks_like_a_marker_is_none(body: str) -> None:
    assert clues(reply(body), SECRETARY).markers == ()


@pytest.mark.parametrize(
    "html",
    [
        f"<div>好的</div><blockquote>[mailflow:{TOKEN}]</blockquote>",
        f"<div>好的</div><p>[mailflow:{TOKEN[:5]}<wbr>{TOKEN[5:]}]</p>",
        f"<div>好的</div><p>[mail<span>flow</span>:<br>\n {TOKEN}]</p>",
        f"<div>好的</div><p>&#91;mailflow:{TOKEN}&#93;</p>",
    ],
)
def test_a_marker_is_found_in_the_html_alone(html: str) -> None:
    raw = f"From: li.qiang@corp.example\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}"
    assert clues(parse(raw.encode()), SECRETARY).markers == (TOKEN,)


def test_the_least_quoted_marker_is_the_newest_mail() -> None:
    body = f"> > 更早的邮件 [mailflow:{OTHER}]\n> 上一封 [mailflow:{TOKEN}]\n好的"
    assert clues(reply(body), SECRETARY).markers == (TOKEN, OTHER)
    html = f"<blockquote><blockquote>[mailflow:{OTHER}]</blockquote>[mailflow:{TOKEN}]</blockquote>"
    raw = f"From: a@corp.example\r\nContent-Type: text/html\r\n\r\n{html}"
    assert clues(parse(raw.encode()), SECRETARY).markers == (TOKEN, OTHER)


def test_nothing_is_named_twice() -> None:
    answer = reply(
        f"[mailflow:{TOKEN}] [mailflow:{TOKEN}]",
        f"Cc: secretary+{TOKEN}@corp.example",
        f"Delivered-To: secretary+{TOKEN}@corp.example",
    )
    found = clues(answer, SECRETARY)
    assert (found.tokens, found.markers) == ((TOKEN,), (TOKEN,))
