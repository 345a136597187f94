"""`mailflow check --store` finds what is damaged, and nothing where nothing is."""

import hashlib
from pathlib import Path

import pytest
import upkeep_room as room

from mailflow.core.desk import Desk, Quarantined
from mailflow.core.meeting import Material
from mailflow.core.reply import File
from mailflow.core.values import Digest, RecordId
from mailflow.stores.tinydb_store import TinyDbStore
from mailflow.upkeep.damage import examine
from mailflow.upkeep.named import digests_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room.filled(tmp_path / "var")


def blob(folder: Path, content: bytes) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    return folder / "blobs" / digest[:2] / digest[2:]


def test_a_sound_store_has_no_fault_and_what_no_record_names_is_a_note(folder):
    found = examine(folder)
    assert (found.records, found.blobs, found.faults) == (2, 3, ())
    assert len(found.notes) == 1
    assert "1 files that no record names" in found.notes[0]


@pytest.mark.parametrize("content", [b"out", b"came", b"old"])
@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (lambda p: p.unlink(), "missing"),
        (lambda p: p.write_bytes(b""), "not what was stored"),
        (lambda p: p.write_bytes(p.read_bytes() + b"\n"), "not what was stored"),
    ],
    ids=["missing", "emptied", "appended"],
)
def test_each_mail_that_is_lost_is_named_with_its_record_and_the_command_that_mends_it(folder, content, harm, words):
    harm(blob(folder, content))
    (fault,) = examine(folder).faults
    assert fault.startswith(str(blob(folder, content)))
    assert words in fault
    assert ("weekly-2026-11-23" if content == b"old" else "weekly-2026-11-30") in fault
    assert fault.endswith(f"tar -xf BACKUP -C {folder} {blob(folder, content).relative_to(folder)}")


@pytest.mark.parametrize("name", ["open/weekly-2026-11-30.json", "closed/weekly-2026-11-23.json"])
@pytest.mark.parametrize("harm", [lambda c: c[:-1], lambda c: c.replace(b"weekly", b"weakly"), lambda _: b"{}\n{}"])
def test_a_damaged_record_is_named_and_the_others_are_looked_at_all_the_same(folder, name, harm):
    path = folder / name
    path.write_bytes(harm(path.read_bytes()))
    blob(folder, b"old" if name.startswith("open") else b"out").unlink()
    first, second = examine(folder).faults
    assert str(path) in first
    assert "missing" in second


@pytest.mark.parametrize("name", ["open/weekly-2026-11-30.json", "closed/weekly-2026-11-23.json"])
def test_a_copy_that_somebody_kept_beside_a_record_is_a_fault(folder, name):
    stray = (folder / name).with_suffix(".bak.json")
    stray.write_bytes((folder / name).read_bytes())
    found = examine(folder)
    (fault,) = found.faults
    assert found.records == 2
    assert fault.startswith(f"{stray}: holds the record {(folder / name).stem}; move a copy out of this folder")


def test_files_that_others_may_read_are_told_with_the_mend(folder):
    blob(folder, b"out").chmod(0o644)
    assert any("mode 644" in note and "chmod -R go=" in note for note in examine(folder).notes)


def test_it_is_of_use_beside_a_running_daemon(folder):
    store = TinyDbStore(folder)
    store.save(room.meeting("2026-12-07", log=(room.line(9, store.put_blob(b"new")),)), 0)
    assert examine(folder).records == 3
    store.close()


def test_every_place_in_which_a_record_can_name_bytes_is_known():
    digests = [Digest(f"{n:064x}") for n in range(4)]
    file = File("数据.xlsx", "application/vnd.ms-excel", 3, digests[0])
    record = room.meeting(
        materials=(Material("sales", room.LI, room.NOW, file),),
        outgoing=(room.outgoing(1, digests[1]),),
        log=(room.line(1, digests[2]),),
    )
    desk = Desk(RecordId("desk-2026-11"), quarantine=(Quarantined(1, room.NOW, digests[3], "?"),))
    assert digests_of(record) | digests_of(desk) == set(digests)
