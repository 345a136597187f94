"""The daemon's health as a small JSON file, for monitors and for ``mailflow health``."""

import contextlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from mailflow.ports import Health

NAME = "health.json"
_TIMES = ("at", "started_at", "mailbox_at", "sent_at", "unsent_since")


class HealthFile:
    """Implements ports.Monitor: the file, and beside it ``notify`` for a service manager."""

    def __init__(self, path: Path, notify: Callable[[str], None]) -> None:
        self._path, self._notify = path, notify

    def ready(self) -> None:
        self._notify("READY=1")

    def beat(self, health: Health) -> None:
        self._notify("\n".join(["WATCHDOG=1", f"STATUS={'; '.join(health.faults) or 'well'}"]))
        with contextlib.suppress(OSError):  # a full disk: the file grows old, and that tells
            write(self._path, health)

    def stopping(self) -> None:
        self._notify("STOPPING=1")

    def ended(self) -> None:
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def write(path: Path, health: Health) -> None:
    """Replaced whole; not synced, for what was true before a crash is of no use after it."""
    temporary = path.with_name(path.name + ".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        os.fchmod(descriptor, 0o600)
        json.dump(asdict(health), out, ensure_ascii=False, indent=1, default=datetime.isoformat)
    temporary.replace(path)


def read(path: Path) -> Health | None:
    """None where there is none, or none that can be read."""
    try:
        told: dict[str, Any] = json.loads(path.read_bytes())
        times = {name: datetime.fromisoformat(told[name]) if told.get(name) else None for name in _TIMES}
        return Health(**{**told, **times})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None
