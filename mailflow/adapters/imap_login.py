"""From settings to an IMAP connection that is logged in."""

import contextlib
import re
import socket
from dataclasses import replace

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

import mailflow
from mailflow.adapters.faults import cannot_connect, login_advice, one_line
from mailflow.adapters.oauth import Tokens
from mailflow.adapters.settings import ImapSettings, xoauth2
from mailflow.adapters.tls import tls_context
from mailflow.ports import LoginRefused, Unreachable

# RFC 5530 3: these codes say that the name and password are not what is wrong.
_NOT_THE_PASSWORD = re.compile(r"\[(UNAVAILABLE|INUSE|LIMIT|SERVERBUG)\b", re.IGNORECASE)
_ATOM = re.compile(r"[A-Za-z0-9_.@+=/~-]+")


def log_in(settings: ImapSettings, timeout: SocketTimeout, tokens: Tokens | None = None) -> IMAPClient:
    """Raises LoginRefused where name and password, or the token, are not taken, else Unreachable."""
    if settings.login == "password" or tokens is None:
        return _log_in(settings, timeout)
    token = tokens.current()
    try:
        return _log_in(replace(settings, password=token.word), timeout)
    except LoginRefused:
        if not tokens.refused(token):
            raise
        return _log_in(replace(settings, password=tokens.current().word), timeout)


def _log_in(settings: ImapSettings, timeout: SocketTimeout) -> IMAPClient:
    try:
        client = IMAPClient(
            settings.host,
            settings.port,
            ssl=settings.security == "tls",
            ssl_context=tls_context(settings) if settings.security == "tls" else None,
            timeout=timeout,
        )
    except (OSError, IMAPClientError) as error:
        raise Unreachable(cannot_connect("IMAP", settings, error)) from error
    try:
        # imapclient sends SEARCH and its line end apart: with Nagle's algorithm the second waits 40 ms for an answer.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if settings.security == "starttls":
            client.starttls(tls_context(settings))
        _authenticate(client, settings)
        _introduce(client)
    except LoginError as error:
        hang_up(client)
        raise _login_fault(settings, error) from error
    except (OSError, IMAPClientError) as error:
        hang_up(client)
        raise Unreachable(cannot_connect("IMAP", settings, error)) from error
    except BaseException:
        hang_up(client)
        raise
    return client


def hang_up(client: IMAPClient) -> None:
    """Closes without a word to the server: it may be the server that does not listen."""
    with contextlib.suppress(OSError, IMAPClientError):
        client.shutdown()


def _authenticate(client: IMAPClient, settings: ImapSettings) -> None:
    """LOGIN, which every server knows. What LOGIN cannot carry unharmed (other than ASCII) goes by PLAIN."""
    if settings.login == "oauth":
        _authenticate_by_token(client, settings)
        return
    if client.has_capability("LOGINDISABLED"):  # RFC 3501 6.2.3
        raise LoginError(
            'the server takes no password on an unencrypted connection; set security = "tls" or "starttls"'
        )
    if _ATOM.fullmatch(settings.username) and settings.password.isascii():
        client.login(settings.username, settings.password)
    else:
        client.plain_login(settings.username, settings.password)


def _authenticate_by_token(client: IMAPClient, settings: ImapSettings) -> None:
    if not client.has_capability("AUTH=XOAUTH2"):
        raise LoginError('the server takes no OAuth2 token (no XOAUTH2); write login = "password"')
    # A refusal comes as a second question, which wants to be answered by nothing.
    answers = iter((xoauth2(settings.username, settings.password),))
    client.sasl_login("XOAUTH2", lambda _challenge: next(answers, ""))


def _introduce(client: IMAPClient) -> None:
    """Says who we are wherever the server can hear it: NetEase refuses SELECT as an "Unsafe Login" until then."""
    if client.has_capability("ID"):
        try:
            client.id_({"name": "mailflow", "version": mailflow.__version__})
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            return  # RFC 2971 2: a courtesy; no server's odd answer to it may keep us from the mailbox


def _login_fault(settings: ImapSettings, error: LoginError) -> Unreachable:
    # imapclient calls a connection that broke during the login a LoginError too: its cause tells them apart.
    cause = error.__context__ if isinstance(error.__context__, IMAPClientError) else error
    words = one_line(_server_words(cause), settings.hidden)
    if isinstance(cause, IMAPClientAbortError) or _NOT_THE_PASSWORD.search(words):
        return Unreachable(f"IMAP server {settings.where}: the login did not come through: {words}")
    return LoginRefused(
        f"IMAP server {settings.where} refuses the login of {settings.username!r}: {words}; {login_advice(settings)}"
    )


def _server_words(error: IMAPClientError) -> str:
    """imaplib passes on the server's answer as bytes at times."""
    words = error.args[0] if error.args else ""
    return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
