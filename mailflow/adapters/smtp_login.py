"""From settings to an SMTP connection that is logged in."""

from dataclasses import replace

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPException,
    SMTPHeloError,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from mailflow.adapters.faults import cannot_connect, login_advice, one_line
from mailflow.adapters.oauth import Token, Tokens
from mailflow.adapters.settings import SmtpSettings
from mailflow.adapters.tls import tls_context
from mailflow.own_thread import in_thread
from mailflow.ports import Deferred, LoginRefused, Unreachable


class ServerUnreachable(Deferred, Unreachable):
    """No mail can be sent to anybody now: to the mail it is Deferred, to whoever checks the server Unreachable."""


class ServerRefusesLogin(Deferred, LoginRefused):
    """The same, and a person must act. The mails wait: a wrong password must not turn them into failed ones."""


_WRONG_PASSWORD = 535  # RFC 4954 6


async def log_in(settings: SmtpSettings, timeout: float, tokens: Tokens | None = None) -> SMTP:
    """Raises ServerRefusesLogin where name and password, or the token, are not taken, else ServerUnreachable."""
    if settings.login == "password" or tokens is None:
        return await _log_in(settings, timeout)
    token = await _token(tokens)
    try:
        return await _log_in(replace(settings, password=token.word), timeout)
    except ServerRefusesLogin:
        if not tokens.refused(token):
            raise
        return await _log_in(replace(settings, password=(await _token(tokens)).word), timeout)


async def _token(tokens: Tokens) -> Token:
    try:
        return await in_thread(tokens.current)
    except LoginRefused as fault:
        raise ServerRefusesLogin(str(fault)) from fault
    except Unreachable as fault:
        raise ServerUnreachable(str(fault)) from fault


async def _log_in(settings: SmtpSettings, timeout: float) -> SMTP:
    client = SMTP(
        hostname=settings.host,
        port=settings.port,
        use_tls=settings.security == "tls",
        start_tls=settings.security == "starttls",  # False too must be said: None would upgrade by itself
        tls_context=tls_context(settings) if settings.security != "none" else None,
        # Our mail domain, which needs no DNS, where the machine's own name often is none (RFC 5321 4.1.4).
        local_hostname=_helo_name(settings),
        timeout=timeout,
    )
    try:
        await client.connect()
        if client.is_ehlo_or_helo_needed:
            await _greet(client)
        if settings.username:
            await _authenticate(client, settings)
    except ServerRefusesLogin:
        client.close()
        raise
    except (SMTPException, OSError) as error:
        client.close()
        raise ServerUnreachable(cannot_connect("SMTP", settings, _root(error, settings))) from error
    except BaseException:
        client.close()
        raise
    return client


async def _greet(client: SMTP) -> None:
    try:
        await client.ehlo()
    except SMTPHeloError:
        await client.helo()


async def _authenticate(client: SMTP, settings: SmtpSettings) -> None:
    """As aiosmtplib's login, which forgets a refusal where the server hangs up after it."""
    refusal: SMTPAuthenticationError | None = None
    for method in _methods(client, settings):
        try:
            await getattr(client, f"auth_{method.replace('-', '')}")(settings.username, settings.password)
            return
        except SMTPAuthenticationError as error:
            if error.code < 500:  # 454: the server cannot look us up now (RFC 4954 4.7.0)
                raise
            refusal = error
            if error.code == _WRONG_PASSWORD and method != "cram-md5":
                break  # each further try would count towards a lock; only CRAM-MD5 fails where the password is right
        except SMTPServerDisconnected:
            if refusal is None:
                raise
            break
    if refusal is None:
        raise ServerRefusesLogin(
            f"SMTP server {settings.where} offers no login that is known here; "
            'check port, security and login (most servers take a login only over "tls" or "starttls")'
        )
    raise ServerRefusesLogin(
        f"SMTP server {settings.where} refuses the login of {settings.username!r}: {words_of(refusal, settings)}; "
        f"{login_advice(settings)}"
    ) from refusal


def _methods(client: SMTP, settings: SmtpSettings) -> list[str]:
    if settings.login == "oauth":
        return [name for name in client.server_auth_methods if name == "xoauth2"]
    return [name for name in client.supported_auth_methods if name != "xoauth2"]


def words_of(error: SMTPResponseException, settings: SmtpSettings) -> str:
    """The server's answer, as it would read on the wire."""
    return one_line(f"{error.code} {error.message}", settings.hidden)


def _helo_name(settings: SmtpSettings) -> str:
    domain = settings.sender.rpartition("@")[2]
    return domain.encode("idna").decode("ascii") if domain else "localhost"


def _root(error: BaseException, settings: SmtpSettings) -> BaseException:
    """What aiosmtplib wrapped: a TLS fault explains itself better than “Error connecting”."""
    if isinstance(error, SMTPResponseException):
        return SMTPException(words_of(error, settings))
    cause = error.__cause__
    return cause if isinstance(cause, OSError) and not isinstance(cause, TimeoutError) else error
