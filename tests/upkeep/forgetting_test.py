"""`mailflow forget`: no byte of a person's words is left, and no decision is lost."""

import asyncio
import inspect
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from mailflow import bootstrap, config
from mailflow.core import said
from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.meeting import LeaveState, Meeting
from mailflow.core.outgoing import SendState
from mailflow.core.record import Record
from mailflow.core.said import Saying
from mailflow.core.values import Address
from mailflow.flow import intake, outgoing, quarantine, timers
from mailflow.flow.service import Service
from mailflow.reading.mail import Unreadable
from mailflow.reading.message import parse
from mailflow.resources import folder
from mailflow.stores import codec
from mailflow.stores.blobs import Blobs
from mailflow.stores.memory import MemoryStore
from mailflow.stores.tinydb_store import TinyDbStore
from mailflow.upkeep import forgetting, words
from mailflow.upkeep.damage import examine
from mailflow.upkeep.person import Person

NOW = datetime.fromisoformat("2026-11-23T10:30:00+08:00")
LI, CHEN, HOST = (Address(f"{name}@corp.example") for name in ("li.qiang", "chen.jing", "wang.fang"))
REASON = "要去医院做膝盖手术"


@cache
def company() -> tuple[config.Config, Service]:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    return settings, replace(bootstrap.service(settings, MemoryStore(), NOW), trusted_authserv="mx.corp.example")


class Taker:
    async def send(self, raw: bytes, recipient: Address) -> None: ...

    async def close(self) -> None: ...


