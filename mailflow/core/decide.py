"""An event and a record in, a decision out: the one place where everything that happens passes through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.core import authority
from mailflow.core.decision import Decision, R
from mailflow.core.due import Due
from mailflow.core.events import (
    CommandGiven,
    DeliveryFailed,
    Event,
    ReplyArrived,
    ResolutionContinued,
    ResolutionDropped,
    TimeReached,
)
from mailflow.core.intents import (
    Accept,
    Acknowledge,
    Approve,
    Cancel,
    Intent,
    Late,
    Leave,
    LeaveEarly,
    Reject,
    Tentative,
)
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Held, Meeting, MeetingState
from mailflow.core.problem import Problem
from mailflow.core.reply import About, Certainty
from mailflow.core.rules import WEIGHTY, rule_for
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import (
    agenda,
    continuing,
    convening,
    departed,
    follow_up,
    held,
    leave,
    materials,
    minutes,
    planning,
    problems,
    resolutions,
    staffing,
)
from mailflow.core.steps.answering import forward, notice, settles, to_sender
from mailflow.core.values import Address

CHAPTERS = (
    convening.due,
    planning.due,
    staffing.due,
    leave.due,
    materials.due,
    agenda.due,
    minutes.due,
    departed.due,
    follow_up.due,
)
"""What time can bring to a meeting, chapter by chapter of the policy."""

PROBLEM_CHAPTERS = (problems.due,)

_MOST_STEPS_A_PASS = 500
_OF_WHO_COMES = (Accept, Tentative, Leave, Late, LeaveEarly)
"""Said under a mail that was put before the organizers: of the organizer, or of who wrote it?"""
_REMEMBERED = 5
"""Of so many of somebody's last mails it counts whether one was unclear."""


def decide(record: R, event: Event, situation: Situation) -> Decision[R]:
    match event:
        case ReplyArrived():
            return _on_reply(record, event, situation)
        case TimeReached():
            return _on_time(record, situation)
        case DeliveryFailed():
            return _on_failure(record, event, situation)
        case ResolutionDropped():
            return resolutions.drop(record, event, situation) if isinstance(record, Meeting) else Decision(record)
        case ResolutionContinued():
            return continuing.carry_on(record, event, situation) if isinstance(record, Meeting) else Decision(record)
        case CommandGiven():
            return (
                planning.cancel(record, event.reason, None, situation)
                if isinstance(record, Meeting)
                else Decision(record)
            )


def next_due(record: R, situation: Situation) -> datetime | None:
    """When this record wants to be looked at again."""
    return min((fires_at(step, situation) for step in _pending(record, situation)), default=None)


# ------------------------------------------------------------------------------------------ replies


