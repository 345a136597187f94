"""`mailflow interpret` and `mailflow minutes`: JSON lines, one error a line, exit status 2."""

import json
from pathlib import Path

import cli_room as room
import pytest

REPLIES = sorted((room.CORPUS / "replies").glob("*-001.eml"))
MINUTES = sorted(
    path
    for path in (room.CORPUS / "minutes").iterdir()
    if path.suffix in (".eml", ".txt", ".md", ".docx") and path.with_suffix(".context.json").exists()
)
BROKEN = b"\x00\x01\x02\x00"


def test_each_file_gives_one_line_of_json_in_the_order_given(tmp_path: Path) -> None:
    files = [*REPLIES[:5], *reversed(REPLIES[:3])]
    ran = room.mailflow("interpret", *files, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    found = [json.loads(line)["message_id"] for line in ran.out.splitlines()]
    assert len(found) == 8
    assert found[5:] == found[2::-1]


def test_the_context_beside_a_file_is_read(tmp_path: Path) -> None:
    file = room.CORPUS / "replies" / "approval-001.eml"
    bare = tmp_path / "bare.eml"
    bare.write_bytes(file.read_bytes())
    ran = room.mailflow("interpret", file, bare, cwd=tmp_path)
    approved, fresh = (json.loads(line) for line in ran.out.splitlines())
    assert approved["intents"] == [{"kind": "approve"}]
    assert fresh["intents"] != approved["intents"]


def test_explain_tells_the_evidence(tmp_path: Path) -> None:
    ran = room.mailflow("interpret", REPLIES[0], "--explain", cwd=tmp_path)
    assert json.loads(ran.out)["evidence"]


def test_what_cannot_be_read_is_one_line_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "broken.eml").write_bytes(BROKEN)
    (tmp_path / "empty.eml").write_bytes(b"")
    (tmp_path / "odd.eml").write_bytes(REPLIES[0].read_bytes())
    (tmp_path / "odd.context.json").write_text('{"about": "nothing of ours"}')
    names = ["broken.eml", "nowhere.eml", "empty.eml", "odd.eml", "."]
    ran = room.mailflow("interpret", *names, REPLIES[1], cwd=tmp_path)
    assert ran.status == 2
    assert len(ran.out.splitlines()) == 1
    lines = ran.err.splitlines()
    assert len(lines) == len(names)
    for name, line in zip(("broken", "nowhere", "empty", "odd.context.json", "."), lines, strict=True):
        assert line.startswith("mailflow: ")
        assert name in line


def test_a_config_that_was_named_and_is_not_there_is_no_reason_to_take_the_sample(tmp_path: Path) -> None:
    ran = room.mailflow("interpret", REPLIES[0], "--config", tmp_path / "none", cwd=tmp_path)
    assert ran.status == 2
    assert "mailflow init" in ran.one_line


@pytest.mark.parametrize("file", MINUTES, ids=lambda p: p.name)
def test_minutes_of_every_kind_of_file_give_one_line(tmp_path: Path, file: Path) -> None:
    ran = room.mailflow("minutes", file, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert set(json.loads(ran.out)) == {"attendance", "decisions", "resolutions", "problems"}


def test_minutes_of_an_unknown_meeting_or_kind_are_one_line_each(tmp_path: Path) -> None:
    (tmp_path / "alone.txt").write_text("一、决议")
    kind = tmp_path / "sheet.xlsx"
    kind.write_bytes(b"PK")
    context = next((room.CORPUS / "minutes").glob("*.context.json"))
    (tmp_path / "sheet.context.json").write_bytes(context.read_bytes())
    ran = room.mailflow("minutes", "alone.txt", "sheet.xlsx", cwd=tmp_path)
    assert (ran.status, ran.out) == (2, "")
    first, second = ran.err.splitlines()
    assert "alone.txt: expected alone.context.json beside it" in first
    assert "sheet.xlsx" in second


def test_a_locale_without_chinese_does_not_hurt_the_output(tmp_path: Path) -> None:
    ran = room.process("interpret", REPLIES[0], cwd=tmp_path, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert json.loads(ran.out)["text"]
