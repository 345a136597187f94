"""Headers that hold threads together, whatever comes in with an answer."""

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from letters_room import MEETING, NOW, TASK, WRITER, letter, mail, write

from mailflow.core.letters import Letter, MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import About, File
from mailflow.core.values import Address, Digest, MessageId, Token

LI = mail("li.qiang")
LONG = MessageId(f"<SI2PR01MB{'7' * 60}@SI2PR01MB.apcprd01.prod.exchangelabs.com>")


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def sent(name: str, to: Address = LI, about: str = "") -> Outgoing:
    return Outgoing(
        message_id=MessageId(f"<{name}@corp.example>"), token=Token("t"), kind=MailKind.TASK, to=to, about=About.NONE,
        ref="", subject="", raw=Digest("0" * 64), made_at=NOW, resolution=TASK if about == "task" else None,
    )  # fmt: skip


def test_a_message_id_longer_than_a_line_is_kept_as_it_is() -> None:
    raw = write(replace(letter(MailKind.RECEIPT, LI), answers=LONG, subject="x")).raw
    assert f"In-Reply-To: {LONG}\r\n".encode() in raw
    assert b"=?utf-8?q?=3C" not in raw


@pytest.mark.parametrize("answers", ["no id at all", "", "<中文@qq.com>"])
def test_what_is_no_message_id_is_not_answered_under(answers: str) -> None:
    message = parsed(write(replace(letter(MailKind.RECEIPT, LI), answers=MessageId(answers), subject="x")).raw)
    assert message["In-Reply-To"] is None


def test_mails_about_a_meeting_and_about_a_task_stand_under_their_first_ones() -> None:
    mails = (sent("other", mail("wang.fang")), sent("first"), sent("task", about="task"), sent("later", about="task"))
    meeting = replace(MEETING, outgoing=mails)
    assert parsed(write(letter(MailKind.TASK, LI), meeting).raw)["References"] == (
        "<first@corp.example> <task@corp.example>"
    )
    plain = Letter(kind=MailKind.AGENDA, to=LI)
    assert parsed(write(plain, meeting).raw)["References"] == "<first@corp.example>"


def test_only_what_answers_a_mail_is_called_a_reply() -> None:
    """RFC 3834 5; a receipt to who is represented answers no mail of theirs."""
    answer = replace(letter(MailKind.RECEIPT, LI), answers=MessageId("<a@qq.com>"), subject="x")
    assert parsed(write(answer).raw)["Auto-Submitted"] == "auto-replied"
    assert parsed(write(letter(MailKind.RECEIPT, LI)).raw)["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("subject", ["\ud83d 半个字符", "a\x00b\x07", "\u202efdp.exe", "长" * 400])
def test_any_subject_can_be_answered(subject: str) -> None:
    answer = replace(letter(MailKind.RECEIPT, LI), answers=MessageId("<a@qq.com>"), subject=subject)
    written = write(answer)
    assert parsed(written.raw)["Subject"] == written.outgoing.subject
    assert not set(written.outgoing.subject) & set("\x00\x07\u202e\ud83d")


def test_without_plus_addressing_a_button_brings_the_mark_in_its_text() -> None:
    written = write(letter(MailKind.INVITATION, LI), writer=replace(WRITER, plus_addressing=False))
    body = parsed(written.raw).get_body(("html",))
    assert body is not None
    assert f"%5Bmailflow%3A{written.outgoing.token}%5D" in str(body.get_content())


def test_a_calendar_among_the_materials_is_a_file_and_no_invitation() -> None:
    file = File("计划.ics", "text/calendar", 7, Digest("b" * 64))
    message = parsed(write(replace(letter(MailKind.PACKET, LI), files=(file,))).raw)
    assert [p.get_content_type() for p in message.iter_attachments()] == ["application/octet-stream"]
