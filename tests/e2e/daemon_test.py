"""``mailflow run`` at work: it answers at once, and a kill at any moment loses and doubles nothing."""

import os
import random
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from office import Office, moved_in, wait_for
from servers.house import FrontHouse, PostfixHouse

pytestmark = pytest.mark.server

KILLS = 24


def soon() -> dict[str, str]:
    """One meeting, about a week from the day of the test, announced at once; a weekly one would also have today's."""
    day = datetime.now(ZoneInfo("Asia/Shanghai")) + timedelta(days=7)
    day += timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
    return {
        "rule": f'"FREQ=MONTHLY;BYMONTHDAY={day.day}"',
        "on_holiday": '"move"',
        "plan_ahead_days": "12",
        "notice": '{ days = 30, at = "00:01" }',
        "call": '{ days = 0, at = "00:02" }',
        "materials_due": '{ days = 0, at = "00:03" }',
        "materials_reminder": '{ days = 0, at = "00:03" }',
        "unanswered_told": '{ days = 0, at = "00:04" }',
        "rsvp_reminders": '[{ days = 0, at = "00:04" }]',
        "agenda": '{ days = 0, at = "00:05" }',
    }


@pytest.fixture
def office(house: FrontHouse, tmp_path: Path) -> Office:
    return moved_in(house, tmp_path, os.environ, **soon())


@contextmanager
def running(office: Office) -> Iterator[subprocess.Popen[bytes]]:
    daemon = subprocess.Popen(
        office.command("run"), env={**office.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield daemon
    finally:
        if daemon.poll() is None:
            daemon.kill()
            daemon.wait()


def now() -> str:
    return f"{datetime.now(ZoneInfo('Asia/Shanghai')):%Y-%m-%d %H:%M}"


def test_a_calendar_reply_and_a_worded_one_are_answered_within_two_seconds(office: Office) -> None:
    with running(office) as daemon:
        wait_for(lambda: office.mails("zhang.wei", "invitation"), 20, "no invitation")
        time.sleep(1)  # the daemon is back in IDLE
        office.presses("zhang.wei", "ACCEPTED", office.newest("zhang.wei", "invitation"), now())
        assert wait_for(lambda: office.mails("zhang.wei", "receipt"), 2, "no receipt for the button") < 2
        office.replies("wu.hao", "我会晚到10分钟", office.newest("wu.hao", "invitation"), now())
        assert wait_for(lambda: office.mails("wu.hao", "receipt"), 2, "no receipt for the words") < 2
        daemon.send_signal(signal.SIGTERM)
        assert daemon.wait(timeout=10) == 0
    seats = office.status()["meetings"][0]["attendance"]
    assert seats["zhang.wei@corp.example"]["partstat"] == "ACCEPTED"
    assert seats["wu.hao@corp.example"]["late"] == 10


def test_a_kill_at_any_moment_loses_and_doubles_nothing(office: Office, house: FrontHouse) -> None:
    """People write while the daemon is killed and started again; the seed of the moments is printed."""
    seed = random.randrange(10**6)
    print(f"seed {seed}")
    dice = random.Random(seed)
    people = ["wang.fang", "zhang.wei", "sun.li", "wu.hao", "zheng.jie", "zhao.min", "zhou.tao", "liu.yang"]
    with running(office):
        wait_for(lambda: all(office.mails(who, "invitation") for who in people), 20, "no invitations")
    invitations = {who: office.newest(who, "invitation") for who in people}
    sent: list[str] = []
    for kill in range(KILLS):
        with running(office) as daemon:
            wait_for_start(office, daemon, dice)
            who = people[kill % len(people)]
            sent.append(office.replies(who, f"我会晚到{kill + 5}分钟", invitations[who], now()))
            time.sleep(dice.uniform(0, 0.35))
            daemon.kill()
            daemon.wait()
    with running(office) as daemon:
        wait_for(lambda: not house.mailbox().messages(), 30, "mails stay in the mailbox")
        wait_for(lambda: office.status()["outbox"]["queued"] == 0, 30, "mails stay queued")
        daemon.terminate()
        assert daemon.wait(timeout=10) == 0
    lines = Counter(line["message_id"] for line in office.ledger())
    assert {m: lines[m] for m in sent if lines[m] != 1} == {}
    receipts = [m for who in people for m in office.mails(who, "receipt")]
    assert len({m.message_id for m in receipts}) == KILLS
    late = {a: s["late"] for a, s in office.status()["meetings"][0]["attendance"].items()}
    assert [late[f"{who}@corp.example"] for who in people] == [KILLS - len(people) + i + 5 for i in range(len(people))]
    for who in people:
        twice = [i for i, n in Counter(m.message_id for m in office.mails(who)).items() if n > 2]
        assert twice == [], "more than the one in flight"


def wait_for_start(office: Office, daemon: subprocess.Popen[bytes], dice: random.Random) -> None:
    """At times the kill comes while it starts, mostly while it works."""
    if dice.random() < 0.2:
        return
    lock = office.config.parent / "var" / "lock"
    wait_for(lambda: str(daemon.pid) in lock.read_text(errors="replace"), 20, "the daemon does not start")
    time.sleep(0.15)


def test_over_tls_with_login_a_reply_is_read_and_answered(tls_house: PostfixHouse, tmp_path: Path) -> None:
    """Postfix takes our mails, Dovecot keeps the replies, both with TLS and a password."""
    office = moved_in(tls_house, tmp_path, os.environ)
    office.tick("2026-11-23T10:00")
    wait_for(lambda: office.mails("david.miller", "invitation"), 20, "no invitation")
    office.presses("david.miller", "TENTATIVE", office.newest("david.miller", "invitation"), "2026-11-23 11:00")
    office.tick("2026-11-23T11:05")
    wait_for(lambda: office.mails("david.miller", "receipt"), 20, "no receipt")
    assert office.status("weekly-2026-11-30")["attendance"]["david.miller@corp.example"]["partstat"] == "TENTATIVE"


def test_check_finds_all_well_and_names_a_wrong_password(tls_house: PostfixHouse, tmp_path: Path) -> None:
    office = moved_in(tls_house, tmp_path, os.environ)
    assert "came back" in office.mailflow("check")
    wrong = Office(office.house, office.config, {**office.environ, "MAILFLOW_IMAP_PASSWORD": "wrong"})
    assert "✗ IMAP" in wrong.mailflow("check", status=2)
