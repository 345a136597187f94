"""Forged senders, stolen tokens, guessed names: nothing is decided, and the right person hears of it."""

import re
from dataclasses import replace

import pytest
import security_room as room
from selectolax.lexbor import LexborHTMLParser

from mailflow.core.ledger import Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import PartStat
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import Certainty
from mailflow.demo.received import read
from mailflow.flow import intake
from mailflow.flow.service import Service

MX = "mx.corp.example"
PASSED = f"Authentication-Results: {MX}; dmarc=pass header.from=corp.example"
FAILED = f"Authentication-Results: {MX}; dmarc=fail header.from=corp.example"
FOREIGN = "Authentication-Results: mx.evil.example; dmarc=pass header.from=corp.example"


@pytest.fixture
def service() -> Service:
    """Its mail server writes Authentication-Results."""
    return replace(room.announced(), trusted_authserv=MX)


def to_whom(mails: list[Outgoing]) -> set[str]:
    return {o.to.partition("@")[0] for o in mails}


USED = b"<draft-42@corp.example>"


def with_id(raw: bytes, name: bytes = USED) -> bytes:
    return re.sub(rb"(?<=Message-ID: )<[^>]*>", name, raw)


@pytest.mark.parametrize(("first", "words"), [("one@evil.example", "hello"), ("li.qiang", "我会参加")])
def test_a_mail_whose_message_id_was_used_before_is_decided_like_any_other(
    service: Service, first: str, words: str
) -> None:
    """A stranger was quicker, or a program uses one twice; each mail is decided once, however often it is delivered."""
    to = room.plus(room.invitation(service, "li.qiang"))
    raw, leave = with_id(room.mail(first, words, to=to)), with_id(room.mail("li.qiang", "我要请假，出差", to=to))
    room.taken(service, raw)
    entry, mails = room.taken(service, leave)
    assert entry.message_id != USED.decode()
    assert ("leave-request", "wang.fang") in room.kinds(mails)
    for again in (raw, leave, b"Received: from x by y\r\n" + raw, b"Delivered-To: x@corp.example\r\n" + leave):
        assert intake.take(again, service, room.LATER).entry is None


def test_a_mail_without_a_message_id_is_decided_once_whatever_way_it_took(service: Service) -> None:
    raw = with_id(room.mail("li.qiang", "我会参加", to=room.plus(room.invitation(service, "li.qiang"))), b"")
    room.taken(service, raw)
    assert intake.take(b"Received: from x by y\r\n" + raw, service, room.LATER).entry is None


@pytest.mark.parametrize(
    "results",
    [
        [],
        [FAILED],
        [FOREIGN],
        [FAILED, PASSED],
        [f"Authentication-Results: {MX}; spf=fail (dmarc=pass header.from=corp.example) smtp.mailfrom=x@evil.example"],
        [f"Authentication-Results: {MX}; dmarc=pass header.from=evil.example"],
    ],
    ids=["none", "failed", "another server's", "a forged one below ours", "in a comment", "for another domain"],
)
@pytest.mark.parametrize("words", ["我要请假，出差", "会议取消", "请把会议改到周三下午2点"])
def test_a_forged_sender_gets_nothing_done_and_the_person_is_asked(
    service: Service, results: list[str], words: str
) -> None:
    entry, mails = room.taken(service, room.mail("wang.fang", words, *results))
    assert entry.certainty is Certainty.CLAIMED
    assert to_whom(mails) <= {"wang.fang", *room.ORGANIZERS}
    assert room.untouched(service)


def test_a_forged_sender_with_the_persons_own_token_is_asked_where_the_server_disowns_the_mail(
    service: Service,
) -> None:
    """Li Qiang forwarded the invitation; whoever got it writes in Li Qiang's name."""
    raw = room.mail("li.qiang", "我要请假，出差", FAILED, to=room.plus(room.invitation(service, "li.qiang")))
    entry, mails = room.taken(service, raw)
    assert entry.certainty is Certainty.CLAIMED
    assert room.kinds(mails) == [("approval-request", "li.qiang")]
    assert room.untouched(service)


