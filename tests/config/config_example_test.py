"""The sample config is the sample company, whole and without fault."""

import json
from datetime import date, time
from pathlib import Path

import config_room as room
import pytest

from mailflow.config import Config
from mailflow.core.calendar import WorkCalendar
from mailflow.core.policy import Series
from mailflow.resources import folder

COMPANY = json.loads((Path(__file__).parents[1] / "corpus" / "organization.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sample() -> Config:
    return room.load(folder("config"))


def series(sample: Config, key: str) -> Series:
    return next(s for s in sample.series if s.key == key)


def test_it_loads_without_a_warning(sample: Config) -> None:
    assert sample.warnings == ()


def test_its_people_are_those_of_the_company(sample: Config) -> None:
    people = [
        {"name": p.name, "english": p.english, "email": p.email, "department": p.department}
        | {"title": p.title, "role": p.role}
        | ({} if p.language == "zh-CN" else {"language": p.language})
        for p in sample.organization.people
    ]
    assert people == COMPANY["people"]


def test_its_departments_and_names_are_those_of_the_company(sample: Config) -> None:
    departments = [
        {"key": d.key, "name": d.name} | ({"organizer": d.organizer} if d.organizer else {})
        for d in sample.organization.departments
    ]
    assert departments == COMPANY["departments"]
    assert sample.organization.name == COMPANY["name"]
    assert sample.organization.secretary == COMPANY["secretary"] == sample.mail.address
    assert sample.service.timezone == COMPANY["timezone"]


@pytest.mark.parametrize("key", COMPANY["meetings"])
def test_each_meeting_of_the_company_has_its_file(sample: Config, key: str) -> None:
    expected, found = COMPANY["meetings"][key], series(sample, key)
    assert found.title == expected["title"]
    assert found.host == expected.get("host", found.host)
    assert found.recorder == expected.get("recorder", found.recorder)
    assert bool(found.rule) == (not expected["when"].startswith("called"))


def test_there_is_no_meeting_that_the_company_does_not_have(sample: Config) -> None:
    assert {s.key for s in sample.series} == set(COMPANY["meetings"])


def test_the_weekly_meeting_is_each_monday_at_half_past_nine(sample: Config) -> None:
    weekly = series(sample, "weekly")
    days = WorkCalendar().occurrences(weekly, date(2026, 11, 23), date(2026, 12, 8))
    starts = [o.start.replace(tzinfo=None).isoformat() for o in days]
    assert starts == ["2026-11-23T09:30:00", "2026-11-30T09:30:00", "2026-12-07T09:30:00"]
    assert weekly.minutes == 60


def test_the_monthly_meeting_is_on_the_months_first_workday_at_two(sample: Config) -> None:
    monthly = series(sample, "monthly")
    days = WorkCalendar().occurrences(monthly, date(2026, 10, 25), date(2027, 1, 2))
    assert [o.nominal.isoformat() for o in days] == ["2026-11-02", "2026-12-01", "2027-01-01"]
    assert (monthly.start, monthly.minutes) == (time(14, 0), 120)


def test_the_weekly_attendees_are_those_of_policy_2_1_and_the_organizers(sample: Config) -> None:
    wanted = {
        p.email
        for p in sample.organization.people
        if (p.department == "sales" and p.role in ("head", "supervisor", "representative"))
        or (p.department == "operations" and p.role in ("head", "module-head"))
    }
    assert set(series(sample, "weekly").attendees) == wanted | set(sample.organization.organizers)


def test_the_monthly_attendees_are_both_departments_whole(sample: Config) -> None:
    both = {p.email for p in sample.organization.people if p.department in ("sales", "operations")}
    assert set(series(sample, "monthly").attendees) == both


@pytest.mark.parametrize("key", COMPANY["meetings"])
def test_each_agenda_fits_into_its_meeting(sample: Config, key: str) -> None:
    found = series(sample, key)
    assert 0 < sum(s.minutes for s in found.agenda) <= found.minutes


def test_reports_are_owed_by_both_sides_of_the_weekly_meeting(sample: Config) -> None:
    owing = {r for s in series(sample, "weekly").agenda if s.materials for r in s.reporters}
    assert {p.department for r in owing if (p := sample.organization.person(r))} == {"sales", "operations"}


def test_a_change_of_the_file_is_a_new_version_of_the_terms(sample: Config, tmp_path: Path) -> None:
    copy = room.copy_to(tmp_path)
    room.edit(copy / "meetings" / "weekly.toml", 'start = "09:30"', 'start = "09:45"')
    changed = room.load(copy)
    assert series(changed, "weekly").version != series(sample, "weekly").version
    assert series(changed, "monthly").version == series(sample, "monthly").version
