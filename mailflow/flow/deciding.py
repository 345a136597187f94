"""The core's decision about whichever kind of record an event is for."""

from mailflow.core.decide import decide
from mailflow.core.decision import Decision
from mailflow.core.events import Event
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.situation import Situation
from mailflow.core.steps.departed import only_to_members


def decided(record: Meeting | Problem, event: Event, situation: Situation) -> Decision[Meeting] | Decision[Problem]:
    """One call for each kind: a decision is about the kind of record that it was asked for."""
    if isinstance(record, Meeting):
        return only_to_members(decide(record, event, situation), situation.organization)
    return only_to_members(decide(record, event, situation), situation.organization)
