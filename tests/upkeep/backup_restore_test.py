"""A backup is the store at one moment, and a restore is all of it or nothing."""

import errno
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
import upkeep_room as room

from mailflow.faults import Refusal, TryAgain, told
from mailflow.ports import Damaged, Locked
from mailflow.stores.tinydb_store import TinyDbStore
from mailflow.upkeep import backup, snapshot
from mailflow.upkeep.restore import restore

BLOB = hashlib.sha256(b"came").hexdigest()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return room.filled(tmp_path / "var")


@pytest.fixture
def packed(folder: Path, tmp_path: Path) -> Path:
    backup.write(folder, tmp_path / "b.tar", room.NOW)
    return tmp_path / "b.tar"


def repacked(packed: Path, change) -> Path:
    """The archive with its members put through ``change``: a list of (name, bytes) to another."""
    with tarfile.open(packed) as tar:
        members = [(m.name, tar.extractfile(m).read()) for m in tar]
    other = packed.with_name("other.tar")
    with tarfile.open(other, "w") as tar:
        for name, content in change(members):
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return other


# ---------------------------------------------------------------------------------------------- backup


@pytest.mark.parametrize("name", ["b.tar", "b.tar.gz", "b.tgz"])
def test_what_was_backed_up_comes_back_and_what_no_record_names_stays_out(folder, tmp_path, name):
    done = backup.write(folder, tmp_path / name, room.NOW)
    assert (done.records, done.blobs, done.lost) == (2, 3, ())
    back = restore(tmp_path / name, tmp_path / "again", room.NOW)
    assert (back.records, back.blobs, back.made_at, back.aside) == (2, 3, room.NOW, None)
    expected = room.content(folder)
    nobody = hashlib.sha256(b"nobody's").hexdigest()
    del expected[f"blobs/{nobody[:2]}/{nobody[2:]}"]
    assert room.content(tmp_path / "again") == expected
    store = TinyDbStore(tmp_path / "again")
    assert store.by_token("token2") == "weekly-2026-11-23"
    store.close()


@pytest.mark.parametrize("name", ["b.tar", "b.tgz"])
def test_a_backup_that_meets_a_full_disk_leaves_nothing_and_names_its_file(folder, tmp_path, monkeypatch, name):
    class Full(io.FileIO):
        def write(self, _content):
            raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "to").mkdir()
    monkeypatch.setattr(os, "fdopen", lambda descriptor, mode: io.BufferedWriter(Full(descriptor, mode)))
    with pytest.raises(OSError, match="No space left") as fault:
        backup.write(folder, tmp_path / "to" / name, room.NOW)
    assert told(fault.value) == f"{tmp_path}/to/{name}: No space left on device"
    assert list((tmp_path / "to").iterdir()) == []


def test_the_manifest_stands_last_and_has_the_sum_of_every_file(packed):
    with tarfile.open(packed) as tar:
        members = {m.name: tar.extractfile(m).read() for m in tar}
    *files, last = members
    assert last == "manifest.json"
    told = json.loads(members.pop(last))
    assert told["files"] == {name: hashlib.sha256(members[name]).hexdigest() for name in files}
    assert [name.partition("/")[0] for name in files] == ["closed", "open", "blobs", "blobs", "blobs"]


def test_tar_alone_makes_a_store_of_it(packed, tmp_path):
    (tmp_path / "plain").mkdir()
    subprocess.run(["tar", "-xf", packed, "-C", tmp_path / "plain"], check=True)
    store = TinyDbStore(tmp_path / "plain")
    assert [s.record.venue for s in store.open_records()] == ["三楼301"]
    assert store.get_blob(BLOB) == b"came"
    store.close()


def test_nobody_else_can_read_it_and_nothing_is_overwritten(folder, packed):
    assert packed.stat().st_mode & 0o777 == 0o600
    before = packed.read_bytes()
    with pytest.raises(Refusal, match="exists"):
        backup.write(folder, packed, room.NOW)
    assert packed.read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(folder, tmp_path):
    path = folder / "open/weekly-2026-11-30.json"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(Damaged, match=path.name):
        backup.write(folder, tmp_path / "b.tar", room.NOW)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["var"]


