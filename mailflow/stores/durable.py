"""Writing a file so that after a kill the old content or the new one is there, whole."""

import os
from pathlib import Path

TEMPORARY = ".tmp"


def write(path: Path, content: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder. Raises OSError, and then the old file still stands."""
    temporary = path.with_name(path.name + TEMPORARY)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        try:
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
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def clean(folder: Path) -> None:
    """Takes away what a killed write left behind: it was never acknowledged."""
    for left in folder.glob(f"*{TEMPORARY}"):
        left.unlink(missing_ok=True)
