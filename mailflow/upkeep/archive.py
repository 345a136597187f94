"""How a backup is laid out: a tar of the store's folder, and at its end a manifest of all that is in it.

``tar -xf`` alone makes a store of it. The manifest stands last, so that an archive that was cut short has none.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from mailflow.core.values import Digest

MANIFEST = "manifest.json"
_RECORD = re.compile(r"(?:open|closed)/[A-Za-z0-9_.~%-]+\.json")
_BLOB = re.compile(r"blobs/([0-9a-f]{2})/([0-9a-f]{62})")


@dataclass(frozen=True)
class Manifest:
    """``files`` maps names to SHA-256; ``lost`` the blobs that were damaged already, with what was wrong."""

    mailflow: str
    format: int
    made_at: str
    files: Mapping[str, str]
    lost: Mapping[str, str]

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Raises ValueError."""
        try:
            found = cls(**json.loads(content))
        except TypeError as fault:
            raise ValueError(str(fault)) from fault
        if not isinstance(found.files, dict) or not isinstance(found.lost, dict):
            raise ValueError("files and lost are expected to be objects")
        return found


def blob_name(digest: Digest) -> str:
    return f"blobs/{digest[:2]}/{digest[2:]}"


def is_record(name: str) -> bool:
    return _RECORD.fullmatch(name) is not None


def digest_of(name: str) -> Digest | None:
    """Of a blob's name; None for any other."""
    found = _BLOB.fullmatch(name)
    return Digest("".join(found.groups())) if found else None
