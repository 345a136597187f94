"""Writing a file so that after a kill the old content or the new one is there, whole."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

TEMPORARY = ".tmp"
FILE_MODE, FOLDER_MODE = 0o600, 0o700
"""Nobody but the service reads what people have written, whatever its umask."""


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """The system's faults name no file once it is open: whoever reads of a full disk wants to know which."""
    try:
        yield
    except OSError as fault:
        if fault.filename is None:
            fault.filename = str(path)
        raise


def write(path: Path, content: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder. Raises OSError, and then the old file still stands."""
    with naming(path):
        _write(path, content)


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_name(path.name + TEMPORARY)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, FILE_MODE)
    try:
        try:
            os.fchmod(descriptor, FILE_MODE)
            view = memoryview(content)
            while view:
                view = view[os.write(descriptor, view) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder durable: a rename or removal is on disk only after this."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path) -> None:
    """Also narrows one that others could enter, unless it belongs to somebody else (a mounted volume, say)."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o777 != FOLDER_MODE:
        with contextlib.suppress(PermissionError):
            folder.chmod(FOLDER_MODE)


def clean(folder: Path) -> None:
    """Takes away what a killed write left behind: it was never acknowledged."""
    for left in folder.glob(f"*{TEMPORARY}"):
        left.unlink(missing_ok=True)
