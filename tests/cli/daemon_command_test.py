"""`mailflow run` and `mailflow tick` as processes over the embedded server, looked at while they run."""

import asyncio
import contextlib
import json
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import cli_room as room

from mailflow import init
from mailflow.core.values import Address
from mailflow.demo.server import MailServer

SECRETARY, LI = Address("secretary@corp.example"), Address("li.qiang@corp.example")
NOW = "2026-11-23T10:30:00+08:00"  # the Monday on which the next weekly meeting is announced


def with_server(home: Path, act: Callable[[MailServer], Awaitable[None]]) -> None:
    async def run() -> None:
        from mailflow import config

        list(init.write(home / "config", "custom"))
        path = home / "config" / "mailflow.toml"
        text = path.read_text(encoding="utf-8")
        path.write_text(
            text.replace("imap.corp.", "127.0.0.1#").replace("smtp.corp.", "127.0.0.1#").replace("#example", ""),
            "utf-8",
        )
        people = config.load(home / "config", {}, with_secrets=False).organization.people
        async with MailServer({SECRETARY: "s3cret"} | {p.email: "x" for p in people}) as server:
            room.point_at(home / "config", server.imap_port, server.smtp_port)
            await asyncio.wait_for(act(server), 90)

    asyncio.run(run())


async def started(home: Path, *arguments: str, **more: str) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    line = room.command(*arguments)
    return await asyncio.create_subprocess_exec(
        *line, cwd=home, env=room.environ(**room.SECRETS, **more), stdout=pipe, stderr=pipe
    )


async def ran(home: Path, *arguments: str) -> room.Ran:
    process = await started(home, *arguments)
    out, err = await process.communicate()
    return room.Ran(process.returncode or 0, out.decode(), err.decode())


async def until(what: Callable[[], Awaitable[bool]]) -> None:
    while not await what():
        await asyncio.sleep(0.2)


def test_a_tick_announces_what_is_due_and_a_second_one_repeats_nothing(tmp_path: Path) -> None:
    async def act(server: MailServer) -> None:
        first = await ran(tmp_path, "tick", "--now", NOW)
        assert first.status == 0, first.err
        invitations = [raw for raw in await server.messages(LI) if b"X-Mailflow-Kind: invitation" in raw]
        assert len(invitations) == 1
        second = await ran(tmp_path, "tick", "--now", NOW)
        assert second.out == "read 0, changed 0, sent 0, deferred 0\n"
        state = json.loads((await ran(tmp_path, "status", "--json")).out)
        assert "weekly-2026-11-30" in [m["id"] for m in state["meetings"]]
        assert state["outbox"] == {"queued": 0, "failed": 0}

    with_server(tmp_path, act)


def test_the_daemon_takes_a_mail_is_looked_at_meanwhile_and_ends_on_sigterm(tmp_path: Path) -> None:
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(str(tmp_path / "notify"))
    manager.settimeout(10)

    async def act(server: MailServer) -> None:
        daemon = await started(tmp_path, "run", NOTIFY_SOCKET=str(tmp_path / "notify"))
        try:
            mail = b"From: li.qiang@corp.example\r\nTo: secretary@corp.example\r\nMessage-ID: <q1@corp.example>\r\n"
            mail += b"Subject: help\r\n\r\nhelp\r\n"
            await server.append(SECRETARY, mail)

            async def taken() -> bool:
                lines = (await ran(tmp_path, "ledger", "--json")).out.splitlines()
                return any(json.loads(line)["message_id"] == "<q1@corp.example>" for line in lines)

            await until(taken)
            text = await ran(tmp_path, "ledger")
            assert "li.qiang@corp.example" in text.out
            assert (await ran(tmp_path, "status")).status == 0
            beside = await ran(tmp_path, "check")
            assert beside.status == 0, beside.out
            assert f"in use by process {daemon.pid} (mailflow runs)" in beside.out
            well = await ran(tmp_path, "health", "--max-age", "30")
            assert (well.status, well.err) == (0, "")
            assert well.out.startswith("ok: mailbox ")
            assert (tmp_path / "var/health.json").stat().st_mode & 0o777 == 0o600
            blocked = await ran(tmp_path, "tick")
            assert blocked.status == 75
            assert f"in use by process {daemon.pid}" in blocked.one_line
        finally:
            daemon.send_signal(signal.SIGTERM)
            out, err = await daemon.communicate()
        assert daemon.returncode == 0, err.decode()
        assert out == b""
        assert b"mail taken" in err
        told = [manager.recv(4096).decode().splitlines()[0] for _ in range(2)]
        manager.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            while True:
                told.append(manager.recv(4096).decode().splitlines()[0])
        manager.close()
        assert (told[0], told[1], told[-1]) == ("READY=1", "WATCHDOG=1", "STOPPING=1")
        ended = await ran(tmp_path, "health")
        assert (ended.status, ended.out) == (1, "not running: there is no health file\n")
        assert b"Traceback" not in err

    with_server(tmp_path, act)


def test_a_server_that_is_away_is_one_line(tmp_path: Path) -> None:
    list(init.write(tmp_path / "config", "custom"))
    path = tmp_path / "config" / "mailflow.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('.corp.example"', '.invalid"'), "utf-8")
    found = room.mailflow("tick", "--now", "2026-11-29T10:00:00+08:00", cwd=tmp_path, **room.SECRETS)
    assert found.status == 75
    assert "IMAP server imap.invalid:993" in found.err.splitlines()[-1]
    assert "Traceback" not in found.err
