"""`mailflow backup`, `restore` and `check --store`, as an administrator runs them."""

import io
import os
from datetime import datetime
from pathlib import Path
from unittest import mock

import cli_room as room
import pytest

from mailflow import bootstrap, config, init
from mailflow.core.desk import Desk, Quarantined
from mailflow.core.values import RecordId
from mailflow.flow import intake
from mailflow.stores import open_store

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store with one record and one mail."""
    list(init.write(tmp_path / "config", "custom"))
    store = open_store("tinydb:var", tmp_path)
    item = Quarantined(1, NOW, store.put_blob(b"raw"), "no header fields")
    store.save(Desk(RecordId("desk-2026-11"), quarantine=(item,)), 0)
    store.close()
    return tmp_path


def blob(home: Path) -> Path:
    (found,) = (p for p in (home / "var/blobs").rglob("*") if p.is_file())
    return found


def test_a_backup_is_made_while_the_store_is_in_use_and_restored_when_it_is_not(home: Path) -> None:
    held = open_store("tinydb:var", home)
    ran = room.mailflow("backup", "b.tar.gz", cwd=home)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("b.tar.gz: 1 records, 1 mails and files, ")
    assert "in use by process" in room.mailflow("restore", "b.tar.gz", cwd=home).one_line
    held.close()
    refused = room.mailflow("restore", "b.tar.gz", cwd=home)
    assert refused.status == 2
    assert "--set-aside" in refused.one_line
    blob(home).write_bytes(b"other")
    back = room.mailflow("restore", "b.tar.gz", "--set-aside", cwd=home)
    assert back.status == 0, back.err
    first, aside, hint = back.out.splitlines()
    assert "1 records, 1 mails and files, as of 20" in first
    assert (Path(aside.partition(": ")[2]) / "open/desk-2026-11.json").is_file()
    assert "Archive" in hint
    assert room.mailflow("quarantine", "show", "1", cwd=home).out == "raw"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["backup", "there.tar"], "nothing is overwritten"),
        (["backup", "nowhere/b.tar"], "No such file"),
        (["restore", "nowhere.tar"], "No such file"),
        (["restore", "there.tar", "--set-aside"], "not a whole backup"),
    ],
)
def test_what_cannot_be_done_is_one_line(home: Path, arguments: list[str], words: str) -> None:
    (home / "there.tar").write_bytes(b"something else")
    ran = room.mailflow(*arguments, cwd=home)
    assert (ran.status, ran.out) == (2, "")
    assert words in ran.one_line


def test_a_store_of_another_kind_is_refused(home: Path) -> None:
    path = home / "config/mailflow.toml"
    path.write_text(path.read_text("utf-8").replace("tinydb:var", "memory:"), "utf-8")
    for command in (["backup", "b.tar"], ["restore", "b.tar"], ["check", "--store"]):
        assert "use the tools that come with it" in room.mailflow(*command, cwd=home).one_line


def test_check_store_tells_a_sound_store_from_a_damaged_one_without_any_password(home: Path) -> None:
    sound = room.mailflow("check", "--store", cwd=home)
    assert (sound.status, sound.err) == (0, "")
    assert sound.out.startswith("✓ store ")
    assert "1 records, 1 mails and files, all undamaged" in sound.out
    blob(home).unlink()
    damaged = room.mailflow("check", "--store", cwd=home)
    assert damaged.status == 2
    assert damaged.out.startswith("✗ ")
    assert "tar -xf BACKUP" in damaged.out


def test_a_backup_of_a_damaged_store_says_what_is_not_in_it(home: Path) -> None:
    blob(home).unlink()
    ran = room.mailflow("backup", "b.tar", cwd=home)
    assert ran.status == 1
    assert "mailflow check --store" in ran.one_line


@pytest.fixture
def written(home: Path) -> Path:
    """A mail of Li Qiang's came, and no answer was sent yet."""
    with mock.patch.dict(os.environ, room.SECRETS):
        settings = config.load(home / "config", os.environ)
    store = bootstrap.store(settings)
    mail = b"From: li.qiang@corp.example\r\nMessage-ID: <q@corp.example>\r\nSubject: help\r\n\r\nhelp\r\n"
    intake.take(mail, bootstrap.service(settings, store, NOW), NOW)
    store.close()
    return home


def test_forget_shows_what_it_will_do_and_does_nothing_without_a_yes(written: Path) -> None:
    before = sorted(p.read_bytes() for p in (written / "var/blobs").rglob("*") if p.is_file())
    with mock.patch("sys.stdin", io.StringIO("n\n")):
        ran = room.mailflow("forget", "li.qiang@corp.example", cwd=written)
    assert ran.status == 2
    assert "1 mails of theirs, 1 to them" in ran.out
    assert "removed" not in ran.out
    assert sorted(p.read_bytes() for p in (written / "var/blobs").rglob("*") if p.is_file()) == before


def test_forget_removes_for_good_and_then_there_is_nothing_more(written: Path) -> None:
    ran = room.mailflow("forget", "Li.Qiang@corp.example", "--yes", cwd=written)
    assert ran.status == 0, ran.err
    assert ran.out.endswith("removed\n")
    left = b"".join(p.read_bytes() for p in (written / "var/blobs").rglob("*") if p.is_file())
    assert b"From: li.qiang" not in left
    again = room.mailflow("forget", "li.qiang@corp.example", "--yes", cwd=written)
    assert (again.status, again.out) == (0, "nothing of li.qiang@corp.example is stored\n")
    assert "依法删除" in room.mailflow("ledger", cwd=written).out


def test_forget_needs_the_store_for_itself(written: Path) -> None:
    held = open_store("tinydb:var", written)
    ran = room.mailflow("forget", "li.qiang@corp.example", "--yes", cwd=written)
    held.close()
    assert "in use by process" in ran.one_line
