"""What systemd wants to hear from a service of Type=notify (sd_notify(3)); nothing where it does not ask."""

import contextlib
import socket
from collections.abc import Mapping


def notify(environ: Mapping[str, str], message: str) -> None:
    """One datagram to $NOTIFY_SOCKET: ``READY=1``, ``WATCHDOG=1``, ``STOPPING=1``, ``STATUS=…``."""
    where = environ.get("NOTIFY_SOCKET", "")
    if not where.startswith(("/", "@")):
        return
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as out:
        # An @ stands for the NUL byte of the abstract namespace.
        out.connect("\0" + where[1:] if where.startswith("@") else where)
        out.sendall(message.encode())
