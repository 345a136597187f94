"""Policy 5.3.4 over two records: what final minutes drop or state anew changes in the meeting that resolved it."""

import contextlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from mailflow import bootstrap, config
from mailflow.core.calendar import Occurrence
from mailflow.core.meeting import Meeting, MeetingState, MinutesVersion
from mailflow.core.minutes import Continued, Dropped, MinutesContent
from mailflow.core.record import Record
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.situation import Situation
from mailflow.core.steps.planning import plan
from mailflow.core.values import Address, MeetingId, MessageId, ResolutionId
from mailflow.flow import earlier_resolutions, timers
from mailflow.flow.service import Service
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-12-02T18:00:00+08:00")
OWNER = Address("li.qiang@corp.example")
TASK = Resolution(
    ResolutionId("weekly-2026-11-23-r1"), "整理样品清单", (OWNER,), date(2026, 12, 4), opened_at=NOW - timedelta(7)
)
PASSED_BY = MeetingId("weekly-2026-11-23")
LATER = date(2026, 12, 11)
SAID: dict[str, Any] = {
    "dropped": {"dropped": (Dropped(TASK.id, PASSED_BY, TASK.title),)},
    "continued": {"continued": (Continued(TASK.id, PASSED_BY, TASK.title, LATER, TASK.due_day),)},
}


class Killed(Exception):
    """The process ends here."""


class DyingStore(MemoryStore):
    """Takes so many saves and no more."""

    saves = 100

    def save(self, record: Record, expected: int) -> int:
        if self.saves == 0:
            raise Killed
        self.saves -= 1
        return super().save(record, expected)


@pytest.fixture(params=["dropped"])
def service(request: pytest.FixtureRequest) -> Service:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    store = DyingStore()
    built = bootstrap.service(settings, store, NOW)
    situation = Situation(built.organization, built.calendar, NOW)
    for day, state in (("2026-11-23", MeetingState.CONFIRMED), ("2026-11-30", MeetingState.CONFIRMED)):
        start = datetime.fromisoformat(f"{day}T09:30:00+08:00")
        meeting = replace(plan(built.series["weekly"], Occurrence(start.date(), start), situation), state=state)
        if day == "2026-11-23":
            store.save(replace(meeting, resolutions=(TASK,)), 0)
            continue
        name = MessageId("<1@corp.example>")
        final = MinutesVersion(1, MinutesContent(), OWNER, NOW, name, sent_at=NOW, final_at=NOW, **SAID[request.param])
        store.save(replace(meeting, minutes=(final,)), 0)
    return replace(built, series={})


def meeting(service: Service, key: str) -> Meeting:
    stored = service.store.load(MeetingId(key))
    assert stored is not None
    assert isinstance(stored.record, Meeting)
    return stored.record


def told(service: Service, variant: str = "dropped") -> list[str]:
    return [o.to for o in meeting(service, "weekly-2026-11-23").outgoing if o.variant == variant]


def test_the_resolution_is_dropped_and_both_meetings_end(service: Service) -> None:
    timers.pass_time(service, NOW)
    earlier, later = meeting(service, "weekly-2026-11-23"), meeting(service, "weekly-2026-11-30")
    assert earlier.resolutions[0].state is ResolutionState.DROPPED
    assert (earlier.state, later.state) == (MeetingState.CLOSED, MeetingState.CLOSED)
    assert OWNER in told(service)
    assert [e.said[-1].text for e in (earlier.log[-1], later.log[-1])] == [TASK.title, TASK.title]


@pytest.mark.parametrize("saves", [0, 1])
def test_a_kill_between_the_two_records_loses_nothing_and_tells_nobody_twice(service: Service, saves: int) -> None:
    store = service.store
    assert isinstance(store, DyingStore)
    store.saves = saves
    with pytest.raises(Killed):
        earlier_resolutions.carry_out(service, NOW)
    store.saves = 100
    timers.pass_time(service, NOW)
    assert meeting(service, "weekly-2026-11-23").resolutions[0].state is ResolutionState.DROPPED
    assert meeting(service, "weekly-2026-11-30").state is MeetingState.CLOSED
    assert told(service).count(OWNER) == 1
    assert earlier_resolutions.carry_out(service, NOW) == 0


@pytest.mark.parametrize("service", ["continued"], indirect=True)
@pytest.mark.parametrize("saves", [0, 1, 2])
def test_a_resolution_stated_anew_is_moved_once_wherever_the_process_is_killed(service: Service, saves: int) -> None:
    store = service.store
    assert isinstance(store, DyingStore)
    store.saves = saves
    with contextlib.suppress(Killed):
        earlier_resolutions.carry_out(service, NOW)
    store.saves = 100
    timers.pass_time(service, NOW)
    (task,) = meeting(service, "weekly-2026-11-23").resolutions
    assert (task.due, task.state, task.times_extended) == (LATER, ResolutionState.EXTENDED, 1)
    assert told(service, "restated") == [OWNER]
    assert meeting(service, "weekly-2026-11-30").state is MeetingState.CLOSED
