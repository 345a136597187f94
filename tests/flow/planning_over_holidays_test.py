"""Policy 2.1 in the real calendar: what a long holiday does to a weekly series."""

from dataclasses import replace
from datetime import datetime

from mailflow import bootstrap, config
from mailflow.core.meeting import Meeting
from mailflow.flow import timers
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

BEFORE_SPRING_FESTIVAL = datetime.fromisoformat("2026-02-12T09:00:00+08:00")
"""From 15 to 23 February nobody works: the meetings of two Mondays are moved to Tuesday the 24th."""


def test_two_meetings_of_a_series_that_a_holiday_moves_to_one_day_are_one_meeting():
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, MemoryStore(), BEFORE_SPRING_FESTIVAL)
    service = replace(built, series={"weekly": built.series["weekly"]})
    for _ in range(2):
        timers.pass_time(service, BEFORE_SPRING_FESTIVAL)
        meetings = [s.record for s in service.store.all_records() if isinstance(s.record, Meeting)]
        assert [str(m.id) for m in meetings] == ["weekly-2026-02-24"]
