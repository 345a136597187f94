"""One process a store."""

import fcntl
import os
from pathlib import Path

from mailflow.ports import Locked
from mailflow.stores import durable


class Lock:
    """Held as long as this process lives: the kernel gives it back, whatever ends it."""

    def __init__(self, path: Path) -> None:
        self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, durable.FILE_MODE)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.read(self._descriptor, 32).decode(errors="replace").strip() or "?"
            os.close(self._descriptor)
            raise Locked(
                f"{path.parent}: in use by process {holder}; stop it, or give this one another store"
            ) from None
        try:
            with durable.naming(path):
                os.fchmod(self._descriptor, durable.FILE_MODE)
                os.ftruncate(self._descriptor, 0)
                os.write(self._descriptor, f"{os.getpid()}\n".encode())
        except OSError:  # a full disk: who cannot open the store does not keep it from others either
            self.release()
            raise

    def release(self) -> None:
        """Giving it back twice is giving it back once."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
