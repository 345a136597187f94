"""Resolutions after the meeting (policy 5.3.4): opened, reported on, extended, handed on, done."""

from dataclasses import replace

from mailflow.core.authority import speaks_for
from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived, ResolutionDropped
from mailflow.core.intents import Approve, Done, Extend, ProgressReport, Reassign, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.minutes import MinutesContent, Task
from mailflow.core.reply import About
from mailflow.core.resolution import Extension, Progress, Resolution, ResolutionState
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps.answering import forward, notice, to_sender
from mailflow.core.values import Address, ResolutionId


def open_all(meeting: Meeting, content: MinutesContent, situation: Situation) -> Decision:
    """Each owner gets the own tasks. A task that runs already, provisionally or since an earlier meeting, keeps its history."""
    decision = Decision(meeting)
    version = meeting.current_minutes
    runs_already = {comparable(c.title) for c in version.continued} if version else set()
    for task in content.resolutions:
        if task.owners and task.due is not None and comparable(task.title) not in runs_already:
            decision = decision.then(_open(decision.meeting, task, situation))
    return decision


def close_if_all_ended(meeting: Meeting) -> Decision:
    """A meeting whose minutes drop or continue something stays open until that is carried out, too."""
    ended = all(r.ended for r in meeting.resolutions) and not meeting.earlier_to_settle
    if meeting.state is MeetingState.CONFIRMED and ended:
        return Decision(replace(meeting, state=MeetingState.CLOSED), outcome=Outcome.DONE)
    return Decision(meeting)


def done(meeting: Meeting, intent: Done, reply: ReplyArrived, situation: Situation) -> Decision:
    task = target(meeting, intent.refers, reply, situation)
    if task is None or task.ended:
        return _not_possible(meeting, task, intent.refers, reply, situation)
    by = reply.identity.person or reply.identity.address
    report = Progress(at=reply.at, by=by, percent=100, note=intent.note or "", files=reply.files)
    checker = checker_of(meeting, task, situation)
    if meeting.terms.follow_up.check_done and checker and checker != by:
        waiting = replace(task, state=ResolutionState.REPORTED, progress=(*task.progress, report))
        said = Said(Saying.TASK_REPORTED, person=by, text=task.title, other=checker)
        letter = _approval(checker, "done", task, by, intent.note or "")
        return Decision(meeting.with_resolution(waiting), (letter,), (said,), Outcome.DONE)
    ended = replace(task, progress=(*task.progress, report), percent=100)
    return _close(meeting, ended, by, situation)


def progress(meeting: Meeting, intent: ProgressReport, reply: ReplyArrived, situation: Situation) -> Decision:
    task = target(meeting, intent.refers, reply, situation)
    if task is None or task.ended:
        return _not_possible(meeting, task, intent.refers, reply, situation, goes_on=True)
    by = reply.identity.person or reply.identity.address
    report = Progress(at=reply.at, by=by, percent=intent.percent, note=intent.note or "", files=reply.files)
    percent = task.percent if intent.percent is None else intent.percent
    meeting = meeting.with_resolution(replace(task, progress=(*task.progress, report), percent=percent))
    said = Said(Saying.TASK_PROGRESS, person=by, text=task.title, number=percent)
    return Decision(meeting, said=(said,), outcome=Outcome.DONE)


def extend(meeting: Meeting, intent: Extend, reply: ReplyArrived, situation: Situation) -> Decision:
    """A later deadline needs a date, and the organizer's approval."""
    task = target(meeting, intent.refers, reply, situation)
    if task is None or task.ended:
        return _not_possible(meeting, task, intent.refers, reply, situation, goes_on=True)
    by = reply.identity.person or reply.identity.address
    pending = task.pending_extension
    reason = intent.reason or (pending.reason if pending else "")
    wish = Extension(asked_at=reply.at, by=by, due=intent.due, reason=reason)
    others = tuple(e for e in task.extensions if e is not pending)
    meeting = meeting.with_resolution(replace(task, extensions=(*others, wish)))
    if intent.due is None:
        said = Said(Saying.EXTENSION_NEEDS_DATE, person=by, text=task.title)
        question = replace(to_sender(reply, MailKind.ASK, variant="extend"), about=About.RESOLUTION, ref=task.id)
        return Decision(meeting, (replace(question, resolution=task.id),), (said,), Outcome.ASKED)
    checker = checker_of(meeting, task, situation) or meeting.terms.host
    said = Said(Saying.EXTENSION_ASKED, person=by, other=checker, text=task.title, due=intent.due)
    return Decision(meeting, (_approval(checker, "extend", task, by, reason, wish),), (said,), Outcome.DONE)


