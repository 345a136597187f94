"""``mailflow restore``: a backup becomes the store, after all of it was found whole, and in one step."""

import hashlib
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from mailflow.core.values import RecordId
from mailflow.faults import Refusal
from mailflow.ports import Damaged
from mailflow.stores import durable, record_file, swap
from mailflow.stores.blobs import Blobs
from mailflow.stores.lock import Lock
from mailflow.stores.tinydb_store import files
from mailflow.upkeep import archive
from mailflow.upkeep.archive import Manifest
from mailflow.upkeep.named import digests_of

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Restored:
    """``aside`` is where the former content lies, None where there was none."""

    records: int
    blobs: int
    made_at: datetime
    lost: int
    aside: Path | None


def restore(file: Path, folder: Path, now: datetime, *, set_aside: bool = False) -> Restored:
    """Raises Damaged where the archive is not a whole backup, Locked where the store is in use, and Refusal where
    it holds records and they may not be ``set_aside``. Then the store is as it was.
    """
    with file.open("rb") as opened:
        durable.make_folder(folder)
        lock = Lock(folder / "lock")
        try:
            swap.finish(folder, read_only=False)
            held = [path for name in ("open", "closed") for path, _ in files(folder / name)]
            if held and not set_aside:
                raise Refusal(
                    f"{folder}: holds {len(held)} records; with --set-aside they are kept in a folder beside the restored ones"
                )
            return _exchange(file, opened, folder, now)
        finally:
            lock.release()


def _exchange(file: Path, opened: IO[bytes], folder: Path, now: datetime) -> Restored:
    prepared = swap.prepare(folder)
    try:
        manifest = _unpack(file, opened, prepared)
        records, blobs = _examine(file, prepared, manifest)
        os.sync()  # one for all files: as many fsyncs would take minutes
        aside = swap.exchange(folder, now.strftime("%Y%m%d-%H%M%S"))
    except BaseException:
        swap.discard(folder)
        raise
    if not any(path.is_file() for path in aside.rglob("*")):
        shutil.rmtree(aside)
    made_at = datetime.fromisoformat(manifest.made_at)
    return Restored(records, blobs, made_at, len(manifest.lost), aside if aside.exists() else None)


def _unpack(file: Path, opened: IO[bytes], prepared: Path) -> Manifest:
    """Every file into the prepared folder, its sum compared with the manifest's."""
    sums: dict[str, str] = {}
    manifest: bytes | None = None
    try:
        with tarfile.open(fileobj=opened, mode="r:*") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isreg() else None
                if content is None or member.name in sums or manifest is not None:
                    raise _not_ours(file, member.name)
                if member.name == archive.MANIFEST:
                    manifest = content.read()
                elif archive.is_record(member.name) or archive.digest_of(member.name):
                    sums[member.name] = _copy(content, prepared / member.name)
                else:
                    raise _not_ours(file, member.name)
    except (tarfile.TarError, EOFError, zlib.error) as fault:
        why = str(fault).partition(":\n")[0]  # tarfile tells what each of its readers says
        raise Damaged(f"{file}: not a whole backup ({why}); take another") from fault
    return _compared(file, sums, manifest)


def _not_ours(file: Path, name: str) -> Damaged:
    return Damaged(f"{file}: no backup of mailflow: it holds {name!r}, which no store does; nothing was restored")


def _compared(file: Path, sums: dict[str, str], manifest: bytes | None) -> Manifest:
    if manifest is None:
        raise Damaged(f"{file}: not a whole backup (cut off before its manifest); take another")
    try:
        told = Manifest.from_json(manifest)
        datetime.fromisoformat(told.made_at)
    except (ValueError, TypeError) as fault:
        raise Damaged(f"{file}: not a whole backup (its manifest cannot be read: {fault}); take another") from fault
    wrong = sorted({name for name, _ in set(sums.items()) ^ set(told.files.items())})
    if wrong:
        raise Damaged(f"{file}: not what was backed up: {', '.join(wrong[:5])} ({len(wrong)} in all); take another")
    return told


def _copy(content: IO[bytes], path: Path) -> str:
    durable.make_folder(path.parent)
    digest = hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, durable.FILE_MODE)
    with os.fdopen(descriptor, "wb") as target:
        os.fchmod(descriptor, durable.FILE_MODE)
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _examine(file: Path, prepared: Path, manifest: Manifest) -> tuple[int, int]:
    """This version of mailflow must be able to read it; how many records and blobs there are."""
    blobs = Blobs(prepared / "blobs")
    seen: set[RecordId] = set()
    for path, key in _records(prepared):
        try:
            stored = record_file.parsed(path.relative_to(prepared), path.read_bytes())
        except (Damaged, ValueError) as fault:
            raise Damaged(f"{file}: {fault}; nothing was restored") from fault
        if stored.record.id != key or key in seen:
            raise Damaged(f"{file}: not a whole backup ({path.name} holds {stored.record.id}); take another")
        seen.add(key)
        for digest in digests_of(stored.record):
            if not blobs.path(digest).exists() and archive.blob_name(digest) not in manifest.lost:
                raise Damaged(f"{file}: not a whole backup (a mail of {key} is missing); take another")
    number = 0
    for digest in blobs.digests():
        if manifest.files[archive.blob_name(digest)] != digest:
            raise Damaged(f"{file}: not what was backed up: {archive.blob_name(digest)}; take another")
        number += 1
    return len(seen), number


def _records(prepared: Path) -> Iterator[tuple[Path, RecordId]]:
    for name in ("open", "closed"):
        yield from files(prepared / name)
