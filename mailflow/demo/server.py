"""The demo's mail server: SMTP and IMAP on this machine, in this process, with a mailbox for everybody."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from mailflow.core.values import Address, address
from mailflow.demo.imap_server import MailStore

_LARGEST = 64 * 1024 * 1024  # bytes of one mail

OnDelivery = Callable[[Address, bytes], None]


class MailServer:
    """``async with MailServer({"a@corp.example": "password"}) as server``. Everything is gone when it ends.

    Mail to ``a+anything@corp.example`` goes to a. Whoever is on this machine may send without a login; a login is
    checked where one is tried. Mail to anybody else is refused: nothing leaves.
    """

    def __init__(
        self,
        accounts: Mapping[Address, str],
        *,
        host: str = "127.0.0.1",
        imap_port: int = 0,
        smtp_port: int = 0,
        on_delivery: OnDelivery | None = None,
    ) -> None:
        """Port 0 takes a free one. ``on_delivery`` is told of each mail that came by SMTP: owner and bytes."""
        self.host = host
        self.imap_port = imap_port
        self.smtp_port = smtp_port
        self._accounts = {address(name): password for name, password in accounts.items()}
        self._store = MailStore(self._accounts)
        self._on_delivery = on_delivery
        self._running = AsyncExitStack()

    async def __aenter__(self) -> "MailServer":
        async with AsyncExitStack() as starting:
            self.imap_port = await starting.enter_async_context(self._store.serving(self.host, self.imap_port))
            sessions: set[asyncio.Transport] = set()
            smtp = await asyncio.get_running_loop().create_server(
                lambda: _session(_Hooks(self._accounts, self.deliver), sessions), self.host, self.smtp_port
            )
            starting.callback(_hang_up, smtp, sessions)
            self.smtp_port = smtp.sockets[0].getsockname()[1]
            self._running = starting.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._running.aclose()

    async def append(self, owner: Address, raw: bytes) -> None:
        """Puts a mail into somebody's INBOX. Raises KeyError for a stranger."""
        await self._store.append(owner, raw)

    async def messages(self, owner: Address, folder: str = "INBOX") -> list[bytes]:
        """Somebody's mails, oldest first. Raises KeyError for a stranger."""
        return await self._store.messages(owner, folder)

    async def deliver(self, sender: str, recipient: str, raw: bytes) -> None:
        """As if it had come by SMTP."""
        owner = mailbox_of(recipient)
        stamped = f"Return-Path: <{sender}>\r\nDelivered-To: {recipient}\r\n".encode() + raw
        await self._store.append(owner, stamped)
        if self._on_delivery is not None:
            self._on_delivery(owner, stamped)


def mailbox_of(recipient: str) -> Address:
    """Whose mailbox it is: the address without what stands after a plus."""
    local, at, domain = address(recipient).rpartition("@")
    return Address(local.partition("+")[0] + at + domain)


@dataclass(frozen=True)
class _Hooks:
    """What aiosmtpd asks us."""

    accounts: Mapping[Address, str]
    deliver: Callable[[str, str, bytes], Any]

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, recipient: str, _options: list[str]
    ) -> str:
        if mailbox_of(recipient) not in self.accounts:
            return "550 5.1.1 no such mailbox in the demo"
        envelope.rcpt_tos.append(recipient)
        return "250 2.1.5 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        for recipient in envelope.rcpt_tos:
            await self.deliver(envelope.mail_from or "", recipient, envelope.original_content or b"")
        return "250 2.0.0 delivered"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _kind: str, data: object
    ) -> AuthResult:
        known = isinstance(data, LoginPassword) and self.accounts.get(
            address(data.login.decode("utf-8", "replace"))
        ) == data.password.decode("utf-8", "replace")
        return AuthResult(success=known, handled=False)


def _session(hooks: _Hooks, sessions: set[asyncio.Transport]) -> SMTP:
    class Known(SMTP):
        """Remembers its connection, to be closed with the server."""

        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            super().connection_made(transport)
            assert isinstance(transport, asyncio.Transport)
            self._known = transport
            sessions.add(transport)

        def connection_lost(self, error: Exception | None) -> None:
            super().connection_lost(error)
            sessions.discard(self._known)

    return Known(
        hooks,
        hostname="demo.invalid",
        ident="mailflow demo",
        data_size_limit=_LARGEST,
        enable_SMTPUTF8=True,
        authenticator=hooks.authenticate,
        auth_require_tls=False,
        loop=asyncio.get_running_loop(),
    )


def _hang_up(server: asyncio.Server, sessions: set[asyncio.Transport]) -> None:
    server.close()
    for transport in list(sessions):
        transport.abort()
