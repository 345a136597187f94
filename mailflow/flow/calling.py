"""A mail that calls a meeting makes the meeting's record (policy 2.3, 2.4)."""

from datetime import datetime

from mailflow.core import authority
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Acknowledge, Convene, Materials, TopicProposal
from mailflow.core.ledger import LedgerEntry, Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.policy import Series
from mailflow.core.problem import Problem
from mailflow.core.said import Said, Saying
from mailflow.core.situation import Situation
from mailflow.core.steps import convening, materials
from mailflow.core.steps.answering import forward, to_sender
from mailflow.flow.lines import line_of
from mailflow.flow.service import Service
from mailflow.flow.transaction import commit, write_at_desk
from mailflow.ports import Stored


def call(reply: ReplyArrived, service: Service, now: datetime) -> LedgerEntry | None:
    """None where the mail calls no meeting, or wants more than a call and what belongs to it."""
    wishes = [i for i in reply.reading.intents if not isinstance(i, Acknowledge)]
    calls = [i for i in wishes if isinstance(i, Convene)]
    beside = [i for i in wishes if isinstance(i, TopicProposal | Materials)]
    if len(calls) != 1 or len(beside) + 1 != len(wishes):
        return None
    series = _series(calls[0], service)
    if series is None or not authority.may_convene(series, reply):
        said = Said(Saying.NO_AUTHORITY, person=reply.identity.person, text="convene")
        letters = forward(reply, service.organization, (said,), "no-authority")
        return _at_desk(reply, (said,), letters, Outcome.FORWARDED, service, now)
    open_ones = [s.record for s in service.store.open_records()]
    meetings = [r for r in open_ones if isinstance(r, Meeting)]
    if already := convening.convened_already(calls[0], series, meetings):
        said = Said(Saying.CONVENED_ALREADY, person=reply.identity.person, text=already.terms.title, when=already.start)
        return _at_desk(reply, (said,), (), Outcome.NOTED, service, now)
    problems = [r for r in open_ones if isinstance(r, Problem)]
    return _new_meeting(calls[0], beside, series, problems, reply, service, now)


def _new_meeting(
    wish: Convene,
    beside: list[TopicProposal | Materials],
    series: Series,
    problems: list[Problem],
    reply: ReplyArrived,
    service: Service,
    now: datetime,
) -> LedgerEntry:
    """One save makes the record; a crash before it leaves the mail on the server, and it is called then."""
    situation = Situation(service.organization, service.calendar, now)
    decision = convening.call(series, wish, reply, service.store.ids(), problems, situation)
    for other in beside:
        if isinstance(other, TopicProposal):
            decision = decision.then(materials.propose(decision.record, other, reply, situation))
        else:
            decision = decision.then(materials.file(decision.record, other, reply, situation))
    answered = any(letter.to == reply.identity.person for letter in decision.letters)
    receipt = () if answered else (to_sender(reply, MailKind.RECEIPT, decision.said),)
    entry = line_of(reply, decision.outcome, decision.said)
    commit(service, Stored(decision.record, 0), decision.record, (*decision.letters, *receipt), entry, now)
    return entry


def _series(wish: Convene, service: Service) -> Series | None:
    """The series of that name; else the only one that is called at all."""
    if wish.meeting in service.series:
        return service.series[wish.meeting]
    called = [s for s in service.series.values() if not s.rule]
    return called[0] if len(called) == 1 else None


def _at_desk(
    reply: ReplyArrived,
    said: tuple[Said, ...],
    letters: tuple[Letter, ...],
    outcome: Outcome,
    service: Service,
    now: datetime,
) -> LedgerEntry:
    receipt = to_sender(reply, MailKind.RECEIPT, said)
    return write_at_desk(service, (receipt, *letters), line_of(reply, outcome, said), now)
