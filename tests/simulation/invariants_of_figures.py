"""What must hold of the month's figures: they are the sum of the records, counted here in another way."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from simulated_view import View, Watch

from mailflow.core.counting import figures
from mailflow.core.figures import Figures, PersonFigures
from mailflow.core.meeting import Meeting
from mailflow.core.record import Record
from mailflow.core.resolution import Resolution, ResolutionState

_SUMMED = ("seats", "present", "owed", "handed_in", "due", "in_time")


def figures_add_up(view: View, watch: Watch) -> Iterator[str]:
    """The sum of the figures is the sum of the records: person by person, department by department, month by month."""
    months: set[date] = set()
    for old, record in watch.changed(view):
        if isinstance(record, Meeting) and _is_final(record) and not _counts_alike(old, record):
            months |= {record.start.date().replace(day=1), *(r.due_day.replace(day=1) for r in record.resolutions)}
    for month in sorted(months):
        found = figures(view.meetings, month, view.service.organization, view.service.calendar)
        for fault in (*_each_person(found, view), *_sums(found, month, view), *_departments(found, view)):
            yield f"{month:%Y-%m}: {fault}"


def _is_final(meeting: Meeting) -> bool:
    return bool(meeting.minutes and meeting.minutes[-1].final_at)


def _counts_alike(old: Record | None, new: Meeting) -> bool:
    return isinstance(old, Meeting) and all(
        getattr(old, part) is getattr(new, part)
        for part in ("minutes", "resolutions", "attendees", "materials", "nothing_from", "start")
    )


def _each_person(found: Figures, view: View) -> Iterator[str]:
    """Every seat is counted once, each part lies within its whole, and the minutes say so."""
    held = {m.id: m for m in view.meetings if _is_final(m)}
    for p in found.people:
        if Counter(p.seats) != Counter((*p.present, *p.on_leave, *p.absent)):
            yield f"{p.person}: seats {p.seats}, present {p.present}, leave {p.on_leave}, absent {p.absent}"
        parts = ((p.late, p.present), (p.left_early, p.present), (p.substituted, p.on_leave))
        parts += ((p.handed_in, p.owed), (p.in_time, p.due))
        if any(Counter(part) - Counter(whole) for part, whole in parts):
            yield f"{p.person}: a part is larger than its whole: {p}"
        yield from (f"{p.person} is counted otherwise than {m} says" for m in p.seats if not _as_told(p, held[m]))


def _as_told(counted: PersonFigures, meeting: Meeting) -> bool:
    who, roll = counted.person, meeting.minutes[-1].content.attendance
    came = who in {*roll.present, *(t.person for t in roll.late), *(t.person for t in roll.left_early)}
    if meeting.id in counted.present:
        return came
    return meeting.id in counted.on_leave or not came


def _sums(found: Figures, month: date, view: View) -> Iterator[str]:
    company, calendar = view.service.organization, view.service.calendar
    held = [m for m in view.meetings if _is_final(m) and calendar.day_of(m.start).replace(day=1) == month]
    due = [r for m in view.meetings for r in m.resolutions if _is_due(r, month)]
    in_time = [r for r in due if r.state is ResolutionState.DONE and r.closed_at]
    in_time = [r for r in in_time if r.closed_at and calendar.day_of(r.closed_at) <= r.due_day]
    counted = {
        "seats": sum(a.seated and company.person(a.address) is not None for m in held for a in m.attendees),
        "owed": sum(
            company.person(who) is not None and who not in m.nothing_from
            for m in held
            for s in m.terms.agenda
            for who in (s.reporters if s.materials else ())
        ),
        "due": sum(company.person(o) is not None for r in due for o in r.owners),
        "in_time": sum(company.person(o) is not None for r in in_time for o in r.owners),
    }
    for name, number in counted.items():
        told = sum(len(getattr(p, name)) for p in found.people)
        if told != number:
            yield f"{name}: {number} in the records, {told} in the figures"
    if Counter(t.key for t in found.records) != Counter([*(m.id for m in held), *(r.id for r in due)]):
        yield f"the figures name {[t.key for t in found.records]} as their records"


def _is_due(task: Resolution, month: date) -> bool:
    return task.due_day.replace(day=1) == month and task.state is not ResolutionState.DROPPED


def _departments(found: Figures, view: View) -> Iterator[str]:
    for department in found.departments:
        members = {p.email for p in view.service.organization.members(department.department)}
        for name in _SUMMED:
            people = sum(len(getattr(p, name)) for p in found.people if p.person in members)
            if people != getattr(department, name):
                yield f"{department.department}: {name} is {getattr(department, name)}, of its people {people}"
    everybody = sum(d.seats for d in found.departments)
    if everybody != sum(len(p.seats) for p in found.people):
        yield f"the departments have {everybody} seats, which are not those of their people"
