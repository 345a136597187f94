"""The folder on disk: nothing outside of it is written, and nothing in it that is not ours is touched.

``SHA256SUMS`` lists every file, as sha256sum writes it; it is also how a folder is known as an export of ours.
"""

import hashlib
import os
import re
from pathlib import Path, PurePosixPath

SUMS = "SHA256SUMS"
_HEAD = "# mailflow archive"
_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
_TEMPORARY = ".mailflow.tmp"
_FILE_MODE, _FOLDER_MODE = (
    0o600,
    0o700,
)  # what people said in meetings: for the web server's eyes only once somebody says so


class NotOurs(Exception):
    """The folder holds something else, or leads out of itself. The text says which, and what to do."""


class Target:
    """An export in the making; ``finish`` takes away what an earlier one left and this one does not have.

    Raises NotOurs and OSError.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sums: dict[str, str] = {}
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise NotOurs(f"{folder}: expected a folder, or a name that is free")
        folder.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        listed = folder / SUMS
        if not listed.is_file() or listed.is_symlink():
            if any(folder.iterdir()):
                raise NotOurs(f"{folder}: holds other things; name an empty folder, or one of an earlier export")
            self._put(SUMS, f"{_HEAD}\n".encode())
        elif not listed.read_text(encoding="utf-8", errors="replace").startswith(_HEAD):
            raise NotOurs(f"{listed}: not of an export; name an empty folder")
        self._earlier = _listed(listed.read_text(encoding="utf-8", errors="replace"))

    def write(self, path: str, content: bytes) -> None:
        """``path`` counts from the folder, with forward slashes."""
        self._put(path, content)
        self._sums[path] = hashlib.sha256(content).hexdigest()

    def finish(self) -> int:
        """The number of files, this list not among them."""
        for path in sorted(self._earlier - set(self._sums)):
            self._remove(path)
        lines = (f"{digest}  {path}\n" for path, digest in sorted(self._sums.items()))
        self._put(SUMS, (f"{_HEAD}\n" + "".join(lines)).encode())
        return len(self._sums)

    def _put(self, path: str, content: bytes) -> None:
        """Beside its place first, then renamed: a reader sees the old page or the new one."""
        target = self._inside(path)
        for folder in reversed(target.relative_to(self._folder).parents[:-1]):
            (self._folder / folder).mkdir(mode=_FOLDER_MODE, exist_ok=True)
            self._no_link(self._folder / folder)
        if target.is_file() and not target.is_symlink() and target.read_bytes() == content:
            return  # so that what copies the folder elsewhere has little to do
        temporary = self._folder / _TEMPORARY
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _FILE_MODE)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        temporary.replace(target)

    def _remove(self, path: str) -> None:
        target = self._inside(path)
        for folder in target.relative_to(self._folder).parents[:-1]:
            self._no_link(self._folder / folder)
        target.unlink(missing_ok=True)
        for folder in target.relative_to(self._folder).parents[:-1]:
            place = self._folder / folder
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()

    def _inside(self, path: str) -> Path:
        parts = PurePosixPath(path).parts
        if not parts or path.startswith("/") or ".." in parts or "\x00" in path:
            raise NotOurs(f"{path!r} leads out of {self._folder}")
        return self._folder.joinpath(*parts)

    def _no_link(self, folder: Path) -> None:
        if folder.is_symlink():
            raise NotOurs(f"{folder}: a link that may lead out of the folder; remove it")


def _listed(text: str) -> set[str]:
    return {found[2] for line in text.splitlines() if (found := _LINE.fullmatch(line))}
