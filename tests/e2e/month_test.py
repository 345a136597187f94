"""A month of the weekly meeting by ``mailflow tick --now``, against Dovecot and an SMTP server that has bad days."""

import os
from collections import Counter
from pathlib import Path

import pytest
from office import Office, moved_in
from servers.house import FrontHouse

from mailflow.demo.form import Filling, Section, Task, fill

pytestmark = pytest.mark.server

FIRST = "weekly-2026-11-30"
MOMENTS = (
    "2026-11-23T10:35", "2026-11-23T15:05", "2026-11-27T15:05", "2026-11-30T10:35", "2026-11-30T15:05",
    "2026-12-02T18:05", "2026-12-04T15:05", "2026-12-07T10:35", "2026-12-07T15:05", "2026-12-09T18:05",
    "2026-12-11T15:05", "2026-12-14T10:35", "2026-12-14T15:05", "2026-12-16T18:05", "2026-12-18T15:05",
    "2026-12-21T10:35", "2026-12-21T15:05", "2026-12-23T18:05",
)  # fmt: skip
MONTH = ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21")


@pytest.fixture
def office(house: FrontHouse, tmp_path: Path) -> Office:
    return moved_in(house, tmp_path, os.environ)


def test_a_meeting_lives_from_its_invitation_to_the_last_task(office: Office) -> None:
    """Each step comes by mail at its time, and the meeting closes when its tasks are reported done."""
    office.tick("2026-11-23T10:00")
    for who in ("wang.fang", "zhang.wei", "sun.li", "david.miller", "he.jun", "liu.yang"):
        office.presses(who, "ACCEPTED", office.newest(who, "invitation"), "2026-11-23 11:00")
    office.replies("wu.hao", "好的，我会准时参加", office.newest("wu.hao", "invitation"), "2026-11-23 11:05")
    leave = office.replies(
        "li.qiang", "周一我要去广州出差，由陈静代我参加", office.newest("li.qiang", "invitation"), "2026-11-23 11:10"
    )
    office.tick("2026-11-23T11:30")
    assert office.line_of(leave)["intents"] == ["leave"]
    office.replies("wang.fang", "同意", office.newest("wang.fang", "leave-request"), "2026-11-23 12:00")
    office.tick("2026-11-23T12:05")
    office.replies("chen.jing", "可以，我来代", office.newest("chen.jing", "substitute-request"), "2026-11-23 13:00")
    office.tick("2026-11-23T13:05")
    seats = office.status(FIRST)["attendance"]
    assert seats["li.qiang@corp.example"]["leave"]["state"] == "approved"
    assert "广州出差" in seats["li.qiang@corp.example"]["leave"]["reason"]
    assert seats["li.qiang@corp.example"]["substitute"] == "chen.jing@corp.example"
    assert seats["chen.jing@corp.example"]["stands_for"] == "li.qiang@corp.example"
    assert seats["wu.hao@corp.example"]["partstat"] == "ACCEPTED"
    office.tick("2026-11-24T10:00")
    assert office.newest("wu.hao", "call")
    assert "zhao.min" not in _reminded(office)
    office.tick("2026-11-26T10:00")
    assert "zhao.min" in _reminded(office)
    assert "wu.hao" not in _reminded(office)
    office.tick("2026-11-27T15:00")
    agenda = office.newest("zhao.min", "agenda")
    assert "由陈静代为参会" in agenda.text
    office.tick("2026-11-30T10:31")
    form = fill(office.newest("he.jun", "minutes-request").text, FILLING)
    office.replies("he.jun", form, office.newest("he.jun", "minutes-request"), "2026-11-30 14:00")
    office.tick("2026-11-30T14:05")
    for who in ("wang.fang", "zhang.wei", "wu.hao", "li.qiang"):
        office.replies(who, "确认，无异议", office.newest(who, "minutes"), "2026-11-30 15:00")
    office.tick("2026-11-30T15:05")
    assert set(office.status(FIRST)["minutes"]["confirmed"]) >= {"wang.fang@corp.example", "li.qiang@corp.example"}
    office.tick("2026-12-02T18:00")
    assert office.status(FIRST)["state"] == "confirmed"
    assert "核对安全库存" in office.newest("wu.hao", "task").text
    office.replies("wu.hao", "已完成", office.newest("wu.hao", "task"), "2026-12-03 09:00")
    office.tick("2026-12-03T09:05")
    assert office.status(FIRST)["state"] == "closed"
    assert office.status()["outbox"] == {"queued": 0, "failed": 0}
    assert office.status()["quarantine"] == 0


def test_a_month_with_a_mail_server_that_refuses_and_hangs_up_loses_and_doubles_nothing(
    office: Office, house: FrontHouse
) -> None:
    """Whatever the SMTP server does, everybody has each invitation once, and every mail has its ledger line."""
    house.front.fault("RCPT", "451 4.3.0 later", times=7)
    house.front.fault("DATA", "", times=2, drop="before")
    sent: list[str] = []
    answered: set[str] = set()
    for number, moment in enumerate(MOMENTS):
        office.tick(moment)
        if number % 3 == 0:
            house.front.fault("DATA", "452 4.2.2 full", times=2)
        sent += _answers(office, moment.replace("T", " "), answered)
    for later in ("2026-12-24T10:00", "2026-12-25T10:00"):
        office.tick(later)
    for day in MONTH:
        for who in ("wang.fang", "wu.hao", "david.miller"):
            assert len(office.mails(who, "invitation", f"weekly-{day}")) == 1, (who, day)
    ledger = Counter(line["message_id"] for line in office.ledger())
    assert {m: ledger[m] for m in sent if ledger[m] != 1} == {}
    for who in ("wang.fang", "wu.hao", "he.jun"):
        ids = Counter(m.message_id for m in office.mails(who))
        assert [i for i, n in ids.items() if n > 1] == []
    assert office.status()["outbox"]["queued"] == 0
    assert house.mailbox().messages() == []


def _reminded(office: Office) -> list[str]:
    return [who for who in ("zhao.min", "wu.hao") if office.mails(who, "rsvp-reminder")]


def _answers(office: Office, at: str, answered: set[str]) -> list[str]:
    """A few people answer what is new to them, in their own way."""
    sent: list[str] = []
    for who in ("wang.fang", "wu.hao", "he.jun"):
        for mail in office.mails(who):
            if mail.message_id in answered:
                continue
            answered.add(mail.message_id)
            if mail.kind == "invitation":
                sent.append(office.presses(who, "ACCEPTED", mail, at))
            elif mail.kind == "minutes-request" and who == "he.jun":
                sent.append(office.replies(who, fill(mail.text, FILLING), mail, at))
            elif mail.kind == "minutes":
                sent.append(office.replies(who, "确认，无异议", mail, at))
            elif mail.kind == "task":
                sent.append(office.replies(who, "已完成", mail, at))
    return sent


FILLING = Filling(
    sections=(
        Section("上周销售情况", discussed="华东完成 95%", decided="促销按原计划进行"),
        Section("上周运营情况", discussed="备货正常", tasks=(Task("核对安全库存", "吴昊", "下周五", "按区域列出"),)),
    )
)
