"""What can be found: one value a meeting, topic, file, version of minutes, decision, resolution, problem and mail."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailflow.archive import viewers
from mailflow.archive.viewers import Viewer
from mailflow.core.ledger import Cause
from mailflow.core.meeting import Material, Meeting, MinutesVersion
from mailflow.core.organization import Organization
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address, Digest, MessageId, RecordId


class Kind(StrEnum):
    MEETING = "meeting"
    TOPIC = "topic"
    MATERIAL = "material"
    MINUTES = "minutes"
    DECISION = "decision"
    RESOLUTION = "resolution"
    PROBLEM = "problem"
    MAIL = "mail"


@dataclass(frozen=True)
class Item:
    """``text`` is searched beside the title. ``digest`` is the SHA-256 of the bytes that are kept of it.

    ``number`` tells apart what a record has several of: versions, resolutions, topics.
    """

    kind: Kind
    record: RecordId
    title: str
    text: str
    at: datetime
    digest: Digest | None = None
    number: str = ""


def items(records: Iterable[Record], viewer: Viewer) -> Iterator[Item]:
    """All that the viewer may see, in no particular order."""
    known = tuple(records)
    for record in known:
        if isinstance(record, Meeting):
            yield from _of_meeting(record, viewer)
        elif isinstance(record, Problem) and viewers.sees_problem(viewer, record, known):
            yield _problem(record, viewer.organization)
        yield from _mails(record, viewer)


def digest_of_mail(record: Record, message: MessageId) -> Digest | None:
    """The SHA-256 of a mail that came in about this record."""
    return next((e.raw for e in record.log if e.message_id == message and e.raw), None)


def _of_meeting(meeting: Meeting, viewer: Viewer) -> Iterator[Item]:
    organization = viewer.organization
    if viewers.sees_meeting(viewer, meeting):
        yield _meeting(meeting, organization)
        for number, topic in enumerate(meeting.topics, 1):
            text = _lines(topic.detail, *_names((topic.by,), organization))
            yield Item(Kind.TOPIC, meeting.id, topic.title, text, topic.at, number=str(number))
        yield from (_material(m, meeting, organization) for m in meeting.materials)
        yield from _minutes(meeting)
        yield from _decisions(meeting)
    for resolution in meeting.resolutions:
        if viewers.sees_resolution(viewer, meeting, resolution):
            yield _resolution(resolution, meeting, organization)


def _meeting(meeting: Meeting, organization: Organization) -> Item:
    terms = meeting.terms
    people = (terms.host, terms.recorder, *(a.address for a in meeting.attendees))
    text = _lines(
        terms.purpose,
        terms.english,
        meeting.venue,
        *(section.title for section in terms.agenda),
        *_names(people, organization),
        meeting.id,
    )
    return Item(Kind.MEETING, meeting.id, terms.title, text, meeting.start)


def _material(material: Material, meeting: Meeting, organization: Organization) -> Item:
    department = organization.department(material.department)
    text = _lines(material.section, department.name if department else "", *_names((material.by,), organization))
    file = material.file
    return Item(Kind.MATERIAL, meeting.id, file.name, text, material.at, file.digest, str(material.version))


def _minutes(meeting: Meeting) -> Iterator[Item]:
    """The newest version whole; of an older one what the newer do not say any more."""
    said: set[str] = set()
    for version in reversed(meeting.minutes):
        lines = [line for line in version.content.text.splitlines() if line.strip() not in said]
        said.update(line.strip() for line in lines)
        objections = (o.text for o in version.objections)
        yield Item(
            Kind.MINUTES,
            meeting.id,
            meeting.terms.title,
            _lines(*lines, *objections),
            version.at,
            digest_of_mail(meeting, version.message_id),
            str(version.number),
        )


def _decisions(meeting: Meeting) -> Iterator[Item]:
    version = meeting.current_minutes
    if version is None:
        return
    for number, decision in enumerate(version.content.decisions, 1):
        yield Item(Kind.DECISION, meeting.id, decision, meeting.terms.title, _said_at(version), number=str(number))


def _said_at(version: MinutesVersion) -> datetime:
    return version.final_at or version.at


def _resolution(resolution: Resolution, meeting: Meeting, organization: Organization) -> Item:
    text = _lines(
        resolution.requirement,
        *_names(resolution.owners, organization),
        *(p.note for p in resolution.progress),
        *(f.name for p in resolution.progress for f in p.files),
        *(e.reason for e in resolution.extensions),
        resolution.id,
    )
    at = resolution.opened_at or meeting.start
    return Item(Kind.RESOLUTION, meeting.id, resolution.title, text, at, number=resolution.id)


def _problem(problem: Problem, organization: Organization) -> Item:
    people = tuple(p for p in (problem.host, problem.opened_by) if p)
    return Item(
        Kind.PROBLEM,
        problem.id,
        problem.title,
        _lines(problem.terms.title, *_names(people, organization), problem.id),
        problem.opened_at,
    )


def _mails(record: Record, viewer: Viewer) -> Iterator[Item]:
    organization = viewer.organization
    for entry in record.log:
        sender = _main(entry.sender, organization)
        if entry.cause is Cause.MAIL and entry.message_id and viewers.sees_mail(viewer, sender):
            names = _names((sender,), organization) if sender else ()
            text = _lines(entry.text, *names, entry.message_id)
            yield Item(Kind.MAIL, record.id, entry.subject, text, entry.at, entry.raw, entry.message_id)
    for mail in record.outgoing:
        if viewers.sees_mail(viewer, mail.to):
            text = _lines(*_names((mail.to,), organization), mail.message_id)
            at = mail.sent_at or mail.made_at
            yield Item(Kind.MAIL, record.id, mail.subject, text, at, mail.raw, mail.message_id)


def _main(who: Address | None, organization: Organization) -> Address | None:
    person = organization.person(who) if who else None
    return person.email if person else who


def _names(people: Iterable[Address], organization: Organization) -> tuple[str, ...]:
    """Everybody by both names and the address, once."""
    found = []
    for who in dict.fromkeys(people):
        person = organization.person(who)
        found.append(f"{person.name} {person.english} {who}" if person else who)
    return tuple(found)


def _lines(*parts: str) -> str:
    return "\n".join(part for part in parts if part.strip())
