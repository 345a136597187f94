"""What the adapters must be told of the two servers. Values only; config.py fills them in."""

import base64
from dataclasses import dataclass, field
from typing import Literal

from mailflow.core.values import Address

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Where a server is and how to log in. ``password`` is the word itself, already resolved.

    Without a ``username`` nobody logs in (SMTP only: a relay that knows us by our address).
    """

    host: str
    port: int
    security: Security = "tls"
    verify: bool = True
    username: str = ""
    password: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def hidden(self) -> tuple[str, ...]:
        """What gives the password away, in the forms in which it goes over the wire (RFC 4616 2)."""
        whole = f"\0{self.username}\0{self.password}"
        coded = (base64.b64encode(word.encode()).decode("ascii") for word in (self.password, whole))
        return (self.password, *coded) if self.password else ()

    @property
    def unverified(self) -> bool:
        """True where TLS is used without a look at the certificate: whoever uses this setting must be warned."""
        return self.security != "none" and not self.verify


@dataclass(frozen=True, kw_only=True)
class ImapSettings(ServerSettings):
    """``archive`` is where mails go that were dealt with; it is created where it is missing."""

    folder: str = "INBOX"
    archive: str = "Archive"


@dataclass(frozen=True, kw_only=True)
class SmtpSettings(ServerSettings):
    """``sender`` is the envelope's from. ``per_minute`` 0 means no limit."""

    sender: Address
    connections: int = 2
    per_minute: int = 0
