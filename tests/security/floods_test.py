"""Robots and floods: what mailflow writes because of them has an end, and everybody else is served meanwhile."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
import security_room as room

from mailflow.core.ledger import Outcome
from mailflow.core.meeting import PartStat
from mailflow.core.outgoing import Outgoing
from mailflow.core.said import Saying
from mailflow.flow import timers, turns
from mailflow.flow.service import Service
from mailflow.ports import Arrived, MailKey

AN_HOUR = timedelta(hours=1)


@pytest.fixture
def service() -> Service:
    return room.announced()


def answered(service: Service, who: str) -> int:
    return sum(
        o.to == f"{who}@corp.example" and o.made_at >= room.LATER for r in room.records(service) for o in r.outgoing
    )


def test_a_robot_that_answers_every_mail_gets_no_more_answers_an_hour_than_set(service: Service) -> None:
    """It hides that it is one, and answers each question that it gets, in its thread: a conversation without end."""
    at, to = room.LATER, room.plus(room.invitation(service, "li.qiang"))
    for number in range(60):
        raw = room.mail("li.qiang", "您说的是哪个会？", to=to, number=number)
        _, mails = room.taken(service, raw, at)
        mine = [o for o in mails if o.to == "li.qiang@corp.example"]
        to = room.plus(mine[-1]) if mine else to
        at += timedelta(seconds=20)
    assert answered(service, "li.qiang") == service.answers_per_hour == 20
    limited = [e for e in room.meeting(service).log if Saying.ANSWER_LIMIT in {s.key for s in e.said}]
    assert len(limited) == 40
    _, mails = room.taken(service, room.mail("li.qiang", "我会参加", to=to, number=99), room.LATER + 2 * AN_HOUR)
    assert ("receipt", "li.qiang") in room.kinds(mails)


def test_questions_about_nothing_in_particular_count_with_those_about_a_meeting(service: Service) -> None:
    to = room.plus(room.invitation(service, "li.qiang"))
    for number in range(40):
        place = to if number % 2 else room.SECRETARY
        room.taken(service, room.mail("li.qiang", "帮助" if place != to else "我会参加", to=place, number=number))
    assert answered(service, "li.qiang") == 20


def test_two_automatic_programs_do_not_talk_to_each_other_at_all(service: Service) -> None:
    own = next(o for o in room.meeting(service).outgoing if o.to == "li.qiang@corp.example")
    head = service.store.get_blob(own.raw).partition(b"\r\n\r\n")[0].lower()
    assert b"auto-submitted: auto-generated" in head
    assert b"x-auto-response-suppress: oof, autoreply" in head
    for number, field in enumerate(("Auto-Submitted: auto-replied", "Precedence: bulk", "X-Autoreply: yes")):
        entry, mails = room.taken(service, room.mail("li.qiang", "我会参加", field, number=number))
        assert (entry.outcome, mails) == (Outcome.IGNORED, [])


@pytest.mark.parametrize("sender", ["one@evil.example", "{}@evil.example", "li.qiang@corp.example"])
def test_a_flood_of_unknown_origin_buries_nobody_and_each_mail_has_its_line(service: Service, sender: str) -> None:
    """From one stranger, from ever new ones, or in the name of somebody of the company."""
    for number in range(60):
        raw = room.mail(sender.format(number), f"请假 {number}", number=number)
        entry, _ = room.taken(service, raw)
        assert entry.raw is not None
    written = Counter(o.to for r in room.records(service) for o in r.outgoing if o.made_at >= room.LATER)
    assert max(written.values()) == service.answers_per_hour
    assert set(written) <= {"liu.yang@corp.example", "he.jun@corp.example", "li.qiang@corp.example"}
    assert room.untouched(service)
    assert sum(e.sender is not None and e.at >= room.LATER for r in room.records(service) for e in r.log) == 60


def test_a_flood_of_what_is_no_mail_is_kept_whole_and_buries_nobody(service: Service) -> None:
    for number in range(40):
        room.taken(service, b"\x00\x01" * 300 + bytes([number]))
    written = Counter(o.to for r in room.records(service) for o in r.outgoing if o.made_at >= room.LATER)
    assert set(written.values()) == {service.answers_per_hour}


@pytest.mark.parametrize("words", [["嗯？那个什么"], ["我要请假，出差", "我参加"]])
def test_one_known_sender_buries_nobody_and_each_mail_has_its_line(service: Service, words: list[str]) -> None:
    """The organizers with what is not clear, the host with leave that is asked for and taken back."""
    to = room.plus(room.invitation(service, "li.qiang"))
    for number in range(100):
        raw = room.mail("li.qiang", words[number % len(words)], to=to, number=number)
        room.taken(service, raw, room.LATER + timedelta(seconds=number))
    written = Counter(
        o.to for r in room.records(service) for o in r.outgoing if o.made_at >= room.LATER and o.kind.value != "receipt"
    )
    assert max(written.values()) <= 2 * service.answers_per_hour
    lines = [e for e in room.meeting(service).log if e.sender == "li.qiang@corp.example"]
    assert len(lines) == 100
    assert Saying.ANSWER_LIMIT in {s.key for s in lines[-1].said}
    raw = room.mail("wu.hao", words[0], to=room.plus(room.invitation(service, "wu.hao")))
    entry, _ = room.taken(service, raw, room.LATER + timedelta(minutes=5))
    assert Saying.ANSWER_LIMIT not in {s.key for s in entry.said}, "somebody else is served as ever"


def test_who_is_known_is_served_in_the_midst_of_a_flood_in_the_own_name(service: Service) -> None:
    for number in range(60):
        room.taken(service, room.mail("li.qiang", "请假", number=number))
    to = room.plus(room.invitation(service, "li.qiang"))
    _, mails = room.taken(service, room.mail("wu.hao", "我会参加", to=room.plus(room.invitation(service, "wu.hao"))))
    assert ("receipt", "wu.hao") in room.kinds(mails)
    _, mails = room.taken(service, room.mail("li.qiang", "我会参加", to=to, number=99))
    assert ("receipt", "li.qiang") in room.kinds(mails)
    seat = room.meeting(service).attendee(room.invitation(service, "li.qiang").to)
    assert seat is not None
    assert seat.partstat is PartStat.ACCEPTED


def report(failed: Outgoing, number: int, sender: str = "MAILER-DAEMON@mx.corp.example") -> bytes:
    """A delivery report (RFC 3464)."""
    lines = [
        f"From: {sender}",
        f"To: {room.SECRETARY}",
        "Subject: Undelivered Mail Returned to Sender",
        f"Message-ID: <report.{number}@mx.example>",
        "Auto-Submitted: auto-replied",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.corp.example",
        "",
        f"Final-Recipient: rfc822; {failed.to}",
        "Action: failed",
        "Status: 5.1.1",
        "",
        "--b",
        "Content-Type: message/rfc822",
        "",
        f"Message-ID: {failed.message_id}",
        "",
        "x",
        "--b--",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@mx.corp.example", "one@evil.example"])
def test_a_dead_address_is_told_once_whatever_is_reported_of_it(service: Service, sender: str) -> None:
    """Reports of one mail again and again, then of each mail that was written to it."""
    timers.pass_time(service, room.NOW + timedelta(days=2))
    mails = [o for r in room.records(service) for o in r.outgoing if o.to == "li.qiang@corp.example"]
    assert len(mails) > 1
    written: list[tuple[str, str]] = []
    for number, failed in enumerate([mails[0]] * 60 + mails):
        entry, because = room.taken(
            service, report(failed, number, sender), room.NOW + timedelta(days=2, seconds=number)
        )
        assert entry.raw is not None
        assert entry.said[0].key is Saying.DELIVERY_FAILED
        written += room.kinds(because)
    assert written == [("notice", "liu.yang"), ("notice", "he.jun")]
    _, because = room.taken(service, report(mails[0], 999, sender), room.NOW + timedelta(days=10))
    assert len(because) == 2, "still dead a week later"


def arrived(*raw: bytes) -> list[Arrived]:
    return [Arrived(MailKey(1, uid), each) for uid, each in enumerate(raw, 1)]


def uids(mails: list[Arrived]) -> list[int]:
    return [each.key.uid for each in mails]


def test_what_one_sender_writes_beyond_twenty_waits_until_all_others_are_served() -> None:
    flood = [room.mail("one@evil.example", "hello", number=n) for n in range(500)]
    two = [room.mail("li.qiang", "我会参加", number=n) for n in range(2)]
    assert uids(turns.in_turn(arrived(*flood, *two))) == [*range(1, 21), 501, 502, *range(21, 501)]


def test_without_a_flood_mails_are_taken_as_they_came() -> None:
    some = arrived(*(room.mail(f"p{n % 3}", "hello", number=n) for n in range(60)), b"", b"\x00")
    assert turns.in_turn(some) == some


def test_a_look_takes_what_fits_into_memory_and_leaves_the_rest_on_the_server() -> None:
    asked = 0

    def server() -> Iterator[Arrived]:
        nonlocal asked
        for uid in range(5_000):
            asked += 1
            yield Arrived(MailKey(1, uid), large if uid else b"x")

    large = bytes(30_000_000)
    assert len(turns.some_of(server())) == asked == 4
    large = b"x"
    asked = 0
    assert len(turns.some_of(server())) == asked == 1_000
