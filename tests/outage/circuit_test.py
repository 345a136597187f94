"""The circuit by itself: how long a server is left alone, and how often somebody hears of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from mailflow.flow.circuit import Circuit, Server
from mailflow.ports import LoginRefused, Unreachable
from mailflow.views.health import verdict

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
AWAY, REFUSED = Unreachable("x: no answer"), LoginRefused("x: wrong password")


@pytest.fixture
def log() -> Iterator[list[Any]]:
    with capture_logs() as lines:
        yield lines


def steady() -> Circuit:
    return Circuit(Server.MAILBOX, spread=lambda: 0.5)


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (AWAY, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]),
        (REFUSED, [300, 600, 1200, 2400, 3600, 3600]),
    ],
)
def test_each_pause_is_twice_the_last_up_to_the_longest(fault: Unreachable, pauses: list[int]) -> None:
    circuit = steady()
    assert [circuit.failed(fault, NOW) for _ in pauses] == pauses


@pytest.mark.parametrize(("thrown", "first"), [(0.0, 0.75), (0.5, 1.0), (1.0, 1.25)])
def test_chance_makes_a_pause_up_to_a_quarter_shorter_or_longer(thrown: float, first: float) -> None:
    assert Circuit(Server.SENDING, spread=lambda: thrown).failed(AWAY, NOW) == first


def test_it_rests_until_the_pause_is_over_and_not_at_all_where_the_server_works() -> None:
    circuit = steady()
    assert circuit.rest(NOW) == 0
    for _ in range(5):
        circuit.failed(AWAY, NOW)
    assert [circuit.rest(NOW + timedelta(seconds=s)) for s in (0, 10, 16, 1000)] == [16, 6, 0, 0]
    circuit.worked(NOW)
    assert (circuit.rest(NOW), circuit.fault, circuit.since) == (0, "", None)


def test_a_clock_that_is_set_back_does_not_keep_it_waiting() -> None:
    circuit = steady()
    circuit.failed(AWAY, NOW)
    assert circuit.rest(NOW - timedelta(days=1)) == 0


def test_a_restart_of_the_server_is_told_to_nobody(log: list[Any]) -> None:
    circuit = steady()
    for _ in range(4):
        circuit.failed(AWAY, NOW)
    circuit.worked(NOW)
    assert log == []


def test_an_outage_is_told_once_and_its_end_once(log: list[Any]) -> None:
    circuit = steady()
    for n in range(500):
        circuit.failed(AWAY, NOW + timedelta(minutes=n))
    circuit.worked(NOW + timedelta(minutes=500))
    circuit.worked(NOW + timedelta(minutes=501))
    assert [(line["event"], line["log_level"]) for line in log] == [("server fails", "error"), ("works again", "info")]
    assert log[0]["fault"] == "mailbox unreachable: x: no answer"
    assert log[1]["was_away_for"] == "8:20:00"


def test_a_server_that_comes_and_goes_is_told_of_once_an_hour_and_not_tried_each_second(log: list[Any]) -> None:
    circuit = steady()
    at, tries = NOW, 0
    while at < NOW + timedelta(hours=3):
        at += timedelta(seconds=circuit.failed(AWAY, at))
        circuit.worked(at)
        tries += 1
    assert [line["event"] for line in log].count("server fails") == 3
    assert tries < 3 * 3600 / 10


def test_a_refused_login_is_told_at_the_first_time(log: list[Any]) -> None:
    steady().failed(REFUSED, NOW)
    assert [line["fault"] for line in log] == ["login refused: x: wrong password"]


def test_a_monitor_hears_that_no_mail_can_be_sent(health_since: Any) -> None:
    well, line = verdict(health_since(seconds=60), NOW, timedelta(seconds=120))
    assert (well, "sending unreachable: x" in line) == (True, True)
    well, line = verdict(health_since(seconds=121), NOW, timedelta(seconds=120))
    assert not well
    assert line.startswith("no mail can be sent for 121 s; 3 mails wait; sending unreachable: x")


@pytest.fixture
def health_since() -> Any:
    from mailflow.ports import Health

    def made(seconds: int) -> Health:
        return Health(
            NOW,
            1,
            NOW,
            mailbox_at=NOW,
            queued=3,
            sending_fault="sending unreachable: x",
            unsent_since=NOW - timedelta(seconds=seconds),
        )

    return made
