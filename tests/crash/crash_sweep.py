"""Kills a moment at each counted call, restarts it, and compares with the moment that was not disturbed."""

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
from crash_scenario import Moment, recorded, wired
from crash_worker import Folders, Killer, in_child, live

from mailflow.flow.service import Service
from mailflow.stores import codec
from mailflow.stores.memory import MemoryStore
from mailflow.stores.tinydb_store import TinyDbStore

_IN_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Undisturbed:
    """A moment as it should go: the folders before and after it, how many calls can be the last, how many need room."""

    moment: Moment
    before: Path
    after: Path
    points: int
    need_room: int


@dataclass
class Score:
    points: int = 0
    kills: int = 0
    compared: int = 0
    doubled_in_flight: int = 0
    faults: list[str] = field(default_factory=list)


def lay_out(root: Path) -> tuple[Service, list[Undisturbed]]:
    """The whole scenario, once, with a copy of everything between any two moments."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    moments = recorded()
    service = wired(MemoryStore())
    current = root / "000"
    current.mkdir(parents=True)
    laid: list[Undisturbed] = []
    for n, moment in enumerate(moments):
        before, after = current, root / f"{n + 1:03}"
        shutil.copytree(before, after)
        folders = Folders(after)
        fresh_mailbox(folders)
        folders.deliver(moment)
        killer = Killer(None)
        live(folders, moment, service, killer)
        laid.append(Undisturbed(moment, before, after, killer.count, killer.need_room))
        current = after
    return service, laid


def quick_folder() -> TemporaryDirectory[str]:
    """In memory where that can be: nobody cuts the power, and thousands of fsyncs are what takes the time."""
    return TemporaryDirectory(prefix="mailflow-sweep-", dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None)


def points(laid: Sequence[Undisturbed]) -> Iterator[tuple[int, int]]:
    """Each moment and each of its calls."""
    for n, each in enumerate(laid):
        yield from ((n, call) for call in range(1, each.points + 1))


def kill(service: Service, each: Undisturbed, call: int, score: Score, root: Path, *, again: int | None = None) -> None:
    """One kill (or a second one ``again`` calls into the recovery), the restart, and the comparison, below ``root``."""
    with TemporaryDirectory(prefix="life-", dir=root) as name:
        folders = Folders(Path(name) / "life")
        shutil.copytree(each.before, folders.root)
        fresh_mailbox(folders)
        folders.deliver(each.moment)
        score.points += 1
        kills = 0 if in_child(folders, each.moment, service, call) else 1
        if kills and again is not None and not in_child(folders, each.moment, service, again):
            kills += 1
        if kills:
            in_child(folders, each.moment, service, None)
        score.kills += kills
        where = f"{each.moment.at:%m-%d %H:%M} call {call}" + (f" and {again}" if again else "")
        compare(folders, Folders(each.after), kills, where, score)


def fresh_mailbox(folders: Folders) -> None:
    """What one moment delivered is not the next one's."""
    for folder in (folders.inbox, folders.archive):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def compare(found: Folders, wanted: Folders, kills: int, where: str, score: Score) -> None:
    if any(found.inbox.glob("*.eml")):
        score.faults.append(f"{where}: a mail was left on the server")
    was, should = _records(found), _wanted_records(wanted.root)
    for key in sorted({*was, *should}):
        if was.get(key) != should.get(key):
            score.faults.append(f"{where}: {key} is not as it should be: {_difference(was.get(key), should.get(key))}")
    lacking = _blobs(wanted) - _blobs(found)
    if lacking:
        score.faults.append(f"{where}: {len(lacking)} blobs are missing")
    sent, expected = _sent(found), _sent(wanted)
    score.compared += len(expected)
    lost, extra = expected - sent, sent - expected
    if lost:
        score.faults.append(f"{where}: lost {sorted(lost)}")
    doubled = sum(extra.values())
    if doubled > kills or any(mail not in expected for mail in extra):
        score.faults.append(f"{where}: sent without reason {sorted(extra)}")
    score.doubled_in_flight += doubled


def _sent(folders: Folders) -> Counter[str]:
    return Counter(folders.sent.read_text(encoding="ascii").splitlines()) if folders.sent.exists() else Counter()


def _blobs(folders: Folders) -> set[str]:
    return {p.name for p in (folders.store / "blobs").rglob("*") if p.is_file()}


def _records(folders: Folders) -> dict[str, Any]:
    """What is stored, without what a kill may rightly change: how often a mail was tried, and when it went."""
    store = TinyDbStore(folders.store, read_only=True)
    found: dict[str, Any] = {}
    for stored in store.all_records():
        calm = tuple(replace(o, attempts=0, next_attempt=None, sent_at=None) for o in stored.record.outgoing)
        found[stored.record.id] = codec.to_json(replace(stored.record, outgoing=calm))
    return found


@cache
def _wanted_records(root: Path) -> dict[str, Any]:
    return _records(Folders(root))


def _difference(was: Any, should: Any) -> str:
    if not isinstance(was, dict) or not isinstance(should, dict):
        return "it is not there" if was is None else "it should not be there"
    return ", ".join(sorted(k for k in {*was, *should} if was.get(k) != should.get(k)))


def main() -> int:
    """All points, with their numbers; FAULT=enospc: a full disk in the place of each kill."""
    if fault := os.environ.get("FAULT"):
        from disk_sweep import sweep

        return sweep(fault)
    began = time.monotonic()
    with quick_folder() as name:
        service, laid = lay_out(Path(name) / "undisturbed")
        every = list(points(laid))
        print(f"{len(laid)} moments, {len(every)} points", flush=True)
        score = Score()
        for done, (n, call) in enumerate(every, start=1):
            kill(service, laid[n], call, score, Path(name))
            if done % 250 == 0:
                print(f"  {done} of {len(every)}, {len(score.faults)} faults", flush=True)
    print(
        f"points {score.points}, kills {score.kills}, mails compared {score.compared}, faults {len(score.faults)} "
        f"(lost or damaged), doubled in flight {score.doubled_in_flight}, {time.monotonic() - began:.0f} s"
    )
    for fault in score.faults[:20]:
        print(f"  {fault}")
    return 1 if score.faults else 0


if __name__ == "__main__":
    sys.exit(main())
