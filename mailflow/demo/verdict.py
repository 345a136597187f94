"""Whether the life was completed: every fault in one line each."""

from collections.abc import Iterable, Iterator, Sequence

from mailflow.core.desk import Desk
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.outgoing import SendState
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.record import Record
from mailflow.core.resolution import ResolutionState
from mailflow.demo.life import Lived
from mailflow.demo.mailbag import Delivered
from mailflow.demo.received import read

OF_A_LIFE = (
    MailKind.INVITATION,
    MailKind.RSVP_REMINDER,
    MailKind.CALL,
    MailKind.MATERIALS_REMINDER,
    MailKind.AGENDA,
    MailKind.PACKET,
    MailKind.SUPPLEMENT,
    MailKind.LEAVE_REQUEST,
    MailKind.LEAVE_DECISION,
    MailKind.SUBSTITUTE_REQUEST,
    MailKind.MINUTES_REQUEST,
    MailKind.MINUTES,
    MailKind.MINUTES_REMINDER,
    MailKind.OBJECTION,
    MailKind.MINUTES_FINAL,
    MailKind.TASK,
    MailKind.TASK_REMINDER,
    MailKind.APPROVAL_REQUEST,
    MailKind.ESCALATION,
    MailKind.TASK_CLOSED,
    MailKind.ASK,
    MailKind.RECEIPT,
    MailKind.REPORT,
    MailKind.NOTICE,
    MailKind.CANCELLATION,
    MailKind.DIGEST,
)
"""The kinds of mail that the acted life brings, each at least once."""


def faults(
    lived: Lived, records: Sequence[Record], mails: Iterable[Delivered], unread: Iterable[bytes]
) -> Iterator[str]:
    """Nothing where all went to its end. ``unread`` is what still lies in mailflow's mailbox."""
    if not lived.ended:
        yield "time never came to rest: some step is due again and again"
    for part in lived.actors.not_played():
        yield f"{part.who} waited in vain for mail {part.cue.nth} of the kind {part.cue.kind}"
    seen = {d.mail.kind for d in mails}
    for kind in OF_A_LIFE:
        if kind not in seen:
            yield f"no mail of the kind {kind} was sent"
    for raw in unread:
        yield f"a mail was left unread: {read(raw).subject}"
    for record in records:
        yield from _of_record(record)
    for key in ("weekly", "monthly", "special", "ad-hoc"):
        if not any(isinstance(r, Meeting) and r.terms.key == key for r in records):
            yield f"no {key} meeting took place"


def _of_record(record: Record) -> Iterator[str]:
    for mail in record.outgoing:
        if mail.state is not SendState.SENT:
            yield f"{record.id}: {mail.kind} to {mail.to} was not sent: {mail.error or mail.state}"
    if isinstance(record, Desk):
        for item in record.quarantine:
            yield f"in quarantine: {item.subject or item.message_id} ({item.why})"
    if isinstance(record, Problem) and record.state is not ProblemState.SOLVED:
        yield f"the problem {record.title} is {record.state}, not solved"
    if isinstance(record, Meeting):
        if record.state not in (MeetingState.CLOSED, MeetingState.CANCELLED):
            yield f"{record.id} is {record.state}, not at its end"
        for task in record.resolutions:
            if task.state is not ResolutionState.DONE:
                yield f"{task.title} is {task.state}, not done"
