"""Free ports, and whether somebody answers there."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from servers.needs import tail


def free_ports(count: int) -> list[int]:
    """All different: each is held until the last one is found."""
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.create_server(("127.0.0.1", 0))) for _ in range(count)]
        return [s.getsockname()[1] for s in sockets]


def answers(port: int) -> bool:
    """Whether a server greets there."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            return bool(connection.recv(1))
    except OSError:
        return False


def accepts(port: int) -> bool:
    """Whether a server accepts there: one with TLS says nothing first."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2):
            return True
    except OSError:
        return False


def wait_until(true: Callable[[], bool], seconds: float, *, else_say: Callable[[], str]) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(else_say())
        time.sleep(0.01)


def wait_for_ports(process: subprocess.Popen[bytes], ports: list[int], log: Path, seconds: float = 10) -> None:
    """Raises OSError where the daemon ended (a port may have been taken meanwhile), TimeoutError where it is silent."""

    def up() -> bool:
        if process.poll() is not None:
            raise OSError(f"{process.args[0]} ended with status {process.returncode}:\n{tail(log)}")
        return all(accepts(port) for port in ports)

    wait_until(up, seconds, else_say=lambda: f"nobody answers at {ports}:\n{tail(log)}")


def end(process: subprocess.Popen[bytes], seconds: float = 0.3) -> None:
    """Ends the daemon with all its children, soon by force. It must have been started in a session of its own."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
