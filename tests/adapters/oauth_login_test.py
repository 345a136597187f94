"""Logging in with a token (XOAUTH2): to an IMAP and an SMTP server, to Dovecot, and what a refusal leads to."""

import asyncio
import base64
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from servers.scripted import Scripted, scripted_imap
from servers.token_endpoint import Endpoint, token_endpoint

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.oauth import Tokens
from mailflow.adapters.settings import ImapSettings, OAuthSettings, SmtpSettings
from mailflow.adapters.smtp import SmtpSender
from mailflow.core.values import Address
from mailflow.ports import Deferred, LoginRefused, Unreachable

SECRETARY = "secretary@corp.example"
IMAP = ImapSettings(host="127.0.0.1", port=0, security="none", username=SECRETARY, login="oauth")
CAPABLE = "* CAPABILITY IMAP4rev1 IDLE AUTH=XOAUTH2\r\n{tag} OK done\r\n"
REFUSAL = "+ eyJzdGF0dXMiOiI0MDAifQ==\r\n"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def tokens_of(endpoint: Endpoint, clock: Any = None) -> Tokens:
    settings = OAuthSettings(token_url=endpoint.url, client_id="me", refresh_token="refresh-me")
    return Tokens(settings, **({"clock": clock} if clock else {}))


def sasl(token: str) -> str:
    return base64.b64encode(f"user={SECRETARY}\1auth=Bearer {token}\1\1".encode()).decode()


@contextmanager
def imap(good: str) -> Iterator[Scripted]:
    """Takes one token; another one is refused as Google and Microsoft do it, in two steps."""

    class Server(Scripted):
        def answer(self, tag: str, command: str) -> str | None:
            if command == "AUTHENTICATE XOAUTH2":
                self.tag = tag
                return "+ \r\n"
            if tag == sasl(good):
                return f"{self.tag} OK welcome\r\n"
            if tag == "" and command == "":
                return f"{self.tag} NO [AUTHENTICATIONFAILED] Invalid credentials\r\n"
            return REFUSAL if len(tag) > 40 else None

    with scripted_imap({"CAPABILITY": CAPABLE}, kind=Server) as server:
        yield server


def at(server: Scripted) -> ImapSettings:
    return replace(IMAP, port=server.port)


def test_imap_is_logged_in_with_a_token_and_no_password_is_sent() -> None:
    with (
        token_endpoint() as endpoint,
        imap("token-1") as server,
        closing(ImapInbox(at(server), tokens=tokens_of(endpoint))) as inbox,
    ):
        assert inbox.wait(0) is False
    assert "AUTHENTICATE XOAUTH2" in server.heard
    assert not [command for command in server.heard if command.startswith("LOGIN")]


def test_a_token_that_imap_does_not_take_is_a_refused_login_and_stands_in_no_fault() -> None:
    with (
        token_endpoint() as endpoint,
        imap("another") as server,
        closing(ImapInbox(at(server), tokens=tokens_of(endpoint))) as inbox,
        pytest.raises(LoginRefused) as told,
    ):
        inbox.wait(0)
    assert "Invalid credentials" in str(told.value)
    assert "scope under [oauth]" in str(told.value)
    assert "token-1" not in str(told.value)
    assert sasl("token-1") not in str(told.value)


def test_a_token_that_was_withdrawn_early_is_renewed_at_once() -> None:
    now = [1_000_000.0]
    with token_endpoint() as endpoint, imap("token-2") as server:
        tokens = tokens_of(endpoint, clock=lambda: now[0])
        tokens.current()
        now[0] += 600
        with closing(ImapInbox(at(server), tokens=tokens)) as inbox:
            assert inbox.wait(0) is False
    assert len(endpoint.asked) == 2


def test_a_server_that_takes_no_tokens_is_told_with_the_mend() -> None:
    with (
        token_endpoint() as endpoint,
        scripted_imap({}) as server,
        closing(ImapInbox(at(server), tokens=tokens_of(endpoint))) as inbox,
        pytest.raises(LoginRefused) as told,
    ):
        inbox.wait(0)
    assert 'login = "password"' in str(told.value)