class Office:
    """The sample company over a store on disk."""

    def __init__(self, base: Path) -> None:
        self.settings, wired = company()
        self.path = base / "var"
        self.store = TinyDbStore(self.path)
        self.blobs = Blobs(self.path / "blobs")
        self.service = replace(wired, store=self.store)
        self.clock = bootstrap.clock(self.settings, NOW)
        self._number = len(self.records) and 100  # no Message-ID twice

    def writes(
        self,
        who: Address,
        text: str,
        to: str = "secretary@corp.example",
        subject: str = "回复",
        proof: str = "dmarc=pass header.from=corp.example",
    ) -> bytes:
        self._number += 1
        head = [
            f"Authentication-Results: mx.corp.example; {proof}",
            f"From: {who}",
            f"To: {to}",
            f"Subject: {subject}",
            f"Message-ID: <{self._number}.{who}>",
            "Content-Type: text/plain; charset=utf-8",
        ]
        raw = "\r\n".join([*head, "", text]).encode()
        intake.take(raw, self.service, NOW)
        return raw

    def answers(self, who: Address, text: str, kind: str = "invitation") -> bytes:
        asked = [o for r in self.records for o in r.outgoing if o.to == who and o.kind.value == kind][-1]
        return self.writes(who, text, f"secretary+{asked.token}@corp.example")

    def sends(self) -> None:
        asyncio.run(outgoing.send_all(self.service, Taker(), self.clock))

    @property
    def records(self) -> list[Record]:
        return [s.record for s in self.store.all_records()]

    @property
    def meeting(self) -> Meeting:
        return next(r for r in self.records if isinstance(r, Meeting) and r.id == "weekly-2026-11-30")

    def plan(self, who: Address = LI) -> forgetting.Plan:
        return forgetting.plan(self.store, self.blobs, Person.of(who, self.settings.organization))

    def forgets(self, who: Address = LI) -> None:
        stone = bootstrap.tombstone(self.settings, NOW)
        forgetting.carry_out(self.plan(who), self.store, self.blobs, stone, NOW)

    def texts(self) -> Iterator[str]:
        """All that is stored, as people would read it."""
        yield from (json.dumps(codec.to_json(record), ensure_ascii=False) for record in self.records)
        for digest in self.blobs.digests():
            content = self.blobs.get(digest)
            yield content.decode("utf-8", "replace")
            try:
                mail = parse(content)
            except Unreadable:
                continue
            yield "".join(f"{mail.text} {mail.html}".split())


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Li Qiang is on leave with a substitute; two others have accepted."""
    base = tmp_path_factory.mktemp("office")
    made = Office(base)
    timers.pass_time(made.service, NOW)
    made.sends()
    made.answers(LI, f"周一{REASON}，请假，由陈静代我参加。")
    made.answers(Address("he.jun@corp.example"), "准时参加")
    made.sends()
    made.answers(HOST, "同意", "leave-request")
    made.sends()
    made.answers(CHEN, "好的，我可以代李强参加", "substitute-request")
    made.sends()
    made.store.close()
    return base


@pytest.fixture
def office(played: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    made = Office(tmp_path)
    yield made
    made.store.close()


def test_none_of_their_words_is_left_anywhere(office):
    assert any("膝盖" in text for text in office.texts())
    office.forgets()
    assert [text for text in office.texts() if "膝盖" in text] == []


@pytest.mark.parametrize("words", [f"周例会我要请假，{REASON}", f"议题：{REASON}", "周例会的地点改到膝盖医院"])
def test_nor_of_a_wish_that_waits_for_their_yes_and_it_waits_no_longer(office, words):
    office.writes(LI, words, subject="Re: 周例会", proof="none")
    assert [h.settled for h in office.meeting.held] == [""]
    office.sends()
    office.forgets()
    assert [text for text in office.texts() if "膝盖" in text] == []
    assert [h.settled for h in office.meeting.held] == ["denied"]
    assert office.plan().empty


def test_no_mail_of_or_to_them_is_left_and_everybody_elses_is(office):
    before = set(office.blobs.digests())
    theirs = {o.raw for r in office.records for o in r.outgoing if o.to == LI}
    theirs |= {e.raw for r in office.records for e in r.log if e.sender == LI}
    quoting = {d for d in before if "膝盖" in "".join((parse(office.blobs.get(d)).text or "").split())}
    assert len(quoting) > 1
    office.forgets()
    assert before - set(office.blobs.digests()) == theirs | quoting
    assert {e.sender for e in office.meeting.log if e.text} == {HOST, CHEN, "he.jun@corp.example"}


def test_what_was_decided_stays(office):
    before = office.meeting
    office.forgets()
    after = office.meeting
    seat, was = after.attendee(LI), before.attendee(LI)
    assert was.leave.reason == REASON
    assert seat == replace(was, leave=replace(was.leave, reason=""))
    assert seat.leave.state is LeaveState.APPROVED
    assert after.attendee(CHEN).stands_for == LI
    assert [(e.at, e.sender, e.outcome, e.message_id) for e in after.log[:-1]] == [
        (e.at, e.sender, e.outcome, e.message_id) for e in before.log
    ]
    assert [[i.kind for i in e.intents] for e in after.log[:-1]] == [[i.kind for i in e.intents] for e in before.log]
    assert [o.message_id for o in after.outgoing] == [o.message_id for o in before.outgoing]


def test_the_tombstone_and_the_ledger_say_that_mails_were_removed_and_when(office):
    office.forgets()
    stone = next(o.raw for o in office.meeting.outgoing if o.to == LI)
    told = office.blobs.get(stone).decode()
    assert "2026-11-23T10:30:00+08:00" in told
    assert "依法删除" in told
    assert "as the law asks" in told
    assert "li.qiang" not in told
    line: LedgerEntry = office.meeting.log[-1]
    assert (line.cause, line.at, line.said[0].key) == (Cause.COMMAND, NOW, Saying.MAILS_FORGOTTEN)
    assert line.said[0].number > 3


def test_afterwards_the_store_is_sound_and_a_second_run_finds_nothing(office):
    office.forgets()
    found = examine(office.path)
    assert found.faults == ()
    assert office.plan().empty
    assert not office.plan(CHEN).empty


def test_the_meeting_goes_on_for_all_others(office):
    office.forgets()
    for moment in ("2026-11-26T10:00", "2026-11-27T15:00", "2026-11-30T10:40"):
        timers.pass_time(office.service, datetime.fromisoformat(f"{moment}:00+08:00"))
    kinds = {o.kind.value for o in office.meeting.outgoing if o.to == HOST}
    assert {"agenda", "leave-request"} <= kinds


def test_copies_that_no_record_names_and_attachments_of_theirs_go_too(office):
    twice = office.writes(LI, "重复到达的一封")
    intake.take(b"Received: again\r\n" + twice, office.service, NOW)
    other = b"Received: again\r\n" + office.writes(CHEN, "别人的重复邮件")
    intake.take(other, office.service, NOW)
    file = office.store.put_blob(b"a picture of theirs")  # as a kill between the blobs and the record leaves it
    mime = (
        f"From: {LI}\r\nTo: secretary@corp.example\r\nMessage-ID: <1.{LI}>\r\nMIME-Version: 1.0\r\n"
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n"
        "--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=a.png\r\n\r\n"
        "a picture of theirs\r\n--b--\r\n"
    )
    intake.take(mime.encode(), office.service, NOW)
    office.sends()
    office.forgets()
    left = {office.blobs.get(d) for d in office.blobs.digests()}
    assert other in left
    assert not any(b"li.qiang" in c.partition(b"\r\n\r\n")[0] and b"From: li" in c for c in left)
    assert file not in set(office.blobs.digests())


def test_what_waits_for_them_is_not_sent_and_what_waits_for_others_must_go_out_first(office):
    office.writes(LI, "help")
    office.answers(LI, "能不能改到周二下午三点开？我那时已经出院了")
    assert office.plan().waiting > 0
    office.sends()
    office.writes(LI, "help")
    assert office.plan().waiting == 0
    office.forgets()
    states = {o.state for r in office.records for o in r.outgoing if o.to == LI}
    assert states == {SendState.SENT, SendState.REFUSED}
    assert [o for r in office.records for o in r.outgoing if o.state is SendState.QUEUED] == []


def test_what_lies_in_the_quarantine_goes_and_waits_no_longer(office, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(intake, "clues", lambda *_: 1 / 0)
        office.writes(LI, "读不懂的一封", subject="私事")
    assert len(quarantine.waiting(office.service)) == 1
    office.sends()
    office.forgets()
    assert quarantine.waiting(office.service) == ()
    assert not any("私事" in text or "读不懂的一封" in text for text in office.texts())


@pytest.mark.parametrize("steps", range(1, 6))
def test_a_kill_on_the_way_leaves_nothing_that_a_second_run_does_not_find(office, monkeypatch, steps):
    left = [steps]
    unlink = Path.unlink

    def until_killed(self: Path, missing_ok: bool = False) -> None:
        if "blobs" in self.parts:
            left[0] -= 1
            if not left[0]:
                raise KeyboardInterrupt
        unlink(self, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", until_killed)
        with pytest.raises(KeyboardInterrupt):
            office.forgets()
    assert examine(office.path).faults == ()
    office.forgets()
    assert not any("From: li.qiang" in text or "To: li.qiang" in text for text in office.texts())


def test_a_stranger_is_forgotten_by_the_one_address_that_is_known(office):
    stranger = Address("a@partner.example")
    office.writes(stranger, "想了解一下贵公司的产品")
    office.sends()
    office.forgets(stranger)
    assert not any("贵公司" in text for text in office.texts())
    assert any("膝盖" in text for text in office.texts())


def test_every_sentence_that_repeats_somebodys_words_is_known():
    """In said.py each key tells the fields of its sentence: “text (reason)”, “text (the sentence)” and the like are quotations."""
    source = inspect.getsource(said)
    quoting = re.findall(
        r"^    ([A-Z_]+) = .*#.*text(?: \((?:reason|the sentence|the words)\)|: no )", source, re.MULTILINE
    )
    assert len(quoting) > 4
    assert {Saying[name] for name in quoting} <= words.SPOKEN_BY_PERSON | words.SPOKEN_BY_OTHER
