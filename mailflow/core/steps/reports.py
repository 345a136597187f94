"""What is reported regularly: the weekly digest, the month's figures (policy 3.1.1, 5.3.4, 6.1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from mailflow.core.calendar import WorkCalendar
from mailflow.core.counting import figures
from mailflow.core.desk import Desk
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting, MeetingState, PartStat
from mailflow.core.organization import Organization
from mailflow.core.outgoing import SendState
from mailflow.core.overview import MeetingLine, Overview, ProblemLine
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.record import Record
from mailflow.core.said import Said, Saying
from mailflow.core.steps.answering import notice
from mailflow.core.steps.materials import owing
from mailflow.core.steps.planning import BEFORE, unanswered
from mailflow.core.values import Address

_WEEK = timedelta(days=7)
_AHEAD = timedelta(days=31)
_STALE = timedelta(days=3)
"""A digest that could not be sent for so long is left to the next week's."""
_UNRECORDED = (MeetingState.HELD, MeetingState.RECORDED)


@dataclass(frozen=True)
class Rhythm:
    """The weekday of the digest (0 is Monday; None is never) and the hour of both reports."""

    weekday: int | None = 0
    at: time = time(8, 30)


@dataclass(frozen=True)
class Report:
    """What is due now; ``mark`` is remembered at the desk."""

    mark: str
    letters: tuple[Letter, ...]
    said: Said


def due(
    rhythm: Rhythm,
    marks: Iterable[str],
    records: Callable[[], Iterable[Record]],
    organization: Organization,
    calendar: WorkCalendar,
    now: datetime,
) -> Iterator[Report]:
    """The week's digest, the last month's figures, and where the coming holidays are not known: each once, at their hour
    or as soon after as the machine runs.
    """
    done = set(marks)
    day = calendar.day_of(now)
    week, opens = _week(rhythm, calendar, day)
    if week and week not in done and calendar.at(opens, rhythm.at) <= now < calendar.at(opens + _STALE, rhythm.at):
        yield _digest(week, list(records()), organization, now)
    first = calendar.workday_from(day.replace(day=1))
    month = (day.replace(day=1) - timedelta(days=1)).replace(day=1)
    mark = f"figures:{month:%Y-%m}"
    if rhythm.weekday is not None and mark not in done and calendar.at(first, rhythm.at) <= now:
        yield _figures(mark, month, list(records()), organization, calendar)
    year = (day + _AHEAD).year
    mark = f"holidays:{year}:{day:%Y-%m}"
    if calendar.lacks(year) and mark not in done and calendar.at(first, rhythm.at) <= now:
        yield _holidays(mark, year, organization)


def _holidays(mark: str, year: int, organization: Organization) -> Report:
    """Nobody knows them yet: meetings may be planned on days off (policy 2.1). Said once a month until they are known."""
    said = Said(Saying.HOLIDAYS_UNKNOWN, text=str(year))
    told = notice(organization.organizers, "holidays", (said,))
    return Report(mark, tuple(replace(letter, urgent=False) for letter in told), said)


def overview(records: Iterable[Record], now: datetime) -> Overview:
    known = list(records)
    meetings = [r for r in known if isinstance(r, Meeting)]
    ahead = (m for m in meetings if m.state in BEFORE and m.start - now <= 2 * _WEEK)
    tasks = [r for m in meetings for r in m.resolutions if not r.ended]
    return Overview(
        coming=tuple(line(m) for m in sorted(ahead, key=lambda m: m.start)),
        unrecorded=tuple(line(m) for m in meetings if m.state in _UNRECORDED),
        resolutions=tuple(sorted(tasks, key=lambda r: r.due_day)),
        problems=tuple(
            ProblemLine(p.title, p.host, sum(not r.ended for m in meetings if m.problem == p.id for r in m.resolutions))
            for p in known
            if isinstance(p, Problem) and p.state is ProblemState.OPEN
        ),
        undelivered=tuple(
            dict.fromkeys(
                o.to for r in known for o in r.outgoing if o.state is SendState.REFUSED and now - o.made_at < _WEEK
            )
        ),
        quarantined=sum(not q.settled for r in known if isinstance(r, Desk) for q in r.quarantine),
    )


def line(meeting: Meeting) -> MeetingLine:
    seats = [a for a in meeting.attendees if a.seated]
    return MeetingLine(
        id=meeting.id,
        title=meeting.terms.title,
        english=meeting.terms.english or meeting.terms.title,
        start=meeting.start,
        state=meeting.state.value,
        coming=sum(a.partstat is PartStat.ACCEPTED for a in meeting.attendees),
        on_leave=sum(a.leave is not None for a in seats),
        unanswered=unanswered(meeting),
        missing=owing(meeting),
        venue_missing=not meeting.venue,
    )


def _week(rhythm: Rhythm, calendar: WorkCalendar, day: date) -> tuple[str, date]:
    """The mark of the week whose digest is the newest one that could be due, and the day on which it was."""
    if rhythm.weekday is None:
        return "", day
    monday = day - timedelta(days=day.weekday())
    opens = calendar.workday_from(monday + timedelta(days=rhythm.weekday))
    if opens > day:
        monday -= _WEEK
        opens = calendar.workday_from(monday + timedelta(days=rhythm.weekday))
    year, week, _ = monday.isocalendar()
    return f"digest:{year}-W{week:02}", opens


def _digest(mark: str, records: list[Record], organization: Organization, now: datetime) -> Report:
    found = overview(records, now)
    letters = tuple(
        Letter(kind=MailKind.DIGEST, to=who, overview=found, urgent=False)
        for who in dict.fromkeys(() if found.is_empty else organization.organizers)
    )
    return Report(mark, letters, Said(Saying.STEP_DONE, text="digest"))


def _figures(
    mark: str, month: date, records: list[Record], organization: Organization, calendar: WorkCalendar
) -> Report:
    """To the organizers and the heads. A month without a record is told to nobody."""
    counted = figures((r for r in records if isinstance(r, Meeting)), month, organization, calendar)
    heads = (organization.head(d.key) for d in organization.departments)
    told: dict[Address, None] = dict.fromkeys((*organization.organizers, *(h.email for h in heads if h)))
    letters = tuple(
        Letter(kind=MailKind.REPORT, to=who, variant="figures", figures=counted, urgent=False)
        for who in (told if counted.people else ())
    )
    return Report(mark, letters, Said(Saying.STEP_DONE, text="figures"))
