"""What can wait is sent in working hours alone, however often it is tried."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from mailflow import bootstrap, config
from mailflow.core.letters import MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import About
from mailflow.core.values import Address, Digest, MessageId, Token
from mailflow.flow import outgoing
from mailflow.flow.service import Service
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

LATE, NEXT_YEAR = "2026-11-23T19:30+08:00", "2027-11-23T20:10+08:00"
MONDAY, EVENING = "2026-11-23T09:00+08:00", "2026-11-23T20:10+08:00"
TUESDAY, SATURDAY = "2026-11-24T08:00+08:00", "2026-11-28T11:00+08:00"


@cache
def wired() -> Service:
    read_config = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read_config, service=replace(read_config.service, secret=b"sixteen bytes and more"))
    return bootstrap.service(settings, MemoryStore(), datetime.fromisoformat(MONDAY))


def queued(not_before: str | None, next_attempt: str | None) -> Outgoing:
    return Outgoing(
        message_id=MessageId("<1@corp.example>"),
        token=Token("t"),
        kind=MailKind.TASK_REMINDER,
        to=Address("li.qiang@corp.example"),
        about=About.RESOLUTION,
        ref="",
        subject="",
        raw=Digest("0" * 64),
        made_at=datetime.fromisoformat(MONDAY),
        not_before=datetime.fromisoformat(not_before) if not_before else None,
        next_attempt=datetime.fromisoformat(next_attempt) if next_attempt else None,
    )


@pytest.mark.parametrize(
    ("not_before", "next_attempt", "now", "goes"),
    [
        (MONDAY, None, MONDAY, MONDAY),
        (MONDAY, EVENING, LATE, TUESDAY),
        (MONDAY, None, EVENING, TUESDAY),
        (MONDAY, None, SATURDAY, "2026-11-30T08:00+08:00"),
        (None, EVENING, LATE, EVENING),
        (None, None, EVENING, MONDAY),
        (None, NEXT_YEAR, MONDAY, MONDAY),
        (MONDAY, NEXT_YEAR, EVENING, TUESDAY),
    ],
    ids=[
        "at once",
        "tried again at night",
        "awake at night",
        "awake on a day off",
        "urgent, again",
        "urgent, awake",
        "put off while the clock was ahead",
        "the same at night",
    ],
)
def test_a_mail_that_can_wait_goes_out_in_working_hours_and_an_urgent_one_at_any(
    not_before: str | None, next_attempt: str | None, now: str, goes: str
) -> None:
    found = outgoing.goes_at(queued(not_before, next_attempt), wired(), datetime.fromisoformat(now))
    assert found == datetime.fromisoformat(goes)
