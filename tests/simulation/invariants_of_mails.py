"""What must hold of mails, coming and going, and of reminders. Each is a generator of faults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from simulated_servers import Posted
from simulated_view import Records, Told, View, Watch, sent_mail

from mailflow.core import intents
from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import MailKind as Kind
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.record import Record
from mailflow.core.reply import About
from mailflow.core.said import Saying

# ------------------------------------------------------------------------------------------- reminders


def nobody_is_reminded_after_answering(view: View, watch: Watch) -> Iterator[str]:
    """Nobody is reminded of what the ledger says they have answered."""
    for _, record in watch.changed(view):
        if isinstance(record, Meeting):
            told, mails = watch.told[record.id], {o.message_id: o for o in record.outgoing}
            for entry in record.log[told.lines :]:
                _learn(told, entry)
                for mail in (mails[m] for m in entry.mails if m in mails):
                    if _is_needless(mail, told):
                        yield f"{record.id}: {mail.kind} ({mail.variant or '-'}) to {mail.to} at {entry.at}"
            told.lines = len(record.log)


_ANSWERS = {Saying.WILL_ATTEND, Saying.MAY_ATTEND, Saying.LEAVE_NOTED, Saying.WILL_BE_LATE, Saying.WILL_LEAVE_EARLY}
_REJECTED = {Saying.LEAVE_REJECTED, Saying.LEAVE_REJECTED_BY_DEFAULT}


def _learn(told: Told, entry: LedgerEntry) -> None:
    for said in entry.said:
        if said.person is None:
            continue
        if said.key in _ANSWERS:
            told.answered.add(said.person)
        elif said.key in _REJECTED:
            told.answered.discard(said.person)
        elif said.key is Saying.MOVED:
            told.answered.clear()
        elif said.key in (Saying.MATERIALS_FILED, Saying.NOTHING_TO_SUBMIT):
            told.handed_in.add(said.person)
        elif said.key in (Saying.MINUTES_CONFIRMED, Saying.MINUTES_OBJECTED):
            told.spoke.add((said.person, f"minutes:{said.number}"))
            told.recorded = told.recorded and said.key is Saying.MINUTES_CONFIRMED
        elif said.key is Saying.MINUTES_QUESTIONED:
            told.recorded = False
    told.recorded = told.recorded or any(s.key is Saying.MINUTES_SENT for s in entry.said)
    by_owner = entry.about is About.RESOLUTION and entry.outcome is Outcome.DONE
    if by_owner and any(isinstance(i, intents.Done) and not i.refers for i in entry.intents):
        told.done.add(entry.ref)


def _is_needless(mail: Outgoing, told: Told) -> bool:
    if mail.kind is Kind.RSVP_REMINDER:
        return mail.to in told.answered
    if mail.kind is Kind.MATERIALS_REMINDER and not mail.variant:
        return mail.to in told.handed_in
    if mail.kind is Kind.MINUTES_REMINDER and mail.variant == "confirm":
        return (mail.to, mail.ref) in told.spoke
    if mail.kind is Kind.MINUTES_REMINDER:
        return told.recorded
    return mail.kind in (Kind.TASK_REMINDER, Kind.ESCALATION) and mail.resolution in told.done


_CAN_WAIT = {
    Kind.RSVP_REMINDER, Kind.MATERIALS_REMINDER, Kind.TASK_REMINDER, Kind.ESCALATION, Kind.MINUTES_REMINDER, Kind.DIGEST,
}  # fmt: skip
_CAN_WAIT_AS = {(Kind.NOTICE, "unanswered"), (Kind.REPORT, "figures"), (Kind.REPORT, "problem")}


def nothing_that_can_wait_disturbs(view: View, watch: Watch) -> Iterator[str]:
    """No reminder and no report is delivered on a day off or in quiet hours."""
    for mail in view.server.delivered[watch.delivered :]:
        sent = sent_mail(mail.message_id, view)
        if sent is None or not view.service.calendar.is_quiet(mail.at):
            continue
        if sent.kind in _CAN_WAIT or (sent.kind, sent.variant) in _CAN_WAIT_AS:
            yield f"{sent.kind} ({sent.variant or '-'}) to {sent.to}, made {sent.made_at}, delivered {mail.at:%a %H:%M}"


# ------------------------------------------------------------------------------------------ mails out


def what_is_delivered_stands_in_a_record(view: View, watch: Watch) -> Iterator[str]:
    """Every mail that a server has taken stands in a record, for the same person, with the same bytes."""
    for mail in view.server.delivered[watch.delivered :]:
        sent = sent_mail(mail.message_id, view)
        if sent is None:
            yield f"{mail.message_id} to {mail.to} is in no record"
        elif sent.to != mail.to or view.service.store.get_blob(sent.raw) != mail.raw:
            yield f"{mail.message_id} to {mail.to} went out otherwise than it was written"


def nothing_is_sent_twice(view: View, watch: Watch) -> Iterator[str]:
    """A mail is sent again only where the process ended between the server's 250 and the record."""
    for mail in view.server.delivered[watch.delivered :]:
        times = view.server.times[mail.message_id]
        if times > 1 + watch.may_repeat[mail.message_id]:
            yield f"{mail.message_id} to {mail.to} was sent {times} times"
    watch.delivered = len(view.server.delivered)


