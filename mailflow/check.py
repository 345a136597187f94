"""``mailflow check``: finds the fault before the users do, and names its mend."""

import asyncio
import time
from collections.abc import Callable, Mapping
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from uuid import uuid4

from mailflow import bootstrap, config
from mailflow.config import Config
from mailflow.faults import KNOWN, told
from mailflow.ports import Deferred, Inbox, Refused

_PATIENCE = 30.0
"""Seconds in which the mail to ourselves must be back."""


def run(folder: Path, environ: Mapping[str, str], tell: Callable[[str], None]) -> bool:
    """True where all is well. ``tell`` gets a line for each thing that was looked at."""
    try:
        settings = config.load(folder, environ)
    except config.ConfigFault as fault:
        for line in str(fault).splitlines():
            tell(f"✗ {line}")
        return False
    tell(f"✓ config: {len(settings.organization.people)} people, {len(settings.series)} series of meetings")
    for warning in settings.warnings:
        tell(f"! {warning}")
    return all([_store(settings, tell), _mail(settings, tell)])


def _store(settings: Config, tell: Callable[[str], None]) -> bool:
    try:
        bootstrap.store(settings).close()
    except KNOWN as fault:
        tell(f"✗ store {settings.store_url}: {told(fault)}")
        return False
    tell(f"✓ store {settings.store_url}")
    return True


def _mail(settings: Config, tell: Callable[[str], None]) -> bool:
    inbox = bootstrap.inbox(settings)
    try:
        for _ in inbox.fetch():
            break
        tell(f"✓ IMAP {settings.imap.where}: logged in, folder {settings.imap.folder}")
    except KNOWN as fault:
        tell(f"✗ IMAP {settings.imap.where}: {told(fault)}")
        return False
    try:
        return _sent_and_found(settings, inbox, tell)
    finally:
        inbox.close()


def _sent_and_found(settings: Config, inbox: Inbox, tell: Callable[[str], None]) -> bool:
    message_id = f"<check.{uuid4().hex}@{settings.mail.address.rpartition('@')[2]}>"
    try:
        asyncio.run(_send(settings, message_id))
    except (Deferred, Refused, *KNOWN) as fault:
        tell(f"✗ SMTP {settings.smtp.where}: {told(fault)} (look at host, port, security, username and password)")
        return False
    tell(f"✓ SMTP {settings.smtp.where}: took a mail to {settings.mail.address}")
    began = time.monotonic()
    while time.monotonic() - began < _PATIENCE:
        for arrived in inbox.fetch():
            if message_id.encode() in arrived.raw:
                inbox.done(arrived.key)
                tell(f"✓ the mail came back after {time.monotonic() - began:.1f} s, and is in {settings.imap.archive}")
                return True
        inbox.wait(1.0)
    tell(
        f"✗ the mail to {settings.mail.address} was not in {settings.imap.folder} after {_PATIENCE:.0f} s: is this the "
        "mailbox of that address, and does a filter move its mail away?"
    )
    return False


async def _send(settings: Config, message_id: str) -> None:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = mail["To"] = settings.mail.address
    mail["Subject"] = "mailflow check"
    mail["Date"] = format_datetime(bootstrap.clock(settings).now())
    mail["Message-ID"] = message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("mailflow check\n")
    sender = bootstrap.sender(settings)
    try:
        await sender.send(mail.as_bytes(), settings.mail.address)
    finally:
        await sender.close()
