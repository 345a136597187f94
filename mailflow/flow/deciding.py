"""The core's decision about whichever kind of record an event is for."""

from mailflow.core.decide import decide
from mailflow.core.decision import Decision
from mailflow.core.events import Event
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.situation import Situation


def decided(record: Meeting | Problem, event: Event, situation: Situation) -> Decision[Meeting] | Decision[Problem]:
    """One call for each kind: a decision is about the kind of record that it was asked for."""
    if isinstance(record, Meeting):
        return decide(record, event, situation)
    return decide(record, event, situation)
