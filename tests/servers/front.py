"""An SMTP server for tests in front of Dovecot's LMTP, which misbehaves where a test tells it to."""

import asyncio
import contextlib
import re
import smtplib
import ssl
import threading
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from servers.company import PASSWORD

Stage = Literal["MAIL", "RCPT", "DATA"]


@dataclass
class Fault:
    """What goes wrong the next ``times`` times at this stage; with ``recipient`` only for mails to that address.

    ``reply`` is answered in the place of 250. ``drop`` closes the connection: "before" the answer with the mail
    forgotten, "unsaid" with the mail delivered and the answer never sent, "after" the answer. ``stall`` is a delay in
    seconds before the answer.
    """

    at: Stage
    reply: str = ""
    times: int = 1
    recipient: str = ""
    drop: Literal["", "before", "unsaid", "after"] = ""
    stall: float = 0.0

    def concerns(self, at: Stage, recipients: Sequence[str]) -> bool:
        return self.at == at and self.times > 0 and (not self.recipient or self.recipient in recipients)


@dataclass
class Front:
    """``accounts`` may log in, with the common password; nobody else receives."""

    accounts: Sequence[str]
    lmtp_port: int
    port: int = 0
    login_required: bool = False
    faults: list[Fault] = field(default_factory=list)
    greylisting: bool = False
    connections: int = 0
    """How many were ever made; ``open`` are open now."""
    open: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    """(envelope from, recipient) of each mail that was answered with 250 or would have been."""
    options: list[list[str]] = field(default_factory=list)
    """The parameters of each MAIL FROM."""
    _known: set[tuple[str, str]] = field(default_factory=set)
    _loop: asyncio.AbstractEventLoop | None = None
    _server: asyncio.Server | None = None
    _sessions: set[asyncio.Transport] = field(default_factory=set)

    def fault(self, at: Stage, reply: str = "", **more: Any) -> None:
        self.faults.append(Fault(at, reply, **more))

    def hang_up(self) -> None:
        """Closes every open connection, as servers do with idle ones."""
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(self._close_sessions(), self._loop).result(5)

    async def _close_sessions(self) -> None:
        for transport in list(self._sessions):
            transport.abort()

    # --- aiosmtpd's hooks -----------------------------------------------------------------------------------------

    async def handle_MAIL(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.options.append([option.upper() for option in options])
        envelope.mail_from = address
        return await self._misbehave("MAIL", server, []) or "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if (said := await self._misbehave("RCPT", server, [address])) is not None:
            return said
        if re.sub(r"\+[^@]*", "", address).lower() not in self.accounts:
            return "550 5.1.1 no such mailbox"
        pair = (envelope.mail_from or "", address)
        if self.greylisting and pair not in self._known:
            self._known.add(pair)
            return "451 4.7.1 greylisted, come again"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if (said := await self._misbehave("DATA", server, envelope.rcpt_tos, envelope)) is not None:
            return said
        await self._deliver(envelope)
        return "250 2.0.0 taken"

    async def _misbehave(
        self, at: Stage, server: SMTP, recipients: Sequence[str], envelope: Envelope | None = None
    ) -> str | None:
        fault = next((f for f in self.faults if f.concerns(at, recipients)), None)
        if fault is None:
            return None
        fault.times -= 1
        await asyncio.sleep(fault.stall)
        if envelope is not None and fault.drop in ("unsaid", "after"):
            await self._deliver(envelope)
        if fault.drop in ("before", "unsaid"):
            server.transport.abort()
            return "421 gone"
        if fault.drop == "after":
            asyncio.get_running_loop().call_later(0.05, server.transport.abort)
            return fault.reply or "250 2.0.0 taken"
        return fault.reply or None

    async def _deliver(self, envelope: Envelope) -> None:
        def hand_over() -> None:
            with smtplib.LMTP("127.0.0.1", self.lmtp_port, timeout=10) as lmtp:
                lmtp.sendmail(envelope.mail_from or "", envelope.rcpt_tos, envelope.original_content)

        await asyncio.to_thread(hand_over)
        self.taken.extend((envelope.mail_from or "", recipient) for recipient in envelope.rcpt_tos)

    def authenticate(self, _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: object) -> AuthResult:
        known = (
            isinstance(data, LoginPassword)
            and data.login.decode() in self.accounts
            and data.password.decode() == PASSWORD
        )
        return AuthResult(success=known, handled=False)

    def session(self) -> SMTP:
        front = self

        class Counted(SMTP):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(transport)
                front.connections += 1
                front.open += 1
                front._sessions.add(transport)
                self._counted = transport

            def connection_lost(self, error: Exception | None) -> None:
                super().connection_lost(error)
                front.open -= 1
                front._sessions.discard(self._counted)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # aiosmtpd warns of a login without TLS, which is what is wanted here
            return Counted(
                self,
                hostname="front.test",
                enable_SMTPUTF8=True,
                authenticator=self.authenticate,
                auth_required=self.login_required,
                auth_require_tls=False,
                loop=asyncio.get_running_loop(),
            )


@contextlib.contextmanager
def smtp_front(
    accounts: Sequence[str],
    lmtp_port: int,
    *,
    tls: ssl.SSLContext | None = None,
    login_required: bool = False,
) -> Iterator[Front]:
    """A front on a free port, in a thread of its own."""
    front = Front(accounts, lmtp_port, login_required=login_required)
    loop = front._loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="smtp-front", daemon=True)
    thread.start()

    async def start() -> None:
        front._server = await loop.create_server(front.session, "127.0.0.1", 0, ssl=tls)
        front.port = front._server.sockets[0].getsockname()[1]

    async def stop() -> None:
        if front._server is not None:
            front._server.close()
        await front._close_sessions()
        rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    try:
        asyncio.run_coroutine_threadsafe(start(), loop).result(10)
        yield front
    finally:
        asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
