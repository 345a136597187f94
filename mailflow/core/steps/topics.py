"""Topics after the agenda is out, and topics taken back: the organizers decide by one word (policy 3.1.2, DESIGN 5)."""

from dataclasses import replace

from mailflow.core.authority import acting_for
from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Approve, Reject, TakeBack
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState, Topic
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import agenda
from mailflow.core.steps.answering import forward
from mailflow.core.values import Address

LATE, BACK = "topic", "topic-back"
"""What a question is about; behind it stands the number of the late topic, or whose topic is taken back and its title."""


def offer(meeting: Meeting, topic: Topic, situation: Situation) -> Decision:
    """The agenda is out: an organizer's own topic goes into it, anybody else's is put to the organizers."""
    if topic.by in situation.organization.organizers:
        return _added(meeting, topic, topic.by, situation)
    said = Said(Saying.TOPIC_TOO_LATE, person=topic.by, text=topic.title)
    if any(comparable(t.title) == comparable(topic.title) and t.by == topic.by for t in meeting.late_topics):
        return Decision(meeting, said=(said,))
    letters = _asked(f"{LATE}:{len(meeting.late_topics)}", LATE, topic, situation)
    return Decision(replace(meeting, late_topics=(*meeting.late_topics, topic)), letters, (said,), Outcome.FORWARDED)


def take_back(meeting: Meeting, wish: TakeBack, reply: ReplyArrived, situation: Situation) -> Decision:
    """An organizer drops any topic; who proposed one asks the organizers to."""
    who = acting_for(reply, situation.organization)
    organizer = who in situation.organization.organizers
    own = [t for t in meeting.topics if organizer or t.by == who]
    meant = [t for t in own if _named(t, wish.title)] if wish.title else [t for t in meeting.topics if t.by == who]
    if who is None or len(meant) != 1:
        unknown = Said(Saying.TOPIC_UNKNOWN, person=who, text=wish.title)
        letters = forward(reply, situation.organization, (unknown,), "no-authority")
        return Decision(meeting, letters, (unknown,), Outcome.FORWARDED)
    if organizer:
        return _dropped(meeting, meant[0], who, situation)
    said = Said(Saying.TOPIC_BACK_ASKED, person=who, text=meant[0].title)
    letters = _asked(f"{BACK}:{who}:{meant[0].title}", BACK, meant[0], situation)
    return Decision(meeting, letters, (said,), Outcome.FORWARDED)


def approve(meeting: Meeting, _intent: Approve, reply: ReplyArrived, situation: Situation) -> Decision:
    kind, topic = _asked_about(meeting, reply)
    by = reply.identity.person or reply.identity.address
    if topic is None:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=by),))
    decided = _settled(meeting, reply, situation)
    done = (_added if kind == LATE else _dropped)(decided, topic, by, situation)
    return done.then(Decision(done.meeting, _told(topic, done.said)))


def reject(meeting: Meeting, _intent: Reject, reply: ReplyArrived, situation: Situation) -> Decision:
    """The agenda stays as it is, and who asked hears of it."""
    kind, topic = _asked_about(meeting, reply)
    by = reply.identity.person or reply.identity.address
    if topic is None:
        return Decision(meeting, said=(Said(Saying.REQUEST_DECIDED_ALREADY, person=by),))
    said = Said(Saying.TOPIC_NOT_TAKEN if kind == LATE else Saying.TOPIC_STAYS, person=by, text=topic.title)
    return Decision(_settled(meeting, reply, situation), _told(topic, (said,)), (said,), Outcome.DONE)


def _asked(ref: str, variant: str, topic: Topic, situation: Situation) -> tuple[Letter, ...]:
    return tuple(
        Letter(
            kind=MailKind.APPROVAL_REQUEST,
            to=organizer,
            about=About.APPROVAL,
            ref=ref,
            variant=variant,
            person=topic.by,
            topic=topic.title,
            quote=topic.detail,
        )
        for organizer in dict.fromkeys(situation.organization.organizers)
    )


def _asked_about(meeting: Meeting, reply: ReplyArrived) -> tuple[str, Topic | None]:
    """The topic of the answered question; None where another answer has decided it."""
    ref = reply.answers.ref if reply.answers else ""
    kind, _, rest = ref.partition(":")
    if _mark(ref) in meeting.marks:
        return kind, None
    if kind == LATE:
        number = int(rest) if rest.isdigit() else len(meeting.late_topics)
        return kind, next(iter(meeting.late_topics[number : number + 1]), None)
    by, _, title = rest.partition(":")
    return kind, next((t for t in meeting.topics if t.by == by and t.title == title), None)


def _settled(meeting: Meeting, reply: ReplyArrived, situation: Situation) -> Meeting:
    return meeting.marked(_mark(reply.answers.ref if reply.answers else ""), situation.now)


def _mark(ref: str) -> str:
    return f"decided:{ref}"


def _added(meeting: Meeting, topic: Topic, by: Address, situation: Situation) -> Decision:
    said = Said(Saying.TOPIC_TAKEN, person=by, text=topic.title)
    return _changed(replace(meeting, topics=(*meeting.topics, topic)), said, situation)


def _dropped(meeting: Meeting, topic: Topic, by: Address, situation: Situation) -> Decision:
    said = Said(Saying.TOPIC_DROPPED, person=by, text=topic.title)
    return _changed(replace(meeting, topics=tuple(t for t in meeting.topics if t is not topic)), said, situation)


def _changed(meeting: Meeting, said: Said, situation: Situation) -> Decision:
    """Whoever has the agenda already gets it as it is now."""
    out = meeting.state is MeetingState.PREPARED
    return Decision(meeting, agenda.again(meeting, said, situation) if out else (), (said,), Outcome.DONE)


def _told(topic: Topic, said: tuple[Said, ...]) -> tuple[Letter, ...]:
    return (Letter(MailKind.RECEIPT, topic.by, about=About.INVITATION, said=said),)


def _named(topic: Topic, words: str) -> bool:
    title, wanted = comparable(topic.title), comparable(words)
    return bool(title and wanted) and (wanted in title or title in wanted)
