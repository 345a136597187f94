"""Passwords: where they may stand, and that they are shown nowhere."""

from pathlib import Path

import config_room as room
import pytest

from mailflow import config

LINE = 'password = "env:MAILFLOW_IMAP_PASSWORD"'


@pytest.mark.parametrize("name", list(room.ENVIRON))
@pytest.mark.parametrize("value", [None, ""])
def test_a_variable_that_is_not_set_is_named(tmp_path: Path, name: str, value: str | None) -> None:
    environ = {k: v for k, v in room.ENVIRON.items() if k != name} | ({} if value is None else {name: value})
    found = room.faults(room.copy_to(tmp_path), environ)
    assert len(found) == 1
    assert f"the environment variable {name}: it is not set, or empty" in found[0]


def test_a_file_beside_the_config_gives_its_line(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / "mailflow.toml", LINE, 'password = "file:imap.password"')
    (copy / "imap.password").write_text("päss wörd\n", encoding="utf-8")
    assert room.load(copy).imap.password == "päss wörd"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / "mailflow.toml", LINE, 'password = "file:imap.password"')
    assert room.faults(copy) == [
        "mailflow.toml: imap.password: expected a file with one line at imap.password: it cannot be read"
    ]


def test_the_word_itself_is_taken_as_it_stands(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / "mailflow.toml", LINE, 'password = "open sesame"')
    assert room.load(copy).imap.password == "open sesame"


def test_a_secret_that_can_be_guessed_is_refused(tmp_path: Path) -> None:
    found = room.faults(room.copy_to(tmp_path), {**room.ENVIRON, "MAILFLOW_SECRET": "short"})
    assert found == ["mailflow.toml: service.secret: expected at least 16 characters that nobody can guess"]


def test_no_password_is_shown_in_a_fault_or_in_the_settings_own_words(tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / "mailflow.toml", LINE, 'password = "open sesame"')
    loaded = room.load(copy)
    assert "open sesame" not in repr(loaded.imap) + repr(loaded.smtp)
    room.edit(copy / "mailflow.toml", 'password = "open sesame"', 'password = ["open sesame"]')
    assert not [line for line in room.faults(copy) if "sesame" in line]


def test_reading_needs_no_secret(tmp_path: Path) -> None:
    assert config.load(room.copy_to(tmp_path), {}, with_secrets=False).imap.password == ""