def _on_reply(record: R, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    decision = _considered(record, reply, situation)
    return decision if reply.reading.refresh else _answered(decision, reply)


def _considered(record: R, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    """Who wrote comes first, what they want second."""
    organization, person = situation.organization, reply.identity.person
    if person is None:
        return _stranger(record, reply, situation)
    if authority.bound_to_another(reply, organization):
        said = Said(Saying.NO_AUTHORITY, person=person, text=_kinds(reply))
        return Decision(record, forward(reply, organization, (said,)), (said,), Outcome.FORWARDED)
    if reply.reading.refresh and isinstance(record, Meeting) and record.attendee(person):
        return planning.send_again(record, person)
    wishes = tuple(i for i in reply.reading.intents if not isinstance(i, Acknowledge))
    if not wishes and not reply.reading.unclear:
        return _nothing_wanted(record, reply)
    decision = Decision(record)
    for wish in filter(reply.identity.vouches_for, wishes):
        decision = decision.then(_apply(decision.record, wish, reply, situation))
    unsure = tuple(wish for wish in wishes if not reply.identity.vouches_for(wish))
    if unsure:
        rest = replace(reply, reading=replace(reply.reading, intents=unsure))
        decision = decision.then(held.hold(decision.record, rest))
    elif reply.reading.unclear:
        decision = decision.then(_ask_back(decision.record, reply, situation))
    return decision


def _apply(record: R, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    about = reply.answers.about if reply.answers else About.NONE
    ref = reply.answers.ref if reply.answers else ""
    if about is About.APPROVAL and ref.startswith("held:"):
        return _second_word(record, wish, reply, situation)
    rule = rule_for(record, wish, about, ref)
    person = reply.identity.person
    if settles(reply) and (rule is None or isinstance(wish, _OF_WHO_COMES)):
        return _ask_back(record, reply, situation)
    if rule is None:
        said = Said(Saying.NOT_FITTING, person=person, text=wish.kind)
        return Decision(record, forward(reply, situation.organization, (said,)), (said,), Outcome.FORWARDED)
    if not rule.who(record, reply, situation.organization):
        return _not_allowed(record, wish, reply, situation)
    if record.state not in rule.states:
        return _too_late(record, wish, reply)
    return rule.step(record, wish, reply, situation)


def _too_late(record: R, wish: Intent, reply: ReplyArrived) -> Decision[R]:
    """What was said of the own attendance belongs into the minutes while they are written (policy 5.1.2, 5.3.1)."""
    person = reply.identity.person
    own = isinstance(wish, Leave | Late | LeaveEarly)
    if not isinstance(record, Meeting) or record.state not in (MeetingState.HELD, MeetingState.RECORDED) or not own:
        return Decision(record, said=(Said(Saying.MEETING_CLOSED, person=person),), outcome=Outcome.REFUSED)
    said = Said(Saying.TOLD_TO_RECORDER, person=person, other=record.recorder)
    told = tuple(dict.fromkeys((record.recorder, record.chair)))
    letters = notice(tuple(w for w in told if w != person), "leave", (said,), person=person, quote=reply.reading.text)
    return Decision(record, letters, (said,), Outcome.FORWARDED)


def _second_word(record: R, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    """The “yes” to a wish that waited: it is done now, as if it had come from a known sender."""
    waiting = held.waiting(record, reply)
    person = reply.identity.person or reply.identity.address
    if waiting is None:
        return Decision(record, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=person),))
    if isinstance(wish, Reject):
        return held.denied(record, waiting, person)
    if not isinstance(wish, Approve):
        said = Said(Saying.NOT_FITTING, person=person, text=wish.kind)
        return Decision(record, forward(reply, situation.organization, (said,)), (said,), Outcome.FORWARDED)
    settled = held.settle(record, waiting, done=True)
    said = Said(Saying.CONFIRMED_BY_SENDER, person=person)
    return Decision(settled, said=(said,), outcome=Outcome.DONE).then(_carry_out(settled, waiting, situation))


def _carry_out(record: R, waiting: Held, situation: Situation) -> Decision[R]:
    if waiting.why == "second-word":
        return _weighty(record, waiting, situation) if isinstance(record, Meeting) else Decision(record)
    identity = replace(waiting.reply.identity, certainty=Certainty.KNOWN, button="")
    return _considered(record, replace(waiting.reply, identity=identity), situation)


def _weighty(meeting: Meeting, waiting: Held, situation: Situation) -> Decision:
    act = waiting.act or Cancel().kind
    wish = next((i for i in waiting.reply.reading.intents if i.kind == act), None)
    if wish is None or meeting.state not in planning.BEFORE:
        return Decision(meeting, said=(Said(Saying.MEETING_CLOSED),), outcome=Outcome.REFUSED)
    by = waiting.reply.identity.person or waiting.reply.identity.address
    return WEIGHTY[act](meeting, wish, by, situation)


def _stranger(record: R, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    """Changes nothing, is told nothing; the organizers hear of it."""
    said = Said(Saying.UNKNOWN_SENDER, text=reply.identity.address)
    letters = forward(reply, situation.organization, (said,), "stranger")
    return Decision(record, letters, (said,), Outcome.FORWARDED)


def _not_allowed(record: R, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    who = reply.identity.person
    invited = isinstance(record, Meeting) and who is not None and record.attendee(who) is not None
    key, variant = (Saying.NO_AUTHORITY, "no-authority") if invited else (Saying.NOT_INVITED, "not-invited")
    said = Said(key, person=reply.identity.person, text=wish.kind)
    letters = forward(reply, situation.organization, (said,), variant)
    return Decision(record, letters, (said,), Outcome.FORWARDED)


def _nothing_wanted(record: R, reply: ReplyArrived) -> Decision[R]:
    person = reply.identity.person
    if reply.reading.intents:
        return Decision(record, said=(Said(Saying.ACKNOWLEDGED, person=person),), outcome=Outcome.NOTED)
    said = Said(Saying.NOT_UNDERSTOOD, person=person)
    letter = to_sender(reply, MailKind.ASK, (said,), "unclear")
    return Decision(record, (letter,), (said,), Outcome.ASKED)


def _ask_back(record: R, reply: ReplyArrived, situation: Situation) -> Decision[R]:
    """What is not sure is asked, with the sentence that was not clear; asked twice in vain, a person helps."""
    person = reply.identity.person
    doubt = reply.reading.doubt or reply.reading.text
    said = Said(Saying.NOT_UNDERSTOOD, person=person, text=doubt)
    letter = replace(to_sender(reply, MailKind.ASK, variant="unclear"), quote=doubt)
    own = [e for e in record.log if e.sender == reply.identity.address]
    asked_before = any(e.unclear for e in own[-_REMEMBERED:])
    lasting = asked_before or isinstance(record, Problem)  # its host may set a new task (policy 2.3)
    helpers: tuple[Letter, ...] = forward(reply, situation.organization, (said,)) if lasting else ()
    return Decision(record, (letter, *helpers), (said,), Outcome.ASKED)


def _answered(decision: Decision[R], reply: ReplyArrived) -> Decision[R]:
    """One answer a mail: what was understood stands in the question that goes back, else in a receipt."""
    person = reply.identity.person
    if person is None or (decision.outcome is Outcome.NOTED and not _tells(decision.said)):
        return decision
    return replace(decision, letters=_with_answer(decision.letters, decision.said, reply, person))


def _with_answer(
    letters: tuple[Letter, ...], said: tuple[Said, ...], reply: ReplyArrived, person: Address
) -> tuple[Letter, ...]:
    for n, letter in enumerate(letters):
        if letter.to == person and letter.kind in (MailKind.ASK, MailKind.APPROVAL_REQUEST):
            with_said = replace(letter, said=said, answers=reply.message_id, subject=reply.subject)
            return (*letters[:n], with_said, *letters[n + 1 :])
    return (*letters, to_sender(reply, MailKind.RECEIPT, said))


def _tells(said: tuple[Said, ...]) -> bool:
    return any(s.key is not Saying.ACKNOWLEDGED for s in said)


def _kinds(reply: ReplyArrived) -> str:
    return ", ".join(i.kind for i in reply.reading.intents)


# --------------------------------------------------------------------------------------------- time


def _on_time(record: R, situation: Situation) -> Decision[R]:
    """Everything that is due, in the order of its time; each step sees what the one before it changed."""
    decision = Decision(record)
    for _ in range(_MOST_STEPS_A_PASS):
        step = _first_due(decision.record, situation)
        if step is None:
            break
        decision = decision.then(_fire(decision.record, step, situation))
    return decision


def _first_due(record: R, situation: Situation) -> Due[R] | None:
    ready = (step for step in _pending(record, situation) if fires_at(step, situation) <= situation.now)
    return min(ready, key=lambda step: step.at, default=None)


def _pending(record: R, situation: Situation) -> Iterator[Due[R]]:
    for chapter in CHAPTERS if isinstance(record, Meeting) else PROBLEM_CHAPTERS:
        yield from (step for step in chapter(record, situation) if step.mark not in record.marks)


def fires_at(step: Due[R], situation: Situation) -> datetime:
    """When the step can happen as things stand: a quiet one not on days off and not in quiet hours."""
    if not step.quiet:
        return step.at
    at = max(step.at, situation.now)
    return situation.calendar.deliverable(at) if situation.calendar.is_quiet(at) else step.at


def _fire(record: R, step: Due[R], situation: Situation) -> Decision[R]:
    name = step.mark.partition(":")[0]
    marked = record.marked(step.mark, situation.now)
    if step.until is not None and situation.now > step.until:
        said = Said(Saying.STEP_TOO_LATE, text=name, when=step.until)
        return Decision(marked, said=(said,), outcome=Outcome.IGNORED)
    decision: Decision[R] = step.step(marked, situation)
    return replace(decision, said=(Said(Saying.STEP_DONE, text=name, when=step.at), *decision.said))


# ----------------------------------------------------------------------------------------- failures


def _on_failure(record: R, event: DeliveryFailed, situation: Situation) -> Decision[R]:
    """A dead address is told to the organizers once, whatever fails there later; never to the dead address itself."""
    said = Said(Saying.DELIVERY_FAILED, person=event.recipient, text=event.why)
    if event.told:
        return Decision(record, said=(said,), outcome=Outcome.NOTED)
    told = tuple(o for o in situation.organization.organizers if o != event.recipient)
    letters = notice(told, "delivery-failed", (said,), person=event.recipient, quote=event.why)
    failed = next((o for o in record.outgoing if o.message_id == event.failed), None)
    if failed is not None and failed.kind is MailKind.NOTICE and failed.variant == "delivery-failed":
        letters = ()  # the organizer's own address is dead: no notice about a notice
    return Decision(record, letters, (said,), Outcome.DONE)
