"""Minutes (policy 5.3): asked of the recorder, completed, confirmed or objected to, final."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time

from mailflow.core.decision import Decision
from mailflow.core.due import Due, slots
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Confirm, DeadlineNamed, MinutesSent, Object
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting, MeetingState, MinutesVersion
from mailflow.core.minutes import MinutesContent, Objection, Task, Why
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import continuing, dropping, resolutions
from mailflow.core.steps.answering import forward, notice, to_sender
from mailflow.core.steps.completing import completed
from mailflow.core.steps.passages import passage_of
from mailflow.core.values import Address

DEADLINE = "deadline"
"""What the question for the one deadline that is missing is about; the task's title stands behind it."""

_DAILY_AT = time(10, 0)


def due(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    calendar, terms = situation.calendar, meeting.terms.minutes_terms
    if meeting.state is MeetingState.HELD:
        yield Due(meeting.end, "minutes-request", request, quiet=False)
        asked = _asked_at(meeting)
        overdue = calendar.after(asked, terms.due)
        for n, lag in enumerate(terms.reminders, start=1):
            yield Due(calendar.after(asked, lag), f"minutes-reminder:{n}", remind, until=overdue)
        yield Due(overdue, "minutes-overdue", tell_host)
        yield from slots("minutes-missing", calendar.shift(overdue.date(), 1), _DAILY_AT, 1, remind, situation)
    version = meeting.current_minutes
    if meeting.state is MeetingState.RECORDED and version and version.sent_at is None:
        # A new version that lacks something: the recorder was asked, and is asked until it can go out (policy 1.3.4).
        first = calendar.shift(calendar.day_of(version.at), 1)
        yield from slots(f"minutes-incomplete:{version.number}", first, _DAILY_AT, 1, remind, situation)
    if meeting.state is MeetingState.RECORDED and version and version.sent_at and version.deadline:
        if terms.confirm_reminder and version.silent:
            at = calendar.after(version.sent_at, terms.confirm_reminder)
            yield Due(at, f"minutes-confirm:{version.number}", remind_silent, until=version.deadline)
        yield Due(version.deadline, f"minutes-deadline:{version.number}", settle)
        if f"minutes-deadline:{version.number}" in meeting.marks:
            first = calendar.shift(version.deadline.date(), 1)
            name = f"minutes-unsettled:{version.number}"
            yield from slots(name, first, _DAILY_AT, 1, settle, situation)


def _asked_at(meeting: Meeting) -> datetime:
    """The end; where the machine slept, the time when the recorder was asked at last: nobody is late before."""
    return max(meeting.end, meeting.marks.get("minutes-request", meeting.end))


def request(meeting: Meeting, situation: Situation) -> Decision:
    """The form, with attendance and agenda filled in, right after the end (policy 5.3.1)."""
    letter = Letter(
        kind=MailKind.MINUTES_REQUEST,
        to=meeting.recorder,
        about=About.MINUTES_REQUEST,
        deadline=situation.calendar.after(_asked_at(meeting), meeting.terms.minutes_terms.due),
        review=situation.review(meeting),
    )
    return Decision(meeting, (letter,), outcome=Outcome.DONE)


def remind(meeting: Meeting, situation: Situation) -> Decision:
    version = meeting.current_minutes
    letter = Letter(
        kind=MailKind.MINUTES_REMINDER,
        to=meeting.recorder,
        about=About.MINUTES_REQUEST,
        deadline=situation.calendar.after(_asked_at(meeting), meeting.terms.minutes_terms.due),
        doubts=version.content.problems if version else (),
        urgent=False,
    )
    return Decision(meeting, (letter,), outcome=Outcome.DONE)


def tell_host(meeting: Meeting, situation: Situation) -> Decision:
    """Overdue minutes are told to the host (policy 5.3.2)."""
    letter = Letter(
        kind=MailKind.MINUTES_REMINDER,
        to=meeting.terms.host,
        variant="overdue",
        person=meeting.recorder,
        deadline=situation.calendar.after(_asked_at(meeting), meeting.terms.minutes_terms.due),
        urgent=False,
    )
    return Decision(meeting, (letter,), outcome=Outcome.DONE)


def receive(meeting: Meeting, _intent: MinutesSent, reply: ReplyArrived, situation: Situation) -> Decision:
    """A version of the minutes. What lacks owner or deadline is asked back before they go out (policy 1.3.4)."""
    by = reply.identity.person or reply.identity.address
    if meeting.state not in (MeetingState.HELD, MeetingState.RECORDED) or reply.minutes is None:
        said = Said(Saying.MINUTES_TOO_LATE, person=by)
        return Decision(meeting, forward(reply, situation.organization, (said,)), (said,), Outcome.FORWARDED)
    before = meeting.current_minutes
    whole = completed(before.content if before else None, reply.minutes)
    content, dropped = dropping.settled(whole, meeting, situation)
    continued = continuing.continued(content, meeting, situation)
    number = len(meeting.minutes) + 1
    if before and before.content == content:
        return Decision(meeting, said=(Said(Saying.MINUTES_RECEIVED, person=by, number=before.number),))
    version = MinutesVersion(number, content, by, reply.at, reply.message_id, dropped=dropped, continued=continued)
    meeting = replace(meeting, minutes=(*meeting.minutes, version))
    received = Decision(meeting, said=(Said(Saying.MINUTES_RECEIVED, person=by, number=number),), outcome=Outcome.DONE)
    if content.problems:
        return received.then(_question(meeting, content, reply))
    return received.then(_send(meeting, situation))


def deadline_named(meeting: Meeting, intent: DeadlineNamed, reply: ReplyArrived, situation: Situation) -> Decision:
    """The day alone completes the minutes as the whole line would."""
    title = reply.answers.ref.partition(":")[2] if reply.answers else ""
    line = MinutesContent(resolutions=(Task(title, due=intent.due),), text=reply.reading.text)
    version = meeting.current_minutes
    asked = version is not None and any(t.title == title and t.due is None for t in version.content.resolutions)
    if not asked:
        said = Said(Saying.REQUEST_DECIDED_ALREADY, person=reply.identity.person or reply.identity.address)
        return Decision(meeting, said=(said,), outcome=Outcome.NOTED)
    return receive(meeting, MinutesSent(), replace(reply, minutes=line), situation)


def confirm(meeting: Meeting, _intent: Confirm, reply: ReplyArrived, situation: Situation) -> Decision:
    who, version = reply.identity.person, meeting.current_minutes
    if version is None or who is None:
        return Decision(meeting)
    if version.final_at:
        return Decision(meeting, said=(Said(Saying.MINUTES_TOO_LATE, person=who),))
    if version.sent_at is None or _answered_version(reply) not in (None, version.number):
        said = Said(Saying.MINUTES_SUPERSEDED, person=who, number=version.number)
        return Decision(meeting, said=(said,), outcome=Outcome.NOTED)
    kept = tuple(o for o in version.objections if o.by != who)
    confirmed = tuple(dict.fromkeys((*version.confirmed, who)))
    meeting = _with_current(meeting, replace(version, confirmed=confirmed, objections=kept))
    said = Said(Saying.MINUTES_CONFIRMED, person=who, number=version.number)
    decision = Decision(meeting, said=(said,), outcome=Outcome.DONE)
    return decision.then(_finish_if_all_spoke(meeting, situation))


def object_(meeting: Meeting, intent: Object, reply: ReplyArrived, situation: Situation) -> Decision:
    """Objections go to the recorder, each with the passage that it concerns (policy 5.3.3)."""
    who, version = reply.identity.person, meeting.current_minutes
    if version is None or who is None:
        return Decision(meeting)
    if version.final_at:
        late = Said(Saying.MINUTES_TOO_LATE, person=who)
        return Decision(meeting, forward(reply, situation.organization, (late,)), (late,), Outcome.FORWARDED)
    about = _objected_to(meeting, version, reply)
    items = intent.items or (reply.reading.text,)
    passages = (*intent.passages, *[None] * len(items))
    new = tuple(
        Objection(who, reply.at, text, passage or passage_of(text, about.content), about.number)
        for text, passage in zip(items, passages, strict=False)
    )
    confirmed = tuple(a for a in about.confirmed if a != who)
    objected = replace(about, confirmed=confirmed, objections=(*about.objections, *new))
    meeting = replace(meeting, minutes=tuple(objected if v.number == about.number else v for v in meeting.minutes))
    said = [Said(Saying.MINUTES_OBJECTED, person=who, number=about.number)]
    if about.number != version.number:
        said.append(Said(Saying.MINUTES_SUPERSEDED, person=who, number=version.number))
    letter = Letter(
        kind=MailKind.OBJECTION,
        to=meeting.recorder,
        about=About.MINUTES_REQUEST,
        ref=f"objection:{who}",
        person=who,
        objections=new,
        quote=reply.reading.text,
        variant="earlier" if about.number != version.number else "",
    )
    objected_to = Decision(meeting, (letter,), tuple(said), Outcome.DONE)
    if reply.answers is None or reply.answers.kind is not MailKind.OBJECTION:
        return objected_to
    return objected_to.then(_host_told_of_objections(meeting, objected))  # kept after the recorder's answer


def _objected_to(meeting: Meeting, current: MinutesVersion, reply: ReplyArrived) -> MinutesVersion:
    """The version that was answered: a newer one may be out, or wait for what the recorder was asked."""
    number = _answered_version(reply)
    return next((v for v in meeting.minutes if v.number == number), current)


def remind_silent(meeting: Meeting, _situation: Situation) -> Decision:
    version = meeting.current_minutes
    if version is None:
        return Decision(meeting)
    letters = tuple(
        Letter(
            kind=MailKind.MINUTES_REMINDER,
            to=who,
            about=About.MINUTES,
            ref=f"minutes:{version.number}",
            variant="confirm",
            deadline=version.deadline,
            urgent=False,
        )
        for who in version.silent
    )
    return Decision(meeting, letters, outcome=Outcome.DONE)


def settle(meeting: Meeting, situation: Situation) -> Decision:
    """At the deadline silence counts as set; minutes that somebody objects to are never final by silence."""
    version = meeting.current_minutes
    if version is None or version.final_at:
        return Decision(meeting)
    if version.objections:
        return _objections_open(meeting, version).then(_host_told_of_objections(meeting, version))
    if meeting.terms.minutes_terms.silence == "ask" and version.silent:
        return remind_silent(meeting, situation)
    return _finish(meeting, version, situation)


def _question(meeting: Meeting, content: MinutesContent, reply: ReplyArrived) -> Decision:
    letter = replace(to_sender(reply, MailKind.ASK, variant="minutes"), doubts=content.problems)
    letter = replace(letter, about=About.MINUTES_REQUEST, ref=_asks_for(content))
    said = Said(Saying.MINUTES_QUESTIONED, person=letter.to, number=len(content.problems))
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _asks_for(content: MinutesContent) -> str:
    """``deadline:TITLE`` where one deadline is all that is missing, so that a day alone answers it."""
    lacking = [t for t in content.resolutions if t.due is None]
    only = len(content.problems) == len(lacking) == 1 and content.problems[0].why is Why.NO_DEADLINE
    return f"{DEADLINE}:{lacking[0].title}" if only and lacking[0].owners else ""


def _send(meeting: Meeting, situation: Situation) -> Decision:
    """To all who attended, were on leave or stood in (policy 5.3.2)."""
    version = meeting.current_minutes
    if version is None:
        return Decision(meeting)
    deadline = situation.calendar.after(situation.now, meeting.terms.minutes_terms.confirm_within)
    asked = _concerned(meeting, version, situation)
    version = replace(version, sent_at=situation.now, deadline=deadline, asked=asked, confirmed=(version.by,))
    meeting = _with_current(replace(meeting, state=MeetingState.RECORDED), version)
    letters = tuple(
        Letter(
            kind=MailKind.MINUTES,
            to=who,
            about=About.MINUTES,
            ref=f"minutes:{version.number}",
            deadline=deadline,
        )
        for who in asked
    )
    said = Said(Saying.MINUTES_SENT, number=version.number, when=deadline)
    sent = Decision(meeting, letters, (said,), Outcome.DONE)
    if meeting.terms.minutes_terms.provisional:
        return sent.then(resolutions.open_all(meeting, version.content, situation))
    return sent


def _concerned(meeting: Meeting, version: MinutesVersion, situation: Situation) -> tuple[Address, ...]:
    """Everybody invited, and whoever the minutes themselves say was there."""
    invited = (a.address for a in meeting.attendees)
    present = (p for p in version.content.attendance.present if situation.organization.person(p))
    return tuple(dict.fromkeys((*invited, *present)))


def _finish_if_all_spoke(meeting: Meeting, situation: Situation) -> Decision:
    version = meeting.current_minutes
    if version and not version.silent and not version.objections and not version.final_at:
        return _finish(meeting, version, situation)
    return Decision(meeting)


def _finish(meeting: Meeting, version: MinutesVersion, situation: Situation) -> Decision:
    """Confirmed minutes are the basis for carrying out: the resolutions start (policy 5.3.3)."""
    said = Said(Saying.MINUTES_FINAL, number=version.number)
    silent = tuple(Said(Saying.MINUTES_SILENT, person=who) for who in version.silent)
    meeting = _with_current(replace(meeting, state=MeetingState.CONFIRMED), replace(version, final_at=situation.now))
    letters = tuple(Letter(kind=MailKind.MINUTES_FINAL, to=who) for who in version.asked)
    final = Decision(meeting, letters, (said, *silent), Outcome.DONE)
    opened = final.then(resolutions.open_all(meeting, version.content, situation))
    return opened.then(resolutions.close_if_all_ended(opened.meeting))


def _objections_open(meeting: Meeting, version: MinutesVersion) -> Decision:
    """The recorder's words go on to who objects, where that is one person."""
    objectors = list(dict.fromkeys(o.by for o in version.objections))
    letter = Letter(
        kind=MailKind.MINUTES_REMINDER,
        to=meeting.recorder,
        about=About.MINUTES_REQUEST,
        ref=f"objection:{objectors[0]}" if len(objectors) == 1 else "",
        variant="objected",
        objections=version.objections,
        urgent=False,
    )
    return Decision(meeting, (letter,), outcome=Outcome.DONE)


def _host_told_of_objections(meeting: Meeting, version: MinutesVersion) -> Decision:
    said = tuple(
        Said(Saying.MINUTES_OBJECTED, person=who, number=version.number)
        for who in dict.fromkeys(o.by for o in version.objections)
    )
    return Decision(meeting, notice((meeting.terms.host,), "objections", said), said, Outcome.DONE)


def _with_current(meeting: Meeting, version: MinutesVersion) -> Meeting:
    return replace(meeting, minutes=(*meeting.minutes[:-1], version))


def _answered_version(reply: ReplyArrived) -> int | None:
    kind, _, number = reply.answers.ref.partition(":") if reply.answers else ("", "", "")
    return int(number) if kind == "minutes" and number.isdigit() else None
