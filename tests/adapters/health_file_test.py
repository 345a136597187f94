"""What the daemon tells of itself: a small file, and datagrams to the service manager."""

import socket
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from mailflow.adapters.health_file import HealthFile, read, write
from mailflow.adapters.systemd import notify
from mailflow.ports import Health
from mailflow.views.health import verdict

NOW = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
WELL = Health(at=NOW, pid=7, started_at=NOW - timedelta(hours=3), mailbox_at=NOW, queued=2)


def ago(**kw: float) -> datetime:
    return NOW - timedelta(**kw)


@pytest.mark.parametrize("health", [WELL, replace(WELL, mailbox_at=None, sent_at=NOW, mailbox_fault="登录被拒")])
def test_what_was_written_is_read_again_and_by_nobody_else(tmp_path: Path, health: Health) -> None:
    path = tmp_path / "health.json"
    path.write_text("old")
    path.chmod(0o644)
    write(path, health)
    assert read(path) == health
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in tmp_path.iterdir()) == ["health.json"]


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"\xff", b'{"at": "noon"}'])
def test_a_file_that_is_no_health_counts_as_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "health.json").write_bytes(content)
    assert read(tmp_path / "health.json") is None
    assert read(tmp_path / "missing.json") is None


def test_a_disk_that_cannot_be_written_does_not_stop_the_work(tmp_path: Path) -> None:
    heard: list[str] = []
    monitor = HealthFile(tmp_path / "nowhere" / "health.json", heard.append)
    monitor.ready()
    monitor.beat(WELL)
    monitor.beat(replace(WELL, mailbox_fault="mailbox unreachable: x"))
    monitor.stopping()
    monitor.ended()
    assert heard == [
        "READY=1",
        "WATCHDOG=1\nSTATUS=well",
        "WATCHDOG=1\nSTATUS=mailbox unreachable: x",
        "STOPPING=1",
    ]


@pytest.mark.parametrize("abstract", [False, True])
def test_the_service_manager_hears_it_on_its_socket(tmp_path: Path, abstract: bool) -> None:
    name = f"@mailflow-test-{tmp_path.name}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0" + name[1:] if abstract else name)
        manager.settimeout(5)
        notify({"NOTIFY_SOCKET": name}, "READY=1")
        assert manager.recv(100) == b"READY=1"


@pytest.mark.parametrize(
    "environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "vsock:2:1"}, {"NOTIFY_SOCKET": "/no"}]
)
def test_where_no_manager_listens_nothing_happens(environ: dict[str, str]) -> None:
    notify(environ, "READY=1")


@pytest.mark.parametrize(
    ("health", "well", "words"),
    [
        (None, False, "no health file"),
        (WELL, True, "ok: mailbox read 0 s ago; 2 mails wait"),
        (
            replace(WELL, mailbox_at=None, started_at=ago(seconds=9)),
            True,
            "ok: mailbox not read yet, 9 s running; 2 mails wait",
        ),
        (replace(WELL, at=ago(seconds=121)), False, "last sign of life is 121 s old"),
        (replace(WELL, at=ago(seconds=119)), True, "ok"),
        (replace(WELL, at=NOW + timedelta(hours=1)), True, "ok"),
        (replace(WELL, mailbox_at=ago(minutes=24)), True, "ok: mailbox read 1440 s ago"),
        (replace(WELL, mailbox_at=ago(minutes=36)), False, "mailbox not read for 2160 s"),
        (replace(WELL, mailbox_fault="login refused: x", mailbox_at=ago(seconds=60)), True, "login refused: x"),
        (replace(WELL, mailbox_fault="login refused: x", mailbox_at=ago(seconds=121)), False, "login refused: x"),
        (replace(WELL, mailbox_fault="login refused: x", mailbox_at=None), False, "not read for 10800 s"),
        (replace(WELL, sending_fault="1 of them not taken yet: 450 later"), True, "450 later"),
    ],
)
def test_a_monitor_hears_whether_it_lives_and_reads(health: Health | None, well: bool, words: str) -> None:
    found, line = verdict(health, NOW, timedelta(seconds=120))
    assert found is well
    assert words in line
    assert "\n" not in line