@pytest.mark.parametrize(("answer", "refused"), [((400, {"error": "invalid_grant"}), True), ((503, b"away"), False)])
def test_a_renewal_that_fails_is_to_both_servers_what_a_lost_login_is(answer: tuple[int, Any], refused: bool) -> None:
    """So the daemon rests, tells once, and no mail is given up."""
    with token_endpoint(answer) as endpoint, scripted_imap({"CAPABILITY": CAPABLE}) as server:
        with closing(ImapInbox(at(server), tokens=tokens_of(endpoint))) as inbox, pytest.raises(Unreachable) as read:
            inbox.wait(0)
        with pytest.raises(Deferred) as sent:
            asyncio.run(SmtpSender(smtp_at(server.port), tokens=tokens_of(endpoint)).send(b"x", Address("a@b.example")))
    for told in (read.value, sent.value):
        assert isinstance(told, Unreachable)
        assert isinstance(told, LoginRefused) is refused
        assert "OAuth2 endpoint 127.0.0.1" in str(told)
    assert server.heard == [], "no server is bothered"


# ------------------------------------------------------------------------------------------------- SMTP


@dataclass
class Taking:
    """An SMTP server with XOAUTH2, which takes the ``good`` token."""

    good: str
    port: int = 0
    taken: list[str] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        self.tried.append(args[1])
        if args[1] == sasl(self.good):
            return AuthResult(success=True)
        await server.push("334 eyJzdGF0dXMiOiI0MDAifQ==")
        await server._reader.readline()
        await server.push("535 5.7.3 Authentication unsuccessful")
        return AuthResult(success=False, handled=True)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.taken.extend(envelope.rcpt_tos)
        return "250 taken"


def smtp_at(port: int) -> SmtpSettings:
    return SmtpSettings(
        host="127.0.0.1", port=port, security="none", username=SECRETARY, login="oauth", sender=Address(SECRETARY)
    )


def sent_over(taking: Taking, tokens: Tokens) -> None:
    async def act() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(
            lambda: SMTP(taking, auth_require_tls=False, auth_required=True, loop=loop), "127.0.0.1", 0
        )
        sender = SmtpSender(smtp_at(server.sockets[0].getsockname()[1]), tokens=tokens, timeout=5)
        try:
            await sender.send(b"Subject: x\r\n\r\nx\r\n", Address("li.qiang@corp.example"))
        finally:
            await sender.close()
            server.close()

    asyncio.run(act())


@pytest.mark.filterwarnings("ignore")
def test_smtp_is_logged_in_with_a_token() -> None:
    taking = Taking("token-1")
    with token_endpoint() as endpoint:
        sent_over(taking, tokens_of(endpoint))
    assert taking.taken == ["li.qiang@corp.example"]
    assert taking.tried == [sasl("token-1")]


@pytest.mark.filterwarnings("ignore")
def test_a_token_that_smtp_does_not_take_defers_the_mail_and_stands_in_no_fault() -> None:
    with token_endpoint() as endpoint, pytest.raises(LoginRefused) as told:
        sent_over(Taking("another"), tokens_of(endpoint))
    assert isinstance(told.value, Deferred)
    assert "535 5.7.3 Authentication unsuccessful" in str(told.value)
    assert "token-1" not in str(told.value)


@pytest.mark.filterwarnings("ignore")
def test_a_token_that_ended_early_is_renewed_at_once_for_smtp_too() -> None:
    now = [1_000_000.0]
    taking = Taking("token-2")
    with token_endpoint() as endpoint:
        tokens = tokens_of(endpoint, clock=lambda: now[0])
        tokens.current()
        now[0] += 600
        sent_over(taking, tokens)
    assert taking.taken == ["li.qiang@corp.example"]
