"""The clocks give an aware time in the service's zone, or the one instant they were made for."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from mailflow.adapters.clock import FixedClock, SystemClock


def test_the_systems_time_is_in_the_services_zone() -> None:
    now = SystemClock(ZoneInfo("Asia/Shanghai")).now()
    assert now.utcoffset() == timedelta(hours=8)
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_fixed_clock_stands_still() -> None:
    instant = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
    clock = FixedClock(instant)
    assert clock.now() == clock.now() == instant


def test_a_time_without_an_offset_names_no_instant() -> None:
    with pytest.raises(ValueError, match=r"\+08:00"):
        FixedClock(datetime(2026, 11, 30, 9, 30))  # noqa: DTZ001 - the fault under test
