"""Policy 3.1.1 over two records: a called meeting that takes a venue at a time at which another one has it."""

from dataclasses import replace
from datetime import timedelta

from called_meetings_test import Desk

from mailflow.core.meeting import Meeting


def test_a_new_meeting_in_a_taken_venue_is_reported_to_each_organizer_once() -> None:
    desk = Desk()
    rooms = {key: replace(s, venue="三楼301会议室") for key, s in desk.service.series.items()}
    desk.service = replace(desk.service, series=rooms)
    desk.writes("li.qiang", "请召集专项会议，讨论退货率，12月3日14:00，请吴昊参加。")
    desk.now += timedelta(minutes=5)
    desk.writes("wang.fang", "请召集临时会议，12月3日14:30，请孙丽参加，讨论缺货。")
    told = [o.to for o in desk.mails if o.variant == "double-booked"]
    assert sorted(told) == sorted(desk.service.organization.organizers)
    before = len(desk.mails)
    desk.until("11-25 10:00")
    assert not [o for o in desk.mails[before:] if o.variant == "double-booked"]
    noted = [e for r in desk.service.store.open_records() if isinstance(r.record, Meeting) for e in r.record.log]
    assert sum(s.key.value == "double-booked" for e in noted for s in e.said) == 1
