"""The default store: the contract, and what it must withstand."""

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_contract import StoreContract, line, meeting, outgoing

from mailflow.core.meeting import MeetingState
from mailflow.ports import Damaged, Locked, Missing
from mailflow.stores import UnknownStore, open_store
from mailflow.stores.tinydb_store import TinyDbStore


class TestTinyDbStore(StoreContract):
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path):
        self.path = tmp_path / "var"

    def open(self):
        return TinyDbStore(self.path)

    def test_everything_is_there_after_opening_again(self, store):
        store.save(meeting(outgoing=(outgoing(),), log=(line("<a@b>"),)), 0)
        store.save(meeting("2026-12-07", state=MeetingState.CLOSED, outgoing=(outgoing(2),), log=(line("<c@d>"),)), 0)
        digest = store.put_blob(b"raw")
        store.close()
        again = self.open()
        assert list(again.ids()) == ["weekly-2026-11-30", "weekly-2026-12-07"]
        assert again.by_token("token2") == "weekly-2026-12-07"
        assert again.seen("<c@d>") == {"weekly-2026-12-07"}
        assert again.get_blob(digest) == b"raw"
        again.close()
        third = self.open()  # this time the ended record's part of the index comes from the cache
        assert third.by_message("<invitation.2@corp.example>") == "weekly-2026-12-07"
        third.close()


@pytest.fixture
def folder(tmp_path):
    """A store with one open and one ended meeting, closed again."""
    path = tmp_path / "var"
    store = TinyDbStore(path)
    store.save(meeting(venue="三楼301"), 0)
    store.save(meeting("2026-11-23", state=MeetingState.CLOSED), 0)
    store.put_blob(b"raw")
    store.close()
    return path


def test_a_second_process_is_told_who_has_the_store(folder):
    store = TinyDbStore(folder)
    with pytest.raises(Locked, match=str(os.getpid())):
        TinyDbStore(folder)
    store.close()
    TinyDbStore(folder).close()


def test_nobody_else_can_read_it(folder):
    modes = {p: p.stat().st_mode & 0o777 for p in folder.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}


@pytest.mark.parametrize("mask", [0, 0o022, 0o077, 0o777])
def test_nobody_else_can_read_it_whatever_the_umask(tmp_path, mask):
    path = tmp_path / "var"
    path.mkdir(mode=0o755)
    before = os.umask(mask)
    try:
        store = TinyDbStore(path)
        store.save(meeting(), 0)
        store.put_blob(b"raw")
        store.close()
    finally:
        os.umask(before)
    modes = {p: p.stat().st_mode & 0o777 for p in (path, *path.rglob("*"))}
    assert {mode for each, mode in modes.items() if each.is_file()} == {0o600}
    assert {mode for each, mode in modes.items() if each.is_dir()} == {0o700}


def cut(share):
    return lambda content: content[: int(len(content) * share)]


def edited(content):
    return content.replace("三楼".encode(), "四楼".encode()).replace(b'"closed"', b'"planned"')


def other_json(_):
    """With a checksum that fits."""
    body = b'"a":1}'
    return b'{"sha256":{"of what follows":"%s"},\n%s' % (hashlib.sha256(body).hexdigest().encode(), body)


@pytest.mark.parametrize("name", ["open/weekly-2026-11-30.json", "closed/weekly-2026-11-23.json"])
@pytest.mark.parametrize(
    "damage",
    [cut(0), cut(0.25), cut(0.5), cut(0.75), cut(0.999), edited, lambda _: b"{}", lambda c: c + b" ", other_json],
    ids=["emptied", "quarter", "half", "three quarters", "nearly whole", "edited", "foreign", "appended", "other"],
)
def test_damage_is_found_at_the_start_named_and_never_overwritten(folder, name, damage):
    path = folder / name
    damaged = damage(path.read_bytes())
    path.write_bytes(damaged)
    with pytest.raises(Damaged, match=path.name):
        TinyDbStore(folder)
    assert path.read_bytes() == damaged


def test_every_damaged_file_is_named_at_once(folder):
    for path in (folder / "open/weekly-2026-11-30.json", folder / "closed/weekly-2026-11-23.json"):
        path.write_bytes(b"")
    with pytest.raises(Damaged) as fault:
        TinyDbStore(folder)
    assert len(str(fault.value).splitlines()) == 2


@pytest.mark.parametrize("name", ["open/weekly-2026-11-30.json", "closed/weekly-2026-11-23.json"])
@pytest.mark.parametrize("how", [shutil.copy, shutil.move], ids=["copied", "renamed"])
@pytest.mark.parametrize("other", ["weekly-2026-11-30.bak.json", "weekly-2027-01-04.json", "weekly%2D2026-11-30.json"])
def test_a_record_counts_under_its_own_name_alone(folder, name, how, other):
    """A copy that somebody kept beside it would send every mail once more."""
    TinyDbStore(folder).close()  # the cache knows the ended one
    path = folder / name
    stray = path.with_name(other.replace("11-30", path.name.removesuffix(".json")[-5:]))
    how(path, stray)
    with pytest.raises(Damaged) as fault:
        TinyDbStore(folder)
    (line,) = str(fault.value).splitlines()
    assert line.startswith(f"{stray}: holds the record {path.name.removesuffix('.json')}; ")
    assert line.endswith(f"give the file its name back: {path.name}")


