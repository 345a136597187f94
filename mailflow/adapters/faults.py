"""What went wrong at a server, told an administrator in one line."""

import ssl
from collections.abc import Iterable

from mailflow.adapters.settings import ServerSettings

_LONGEST = 300  # characters; a server's words can be a page


def one_line(words: object, hidden: Iterable[str] = ()) -> str:
    """The words without line breaks, control characters, excess length, and the ``hidden`` words in them."""
    said = str(words)
    for secret in filter(None, hidden):  # some servers repeat the command that they did not understand
        said = said.replace(secret, "***")
    text = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def cannot_connect(protocol: str, settings: ServerSettings, error: BaseException) -> str:
    """Names the server, the fault and what to look at."""
    return (
        f"{protocol} server {settings.where}: {one_line(_reason(error), settings.hidden)}; {_advice(settings, error)}"
    )


def login_advice(settings: ServerSettings) -> str:
    if settings.login == "oauth":
        return "check username, and that scope under [oauth] and the mailbox's settings allow IMAP and SMTP"
    return "check username and password (some providers want an authorisation code in the password's place)"


def _reason(error: BaseException) -> object:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not trusted ({error.verify_message})"
    if isinstance(error, TimeoutError) and not str(error):
        return "no answer in time"
    return error


def _advice(settings: ServerSettings, error: BaseException) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "let this machine trust the certificate's issuer (or name its file in SSL_CERT_FILE), and check host"
    if isinstance(error, ssl.SSLError):
        return 'the port may not speak TLS at once: check port, or set security = "starttls"'
    if settings.security == "tls":
        return 'check host, port and security (this one is "tls"), and that the server runs'
    return "check host and port, and that the server runs"
