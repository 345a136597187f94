"""TLS as both protocols use it: the system's trust, unless the settings say not to look."""

import ssl

from mailflow.adapters.settings import ServerSettings


def tls_context(settings: ServerSettings) -> ssl.SSLContext:
    """The system's trusted issuers count, and SSL_CERT_FILE where it is set."""
    context = ssl.create_default_context()
    if not settings.verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context
