"""What must hold of mails, coming and going. Each is a generator of faults."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from simulated_servers import Posted
from simulated_view import Records, View, Watch, sent_mail

from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import SendState
from mailflow.core.record import Record

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
            watch.line_of_ours.update(dict.fromkeys(entry.mails, entry))
            watch.named[record.id] += len(entry.mails)
            if entry.cause is Cause.MAIL and entry.message_id:
                watch.lines[entry.message_id] += 1
                if watch.lines[entry.message_id] > 1:
                    yield f"{entry.message_id} of {entry.sender} has a second line, in {record.id}"
        watch.lines_of[record.id] = len(record.log)
    for name in watch.archived:
        if not watch.lines[name]:
            yield f"{name} was marked done, and no line tells of it"
    watch.archived.clear()


def every_mail_of_ours_has_one_line(view: View, watch: Watch) -> Iterator[str]:
    """Every mail that goes out was written because of exactly one line in the ledger."""
    for _, record in watch.changed(view):
        if watch.named[record.id] != len(record.outgoing):
            yield f"{record.id} has {len(record.outgoing)} mails, and its lines name {watch.named[record.id]}"
        yield from (
            f"{o.kind} to {o.to} in {record.id}: no line tells why"
            for o in record.outgoing
            if o.message_id not in watch.line_of_ours
        )


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
