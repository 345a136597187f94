"""`mailflow quarantine`: what could not be read is listed, shown as it came, tried again, or settled."""

import os
from datetime import datetime
from pathlib import Path
from unittest import mock

import cli_room as room
import pytest

from mailflow import bootstrap, config, init
from mailflow.flow import intake
from mailflow.reading.message import parse
from mailflow.stores import open_store

BYTES = b"\x00\x01 no mail at all \x00"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A store with one mail in the quarantine."""
    list(init.write(tmp_path / "config", "custom"))
    with mock.patch.dict(os.environ, room.SECRETS):
        settings = config.load(tmp_path / "config", os.environ)
    store = bootstrap.store(settings)
    try:
        now = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
        intake.take(BYTES, bootstrap.service(settings, store, now), now)
    finally:
        store.close()
    return tmp_path


def quarantine(home: Path, *arguments: str) -> room.Ran:
    return room.mailflow("quarantine", *arguments, cwd=home, **room.SECRETS)


def test_what_waits_is_listed_with_its_number_and_the_reason(home: Path) -> None:
    ran = quarantine(home, "list")
    assert ran.status == 0
    assert ran.out.startswith("1  2026-11-23 10:00  ")
    assert "no header fields" in ran.out
    assert len(ran.out.splitlines()) == 1


def test_a_mail_is_shown_byte_for_byte(home: Path) -> None:
    assert quarantine(home, "show", "1").out.encode() == BYTES


def test_what_is_tried_again_and_fails_again_is_not_lost(home: Path) -> None:
    ran = quarantine(home, "retry", "1")
    assert ran.status == 2
    assert "still cannot be dealt with" in ran.one_line
    assert "no header fields" in quarantine(home, "list").out


def test_what_can_be_read_by_now_leaves_the_quarantine(home: Path) -> None:
    mended = parse(b"From: li.qiang@corp.example\r\nMessage-ID: <q@corp.example>\r\nSubject: help\r\n\r\nhelp\r\n")
    with mock.patch.object(intake, "parse", return_value=mended):
        ran = quarantine(home, "retry", "1")
    assert ran.status == 0, ran.err
    assert quarantine(home, "list").out == ""


def test_what_is_dropped_waits_no_longer_and_its_bytes_are_kept(home: Path) -> None:
    assert quarantine(home, "drop", "1").status == 0
    assert quarantine(home, "list").out == ""
    assert "nothing of number 1 waits" in quarantine(home, "drop", "1").one_line
    assert any(path.read_bytes() == BYTES for path in (home / "var" / "blobs").rglob("*") if path.is_file())


def test_it_can_be_looked_at_but_not_changed_while_the_daemon_has_the_store(home: Path) -> None:
    held = open_store("tinydb:var", home)
    try:
        assert quarantine(home, "list").out
        assert quarantine(home, "show", "1").out.encode() == BYTES
        ran = quarantine(home, "drop", "1")
    finally:
        held.close()
    assert ran.status == 75
    assert f"in use by process {os.getpid()}" in ran.one_line


def test_status_counts_it_and_the_ledger_has_its_line(home: Path) -> None:
    assert "quarantine: 1" in room.mailflow("status", cwd=home).out
    ledger = room.mailflow("ledger", cwd=home)
    assert ledger.status == 0
    assert "quarantined" in ledger.out
