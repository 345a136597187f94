"""One letter of every kind and variant, as a company would get it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from companies import NOW, START, Company
from writing.letters_room import VARIANTS

from mailflow.core.calendar import WorkCalendar
from mailflow.core.counting import figures
from mailflow.core.figures import Figures
from mailflow.core.found import Found
from mailflow.core.letters import CalendarMethod, Letter, MailKind, Review
from mailflow.core.meeting import Meeting
from mailflow.core.minutes import Doubt, Objection, Why
from mailflow.core.overview import MeetingLine, Overview, ProblemLine
from mailflow.core.problem import Problem
from mailflow.core.reply import About
from mailflow.core.resolution import Resolution
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address, MessageId, ResolutionId
from mailflow.resources import folder
from mailflow.writing.mail import Writer
from mailflow.writing.templates import Templates

_OF_PROBLEMS = ("problem", "problem-solved", "close", "next-meeting")
_OF_TASKS = (MailKind.TASK, MailKind.TASK_REMINDER, MailKind.ESCALATION, MailKind.TASK_CLOSED)
_TASKS_ASKED = ("extend", "done", "reassign")
_CALENDARS = {
    MailKind.INVITATION: CalendarMethod.REQUEST,
    MailKind.UPDATE: CalendarMethod.REQUEST,
    MailKind.CANCELLATION: CalendarMethod.CANCEL,
}


@dataclass(frozen=True)
class Look:
    """``name`` is the file's, without its ending."""

    name: str
    letter: Letter
    record: Meeting | Problem | None


def looks(company: Company) -> Iterator[Look]:
    """All of them, for the company's Chinese and its English reader; the minutes in both their versions."""
    for language, reader in (("zh", company.chinese), ("en", company.english)):
        for kind in MailKind:
            for variant in VARIANTS.get(kind, ("",)):
                letter = _letter(company, kind, reader, variant)
                record = company.problem if variant in _OF_PROBLEMS else company.meeting
                if kind in _OF_TASKS or variant in _TASKS_ASKED:
                    record = _with_a_task(company)
                name = "-".join(filter(None, (kind.value, variant, language)))
                if kind is MailKind.MINUTES:
                    first = replace(company.meeting, minutes=company.meeting.minutes[:1])
                    yield Look(f"minutes-first-{language}", letter, first)
                    name = f"minutes-changed-{language}"
                yield Look(name, letter, record)


def _letter(company: Company, kind: MailKind, to: Address, variant: str) -> Letter:
    meeting, words = company.meeting, company.wording
    somebody = company.organization.people[4].email
    bare = company.name == "empty"
    tasks = meeting.resolutions
    task = _with_a_task(company).resolutions[0]
    return Letter(
        kind=kind, to=to, variant=variant, about=_about(kind), person=somebody, resolution=task.id,
        said=() if bare else tuple(_said(company, task)),
        quote="" if bare else f"{words.reason}\n{words.topic}",
        people=_people(company, variant),
        sections=() if bare else words.sections[:2],
        doubts=() if bare else (Doubt(words.tasks[0], Why.NO_DEADLINE), Doubt(words.tasks[1], Why.NO_OWNER)),
        objections=(Objection(somebody, NOW, words.reason, words.decision),),
        venue=words.venue, deadline=NOW + timedelta(days=1), due=task.due_day + timedelta(days=7), start=START + timedelta(days=1),
        end=START + timedelta(days=1, hours=2),
        calendar=_CALENDARS.get(kind),
        files=tuple(m.file for m in meeting.current_materials),
        review=None if bare else Review(words.title, company.before.start, (words.decision,), company.before.resolutions),
        resolutions=tasks,
        overview=_overview(company),
        figures=_figures(company),
        found=tuple(Found("resolution", r.title, START, meeting.id) for r in tasks),
        answers=MessageId("<theirs@corp.example>") if kind in (MailKind.RECEIPT, MailKind.ASK) else None,
    )  # fmt: skip


def _people(company: Company, variant: str) -> tuple[Address, ...]:
    """Where a mail names many, as many as there are; else the one who stands in, or whom a task is given."""
    seats = () if company.name == "empty" else company.meeting.attendees
    many = variant in ("unanswered", "overdue", "invite", "convene", "proposals")
    return tuple(a.address for a in seats)[3:] if many else tuple(a.address for a in seats)[3:4]


def _with_a_task(company: Company) -> Meeting:
    """A mail about a task needs one, also where the meeting has passed none."""
    meeting, who = company.meeting, company.chinese
    bare = Resolution(ResolutionId(f"{meeting.id}-r1"), company.wording.tasks[0], (who,), date(2026, 12, 4))
    return meeting if meeting.resolutions else replace(meeting, resolutions=(bare,))


def _about(kind: MailKind) -> About:
    return About.INVITATION if kind is MailKind.ASK else About.NONE


def _said(company: Company, task: Resolution) -> Iterator[Said]:
    one, other = company.organization.people[2].email, company.organization.people[0].email
    yield Said(Saying.LEAVE_ASKED, person=one, other=other, text=company.wording.reason)
    yield Said(Saying.TOPIC_TAKEN, text=company.wording.topic)
    yield Said(Saying.MATERIALS_FILED, text=company.wording.file, number=2)
    yield Said(Saying.TASK_PROGRESS, text=task.title, number=60)


def _overview(company: Company) -> Overview:
    if company.name == "empty":
        return Overview()
    meeting, people = company.meeting, tuple(p.email for p in company.organization.people)
    lines = tuple(
        MeetingLine(m.id, m.terms.title, m.terms.english, m.start, state, 9, 2, people[-4:], people[:2], venue)
        for m, state, venue in ((company.before, "held", False), (meeting, "announced", True))
    )
    return Overview(
        coming=lines, unrecorded=lines[:1], resolutions=meeting.resolutions,
        problems=(ProblemLine(company.problem.title, people[0], 2),), undelivered=people[:2], quarantined=1,
    )  # fmt: skip


def _figures(company: Company) -> Figures:
    final = (replace(m, minutes=(*m.minutes[:-1], replace(m.minutes[-1], final_at=START))) for m in _held(company))
    return figures(final, START.date().replace(day=1), company.organization, WorkCalendar())


def _held(company: Company) -> Iterator[Meeting]:
    return (m for m in (company.meeting, company.before) if m.minutes and company.name != "empty")


def writer(company: Company, templates: Templates | None = None) -> Writer:
    texts = templates or Templates.load(folder("templates"))
    return Writer(company.organization, "会议秘书", b"a secret of sixteen bytes", texts)
