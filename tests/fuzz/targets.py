"""What is fuzzed: functions of bytes that may raise nothing, each with the files that mutation begins with."""

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import fuzz_room as room

from mailflow import bootstrap, config
from mailflow.core.reply import About
from mailflow.flow import timers
from mailflow.ports import Damaged
from mailflow.reading.itip import read_calendar
from mailflow.reading.mail import Unreadable
from mailflow.reading.message import parse
from mailflow.resources import folder
from mailflow.stores import record_file
from mailflow.stores.memory import MemoryStore

ABOUTS = tuple(About)
CONFIG_FILES = ("mailflow.toml", "organization.toml", "meetings/weekly.toml", "meetings/monthly.toml")

_FIRST_DAY = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@dataclass(frozen=True)
class Target:
    """``check`` takes any bytes; what it raises is a finding. ``seeds`` are inputs that go far."""

    check: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]


def _reading(data: bytes) -> None:
    with suppress(Unreadable):
        room.read(data, ABOUTS[len(data) % len(ABOUTS)])


def _minutes(data: bytes) -> None:
    with suppress(Unreadable):
        room.read_minutes(data)


def _calendar(data: bytes) -> None:
    raw = f"{room.HEAD}Content-Type: text/calendar; method=REPLY\r\n\r\n".encode() + data
    read_calendar(parse(raw), room.reader().tools.organization)


def _config(data: bytes) -> None:
    """The first byte says in whose place the others stand."""
    replaced = CONFIG_FILES[data[0] % len(CONFIG_FILES)] if data else ""
    with tempfile.TemporaryDirectory() as where:
        here = Path(where)
        (here / "meetings").mkdir()
        for name in CONFIG_FILES:
            with suppress(FileNotFoundError):
                (here / name).write_bytes((folder("config") / name).read_bytes())
        if replaced:
            (here / replaced).write_bytes(data[1:])
        with suppress(config.ConfigFault):
            config.load(here, {}, with_secrets=False)


def _store(data: bytes) -> None:
    """As it was found on the disk, and as if a checksum of its own stood over it."""
    sealed = b'{"sha256":{"of what follows":"%s"},\n%s' % (hashlib.sha256(data).hexdigest().encode(), data)
    for content in (data, sealed):
        with suppress(Damaged):
            record_file.parsed(Path("record.json"), content)


def _mails(kind: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (path.read_bytes() for path in sorted((room.CORPUS / kind).glob("*.eml")))


def _calendars() -> Iterator[bytes]:
    for raw in _mails("replies")():
        yield from (part.content for part in parse(raw).calendars)


def _config_files() -> Iterator[bytes]:
    for number, name in enumerate(CONFIG_FILES):
        with suppress(FileNotFoundError):
            yield bytes([number]) + (folder("config") / name).read_bytes()


def _records() -> Iterator[bytes]:
    """The records of a first day: a meeting announced, and the desk."""
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    service = bootstrap.service(settings, MemoryStore(), _FIRST_DAY)
    timers.pass_time(service, _FIRST_DAY)
    with tempfile.TemporaryDirectory() as where:
        path = Path(where) / "record.json"
        for number, stored in enumerate(service.store.all_records()):
            if number < 3:
                record_file.write(path, stored)
                yield path.read_bytes().partition(b"\n")[2]
                path.unlink()


TARGETS = {
    "reading": Target(_reading, _mails("replies")),
    "minutes": Target(_minutes, _mails("minutes")),
    "calendar": Target(_calendar, _calendars),
    "config": Target(_config, _config_files),
    "store": Target(_store, _records),
}
