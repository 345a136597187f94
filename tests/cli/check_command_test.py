"""`mailflow check` against the embedded server: what is well, and each fault with its mend."""

import asyncio
import socket
from collections.abc import Mapping
from pathlib import Path

import cli_room as room
import pytest

from mailflow import check
from mailflow.core.values import Address
from mailflow.demo.server import MailServer
from mailflow.stores import open_store

SECRETARY = Address("secretary@corp.example")


class Checked:
    """The lines that were told, by their mark, and whether all was well."""

    def __init__(self, well: bool, lines: list[str]) -> None:
        self.well = well
        self.good, self.bad, self.warned = ([li[2:] for li in lines if li.startswith(m)] for m in "✓✗!")
        assert len(self.good) + len(self.bad) + len(self.warned) == len(lines)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    from mailflow import init

    list(init.write(tmp_path / "config", "custom"))
    for name in ("imap.corp.example", "smtp.corp.example"):
        edit(tmp_path, f'"{name}"', '"127.0.0.1"')
    return tmp_path


def edit(home: Path, old: str, new: str) -> None:
    path = home / "config" / "mailflow.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def checked(
    home: Path, environ: Mapping[str, str] = room.SECRETS, patience: float = 5.0
) -> tuple[Checked, list[bytes], list[bytes]]:
    """With the server up: what was told, and what is then in the secretary's INBOX and archive."""

    async def act() -> tuple[Checked, list[bytes], list[bytes]]:
        async with MailServer({SECRETARY: "s3cret"}) as server:
            room.point_at(home / "config", server.imap_port, server.smtp_port)
            await server.append(SECRETARY, b"Subject: of somebody else\r\n\r\nx\r\n")
            lines: list[str] = []
            well = await asyncio.to_thread(check.run, home / "config", environ, lines.append, patience=patience)
            try:
                archive = await server.messages(SECRETARY, "Archive")
            except KeyError:
                archive = []
            return Checked(well, lines), await server.messages(SECRETARY), archive

    return asyncio.run(asyncio.wait_for(act(), 50))


def test_where_all_is_well_each_thing_has_its_line_and_the_mails_are_archived(home: Path) -> None:
    found, inbox, archive = checked(home)
    assert found.well, found.bad
    assert found.bad == []
    for word in ("config", "store", "IMAP", "SMTP", "mail to secretary@corp.example:", "mail to secretary+check@"):
        assert [line for line in found.good if line.startswith(word)], word
    assert len(archive) == 2
    assert [b"of somebody else" in raw for raw in inbox] == [True]


def test_without_plus_addressing_only_the_plain_address_is_tried(home: Path) -> None:
    edit(home, "plus_addressing = true", "plus_addressing = false")
    found, _, archive = checked(home)
    assert found.well
    assert len(archive) == 1


def test_a_wrong_password_is_told_for_both_servers(home: Path) -> None:
    wrong = {**room.SECRETS, "MAILFLOW_IMAP_PASSWORD": "no", "MAILFLOW_SMTP_PASSWORD": "no"}
    found, _, archive = checked(home, wrong)
    assert not found.well
    assert [line[:11] for line in found.bad] == ["IMAP server", "SMTP server"]
    assert all("check username and password" in line for line in found.bad)
    assert [line for line in found.good if line.startswith("store")]
    assert archive == []


def test_an_address_that_is_not_the_mailbox_is_told(home: Path) -> None:
    edit(home, 'address = "secretary@corp.example"', 'address = "minister@corp.example"')
    found, _, _ = checked(home)
    assert not found.well
    assert any("no such mailbox" in line for line in found.bad)
    assert any("check address" in line for line in found.bad)


def test_a_folder_that_does_not_exist_is_told(home: Path) -> None:
    edit(home, 'folder = "INBOX"', 'folder = "Meetings"')
    found, _, _ = checked(home)
    assert not found.well
    assert any("check folder" in line for line in found.bad)


def test_servers_that_do_not_run_are_told_with_their_port(home: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        room.point_at(home / "config", free.getsockname()[1], free.getsockname()[1])
        where = f"127.0.0.1:{free.getsockname()[1]}"
        lines: list[str] = []
        assert not check.run(home / "config", room.SECRETS, lines.append)
    bad = Checked(False, lines).bad
    assert len(bad) == 2
    assert all(where in line and "check host and port" in line for line in bad)


def test_a_store_in_use_is_no_fault_and_says_by_whom(home: Path) -> None:
    held = open_store("tinydb:var", home)
    try:
        found, _, _ = checked(home)
    finally:
        held.close()
    assert found.well
    assert any("in use by process" in line for line in found.good)


def test_a_store_that_cannot_be_is_a_fault(home: Path) -> None:
    (home / "var").write_text("a file, not a folder")
    found, _, _ = checked(home)
    assert not found.well
    assert [line for line in found.bad if line.startswith("store tinydb:var:")]


@pytest.mark.parametrize("password", ["hunter2", "with@sign", "with/slash:and:colons"])
def test_a_password_in_the_address_of_the_store_is_shown_nowhere(home: Path, password: str) -> None:
    edit(home, 'url = "tinydb:var"', f'url = "postgresql://user:{password}@db/mailflow"')
    for command in ("check", "run"):
        ran = room.mailflow(command, cwd=home, **room.SECRETS)
        assert ran.status != 0
        assert "postgresql://user:***@db/mailflow" in ran.out + ran.err
        assert password not in ran.out + ran.err


def test_the_command_ends_with_status_2_and_each_fault_of_the_config(home: Path) -> None:
    edit(home, "port = 993", "port = 0")
    ran = room.mailflow("check", cwd=home)
    assert ran.status == 2
    assert ran.out.startswith("✗ mailflow.toml: imap.port: expected a port from 1 to 65535, found 0\n")


def test_years_without_announced_holidays_are_warned_of(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime, timedelta, timezone

    from mailflow import bootstrap
    from mailflow.adapters.clock import FixedClock

    at = datetime(2090, 12, 28, tzinfo=timezone(timedelta(hours=8)))
    monkeypatch.setattr(bootstrap, "clock", lambda *_: FixedClock(at))
    found, _, _ = checked(home)
    assert [line[:17] for line in found.warned if line.startswith("holidays")] == [
        "holidays of 2090:",
        "holidays of 2091:",
    ]
    assert found.well
