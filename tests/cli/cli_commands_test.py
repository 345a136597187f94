"""Help, errors and `init`: what an administrator meets first."""

import re
from pathlib import Path

import cli_room as room
import pytest

from mailflow import config
from mailflow.providers import PROVIDERS

COMMANDS = (
    *("init", "check", "run", "tick", "demo", "interpret", "minutes", "status", "ledger", "quarantine"),
    *("health", "backup", "restore", "forget", "archive"),
)


ARCHIVE = ("archive search", "archive export")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with a config in it."""
    assert room.mailflow("init", cwd=tmp_path).status == 0
    return tmp_path


def test_the_help_names_every_command_in_both_languages(tmp_path: Path) -> None:
    ran = room.mailflow("--help", cwd=tmp_path)
    assert ran.status == 0
    for name in COMMANDS:
        assert re.search(rf"\b{name} .*[\u4e00-\u9fff]", ran.out), name


@pytest.mark.parametrize(
    "name", [*COMMANDS, "quarantine list", "quarantine show", "quarantine retry", "quarantine drop", *ARCHIVE]
)
def test_each_command_explains_itself(tmp_path: Path, name: str) -> None:
    ran = room.mailflow(*name.split(), "--help", cwd=tmp_path, COLUMNS="120")
    assert ran.status == 0
    assert re.search("[\u4e00-\u9fff].*[A-Za-z]{3}", ran.out)
    assert "--config" in ran.out or name in ("demo", "quarantine", "archive")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "nonsense"),
        (["tick", "--nonsense"], "--nonsense"),
        (["interpret"], "argument"),
        (["status", "--config", "nowhere"], "mailflow init"),
        (["ledger", "--since", "yesterday"], "2026-11-30T09:30:00+08:00"),
        (["tick", "--now", "noon"], "2026-11-30T09:30:00+08:00"),
        (["status", "weekly-1999-01-01"], "`mailflow status` lists them"),
        (["quarantine", "show", "7"], "`mailflow quarantine list`"),
        (["quarantine", "drop", "7"], "`mailflow quarantine list`"),
        (["archive", "search", "库存", "--as", "王芳"], "wang.fang@corp.example"),
        (["archive", "export", "config"], "name an empty folder"),
        (["init"], "nothing is overwritten"),
        (["init", "elsewhere", "--provider", "hotmale"], "microsoft365"),
    ],
)
def test_a_wrong_command_is_one_line_and_exit_status_2(home: Path, arguments: list[str], words: str) -> None:
    ran = room.mailflow(*arguments, cwd=home, **room.SECRETS)
    assert (ran.status, ran.out) == (2, "")
    assert ran.one_line.startswith("mailflow: ")
    assert words in ran.one_line


def test_each_missing_secret_is_one_line(home: Path) -> None:
    ran = room.mailflow("run", cwd=home)
    assert ran.status == 2
    assert [line.split(": ")[2] for line in ran.err.splitlines()] == [
        "imap.password",
        "smtp.password",
        "service.secret",
    ]


def test_an_unknown_store_and_a_damaged_one_are_named(home: Path) -> None:
    path = home / "config" / "mailflow.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("tinydb:var", "mongodb:var"), encoding="utf-8")
    assert "mongodb" in room.mailflow("status", cwd=home).one_line
    path.write_text(text, encoding="utf-8")
    (home / "var" / "open").mkdir(parents=True)
    (home / "var" / "open" / "weekly-2026-11-30.json").write_text("{}")
    ran = room.mailflow("status", cwd=home)
    assert ran.status == 2
    assert "weekly-2026-11-30.json: not what mailflow wrote" in ran.one_line


def test_the_config_is_the_one_given_then_the_one_here_then_the_environments(
    home: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    away = tmp_path_factory.mktemp("away")
    assert room.mailflow("status", cwd=away).status == 2
    assert room.mailflow("status", cwd=away, MAILFLOW_CONFIG=str(home / "config")).status == 0
    assert room.mailflow("status", "--config", home / "config", cwd=away, MAILFLOW_CONFIG="nowhere").status == 0
    assert room.mailflow("status", cwd=home, MAILFLOW_CONFIG="nowhere").status == 0


@pytest.mark.parametrize("provider", PROVIDERS)
def test_init_writes_a_config_that_loads_with_the_providers_servers(tmp_path: Path, provider: str) -> None:
    from mailflow import init

    told = "\n".join(init.write(tmp_path / "config", provider))
    loaded, known = config.load(tmp_path / "config", room.SECRETS), PROVIDERS[provider]
    assert (loaded.imap.host, loaded.imap.port, loaded.imap.security) == known.imap
    assert (loaded.smtp.host, loaded.smtp.port, loaded.smtp.security) == known.smtp
    assert loaded.smtp.per_minute == known.per_minute
    assert loaded.mail.plus_addressing is known.plus_addressing
    written = (tmp_path / "config" / "mailflow.toml").read_text(encoding="utf-8")
    for note in known.notes:
        assert f"# {note}\n" in written
        assert note in told


def test_init_leaves_a_file_that_is_there_as_it_is(home: Path) -> None:
    path = home / "config" / "meetings" / "weekly.toml"
    path.write_text("mine", encoding="utf-8")
    assert room.mailflow("init", cwd=home).status == 2
    assert path.read_text(encoding="utf-8") == "mine"


def test_init_lists_the_providers(tmp_path: Path) -> None:
    ran = room.mailflow("init", "--provider", "list", cwd=tmp_path)
    assert [line.split()[0] for line in ran.out.splitlines()] == list(PROVIDERS)
    assert not list(tmp_path.iterdir())
