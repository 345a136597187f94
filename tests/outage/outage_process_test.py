"""The daemon as a process of its own, real servers: away for some seconds, measured, then back."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import outage_room as room
import pytest
from servers.ports import free_ports

from mailflow import config, init
from mailflow.adapters import health_file
from mailflow.core.outgoing import SendState
from mailflow.core.values import Address
from mailflow.demo.server import MailServer
from mailflow.stores import open_store

SECRETS = {"MAILFLOW_IMAP_PASSWORD": "s3cret", "MAILFLOW_SMTP_PASSWORD": "s3cret", "MAILFLOW_SECRET": "x" * 24}
_MEASURED = 8.0
_RSS = 4 * 1024  # KiB that it may grow meanwhile


def noon_somewhere() -> str:
    """A zone in which people are at work just now: mails that can wait would wait for the morning elsewhere."""
    hours = (12 - datetime.now(UTC).hour + 11) % 24 - 11
    return f"Etc/GMT{-hours:+d}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    list(init.write(tmp_path / "config", "custom"))
    imap, smtp = free_ports(2)
    path = tmp_path / "config" / "mailflow.toml"
    text = path.read_text(encoding="utf-8").replace('security = "tls"', 'security = "none"')
    for old, new in (
        ("port = 993\n", f"port = {imap}\n"),
        ("port = 465\n", f"port = {smtp}\n"),
        ('"imap.corp.example"', '"127.0.0.1"'),
        ('"smtp.corp.example"', '"127.0.0.1"'),
        ('timezone = "Asia/Shanghai"', f'timezone = "{noon_somewhere()}"'),
        ('holidays = "CN"', 'holidays = ""'),
        ("work_days = []", f"work_days = {[str(datetime.now(UTC).date() + timedelta(days=n)) for n in (-1, 0, 1)]}"),
        ('quiet_hours = ["20:00", "08:00"]', 'quiet_hours = ["23:58", "00:02"]'),
    ):
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text.replace("['", "[").replace("', '", ", ").replace("']", "]"), encoding="utf-8")
    return tmp_path


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "mailflow", *words, "--config", str(home / "config")]


@contextmanager
def running(home: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "log").open("wb") as log:
        daemon = subprocess.Popen(command(home, "run"), env={**os.environ, **SECRETS}, stderr=log)
        try:
            yield daemon
        finally:
            if daemon.poll() is None:
                daemon.kill()
                daemon.wait()


def cpu(pid: int) -> float:
    """Seconds of CPU that the process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> int:
    """KiB in memory."""
    line = next(li for li in Path(f"/proc/{pid}/status").read_text().splitlines() if li.startswith("VmRSS:"))
    return int(line.split()[1])


def test_while_its_servers_are_away_it_hardly_works_and_then_all_mails_arrive_in_their_order(home: Path) -> None:
    settings = config.load(home / "config", SECRETS)
    for at in ("10:00", "10:01", "10:02"):  # mails of several moments, none of which can be sent
        done = subprocess.run(
            command(home, "tick", "--now", f"2026-11-2{at[-1]}T{at}:00"),
            env={**os.environ, **SECRETS}, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.returncode == 75, done.stderr
        assert "Traceback" not in done.stderr
    with running(home) as daemon:
        _wait_until_both_are_missed(home)
        began, small, used = time.monotonic(), memory(daemon.pid), cpu(daemon.pid)
        time.sleep(_MEASURED)
        share = (cpu(daemon.pid) - used) / (time.monotonic() - began)
        grown = memory(daemon.pid) - small
        print(f"while away: {share:.2%} of a core, {grown:+} KiB")
        assert share < 0.01
        assert grown < _RSS
        taken = asyncio.run(_back_until_all_came(settings, home))
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(10) == 0
    store = open_store("tinydb:var", home, read_only=True)
    mails = [o for s in store.all_records() for o in s.record.outgoing if o.state is not SendState.WITHHELD]
    made = {o.message_id: o.made_at for o in mails}
    assert sorted(taken) == sorted(made), "each once"
    assert len(set(made.values())) >= 2
    times = [made[name] for name in taken]
    assert all(earlier <= later for earlier, later in pairwise(times))
    lines = (home / "log").read_text(encoding="utf-8").splitlines()
    assert all(
        sum("server fails" in line and f"server={name}" in line for line in lines) <= 1
        for name in ("mailbox", "sending")
    )
    assert len([line for line in lines if "level=error" in line]) <= 2


async def _back_until_all_came(settings: config.Config, home: Path) -> list[str]:
    """The Message-IDs that the server took, in their order, once nothing waits any more."""
    taken: list[str] = []
    people = [p.email for p in settings.organization.people]
    accounts = {Address(a): "s3cret" for a in (*people, settings.mail.address)}

    def came(_: Address, raw: bytes) -> None:
        taken.append(room.message_id(raw))

    async with MailServer(accounts, imap_port=settings.imap.port, smtp_port=settings.smtp.port, on_delivery=came):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            await asyncio.sleep(0.5)
            if taken and not _waiting(home):
                return taken
    raise AssertionError(f"after a minute {_waiting(home)} mails wait still")


def _wait_until_both_are_missed(home: Path) -> None:
    """It has started, and done what was to be done at the start."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        health = health_file.read(home / "var" / health_file.NAME)
        if health and health.mailbox_fault and health.unsent_since:
            time.sleep(1)
            return
        time.sleep(0.2)
    raise AssertionError(f"it does not start: {(home / 'log').read_text()}")


def _waiting(home: Path) -> int:
    store = open_store("tinydb:var", home, read_only=True)
    return sum(o.state.value == "queued" for s in store.open_records() for o in s.record.outgoing)
