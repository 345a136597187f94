"""Every mail in every language: whole, with its headers, and with nothing in it that others could smuggle in."""

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from letters_room import COMPANY, MEETING, RESOLUTION, TEMPLATES, VARIANTS, WRITER, letter, mail, write

from mailflow.core.letters import Letter, MailKind
from mailflow.core.said import Said, Saying
from mailflow.resources import folder

CHINESE, ENGLISH = mail("li.qiang"), mail("david.miller")


def everything() -> Iterator[tuple[MailKind, str]]:
    for kind in MailKind:
        for variant in VARIANTS.get(kind, ("",)):
            yield kind, variant


def parsed(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def text_of(raw: bytes) -> str:
    body = parsed(raw).get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def html_of(raw: bytes) -> str:
    body = parsed(raw).get_body(("html",))
    assert body is not None
    return str(body.get_content())


@pytest.mark.parametrize("reader", [CHINESE, ENGLISH], ids=["zh-CN", "en"])
@pytest.mark.parametrize(("kind", "variant"), list(everything()), ids=lambda x: str(x) or "plain")
def test_every_kind_is_written_in_the_readers_language(kind: MailKind, variant: str, reader: str) -> None:
    raw = write(letter(kind, mail(reader.partition("@")[0]), variant)).raw
    text, html = text_of(raw), html_of(raw)
    assert ("您好" in text) == (reader == CHINESE)
    assert "{{" not in text
    assert "None" not in text
    assert "<script" not in html
    assert "<b>来不了" not in html
    assert text.rstrip().splitlines()[-1].startswith("[mailflow:")


def test_the_headers_of_the_design_stand_in_every_mail() -> None:
    written = write(letter(MailKind.TASK, CHINESE))
    message = parsed(written.raw)
    assert message["X-Mailflow-Kind"] == "task"
    assert message["X-Mailflow-Meeting"] == "weekly-2026-11-30"
    assert message["X-Mailflow-Resolution"] == "weekly-2026-11-30-r1"
    assert message["Auto-Submitted"] == "auto-generated"
    assert len(message.get_all("Auto-Submitted")) == 1
    assert message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert message["Message-ID"] == written.outgoing.message_id
    assert f"secretary+{written.outgoing.token}@corp.example" in message["Reply-To"]
    assert "secretary@corp.example" in message["From"]


def test_an_answer_is_threaded_under_the_mail_that_it_answers() -> None:
    answer = replace(letter(MailKind.RECEIPT, CHINESE), answers="<x@qq.com>", subject="回复：Re: 周例会")
    message = parsed(write(answer).raw)
    assert message["In-Reply-To"] == "<x@qq.com>"
    assert message["Subject"] == "Re: 周例会"
    assert message["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize(
    "title",
    ["整理重点客户报价清单", "Prepare quotations " * 8, "核对 ABC 与 XYZ 的库存 against the list of 双十二", "short"],
)
def test_a_subject_comes_back_as_it_was_written(title: str) -> None:
    meeting = replace(MEETING, resolutions=(replace(RESOLUTION, title=title),))
    for reader in (CHINESE, ENGLISH):
        written = write(letter(MailKind.TASK, reader), meeting)
        assert parsed(written.raw)["Subject"] == written.outgoing.subject
        assert max(len(line) for line in written.raw.split(b"\r\n")) <= 998


def test_the_same_letter_keeps_its_message_id_and_token() -> None:
    first, again = write(letter(MailKind.TASK, CHINESE)), write(letter(MailKind.TASK, CHINESE))
    other = write(letter(MailKind.TASK, ENGLISH))
    changed = write(letter(MailKind.TASK, CHINESE), writer=replace(WRITER, secret=b"another secret of ours"))
    assert first.outgoing == again.outgoing
    assert first.raw == again.raw
    assert len({w.outgoing.token for w in (first, other, changed)}) == 3
    assert len({w.outgoing.message_id for w in (first, other, changed)}) == 3


def test_without_plus_addressing_the_marker_in_the_body_still_names_the_mail() -> None:
    written = write(letter(MailKind.TASK, CHINESE), writer=replace(WRITER, plus_addressing=False))
    assert parsed(written.raw)["Reply-To"] is None
    assert f"[mailflow:{written.outgoing.token}]" in text_of(written.raw)


@given(st.text(max_size=60))
@settings(max_examples=60, deadline=None)
def test_no_words_of_others_begin_a_header_or_a_tag(words: str) -> None:
    nasty = f"{words}\r\nBcc: thief@evil.example\r\n\r\n<img src=x onerror=alert(1)>"
    task = replace(RESOLUTION, title=nasty)
    meeting = replace(MEETING, resolutions=(task,))
    evil = replace(letter(MailKind.TASK, CHINESE), quote=nasty, answers="<a@b.c>\r\nX-Evil: 1", subject=nasty)
    raw = write(evil, meeting).raw
    message = parsed(raw)
    assert message["Bcc"] is None
    assert message["X-Evil"] is None
    assert "<img" not in html_of(raw)


def test_an_attachment_keeps_its_chinese_name_and_its_bytes() -> None:
    parts = list(parsed(write(letter(MailKind.PACKET, CHINESE)).raw).iter_attachments())
    assert [(p.get_filename(), p.get_content()) for p in parts] == [("周报 & <b>.xlsx", b"content")]


def test_a_packet_that_is_too_large_lists_its_files_instead() -> None:
    raw = write(letter(MailKind.PACKET, CHINESE, "list")).raw
    assert not list(parsed(raw).iter_attachments())
    assert "周报 & <b>.xlsx" in text_of(raw)


def test_a_new_version_of_the_minutes_marks_what_changed() -> None:
    raw = write(letter(MailKind.MINUTES, CHINESE)).raw
    assert "－ 促销按原计划进行" in text_of(raw)
    assert "＋ 促销推迟一周" in text_of(raw)
    assert "<ins" in html_of(raw)


def test_a_desk_letter_needs_no_meeting() -> None:
    for kind in (MailKind.HELP, MailKind.REPORT):
        assert text_of(write(Letter(kind=kind, to=CHINESE), meeting=None).raw)
    for variant in ("quarantined", "stranger", "forwarded"):
        plain = Letter(kind=MailKind.NOTICE, to=CHINESE, variant=variant, said=(Said(Saying.QUARANTINED, text="x"),))
        assert text_of(write(plain, meeting=None).raw)
    for variant in ("thread", "unclear"):
        assert text_of(write(Letter(kind=MailKind.ASK, to=CHINESE, variant=variant, quote="?"), meeting=None).raw)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("key", list(Saying))
def test_every_act_has_a_sentence(language: str, key: Saying) -> None:
    assert TEMPLATES.phrase(Said(key), language, COMPANY).strip()


def test_all_languages_have_the_same_files_and_the_same_keys() -> None:
    base = folder("templates")
    names = {p.name: {f.name for f in p.iterdir()} for p in base.iterdir() if (p / "words.toml").exists()}
    assert len(names) >= 2
    assert len({frozenset(files) for files in names.values()}) == 1
    tables = [TEMPLATES.languages[n].words.table for n in names]
    assert len({frozenset(t) for t in tables}) == 1
    groups = [{k: frozenset(v) for k, v in t.items() if isinstance(v, dict)} for t in tables]
    assert all(g == groups[0] for g in groups)


def test_the_recorder_alone_is_told_what_of_the_minutes_could_not_be_read() -> None:
    content = replace(MEETING.minutes[-1].content, unread=("纪要.docx: it is encrypted",))
    meeting = replace(MEETING, minutes=(replace(MEETING.minutes[-1], content=content),))
    told = {
        to: "纪要.docx" in text_of(write(letter(MailKind.MINUTES, mail(to)), meeting).raw)
        for to in ("he.jun", "li.qiang")
    }
    assert told == {"he.jun": True, "li.qiang": False}
