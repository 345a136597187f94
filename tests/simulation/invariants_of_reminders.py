"""What must hold of reminders: nobody is asked for what is there, nor disturbed for what can wait."""

from collections.abc import Iterator
from datetime import timedelta

from simulated_view import Told, View, Watch, sent_mail

from mailflow.core import intents
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import MailKind as Kind
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.record import Record
from mailflow.core.reply import About
from mailflow.core.resolution import ResolutionState
from mailflow.core.said import Saying


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
_DECIDED = {Saying.LEAVE_APPROVED, Saying.LEAVE_APPROVED_BY_DEFAULT, *_REJECTED}


def _learn(told: Told, entry: LedgerEntry) -> None:
    for said in entry.said:
        if said.person is None:
            continue
        if said.key in _DECIDED:
            told.decided.add(f"leave:{said.person}")
        elif said.key is Saying.LEAVE_NOTED:
            told.decided.discard(f"leave:{said.person}")
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
    if mail.kind is Kind.LEAVE_REQUEST:
        return mail.ref in told.decided
    return mail.kind in (Kind.TASK_REMINDER, Kind.ESCALATION) and mail.resolution in told.done


def nothing_decided_is_asked_again(view: View, watch: Watch) -> Iterator[str]:
    """Time asks nobody for what is decided: an extension, a task that is checked, a problem that is solved."""
    for old, record in watch.changed(view):
        known = len(old.outgoing) if old else 0
        for mail in record.outgoing[known:]:
            if watch.line_of_ours[mail.message_id].cause is Cause.TIME and _is_decided(mail, record):
                yield f"{record.id}: {mail.kind} ({mail.variant or '-'}) to {mail.to} at {mail.made_at}"


def _is_decided(mail: Outgoing, record: Record) -> bool:
    if isinstance(record, Problem):
        return record.state is ProblemState.SOLVED and mail.kind in (Kind.APPROVAL_REQUEST, Kind.ASK)
    task = record.resolution(mail.resolution) if isinstance(record, Meeting) and mail.resolution else None
    if task is None or mail.kind is not Kind.APPROVAL_REQUEST:
        return False
    return task.pending_extension is None and task.state is not ResolutionState.REPORTED


_CAN_WAIT = {
    Kind.RSVP_REMINDER, Kind.MATERIALS_REMINDER, Kind.TASK_REMINDER, Kind.ESCALATION, Kind.MINUTES_REMINDER, Kind.DIGEST,
}  # fmt: skip
_CAN_WAIT_AS = {(Kind.NOTICE, "unanswered"), (Kind.REPORT, "figures"), (Kind.REPORT, "problem")}
_AT_ONCE = {
    (Kind.INVITATION, ""), (Kind.NOTICE, "venue"),  # of a meeting that was called just now, or planned late
    (Kind.MINUTES_REQUEST, ""),  # the meeting has ended just now
    (Kind.LEAVE_DECISION, "approved-by-default"), (Kind.LEAVE_DECISION, "rejected-by-default"), (Kind.NOTICE, "default"),
    (Kind.SUBSTITUTE_REQUEST, ""), (Kind.NOTICE, "recorder"),  # a leave is decided at the hour that was announced
}  # fmt: skip
"""What time may bring in quiet hours and on a day off."""


def nothing_that_can_wait_disturbs(view: View, watch: Watch) -> Iterator[str]:
    """No reminder and no report is delivered on a day off or in quiet hours; nothing is that is not urgent."""
    for mail in view.server.delivered[watch.delivered :]:
        sent = sent_mail(mail.message_id, view)
        if sent is None or not view.service.calendar.is_quiet(mail.at):
            continue
        can_wait = sent.kind in _CAN_WAIT or (sent.kind, sent.variant) in _CAN_WAIT_AS or sent.not_before is not None
        if can_wait or _waits(sent, view, watch):
            yield f"{sent.kind} ({sent.variant or '-'}) to {sent.to}, made {sent.made_at}, delivered {mail.at:%a %H:%M}"


def _waits(sent: Outgoing, view: View, watch: Watch) -> bool:
    """Time brought it in the quiet, and an hour of work is left after that before the meeting begins."""
    calendar, made = view.service.calendar, sent.made_at
    line = watch.line_of_ours.get(sent.message_id)
    if line is None or line.cause is not Cause.TIME or not calendar.is_quiet(made):
        return False
    key = view.service.store.by_message(sent.message_id)
    record = view.records.get(key) if key else None
    soon = isinstance(record, Meeting) and calendar.deliverable(made) > record.start - timedelta(hours=1)
    # When it was written the meeting was to begin at another hour.
    moved = isinstance(record, Meeting) and record.marks.get("moved", made) > made
    return (sent.kind, sent.variant) not in _AT_ONCE and not soon and not moved
