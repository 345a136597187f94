"""Tokens and passwords: bound to their secret, and shown in no log, no listing, no fault."""

import asyncio
import io
import json
import socket
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stderr, suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import security_room as room
import structlog
from servers.scripted import scripted_imap

from mailflow import bootstrap, config, logs
from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.settings import ImapSettings, SmtpSettings
from mailflow.adapters.smtp import SmtpSender
from mailflow.archive.viewers import Viewer
from mailflow.core.letters import MailKind
from mailflow.core.meeting import LeaveState
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import Address, RecordId
from mailflow.flow import intake, timers
from mailflow.flow.loop import tell
from mailflow.flow.service import Service
from mailflow.ports import LoginRefused, Unreachable
from mailflow.resources import folder
from mailflow.site.export import Source, export
from mailflow.site.pages import Site
from mailflow.site.words import SiteWords
from mailflow.stores.tinydb_store import TinyDbStore
from mailflow.views import ledger, status
from mailflow.writing import tokens

ENVIRON = {
    "MAILFLOW_IMAP_PASSWORD": "Open-Sesame-1",
    "MAILFLOW_SMTP_PASSWORD": "Open-Sesame-2",
    "MAILFLOW_SECRET": "Open-Sesame-3-and-more",
}
WORD = ENVIRON["MAILFLOW_IMAP_PASSWORD"]
WORDS = "我周一要去杭州见客户，请假"


@pytest.fixture
def service() -> Service:
    return room.announced()


def told(service: Service) -> str:
    """All that ``status`` and ``ledger`` print, for people and for programs."""
    phrase = bootstrap.templates().phrase
    lines = list(ledger.lines(room.records(service)))
    found = status.status(room.records(service), service.organization)
    speak = lambda said: phrase(said, "zh-CN", service.organization)  # noqa: E731
    return "\n".join(
        [
            status.as_text(found),
            json.dumps(found, ensure_ascii=False),
            *(ledger.as_text(line, speak) for line in lines),
            *(json.dumps(ledger.as_json(line, speak), ensure_ascii=False) for line in lines),
        ]
    )


def test_a_token_is_bound_to_its_secret_its_record_its_mail_its_person_and_its_moment() -> None:
    bound = tokens.Bound(RecordId("weekly-2026-11-30"), 1, Address("li.qiang@corp.example"), "task", room.NOW)
    made = {
        tokens.token(room.SECRET, bound),
        tokens.token(b"another secret of sixteen bytes", bound),
        tokens.token(room.SECRET, replace(bound, record=RecordId("weekly-2026-12-07"))),
        tokens.token(room.SECRET, replace(bound, number=2)),
        tokens.token(room.SECRET, replace(bound, to=Address("chen.jing@corp.example"))),
        tokens.token(room.SECRET, replace(bound, asks="minutes")),
        tokens.token(room.SECRET, replace(bound, made_at=room.NOW + timedelta(seconds=1))),
    }
    assert len(made) == 7
    assert {len(token) for token in made} == {20}


def test_an_answer_to_a_mail_that_a_restored_backup_does_not_know_decides_nothing_about_another() -> None:
    """Both mails to the host are the same in number and place; one is of Li Qiang's leave, the other of Zheng Jie's."""

    def asked(service: Service, who: str, at: datetime) -> Outgoing:
        inv = room.invitation(service, who)
        _, mails = room.taken(service, room.mail(who, "我要请假，出差", to=room.plus(inv)), at)
        return next(o for o in mails if o.kind is MailKind.LEAVE_REQUEST)

    lost = asked(room.announced(), "li.qiang", room.LATER)
    restored = room.announced()
    again = asked(restored, "zheng.jie", room.LATER + timedelta(hours=2))
    assert (lost.to, lost.kind) == (again.to, again.kind)
    assert {lost.message_id, lost.token}.isdisjoint({again.message_id, again.token})
    no = room.mail("wang.fang", "不同意", f"In-Reply-To: {lost.message_id}", to=room.plus(lost), number=77)
    room.taken(restored, no, room.LATER + timedelta(hours=3))
    zheng = room.meeting(restored).attendee(Address("zheng.jie@corp.example"))
    assert zheng is not None
    assert zheng.leave is not None
    assert zheng.leave.state is LeaveState.REQUESTED


def test_a_new_secret_makes_tokens_and_message_ids_of_before_worthless(service: Service) -> None:
    """They still find their thread; whoever bears one is asked at the own address like everybody else."""
    rotated = replace(service, writer=replace(service.writer, secret=b"another secret of sixteen bytes"))
    old = room.invitation(service, "li.qiang")
    by_token = room.mail("li.qiang", "我会参加", to=room.plus(old))
    by_thread = room.mail("li.qiang", "我会参加", f"In-Reply-To: {old.message_id}", number=2)
    for raw in (by_token, by_thread):
        _, mails = room.taken(rotated, raw)
        assert room.kinds(mails) == [("approval-request", "li.qiang")]
    assert room.untouched(service)
    asked = mails[0]
    room.taken(rotated, room.mail("li.qiang", "同意", to=room.plus(asked), number=3))
    assert not room.untouched(service)


