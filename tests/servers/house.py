"""A whole mail server for tests: mailboxes for the sample company, and a way in by SMTP."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from servers.certificates import Certificates, make_certificates
from servers.company import PASSWORD, Company, sample_company
from servers.dovecot import Dovecot, Mailbox, dovecot
from servers.front import Front, smtp_front
from servers.postfix import Postfix, postfix

from mailflow.adapters.settings import ImapSettings, SmtpSettings
from mailflow.core.values import Address


@dataclass(frozen=True)
class House:
    """``imap`` and ``smtp`` are the secretary's settings; ``imap_settings`` and ``smtp_settings`` anybody's."""

    company: Company
    store: Dovecot
    imap: ImapSettings
    smtp: SmtpSettings

    def imap_settings(self, address: str = "", **changes: Any) -> ImapSettings:
        return replace(self.imap, **{"username": address or self.imap.username, **changes})

    def smtp_settings(self, address: str = "", **changes: Any) -> SmtpSettings:
        sender = Address(address) if address else self.smtp.sender
        return replace(self.smtp, **{"username": self.smtp.username and sender, "sender": sender, **changes})

    def mailbox(self, address: str = "") -> Mailbox:
        """The secretary's without an address."""
        return self.store.mailbox(address or self.company.secretary)

    def deliver(self, raw: bytes, recipient: str = "", sender: str = "somebody@partner.example") -> None:
        """Straight into the mailbox, without SMTP; the secretary's without a recipient."""
        self.store.deliver(raw, recipient or self.company.secretary, sender)


@dataclass(frozen=True)
class FrontHouse(House):
    front: Front


@dataclass(frozen=True)
class PostfixHouse(House):
    """TLS for IMAP and SMTP. Its authority must be trusted first: SSL_CERT_FILE = ``certificates.authority``."""

    postfix: Postfix
    certificates: Certificates


@contextlib.contextmanager
def front_house(*, capability: str = "", login_required: bool = False) -> Iterator[FrontHouse]:
    """Dovecot, and an SMTP server whose faults a test decides. Any user, about 0.1 s, no TLS."""
    company = sample_company()
    with (
        dovecot(company.everybody, capability=capability) as store,
        smtp_front(company.everybody, store.lmtp_port, login_required=login_required) as front,
    ):
        yield FrontHouse(company, store, *_settings(company, store.imap_port, front.port, login_required), front)


@contextlib.contextmanager
def postfix_house() -> Iterator[PostfixHouse]:
    """Postfix and Dovecot with TLS and login. Root only."""
    company = sample_company()
    with tempfile.TemporaryDirectory(prefix="mf-") as folder, contextlib.ExitStack() as running:
        Path(folder).chmod(0o755)
        certificates = make_certificates(Path(folder))
        store = running.enter_context(dovecot(company.everybody, certificate=certificates.pair))
        server = running.enter_context(postfix(company.everybody, store, certificates))
        imap, smtp = _settings(company, store.imaps_port, server.smtps_port, login=True)
        yield PostfixHouse(
            company, store, replace(imap, security="tls"), replace(smtp, security="tls"), server, certificates
        )


def _settings(company: Company, imap_port: int, smtp_port: int, login: bool) -> tuple[ImapSettings, SmtpSettings]:
    secretary = company.secretary
    return (
        ImapSettings(host="127.0.0.1", port=imap_port, security="none", username=secretary, password=PASSWORD),
        SmtpSettings(
            host="127.0.0.1",
            port=smtp_port,
            security="none",
            username=secretary if login else "",
            password=PASSWORD if login else "",
            sender=Address(secretary),
        ),
    )
