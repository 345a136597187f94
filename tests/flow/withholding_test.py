"""A reminder that a server put off is not sent once its recipient has answered; the ledger says so."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from called_meetings_test import Desk

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.said import Saying
from mailflow.flow import outgoing, timers

REMINDED = datetime.fromisoformat("2026-12-01T10:00:00+08:00")


@pytest.fixture
def desk() -> Desk:
    """A seminar of 3 December; on the first the reminders were tried three times and put off."""
    desk = Desk()
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00，请吴昊、孙丽参加。")
    desk.until("12-01 10:00")
    stored = desk.service.store.load(meeting(desk).id)
    assert stored is not None
    mails = tuple(put_off(o) if o.kind is MailKind.RSVP_REMINDER else sent(o) for o in stored.record.outgoing)
    desk.service.store.save(replace(stored.record, outgoing=mails), stored.version)
    return desk


def put_off(mail: Outgoing) -> Outgoing:
    wait = outgoing.wait_before(3, mail.message_id)
    return replace(mail, attempts=3, next_attempt=REMINDED + wait, error="450 4.2.1 try again later")


def sent(mail: Outgoing) -> Outgoing:
    return replace(mail, state=SendState.SENT, sent_at=mail.made_at)


def meeting(desk: Desk) -> Meeting:
    return next(s.record for s in desk.service.store.open_records() if isinstance(s.record, Meeting))


def reminders(desk: Desk) -> dict[str, SendState]:
    return {o.to.partition("@")[0]: o.state for o in meeting(desk).outgoing if o.kind is MailKind.RSVP_REMINDER}


def test_who_has_answered_meanwhile_gets_the_reminder_no_more_and_the_others_do(desk: Desk) -> None:
    desk.now = REMINDED + timedelta(minutes=10)
    desk.answers("wu.hao", MailKind.INVITATION, "参加")
    assert reminders(desk)["wu.hao"] is SendState.WITHHELD
    assert reminders(desk)["sun.li"] is SendState.QUEUED
    said = [s for e in meeting(desk).log for s in e.said if s.key is Saying.MAIL_WITHHELD]
    assert [s.person for s in said] == ["wu.hao@corp.example"]


def test_a_mail_that_is_with_the_server_just_now_is_left_alone(desk: Desk) -> None:
    desk.now = REMINDED + timedelta(seconds=30)
    desk.answers("wu.hao", MailKind.INVITATION, "参加")
    assert reminders(desk)["wu.hao"] is SendState.QUEUED


def test_a_second_look_withholds_nothing_more(desk: Desk) -> None:
    desk.now = REMINDED + timedelta(minutes=10)
    desk.answers("wu.hao", MailKind.INVITATION, "参加")
    lines = len(meeting(desk).log)
    timers.pass_time(desk.service, desk.now)
    assert len(meeting(desk).log) == lines