def test_status_and_ledger_show_no_token_no_secret_and_no_words_of_the_invitation(service: Service) -> None:
    room.taken(service, room.mail("li.qiang", WORDS, to=room.plus(room.invitation(service, "li.qiang"))))
    room.taken(service, room.mail("li.qiang", "我会参加", number=2))
    room.taken(service, room.mail("x@evil.example", "hi", to=room.plus(room.invitation(service, "wu.hao")), number=3))
    shown = told(service)
    every = [o.token for r in room.records(service) for o in r.outgoing]
    assert len(every) > 15
    assert [token for token in every if token in shown] == []
    assert room.SECRET.decode() not in shown


def test_the_log_names_outcome_and_record_and_holds_no_word_of_a_mail_no_address_and_no_token(service: Service) -> None:
    raw = room.mail("li.qiang", WORDS, to=room.plus(room.invitation(service, "li.qiang")))
    shown = io.StringIO()
    with redirect_stderr(shown):
        logs.to_stderr()
        tell(intake.take(raw, service, room.LATER))
        structlog.reset_defaults()
    line = shown.getvalue()
    assert "outcome=done" in line
    assert "record=weekly-2026-11-30" in line
    for word in ("杭州", "请假", "li.qiang", "invitation", room.invitation(service, "li.qiang").token):
        assert word not in line


def test_nothing_that_the_parts_say_of_themselves_holds_a_password_or_the_secret() -> None:
    settings = config.load(folder("config"), ENVIRON)
    assert settings.imap.password == ENVIRON["MAILFLOW_IMAP_PASSWORD"]
    parts = (settings, bootstrap.writer(settings), bootstrap.service(settings, room.announced().store, room.NOW))
    assert [part for part in parts if "Sesame" in repr(part)] == []


@pytest.mark.parametrize(
    "answer", ["{{tag}} NO {word}\r\n", "{{tag}} BAD LOGIN secretary {word}\r\n", "* BYE {word}\r\n"]
)
def test_an_imap_server_that_repeats_the_password_brings_it_into_no_fault_and_no_log(
    answer: str, caplog: pytest.LogCaptureFixture
) -> None:
    with scripted_imap({"LOGIN": answer.format(word=WORD)}) as server:
        settings = ImapSettings(
            host="127.0.0.1", port=server.port, security="none", username="secretary", password=WORD
        )
        inbox = ImapInbox(settings, connect_timeout=2, read_timeout=2)
        with closing(inbox), pytest.raises(Unreachable, match="IMAP server") as fault:
            inbox.wait(0)
    assert "***" in str(fault.value)
    assert WORD not in str(fault.value) + caplog.text


@contextmanager
def repeating_smtp() -> Iterator[int]:
    """A server that takes no login, and says again what it heard."""

    def serve() -> None:
        with suppress(OSError):
            connection, _ = listener.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 ready\r\n")
                for line in lines:
                    if line.upper().startswith(b"EHLO"):
                        connection.sendall(b"250-here\r\n250 AUTH PLAIN\r\n")
                    else:
                        connection.sendall(b"535 not with " + line.strip() + b" nor " + WORD.encode() + b"\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def test_an_smtp_server_that_repeats_the_password_brings_it_into_no_fault() -> None:
    with repeating_smtp() as port:
        settings = SmtpSettings(
            host="127.0.0.1", port=port, security="none", username="secretary", password=WORD,
            sender=Address("secretary@corp.example"),
        )  # fmt: skip
        with pytest.raises(LoginRefused) as fault:
            asyncio.run(SmtpSender(settings).check())
    assert "not with AUTH PLAIN *** nor ***" in str(fault.value)


def test_the_store_holds_neither_the_passwords_nor_the_secret(tmp_path: Path) -> None:
    store = TinyDbStore(tmp_path / "store")
    settings = config.load(folder("config"), ENVIRON)
    service = bootstrap.service(settings, store, room.NOW)
    service = replace(service, series={"weekly": service.series["weekly"]})
    timers.pass_time(service, room.NOW)
    store.close()
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(written) > 15
    assert [path for path in written if b"Sesame" in path.read_bytes()] == []
    assert {oct(path.stat().st_mode & 0o077) for path in written} == {"0o0"}


def test_the_exported_pages_hold_no_token_no_message_id_of_ours_and_no_secret(service: Service, tmp_path: Path) -> None:
    room.taken(service, room.mail("li.qiang", WORDS, to=room.plus(room.invitation(service, "li.qiang"))))
    templates = bootstrap.templates()
    speech = templates.speech("zh-CN", service.organization)
    source = Source(tuple(room.records(service)), service.store.get_blob, lambda _year: service.calendar)
    words, site = SiteWords.load(folder("templates"), "zh-CN"), Site.load(folder("templates"))
    export(source, tmp_path / "pages", Viewer(service.organization), speech, words, site)
    shown = b"".join(path.read_bytes() for path in (tmp_path / "pages").rglob("*") if path.is_file()).decode()
    assert "销售与运营周例会" in shown
    sent = [o for r in room.records(service) for o in r.outgoing]
    assert [o for o in sent if o.token in shown or o.message_id.strip("<>") in shown] == []
    assert room.SECRET.decode() not in shown
