"""Where records and blobs are kept."""

import re
from pathlib import Path

from mailflow.ports import Store
from mailflow.stores.memory import MemoryStore
from mailflow.stores.tinydb_store import TinyDbStore


class UnknownStore(Exception):
    """``[store] url`` names no store of this version. The text says which there are."""


def open_store(url: str, base: Path, *, read_only: bool = False) -> Store:
    """``memory:`` or ``tinydb:FOLDER``, a relative folder counting from ``base``. Raises UnknownStore."""
    kind, _, rest = url.partition(":")
    if kind == "memory":
        return MemoryStore()
    if kind == "tinydb" and rest:
        return TinyDbStore(base / Path(rest).expanduser(), read_only=read_only)
    raise UnknownStore(f"store url {shown(url)!r}: expected memory: or tinydb:FOLDER")


def shown(url: str) -> str:
    """For the eye and the log: without the password that a URL of a database holds (RFC 3986 3.2.1)."""
    return re.sub(r"(://[^:/@]*:).*@", r"\1***@", url, flags=re.DOTALL)


def folder_of(url: str, base: Path) -> Path | None:
    """Where a store of files lies; None for one that is no folder."""
    kind, _, rest = url.partition(":")
    return base / Path(rest).expanduser() if kind == "tinydb" and rest else None
