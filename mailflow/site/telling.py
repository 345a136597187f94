"""What the pages tell, as values in the reader's words. Nothing here is markup: the templates escape it all."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from mailflow.archive import viewers
from mailflow.archive.items import digest_of_mail
from mailflow.core.meeting import Material, Meeting, MinutesVersion
from mailflow.core.problem import Problem
from mailflow.core.reply import File
from mailflow.core.resolution import Extension, Resolution
from mailflow.core.values import Digest
from mailflow.site.plan import Plan
from mailflow.site.words import SiteWords
from mailflow.writing import facts
from mailflow.writing.changes import CHANGED, UNCHANGED, Change
from mailflow.writing.languages import Speech
from mailflow.writing.links import Trusted

NOWHERE = Trusted()


@dataclass(frozen=True)
class Link:
    """``href`` counts from the folder's top; "" where the reader gets no such page."""

    text: str
    href: Trusted = NOWHERE


@dataclass(frozen=True)
class Kept:
    """A file and the SHA-256 of its bytes; ``fault`` says why it is not there."""

    link: Link
    digest: Digest
    size: str
    fault: str = ""


@dataclass(frozen=True)
class Handing:
    file: Kept
    department: str
    by: str
    at: str
    version: int
    replaced: bool
    section: str


@dataclass(frozen=True)
class Changed:
    """``pieces``: the words of a line, each with whether it is what changed in it."""

    mark: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Version:
    number: int
    by: str
    at: str
    state: str
    digest: Digest | None
    roll: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[str, ...]
    text: str
    changes: tuple[Changed, ...]
    confirmed: str
    silent: str
    objections: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Event:
    """One step of a resolution's history."""

    at: str
    who: str
    what: str
    words: str = ""
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True)
class Task:
    key: str
    anchor: Trusted
    title: str
    owners: str
    due: str
    requirement: str
    state: str
    state_key: str
    percent: int | None
    meeting: Link
    history: tuple[Event, ...]


