"""Policy 2.1, 3.1.2: working days, quiet hours, meetings that fall on a holiday."""

from dataclasses import replace
from datetime import date, time

import pytest
from play import CALENDAR, WEEKLY, at

from mailflow.core.calendar import WorkCalendar
from mailflow.core.policy import After, Before

GOLDEN_WEEK = replace(
    CALENDAR,
    holidays=frozenset(date(2026, 10, d) for d in range(1, 8)),
    workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
    known_years=frozenset({2026}),
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [("2026-10-01", False), ("2026-10-08", True), ("2026-10-10", True), ("2026-10-11", False)],
)
def test_holidays_are_free_and_make_up_days_are_worked(day, worked):
    assert GOLDEN_WEEK.is_workday(date.fromisoformat(day)) is worked


@pytest.mark.parametrize(
    ("days", "expected"),
    [(1, "2026-10-09"), (2, "2026-10-10"), (3, "2026-10-12"), (-1, "2026-09-30"), (0, "2026-10-08")],
)
def test_working_days_are_counted_over_holidays_and_weekends(days, expected):
    assert GOLDEN_WEEK.shift(date(2026, 10, 8), days).isoformat() == expected


def test_before_and_after_land_on_the_set_hour_of_a_working_day():
    assert CALENDAR.before(at("11-30 09:30"), Before(1, time(15, 0))) == at("11-27 15:00")
    assert CALENDAR.after(at("11-27 17:00"), After(1, time(10, 0))) == at("11-30 10:00")


@pytest.mark.parametrize(
    ("moment", "goes_out"),
    [
        ("11-27 10:00", "11-27 10:00"),
        ("11-27 21:00", "11-30 08:00"),
        ("11-26 20:00", "11-27 08:00"),
        ("11-28 12:00", "11-30 08:00"),
        ("11-30 07:59", "11-30 08:00"),
    ],
)
def test_nothing_is_delivered_in_quiet_hours_or_on_days_off(moment, goes_out):
    assert CALENDAR.deliverable(at(moment)) == at(goes_out)


def test_without_quiet_hours_only_days_off_are_quiet():
    always = WorkCalendar(quiet=(time(0, 0), time(0, 0)))
    assert always.deliverable(at("11-27 23:00")) == at("11-27 23:00")
    assert always.deliverable(at("11-28 12:00")) == at("11-30 00:00")


@pytest.mark.parametrize(("on_holiday", "days"), [("move", ["09-28", "10-08", "10-12"]), ("skip", ["09-28", "10-12"])])
def test_a_weekly_meeting_on_a_holiday_is_moved_or_skipped_as_set(on_holiday, days):
    series = replace(WEEKLY, on_holiday=on_holiday)
    found = list(GOLDEN_WEEK.occurrences(series, date(2026, 9, 28), date(2026, 10, 12)))
    assert [f"{o.start:%m-%d}" for o in found] == days


def test_a_moved_meeting_remembers_the_day_that_the_rule_named():
    (_, moved, _) = GOLDEN_WEEK.occurrences(WEEKLY, date(2026, 9, 28), date(2026, 10, 12))
    assert (moved.nominal, f"{moved.start:%m-%d %H:%M}") == (date(2026, 10, 5), "10-08 09:30")


def test_the_first_working_day_of_a_month():
    monthly = replace(WEEKLY, rule="FREQ=MONTHLY;BYMONTHDAY=1")
    found = GOLDEN_WEEK.occurrences(monthly, date(2026, 8, 1), date(2026, 11, 30))
    assert [f"{o.start:%m-%d}" for o in found] == ["08-03", "09-01", "10-08", "11-02"]