@pytest.mark.parametrize("sender", ["chen.jing", "thief@evil.example"])
@pytest.mark.parametrize("clue", ["token", "In-Reply-To", "References", "quoted mark"])
def test_a_mail_that_was_forwarded_or_stolen_decides_nothing_for_whoever_has_it(
    service: Service, sender: str, clue: str
) -> None:
    """Neither the seat of the person it was written to nor that of the one who answers changes."""
    stolen = room.invitation(service, "li.qiang")
    words, more, to = "我要请假，出差", [PASSED], room.SECRETARY
    match clue:
        case "token":
            to = room.plus(stolen)
        case "quoted mark":
            words += f"\n\n> [mailflow:{stolen.token}]"
        case _:
            more.append(f"{clue}: {stolen.message_id}")
    entry, mails = room.taken(service, room.mail(sender, words, *more, to=to))
    assert entry.outcome is Outcome.FORWARDED
    assert to_whom(mails) == room.ORGANIZERS | ({sender} - {"thief@evil.example"})  # a colleague is told so
    assert room.untouched(service)


def test_a_guessed_token_is_no_better_than_none(service: Service) -> None:
    real = room.invitation(service, "li.qiang").token
    guesses = [real[:-1] + ("a" if real[-1] != "a" else "b"), real[:-1], real + "a", "a" * 20, "*", ".*", "%"]
    for number, guess in enumerate(guesses):
        raw = room.mail("li.qiang", "我要请假，出差", to=f"secretary+{guess}@corp.example", number=number)
        entry, _ = room.taken(service, raw)
        assert entry.certainty is Certainty.CLAIMED, guess
    assert room.untouched(service)


def button(sender: str, attendee: str, uid: str, *more: str, inside: str = "", number: int = 1) -> bytes:
    calendar = "\r\n".join(
        [
            "BEGIN:VCALENDAR", "METHOD:REPLY", "VERSION:2.0", "BEGIN:VEVENT", f"UID:{uid}", "SEQUENCE:0",
            "DTSTAMP:20261123T030000Z", "DTSTART:20261130T013000Z", "ORGANIZER:mailto:secretary@corp.example",
            f"ATTENDEE;PARTSTAT=DECLINED:mailto:{attendee}@corp.example", *([inside] if inside else []),
            "END:VEVENT", "END:VCALENDAR",
        ]
    )  # fmt: skip
    return room.mail(sender, calendar, *more, number=number, kind="text/calendar; method=REPLY")


@pytest.mark.parametrize(
    ("sender", "results"),
    [("li.qiang", FAILED), ("li.qiang", FOREIGN), ("li.qiang", ""), ("thief@evil.example", PASSED), ("wu.hao", PASSED)],
)
def test_a_guessed_uid_and_a_calendar_reply_for_somebody_else_change_nothing(
    service: Service, sender: str, results: str
) -> None:
    """The UID of a weekly meeting can be guessed: it only finds the meeting."""
    uid = room.meeting(service).uid
    _, mails = room.taken(service, button(sender, "li.qiang", uid, *filter(None, [results])))
    assert not to_whom(mails) & {"thief", "wu.hao"}
    assert room.untouched(service)


def test_a_calendar_reply_of_the_attendee_whom_the_server_vouches_for_counts(service: Service) -> None:
    room.taken(service, button("li.qiang", "li.qiang", room.meeting(service).uid, PASSED))
    assert not room.untouched(service)


def with_button(sender: str, words: str, uid: str, partstat: str = "ACCEPTED") -> bytes:
    """A click, words and a file beside it."""
    calendar = button(sender, sender, uid).partition(b"\r\n\r\n")[2].decode().replace("DECLINED", partstat)
    parts = [
        "--B", "Content-Type: text/plain; charset=utf-8", "", words,
        "--B", "Content-Type: text/calendar; method=REPLY; charset=utf-8", "", calendar,
        "--B", "Content-Type: application/pdf", 'Content-Disposition: attachment; filename="report.pdf"', "", "%PDF-",
        "--B--", "",
    ]  # fmt: skip
    raw = room.mail(sender, "\r\n".join(parts), kind="multipart/mixed")
    return raw.replace(b"multipart/mixed; charset=utf-8", b'multipart/mixed; boundary="B"')


FILE_AND_WORDS = [
    "附件是周例会的资料",
    "附件是周例会的资料，我晚到20分钟",
    "会议取消",
    "请把会议改到周三下午2点",
    "议题：预算",
]


@pytest.mark.parametrize("words", FILE_AND_WORDS)
@pytest.mark.parametrize("who", ["li.qiang", "wang.fang"])
def test_a_calendar_part_of_no_meeting_of_ours_vouches_for_nothing(who: str, words: str) -> None:
    """Where the server gives no results a button counts, but not any calendar."""
    unvouched = room.announced()
    entry, mails = room.taken(unvouched, with_button(who, words, "nothing@nowhere"))
    assert entry.certainty is Certainty.CLAIMED
    assert to_whom(mails) <= {who, *room.ORGANIZERS}
    assert room.untouched(unvouched)
    assert (room.meeting(unvouched).materials, room.meeting(unvouched).topics) == ((), ())