@dataclass(frozen=True)
class Teller:
    """Who reads, in which language, and which files could not be had (``lost``: a digest, and why)."""

    plan: Plan
    speech: Speech
    words: SiteWords
    lost: dict[Digest, str]

    def meeting(self, meeting: Meeting) -> dict[str, Any]:
        """All of one meeting that its page shows."""
        organization, speech = self.speech.organization, self.speech
        problem = next((p for p in self.plan.problems if p.id == meeting.problem), None)
        return {
            **self.line(meeting),
            "purpose": facts.purpose(meeting, speech),
            "host": speech.name(meeting.terms.host),
            "recorder": speech.name(meeting.terms.recorder),
            "called_by": speech.name(meeting.called.by) if meeting.called else "",
            "problem": Link(problem.title, to("problems.html", problem.id)) if problem else None,
            "agenda": tuple(i for i in facts.agenda(meeting, speech) if i.minutes is not None),
            "topics": tuple(
                {"title": t.title, "by": speech.name(t.by), "detail": t.detail, "anchor": f"topic-{n}"}
                for n, t in enumerate(meeting.topics, 1)
            ),
            "seats": tuple(facts.seats(meeting, speech)),
            "roll": tuple(facts.roll(meeting.current_minutes.content, speech)) if meeting.current_minutes else (),
            "materials": tuple(self._handing(m, meeting) for m in meeting.materials),
            "versions": tuple(reversed(tuple(self._versions(meeting)))),
            "tasks": tuple(self.task(meeting, r) for r in meeting.resolutions),
            "departments": {d.key: d.name for d in organization.departments},
        }

    def line(self, meeting: Meeting) -> dict[str, Any]:
        """One meeting in a list."""
        return {
            "key": meeting.id,
            "title": facts.title(meeting, self.speech) or meeting.terms.title,
            "year": meeting.start.astimezone(self.speech.zone).year,
            "when": self._span(meeting),
            "venue": Trusted(meeting.venue),
            "state": self.words.of("meeting", meeting.state),
            "state_key": meeting.state.value,
            "href": to(self.plan.pages[meeting.id]),
            "files": len(meeting.current_materials),
            "resolutions": len(meeting.resolutions),
        }

    def problem(self, problem: Problem) -> dict[str, Any]:
        speech = self.speech
        meetings = viewers.meetings_of(problem, self.plan.meetings)
        return {
            "anchor": anchor(problem.id),
            "key": problem.id,
            "title": problem.title,
            "state": self.words.of("problem", problem.state),
            "state_key": problem.state.value,
            "host": speech.name(problem.host),
            "meetings": tuple(self.line(m) for m in meetings),
            "tasks": tuple(self.task(m, r) for m, r in self.plan.resolutions if m.problem == problem.id),
            "history": tuple(self._course(problem)),
        }

    def task(self, meeting: Meeting, resolution: Resolution) -> Task:
        speech = self.speech
        page = self.plan.pages.get(meeting.id)
        return Task(
            key=resolution.id,
            anchor=anchor(resolution.id),
            title=resolution.title,
            owners=speech.names(resolution.owners),
            due=self.due(resolution.due),
            requirement=resolution.requirement,
            state=speech.words.of("resolution", resolution.state),
            state_key=resolution.state.value,
            percent=resolution.percent,
            meeting=Link(
                f"{meeting.terms.title} {self.due(meeting.start.astimezone(speech.zone).date())}",
                to(page) if page else NOWHERE,
            ),
            history=tuple(self._history(meeting, resolution)),
        )

    def moment(self, moment: datetime) -> str:
        """With its year, as all of the archive: it is read for many."""
        return f"{moment.astimezone(self.speech.zone):%Y-%m-%d %H:%M}"

    def due(self, due: date | datetime) -> str:
        return self.moment(due) if isinstance(due, datetime) else f"{due:%Y-%m-%d}"

    def _span(self, meeting: Meeting) -> str:
        start = meeting.start.astimezone(self.speech.zone)
        weekday = self.speech.words["weekdays"][start.weekday()]
        same = meeting.end.astimezone(start.tzinfo).date() == start.date()
        end = self.speech.hour(meeting.end) if same else self.moment(meeting.end)
        return f"{start:%Y-%m-%d} {weekday} {start:%H:%M}–{end}"

    def _handing(self, material: Material, meeting: Meeting) -> Handing:
        department = self.speech.organization.department(material.department)
        return Handing(
            file=self._kept(meeting, material.file),
            department=department.name if department else material.department,
            by=self.speech.name(material.by),
            at=self.moment(material.at),
            version=material.version,
            replaced=material.replaced,
            section=material.section,
        )

    def _kept(self, meeting: Meeting, file: File) -> Kept:
        fault = self.lost.get(file.digest, "")
        path = self.plan.file(meeting, file).path
        return Kept(Link(file.name, NOWHERE if fault else to(path)), file.digest, _size(file.size), fault)

    def _versions(self, meeting: Meeting) -> Iterator[Version]:
        for number, version in enumerate(meeting.minutes, 1):
            speech, content = self.speech, version.content
            yield Version(
                number=version.number,
                by=speech.name(version.by),
                at=self.moment(version.at),
                state=self._state(version),
                digest=digest_of_mail(meeting, version.message_id),
                roll=tuple(facts.roll(content, speech)),
                decisions=content.decisions,
                tasks=tuple(facts.task_line(t, speech) for t in content.resolutions),
                text=content.text,
                changes=tuple(_changed(c) for c in facts.changed(meeting.minutes[:number], speech)),
                confirmed=speech.names(version.confirmed),
                silent=speech.names(version.silent),
                objections=tuple(
                    {"by": speech.name(o.by), "at": self.moment(o.at), "text": o.text, "passage": o.passage}
                    for o in version.objections
                ),
            )

    def _state(self, version: MinutesVersion) -> str:
        return self.words["final" if version.final_at else "circulating" if version.sent_at else "questioned"]

    def _history(self, meeting: Meeting, resolution: Resolution) -> Iterator[Event]:
        """In the order of time (policy 5.3.4)."""
        speech, words = self.speech, self.words
        events = []
        if resolution.opened_at:
            events.append((resolution.opened_at, Event(self.moment(resolution.opened_at), "", words["opened"])))
        for step in resolution.progress:
            what = words["reported"] if step.percent is None else f"{words['reported']} {step.percent}%"
            files = tuple(self._kept(meeting, f) for f in step.files)
            at = self.moment(step.at)
            events.append((step.at, Event(at, speech.name(step.by), what, step.note, files)))
        for wish in resolution.extensions:
            at = self.moment(wish.asked_at)
            events.append((wish.asked_at, Event(at, speech.name(wish.by), self._extension(wish), wish.reason)))
        if resolution.closed_at:
            state = speech.words.of("resolution", resolution.state)
            events.append((resolution.closed_at, Event(self.moment(resolution.closed_at), "", state)))
        return (event for _, event in sorted(events, key=lambda e: e[0]))

    def _extension(self, wish: Extension) -> str:
        words, speech = self.words, self.speech
        asked = words["extension"].format(due=self.due(wish.due)) if wish.due else words["extension_open"]
        decided = words["waiting" if wish.approved is None else "approved" if wish.approved else "rejected"]
        by = f"{speech.name(wish.decided_by)} " if wish.decided_by else ""
        return f"{asked} — {by}{decided}"

    def _course(self, problem: Problem) -> Iterator[Event]:
        speech, words = self.speech, self.words
        yield Event(self.moment(problem.opened_at), speech.name(problem.opened_by), words["opened_at"])
        for meeting in problem.next_meetings:
            what = f"{words['next_meeting']}: {self.moment(meeting.start)}"
            yield Event(self.moment(meeting.at), speech.name(meeting.by), what)
        if problem.closed_at:
            yield Event(self.moment(problem.closed_at), speech.name(problem.closed_by), words["solved"])


def to(path: str, key: str = "") -> Trusted:
    """A link's address: to a page or file of ours, and there to what has that key."""
    return Trusted(quote(path) + (f"#{quote(anchor(key))}" if key else ""))


def anchor(key: str) -> Trusted:
    """An id that is one word of an attribute and of an address, whatever is in it."""
    return Trusted("".join(c if c.isalnum() or c in "-_." else f"~{ord(c):x}" for c in key))


def _changed(change: Change) -> Changed:
    """``plain `` CHANGED ``reworded`` UNCHANGED `` plain`` taken apart."""
    pieces = []
    for number, part in enumerate(change.text.split(CHANGED)):
        inside, closed, after = part.partition(UNCHANGED) if number else ("", "", part)
        pieces += [(inside if closed else part, True)] if number else []
        pieces += [(after, False)] if after else []
    return Changed(change.mark, tuple(p for p in pieces if p[0]))


def _size(size: int) -> str:
    for unit in ("B", "KB", "MB"):
        if size < 1024 or unit == "MB":
            return f"{size:.0f} {unit}" if unit == "B" or size >= 10 else f"{size:.1f} {unit}"
        size /= 1024  # type: ignore[assignment]
    raise AssertionError
