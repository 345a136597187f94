"""Raw mails and attachments, each kept once under its SHA-256."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from mailflow.core.values import Digest
from mailflow.ports import Damaged, Missing
from mailflow.stores import durable

_DIGEST = re.compile("[0-9a-f]{64}")


class Blobs:
    """Files ``ab/cdef…`` below a folder, never changed once written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> Digest:
        digest = Digest(hashlib.sha256(content).hexdigest())
        path = self.path(digest)
        if not path.exists():
            if not path.parent.is_dir():
                durable.make_folder(path.parent)
                durable.sync_folder(self._folder)
            durable.write(path, content)
        return digest

    def get(self, digest: Digest) -> bytes:
        path = self.path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise Missing(f"{path}: missing; take it out of a backup (mailflow check --store says how)") from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"{path}: the content is not what was stored under this name; restore it from a backup")
        return content

    def remove(self, digest: Digest) -> None:
        """For good. Only what no record names may go."""
        path = self.path(digest)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            durable.sync_folder(path.parent)

    def digests(self) -> Iterator[Digest]:
        """Of all that is kept, in order."""
        for path in sorted(self._folder.glob("??/*")):
            digest = path.parent.name + path.name
            if _DIGEST.fullmatch(digest):
                yield Digest(digest)

    def path(self, digest: Digest) -> Path:
        return self._folder / digest[:2] / digest[2:]
