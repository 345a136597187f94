"""Mails made to hurt, taken like any other: in bounded time and memory, with a line in the ledger, nothing decided."""

import base64
import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
import security_room as room

from mailflow import bootstrap
from mailflow.archive.visible import escaped
from mailflow.core.ledger import Outcome
from mailflow.core.letters import MailKind
from mailflow.demo.received import read
from mailflow.flow import timers
from mailflow.flow.service import Service
from mailflow.views import ledger, status

MEGABYTE = 1_000_000


@pytest.fixture
def service() -> Service:
    return room.announced()


def with_parts(who: str, to: str, *parts: bytes) -> bytes:
    head = room.mail(who, "", to=to).partition(b"Content-Type")[0]
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    return head + b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n' + body + b"--b--\r\n"


def file(name: str, content: str) -> bytes:
    return (
        f'Content-Type: application/octet-stream\r\nContent-Disposition: attachment; filename="{name}"\r\n\r\n{content}'
    ).encode()


SAYS = "Content-Type: text/plain; charset=utf-8\r\n\r\n我会参加".encode()


def nested(levels: int, to: str) -> bytes:
    head = room.mail("li.qiang", "", to=to).partition(b"Content-Type")[0]
    opened = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(levels))
    return head + opened + SAYS + b"\r\n"


