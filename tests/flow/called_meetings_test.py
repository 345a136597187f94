"""Policy 2.3, 2.4 from bytes to mails: a meeting called by one mail, a problem followed until it is solved."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from mailflow import bootstrap, config
from mailflow.adapters.clock import FixedClock
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.outgoing import Outgoing
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.record import Record
from mailflow.core.said import Saying
from mailflow.core.steps.reports import Rhythm
from mailflow.core.values import Address, RecordId
from mailflow.demo.received import read
from mailflow.flow import intake, outgoing, timers
from mailflow.flow.service import Service
from mailflow.ports import Refused
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-11-25T09:00:00+08:00")
_PASSED = "mx.corp.example; dmarc=pass header.from=corp.example"


@cache
def wired() -> Service:
    read_config = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read_config, service=replace(read_config.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, MemoryStore(), NOW)
    called = {key: built.series[key] for key in ("special", "ad-hoc")}
    return replace(built, series=called, trusted_authserv="mx.corp.example", rhythm=Rhythm(None))


class Desk:
    """One company without its regular meetings, and a clock that is moved by hand."""

    def __init__(self) -> None:
        self.service = replace(wired(), store=MemoryStore())
        self.now = NOW
        self._number = 0

    def writes(
        self, who: str, words: str, to: str = "secretary@corp.example", subject: str = "开会", verified: bool = True
    ) -> list[Outgoing]:
        """A mail as people write them; returns what was written because of it, by reply and by the pass after it."""
        self._number += 1
        before = {o.message_id for o in self.mails}
        raw = "\r\n".join(
            [
                *([f"Authentication-Results: {_PASSED}"] if verified else []),
                f"From: {who}@corp.example",
                f"To: {to}",
                f"Subject: {subject}",
                f"Date: {self.now:%a, %d %b %Y %H:%M:%S %z}",
                f"Message-ID: <{self._number}.{who}@corp.example>",
                "Content-Type: text/plain; charset=utf-8",
                "",
                words,
            ]
        ).encode()
        intake.take(raw, self.service, self.now)
        timers.pass_time(self.service, self.now)
        return [o for o in self.mails if o.message_id not in before]

    def answers(self, who: str, kind: MailKind, words: str) -> list[Outgoing]:
        asked = next(o for o in reversed(self.mails) if o.to == f"{who}@corp.example" and o.kind is kind)
        return self.writes(who, words, f"secretary+{asked.token}@corp.example", f"回复：{asked.subject}")

    def until(self, moment: str) -> list[Outgoing]:
        before = {o.message_id for o in self.mails}
        self.now = datetime.fromisoformat(f"2026-{moment}:00+08:00")
        timers.pass_time(self.service, self.now)
        return [o for o in self.mails if o.message_id not in before]

    @property
    def mails(self) -> list[Outgoing]:
        return [o for s in self.service.store.all_records() for o in s.record.outgoing]

    def record(self, key: str) -> Record:
        stored = self.service.store.load(RecordId(key))
        assert stored is not None
        return stored.record

    def meeting(self, key: str) -> Meeting:
        found = self.record(key)
        assert isinstance(found, Meeting)
        return found

    def problem(self, key: str) -> Problem:
        found = self.record(key)
        assert isinstance(found, Problem)
        return found


@pytest.fixture
def desk() -> Desk:
    return Desk()


def kinds(mails: list[Outgoing]) -> set[tuple[str, str]]:
    return {(o.kind.value, o.to.partition("@")[0]) for o in mails}


def test_an_urgent_meeting_is_called_and_invited_to_in_one_pass(desk: Desk) -> None:
    written = desk.writes("li.qiang", "客户投诉升级，请召集临时会议，今天下午3点，请吴昊、孙丽参加。")
    assert ("invitation", "wu.hao") in kinds(written)
    assert ("invitation", "sun.li") in kinds(written)
    assert ("receipt", "li.qiang") in kinds(written)
    meeting = desk.meeting("ad-hoc-2026-11-25")
    assert meeting.start == datetime.fromisoformat("2026-11-25T15:00:00+08:00")
    invitation = next(o for o in written if o.kind is MailKind.INVITATION and o.to == "wu.hao@corp.example")
    shown = read(desk.service.store.get_blob(invitation.raw))
    assert "从略" in shown.text
    assert "征集议题和资料" in shown.text


def test_a_sender_who_cannot_be_verified_confirms_from_the_own_address_first(desk: Desk) -> None:
    words = "客户投诉升级，请召集临时会议，今天下午3点，请吴昊、孙丽参加。"
    asked = desk.writes("li.qiang", words, verified=False)
    assert kinds(asked) == {("approval-request", "li.qiang")}
    written = desk.answers("li.qiang", MailKind.APPROVAL_REQUEST, "同意，请发邀请")
    assert ("invitation", "wu.hao") in kinds(written)


def test_who_may_not_call_one_is_told_and_the_organizers_decide(desk: Desk) -> None:
    written = desk.writes("david.miller", "Please call a special meeting on the returns for 3 December at 14:00.")
    assert not [o for o in written if o.kind is MailKind.INVITATION]
    assert ("notice", "liu.yang") in kinds(written)


def test_the_same_call_sent_twice_is_one_meeting(desk: Desk) -> None:
    words = "请召集专项会议，讨论退货率，12月3日14:00。"
    desk.writes("li.qiang", words)
    again = desk.writes("li.qiang", words)
    assert kinds(again) == {("receipt", "li.qiang")}
    assert [key for key in desk.service.store.ids() if key.startswith("special-")] == ["special-2026-12-03"]


def test_a_call_without_an_hour_is_completed_by_a_bare_time(desk: Desk) -> None:
    asked = desk.writes("li.qiang", "请召集专项会议，讨论退货率过高的问题。")
    assert kinds(asked) == {("ask", "li.qiang")}
    written = desk.answers("li.qiang", MailKind.ASK, "12月3日14:00")
    assert ("invitation", "zhang.wei") in kinds(written)


def test_a_problem_lives_through_two_meetings_until_its_host_says_that_it_is_solved(desk: Desk) -> None:
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00。")
    problem = next(key for key in desk.service.store.ids() if key.startswith("problem-"))
    desk.until("12-03T15:30")
    minutes = "出席：张伟、王芳、刘洋、何军、李强\n决议：\n1. 改进包装方案，责任人：李强，完成时间：12月10日\n"
    desk.answers("he.jun", MailKind.MINUTES_REQUEST, minutes)
    desk.until("12-04T10:00")
    desk.until("12-08T18:30")
    assert desk.meeting("special-2026-12-03").state is MeetingState.CONFIRMED
    desk.until("12-09T10:00")
    desk.answers("li.qiang", MailKind.TASK, "已完成")
    asked = desk.until("12-09T11:00") + [o for o in desk.mails if o.variant == "close"]
    assert ("approval-request", "zhang.wei") in kinds(asked)
    again = desk.answers("zhang.wei", MailKind.APPROVAL_REQUEST, "还没有解决，退货率又上来了。")
    assert ("ask", "zhang.wei") in kinds(again)
    invited = desk.answers("zhang.wei", MailKind.ASK, "12月17日下午两点")
    assert ("invitation", "li.qiang") in kinds(invited)
    second = desk.meeting("special-2026-12-17")
    assert second.problem == problem
    desk.until("12-17T15:30")
    desk.answers("he.jun", MailKind.MINUTES_REQUEST, minutes.replace("12月10日", "12月24日"))
    desk.until("12-23T18:30")
    desk.until("12-24T10:00")
    desk.answers("li.qiang", MailKind.TASK, "已完成")
    desk.until("12-24T11:00")
    closing = desk.answers("zhang.wei", MailKind.APPROVAL_REQUEST, "已解决")
    assert desk.problem(problem).state is ProblemState.SOLVED
    assert ("report", "li.qiang") in kinds(closing)
    assert not [o for o in desk.until("12-31T10:00") if o.kind is MailKind.ASK]


def test_a_pass_that_died_between_two_records_is_made_good_by_the_next(desk: Desk) -> None:
    """The meeting is stored, its problem is not yet: nothing depends on both having been written at once."""
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00。")
    meeting = desk.meeting("special-2026-12-03")
    half = MemoryStore()
    half.save(meeting, 0)
    for sent in meeting.outgoing:
        half.put_blob(desk.service.store.get_blob(sent.raw))
    timers.pass_time(replace(desk.service, store=half), desk.now + timedelta(minutes=1))
    assert [key for key in half.ids() if key.startswith("problem-")] == ["problem-special-2026-12-03"]


def test_a_calendar_that_asks_for_the_meeting_as_it_stands_gets_the_invitation_again(desk: Desk) -> None:
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00，请吴昊参加。")
    request = "\r\n".join(
        [
            "From: wu.hao@corp.example",
            "To: secretary@corp.example",
            "Subject: refresh",
            "Message-ID: <r1@corp.example>",
            "Content-Type: text/calendar; method=REFRESH; charset=utf-8",
            "",
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//calendar//EN",
            "METHOD:REFRESH",
            "BEGIN:VEVENT",
            "UID:special-2026-12-03@mailflow",
            "DTSTAMP:20261125T020000Z",
            "ORGANIZER:mailto:secretary@corp.example",
            "ATTENDEE:mailto:wu.hao@corp.example",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
    ).encode()
    before = len(desk.mails)
    intake.take(request, desk.service, desk.now)
    assert [(o.kind, o.to) for o in desk.mails[before:]] == [(MailKind.INVITATION, "wu.hao@corp.example")]


def test_a_mail_about_a_problem_that_is_refused_is_told_to_the_organizers(desk: Desk) -> None:
    class Refusing:
        async def send(self, raw: bytes, recipient: Address) -> None:
            if recipient == "zhang.wei@corp.example":
                raise Refused(f"550 no such user {recipient}, {len(raw)} bytes")

        async def close(self) -> None: ...

    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00。")
    desk.answers("li.qiang", MailKind.INVITATION, "参加")
    problem = next(key for key in desk.service.store.ids() if key.startswith("problem-"))
    stored = desk.service.store.load(RecordId("special-2026-12-03"))
    assert stored is not None
    assert isinstance(stored.record, Meeting)
    desk.service.store.save(replace(stored.record, state=MeetingState.CANCELLED), stored.version)
    desk.until("12-04T10:00")
    asyncio.run(outgoing.send_all(desk.service, Refusing(), FixedClock(desk.now)))
    assert any(s.key is Saying.DELIVERY_FAILED for e in desk.problem(problem).log for s in e.said)
    told = [o.to for s in desk.service.store.all_records() for o in s.record.outgoing if o.variant == "delivery-failed"]
    assert sorted(told) == ["he.jun@corp.example", "liu.yang@corp.example"], "once, whatever records it concerns"
