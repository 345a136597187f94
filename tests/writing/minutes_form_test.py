"""The form that the recorder gets is read back: what mailflow filled in, and what the recorder adds (policy 5.3.1)."""

from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import default
from functools import cache

import pytest
from letters_room import COMPANY, MEETING, letter, mail, write

from mailflow.core.letters import MailKind
from mailflow.core.minutes import MinutesContent
from mailflow.core.reply import MeetingBrief
from mailflow.reading.minutes import read_minutes
from mailflow.reading.minutes.documents import MinutesFile
from mailflow.reading.phrasebook import Phrases
from mailflow.reading.tools import Tools
from mailflow.resources import folder

LANGUAGES = ("zh-CN", "en")
FIRST = {"zh-CN": "【出席情况】", "en": "Attendance"}
TASK = {
    "zh-CN": ("任务：", "责任人：", "完成时间：", "要求："),
    "en": ("Task: ", "Owner: ", "Due: ", "Requirement: "),
}
SAID = {
    "zh-CN": ("完成春节备货清单", "陈静", "12月4日", "按区域列出安全库存"),
    "en": ("Finish the stock list", "Chen Jing", "4 December", "by region"),
}


@cache
def tools() -> Tools:
    texts = {at: (folder("templates") / at / "minutes.toml").read_text("utf-8") for at in LANGUAGES}
    return Tools.of(COMPANY, (), [Phrases.parse(text, at) for at, text in texts.items()])


def form(language: str) -> str:
    recorder = mail("he.jun" if language == "zh-CN" else "david.miller")
    asked = letter(MailKind.MINUTES_REQUEST, recorder)
    meeting = replace(MEETING, terms=replace(MEETING.terms, recorder=recorder))
    body = message_from_bytes(write(asked, meeting).raw, policy=default).get_body(("plain",))
    assert body is not None
    text = str(body.get_content()).replace("\r\n", "\n")
    return text[text.index(FIRST[language]) : text.index("\n-- \n")]


def read(text: str) -> MinutesContent:
    brief = MeetingBrief("weekly", MEETING.terms.title, MEETING.start, MEETING.end)
    return read_minutes(MinutesFile("minutes.txt", text.encode()), brief, MEETING.end, tools())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_attendance_filled_in_is_read_back(language: str) -> None:
    who = read(form(language)).attendance
    assert set(who.present) == {mail(n) for n in ("wang.fang", "chen.jing", "david.miller", "he.jun")}
    assert who.on_leave == (mail("li.qiang"),)
    assert [(s.absent, s.substitute) for s in who.substitutes] == [(mail("li.qiang"), mail("chen.jing"))]
    assert who.late == who.left_early == who.absent == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_left_empty_gives_nobody_a_task_and_raises_no_question(language: str) -> None:
    content = read(form(language))
    assert content.resolutions == ()
    assert content.decisions == ()
    assert content.problems == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_task_written_into_the_form_is_read_with_owner_and_deadline(language: str) -> None:
    text = form(language)
    for label, words in zip(TASK[language], SAID[language], strict=True):
        text = text.replace(f"\n{label.rstrip()}", f"\n{label.rstrip()} {words}", 1)
    content = read(text)
    assert [(t.title, t.owners, t.due) for t in content.resolutions] == [
        (SAID[language][0], (mail("chen.jing"),), date(2026, 12, 4))
    ]
    assert content.problems == ()
