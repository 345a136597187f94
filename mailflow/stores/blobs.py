"""Raw mails and attachments, each kept once under its SHA-256."""

import hashlib
from pathlib import Path

from mailflow.core.values import Digest
from mailflow.ports import Damaged
from mailflow.stores import durable


class Blobs:
    """Files ``ab/cdef…`` below a folder, never changed once written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> Digest:
        digest = Digest(hashlib.sha256(content).hexdigest())
        path = self._path(digest)
        if not path.exists():
            if not path.parent.is_dir():
                durable.make_folder(path.parent)
                durable.sync_folder(self._folder)
            durable.write(path, content)
        return digest

    def get(self, digest: Digest) -> bytes:
        path = self._path(digest)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise KeyError(digest) from None
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"{path}: the content is not what was stored under this name; restore it from a backup")
        return content

    def _path(self, digest: Digest) -> Path:
        return self._folder / digest[:2] / digest[2:]
