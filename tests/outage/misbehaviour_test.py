"""Servers that answer, and not as one wishes, over hours of the daemon in virtual time."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import outage_room as room
import pytest
from outage_room import House, house
from structlog.testing import capture_logs

from mailflow.core.letters import MailKind
from mailflow.core.outgoing import SendState
from mailflow.core.values import Address
from mailflow.flow import timers
from mailflow.ports import Deferred, Refused
from mailflow.views.health import verdict

LI = Address("li.qiang@corp.example")
HOUR = round(3600 / room.TICK)


def lived(made: House, acts: Callable[[House], Any]) -> list[dict[str, Any]]:
    with capture_logs() as lines:
        made.live(acts)
    return list(lines)


def test_after_hours_of_4xx_every_mail_arrives_once_and_none_was_tried_too_often(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = house("11-23 09:59", monkeypatch)
    tried: Counter[Address] = Counter()

    def later(to: Address) -> Exception:
        tried[to] += 1
        return Deferred("451 4.7.1 greylisted, come again")

    async def acts(made: House) -> None:
        made.server.says = later
        await made.pass_ticks(6 * HOUR)
        assert "451 4.7.1 greylisted" in made.monitor.health.sending_fault
        assert made.monitor.health.unsent_since is None, "the server works"
        assert max(tried.values()) < 40
        made.server.says = lambda _: None
        await made.pass_ticks(HOUR + HOUR // 3)

    lived(made, acts)
    assert {o.state for o in made.made} == {SendState.SENT}
    assert set(Counter(room.message_id(raw) for _, _, raw in made.server.taken).values()) == {1}
    assert made.monitor.health.faults == ()


def test_one_recipient_who_is_refused_keeps_nobody_waiting_and_the_organizers_hear_of_it_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = house("11-23 09:59", monkeypatch)

    async def acts(made: House) -> None:
        made.server.says = lambda to: Refused("550 5.1.1 no such user") if to == LI else None
        await made.pass_ticks(6 * HOUR)

    lived(made, acts)
    states = Counter((o.to == LI, o.state) for o in made.made)
    assert set(states) == {(True, SendState.REFUSED), (False, SendState.SENT)}
    notices = [o for o in made.made if o.kind is MailKind.NOTICE]
    assert notices
    assert set(Counter(o.to for o in notices).values()) == {1}


def test_a_full_archive_stops_neither_reading_nor_answering_and_is_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = house("11-23 09:59", monkeypatch)

    async def acts(made: House) -> None:
        await made.pass_ticks(20)
        invitation = next(o for o in made.made if o.to == LI and o.kind is MailKind.INVITATION)
        made.server.full = True
        for n in range(12):
            made.server.put(room.reply(invitation, f"我会晚到{n + 5}分钟", n, made.time.now()))
            await made.pass_ticks(10)
        assert made.monitor.health.mailbox_fault.startswith("mails stay in the mailbox: server x:1 does not move")
        assert len(made.server.waiting) == 12
        made.server.full = False
        made.server.put(room.reply(invitation, "我会参加", 99, made.time.now()))
        await made.pass_ticks(10)

    log = lived(made, acts)
    receipts = [o for o in made.made if o.kind is MailKind.RECEIPT]
    assert len(receipts) == 13, "each mail is answered once, however often it is met"
    assert made.server.waiting == {}
    assert made.monitor.health.faults == ()
    told = [line["event"] for line in log if line.get("server") == "archive"]
    assert told == ["server fails", "works again"]


def test_a_record_that_cannot_be_dealt_with_stops_nothing_and_the_monitor_is_told_until_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = house("11-23 09:59", monkeypatch)
    decided = timers.decided
    sick = True

    def fails(record: Any, *rest: Any) -> Any:
        if sick and record.id == "weekly-2026-11-30":
            raise AssertionError("a fault of ours")
        return decided(record, *rest)

    async def acts(made: House) -> None:
        nonlocal sick
        await made.pass_ticks(10)
        health = made.monitor.health
        assert "weekly-2026-11-30" in health.looking_fault
        assert verdict(health, made.time.now(), timedelta(minutes=2)) == (
            False,
            f"0 mails wait; {health.looking_fault}",
        )
        assert made.server.taken, "others are served"
        sick = False
        await made.pass_ticks(10)
        assert made.monitor.health.faults == ()

    monkeypatch.setattr(timers, "decided", fails)
    monkeypatch.setattr(timers, "_left_out", lambda _what, _fault: None)
    lived(made, acts)
    assert MailKind.INVITATION in {o.kind for o in made.made}
