"""Passwords and the signing secret: ``env:NAME``, ``file:PATH`` or the word itself. None is ever shown."""

from collections.abc import Mapping
from pathlib import Path

from mailflow.config.faults import Fault


def resolve(value: str, folder: Path, environ: Mapping[str, str], file: str, key: str) -> tuple[str, tuple[Fault, ...]]:
    """The word, or a fault that says where it was looked for."""
    kind, _, rest = value.partition(":")
    if kind == "env":
        word = environ.get(rest, "")
        return word, () if word else (Fault(file, key, f"the environment variable {rest}: it is not set, or empty"),)
    if kind == "file":
        path = _path(rest, folder)
        try:
            word = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return "", (Fault(file, key, f"a file with one line at {rest}: it cannot be read"),)
        return word, () if word else (Fault(file, key, f"a file with one line at {rest}: it is empty"),)
    return value, ()


def file_of(value: str, folder: Path) -> Path | None:
    """Where the word stands, if in a file."""
    kind, _, rest = value.partition(":")
    return _path(rest, folder) if kind == "file" else None


def _path(written: str, folder: Path) -> Path:
    return folder / Path(written).expanduser()
