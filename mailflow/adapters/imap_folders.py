"""Folders' names on the server."""

from imapclient import IMAPClient


def below_the_prefix(client: IMAPClient, name: str) -> str:
    """The folder's full name: some servers keep all folders of a person below INBOX (RFC 2342)."""
    if not client.has_capability("NAMESPACE"):
        return name
    personal = client.namespace().personal
    prefix = personal[0][0] if personal else ""
    return name if name.startswith(prefix) else prefix + name
