"""The embedded server against our own adapters: what the demo relies on."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from imapclient import IMAPClient

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.settings import ImapSettings, SmtpSettings
from mailflow.adapters.smtp import SmtpSender
from mailflow.core.values import Address
from mailflow.demo.server import MailServer
from mailflow.ports import LoginRefused, Refused, Unreachable

SECRETARY = Address("secretary@corp.example")
LI = Address("li.qiang@corp.example")
ACCOUNTS = {SECRETARY: "s3cret", LI: "l1"}
MAIL = "From: secretary@corp.example\r\nSubject: 你好\r\n\r\n.hello\r\n".encode()


def imap(server: MailServer, password: str = "s3cret") -> ImapInbox:
    return ImapInbox(
        ImapSettings(host=server.host, port=server.imap_port, security="none", username=SECRETARY, password=password)
    )


@asynccontextmanager
async def inbox_of(server: MailServer, password: str = "s3cret") -> AsyncIterator[ImapInbox]:
    """Closed in a thread: the server, in this one, must be free to answer."""
    inbox = imap(server, password)
    try:
        yield inbox
    finally:
        await asyncio.to_thread(inbox.close)


def smtp(server: MailServer, password: str = "s3cret") -> SmtpSender:
    return SmtpSender(
        SmtpSettings(
            host=server.host,
            port=server.smtp_port,
            security="none",
            username=SECRETARY,
            password=password,
            sender=SECRETARY,
        )
    )


def with_server(act: Callable[[MailServer], Awaitable[None]], **more: object) -> None:
    async def run() -> None:
        async with MailServer(ACCOUNTS, **more) as server:
            await asyncio.wait_for(act(server), 30)

    asyncio.run(run())


async def send(server: MailServer, recipient: str, raw: bytes = MAIL) -> None:
    sender = smtp(server)
    try:
        await sender.send(raw, Address(recipient))
    finally:
        await sender.close()


def test_a_mail_sent_is_a_mail_in_the_mailbox_with_or_without_a_plus() -> None:
    told: list[tuple[str, bytes]] = []

    async def act(server: MailServer) -> None:
        await send(server, "li.qiang@corp.example")
        await send(server, "Li.Qiang+token@corp.example")
        stored = await server.messages(LI)
        assert [raw.endswith(MAIL) for raw in stored] == [True, True]
        assert b"Delivered-To: Li.Qiang+token@corp.example" in stored[1]
        assert told == [(LI, stored[0]), (LI, stored[1])]

    with_server(act, on_delivery=lambda recipient, raw: told.append((recipient, raw)))


def test_nothing_leaves_for_strangers() -> None:
    async def act(server: MailServer) -> None:
        with pytest.raises(Refused):
            await send(server, "guest@partner.example")
        with pytest.raises(KeyError):
            await server.append(Address("guest@partner.example"), MAIL)

    with_server(act)


def test_wrong_passwords_are_refused_by_both() -> None:
    async def act(server: MailServer) -> None:
        async with inbox_of(server, "wrong") as inbox:
            with pytest.raises(LoginRefused):
                await asyncio.to_thread(inbox.wait, 0)
        with pytest.raises(LoginRefused):
            await smtp(server, "wrong").send(MAIL, LI)

    with_server(act)


def test_the_inbox_is_read_in_order_and_emptied_into_the_archive() -> None:
    async def act(server: MailServer) -> None:
        for number in range(120):
            await server.append(SECRETARY, b"Subject: %d\r\n\r\nx\r\n" % number)
        async with inbox_of(server) as inbox:

            def read() -> list[bytes]:
                raws = []
                for each in inbox.fetch():
                    raws.append(each.raw)
                    inbox.done(each.key)
                return raws

            raws = await asyncio.to_thread(read)
        assert [raw.split(b"\r\n")[0] for raw in raws] == [b"Subject: %d" % number for number in range(120)]
        assert await server.messages(SECRETARY) == []
        assert await server.messages(SECRETARY, "Archive") == raws
        assert await server.messages(SECRETARY, "Nowhere") == []

    with_server(act)


@pytest.mark.parametrize("after", [0.3, 1.5], ids=["in a short IDLE", "in a long one"])
def test_idle_tells_of_a_delivery_within_a_second(after: float) -> None:
    async def act(server: MailServer) -> None:
        async with inbox_of(server) as inbox:
            waiting = asyncio.create_task(asyncio.to_thread(inbox.wait, 20))
            await asyncio.sleep(after)
            await send(server, SECRETARY)
            sent = time.monotonic()
            assert await waiting is True
            assert time.monotonic() - sent < 1

    with_server(act)


def test_many_deliveries_in_a_burst_break_no_idle() -> None:
    async def act(server: MailServer) -> None:
        async with inbox_of(server) as inbox:
            seen = 0
            for _ in range(20):
                waiting = asyncio.create_task(asyncio.to_thread(inbox.wait, 20))
                await asyncio.sleep(0.02)
                await asyncio.gather(*(server.deliver("a@b.example", SECRETARY, MAIL) for _ in range(5)))
                assert await waiting is True
                seen = len(await asyncio.to_thread(lambda: list(inbox.fetch())))
            assert seen == 100

    with_server(act)


def test_a_keyword_that_the_server_drops_hangs_nobody() -> None:
    def flag(server: MailServer) -> None:
        with IMAPClient(server.host, server.imap_port, ssl=False, timeout=5) as person:
            person.login(LI, "l1")
            person.select_folder("INBOX")
            person.add_flags(person.search("ALL"), ["$MDNSent", b"\\Seen"])
            assert b"\\Seen" in next(iter(person.get_flags(person.search("ALL")).values()))

    async def act(server: MailServer) -> None:
        await server.append(LI, MAIL)
        await asyncio.to_thread(flag, server)

    with_server(act)


def test_the_server_stops_while_somebody_idles() -> None:
    async def run() -> None:
        async with MailServer(ACCOUNTS) as server:
            inbox = imap(server)
            waiting = asyncio.create_task(asyncio.to_thread(inbox.wait, 20))
            await asyncio.sleep(0.3)
        with pytest.raises(Unreachable):
            await waiting
        inbox.close()

    start = time.monotonic()
    asyncio.run(run())
    assert time.monotonic() - start < 5


def test_the_ports_can_be_given() -> None:
    async def run() -> None:
        async with MailServer(ACCOUNTS) as first:
            imap_port, smtp_port = first.imap_port, first.smtp_port
        async with MailServer(ACCOUNTS, imap_port=imap_port, smtp_port=smtp_port) as second:
            assert (second.imap_port, second.smtp_port) == (imap_port, smtp_port)
            await send(second, LI)
            assert len(await second.messages(LI)) == 1

    asyncio.run(run())


def test_a_large_mail_comes_through_whole() -> None:
    async def act(server: MailServer) -> None:
        raw = MAIL + b"0123456789" * 70 + b"\r\n"
        large = raw + (b"x" * 76 + b"\r\n") * 100_000
        await send(server, SECRETARY, large)
        async with inbox_of(server) as inbox:
            (arrived,) = await asyncio.to_thread(lambda: list(inbox.fetch()))
        assert arrived.raw.endswith(large)

    with_server(act)
