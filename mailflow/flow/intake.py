"""A mail that came in, from its bytes to the committed decision."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from mailflow.core.desk import Desk
from mailflow.core.events import DeliveryFailed, ReplyArrived
from mailflow.core.intents import (
    Accept,
    Counter,
    Done,
    Extend,
    Leave,
    MinutesSent,
    MinutesUnasked,
    ProgressReport,
    Query,
    Reassign,
    Tentative,
)
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting
from mailflow.core.minutes import MinutesContent
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.reply import Automatic, Context, File, Interpretation, MeetingBrief
from mailflow.core.routing import record_of
from mailflow.core.said import Said, Saying
from mailflow.core.steps import desk
from mailflow.core.values import Address, Digest, RecordId
from mailflow.flow import calling, dead_addresses, quarantine, seen, situations, threads
from mailflow.flow.deciding import decided
from mailflow.flow.lines import line_of
from mailflow.flow.problem_words import spoken_of
from mailflow.flow.service import Service
from mailflow.flow.threads import Thread
from mailflow.flow.transaction import again_on_conflict, commit, write_at_desk
from mailflow.ports import Damaged, Stored
from mailflow.reading.automatic import bounce_of
from mailflow.reading.mail import InboundMail, Unreadable
from mailflow.reading.message import parse
from mailflow.reading.sender import identify
from mailflow.reading.thread import Clues, clues


@dataclass(frozen=True)
class Taken:
    """What became of a mail: the ledger line that was written, or None where it had been seen before."""

    entry: LedgerEntry | None
    record: RecordId | None = None


def take(raw: bytes, service: Service, now: datetime, *, again: bool = False) -> Taken:
    """Reads, decides and commits. Whatever cannot be read or decided is kept and named, never lost.

    ``again`` takes a mail that was seen before: one from the quarantine, unless it was decided since.
    Raises OSError and Damaged: where the store cannot be written, the mail must stay on the server.
    """
    digest = service.store.put_blob(raw)
    try:
        mail = parse(raw)
    except Unreadable as fault:
        return Taken(quarantine.keep(service, digest, str(fault), now))
    if again and (line := quarantine.decided_since(mail, digest, service)):
        return Taken(line)
    unseen = mail if again else seen.unseen(mail, digest, service)
    if unseen is None:
        return Taken(None)
    try:
        return _read_and_decide(unseen, digest, service, now)
    except (OSError, Damaged):
        raise
    except Exception as fault:  # the last handler keeps the mail and says where
        why = f"{type(fault).__name__}: {fault}"
        return Taken(quarantine.keep(service, digest, why, now, unseen))


def _read_and_decide(mail: InboundMail, digest: Digest, service: Service, now: datetime) -> Taken:
    if mail.from_address == service.secretary:
        return _noted(mail, digest, Thread(), Said(Saying.AUTOMATIC_IGNORED, text="own mail"), service, now)
    thread = threads.find(clues(mail, service.secretary), service.store)
    reading = service.reader.interpret(mail, thread.context)
    if reading.automatic is Automatic.BOUNCE:
        return _bounce(mail, digest, service, now)
    if reading.automatic is not None:
        said = Said(Saying.AUTOMATIC_IGNORED, text=reading.automatic.value)
        return _noted(mail, digest, thread, said, service, now)
    return _reply(mail, digest, thread, reading, service, now)


def _reply(
    mail: InboundMail, digest: Digest, thread: Thread, reading: Interpretation, service: Service, now: datetime
) -> Taken:
    named = _named(reading, service)
    if named is None:
        reading = _without_button(reading, mail)
    identity = identify(
        mail, reading.sender, service.organization, service.trusted_authserv, thread.answers,
        token_matched=_signed(thread, service), meeting_named=named is not None,
    )  # fmt: skip
    thread = _placed(thread, named, identity.person)
    reply = ReplyArrived(
        at=now,
        identity=identity,
        reading=reading,
        raw=digest,
        subject=mail.subject,
        answers=thread.answers,
        files=tuple(_kept(mail, service)),
        minutes=_minutes(mail, thread.context.meeting, reading, service),
    )
    if thread.record is not None:
        stored = service.store.load(thread.record)
        if stored is not None and isinstance(stored.record, Meeting | Problem):
            return _for_record(thread.record, reply, service, now)
    return _fresh(mail, reply, service, now)


def _signed(thread: Thread, service: Service) -> bool:
    """Does the answered mail bear the signature of the present secret? A new one makes all earlier tokens worthless."""
    stored = service.store.load(thread.record) if thread.record and thread.answers else None
    if stored is None or thread.answers is None:
        return False
    sent = [o.message_id for o in stored.record.outgoing]
    return service.writer.signed(thread.answers, stored.record.id, sent.index(thread.answers.message_id) + 1)


def _named(reading: Interpretation, service: Service) -> Meeting | None:
    """The meeting of ours that a calendar answer names by its UID."""
    uids = (reading.calendar.uid,) if reading.calendar else ()
    key = threads.find(Clues(uids=uids), service.store).record
    stored = service.store.load(key) if key else None
    return stored.record if stored is not None and isinstance(stored.record, Meeting) else None


def _without_button(reading: Interpretation, mail: InboundMail) -> Interpretation:
    """The button of somebody else's meeting is none of ours, and says nothing of who comes to ours."""
    if reading.calendar is None:
        return replace(reading, sender=mail.from_address)
    others = tuple(i for i in reading.intents if not isinstance(i, Accept | Tentative | Leave | Counter))
    return replace(reading, sender=mail.from_address, calendar=None, intents=others, unclear=True)


