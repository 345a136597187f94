"""Policy 7: what nobody was told of yet follows the config; what was announced keeps what it was announced with."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from mailflow import bootstrap, config
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.policy import Series
from mailflow.flow import timers
from mailflow.flow.service import Service
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-12-03T10:00:00+08:00")
ANNOUNCED, PLANNED = "weekly-2026-12-07", "weekly-2026-12-14"


@pytest.fixture
def service() -> Service:
    """On Thursday the meeting of 7 December is announced, and that of the 14th is only planned."""
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, MemoryStore(), NOW)
    built = replace(built, series={"weekly": built.series["weekly"]})
    timers.pass_time(built, NOW)
    return built


def changed(service: Service, **settings: object) -> Service:
    series = replace(service.series["weekly"], **settings, version="another")  # type: ignore[arg-type]
    return after(service, {"weekly": series})


def after(service: Service, series: dict[str, Series]) -> Service:
    other = replace(service, series=series)
    timers.pass_time(other, NOW)
    return other


def meetings(service: Service) -> dict[str, Meeting]:
    return {s.record.id: s.record for s in service.store.all_records() if isinstance(s.record, Meeting)}


def states(service: Service) -> dict[str, MeetingState]:
    return {key: m.state for key, m in meetings(service).items()}


def test_another_hour_and_venue_hold_for_what_nobody_was_told_of(service: Service) -> None:
    found = meetings(changed(service, start=time(14, 0), venue="五楼502"))
    assert (found[ANNOUNCED].start.hour, found[ANNOUNCED].venue) == (9, "三楼301会议室")
    assert (found[PLANNED].start.hour, found[PLANNED].end.hour, found[PLANNED].venue) == (14, 15, "五楼502")
    assert found[PLANNED].terms.version == "another"
    assert found[PLANNED].log[-1].said[0].text == "another"


def test_another_weekday_moves_what_nobody_was_told_of_and_plans_it_no_second_time(service: Service) -> None:
    tuesdays = changed(service, rule="FREQ=WEEKLY;BYDAY=TU")
    found = states(tuesdays)
    assert found[ANNOUNCED] is MeetingState.ANNOUNCED
    assert found[PLANNED] is MeetingState.CANCELLED
    assert found["weekly-2026-12-15"] is MeetingState.PLANNED
    assert not meetings(tuesdays)[PLANNED].outgoing


def test_a_rule_that_is_put_back_plans_the_same_meeting_again(service: Service) -> None:
    original = service.series
    back = after(changed(service, rule="FREQ=WEEKLY;BYDAY=TU"), dict(original))
    found = meetings(back)
    assert found[PLANNED].state is MeetingState.PLANNED
    assert found["weekly-2026-12-15"].state is MeetingState.CANCELLED
    assert len(found[PLANNED].log) == 3


def test_a_series_that_is_taken_out_is_planned_no_more_and_what_was_announced_stays(service: Service) -> None:
    found = states(after(service, {}))
    assert (found[ANNOUNCED], found[PLANNED]) == (MeetingState.ANNOUNCED, MeetingState.CANCELLED)


def test_the_same_settings_change_nothing(service: Service) -> None:
    before = meetings(service)
    assert meetings(after(service, service.series)) == before
