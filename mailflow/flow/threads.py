"""Which mail of ours is answered, and what a reader must know of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from mailflow.core.letters import MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.reply import SETTLE, About, Context, MeetingBrief, RequestBrief, ResolutionBrief
from mailflow.core.resolution import Resolution
from mailflow.core.values import Address, MessageId, RecordId, Token
from mailflow.ports import Store
from mailflow.reading.thread import Clues


@dataclass(frozen=True)
class Thread:
    """``answers`` is the very mail, ``record`` where it stands; a UID alone names only the record."""

    record: RecordId | None = None
    answers: Outgoing | None = None
    context: Context = field(default_factory=Context)


def find(clues: Clues, store: Store) -> Thread:
    """By token, then Message-ID, then UID, then the marker in the quoted text: the order of trust."""
    for token in clues.tokens:
        if thread := _by_token(token, store):
            return thread
    for sent in clues.message_ids:
        if thread := _by_message(sent, store):
            return thread
    for uid in clues.uids:
        key = RecordId(uid.partition("@")[0])
        stored = store.load(key)
        if stored is not None and isinstance(stored.record, Meeting) and stored.record.uid == uid:
            return Thread(key, None, Context(About.INVITATION, brief(stored.record)))
    for token in clues.markers:
        if thread := _by_token(token, store):
            return thread
    return Thread()


def invitation_to(meeting: Meeting, who: Address) -> Outgoing | None:
    """The newest invitation that this person got: what a calendar button answers."""
    kinds = (MailKind.INVITATION, MailKind.UPDATE)
    return next((o for o in reversed(meeting.outgoing) if o.to == who and o.kind in kinds), None)


def brief(meeting: Meeting) -> MeetingBrief:
    return MeetingBrief(meeting.terms.key, meeting.terms.title, meeting.start, meeting.end)


def context_of(record: Record, answers: Outgoing) -> Context:
    """What the answered mail was about, as the reading of its answer needs it."""
    if isinstance(record, Problem):
        kind = {About.INVITATION: "next", About.NONE: "problem"}.get(answers.about, answers.ref.partition(":")[0])
        return Context(answers.about, _next_meeting(record), request=RequestBrief(kind, record.host))
    if not isinstance(record, Meeting):
        return Context(request=RequestBrief(SETTLE, answers.to) if answers.ref == SETTLE else None)
    resolution = record.resolution(answers.resolution) if answers.resolution else None
    told = _resolution(resolution) if resolution else _lacks_deadline(answers)
    return Context(
        about=answers.about,
        meeting=brief(record),
        resolution=told,
        request=_request(answers, resolution),
    )


def _next_meeting(problem: Problem) -> MeetingBrief:
    """“下周三下午两点” is said of the next meeting, which has no time yet."""
    begin = problem.opened_at
    return MeetingBrief(problem.terms.key, problem.terms.title, begin, begin + problem.terms.duration)


def of_task(meeting: Meeting, resolution: Resolution) -> Context:
    """As if the mail answered the one that gave out the task."""
    return Context(About.RESOLUTION, brief(meeting), _resolution(resolution))


def _by_token(token: Token, store: Store) -> Thread | None:
    key = store.by_token(token)
    return _in(key, store, lambda o: o.token == token) if key else None


def _by_message(sent: MessageId, store: Store) -> Thread | None:
    key = store.by_message(sent)
    return _in(key, store, lambda o: o.message_id == sent) if key else None


def _in(key: RecordId, store: Store, matches: Callable[[Outgoing], bool]) -> Thread | None:
    stored = store.load(key)
    if stored is None:
        return None
    answers = next((o for o in stored.record.outgoing if matches(o)), None)
    if answers is None:
        return None
    return Thread(key, answers, context_of(stored.record, answers))


def _resolution(resolution: Resolution) -> ResolutionBrief:
    return ResolutionBrief(resolution.title, resolution.owners[0], resolution.due_day)


def _lacks_deadline(answers: Outgoing) -> ResolutionBrief | None:
    """The task of minutes whose deadline the recorder was asked for."""
    kind, _, title = answers.ref.partition(":")
    asked = kind == "deadline" and answers.about is About.MINUTES_REQUEST
    return ResolutionBrief(title, answers.to, None) if asked else None


def _request(answers: Outgoing, resolution: Resolution | None) -> RequestBrief | None:
    kind, _, rest = answers.ref.partition(":")
    if kind == SETTLE:
        return RequestBrief(SETTLE, answers.to)
    if kind == "convene" and answers.about is About.INVITATION:
        return RequestBrief("time", answers.to)
    if kind == "proposals" and answers.about is About.INVITATION:
        return RequestBrief("time", answers.to)
    if kind == "venue" and answers.about is About.INVITATION:
        return RequestBrief("venue", answers.to)
    if kind == "handed" and answers.about is About.RESOLUTION:
        return RequestBrief("handed", Address(rest))
    if kind == "deadline" and answers.about is About.MINUTES_REQUEST:
        return RequestBrief("deadline", answers.to)
    if kind == "objection" and answers.about is About.MINUTES_REQUEST:
        return RequestBrief("objection", Address(rest))
    if answers.about is not About.APPROVAL:
        return None
    if kind == "leave":
        return RequestBrief("leave", Address(rest))
    if kind == "move":
        return RequestBrief("proposals", answers.to, datetime.fromisoformat(rest).date() if rest else None)
    if kind == "held" and answers.variant == "cancel":
        return RequestBrief("cancel", answers.to)
    if kind in ("convene", "topic", "topic-back"):
        return RequestBrief("move", answers.to)
    wish = resolution.pending_extension if resolution else None
    person = wish.by if wish else resolution.owners[0] if resolution else answers.to
    due: date | None = wish.due if wish else None
    return RequestBrief("move" if kind == "held" else kind, person, due)
