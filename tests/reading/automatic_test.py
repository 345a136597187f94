"""Mail that no person wrote is told from mail that a person did."""

import pytest
from corpus_company import calendar_reply, mail, reply

from mailflow.core.reply import Automatic
from mailflow.reading.automatic import bounce_of, classify
from mailflow.reading.mail import InboundMail
from mailflow.reading.message import parse

CLICK = ";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example"


def fresh(subject: str, body: str, *headers: str, sender: str = "li.qiang@corp.example") -> InboundMail:
    lines = [f"From: {sender}", f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8", *headers, "", body]
    return parse("\r\n".join(lines).encode())


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated; owner-email=x",
        "Precedence: auto_reply",
        "Precedence: bulk",
        "X-Autoreply: yes",
        "X-Autorespond: Re: x",
        "X-QQ-AUTO-REPLY: 1",
        "X-QQ-HolidayReply: 1",
        "Return-Path: <>",
        "Return-Path: <li.qiang+auto_=@corp.example>",
    ],
)
def test_a_programs_header_makes_an_automatic_reply(header: str) -> None:
    """RFC 3834, and what programs did before it; “已收到，谢谢” of a vacation program is no acceptance."""
    assert classify(reply("已收到，谢谢", header)) is Automatic.AUTO_REPLY


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "X-Auto-Response-Suppress: All",
        "Precedence: normal",
        "X-Autoreply: no",
        "Return-Path: <li.qiang@corp.example>",
        "Importance: high",
    ],
)
def test_headers_that_a_persons_mail_carries_too_mean_nothing(header: str) -> None:
    assert classify(reply("好的，准时参加。", header)) is None


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("自动回复: 【会议邀请】周例会", "我在休假，12月5日回来。"),
        ("自動回覆：週會", "我目前不在辦公室"),
        ("Automatic reply: Weekly meeting", "I am out of the office until Monday."),
        ("Out of Office: Weekly meeting", "Back on 5 December."),
        ("Automatische Antwort: Weekly", "Ich bin nicht im Büro."),
        ("已读: 【会议邀请】周例会", "邮件已于 2026年11月26日 被阅读。"),
        ("Read: Weekly meeting", "Your message was read on Thursday."),
        ("[工单 #20261126] 已受理", "您的请求已收到，工单号 20261126。"),
        ("Re: x", "[自动回复] 您的来信已收到，谢谢。"),
        ("Re: x", "I am away until Monday. This is an auto-reply."),
        ("周例会", "李强 reacted via Gmail"),
        ("撤回: 周例会", "李强 将撤回邮件“周例会”。"),
        ("Message Recall Failure: Weekly", "The recall failed."),
        ("Re: 周例会", "王芳 对你的邮件做出了回应: 👍"),
        ("Wang Fang reacted to your email", "Wang Fang reacted with 👍 to your email"),
        ("[Request received] Re: Weekly", "Your request (12345) has been received."),
        ("Re: Weekly", "##- Please type your reply above this line -##\r\nWe are looking into it."),
        ("(IT-2231) 任务提醒", "Your request IT-2231 has been received."),
        ("工单受理通知：任务提醒", "您的问题已受理，工单号 2026112600123。"),
        ("Re: 周例会", "为防止垃圾邮件，请点击以下链接确认您的身份，邮件才会投递：http://x.example/v"),
        ("未读: 周例会", "您的邮件未被阅读即被删除"),
        ("【已读】周例会", "您发给李强的邮件已被阅读"),
        ("密码到期提醒", "您的密码将于3天后到期。本邮件由系统自动发送，请勿回复。"),
    ],
)
def test_words_that_only_programs_write_make_an_automatic_reply(subject: str, body: str) -> None:
    assert classify(fresh(subject, body)) is Automatic.AUTO_REPLY


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Re: 自动回复: 周例会", "我回来了，参加周例会。"),
        ("Re: 周例会", "下周我休假，请假一次。"),
        ("Re: Out of office policy", "I will attend."),
        ("关于自动回复功能的议题", "建议周例会讨论邮箱自动回复的设置。"),
        ("Re: 周例会", "已读，没有意见。"),
        ("Re: 周例会", "参加。系统自动发送的邮件收到两封，请检查。"),
        ("Fwd: Undelivered Mail Returned to Sender", "这封退回来了，请处理。550 5.1.1 user unknown"),
        ("转发: 系统退信", "见下\r\n\r\n550 5.1.1 user unknown"),
    ],
)
def test_a_person_who_writes_of_automatic_things_is_a_person(subject: str, body: str) -> None:
    assert classify(fresh(subject, body)) is None


def test_our_own_words_in_the_quoted_original_do_not_make_the_answer_automatic() -> None:
    body = "参加\r\n\r\n------------------ 原始邮件 ------------------\r\n本邮件由系统自动发送，请勿直接回复。"
    assert classify(reply(body)) is None


