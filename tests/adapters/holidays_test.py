"""China's days off and make-up workdays, and the company's own."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from mailflow import bootstrap, config
from mailflow.adapters.holidays import chinese_holidays
from mailflow.config import Config
from mailflow.resources import folder


@pytest.fixture(scope="module")
def sample() -> Config:
    return config.load(Path(folder("config")), {}, with_secrets=False)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday that makes up for it
        (date(2026, 2, 17), False),  # Spring Festival
        (date(2026, 11, 30), True),  # a Monday
        (date(2026, 11, 29), False),  # a Sunday
    ],
)
def test_announced_days_are_known(sample: Config, day: date, worked: bool) -> None:
    assert bootstrap.calendar(sample, 2026).is_workday(day) is worked


def test_a_year_that_is_not_announced_is_left_out_and_has_plain_weeks(sample: Config) -> None:
    assert chinese_holidays(2090, 2091).known_years == frozenset()
    calendar = bootstrap.calendar(sample, 2090)
    assert 2090 not in calendar.known_years
    assert calendar.is_workday(date(2090, 10, 2))
    assert not calendar.is_workday(date(2090, 10, 1 + (5 - date(2090, 10, 1).weekday()) % 7))


def test_the_companys_own_days_hold_against_the_announced_ones(sample: Config) -> None:
    off, worked = date(2026, 11, 30), date(2026, 10, 1)
    own = replace(sample, service=replace(sample.service, days_off=(off,), work_days=(worked,)))
    calendar = bootstrap.calendar(own, 2026)
    assert not calendar.is_workday(off)
    assert calendar.is_workday(worked)


def test_without_a_country_only_weekends_are_free(sample: Config) -> None:
    plain = replace(sample, service=replace(sample.service, holidays=""))
    calendar = bootstrap.calendar(plain, 2026)
    assert calendar.is_workday(date(2026, 10, 1))
    assert not calendar.is_workday(date(2026, 10, 10))
