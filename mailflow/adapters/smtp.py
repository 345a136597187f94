"""Mails go out over SMTP (RFC 5321) by aiosmtplib, on a few connections that are kept."""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass, field

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from mailflow.adapters.faults import one_line
from mailflow.adapters.oauth import Tokens
from mailflow.adapters.rate import RateLimit
from mailflow.adapters.settings import SmtpSettings
from mailflow.adapters.smtp_answers import Stage, Verdict, verdict
from mailflow.adapters.smtp_login import ServerRefusesLogin, ServerUnreachable, log_in, words_of
from mailflow.core.values import Address
from mailflow.ports import Deferred, Refused, Unreachable

_TIMEOUT = 60.0
_KEEP = 60.0  # seconds without use; servers hang up after some minutes, and routers forget without a word
_SERVER_CLOSES = 421
_NO_ROOM = 452  # for a mail of the size that MAIL FROM declares (RFC 1870 6.1)
_ADDRESS = re.compile(r"""[^\s<>()\[\],;:\\"@\x00-\x1f\x7f]+@[^\s<>()\[\],;:\\"@\x00-\x1f\x7f]+""")


class _HungUp(Deferred):
    """The connection was lost before anything of the mail itself was sent: it cannot have been taken."""


class _HungUpAtOnce(_HungUp, Unreachable):
    """The same before a recipient was named: no mail would do better."""


@dataclass(frozen=True)
class _Kept:
    client: SMTP
    since: float


@dataclass
class _Pool:
    """The connections of one event loop: they are of no use in another."""

    loop: asyncio.AbstractEventLoop
    slots: asyncio.Semaphore
    kept: list[_Kept] = field(default_factory=list)


class SmtpSender:
    """Implements ports.Sender. Any number of ``send`` may run at once; ``connections`` of them are under way."""

    def __init__(
        self,
        settings: SmtpSettings,
        *,
        timeout: float = _TIMEOUT,
        keep: float = _KEEP,
        rate: RateLimit | None = None,
        tokens: Tokens | None = None,
    ) -> None:
        """``timeout`` of one answer and ``keep`` of an unused connection in seconds. Connects with the first mail."""
        self._settings = settings
        self._timeout = timeout
        self._keep = keep
        self._rate = rate or RateLimit(settings.per_minute)
        self._tokens = tokens
        self._pool: _Pool | None = None

    async def check(self) -> None:
        """Connects and logs in. Raises what is both Deferred and Unreachable or LoginRefused."""
        pool = self._current_pool()
        async with pool.slots:
            self._keep_for_later(pool, await log_in(self._settings, self._timeout, self._tokens))

    async def send(self, raw: bytes, recipient: Address) -> None:
        """Raises Refused, or Deferred; where no other mail would do better now it is Unreachable or LoginRefused too.

        A connection lost while the mail went over is Deferred, although the server may have taken it: the mail may
        come twice, with one Message-ID, but is not lost.
        """
        pool = self._current_pool()
        async with pool.slots:
            await self._rate.turn()
            kept = await self._take(pool)
            if kept is not None:
                with contextlib.suppress(_HungUp):  # servers hang up on idle connections: once more, over a new one
                    await self._send_over(pool, kept, raw, recipient)
                    return
            await self._send_over(pool, await log_in(self._settings, self._timeout, self._tokens), raw, recipient)

    async def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None and pool.loop is asyncio.get_running_loop():
            await asyncio.gather(*(_quit(kept.client) for kept in pool.kept))

    def _current_pool(self) -> _Pool:
        loop = asyncio.get_running_loop()
        if self._pool is None or self._pool.loop is not loop:
            self._pool = _Pool(loop, asyncio.Semaphore(self._settings.connections))
        return self._pool

    async def _take(self, pool: _Pool) -> SMTP | None:
        while pool.kept:
            kept = pool.kept.pop()
            if kept.client.is_connected and time.monotonic() - kept.since < self._keep:
                return kept.client
            await _quit(kept.client)
        return None

    def _keep_for_later(self, pool: _Pool, client: SMTP) -> None:
        if client.is_connected:
            pool.kept.append(_Kept(client, time.monotonic()))

    async def _send_over(self, pool: _Pool, client: SMTP, raw: bytes, recipient: Address) -> None:
        try:
            await self._transact(client, raw, recipient)
        except (Deferred, Refused):
            with contextlib.suppress(SMTPException, OSError):
                await client.rset(timeout=10)  # the next mail must not find half an envelope
                self._keep_for_later(pool, client)
            raise
        except BaseException:
            client.close()  # cancelled in mid-sentence: nobody knows which answer comes next
            raise
        self._keep_for_later(pool, client)

    async def _transact(self, client: SMTP, raw: bytes, recipient: Address) -> None:
        stage = Stage.MAIL
        try:
            sender, receiver = _on_the_wire(self._settings.sender), _on_the_wire(recipient)
            options, encoding = _options(client, raw, sender, receiver)
            await client.mail(sender, options=options, encoding=encoding)
            stage = Stage.RCPT
            await client.rcpt(receiver, encoding=encoding)
            stage = Stage.DATA
            await client.data(raw)
        except SMTPResponseException as error:
            raise self._fault(stage, error) from error
        except ValueError as error:  # includes what cannot be encoded
            raise Refused(f"{recipient!r} cannot be written as a mail address: {one_line(error)}") from error
        except (SMTPException, OSError) as error:
            words = f"{one_line(error)} ({stage.value}, {self._settings.where})"
            raise _LOST[stage](words) from error

    def _fault(self, stage: Stage, error: SMTPResponseException) -> Deferred | Refused:
        """What is said before a recipient is named concerns all mails, but for their size; later, this one alone."""
        words = f"{words_of(error, self._settings)} ({stage.value}, {self._settings.where})"
        if error.code == _SERVER_CLOSES:
            return _LOST[stage](words)
        match verdict(stage, error, logged_in=bool(self._settings.username)):
            case Verdict.NEVER:
                return Refused(words)
            case Verdict.WHEN_MENDED:
                words += "; check username, login and the mail address under [smtp], [mail]"
                return ServerRefusesLogin(words) if stage is Stage.MAIL else Deferred(words)
            case Verdict.LATER:
                concerns_all = stage is Stage.MAIL and error.code != _NO_ROOM
                return ServerUnreachable(words) if concerns_all else Deferred(words)