DELIVERY_REPORT = """
    From: MAILER-DAEMON@mx.corp.example
    To: secretary@corp.example
    Subject: Undelivered Mail Returned to Sender
    Return-Path: <>
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    I could not deliver your message.
    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.corp.example

    Final-Recipient: rfc822; Wu.Hao@corp.example
    Action: {action}
    Status: {status}
    Diagnostic-Code: smtp; {code}

    --b
    Content-Type: message/rfc822

    From: secretary@corp.example
    Message-ID: <ours@corp.example>

    x
    --b--
"""


@pytest.mark.parametrize(
    ("action", "status", "code", "permanent"),
    [
        ("failed", "5.1.1", "550 5.1.1 user unknown", True),
        ("delayed", "4.4.1", "connection timed out", False),
        ("delivered", "2.0.0", "250 ok", False),
    ],
)
def test_a_delivery_report_names_the_mail_the_recipient_and_whether_it_is_final(
    action: str, status: str, code: str, permanent: bool
) -> None:
    """RFC 3464."""
    report = mail(DELIVERY_REPORT.format(action=action, status=status, code=code))
    bounce = bounce_of(report)
    assert classify(report) is Automatic.BOUNCE
    assert bounce is not None
    assert (bounce.failed, bounce.recipient, bounce.permanent) == (
        "<ours@corp.example>",
        "wu.hao@corp.example",
        permanent,
    )
    assert bounce.delivered is (action == "delivered")


@pytest.mark.parametrize(
    ("sender", "subject", "body"),
    [
        ("PostMaster@qq.example", "系统退信", "很抱歉，您发送的邮件被退回。收件人 wu.hao@corp.example 不存在。"),
        ("Postmaster@163.example", "系统退信/Systems bounce", "退信原因：550 User not found: wu.hao@corp.example"),
        ("mailer-daemon@x.example", "failure notice", "Sorry, no such user: wu.hao@corp.example"),
        ("MAILER-DAEMON@x.example", "Warning", "The following addresses had delivery errors: wu.hao@corp.example"),
        (
            "no-reply@x.example",
            "邮件投递失败",
            "550 5.1.1 <wu.hao@corp.example> unknown. Message-ID: <ours@corp.example>",
        ),
    ],
)
def test_a_bounce_in_words_alone_is_a_bounce(sender: str, subject: str, body: str) -> None:
    report = fresh(subject, body, sender=sender)
    assert classify(report) is Automatic.BOUNCE
    bounce = bounce_of(report)
    assert bounce is not None
    assert bounce.recipient == "wu.hao@corp.example"


def test_a_person_who_tells_of_a_bounce_is_no_bounce() -> None:
    assert classify(reply("我发给客户的邮件被退回了，550 user unknown，麻烦加个议题。")) is None


@pytest.mark.parametrize(
    "header", ["List-Id: <all.corp.example>", "Precedence: list", "List-Unsubscribe: <mailto:x@y.example>"]
)
def test_list_mail_is_nobodys_answer_but_an_answer_through_a_list_is(header: str) -> None:
    assert classify(fresh("本周简报", "大家好", header)) is Automatic.LIST
    assert classify(reply("参加", header)) is None


def test_an_address_that_nobody_reads_is_no_person() -> None:
    assert classify(fresh("通知", "您的密码将过期", sender="no-reply@corp.example")) is Automatic.LIST


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-generated", "Precedence: bulk", "Return-Path: <>"])
def test_a_persons_click_is_a_persons_answer_whatever_its_headers(header: str) -> None:
    click = calendar_reply(CLICK, sender=f"li.qiang@corp.example\r\n{header}")
    assert classify(click) is None


@pytest.mark.parametrize(
    ("attendee", "sender"),
    [
        (";CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:r301@corp.example", "r301@corp.example"),
        (";CUTYPE=RESOURCE;PARTSTAT=DECLINED:mailto:beamer@corp.example", "beamer@corp.example"),
        (";PARTSTAT=ACCEPTED:mailto:r301@corp.example", "三楼301会议室 <r301@corp.example>"),
        (";PARTSTAT=ACCEPTED:mailto:meeting-room-3@corp.example", "meeting-room-3@corp.example"),
    ],
)
def test_a_room_that_accepts_by_itself_is_automatic(attendee: str, sender: str) -> None:
    """RFC 5545 3.2.3."""
    assert classify(calendar_reply(attendee, sender=sender)) is Automatic.AUTO_REPLY


def test_a_person_whose_answer_lists_the_room_too_is_a_person() -> None:
    everybody = (
        ";PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example\r\n"
        "ATTENDEE;CUTYPE=ROOM;PARTSTAT=ACCEPTED:mailto:r301@corp.example"
    )
    assert classify(calendar_reply(everybody)) is None


def test_an_automatic_subject_without_a_calendar_answer_stays_automatic() -> None:
    assert classify(fresh("自动回复: 周例会", "参加", "X-Calendar: none")) is Automatic.AUTO_REPLY