def reassign(meeting: Meeting, intent: Reassign, reply: ReplyArrived, situation: Situation) -> Decision:
    """The organizer hands a task on; an owner may ask for it."""
    task = target(meeting, intent.refers, reply, situation)
    if task is None or task.ended:
        return _not_possible(meeting, task, intent.refers, reply, situation)
    by = reply.identity.person or reply.identity.address
    if intent.owner is None:
        question = replace(to_sender(reply, MailKind.ASK, variant="reassign"), about=About.RESOLUTION, ref=task.id)
        said = Said(Saying.NOT_UNDERSTOOD, person=by, text=reply.reading.text)
        return Decision(meeting, (replace(question, resolution=task.id),), (said,), Outcome.ASKED)
    if by in situation.organization.organizers:
        return _hand_on(meeting, task, by, intent.owner)
    checker = checker_of(meeting, task, situation) or meeting.terms.host
    letter = replace(
        _approval(checker, "reassign", task, by, reply.reading.text),
        ref=f"reassign:{task.id}:{intent.owner}",
        people=(intent.owner,),
    )
    said = Said(Saying.REASSIGN_ASKED, person=by, other=intent.owner, text=task.title)
    return Decision(meeting, (letter,), (said,), Outcome.DONE)


def approve(meeting: Meeting, _intent: Approve, reply: ReplyArrived, situation: Situation) -> Decision:
    kind, task, argument = _request(meeting, reply)
    by = reply.identity.person or reply.identity.address
    if task is None or task.ended:
        return _not_possible(meeting, task, None, reply, situation)
    if kind == "done" and task.state is ResolutionState.REPORTED:
        return _close(meeting, task, by, situation)
    if kind == "reassign" and argument:
        return _hand_on(meeting, task, task.owners[0], Address(argument))
    wish = task.pending_extension
    if kind != "extend" or wish is None or wish.due is None:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=wish.by if wish else by),))
    granted = replace(wish, approved=True, decided_by=by)
    later = replace(_with_extension(task, wish, granted), due=wish.due, state=ResolutionState.EXTENDED)
    said = Said(Saying.EXTENSION_APPROVED, person=wish.by, other=by, text=task.title, due=wish.due)
    letters = tuple(task_letter(later, o, "extended", said) for o in task.owners)
    return Decision(meeting.with_resolution(later), letters, (said,), Outcome.DONE)


def reject(meeting: Meeting, intent: Reject, reply: ReplyArrived, situation: Situation) -> Decision:
    kind, task, _argument = _request(meeting, reply)
    by = reply.identity.person or reply.identity.address
    if task is None or task.ended:
        return _not_possible(meeting, task, None, reply, situation)
    if kind == "done" and task.state is ResolutionState.REPORTED:
        reopened = replace(task, state=ResolutionState.OPEN)
        said = Said(Saying.TASK_REOPENED, person=by, text=task.title)
        letters = tuple(
            replace(task_letter(reopened, o, "reopened", said), quote=intent.reason or "") for o in task.owners
        )
        return Decision(meeting.with_resolution(reopened), letters, (said,), Outcome.DONE)
    wish = task.pending_extension
    if kind == "extend" and wish is not None:
        refused = _with_extension(task, wish, replace(wish, approved=False, decided_by=by))
        said = Said(Saying.EXTENSION_REJECTED, person=wish.by, other=by, text=task.title, due=task.due_day)
        letter = replace(task_letter(refused, wish.by, "kept", said), quote=intent.reason or "")
        return Decision(meeting.with_resolution(refused), (letter,), (said,), Outcome.DONE)
    said = Said(Saying.EXTENSION_REJECTED, person=task.owners[0], other=by, text=task.title, due=task.due_day)
    letters = tuple(task_letter(task, o, "kept", said) for o in task.owners)
    return Decision(meeting, letters, (said,), Outcome.DONE)


