"""From records to figures (policy 6.1). Only what minutes that are final say of attendance counts."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from mailflow.core.calendar import WorkCalendar
from mailflow.core.figures import DepartmentFigures, Figures, Owed, PersonFigures, Titled
from mailflow.core.meeting import Meeting
from mailflow.core.minutes import AttendanceRecord
from mailflow.core.organization import Organization
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.values import Address, MeetingId, ResolutionId

_EARLY_IN_MONTH = 10


def month_of_review(day: date) -> date:
    """The month that a meeting on this day looks back on, by its first day: early in a month the one before."""
    first = day.replace(day=1)
    if day.day > _EARLY_IN_MONTH:
        return first
    return first.replace(year=first.year - 1, month=12) if first.month == 1 else first.replace(month=first.month - 1)


def figures(meetings: Iterable[Meeting], month: date, organization: Organization, calendar: WorkCalendar) -> Figures:
    """``meetings`` may be more than the month's: a meeting counts by its day, a resolution by its deadline."""
    known = list(meetings)
    held = [m for m in known if _in_month(calendar.day_of(m.start), month) and _roll(m) is not None]
    due = [(m, r) for m in known for r in m.resolutions if _counts(r, month)]
    tallies = {p.email: _Tally() for p in organization.people}
    for meeting in held:
        _count_attendance(meeting, tallies)
        _count_materials(meeting, tallies, calendar)
    for _, resolution in due:
        _count_resolution(resolution, tallies, calendar)
    people = tuple(p for who, t in tallies.items() if not (p := t.closed(who)).is_empty)
    records = (*map(_titled, held), *(Titled(r.id, r.title, r.due_day) for _, r in due))
    return Figures(month, people, tuple(_departments(people, organization)), records)


def seen_by(counted: Figures, who: Address, organization: Organization) -> Figures:
    """What somebody may see of it: organizers all, heads their department, others themselves (DESIGN 5; policy 6.1)."""
    if who in organization.organizers:
        return counted
    person = organization.person(who)
    head = organization.head(person.department) if person else None
    department = person.department if person and head and head.email == who else None
    members = {p.email for p in organization.members(department)} if department else {who}
    people = tuple(p for p in counted.people if p.person in members)
    behind = {key for p in people for key in _behind(p)}
    return replace(
        counted,
        people=people,
        departments=tuple(d for d in counted.departments if d.department == department),
        records=tuple(r for r in counted.records if r.key in behind),
    )


def _behind(person: PersonFigures) -> Iterator[str]:
    yield from person.seats
    yield from (owed.meeting for owed in person.owed)
    yield from person.due


@dataclass
class _Tally:
    """Grows while a month is counted; nobody else sees it."""

    rows: dict[str, list[MeetingId]] = field(default_factory=dict)
    owed: list[Owed] = field(default_factory=list)
    handed_in: list[Owed] = field(default_factory=list)
    due: list[ResolutionId] = field(default_factory=list)
    in_time: list[ResolutionId] = field(default_factory=list)

    def add(self, meeting: MeetingId, *names: str) -> None:
        for name in names:
            self.rows.setdefault(name, []).append(meeting)

    def closed(self, who: Address) -> PersonFigures:
        return PersonFigures(
            who,
            seats=self._row("seats"),
            present=self._row("present"),
            late=self._row("late"),
            left_early=self._row("left_early"),
            on_leave=self._row("on_leave"),
            substituted=self._row("substituted"),
            absent=self._row("absent"),
            owed=tuple(self.owed),
            handed_in=tuple(self.handed_in),
            due=tuple(self.due),
            in_time=tuple(self.in_time),
        )

    def _row(self, name: str) -> tuple[MeetingId, ...]:
        return tuple(self.rows.get(name, ()))


def _in_month(day: date, month: date) -> bool:
    return (day.year, day.month) == (month.year, month.month)


def _roll(meeting: Meeting) -> AttendanceRecord | None:
    version = meeting.current_minutes
    return version.content.attendance if version and version.final_at else None


def _counts(resolution: Resolution, month: date) -> bool:
    return _in_month(resolution.due_day, month) and resolution.state is not ResolutionState.DROPPED


def _count_attendance(meeting: Meeting, tallies: dict[Address, _Tally]) -> None:
    """Whom the minutes do not name counts as they had answered: on leave where it was approved, else absent."""
    roll = _roll(meeting)
    assert roll is not None  # only meetings with a roll are counted
    late, early = {t.person for t in roll.late}, {t.person for t in roll.left_early}
    replaced = {s.absent for s in roll.substitutes}
    for seat in meeting.attendees:
        tally = tallies.get(seat.address)
        if tally is None or not seat.seated:
            continue
        who = seat.address
        tally.add(meeting.id, "seats")
        if who in roll.on_leave or who in replaced or (seat.excused and who not in roll.present):
            tally.add(meeting.id, "on_leave", *(["substituted"] if who in replaced else []))
        elif who in roll.present or who in late or who in early:
            marks = [name for name, people in (("late", late), ("left_early", early)) if who in people]
            tally.add(meeting.id, "present", *marks)
        else:
            tally.add(meeting.id, "absent")


def _count_materials(meeting: Meeting, tallies: dict[Address, _Tally], calendar: WorkCalendar) -> None:
    """A section's reporters owe together: what one of them hands in by the deadline settles it for all."""
    deadline = calendar.before(meeting.start, meeting.terms.materials_due)
    sent = {m.by for m in meeting.materials if m.at <= deadline}
    for section in meeting.terms.agenda:
        if not section.materials:
            continue
        owed = Owed(meeting.id, section.title)
        settled = any(r in sent for r in section.reporters)
        for reporter in section.reporters:
            if reporter in meeting.nothing_from or reporter not in tallies:
                continue
            tallies[reporter].owed.append(owed)
            if settled:
                tallies[reporter].handed_in.append(owed)


def _count_resolution(resolution: Resolution, tallies: dict[Address, _Tally], calendar: WorkCalendar) -> None:
    done = resolution.state is ResolutionState.DONE and resolution.closed_at is not None
    in_time = done and calendar.day_of(resolution.closed_at) <= resolution.due_day if resolution.closed_at else False
    for owner in resolution.owners:
        if owner in tallies:
            tallies[owner].due.append(resolution.id)
            if in_time:
                tallies[owner].in_time.append(resolution.id)


def _departments(people: tuple[PersonFigures, ...], organization: Organization) -> Iterator[DepartmentFigures]:
    for department in organization.departments:
        members = {p.email for p in organization.members(department.key)}
        rows = [p for p in people if p.person in members]
        if rows:
            yield DepartmentFigures(
                department=department.key,
                people=len(rows),
                seats=sum(len(p.seats) for p in rows),
                present=sum(len(p.present) for p in rows),
                owed=sum(len(p.owed) for p in rows),
                handed_in=sum(len(p.handed_in) for p in rows),
                due=sum(len(p.due) for p in rows),
                in_time=sum(len(p.in_time) for p in rows),
            )


def _titled(meeting: Meeting) -> Titled:
    return Titled(meeting.id, meeting.terms.title, meeting.start.date())
