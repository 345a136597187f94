"""The mail server is away for a thousand looks of the daemon at what is due, in virtual time; then it is back."""

import asyncio
import gc
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import outage_room as room
import pytest
from outage_room import House, house
from structlog.testing import capture_logs

from mailflow.core.letters import MailKind
from mailflow.core.outgoing import SendState

TICKS = 1_000
_TRACED = 200  # ticks whose memory is traced, which takes time
_MEMORY = 128 * 1024  # bytes that may be more in use after them
_OBJECTS = 2_000  # that may be more after all but the first hundred ticks
_CORE = 0.01


def lived(made: House, acts: Callable[[House], Any]) -> list[dict[str, Any]]:
    """The log of the daemon's life."""
    with capture_logs() as lines:
        made.live(acts)
    return list(lines)


def told(log: list[dict[str, Any]], event: str, server: str) -> int:
    return sum(1 for line in log if line["event"] == event and line["server"] == server)


def gaps(times: Sequence[datetime]) -> list[float]:
    return [(later - earlier).total_seconds() for earlier, later in pairwise(times)]


def test_while_both_servers_are_away_it_rests_and_tells_once_and_then_everything_goes_out(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """CPU below 1 % of a core, memory flat, attempts that back off and are spread, one line when it begins and ends."""
    made = house("11-23 09:50", monkeypatch, tmp_path / "store")
    used: list[int] = []
    objects: list[int] = []
    cpu: list[float] = []
    attempts: list[list[datetime]] = []

    async def acts(made: House) -> None:
        made.turn("away")
        await made.pass_ticks(100)
        gc.collect()
        objects.append(len(gc.get_objects()))
        cpu.append(time.process_time())
        await made.pass_ticks(TICKS - 100 - _TRACED)
        cpu.append(time.process_time())
        tracemalloc.start()
        used.append(tracemalloc.get_traced_memory()[0])
        await made.pass_ticks(_TRACED)
        gc.collect()
        used.append(tracemalloc.get_traced_memory()[0])
        tracemalloc.stop()
        objects.append(len(gc.get_objects()))
        attempts.extend([list(made.server.looked_at), list(made.server.sent_at)])
        assert made.server.taken == []
        made.turn("up")
        await made.pass_ticks(30)

    log = lived(made, acts)
    down = TICKS * room.TICK
    share = (cpu[1] - cpu[0]) / (down - (100 + _TRACED) * room.TICK)
    print(f"while away: {share:.3%} of a core, {used[1] - used[0]:+} bytes, {objects[1] - objects[0]:+} objects")
    assert share < _CORE
    assert used[1] - used[0] < _MEMORY
    assert objects[1] - objects[0] < _OBJECTS
    for tried in attempts:
        between = gaps(tried)
        assert len(tried) < down / 200, "a busy loop"
        assert all(wait <= 300 * 1.25 + 2 for wait in between)
        long = [round(wait) for wait in between[12:]]
        assert min(long) >= 200, "the pause grows until it is long"
        assert len(set(long)) > len(long) / 4, "and is another one each time"
    for server in ("mailbox", "sending"):
        assert (told(log, "server fails", server), told(log, "works again", server)) == (1, 1)
    assert len(made.made) >= 14
    assert {o.state for o in made.made} == {SendState.SENT}
    assert in_order(made) == []


def test_what_people_cause_while_sending_is_away_arrives_in_the_order_of_its_making(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The mailbox is read all the time but the last third: hundreds of receipts queue up, one moment after the other."""
    made = house("11-23 09:58", monkeypatch)
    wrote: list[str] = []

    async def acts(made: House) -> None:
        await made.pass_ticks(20)
        invitations = [o for o in made.made if o.kind is MailKind.INVITATION]
        assert len(invitations) >= 12
        made.server.smtp = "away"
        for n in range(TICKS // 10):
            if n == TICKS * 2 // 30:
                made.turn("away")
            to = invitations[n % len(invitations)]
            made.server.put(room.reply(to, f"我会晚到{n % 50 + 5}分钟", n, made.time.now()))
            wrote.append(f"<outage.{n}@corp.example>")
            await made.pass_ticks(10)
        made.turn("up")
        await made.pass_ticks(30)

    log = lived(made, acts)
    assert made.server.waiting == {}
    assert [m for m in wrote if len(made.service.store.seen(m)) != 1] == []
    moments = {o.made_at for o in made.made}
    assert len(moments) > 60
    assert in_order(made) == []
    assert told(log, "server fails", "sending") == 1
    assert made.monitor.health.faults == ()


def in_order(made: House) -> list[str]:
    """What is wrong with what the server took: each mail once, of two moments the earlier one's first."""
    at = {o.message_id: o.made_at for o in made.made}
    taken = [room.message_id(raw) for _, _, raw in made.server.taken]
    wrong = [f"{name} came {count} times" for name, count in Counter(taken).items() if count > 1]
    wrong += [f"{name} never came" for name in set(at) - set(taken)]
    times = [at[name] for name in taken]
    return wrong + [f"{later} after {earlier}" for earlier, later in pairwise(times) if later < earlier]


def test_a_refused_login_is_told_at_once_and_hardly_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Providers lock an account that is tried too often."""
    made = house("11-23 09:58", monkeypatch)

    async def acts(made: House) -> None:
        made.turn("refusing")
        await made.pass_ticks(TICKS)
        assert made.monitor.health.mailbox_fault.startswith("login refused: ")
        assert made.monitor.health.sending_fault.startswith("login refused: ")
        assert made.monitor.health.unsent_since is not None

    log = lived(made, acts)
    assert told(log, "server fails", "mailbox") == told(log, "server fails", "sending") == 1
    for tried in (made.server.looked_at, made.server.sent_at):
        assert len(tried) < 15
        assert min(gaps(tried)) >= 200


def test_a_week_away_gives_up_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five days are for one recipient's server; our own is nobody's fault, and a greylisting after it neither."""
    made = house("11-23 09:58", monkeypatch)

    async def acts(made: House) -> None:
        made.turn("away")
        await made.pass_ticks(30)
        made.time.begin += timedelta(days=6)  # the machine slept, and woke to a server that is away still
        await made.pass_ticks(30)
        made.turn("up")
        await made.pass_ticks(30)

    lived(made, acts)
    assert len(made.made) > 12
    assert [o for o in made.made if o.state is SendState.REFUSED] == []
    assert made.server.taken


def test_a_clock_that_is_set_back_by_a_day_does_not_stop_the_looks_at_what_is_due(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = house("11-23 09:58", monkeypatch)

    async def acts(made: House) -> None:
        await made.pass_ticks(10)
        made.time.begin -= timedelta(days=1)
        before = made.ticks
        await asyncio.sleep(20 * room.TICK)
        assert made.ticks - before >= 15

    lived(made, acts)
