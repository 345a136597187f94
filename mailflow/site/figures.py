"""The months' figures as rows for the page: every figure with links to the records behind it (policy 6.1, 6.2)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from mailflow.core.calendar import WorkCalendar
from mailflow.core.counting import figures
from mailflow.core.figures import DepartmentFigures, Figures, Owed, PersonFigures
from mailflow.core.meeting import Meeting
from mailflow.core.values import MeetingId, ResolutionId
from mailflow.site.telling import NOWHERE, Link, Teller, to


@dataclass(frozen=True)
class Cell:
    """A figure as a text, and the records that make it less than full."""

    text: str
    grounds: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Row:
    """``cells`` are in the order of the page's columns."""

    name: str
    department: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Share:
    part: int
    whole: int


@dataclass(frozen=True)
class Sum:
    """A department's: of its seats, its materials, its resolutions."""

    name: str
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Month:
    name: str
    departments: tuple[Sum, ...]
    people: tuple[Row, ...]


COLUMNS = ("attended", "late", "left_early", "on_leave", "absent", "materials", "resolutions")
"""The keys of their names in site.toml."""


def months(teller: Teller, calendar_of: Callable[[int], WorkCalendar]) -> Iterator[Month]:
    """The newest first; a department's sums only for whoever may see all of its people."""
    viewer, meetings = teller.plan.viewer, teller.plan.meetings
    for first in sorted(_months(meetings, calendar_of), reverse=True):
        found = figures(meetings, first, teller.speech.organization, calendar_of(first.year))
        rows = tuple(_row(p, found, teller) for p in found.people if viewer.sees((p.person,)))
        sums = tuple(_sum(d, teller) for d in found.departments) if viewer.sees_all else ()
        if rows:
            yield Month(f"{first:%Y-%m}", sums, rows)


def _months(meetings: Iterable[Meeting], calendar_of: Callable[[int], WorkCalendar]) -> set[date]:
    """In which something was held or due."""
    held = {calendar_of(m.start.year).day_of(m.start) for m in meetings}
    return {day.replace(day=1) for day in held | {r.due_day for m in meetings for r in m.resolutions}}


def _sum(d: DepartmentFigures, teller: Teller) -> Sum:
    department = teller.speech.organization.department(d.department)
    shares = Share(d.present, d.seats), Share(d.handed_in, d.owed), Share(d.in_time, d.due)
    return Sum(department.name if department else d.department, shares)


def _row(p: PersonFigures, found: Figures, teller: Teller) -> Row:
    organization = teller.speech.organization
    person = organization.person(p.person)
    department = organization.department(person.department) if person else None
    attended = [m for m in p.seats if m not in p.present]
    owed = [o for o in p.owed if o not in p.handed_in]
    late = [r for r in p.due if r not in p.in_time]
    return Row(
        teller.speech.name(p.person),
        department.name if department else "",
        (
            _share(len(p.present), len(p.seats), (_meeting(m, found, teller) for m in attended)),
            *(_count(ms, found, teller) for ms in (p.late, p.left_early, p.on_leave, p.absent)),
            _share(len(p.handed_in), len(p.owed), (_section(o, found, teller) for o in owed)),
            _share(len(p.in_time), len(p.due), (_resolution(r, found) for r in late)),
        ),
    )


def _share(part: int, whole: int, grounds: Iterable[Link]) -> Cell:
    return Cell(f"{part}/{whole}", tuple(grounds)) if whole else Cell("–")


def _count(meetings: tuple[MeetingId, ...], found: Figures, teller: Teller) -> Cell:
    return Cell(str(len(meetings)), tuple(_meeting(m, found, teller) for m in meetings)) if meetings else Cell("–")


def _meeting(key: MeetingId, found: Figures, teller: Teller, section: str = "") -> Link:
    record = found.title(key)
    text = f"{record.title} {teller.due(record.day)}" if record else key
    page = teller.plan.pages.get(key)
    return Link(f"{text} {section}".strip(), to(page) if page else NOWHERE)


def _section(owed: Owed, found: Figures, teller: Teller) -> Link:
    return _meeting(owed.meeting, found, teller, owed.section)


def _resolution(key: ResolutionId, found: Figures) -> Link:
    record = found.title(key)
    return Link(record.title if record else key, to("resolutions.html", key))
