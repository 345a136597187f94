"""``mailflow check --store``: every record and every blob that a record names, looked at byte by byte."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mailflow.core.values import Digest, RecordId
from mailflow.ports import Damaged, Missing
from mailflow.stores.blobs import Blobs
from mailflow.stores.durable import FILE_MODE, FOLDER_MODE
from mailflow.upkeep import snapshot
from mailflow.upkeep.named import digests_of
from mailflow.upkeep.snapshot import Snapshot


@dataclass(frozen=True)
class Examination:
    """``faults`` and ``notes`` are lines that name the file and its mend; notes hurt nobody."""

    records: int
    blobs: int
    faults: tuple[str, ...]
    notes: tuple[str, ...]


def examine(folder: Path) -> Examination:
    """Beside a running daemon too: a blob is there before the record that names it."""
    taken = snapshot.take(folder)
    named = named_by(taken)
    blobs = Blobs(folder / "blobs")
    lost = [_lost(blobs, digest, why, named[digest]) for digest, why in lost_of(blobs, named).items()]
    return Examination(len(taken.records), len(named), (*taken.damaged, *lost), tuple(_notes(folder, blobs, named)))


def named_by(taken: Snapshot) -> Mapping[Digest, tuple[RecordId, ...]]:
    """Every digest that a record names, with the records that name it."""
    found: dict[Digest, list[RecordId]] = defaultdict(list)
    for key, each in taken.records.items():
        for digest in sorted(digests_of(each.stored.record)):
            found[digest].append(key)
    return {digest: tuple(keys) for digest, keys in found.items()}


def lost_of(blobs: Blobs, named: Iterable[Digest]) -> dict[Digest, str]:
    """Those of which the bytes are not there, and what is there instead."""
    lost = {}
    for digest in sorted(named):
        try:
            blobs.get(digest)
        except Missing:
            lost[digest] = "missing"
        except Damaged:
            lost[digest] = "not what was stored under this name"
        except OSError as fault:
            lost[digest] = f"cannot be read ({fault.strerror})"
    return lost


def _lost(blobs: Blobs, digest: Digest, why: str, keys: tuple[RecordId, ...]) -> str:
    path = blobs.path(digest)
    inside = f"blobs/{digest[:2]}/{digest[2:]}"
    return (
        f"{path}: {why}; a mail or file of {', '.join(keys)}; take it out of a backup: "
        f"tar -xf BACKUP -C {path.parents[2]} {inside}"
    )


def _notes(folder: Path, blobs: Blobs, named: Mapping[Digest, object]) -> Iterable[str]:
    if unnamed := [d for d in blobs.digests() if d not in named]:
        yield f"{folder}/blobs: {len(unnamed)} files that no record names (mails that came twice, work cut short): harmless"
    for aside in sorted(folder.glob("replaced-*")):
        yield f"{aside}: what a restore set aside; remove it when it is needed no more"
    for path in (folder, *sorted(p for n in ("open", "closed", "blobs") for p in (folder / n).rglob("*"))):
        mode, wanted = path.stat().st_mode & 0o777, FOLDER_MODE if path.is_dir() else FILE_MODE
        if mode & ~wanted:
            yield f"{path}: others may read it (mode {mode:o}); chmod -R go= {folder}"
            return
