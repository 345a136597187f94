"""The servers as fixtures, a fresh one for every test: Dovecot starts in 30 ms."""

from collections.abc import Iterator

import pytest
from servers.house import FrontHouse, PostfixHouse, front_house, postfix_house


@pytest.fixture
def house() -> Iterator[FrontHouse]:
    """Dovecot with an SMTP server whose faults the test decides; mailboxes for the secretary and everybody."""
    with front_house() as running:
        yield running


@pytest.fixture
def tls_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[PostfixHouse]:
    """Postfix and Dovecot with TLS and login, their authority trusted while the test runs."""
    with postfix_house() as running:
        monkeypatch.setenv("SSL_CERT_FILE", str(running.certificates.authority))
        yield running
