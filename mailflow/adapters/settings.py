"""What the adapters must be told of the two servers. Values only; config.py fills them in."""

import base64
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mailflow.core.values import Address

Security = Literal["tls", "starttls", "none"]
Login = Literal["password", "oauth"]


@dataclass(frozen=True, kw_only=True)
class OAuthSettings:
    """Where access tokens come from. Without a refresh token it is the application itself that asks for them.

    ``refresh_token`` is the word itself, already resolved; ``refresh_token_file`` where it stands, if in a file.
    """

    token_url: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    refresh_token_file: Path | None = None
    scope: str = ""


@dataclass(frozen=True, kw_only=True)
class ServerSettings:
    """Where a server is and how to log in. ``password`` is the word itself, already resolved; with a ``login`` of oauth
    an access token takes its place (XOAUTH2).

    Without a ``username`` nobody logs in (SMTP only: a relay that knows us by our address).
    """

    host: str
    port: int
    security: Security = "tls"
    verify: bool = True
    username: str = ""
    login: Login = "password"
    password: str = field(default="", repr=False)

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port}"

    @property
    def hidden(self) -> tuple[str, ...]:
        """What gives the password or token away, in the forms in which it goes over the wire (RFC 4616 2, XOAUTH2)."""
        forms = (self.password, f"\0{self.username}\0{self.password}", xoauth2(self.username, self.password))
        coded = (base64.b64encode(form.encode()).decode("ascii") for form in forms)
        return (self.password, *coded) if self.password else ()

    @property
    def unverified(self) -> bool:
        """True where TLS is used without a look at the certificate: whoever uses this setting must be warned."""
        return self.security != "none" and not self.verify


def xoauth2(username: str, token: str) -> str:
    """What Google and Microsoft want to hear in the place of a password; not coded yet."""
    return f"user={username}\1auth=Bearer {token}\1\1"


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
