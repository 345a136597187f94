"""`mailflow archive search` and `export`, as an administrator runs them beside the daemon."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import cli_room as room
import pytest

from mailflow import config, init
from mailflow.core.meeting import Attendee, Material, Meeting, Topic
from mailflow.core.reply import File
from mailflow.core.values import Address, MeetingId, RecordId
from mailflow.ports import Store
from mailflow.stores import open_store

START = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
LI = Address("li.qiang@corp.example")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """The weekly meeting with a topic and a file, in a store that the daemon has open."""
    list(init.write(tmp_path / "config", "custom"))
    store = open_store("tinydb:var", tmp_path)
    store.save(weekly(tmp_path, store), 0)
    yield tmp_path
    store.close()


def weekly(home: Path, store: Store) -> Meeting:
    series = next(s for s in config.load(home / "config", {}, with_secrets=False).series if s.key == "weekly")
    file = File("销售数据.xlsx", "application/octet-stream", 4, store.put_blob(b"data"))
    return Meeting(
        id=MeetingId(RecordId("weekly-2026-11-30")),
        terms=series,
        start=START,
        end=START + timedelta(hours=1),
        attendees=(Attendee(LI),),
        topics=(Topic("备货与\x1b[31m促销", LI, START),),
        materials=(Material("sales", LI, START, file),),
    )


def test_two_characters_find_a_file_with_its_sha_256(home: Path) -> None:
    ran = room.mailflow("archive", "search", "数据", cwd=home)
    assert (ran.status, ran.err) == (0, "")
    assert "2026-11-30  资料  销售数据.xlsx  (weekly-2026-11-30)" in ran.out
    assert "SHA-256 3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7" in ran.out


def test_what_somebody_wrote_does_not_steer_the_terminal(home: Path) -> None:
    ran = room.mailflow("archive", "search", "促销", cwd=home)
    assert "备货与\ufffd[31m促销" in ran.out
    assert "\x1b" not in ran.out


def test_programs_read_it_as_json(home: Path) -> None:
    ran = room.mailflow("archive", "search", "备货", "促销", "--json", cwd=home)
    (line,) = (json.loads(line) for line in ran.out.splitlines())
    assert (line["kind"], line["record"], line["title"]) == ("topic", "weekly-2026-11-30", "备货与\x1b[31m促销")


@pytest.mark.parametrize(("who", "finds"), [("li.qiang", True), ("wang.fang", True), ("wu.hao", False)])
def test_a_person_finds_what_they_may_see(home: Path, who: str, finds: bool) -> None:
    ran = room.mailflow("archive", "search", "促销", "--as", f"{who}@corp.example", cwd=home)
    assert ran.status == 0
    assert ("备货" in ran.out) is finds


def test_the_pages_are_written_beside_the_daemon_and_the_store_stays_as_it_is(home: Path) -> None:
    before = {p: p.read_bytes() for p in (home / "var").rglob("*") if p.is_file()}
    ran = room.mailflow("archive", "export", "out", cwd=home)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith(f"{Path('out') / 'index.html'}: 1 meetings, 0 resolutions, ")
    assert (home / "out" / "materials" / "weekly-2026-11-30" / "销售数据.xlsx").read_bytes() == b"data"
    assert {p: p.read_bytes() for p in (home / "var").rglob("*") if p.is_file()} == before


def test_a_damaged_file_is_named_with_exit_status_1_and_the_pages_are_there(home: Path) -> None:
    (blob,) = (p for p in (home / "var" / "blobs").rglob("*") if p.is_file())
    blob.write_bytes(b"other")
    ran = room.mailflow("archive", "export", "out", cwd=home)
    assert ran.status == 1
    assert "restore it from a backup" in ran.one_line
    assert "文件已损坏" in (home / "out" / "meetings" / "weekly-2026-11-30.html").read_text(encoding="utf-8")