def request_again(meeting: Meeting, key: ResolutionId, situation: Situation) -> Decision:
    """A request that nobody has decided is put to the approver once more."""
    task = meeting.resolution(key)
    if task is None or task.ended:
        return Decision(meeting)
    checker = checker_of(meeting, task, situation) or meeting.terms.host
    wish = task.pending_extension
    if wish is not None and wish.due is not None:
        letter = _approval(checker, "extend", task, wish.by, wish.reason, wish)
    elif task.state is ResolutionState.REPORTED:
        letter = _approval(checker, "done", task, task.progress[-1].by, task.progress[-1].note)
    else:
        return Decision(meeting)
    return Decision(meeting, (replace(letter, urgent=False),), outcome=Outcome.DONE)


def target(meeting: Meeting, refers: str | None, reply: ReplyArrived, situation: Situation) -> Resolution | None:
    """Which task is spoken of: by the sender's words, else the one whose mail is answered.

    None where it cannot be told, or where the sender may not speak of it.
    """
    who = reply.identity.person
    if who is None:
        return None
    organizer = who in situation.organization.organizers
    own = [r for r in meeting.resolutions if organizer or speaks_for(who, r.owners, situation.organization)]
    if refers:
        named = [r for r in own if _named(r.title, refers)]
        return named[0] if len(named) == 1 else None
    answered = reply.answers.resolution if reply.answers else None
    if answered:
        return next((r for r in own if r.id == answered), None)
    still_open = [r for r in own if not r.ended]
    return still_open[0] if len(still_open) == 1 else None


def _named(title: str, words: str) -> bool:
    a, b = comparable(title), comparable(words)
    return bool(a and b) and (a in b or (b in a and len(b) >= 2))


def drop(meeting: Meeting, event: ResolutionDropped, situation: Situation) -> Decision:
    """No longer pursued, as a later meeting's minutes say: neither done in time nor late (policy 5.3.4, 6.1)."""
    task = meeting.resolution(event.resolution)
    if task is None or task.ended:
        return Decision(meeting)
    ended = replace(task, state=ResolutionState.DROPPED, closed_at=situation.now)
    said = Said(Saying.TASK_DROPPED, text=task.title, due=event.on)
    told = dict.fromkeys((*task.owners, *filter(None, [checker_of(meeting, task, situation)])))
    letters = tuple(
        Letter(
            kind=MailKind.TASK_CLOSED,
            to=who,
            variant="dropped",
            resolution=task.id,
            said=(said,),
            quote=event.title,
            due=event.on,
        )
        for who in told
    )
    dropped = Decision(meeting.with_resolution(ended), letters, (said,), Outcome.DONE)
    return dropped.then(close_if_all_ended(dropped.meeting))


def _open(meeting: Meeting, task: Task, situation: Situation) -> Decision:
    known = next((r for r in meeting.resolutions if comparable(r.title) == comparable(task.title)), None)
    assert task.due is not None  # the caller opens only what has owner and deadline (policy 1.3.4)
    if known is not None:
        changed = replace(known, owners=task.owners, due=task.due, requirement=task.requirement or "")
        if known.ended or changed == known or known.times_extended:
            return Decision(meeting)
        said = Said(Saying.TASK_OPENED, person=task.owners[0], text=task.title, due=changed.due_day)
        letters = tuple(task_letter(changed, o, "", said) for o in task.owners)
        return Decision(meeting.with_resolution(changed), letters, (said,), Outcome.DONE)
    resolution = Resolution(
        id=ResolutionId(f"{meeting.id}-r{len(meeting.resolutions) + 1}"),
        title=task.title,
        owners=task.owners,
        due=task.due,
        requirement=task.requirement or "",
        opened_at=situation.now,
    )
    said = Said(Saying.TASK_OPENED, person=task.owners[0], text=task.title, due=resolution.due_day)
    letters = tuple(task_letter(resolution, o, "", said) for o in task.owners)
    opened = replace(meeting, resolutions=(*meeting.resolutions, resolution))
    return Decision(opened, letters, (said,), Outcome.DONE)


