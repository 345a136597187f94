"""``mailflow backup``: the store in one file, as it was at one moment, while the daemon runs."""

import contextlib
import hashlib
import io
import os
import tarfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import mailflow
from mailflow.faults import Refusal
from mailflow.ports import Damaged
from mailflow.stores import codec, durable
from mailflow.stores.blobs import Blobs
from mailflow.upkeep import archive, damage, snapshot


@dataclass(frozen=True)
class Written:
    """``lost`` has one line a blob that was damaged in the store already, and is not in the backup."""

    records: int
    blobs: int
    size: int
    lost: tuple[str, ...]


def write(folder: Path, file: Path, now: datetime) -> Written:
    """Records first, then the blobs that they name: those were there before their record was.

    Compressed where the name ends in gz. Raises Refusal where ``file`` exists, Damaged where a record cannot be read.
    """
    if file.exists():
        raise Refusal(f"{file}: exists; name a file that does not, nothing is overwritten")
    taken = snapshot.take(folder)
    if taken.damaged:
        raise Damaged("\n".join(taken.damaged))
    named = damage.named_by(taken)
    blobs = Blobs(folder / "blobs")
    lost = damage.lost_of(blobs, named)
    with durable.naming(file), _Archive(file, now) as packed:
        for key in sorted(taken.records):
            packed.add(taken.records[key].name, taken.records[key].content)
        for digest in sorted(named):
            if digest not in lost:
                packed.add(archive.blob_name(digest), blobs.get(digest))
        packed.finish({archive.blob_name(d): why for d, why in lost.items()})
    return Written(
        len(taken.records),
        len(named) - len(lost),
        file.stat().st_size,
        tuple(f"{blobs.path(digest)}: {why}" for digest, why in lost.items()),
    )


class _Archive:
    """A tar that has its name only once it is whole."""

    def __init__(self, file: Path, now: datetime) -> None:
        self._file, self._now = file, now
        self._temporary = file.with_name(file.name + durable.TEMPORARY)
        self._sums: dict[str, str] = {}

    def __enter__(self) -> "_Archive":
        descriptor = os.open(self._temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, durable.FILE_MODE)
        os.fchmod(descriptor, durable.FILE_MODE)
        self._raw = os.fdopen(descriptor, "wb")
        packing = "w:gz" if self._file.suffix in (".gz", ".tgz") else "w"
        self._tar = tarfile.open(fileobj=self._raw, mode=packing)  # type: ignore[call-overload]
        return self

    def add(self, name: str, content: bytes) -> None:
        self._sums[name] = hashlib.sha256(content).hexdigest()
        self._put(name, content)

    def finish(self, lost: dict[str, str]) -> None:
        made_at = self._now.isoformat(timespec="seconds")
        manifest = archive.Manifest(mailflow.__version__, codec.FORMAT, made_at, self._sums, lost)
        self._put(archive.MANIFEST, manifest.to_json())

    def _put(self, name: str, content: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = len(content), durable.FILE_MODE, int(self._now.timestamp())
        self._tar.addfile(member, io.BytesIO(content))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._tar.close()
                self._raw.flush()
                os.fsync(self._raw.fileno())
                self._temporary.replace(self._file)
                durable.sync_folder(self._file.absolute().parent)
        finally:
            self._temporary.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # what is on disk was synced; a full one fails here once more
                self._raw.close()
