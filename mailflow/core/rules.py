"""The table of what an answer may change: which intent, in the answer to which mail, when, by whom, and the step.

Reading it downwards tells the policy; the first row that fits is taken. A new kind of reply is a row here
and a step in ``steps/``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from mailflow.core import authority, intents
from mailflow.core.authority import Check
from mailflow.core.decision import Decision
from mailflow.core.events import ReplyArrived
from mailflow.core.intents import Intent
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.reply import SETTLE, About
from mailflow.core.situation import Situation
from mailflow.core.steps import (
    attendance,
    convening,
    handing_on,
    held,
    leave,
    materials,
    minutes,
    moving,
    objecting,
    planning,
    problems,
    resolutions,
    topics,
)
from mailflow.core.steps.answering import settled
from mailflow.core.steps.planning import BEFORE
from mailflow.core.values import Address

# Each step takes its own kind of intent: the row pairs the two.
Step = Callable[[Any, Any, ReplyArrived, Situation], Decision[Any]]


@dataclass(frozen=True)
class Rule:
    intent: type
    about: frozenset[About]
    states: frozenset[MeetingState] | frozenset[ProblemState]
    who: Check
    step: Step
    ref: str = ""

    def fits(self, intent: Intent, about: About, ref: str) -> bool:
        kind = ref.partition(":")[0]
        return isinstance(intent, self.intent) and about in self.about and (not self.ref or self.ref == kind)


def second_word(meeting: Meeting, intent: Intent, reply: ReplyArrived, _situation: Situation) -> Decision:
    """Move, cancel, invite, another venue: done after one confirmation mail that says what will happen."""
    return held.hold(meeting, reply, intent)


WEIGHTY: dict[str, Callable[[Meeting, Any, Address, Situation], Decision]] = {
    "cancel": planning.cancel_wish,
    "counter": moving.move,
    "invite": moving.invite,
    "venue": moving.relocate,
    "lengthen": moving.lengthen,
}
"""What is done once the second word has come."""


_INVITED = frozenset({About.INVITATION, About.CALL, About.NONE})
_CALLED = frozenset({About.INVITATION, About.CALL, About.NONE})
_SUBSTITUTE = frozenset({About.SUBSTITUTE})
_APPROVAL = frozenset({About.APPROVAL})
_MINUTES_REQUEST = frozenset({About.MINUTES_REQUEST})
_MINUTES = frozenset({About.MINUTES})
_TASK = frozenset({About.RESOLUTION, About.NONE, About.INVITATION, About.CALL})

_HANDED = frozenset({About.RESOLUTION})
_TOLD = frozenset({About.NONE})

_BEFORE = frozenset(BEFORE)
_HELD = frozenset({MeetingState.HELD, MeetingState.RECORDED, MeetingState.CONFIRMED, MeetingState.CLOSED})
_AWAITS_MINUTES = frozenset({MeetingState.HELD, MeetingState.RECORDED})
_ANY = frozenset(MeetingState)

RULES: tuple[Rule, ...] = (
    # 5.1.1, 5.1.2: who comes
    Rule(intents.Accept, _SUBSTITUTE, _ANY, authority.asked_substitute, leave.substitute_accepts),
    Rule(intents.Leave, _SUBSTITUTE, _ANY, authority.asked_substitute, leave.substitute_refuses),
    Rule(intents.Accept, _INVITED, _BEFORE, authority.attendee, attendance.accept),
    Rule(intents.Tentative, _INVITED, _BEFORE, authority.attendee, attendance.tentative),
    Rule(intents.Leave, _INVITED, _BEFORE, authority.attendee, leave.ask),
    Rule(intents.Late, _INVITED, _BEFORE, authority.attendee, attendance.late),
    Rule(intents.LeaveEarly, _INVITED, _BEFORE, authority.attendee, attendance.leave_early),
    Rule(intents.Counter, _INVITED, _BEFORE, authority.caller, convening.time_named, ref="convene"),
    Rule(intents.Counter, _INVITED, _BEFORE, authority.attendee_or_organizer, moving.counter),
    # 3.1, 4: topics and materials
    Rule(intents.TopicProposal, _CALLED, _BEFORE, authority.member, materials.propose),
    Rule(intents.Materials, _CALLED, _BEFORE, authority.member, materials.file),
    Rule(intents.Nothing, _CALLED, _BEFORE, authority.member, materials.nothing),
    Rule(intents.TakeBack, _CALLED, _BEFORE, authority.member, topics.take_back),
    # 3.1.1: organizers and host
    Rule(intents.Cancel, _INVITED, _BEFORE, authority.organizer_or_host, second_word),
    Rule(intents.Invite, _INVITED, _BEFORE, authority.organizer_or_host, second_word),
    Rule(intents.Relocate, _INVITED, _BEFORE, authority.organizer_or_host, moving.venue_settled, ref="venue"),
    Rule(intents.Relocate, _INVITED, _BEFORE, authority.organizer_or_host, second_word),
    Rule(intents.Lengthen, _INVITED, _BEFORE, authority.organizer_or_host, second_word),
    # A mail that was put before the organizers
    Rule(intents.Settle, frozenset({About.NONE}), _ANY, authority.organizer, settled, ref=SETTLE),
    # Approvals, by what was asked
    Rule(intents.Approve, _APPROVAL, _BEFORE, authority.asked_approver, leave.approve, ref="leave"),
    Rule(intents.Reject, _APPROVAL, _BEFORE, authority.asked_approver, leave.reject, ref="leave"),
    Rule(intents.Approve, _APPROVAL, _BEFORE, authority.asked_approver, moving.take_proposal, ref="move"),
    Rule(intents.Reject, _APPROVAL, _BEFORE, authority.asked_approver, moving.decline_proposals, ref="move"),
    Rule(intents.Counter, _APPROVAL, _BEFORE, authority.asked_approver, moving.counter, ref="move"),
    Rule(intents.Approve, _APPROVAL, _BEFORE, authority.asked_approver, topics.approve, ref=topics.LATE),
    Rule(intents.Reject, _APPROVAL, _BEFORE, authority.asked_approver, topics.reject, ref=topics.LATE),
    Rule(intents.Approve, _APPROVAL, _BEFORE, authority.asked_approver, topics.approve, ref=topics.BACK),
    Rule(intents.Reject, _APPROVAL, _BEFORE, authority.asked_approver, topics.reject, ref=topics.BACK),
    Rule(intents.Approve, _APPROVAL, _BEFORE, authority.caller, convening.confirmed, ref="convene"),
    Rule(intents.Reject, _APPROVAL, _BEFORE, authority.caller, convening.dropped, ref="convene"),
    Rule(intents.Approve, _APPROVAL, _HELD, authority.asked_approver, resolutions.approve, ref="extend"),
    Rule(intents.Reject, _APPROVAL, _HELD, authority.asked_approver, resolutions.reject, ref="extend"),
    Rule(intents.Approve, _APPROVAL, _HELD, authority.asked_approver, resolutions.approve, ref="done"),
    Rule(intents.Reject, _APPROVAL, _HELD, authority.asked_approver, resolutions.reject, ref="done"),
    Rule(intents.Approve, _APPROVAL, _HELD, authority.asked_approver, resolutions.approve, ref="reassign"),
    Rule(intents.Reject, _APPROVAL, _HELD, authority.asked_approver, resolutions.reject, ref="reassign"),
    # 5.3: minutes
    Rule(intents.MinutesSent, _MINUTES_REQUEST, _HELD, authority.recorder_or_organizer, minutes.receive),
    Rule(
        intents.DeadlineNamed,
        _MINUTES_REQUEST,
        _HELD,
        authority.recorder_or_organizer,
        minutes.deadline_named,
        ref=minutes.DEADLINE,
    ),
    Rule(
        intents.AnswerObjection,
        _MINUTES_REQUEST,
        _HELD,
        authority.recorder_or_organizer,
        objecting.answer,
        ref="objection",
    ),
    Rule(intents.MinutesUnasked, _INVITED, _AWAITS_MINUTES, authority.recorder_or_organizer, minutes.receive),
    Rule(intents.Confirm, _MINUTES, _HELD, authority.asked_for_minutes, minutes.confirm),
    Rule(intents.Object, _MINUTES, _HELD, authority.asked_for_minutes, minutes.object_),
    # 5.3.4: resolutions
    Rule(intents.Approve, _HANDED, _ANY, authority.owner_or_head, handing_on.accept, ref=handing_on.HANDED),
    Rule(intents.Reject, _HANDED, _ANY, authority.owner_or_head, handing_on.decline, ref=handing_on.HANDED),
    Rule(intents.Done, _TASK, _ANY, authority.owner_or_head, resolutions.done),
    Rule(intents.ProgressReport, _TASK, _ANY, authority.owner_or_head, resolutions.progress),
    Rule(intents.Extend, _TASK, _ANY, authority.owner_or_head, resolutions.extend),
    Rule(intents.Reassign, _TASK, _ANY, authority.owner_head_or_organizer, resolutions.reassign),
)

_OPEN_PROBLEM = frozenset({ProblemState.OPEN})
_HOST = authority.host_of_problem

PROBLEM_RULES: tuple[Rule, ...] = (
    Rule(intents.Settle, frozenset({About.NONE}), frozenset(ProblemState), authority.organizer, settled, ref=SETTLE),
    # 2.3: tracked until it is thoroughly solved
    Rule(intents.Approve, _APPROVAL, _OPEN_PROBLEM, _HOST, problems.solved, ref=problems.CLOSE),
    Rule(intents.Reject, _APPROVAL, _OPEN_PROBLEM, _HOST, problems.not_solved, ref=problems.CLOSE),
    Rule(intents.Approve, _INVITED, _OPEN_PROBLEM, _HOST, problems.solved, ref=problems.NEXT),
    Rule(intents.Reject, _INVITED, _OPEN_PROBLEM, _HOST, problems.not_solved, ref=problems.NEXT),
    Rule(intents.Counter, _INVITED, _OPEN_PROBLEM, _HOST, problems.meet_again, ref=problems.NEXT),
    Rule(intents.Approve, _TOLD, _OPEN_PROBLEM, _HOST, problems.ask_of_told),
    Rule(intents.Reject, _TOLD, _OPEN_PROBLEM, _HOST, problems.ask_of_told),
)


def rule_for(record: Meeting | Problem, intent: Intent, about: About, ref: str) -> Rule | None:
    """The row for this intent in the answer to such a mail; None where it makes no sense there."""
    rules = RULES if isinstance(record, Meeting) else PROBLEM_RULES
    return next((rule for rule in rules if rule.fits(intent, about, ref)), None)
