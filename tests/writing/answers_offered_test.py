"""Every answer that a mail offers is understood as what it says, and one that is sent unfilled decides too little, never wrong."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from letters_room import COMPANY, MEETING, RESOLUTION, TEMPLATES, VARIANTS, WRITER, letter, mail, record_of

from mailflow.core.letters import MailKind
from mailflow.core.reply import SETTLE, About, Context, Interpretation, MeetingBrief, RequestBrief, ResolutionBrief
from mailflow.reading.interpret import Reader
from mailflow.reading.lexicon import Lexicon
from mailflow.reading.message import parse
from mailflow.reading.phrasebook import Phrases
from mailflow.resources import folder
from mailflow.writing.body import Kind, answers, blocks

READERS = {"zh-CN": mail("li.qiang"), "en": mail("david.miller")}

ABOUT = {
    MailKind.INVITATION: About.INVITATION, MailKind.UPDATE: About.INVITATION, MailKind.AGENDA: About.INVITATION,
    MailKind.RSVP_REMINDER: About.INVITATION, MailKind.LEAVE_DECISION: About.INVITATION,
    MailKind.CALL: About.CALL, MailKind.MATERIALS_REMINDER: About.CALL,
    MailKind.LEAVE_REQUEST: About.APPROVAL, MailKind.APPROVAL_REQUEST: About.APPROVAL,
    MailKind.SUBSTITUTE_REQUEST: About.SUBSTITUTE,
    MailKind.MINUTES: About.MINUTES, MailKind.MINUTES_REMINDER: About.MINUTES,
    MailKind.TASK: About.RESOLUTION, MailKind.TASK_REMINDER: About.RESOLUTION, MailKind.ESCALATION: About.RESOLUTION,
}  # fmt: skip
"""What an answer to each kind is read as (core/steps set it on the letters)."""

ASKED = {
    "leave-details": (About.INVITATION,), "substitute": (About.INVITATION,),
    "convene": (About.INVITATION,), "next-meeting": (About.INVITATION,),
    "extend": (About.RESOLUTION,), "reassign": (About.RESOLUTION,), "minutes": (About.MINUTES_REQUEST,), "thread": (),
    "unclear": (About.INVITATION, About.CALL, About.APPROVAL, About.SUBSTITUTE, About.MINUTES, About.RESOLUTION),
}  # fmt: skip


WHEN = ("12月3日", "明天上午", "下周三", "3 December", "Tomorrow", "Next Wednesday")
"""Answers to the question when a meeting shall be."""


def about_of(kind: MailKind, variant: str) -> About:
    """A notice asks nothing, except those on times that were proposed and on the venue; a reminder asks the recorder, or who confirms."""
    if kind is MailKind.MINUTES_REMINDER and not variant:
        return About.MINUTES_REQUEST
    if kind is MailKind.NOTICE and (
        variant.startswith("proposal") or variant in ("venue", "agenda-long", "double-booked", "short")
    ):
        return About.INVITATION
    if kind is MailKind.OBJECTION and variant == "answered":
        return About.MINUTES
    if kind is MailKind.NOTICE and variant in ("owner-left", "handed-back"):
        return About.RESOLUTION
    return ABOUT.get(kind, About.NONE)


MEANS = {
    ("参加", "I will attend"): "accept",
    ("请假", "I cannot come", "由……代", "原因：……，由", "… will come instead", "The reason is"): "leave",
    ("晚到", "I will be 10 minutes late"): "late",
    ("议题：", "Topic:"): "topic",
    ("本次没有", "Nothing to submit"): "nothing",
    (
        "批准",
        "同意",
        "是，请执行",
        "Approved",
        "Yes, go",
        "Yes, call",
        "Yes, move",
        "Yes, invite",
        "Yes, it",
        "已解决",
        "Solved",
        "接受",
        "I accept",
    ): "approve",
    ("不批准", "不同意", "不，", "没有解决", "不接受", "I do not accept", "Not approved", "No"): "reject",
    ("同意代为", "Yes, I will stand in"): "accept",
    ("不能参加", "I cannot attend"): "leave",
    ("确认", "I confirm"): "confirm",
    ("异议：", "Objection:"): "object",
    ("已完成", "Done"): "done",
    ("完成了", "50%"): "progress",
    ("申请延期", "延期到", "Please extend"): "extend",
    ("请转给", "Please hand it"): "reassign",
    ("改到", "Move to", *WHEN): "counter",
    ("会议地点", "The venue", "Please change the venue"): "venue",
    ("取消会议", "Cancel the meeting"): "cancel",
    ("会议延长", "Extend the meeting"): "lengthen",
    ("已处理", "忽略", "Dealt with", "Ignore it"): "settle",
    ("取消任务", "没有取消任务", "Drop the task", "No task is dropped"): "minutes",
}
"""By the beginning of an answer; the longest one that fits counts."""

FILLED = (
    ("地点定在……", "地点定在三楼大会议室"), ("地点改到……", "地点改到三楼大会议室"), ("venue is …", "venue is Room 302"),
    ("venue to …", "venue to Room 302"), ("原因：……", "原因：出差"), ("由……代", "由陈静代"), ("转给……", "转给陈静"), ("×月×日", "12月10日"),
    ("……", "金额应为120万"), ("because … ", "because of a business trip"), ("because …", "of a business trip"),
    ("reason is … ", "reason is a business trip"), ("… will", "Chen Jing will"), ("it to …", "it to Chen Jing"),
    ("×点", "14点"), ("DATE, TIME", "10 December at 14:00"), ("DATE", "10 December"), ("…", "the amount is 1.2 million"),
)  # fmt: skip


@cache
def reader() -> Reader:
    lexicons = [Lexicon.parse((folder("templates") / at / "lexicon.toml").read_text("utf-8"), at) for at in READERS]
    minutes = [Phrases.parse((folder("templates") / at / "minutes.toml").read_text("utf-8"), at) for at in READERS]
    return Reader.of(COMPANY, lexicons, minutes=minutes)


def read(words: str, about: About, sender: str) -> Interpretation:
    raw = (
        f"From: {sender}\r\nTo: secretary@corp.example\r\nSubject: Re: [x]\r\nMessage-ID: <1@corp.example>\r\n"
        f"In-Reply-To: <0@corp.example>\r\nDate: Thu, 26 Nov 2026 10:00:00 +0800\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{words}\r\n"
    )
    task = ResolutionBrief(RESOLUTION.title, mail("li.qiang"), date(2026, 12, 4))
    context = Context(
        about=about,
        meeting=MeetingBrief("weekly", MEETING.terms.title, MEETING.start, MEETING.end),
        resolution=task if about is About.RESOLUTION else None,
        request=_request(words, about),
    )
    return reader().interpret(parse(raw.encode()), context)


def _request(words: str, about: About) -> RequestBrief | None:
    if about is About.APPROVAL:
        return RequestBrief("close" if "solved" in words or "解决" in words else "leave", mail("li.qiang"))
    if about is About.INVITATION and ("olved" in words or "解决" in words):
        return RequestBrief("next", mail("li.qiang"))
    if about is About.RESOLUTION and ("接受" in words or "accept" in words):
        return RequestBrief("handed", mail("chen.jing"))
    if about is About.NONE and words.startswith(("已处理", "忽略", "Dealt with", "Ignore")):
        return RequestBrief(SETTLE, mail("li.qiang"))
    asked_when = about is About.INVITATION and words.startswith(WHEN)
    return RequestBrief("time", mail("li.qiang")) if asked_when else None


def offered() -> Iterator[tuple[str, About, str]]:
    """Language, what is answered, and the answer, each once."""
    found = {
        (language, about, answer): None
        for language, to in READERS.items()
        for kind in MailKind
        for variant in VARIANTS.get(kind, ("",))
        for about in (ASKED[variant] if kind is MailKind.ASK else (about_of(kind, variant),))
        for answer in _answers(kind, variant, about, to, language)
    }
    yield from found


def _answers(kind: MailKind, variant: str, about: About, to: str, language: str) -> Iterator[str]:
    asked = replace(letter(kind, mail(to.partition("@")[0]), variant), about=about)
    page = WRITER._page(asked, record_of(asked), TEMPLATES.speech(language, COMPANY), MEETING.start)
    for block in blocks(page.body):
        if block.kind is Kind.ANSWERS:
            yield from answers(block)


def meant(answer: str) -> str:
    fitting = [(start, kind) for starts, kind in MEANS.items() for start in starts if answer.startswith(start)]
    return max(fitting, key=lambda each: len(each[0]))[1]


def filled(answer: str) -> str:
    for blank, words in FILLED:
        answer = answer.replace(blank, words)
    return answer


@pytest.mark.parametrize(("language", "about", "answer"), list(offered()))
def test_an_offered_answer_is_understood_as_what_it_says(language: str, about: About, answer: str) -> None:
    reading = read(filled(answer), about, READERS[language])
    assert [i.kind for i in reading.intents] == [meant(answer)]
    assert not reading.unclear


@pytest.mark.parametrize(("language", "about", "answer"), [o for o in offered() if filled(o[2]) != o[2]])
def test_an_answer_sent_unfilled_takes_no_dots_for_words(language: str, about: About, answer: str) -> None:
    reading = read(answer, about, READERS[language])
    assert {i.kind for i in reading.intents} <= {meant(answer)}
    for intent in reading.intents:
        stated = {value for name, value in vars(intent).items() if name != "kind" and value}
        assert not stated


@pytest.mark.parametrize("language", READERS)
def test_every_mail_that_asks_offers_an_answer(language: str) -> None:
    for kind in ABOUT:
        variants = [v for v in VARIANTS.get(kind, ("",)) if (kind, v) not in NOTHING_ASKED]
        for variant in variants:
            shown = list(_answers(kind, variant, ABOUT[kind], READERS[language], language))
            assert shown, (kind, variant)


NOTHING_ASKED = {
    (MailKind.MATERIALS_REMINDER, "overdue"), (MailKind.MINUTES_REMINDER, ""), (MailKind.MINUTES_REMINDER, "overdue"),
    (MailKind.MINUTES_REMINDER, "objected"),
    (MailKind.ESCALATION, "host"),
}  # fmt: skip