def test_a_lost_mail_is_told_and_does_not_stop_the_rest(folder, tmp_path):
    (folder / "blobs" / BLOB[:2] / BLOB[2:]).unlink()
    done = backup.write(folder, tmp_path / "b.tar", room.NOW)
    assert (done.records, done.blobs, len(done.lost)) == (2, 2, 1)
    assert "missing" in done.lost[0]
    assert restore(tmp_path / "b.tar", tmp_path / "again", room.NOW).lost == 1


_WRITES_A_THEN_B = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from upkeep_room import line, meeting, outgoing
from mailflow.core.meeting import MeetingState
from mailflow.stores.tinydb_store import TinyDbStore

store = TinyDbStore(Path(sys.argv[1]))
version = 0
while True:
    raw = store.put_blob(b"%d" % version)
    state = MeetingState.CLOSED if version % 2 else MeetingState.HELD
    for day in ("2026-11-30", "2026-12-07"):
        store.save(meeting(day, state=state, venue=str(version), log=(line(version, raw),)), version)
    version += 1
    if version == 3:
        print("goes", flush=True)
"""


def test_beside_a_writer_it_is_the_store_at_one_moment(tmp_path):
    """The writer saves one record, then the other: no copy may have the second one newer than the first."""
    child = subprocess.Popen(
        [sys.executable, "-c", _WRITES_A_THEN_B, str(tmp_path / "var"), str(Path(__file__).parent)],
        stdout=subprocess.PIPE,
        text=True,
    )
    seen = set()
    try:
        assert child.stdout.readline() == "goes\n"
        for n in range(25):
            file = tmp_path / f"{n}.tar"
            done = backup.write(tmp_path / "var", file, room.NOW)
            assert (done.records, done.lost) == (2, ())
            restore(file, tmp_path / f"again{n}", room.NOW)
            store = TinyDbStore(tmp_path / f"again{n}")
            first, second = (s.version for s in store.all_records())
            store.close()
            assert first - second in (0, 1)
            seen.add(first)
    finally:
        child.kill()
        child.wait()
    assert len(seen) > 5


def test_a_store_that_never_stands_still_is_told_and_no_backup_pretends(folder, monkeypatch):
    path = folder / "open/weekly-2026-11-30.json"
    times, read = iter(range(100)), snapshot._read

    def read_while_written(*args):
        found = read(*args)
        shutil.copy(path, path.with_suffix(".x"))
        path.with_suffix(".x").replace(path)
        return found

    monkeypatch.setattr(snapshot, "_read", read_while_written)
    with pytest.raises(TryAgain, match="written to all the time"):
        snapshot.take(folder, patience=5, monotonic=lambda: next(times), sleep=lambda _: None)


# --------------------------------------------------------------------------------------------- restore


def test_a_store_with_records_is_replaced_only_where_that_is_said_and_kept_aside(folder, packed):
    store = TinyDbStore(folder)
    store.save(room.meeting("2026-12-07"), 0)
    store.close()
    newer = room.content(folder)
    with pytest.raises(Refusal, match="--set-aside"):
        restore(packed, folder, room.NOW)
    assert room.content(folder) == newer
    done = restore(packed, folder, room.NOW, set_aside=True)
    assert done.aside == folder / "replaced-20261124-100000"
    assert room.content(done.aside) == newer
    again = TinyDbStore(folder)
    assert again.ids() == ("weekly-2026-11-23", "weekly-2026-11-30")
    again.close()


def test_a_damaged_store_can_be_restored(folder, packed):
    (folder / "open/weekly-2026-11-30.json").write_bytes(b"")
    restore(packed, folder, room.NOW, set_aside=True)
    TinyDbStore(folder).close()


def test_a_store_in_use_is_not_touched(folder, packed):
    store = TinyDbStore(folder)
    with pytest.raises(Locked):
        restore(packed, folder, room.NOW, set_aside=True)
    store.close()


def edited(members):
    return [(n, c.replace("三楼".encode(), "四楼".encode())) for n, c in members]


def without(start):
    return lambda members: [m for m in members if not m[0].startswith(start)]


def forged(members):
    """A mail exchanged, and the manifest with it: the name itself tells."""
    name = f"blobs/{BLOB[:2]}/{BLOB[2:]}"
    manifest = json.loads(members[-1][1])
    manifest["files"][name] = hashlib.sha256(b"forged").hexdigest()
    changed = [(n, b"forged" if n == name else c) for n, c in members[:-1]]
    return [*changed, ("manifest.json", json.dumps(manifest).encode())]


@pytest.mark.parametrize(
    "change",
    [
        edited,
        forged,
        without("manifest"),
        without("blobs"),
        without("open"),
        lambda m: [*m[:-1], ("manifest.json", b"{}")],
        lambda m: [*m[:-1], ("manifest.json", b"no json")],
        lambda m: [("../evil", b"x"), *m],
        lambda m: [("/etc/evil", b"x"), *m],
        lambda m: [("open/../../evil.json", b"x"), *m],
        lambda m: [("open/sub/evil.json", b"x"), *m],
        lambda m: [("lock", b"x"), *m],
        lambda m: [m[0], *m],
        lambda m: [*m, ("open/late.json", b"x")],
    ],
    ids=[
        *("edited", "forged", "no manifest", "no blobs", "no open", "empty manifest", "bad manifest"),
        *("up", "absolute", "up inside", "deeper", "foreign", "twice", "after the manifest"),
    ],
)
def test_an_archive_that_is_not_one_of_ours_or_not_whole_changes_nothing(folder, packed, tmp_path, change):
    other = repacked(packed, change)
    before = room.content(folder)
    around = sorted(p for p in tmp_path.rglob("*"))
    with pytest.raises(Damaged, match=r"other\.tar"):
        restore(other, folder, room.NOW, set_aside=True)
    assert room.content(folder) == before
    assert sorted(p for p in tmp_path.rglob("*")) == around
    assert not Path("/etc/evil").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE])
def test_only_plain_files_are_taken_out(tmp_path, kind):
    other = tmp_path / "other.tar"
    with tarfile.open(other, "w") as tar:
        link = tarfile.TarInfo("open/weekly-2026-11-30.json")
        link.type, link.linkname = kind, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(Damaged, match="no backup of mailflow"):
        restore(other, tmp_path / "again", room.NOW)


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.8])
@pytest.mark.parametrize("name", ["c.tar", "c.tar.gz"])
def test_an_archive_cut_short_is_told(folder, tmp_path, name, share):
    file = tmp_path / name
    backup.write(folder, file, room.NOW)
    whole = file.read_bytes()
    written = len(whole) if name.endswith("gz") else whole.rindex(b"}")  # zeros fill up a plain tar
    file.write_bytes(whole[: int(written * share)])
    with pytest.raises(Damaged, match="not a whole backup"):
        restore(file, tmp_path / "again", room.NOW)


@pytest.mark.parametrize("steps", range(9))
def test_a_kill_at_any_step_leaves_the_old_or_the_new_store_whole(folder, packed, monkeypatch, steps):
    """A restore makes seven renames: each may be the first that does not happen."""
    store = TinyDbStore(folder)
    store.save(room.meeting("2026-12-07"), 0)
    store.close()
    old, left = room.content(folder), [steps]
    rename = Path.rename

    def until_killed(self: Path, target: Path) -> Path:
        if not left[0]:
            raise KeyboardInterrupt
        left[0] -= 1
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", until_killed)
        patched.setattr("mailflow.stores.swap.discard", lambda _: None)
        try:
            restore(packed, folder, room.NOW, set_aside=True)
            finished = True
        except KeyboardInterrupt:
            finished = False
    assert finished == (steps >= 7)
    if 0 < steps < 7:
        with pytest.raises(Damaged, match="restore was interrupted"):
            TinyDbStore(folder, read_only=True)
    again = TinyDbStore(folder)
    assert again.ids() == (("weekly-2026-11-23", "weekly-2026-11-30", "weekly-2026-12-07")[: 3 if steps == 0 else 2])
    assert again.get_blob(BLOB) == b"came"
    again.close()
    if steps:
        assert room.content(folder / "replaced-20261124-100000") == old