def _close(meeting: Meeting, task: Resolution, by: Address, situation: Situation) -> Decision:
    ended = replace(task, state=ResolutionState.DONE, closed_at=situation.now)
    said = Said(Saying.TASK_DONE, person=by, text=task.title)
    told = dict.fromkeys((*task.owners, *filter(None, [checker_of(meeting, task, situation)])))
    letters = tuple(
        Letter(
            kind=MailKind.TASK_CLOSED,
            to=who,
            resolution=task.id,
            person=by,
            said=(said,),
            files=tuple(f for p in task.progress for f in p.files),
            quote=task.progress[-1].note if task.progress else "",
        )
        for who in told
        if who != by
    )
    closed = Decision(meeting.with_resolution(ended), letters, (said,), Outcome.DONE)
    return closed.then(close_if_all_ended(closed.meeting))


def _hand_on(meeting: Meeting, task: Resolution, old: Address, new: Address) -> Decision:
    """The new owner is told, and may object by reply."""
    owners = tuple(dict.fromkeys(new if o == old or len(task.owners) == 1 else o for o in task.owners))
    owners = owners if new in owners else (*owners, new)
    handed = replace(task, owners=owners)
    said = Said(Saying.REASSIGNED, person=task.owners[0], other=new, text=task.title)
    before = next((o for o in task.owners if o not in owners), "")
    letters = (
        replace(task_letter(handed, new, "reassigned", said), ref=f"handed:{before}"),
        *(
            Letter(kind=MailKind.RECEIPT, to=o, said=(said,), resolution=task.id)
            for o in task.owners
            if o not in owners
        ),
    )
    return Decision(meeting.with_resolution(handed), letters, (said,), Outcome.DONE)


def checker_of(meeting: Meeting, task: Resolution, situation: Situation) -> Address | None:
    """Who follows this task up: the owner's department's organizer; the host where that is the owner."""
    organizer = situation.organization.organizer_of(task.owners[0])
    return meeting.terms.host if organizer is None or organizer in task.owners else organizer


def _approval(
    to: Address, kind: str, task: Resolution, by: Address, words: str, wish: Extension | None = None
) -> Letter:
    return Letter(
        kind=MailKind.APPROVAL_REQUEST,
        to=to,
        about=About.APPROVAL,
        ref=f"{kind}:{task.id}",
        variant=kind,
        resolution=task.id,
        person=by,
        quote=words,
        due=wish.due if wish else None,
        files=tuple(f for p in task.progress for f in p.files) if kind == "done" else (),
    )


def task_letter(task: Resolution, to: Address, variant: str, said: Said) -> Letter:
    return Letter(
        kind=MailKind.TASK,
        to=to,
        about=About.RESOLUTION,
        ref=task.id,
        resolution=task.id,
        variant=variant,
        said=(said,),
    )


def _request(meeting: Meeting, reply: ReplyArrived) -> tuple[str, Resolution | None, str]:
    """What an approval is about: ``extend:ID``, ``done:ID``, ``reassign:ID:ADDRESS``."""
    kind, _, rest = reply.answers.ref.partition(":") if reply.answers else ("", "", "")
    key, _, argument = rest.partition(":")
    return kind, meeting.resolution(ResolutionId(key)), argument


def _with_extension(task: Resolution, old: Extension, new: Extension) -> Resolution:
    return replace(task, extensions=tuple(new if e is old else e for e in task.extensions))


def _not_possible(
    meeting: Meeting,
    task: Resolution | None,
    refers: str | None,
    reply: ReplyArrived,
    situation: Situation,
    *,
    goes_on: bool = False,
) -> Decision:
    """``goes_on``: they say that it is not finished yet, and whoever follows it up must know that."""
    who = reply.identity.person
    if task is not None:
        said = Said(Saying.TASK_CLOSED_ALREADY, person=who, text=task.title)
        checker = checker_of(meeting, task, situation)
        if not (goes_on and task.state is ResolutionState.DONE and checker and checker != who):
            return Decision(meeting, said=(said,), outcome=Outcome.NOTED)
        told = notice((checker,), "no-authority", (said,), person=who, quote=reply.reading.text, resolution=task.id)
        return Decision(meeting, told, (said,), Outcome.FORWARDED)
    unknown = Said(Saying.TASK_UNKNOWN, person=who, text=refers or reply.reading.text)
    letters = forward(reply, situation.organization, (unknown,), "no-authority")
    return Decision(meeting, letters, (unknown,), Outcome.FORWARDED)