_LOST = {Stage.MAIL: _HungUpAtOnce, Stage.RCPT: _HungUp, Stage.DATA: Deferred}


async def _quit(client: SMTP) -> None:
    """Takes leave where somebody is there to hear it."""
    if client.is_connected:
        with contextlib.suppress(SMTPException, OSError):
            await client.quit(timeout=5)
    client.close()


def _on_the_wire(address: str) -> str:
    """A domain in other letters has a spelling in ASCII (RFC 5891) that every server knows."""
    if not _ADDRESS.fullmatch(address):  # aiosmtplib would look for an address in it, and send to what it finds
        raise ValueError("not one plain address")
    local, at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}{at}{domain.encode('idna').decode('ascii')}"


def _options(client: SMTP, raw: bytes, sender: str, recipient: str) -> tuple[list[str], str]:
    """The parameters of MAIL FROM and the encoding of both addresses. Raises ValueError for an impossible address."""
    options = []
    if client.supports_extension("size"):
        options.append(f"SIZE={len(raw)}")  # RFC 1870: a mail that is too large is refused before it is sent
    # Where the server does not offer what the bytes would need, they go as they are: it judges them better than we.
    if not raw.isascii() and client.supports_extension("8bitmime"):  # RFC 6152
        options.append("BODY=8BITMIME")
    other_letters = not (sender + recipient).isascii()
    if client.supports_extension("smtputf8"):  # RFC 6531
        if other_letters or not raw.partition(b"\r\n\r\n")[0].isascii():
            options.append("SMTPUTF8")
            return options, "utf-8"
    elif other_letters:
        raise ValueError("the server takes ASCII addresses only (no SMTPUTF8)")
    return options, "ascii"
