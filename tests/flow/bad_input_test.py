"""Mail that is not as it should be: a clear answer to the right person, a line in the ledger, nothing changed."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from unittest import mock

import pytest

from mailflow import bootstrap, config
from mailflow.core.ledger import LedgerEntry, Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, PartStat
from mailflow.core.outgoing import Outgoing
from mailflow.core.said import Saying
from mailflow.core.values import RecordId
from mailflow.demo.buttons import press
from mailflow.demo.mailprograms import PROGRAMS
from mailflow.demo.received import read
from mailflow.flow import intake, quarantine, timers
from mailflow.flow.service import Service
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

FIRST = RecordId("weekly-2026-11-30")
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@cache
def wired() -> Service:
    read_config = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read_config, service=replace(read_config.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, MemoryStore(), NOW)
    return replace(built, series={"weekly": built.series["weekly"]})


@pytest.fixture
def service() -> Service:
    """The sample company, its weekly meeting announced."""
    built = replace(wired(), store=MemoryStore())
    timers.pass_time(built, NOW)
    return built


def meeting(service: Service) -> Meeting:
    stored = service.store.load(FIRST)
    assert stored is not None
    assert isinstance(stored.record, Meeting)
    return stored.record


def invitation(service: Service, who: str) -> Outgoing:
    mails = meeting(service).outgoing
    return next(o for o in mails if o.to == f"{who}@corp.example" and o.kind is MailKind.INVITATION)


def mail(sender: str, to: str, body: str, *more: str, charset: str = "utf-8", number: int = 1) -> bytes:
    head = [
        f"From: {sender}@corp.example" if "@" not in sender else f"From: {sender}",
        f"To: {to}",
        "Subject: Re: invitation",
        "Date: Mon, 23 Nov 2026 11:00:00 +0800",
        f"Message-ID: <{sender}.{number}@corp.example>",
        f"Content-Type: text/plain; charset={charset}",
        *more,
    ]
    return "\r\n".join([*head, "", body]).encode()


def with_token(service: Service, who: str) -> str:
    return f"secretary+{invitation(service, who).token}@corp.example"


def taken(service: Service, raw: bytes) -> tuple[LedgerEntry, list[tuple[str, str]]]:
    """The ledger line, and (kind, recipient) of what was written because of it."""
    before = {o.message_id for s in service.store.all_records() for o in s.record.outgoing}
    entry = intake.take(raw, service, NOW + timedelta(hours=1)).entry
    assert entry is not None
    fresh = [o for s in service.store.all_records() for o in s.record.outgoing if o.message_id not in before]
    return entry, [(o.kind.value, o.to.partition("@")[0]) for o in fresh]


def answers(service: Service) -> set[PartStat]:
    return {a.partstat for a in meeting(service).attendees}


UNTOUCHED = {PartStat.NEEDS_ACTION}


def test_with_an_unknown_token_the_person_is_asked_at_the_own_address_and_nothing_changes(service: Service) -> None:
    entry, mails = taken(service, mail("li.qiang", "secretary+aaaaaaaaaaaaaaaaaaaa@corp.example", "我会参加"))
    assert entry.outcome is not Outcome.QUARANTINED
    assert answers(service) == UNTOUCHED
    assert mails == [("approval-request", "li.qiang")]


def test_a_token_of_another_decides_nothing(service: Service) -> None:
    """Chen Jing writes with Li Qiang's token: Li Qiang's seat stays as it was."""
    taken(service, mail("chen.jing", with_token(service, "li.qiang"), "我要请假，出差"))
    seats = {a.address.partition("@")[0]: a for a in meeting(service).attendees}
    assert seats["li.qiang"].partstat is PartStat.NEEDS_ACTION
    assert seats["li.qiang"].leave is None


def test_a_stranger_with_a_stolen_token_decides_nothing_and_the_organizers_see_it(service: Service) -> None:
    entry, mails = taken(service, mail("thief@evil.example", with_token(service, "li.qiang"), "我要请假，出差"))
    assert answers(service) == UNTOUCHED
    assert entry.outcome is Outcome.FORWARDED
    assert {who for kind, who in mails if kind == "notice"} == {"liu.yang", "he.jun"}
    assert not any(who.startswith("thief") for _, who in mails)


def test_a_mail_without_token_thread_or_known_sender_goes_to_the_organizers(service: Service) -> None:
    entry, mails = taken(service, mail("someone@partner.example", "secretary@corp.example", "请问会议几点？"))
    assert entry.outcome is Outcome.FORWARDED
    assert {who for _, who in mails} == {"liu.yang", "he.jun"}


def test_a_calendar_reply_of_somebody_not_invited_changes_nothing(service: Service) -> None:
    invited = read(service.store.get_blob(invitation(service, "li.qiang").raw))
    person = service.organization.person(service.organization.people[-1].email)
    assert person is not None
    raw = press(PROGRAMS["outlook"], person, "ACCEPTED", "", invited, NOW, 1)
    _, mails = taken(service, raw)
    assert answers(service) == UNTOUCHED
    assert meeting(service).attendee(person.email) is None
    assert {who for kind, who in mails if kind == "notice"} == {"liu.yang", "he.jun"}


def test_an_older_sequence_never_overtakes_a_newer_answer(service: Service) -> None:
    invited = read(service.store.get_blob(invitation(service, "li.qiang").raw))
    person = service.organization.person(invitation(service, "li.qiang").to)
    assert person is not None
    updated = replace(invited, calendar=invited.calendar.replace(b"SEQUENCE:0", b"SEQUENCE:2"))
    stored = service.store.load(FIRST)
    assert stored is not None
    service.store.save(replace(meeting(service), sequence=2), stored.version)  # as after two changes of the venue
    taken(service, press(PROGRAMS["outlook"], person, "ACCEPTED", "", updated, NOW, 1))
    entry, _ = taken(service, press(PROGRAMS["outlook"], person, "DECLINED", "", invited, NOW, 2))
    seat = meeting(service).attendee(person.email)
    assert seat is not None
    assert seat.partstat is PartStat.ACCEPTED
    assert seat.leave is None
    assert [s.key for s in entry.said] == [Saying.OLDER_ANSWER_IGNORED]


def test_an_attachment_without_a_name_gets_one_and_is_kept(service: Service) -> None:
    timers.pass_time(service, NOW + timedelta(days=2))
    call = next(o for o in meeting(service).outgoing if o.to == "wu.hao@corp.example" and o.kind is MailKind.CALL)
    raw = (
        b"From: wu.hao@corp.example\r\nTo: secretary+" + call.token.encode() + b"@corp.example\r\n"
        b"Subject: Re: call\r\nDate: Wed, 25 Nov 2026 11:00:00 +0800\r\nMessage-ID: <m1@corp.example>\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n'
        b"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" + "资料见附件".encode() + b"\r\n"
        b"--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nJVBERi0=\r\n--b--\r\n"
    )
    _, mails = taken(service, raw)
    (material,) = meeting(service).materials
    assert material.file.name.endswith(".pdf")
    assert ("receipt", "wu.hao") in mails


def test_an_empty_body_decides_nothing(service: Service) -> None:
    taken(service, mail("li.qiang", with_token(service, "li.qiang"), ""))
    assert answers(service) == UNTOUCHED


def test_a_charset_that_does_not_exist_is_read_all_the_same_or_asked_back(service: Service) -> None:
    entry, _ = taken(service, mail("li.qiang", with_token(service, "li.qiang"), "我会参加", charset="x-klingon"))
    seat = meeting(service).attendee(invitation(service, "li.qiang").to)
    assert seat is not None
    assert seat.partstat is PartStat.ACCEPTED or entry.outcome is Outcome.ASKED


def test_a_mail_is_decided_once_however_often_it_comes(service: Service) -> None:
    raw = mail("li.qiang", with_token(service, "li.qiang"), "我会参加")
    taken(service, raw)
    outgoing = len(meeting(service).outgoing)
    assert intake.take(raw, service, NOW).entry is None
    assert len(meeting(service).outgoing) == outgoing


def test_a_fault_in_our_own_code_keeps_the_mail_and_tells_the_organizers(service: Service) -> None:
    class Broken:
        def interpret(self, *_: object) -> None:
            raise RuntimeError("a bug")

        minutes = interpret

    broken = replace(service, reader=Broken())  # type: ignore[arg-type]  # it is broken on purpose
    entry, mails = taken(broken, mail("li.qiang", with_token(service, "li.qiang"), "我会参加"))
    assert entry.outcome is Outcome.QUARANTINED
    assert {who for _, who in mails} == {"liu.yang", "he.jun"}
    assert len(quarantine.waiting(service)) == 1


def test_a_retry_that_was_cut_off_before_the_mail_was_settled_decides_nothing_twice(service: Service) -> None:
    raw = mail("li.qiang", with_token(service, "li.qiang"), "我会迟到10分钟")
    with mock.patch.object(intake, "_reply", side_effect=RuntimeError("a bug")):
        taken(service, raw)
    (item,) = quarantine.waiting(service)
    first = intake.take(service.store.get_blob(item.raw), service, NOW + timedelta(hours=2), again=True).entry
    before = list(service.store.all_records())
    second = intake.take(service.store.get_blob(item.raw), service, NOW + timedelta(hours=3), again=True).entry
    assert first is not None
    assert first.outcome is Outcome.DONE
    assert second is not None
    assert replace(second, mails=()) == first
    assert list(service.store.all_records()) == before


def test_an_automatic_reply_gets_a_line_and_no_answer(service: Service) -> None:
    raw = mail("li.qiang", with_token(service, "li.qiang"), "我正在休假", "Auto-Submitted: auto-replied")
    entry, mails = taken(service, raw)
    assert (entry.outcome, mails) == (Outcome.IGNORED, [])
    assert answers(service) == UNTOUCHED


def test_a_config_folder_without_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "mailflow.toml").write_text(
        (folder("config") / "mailflow.toml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(config.ConfigFault) as fault:
        config.load(tmp_path, {}, with_secrets=False)
    assert "organization.toml" in str(fault.value)
