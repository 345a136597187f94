"""An event and a record in, a decision out: the one place where everything that happens passes through."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from mailflow.core import authority
from mailflow.core.decision import Decision
from mailflow.core.due import Due
from mailflow.core.events import CommandGiven, DeliveryFailed, Event, ReplyArrived, TimeReached
from mailflow.core.intents import Acknowledge, Approve, Cancel, Intent, Reject
from mailflow.core.ledger import Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Held, Meeting
from mailflow.core.reply import About, Certainty
from mailflow.core.rules import rule_for
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import agenda, follow_up, held, leave, materials, minutes, planning
from mailflow.core.steps.answering import forward, notice, to_sender

CHAPTERS = (planning.due, leave.due, materials.due, agenda.due, minutes.due, follow_up.due)
"""What time can bring, chapter by chapter of the policy."""

_MOST_STEPS_A_PASS = 500


def decide(meeting: Meeting, event: Event, situation: Situation) -> Decision:
    match event:
        case ReplyArrived():
            return _on_reply(meeting, event, situation)
        case TimeReached():
            return _on_time(meeting, situation)
        case DeliveryFailed():
            return _on_failure(meeting, event, situation)
        case CommandGiven():
            return planning.cancel(meeting, event.reason, None, situation)


def next_due(meeting: Meeting, situation: Situation) -> datetime | None:
    """When this record wants to be looked at again."""
    return min((fires_at(step, situation) for step in _pending(meeting, situation)), default=None)


# ------------------------------------------------------------------------------------------ replies


def _on_reply(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Decision:
    decision = _considered(meeting, reply, situation)
    return _answered(decision, reply)


def _considered(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Decision:
    """Who wrote comes first, what they want second."""
    organization, person = situation.organization, reply.identity.person
    if person is None:
        return _stranger(meeting, reply, situation)
    if authority.bound_to_another(reply, organization):
        said = Said(Saying.NO_AUTHORITY, person=person, text=_kinds(reply))
        return Decision(meeting, forward(reply, organization, (said,)), (said,), Outcome.FORWARDED)
    wishes = tuple(i for i in reply.reading.intents if not isinstance(i, Acknowledge))
    if not wishes and not reply.reading.unclear:
        return _nothing_wanted(meeting, reply)
    if reply.identity.certainty is Certainty.CLAIMED and wishes:
        return held.hold(meeting, reply, "held")
    decision = Decision(meeting)
    for wish in wishes:
        decision = decision.then(_apply(decision.meeting, wish, reply, situation))
    if reply.reading.unclear:
        decision = decision.then(_ask_back(decision.meeting, reply, situation))
    return decision


def _apply(meeting: Meeting, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision:
    about = reply.answers.about if reply.answers else About.NONE
    ref = reply.answers.ref if reply.answers else ""
    if about is About.APPROVAL and ref.startswith("held:"):
        return _second_word(meeting, wish, reply, situation)
    rule = rule_for(wish, about, ref)
    person = reply.identity.person
    if rule is None:
        said = Said(Saying.NOT_FITTING, person=person, text=wish.kind)
        return Decision(meeting, forward(reply, situation.organization, (said,)), (said,), Outcome.FORWARDED)
    if not rule.who(meeting, reply, situation.organization):
        return _not_allowed(meeting, wish, reply, situation)
    if meeting.state not in rule.states:
        return Decision(meeting, said=(Said(Saying.MEETING_CLOSED, person=person),), outcome=Outcome.REFUSED)
    return rule.step(meeting, wish, reply, situation)


def _second_word(meeting: Meeting, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision:
    """The “yes” to a wish that waited: it is done now, as if it had come from a known sender."""
    waiting = held.waiting(meeting, reply)
    person = reply.identity.person or reply.identity.address
    if waiting is None:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=person),))
    if isinstance(wish, Reject):
        return held.denied(meeting, waiting, person)
    if not isinstance(wish, Approve):
        said = Said(Saying.NOT_FITTING, person=person, text=wish.kind)
        return Decision(meeting, forward(reply, situation.organization, (said,)), (said,), Outcome.FORWARDED)
    settled = held.settle(meeting, waiting, done=True)
    said = Said(Saying.CONFIRMED_BY_SENDER, person=person)
    return Decision(settled, said=(said,), outcome=Outcome.DONE).then(_carry_out(settled, waiting, situation))


def _carry_out(meeting: Meeting, waiting: Held, situation: Situation) -> Decision:
    if waiting.why == "second-word":
        wish = next((i for i in waiting.reply.reading.intents if isinstance(i, Cancel)), None)
        if wish is None or meeting.state not in planning.BEFORE:
            return Decision(meeting, said=(Said(Saying.MEETING_CLOSED),), outcome=Outcome.REFUSED)
        return planning.cancel(meeting, wish.reason or "", waiting.reply.identity.person, situation)
    identity = replace(waiting.reply.identity, certainty=Certainty.KNOWN)
    return _considered(meeting, replace(waiting.reply, identity=identity), situation)


def _stranger(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Decision:
    """Changes nothing, is told nothing; the organizers hear of it."""
    said = Said(Saying.UNKNOWN_SENDER, text=reply.identity.address)
    letters = forward(reply, situation.organization, (said,), "stranger")
    return Decision(meeting, letters, (said,), Outcome.FORWARDED)


def _not_allowed(meeting: Meeting, wish: Intent, reply: ReplyArrived, situation: Situation) -> Decision:
    invited = reply.identity.person is not None and meeting.attendee(reply.identity.person) is not None
    key, variant = (Saying.NO_AUTHORITY, "no-authority") if invited else (Saying.NOT_INVITED, "not-invited")
    said = Said(key, person=reply.identity.person, text=wish.kind)
    letters = forward(reply, situation.organization, (said,), variant)
    return Decision(meeting, letters, (said,), Outcome.FORWARDED)


def _nothing_wanted(meeting: Meeting, reply: ReplyArrived) -> Decision:
    person = reply.identity.person
    if reply.reading.intents:
        return Decision(meeting, said=(Said(Saying.ACKNOWLEDGED, person=person),), outcome=Outcome.NOTED)
    said = Said(Saying.NOT_UNDERSTOOD, person=person)
    letter = to_sender(reply, MailKind.ASK, (said,), "unclear")
    return Decision(meeting, (letter,), (said,), Outcome.ASKED)


def _ask_back(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Decision:
    """What is not sure is asked, with the sentence that was not clear; asked twice in vain, a person helps."""
    person = reply.identity.person
    doubt = reply.reading.doubt or reply.reading.text
    said = Said(Saying.NOT_UNDERSTOOD, person=person, text=doubt)
    letter = replace(to_sender(reply, MailKind.ASK, variant="unclear"), quote=doubt)
    asked_before = sum(e.unclear and e.sender == reply.identity.address for e in meeting.log[-20:])
    helpers = forward(reply, situation.organization, (said,)) if asked_before else ()
    return Decision(meeting, (letter, *helpers), (said,), Outcome.ASKED)


def _answered(decision: Decision, reply: ReplyArrived) -> Decision:
    """One answer a mail: what was understood stands in the question that goes back, else in a receipt."""
    person = reply.identity.person
    if person is None or (decision.outcome is Outcome.NOTED and not _tells(decision.said)):
        return decision
    for n, letter in enumerate(decision.letters):
        if letter.to == person and letter.kind in (MailKind.ASK, MailKind.APPROVAL_REQUEST):
            with_said = replace(letter, said=decision.said, answers=reply.message_id, subject=reply.subject)
            letters = (*decision.letters[:n], with_said, *decision.letters[n + 1 :])
            return replace(decision, letters=letters)
    receipt = to_sender(reply, MailKind.RECEIPT, decision.said)
    return replace(decision, letters=(*decision.letters, receipt))


def _tells(said: tuple[Said, ...]) -> bool:
    return any(s.key is not Saying.ACKNOWLEDGED for s in said)


def _kinds(reply: ReplyArrived) -> str:
    return ", ".join(i.kind for i in reply.reading.intents)


# --------------------------------------------------------------------------------------------- time


def _on_time(meeting: Meeting, situation: Situation) -> Decision:
    """Everything that is due, in the order of its time; each step sees what the one before it changed."""
    decision = Decision(meeting)
    for _ in range(_MOST_STEPS_A_PASS):
        step = _first_due(decision.meeting, situation)
        if step is None:
            break
        decision = decision.then(_fire(decision.meeting, step, situation))
    return decision


def _first_due(meeting: Meeting, situation: Situation) -> Due | None:
    ready = (step for step in _pending(meeting, situation) if fires_at(step, situation) <= situation.now)
    return min(ready, key=lambda step: step.at, default=None)


def _pending(meeting: Meeting, situation: Situation) -> Iterator[Due]:
    for chapter in CHAPTERS:
        yield from (step for step in chapter(meeting, situation) if step.mark not in meeting.marks)


def fires_at(step: Due, situation: Situation) -> datetime:
    """When the step can happen as things stand: a quiet one not on days off and not in quiet hours."""
    if not step.quiet:
        return step.at
    at = max(step.at, situation.now)
    return situation.calendar.deliverable(at) if situation.calendar.is_quiet(at) else step.at


def _fire(meeting: Meeting, step: Due, situation: Situation) -> Decision:
    name = step.mark.partition(":")[0]
    marked = meeting.marked(step.mark, situation.now)
    if step.until is not None and situation.now > step.until:
        said = Said(Saying.STEP_TOO_LATE, text=name, when=step.until)
        return Decision(marked, said=(said,), outcome=Outcome.IGNORED)
    decision = step.step(marked, situation)
    return replace(decision, said=(Said(Saying.STEP_DONE, text=name, when=step.at), *decision.said))


# ----------------------------------------------------------------------------------------- failures


def _on_failure(meeting: Meeting, event: DeliveryFailed, situation: Situation) -> Decision:
    """A dead address is told to the organizers, once for each mail; never to the dead address itself."""
    said = Said(Saying.DELIVERY_FAILED, person=event.recipient, text=event.why)
    told = tuple(o for o in situation.organization.organizers if o != event.recipient)
    letters = notice(told, "delivery-failed", (said,), person=event.recipient, quote=event.why)
    failed = next((o for o in meeting.outgoing if o.message_id == event.failed), None)
    if failed is not None and failed.kind is MailKind.NOTICE and failed.variant == "delivery-failed":
        letters = ()  # the organizer's own address is dead: no notice about a notice
    return Decision(meeting, letters, (said,), Outcome.DONE)