def _placed(thread: Thread, named: Meeting | None, person: Address | None) -> Thread:
    """A calendar answer belongs to the meeting that it names; what it answers is that attendee's own invitation."""
    if named is None or person is None:
        return thread
    invitation = threads.invitation_to(named, person)
    if thread.record == named.id:
        return replace(thread, answers=invitation or thread.answers)
    return Thread(RecordId(named.id), invitation, replace(thread.context, meeting=threads.brief(named)))


def _for_record(key: RecordId, reply: ReplyArrived, service: Service, now: datetime) -> Taken:
    entries: list[LedgerEntry] = []

    def attempt() -> Stored:
        stored = service.store.load(key)
        assert stored is not None  # the caller has just loaded it; records are never removed
        assert not isinstance(stored.record, Desk)  # nothing is decided at the desk
        decision = decided(stored.record, reply, situations.of(stored.record, service, now))
        entry = line_of(reply, decision.outcome, decision.said)
        entries.append(entry)
        return commit(service, stored, decision.record, decision.letters, entry, now)

    again_on_conflict(attempt)
    return Taken(entries[-1], key)


def _fresh(mail: InboundMail, reply: ReplyArrived, service: Service, now: datetime) -> Taken:
    """No thread: the words themselves may name the meeting or the task; else it is answered at the desk."""
    person = reply.identity.person
    meetings = [s.record for s in service.store.open_records() if isinstance(s.record, Meeting)]
    if person is not None and not reply.reading.intents:
        reply = replace(reply, reading=_of_own_task(mail, reply.reading, person, meetings, service))
    if person is not None and reply.reading.intents:
        pointed = service.reader.pointed_in(mail, now)
        found = [record_of(wish, person, meetings, service.organization, pointed) for wish in reply.reading.intents]
        if found[0] is not None and all(f is not None and f.id == found[0].id for f in found):
            reading = _read_again(mail, reply.reading, found[0], service)
            content = _minutes(mail, threads.brief(found[0]), reading, service)
            return _for_record(found[0].id, replace(reply, reading=reading, minutes=content), service, now)
        if called := calling.call(reply, service, now):
            return Taken(called)
    if person is not None:
        problems = (s.record for s in service.store.open_records() if isinstance(s.record, Problem))
        if told := spoken_of(mail, person, problems, service.reader):
            return _for_record(RecordId(told[0].id), replace(reply, reading=told[1]), service, now)
    answered = (
        _from_archive(reply, service) or _figures(reply, service) or desk.answer(reply, meetings, service.organization)
    )
    entry = line_of(reply, answered.outcome, answered.said)
    return Taken(write_at_desk(service, answered.letters, entry, now), None)


def _read_again(mail: InboundMail, reading: Interpretation, meeting: Meeting, service: Service) -> Interpretation:
    """Now that the meeting is known: who comes at ten comes late. What was clear without it stays, if this is not."""
    known = service.reader.interpret(mail, Context(meeting=threads.brief(meeting)))
    same = known.intents and {i.refers for i in known.intents} <= {i.refers for i in reading.intents}
    return known if same and not known.unclear else reading