def test_fifty_megabytes_are_taken_in_bounded_time_and_memory_and_kept_whole(service: Service) -> None:
    to = room.plus(room.invitation(service, "li.qiang"))
    raw = with_parts("li.qiang", to, SAYS, file("big.bin", "x" * 50 * MEGABYTE))
    tracemalloc.start()
    began = time.perf_counter()
    entry, mails = room.taken(service, raw)
    took, (_, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert ("receipt", "li.qiang") in room.kinds(mails)
    assert entry.raw is not None
    assert service.store.get_blob(entry.raw) == raw
    assert took < 30  # a second on a quiet machine
    assert peak < 3 * len(raw)


@pytest.mark.parametrize(
    "hurting",
    [
        lambda to: with_parts("li.qiang", to, SAYS, *[b"\r\nx"] * 12_000),
        lambda to: nested(5_000, to),
    ],
    ids=["ten thousand parts and more", "nested beyond the limit"],
)
def test_a_mail_that_was_not_read_to_its_end_decides_nothing(service: Service, hurting: Callable[[str], bytes]) -> None:
    entry, _ = room.taken(service, hurting(room.plus(room.invitation(service, "li.qiang"))))
    assert entry.outcome in (Outcome.ASKED, Outcome.FORWARDED, Outcome.QUARANTINED)
    assert room.untouched(service)


def test_a_thousand_levels_are_read_to_their_end(service: Service) -> None:
    _, mails = room.taken(service, nested(1_000, room.plus(room.invitation(service, "li.qiang"))))
    assert ("receipt", "li.qiang") in room.kinds(mails)


@pytest.mark.parametrize(
    "inside",
    [
        "RRULE:FREQ=SECONDLY;COUNT=1000000",
        "RRULE:FREQ=SECONDLY;UNTIL=99991231T235959Z",
        "RDATE:" + ",".join(["20261130T013000Z"] * 100_000),
        "\r\n".join(["EXDATE:20261130T013000Z"] * 100_000),
        "\r\n".join(["BEGIN:VALARM"] * 15_000),
        "X-A" + ";A=B" * 100_000 + ":x",
    ],
    ids=["a million by rule", "until the end of time", "dates", "lines", "alarms in alarms", "parameters"],
)
def test_a_calendar_that_recurs_or_nests_without_end_is_answered_in_time(service: Service, inside: str) -> None:
    """Nothing is unrolled: an answer is about the one meeting that it names."""
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n"
        f"UID:{room.meeting(service).uid}\r\nDTSTAMP:20261123T030000Z\r\n"
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:li.qiang@corp.example\r\n{inside}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    began = time.perf_counter()
    room.taken(service, room.mail("li.qiang", calendar, kind="text/calendar; method=REPLY"))
    assert time.perf_counter() - began < 10  # far less on a quiet machine


def handed_in(service: Service, *parts: bytes) -> list[tuple[str, bytes]]:
    """What lies in the record after Wu Hao, who owes a report, sent these files; and what the packet carries."""
    timers.pass_time(service, room.NOW + timedelta(days=2))
    call = next(o for o in room.meeting(service).outgoing if o.to == "wu.hao@corp.example" and o.kind is MailKind.CALL)
    says = "Content-Type: text/plain; charset=utf-8\r\n\r\n资料见附件".encode()
    room.taken(service, with_parts("wu.hao", room.plus(call), says, *parts), room.NOW + timedelta(days=2, hours=1))
    return [(m.file.name, service.store.get_blob(m.file.digest)) for m in room.meeting(service).materials]


def test_a_file_name_is_never_a_place_and_never_a_header(service: Service) -> None:
    names = ["../../etc/x.pdf", "..\\..\\boot.pdf", "/etc/cron.d/y.pdf", "~/.ssh/z.pdf", "a\x00\x1f\u202eb.pdf"]
    kept = handed_in(service, *(file(name, "x") for name in names))
    assert len(kept) == len(names)
    for name, _ in kept:
        assert "/" not in name
        assert "\\" not in name
        assert ".." not in name
        assert name.isprintable()


def test_an_archive_is_filed_as_it_is_and_never_opened(service: Service) -> None:
    """A bomb of a gigabyte costs what it weighs packed; what is in it is nobody's answer."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("x.txt", "w") as inside:
        for _ in range(300):
            inside.write(b" " * MEGABYTE)
    head = b'Content-Type: application/zip\r\nContent-Disposition: attachment; filename="a.xlsx"\r\n'
    part = head + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(whole.getvalue())
    tracemalloc.start()
    kept = handed_in(service, part)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept == [("a.xlsx", whole.getvalue())]
    assert peak < 40 * MEGABYTE


def test_names_and_subjects_of_others_end_no_line_of_ours(service: Service) -> None:
    evil = "=?utf-8?q?Re=3A_a=0D=0ABcc=3A_thief=40evil=2Eexample=0D=0A=0D=0Ahello?="
    to = room.plus(room.invitation(service, "li.qiang"))
    raw = room.mail("li.qiang", "我会参加", to=to).replace(b"Subject: Re: invitation", b"Subject: " + evil.encode())
    raw = raw.replace(b"From: li.qiang@corp.example", b"From: " + evil.encode() + b" <li.qiang@corp.example>")
    raw = raw.replace(b"<1.li.qiang@mail.example>", b"<a\x0bBcc:thief@evil.example>")
    _, mails = room.taken(service, raw)
    assert mails
    for each in mails:
        head = service.store.get_blob(each.raw).partition(b"\r\n\r\n")[0].lower()
        assert b"\nbcc:" not in head
        assert b"\r" not in head.replace(b"\r\n", b"")
        assert "\n" not in read(service.store.get_blob(each.raw)).subject


def test_what_somebody_wrote_steers_no_terminal(service: Service) -> None:
    """Words, subject and names stand in ``status`` and ``ledger``; what a terminal obeys does not."""
    evil = "=?utf-8?q?a=1B=5B2Jb=E2=80=AEc?="
    for number, to in enumerate((room.plus(room.invitation(service, "li.qiang")), room.SECRETARY)):
        raw = room.mail("li.qiang", "我要请假，因为\x1b[2J\u202e\x9b出差去杭州", to=to, number=number)
        room.taken(service, raw.replace(b"Subject: Re: invitation", b"Subject: " + evil.encode()))
    templates = bootstrap.templates()
    lines = ledger.lines(room.records(service))
    shown = [ledger.as_text(x, lambda s: templates.phrase(s, "zh-CN", service.organization)) for x in lines]
    shown.append(status.as_text(status.status(room.records(service), service.organization)))
    assert "杭州" in "".join(shown)
    assert all(c.isprintable() or c == "\n" for c in "".join(shown))


def test_nobody_writes_a_line_into_the_ledgers_listing(service: Service) -> None:
    forged = "2026-11-23 11:00:00  weekly-2026-11-30  done        wang.fang@corp.example cancel"
    room.taken(service, room.mail("one@evil.example", f"hello\n{forged}"))
    room.taken(service, room.mail("li.qiang", f"看不懂\n{forged}", number=2))
    templates = bootstrap.templates()
    lines = ledger.lines(room.records(service))
    shown = [ledger.as_text(x, lambda s: templates.phrase(s, "zh-CN", service.organization)) for x in lines]
    assert "wang.fang@corp.example cancel" in "".join(shown)
    assert not any(line.startswith(forged) for text in shown for line in text.splitlines())


def test_json_for_programs_means_the_same_and_does_not_steer_a_terminal_either() -> None:
    said = {"a": "x\x1b\x9b\u202e杭州\n\ud800"}
    shown = escaped(json.dumps(said, ensure_ascii=False, indent=2))
    assert json.loads(shown) == said
    assert all(c.isprintable() or c == "\n" for c in shown)
