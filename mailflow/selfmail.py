"""Part of ``mailflow check``: logs in to both servers, mails itself, finds the mail, and moves it to the archive."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import uuid4

from mailflow import bootstrap
from mailflow.adapters.imap_probe import Found, ImapProbe, Mark
from mailflow.adapters.oauth import Tokens
from mailflow.config import Config
from mailflow.core.values import Address
from mailflow.faults import KNOWN, told
from mailflow.ports import Deferred, Refused

PATIENCE = 60.0
"""Seconds in which a mail to ourselves must be back: large providers take their time."""
_PAUSE = 0.5

Tell = Callable[[str], None]


def check(settings: Config, tell: Tell, patience: float) -> bool:
    """True where both servers take us and our own mail comes back."""
    tokens = bootstrap.tokens(settings)
    if tokens is not None and not _oauth(settings, tokens, tell):
        return False  # both logins would fail for that one reason
    probe = _imap(settings, tokens, tell)
    takes = _smtp(settings, tokens, tell)
    if probe is None:
        return False
    try:
        return takes and _round_trips(_Mailbox(settings, tokens, probe, tell, patience))
    except KNOWN as fault:
        tell(f"✗ {told(fault)}")
        return False
    finally:
        probe.close()


@dataclass(frozen=True)
class _Mailbox:
    """Both servers, let in; ``patience`` in seconds."""

    settings: Config
    tokens: Tokens | None
    probe: ImapProbe
    tell: Tell
    patience: float


def _oauth(settings: Config, tokens: Tokens, tell: Tell) -> bool:
    try:
        token = tokens.current()
    except KNOWN as fault:
        tell(f"✗ {told(fault)}")
        return False
    minutes = (token.renew_at - token.made_at) / 60
    assert settings.oauth is not None  # there are tokens
    tell(f"✓ OAuth2 {settings.oauth.token_url}: gives a token, the next one in {minutes:.0f} minutes")
    return True


def _imap(settings: Config, tokens: Tokens | None, tell: Tell) -> ImapProbe | None:
    try:
        probe = bootstrap.probe(settings, tokens)
    except KNOWN as fault:
        tell(f"✗ {told(fault)}")
        return None
    try:
        probe.mark()
        news = "tells of new mail at once (IDLE)" if probe.idles else "has no IDLE: mailflow looks every 15 seconds"
        tell(f"✓ IMAP {settings.imap.where}: logged in, folder {settings.imap.folder}, {news}")
        if not probe.archive_exists:
            tell(f"! IMAP {settings.imap.where}: no folder {settings.imap.archive} yet, it will be made")
    except KNOWN as fault:
        tell(f"✗ {told(fault)}")
        probe.close()
        return None
    return probe


def _smtp(settings: Config, tokens: Tokens | None, tell: Tell) -> bool:
    async def log_in() -> None:
        sender = bootstrap.sender(settings, tokens)
        try:
            await sender.check()
        finally:
            await sender.close()

    try:
        asyncio.run(log_in())
    except (Deferred, Refused, *KNOWN) as fault:
        tell(f"✗ {told(fault)}")
        return False
    tell(f"✓ SMTP {settings.smtp.where}: {'logged in' if settings.smtp.username else 'connected, without a login'}")
    return True


def _round_trips(mailbox: _Mailbox) -> bool:
    settings, tell = mailbox.settings, mailbox.tell
    plain = settings.mail.address
    if not _round_trip(mailbox, plain):
        tell(
            f"✗ mail to {plain} does not come into {settings.imap.folder} of {settings.imap.username}: check address "
            "under [mail], username and folder under [imap], and filters or a spam folder that may hold it"
        )
        return False
    if not settings.mail.plus_addressing:
        return True
    local, _, domain = plain.rpartition("@")
    tagged = Address(f"{local}+check@{domain}")
    if not _round_trip(mailbox, tagged):
        tell(
            f"✗ mail to {tagged} does not come back: write plus_addressing = false under [mail], "
            "or let the server accept such addresses"
        )
        return False
    return True


def _round_trip(mailbox: _Mailbox, to: Address) -> bool:
    settings, tell = mailbox.settings, mailbox.tell
    word, since, began = uuid4().hex, mailbox.probe.mark(), time.monotonic()
    try:
        asyncio.run(_send(mailbox, to, word))
    except (Deferred, Refused) as fault:
        tell(f"✗ SMTP {settings.smtp.where} does not take a mail to {to}: {fault}")
        return False
    found = _wait_for(mailbox.probe, word, since, began + mailbox.patience)
    if found is None:
        return False
    if not found.archived:
        inbox = bootstrap.inbox(settings, mailbox.tokens)
        try:
            inbox.done(found.key)
        finally:
            inbox.close()
    tell(f"✓ mail to {to}: came back after {time.monotonic() - began:.1f} s, now in {settings.imap.archive}")
    return True


def _wait_for(probe: ImapProbe, word: str, since: Mark, until: float) -> Found | None:
    while (found := probe.find(word, since)) is None and time.monotonic() < until:
        time.sleep(_PAUSE)
    return found


async def _send(mailbox: _Mailbox, to: Address, word: str) -> None:
    sender = bootstrap.sender(mailbox.settings, mailbox.tokens)
    try:
        await sender.send(_mail(mailbox.settings, to, word), to)
    finally:
        await sender.close()


def _mail(settings: Config, to: Address, word: str) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.mail.address
    mail["To"] = to
    mail["Subject"] = f"mailflow check {word}"
    mail["Date"] = format_datetime(bootstrap.clock(settings).now())
    mail["Message-ID"] = f"<{word}@{settings.mail.address.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no program answers it
    mail.set_content("mailflow check\n")
    return mail.as_bytes()
