"""ImapInbox against a real Dovecot: what is read, in which order, and where it goes afterwards."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from imapclient import IMAPClient
from servers.house import FrontHouse, front_house

from mailflow.adapters import imap
from mailflow.adapters.imap import ImapInbox
from mailflow.ports import MailKey

pytestmark = pytest.mark.server


def mail(number: int) -> bytes:
    return f"From: li.qiang@corp.example\r\nSubject: mail {number}\r\n\r\n好的 {number}\r\n".encode()


def subjects(raws: list[bytes]) -> list[str]:
    return [line.decode() for raw in raws for line in raw.splitlines() if line.startswith(b"Subject:")]


@pytest.fixture
def inbox(house: FrontHouse) -> Iterator[ImapInbox]:
    with closing(ImapInbox(house.imap)) as box:
        yield box


def test_every_mail_is_fetched_oldest_first_in_batches_of_a_hundred(
    house: FrontHouse, inbox: ImapInbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    fetch = IMAPClient.fetch

    def counted(self: IMAPClient, messages: list[int], data: list[str]) -> object:
        if data == ["BODY.PEEK[]"]:
            batches.append(len(messages))
        return fetch(self, messages, data)

    for number in range(205):
        house.deliver(mail(number))
    monkeypatch.setattr(IMAPClient, "fetch", counted)

    arrived = list(inbox.fetch())

    assert subjects([each.raw for each in arrived]) == [f"Subject: mail {number}" for number in range(205)]
    assert batches == [100, 100, 5]


def test_the_bytes_come_as_the_server_has_them(house: FrontHouse, inbox: ImapInbox) -> None:
    raw = b"Subject: =?gb2312?B?xOPKt7rD?=\r\n\r\n\xc4\xe3\xba\xc3 \xff\x80\r\n.\r\n"
    house.deliver(raw)
    assert [each.raw for each in inbox.fetch()] == house.mailbox().messages()
    assert next(inbox.fetch()).raw.endswith(raw)


def test_large_mails_do_not_share_a_batch(house: FrontHouse, inbox: ImapInbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        house.deliver(mail(number) + b"x" * 900 + b"\r\n")
    monkeypatch.setattr(imap, "_BATCH_BYTES", 1000)
    batches: list[int] = []
    fetched = ImapInbox._fetched
    monkeypatch.setattr(
        ImapInbox, "_fetched", lambda self, batch, v: batches.append(len(batch)) or fetched(self, batch, v)
    )
    assert len(list(inbox.fetch())) == 3
    assert batches == [1, 1, 1]


def test_fetching_does_not_mark_as_read(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(mail(1))
    list(inbox.fetch())
    assert not any(b"\\Seen" in flags for flags in house.mailbox().flags())


def test_a_mail_stays_until_it_is_done(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(mail(1))
    assert len(list(inbox.fetch())) == 1
    assert len(list(inbox.fetch())) == 1


@pytest.mark.parametrize(
    "capability",
    ["", "IMAP4rev1 UIDPLUS IDLE", "IMAP4rev1 LITERAL+"],
    ids=["with MOVE", "with UIDPLUS", "with neither"],
)
def test_what_is_done_goes_to_the_archive_whatever_the_server_can(capability: str) -> None:
    with front_house(capability=capability) as house, closing(ImapInbox(house.imap)) as inbox:
        for number in range(3):
            house.deliver(mail(number))
        for each in inbox.fetch():
            if b"mail 1" not in each.raw:
                inbox.done(each.key)
        assert subjects(house.mailbox().messages()) == ["Subject: mail 1"]
        assert subjects(house.mailbox().messages("Archive")) == ["Subject: mail 0", "Subject: mail 2"]


def test_without_move_nobody_elses_deletions_are_carried_out() -> None:
    with front_house(capability="IMAP4rev1 UIDPLUS") as house, closing(ImapInbox(house.imap)) as inbox:
        house.deliver(mail(0))
        house.deliver(mail(1))
        first, second = inbox.fetch()
        with house.mailbox().client() as person:
            person.select_folder("INBOX")
            person.delete_messages([first.key.uid])
        inbox.done(second.key)
        assert subjects(house.mailbox().messages()) == ["Subject: mail 0"]


def test_the_archive_may_have_a_chinese_name(house: FrontHouse) -> None:
    house.deliver(mail(1))
    with closing(ImapInbox(house.imap_settings(archive="已处理 & 存档"))) as inbox:
        inbox.done(next(inbox.fetch()).key)
    assert len(house.mailbox().messages("已处理 & 存档")) == 1


def test_done_twice_is_done_once(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(mail(1))
    key = next(inbox.fetch()).key
    inbox.done(key)
    inbox.done(key)
    assert len(house.mailbox().messages("Archive")) == 1


def test_a_key_of_another_uidvalidity_moves_nothing(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(mail(1))
    key = next(inbox.fetch()).key
    inbox.done(MailKey(key.validity + 1, key.uid))
    assert len(house.mailbox().messages()) == 1


def test_a_renumbered_folder_gives_new_keys_and_spares_the_old_ones(house: FrontHouse, inbox: ImapInbox) -> None:
    house.deliver(mail(1))
    old = next(inbox.fetch()).key
    house.store.stop()
    house.store.renumber(house.company.secretary)
    house.store.start()
    with closing(ImapInbox(house.imap)) as later:
        new = next(later.fetch()).key
        assert new.validity == old.validity + 1
        later.done(old)
        assert len(house.mailbox().messages()) == 1
        later.done(new)
        assert not house.mailbox().messages()


def test_mails_that_come_and_go_while_reading_do_no_harm(house: FrontHouse, inbox: ImapInbox) -> None:
    for number in range(3):
        house.deliver(mail(number))
    reading = inbox.fetch()
    first = next(reading)
    inbox.done(first.key)
    house.deliver(mail(3))
    assert subjects([each.raw for each in reading]) == ["Subject: mail 1", "Subject: mail 2"]
    assert subjects([each.raw for each in inbox.fetch()]) == ["Subject: mail 1", "Subject: mail 2", "Subject: mail 3"]