@pytest.mark.parametrize(
    "shape",
    [
        "[]",
        "5",
        "{",
        "[" * 100_000,
        '{"weekly-2026-11-23": 5}',
        '{"weekly-2026-11-23": []}',
        '{"weekly-2026-11-23": null}',
        '{"weekly-2026-11-23": {}}',
        '{"weekly-2026-11-23": {"of": "HEAD", "sent": [], "seen": []}}',
        '{"weekly-2026-11-23": {"of": "HEAD", "tokens": 5, "sent": [], "seen": []}}',
        '{"weekly-2026-11-23": {"of": "HEAD", "tokens": [null], "sent": [], "seen": [[]]}}',
    ],
    ids=range(11),
)
def test_a_cache_of_any_other_shape_is_made_anew(folder, shape):
    TinyDbStore(folder).close()
    cache = folder / "closed.index"
    whole = cache.read_bytes()
    cache.write_text(shape.replace("HEAD", json.loads(whole)["weekly-2026-11-23"]["of"]))
    TinyDbStore(folder).close()
    assert cache.read_bytes() == whole


def test_a_damaged_blob_is_named(folder):
    (blob,) = (p for p in (folder / "blobs").rglob("*") if p.is_file())
    digest = blob.parent.name + blob.name
    blob.write_bytes(b"other")
    store = TinyDbStore(folder)
    with pytest.raises(Damaged, match=blob.name):
        store.get_blob(digest)
    blob.unlink()
    with pytest.raises(Missing, match=blob.name):
        store.get_blob(digest)
    store.close()


def test_what_a_killed_write_left_behind_is_no_damage(folder):
    left = folder / "open/weekly-2026-11-30.json.tmp"
    left.write_bytes(b"half a rec")
    store = TinyDbStore(folder)
    assert store.load("weekly-2026-11-30").record.venue == "三楼301"
    assert not left.exists()
    store.close()


@pytest.mark.parametrize(("newer", "venue"), [("open", "新"), ("closed", "旧")])
def test_a_record_that_a_kill_left_in_both_folders_is_there_once_in_its_later_version(tmp_path, newer, venue):
    path = tmp_path / "var"
    store = TinyDbStore(path)
    store.save(meeting(venue="旧", state=MeetingState.CLOSED), 0)
    shutil.copy(path / "closed/weekly-2026-11-30.json", tmp_path / "kept.json")
    store.save(meeting(venue="新"), 1)
    if newer == "closed":
        store.save(meeting(venue="旧", state=MeetingState.CLOSED), 2)
        shutil.copy(tmp_path / "kept.json", path / "open/weekly-2026-11-30.json")
    else:
        shutil.copy(tmp_path / "kept.json", path / "closed/weekly-2026-11-30.json")
    store.close()
    again = TinyDbStore(path)
    assert [s.record.venue for s in again.all_records()] == [venue]
    again.close()
    assert len(list((path / "open").iterdir())) + len(list((path / "closed").iterdir())) == 1


@pytest.mark.parametrize("call", ["write", "fsync"])
def test_a_full_disk_leaves_the_old_record_and_says_so(folder, monkeypatch, call):
    store = TinyDbStore(folder)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, call, full)
        with pytest.raises(OSError, match="No space left") as fault:
            store.save(meeting(venue="新"), 1)
    assert fault.value.filename == str(folder / "open/weekly-2026-11-30.json")
    assert store.load("weekly-2026-11-30").record.venue == "三楼301"
    assert store.save(meeting(venue="新"), 1) == 2
    store.close()
    again = TinyDbStore(folder)
    assert again.load("weekly-2026-11-30").record.venue == "新"
    again.close()


_SAVES_FOR_EVER = """
import sys
sys.path.insert(0, sys.argv[2])
from pathlib import Path
from store_contract import meeting, outgoing
from mailflow.core.meeting import MeetingState
from mailflow.stores.tinydb_store import TinyDbStore

store = TinyDbStore(Path(sys.argv[1]))
stored = store.load("weekly-2026-11-30")
version = stored.version if stored else 0
while True:
    state = MeetingState.CLOSED if version % 3 == 0 else MeetingState.HELD
    record = meeting(venue=str(version + 1), state=state, outgoing=tuple(outgoing(n) for n in range(version % 40)))
    version = store.save(record, version)
    print(version, flush=True)
"""


def test_a_kill_at_any_moment_loses_no_acknowledged_save(tmp_path):
    path, acknowledged = tmp_path / "var", 0
    for n in range(20):
        child = subprocess.Popen(
            [sys.executable, "-c", _SAVES_FOR_EVER, str(path), str(Path(__file__).parent)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3 + n * 2):
            acknowledged = int(child.stdout.readline())
        child.send_signal(signal.SIGKILL)
        acknowledged = max([acknowledged, *(int(rest) for rest in child.stdout.read().split())])
        child.wait()
        store = TinyDbStore(path)
        (stored,) = store.all_records()
        assert stored.version in (acknowledged, acknowledged + 1)
        assert stored.record.venue == str(stored.version)
        store.close()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans()), max_size=25))
def test_any_history_of_saves_ends_as_a_plain_dictionary_would(history):
    with tempfile.TemporaryDirectory() as folder:
        store, expected = TinyDbStore(Path(folder)), {}
        for step, (which, ended, reopen) in enumerate(history):
            if reopen:
                store.close()
                store = TinyDbStore(Path(folder))
            record = meeting(
                f"2026-12-{which + 1:02}",
                venue=str(step),
                state=MeetingState.CLOSED if ended else MeetingState.HELD,
            )
            current = store.load(record.id)
            store.save(record, current.version if current else 0)
            expected[record.id] = record
        assert {s.record.id: s.record for s in store.all_records()} == expected
        assert {s.record.id for s in store.open_records()} == {k for k, r in expected.items() if not r.ended}
        store.close()


@pytest.mark.parametrize("url", ["postgresql://db/mailflow", "tinydb:", "sqlite:x", ""])
def test_a_store_that_does_not_exist_is_named_with_those_that_do(tmp_path, url):
    with pytest.raises(UnknownStore, match="expected memory: or tinydb:FOLDER"):
        open_store(url, tmp_path)