def no_message_id_is_made_twice(view: View, watch: Watch) -> Iterator[str]:
    """No Message-ID is made twice, and no mail that was queued is lost or takes back what became of it."""
    for old, record in watch.changed(view):
        kept = {o.message_id: o for o in record.outgoing}
        if len(kept) != len(record.outgoing):
            yield f"{record.id} names one Message-ID twice"
        for name in kept:
            if watch.mails.setdefault(name, record.id) != record.id:
                yield f"{name} stands in {record.id} and in {watch.mails[name]}"
        for mail in old.outgoing if old else ():
            now = kept.get(mail.message_id)
            if now is None or (mail.state is not SendState.QUEUED and now.state is not mail.state):
                yield f"{mail.kind} to {mail.to} in {record.id}: was {mail.state}, is {now.state if now else 'gone'}"


def what_is_said_of_a_sending_is_true(view: View, watch: Watch) -> Iterator[str]:
    """A mail that is marked as sent was taken by the server, one marked as refused was refused, or tried for days."""
    for old, record in watch.changed(view):
        was = {o.message_id: o.state for o in old.outgoing} if old else {}
        for mail in record.outgoing:
            if mail.state is was.get(mail.message_id, SendState.QUEUED):
                continue
            if mail.state is SendState.SENT and not view.server.times[mail.message_id]:
                yield f"{mail.kind} to {mail.to} in {record.id} is marked as sent, and no server has it"
            given_up = view.now - mail.made_at > timedelta(days=5)
            if mail.state is SendState.REFUSED and mail.message_id not in view.server.refused and not given_up:
                yield f"{mail.kind} to {mail.to} in {record.id} is marked as refused, and nobody refused it"


def what_is_queued_goes_out(view: View, watch: Watch) -> Iterator[str]:
    """A whole pass leaves nothing queued whose time has come, and what failed is tried again within two hours."""
    for record in view.records.values():
        for mail in watch.waits[record.id].queued:
            if mail.next_attempt and mail.next_attempt > view.now + timedelta(hours=2):
                yield f"{mail.kind} to {mail.to} in {record.id} waits until {mail.next_attempt}"
            if not view.whole:
                continue
            if mail.variant == "delivery-failed" and mail.made_at == view.now:
                continue  # written while the pass was sending
            waits = max(filter(None, (mail.not_before, mail.next_attempt)), default=mail.made_at)
            disturbs = mail.not_before is not None and view.service.calendar.is_quiet(view.now)
            if waits <= view.now and not disturbs:
                yield f"{mail.kind} to {mail.to} in {record.id} could go since {waits}, and was not tried"


def nothing_that_ended_is_queued(view: View, watch: Watch) -> Iterator[str]:
    """No record ends while one of its mails waits."""
    for _, record in watch.changed(view):
        if record.ended and watch.waits[record.id].queued:
            yield f"{record.id} has ended with mails in its queue"


# ------------------------------------------------------------------------------------------- mails in


def every_mail_has_one_line(view: View, watch: Watch) -> Iterator[str]:
    """Every mail that came in has exactly one line in the ledger, however often it was delivered."""
    for _, record in watch.changed(view):
        for entry in record.log[watch.lines_of.get(record.id, 0) :]:
            if entry.cause is Cause.MAIL and entry.message_id:
                watch.lines[entry.message_id] += 1
                if watch.lines[entry.message_id] > 1:
                    yield f"{entry.message_id} of {entry.sender} has a second line, in {record.id}"
        watch.lines_of[record.id] = len(record.log)
    for name in watch.archived:
        if not watch.lines[name]:
            yield f"{name} was marked done, and no line tells of it"
    watch.archived.clear()


def nothing_lands_in_quarantine(view: View, watch: Watch) -> Iterator[str]:
    """No mail that a mail program wrote is beyond mailflow."""
    for old, record in watch.changed(view):
        if isinstance(record, Desk):
            known = old.quarantine if isinstance(old, Desk) else ()
            yield from (f"{q.sender}: {q.why}" for q in record.quarantine[len(known) :])


def unchanged_by(posted: Posted, before: Records, after: Records) -> Iterator[str]:
    """No answer changes anything for a sender who is a stranger, is only claimed, or has another's token."""
    if posted.honesty == "honest":
        return
    for key, record in after.items():
        old = before.get(key)
        if old is record:
            continue
        if old is None:
            waits = isinstance(record, Meeting) and record.called is not None and record.called.waits == "word"
            if not waits and not isinstance(record, Desk):
                yield f"{posted.honesty} mail of {posted.who}: {key} came into being"
        elif _substance(old) != _substance(record):
            yield f"{posted.honesty} mail of {posted.who} changed {key}: {_difference(old, record)}"
        elif posted.honesty == "robot" and any(o.to == posted.who for o in record.outgoing[len(old.outgoing) :]):
            yield f"the robot of {posted.who} was answered"


def _substance(record: Record) -> Record:
    if isinstance(record, Desk):
        return replace(record, outgoing=(), log=(), quarantine=())
    return replace(record, outgoing=(), log=(), held=())


def _difference(old: Record, new: Record) -> str:
    a, b = _substance(old), _substance(new)
    return "; ".join(f"{n}: {getattr(a, n)} -> {getattr(b, n)}" for n in vars(a) if getattr(a, n) != getattr(b, n))[
        :800
    ]
