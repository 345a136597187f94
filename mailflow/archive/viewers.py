"""Who may see what of the archive (DESIGN: the table of authority, the row “archive, status”)."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from mailflow.core.meeting import Meeting
from mailflow.core.organization import Organization
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address


@dataclass(frozen=True)
class Viewer:
    """Who asks. ``person`` None is the administrator at the command line, who sees everything."""

    organization: Organization
    person: Address | None = None

    @classmethod
    def of(cls, who: Address, organization: Organization) -> "Viewer":
        """By main address or alias. A stranger sees the meetings they were invited to, and nothing else."""
        known = organization.person(who)
        return cls(organization, known.email if known else who)

    @property
    def sees_all(self) -> bool:
        return self.person is None

    def sees(self, people: Iterable[Address]) -> bool:
        """What concerns these people: the own, and that of the departments in one's charge."""
        return self.person is None or any(p == self.person or self.has_charge_of(p) for p in people)

    def has_charge_of(self, who: Address) -> bool:
        member = self.organization.person(who)
        return member is not None and member.department in self._departments

    @cached_property
    def _departments(self) -> frozenset[str]:
        """As their head, or as the organizer whom they name (policy 3.1.1)."""
        me = self.organization.person(self.person) if self.person else None
        headed = [me.department] if me and me.role == "head" else []
        organized = [d.key for d in self.organization.departments if self.person and d.organizer == self.person]
        return frozenset([*headed, *organized])


def sees_meeting(viewer: Viewer, meeting: Meeting) -> bool:
    return viewer.sees(taking_part(meeting))


def sees_resolution(viewer: Viewer, meeting: Meeting, resolution: Resolution) -> bool:
    """An owner sees the own task, although somebody else's meeting passed it."""
    return sees_meeting(viewer, meeting) or viewer.sees(resolution.owners)


def sees_problem(viewer: Viewer, problem: Problem, records: Iterable[Record]) -> bool:
    """Its host, who raised it, and whoever may see one of its meetings."""
    people = (p for p in (problem.host, problem.opened_by) if p)
    return viewer.sees(people) or any(sees_meeting(viewer, m) for m in meetings_of(problem, records))


def sees_mail(viewer: Viewer, person: Address | None) -> bool:
    """Of a mail that ``person`` wrote or got. It may say what is nobody else's business: the reason of a leave."""
    return viewer.sees_all or (person is not None and person == viewer.person)


def taking_part(meeting: Meeting) -> tuple[Address, ...]:
    """Everybody with a part in the meeting: who was invited, the host, the recorder, who called it."""
    called = (meeting.called.by,) if meeting.called else ()
    return (*(a.address for a in meeting.attendees), meeting.terms.host, meeting.terms.recorder, *called)


def meetings_of(problem: Problem, records: Iterable[Record]) -> tuple[Meeting, ...]:
    found = (r for r in records if isinstance(r, Meeting) and r.problem == problem.id)
    return tuple(sorted(found, key=lambda m: (m.start, m.id)))