@pytest.mark.parametrize("words", FILE_AND_WORDS)
@pytest.mark.parametrize("partstat", ["ACCEPTED", "NEEDS-ACTION"])
def test_files_and_words_beside_a_button_are_asked_back_like_those_of_any_forged_sender(
    partstat: str, words: str
) -> None:
    """The click alone is done. A “yes” from the own address carries out the rest."""
    unvouched = room.announced()
    _, mails = room.taken(unvouched, with_button("wang.fang", words, room.meeting(unvouched).uid, partstat))
    assert to_whom(mails) == {"wang.fang"}
    now = room.meeting(unvouched)
    assert (now.materials, now.topics, now.proposals) == ((), (), ())
    assert now.state == room.meeting(room.announced()).state
    seat = now.attendee("wang.fang@corp.example")
    assert seat is not None
    assert (seat.comes_late, seat.leave) == (False, None)
    contradicted = "改到" in words
    assert seat.partstat is (
        PartStat.ACCEPTED if partstat == "ACCEPTED" and not contradicted else PartStat.NEEDS_ACTION
    )
    if "附件" in words:
        (asked,) = [o for o in mails if o.kind is MailKind.APPROVAL_REQUEST]
        room.taken(unvouched, room.mail("wang.fang", "是", to=room.plus(asked), number=2))
        assert [m.file.name for m in room.meeting(unvouched).materials] == ["report.pdf"]


HOSTILE = "<script>alert(1)</script><img src='http://evil.example/x.png' onerror=alert(1)> http://evil.example/login"


def test_what_a_stranger_writes_reaches_the_organizers_as_words_without_a_link_or_a_tag(service: Service) -> None:
    for number, kind in enumerate(("text/plain", "text/html")):
        body = HOSTILE if kind == "text/plain" else f"<p>请看</p>{HOSTILE}<a href='http://evil.example'>这里</a>"
        _, mails = room.taken(service, room.mail("one@evil.example", body, number=number, kind=kind))
        assert to_whom(mails) == room.ORGANIZERS
        for each in mails:
            shown = read(service.store.get_blob(each.raw))
            page = LexborHTMLParser(shown.html)
            assert not page.css("script, img, iframe, object, link, style, form, [src], [onerror]")
            assert [a for a in page.css("a") if not (a.attributes["href"] or "").startswith("mailto:secretary")] == []
            for words in (shown.subject, shown.text, page.body.text() if page.body else ""):
                assert re.findall(r"\w://|www\.\w|evil\.example/", words) == []
            assert "http: //evil. example/login" in shown.text


def test_a_stranger_is_never_written_to(service: Service) -> None:
    """To a forged address an answer would be backscatter, and it would tell what exists."""
    words = ["请问会议几点？", "帮助", "我要请假", "unsubscribe", "", "会议取消", "请召集临时会议，今天下午3点"]
    for number, each in enumerate(words):
        more = ["Reply-To: victim@elsewhere.example", "Disposition-Notification-To: victim@elsewhere.example"]
        _, mails = room.taken(service, room.mail("one@evil.example", each, *more, number=number))
        assert to_whom(mails) <= room.ORGANIZERS


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("in_thread", [False, True], ids=["in a fresh mail", "in our thread"])
def test_the_button_of_somebody_elses_meeting_says_nothing_of_who_comes_to_ours(partstat: str, in_thread: bool) -> None:
    """Not even where the sender is beyond doubt."""
    service = replace(room.announced(), trusted_authserv="mx.corp.example")
    invitation = room.invitation(service, "li.qiang")
    calendar = "\r\n".join(
        [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "METHOD:REPLY", "BEGIN:VEVENT", "UID:nothing@nowhere",
            "DTSTAMP:20261123T030000Z", "DTSTART:20261130T013000Z", "ORGANIZER:mailto:secretary@corp.example",
            f"ATTENDEE;PARTSTAT={partstat}:mailto:li.qiang@corp.example", "END:VEVENT", "END:VCALENDAR",
        ]
    )  # fmt: skip
    more = [f"In-Reply-To: {invitation.message_id}"] if in_thread else []
    raw = room.mail("li.qiang", calendar, *more, kind="text/calendar; method=REPLY")
    passed = b"Authentication-Results: mx.corp.example; dmarc=pass header.from=corp.example\r\n"
    room.taken(service, passed + raw)
    assert room.untouched(service)