def _of_own_task(
    mail: InboundMail, reading: Interpretation, person: Address, meetings: list[Meeting], service: Service
) -> Interpretation:
    """“整理退货数据已完成”: where one open task of the sender has that title word for word, the rest is said of it."""
    words = comparable(reading.text)
    own = [(m, r) for m in meetings for r in m.resolutions if not r.ended and person in r.owners]
    named = [(m, r) for m, r in own if comparable(r.title) in words]
    if len(named) != 1:
        return reading
    meeting, task = named[0]
    known = service.reader.interpret(mail, threads.of_task(meeting, task))
    of_it = [isinstance(i, Done | ProgressReport | Extend | Reassign) and i.refers is None for i in known.intents]
    if known.unclear or not of_it or not all(of_it):
        return reading
    return replace(known, intents=tuple(replace(i, refers=task.title) for i in known.intents))


def _from_archive(reply: ReplyArrived, service: Service) -> desk.AtDesk | None:
    """A question to the archive, which alone knows what was kept; the answer goes to the asker's own address."""
    wishes = reply.reading.intents
    person, archive = reply.identity.person, service.archive
    if person is None or archive is None or len(wishes) != 1 or reply.reading.unclear:
        return None
    wish = wishes[0]
    if not isinstance(wish, Query) or wish.what != "archive" or not wish.terms:
        return None
    return desk.told_from_archive(reply, wish.terms, archive.find(_records(service), wish.terms, person))


def _figures(reply: ReplyArrived, service: Service) -> desk.AtDesk | None:
    """Only for them are the ended meetings read, too."""
    wishes = reply.reading.intents
    wish = wishes[0] if len(wishes) == 1 else None
    if reply.identity.person is None or reply.reading.unclear or not isinstance(wish, Query) or wish.figures is None:
        return None
    meetings = (r for r in _records(service) if isinstance(r, Meeting))
    return desk.told_figures(reply, wish.figures, meetings, service.organization, service.calendar)


def _records(service: Service) -> Iterator[Record]:
    return (s.record for s in service.store.all_records())


def _bounce(mail: InboundMail, digest: Digest, service: Service, now: datetime) -> Taken:
    """A delivery report finds its mail and its person (policy: nothing gets lost silently)."""
    bounce = bounce_of(mail)
    key = service.store.by_message(bounce.failed) if bounce and bounce.failed else None
    stored = service.store.load(key) if key else None
    if bounce is None or bounce.failed is None or key is None or stored is None:
        return _noted(mail, digest, Thread(), Said(Saying.AUTOMATIC_IGNORED, text="bounce"), service, now)
    if not bounce.permanent or isinstance(stored.record, Desk):
        said = Said(Saying.AUTOMATIC_IGNORED, text="bounce")
        return _noted(mail, digest, Thread(record=key), said, service, now)
    failed = next((o for o in stored.record.outgoing if o.message_id == bounce.failed), None)
    recipient = failed.to if failed else bounce.recipient
    assert recipient is not None  # by_message found the mail in this record
    told = dead_addresses.told_of(recipient, service, now)
    event = DeliveryFailed(now, bounce.failed, recipient, bounce.why, mail.message_id, digest, told)
    decision = decided(stored.record, event, situations.of(stored.record, service, now))
    entry = replace(_automatic_line(mail, digest, now), outcome=decision.outcome, said=decision.said)
    commit(service, stored, decision.record, decision.letters, entry, now)
    return Taken(entry, key)


def _noted(mail: InboundMail, digest: Digest, thread: Thread, said: Said, service: Service, now: datetime) -> Taken:
    """In the ledger and nowhere else: no answer, no change."""
    entry = replace(_automatic_line(mail, digest, now), said=(said,))
    stored = service.store.load(thread.record) if thread.record else None
    if stored is None:
        return Taken(write_at_desk(service, (), entry, now))
    commit(service, stored, stored.record, (), entry, now)
    return Taken(entry, thread.record)


def _kept(mail: InboundMail, service: Service) -> Iterator[File]:
    for attachment in mail.materials:
        yield File(
            name=attachment.name,
            media_type=attachment.media_type,
            size=len(attachment.content),
            digest=service.store.put_blob(attachment.content),
            unnamed=attachment.unnamed,
        )


def _minutes(
    mail: InboundMail, meeting: MeetingBrief | None, reading: Interpretation, service: Service
) -> MinutesContent | None:
    wanted = any(isinstance(i, MinutesSent | MinutesUnasked) for i in reading.intents)
    return service.reader.minutes(mail, meeting) if wanted and meeting is not None else None


def _automatic_line(mail: InboundMail, digest: Digest, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        at=now,
        cause=Cause.MAIL,
        outcome=Outcome.IGNORED,
        message_id=mail.message_id,
        sender=mail.from_address,
        subject=mail.subject,
        raw=digest,
    )
