"""What was decided: values only. Carrying it out is the business of flow."""

from dataclasses import dataclass, replace
from typing import Generic

from typing_extensions import TypeVar

from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.said import Said

R = TypeVar("R", Meeting, Problem, default=Meeting)
"""What is decided on: a meeting, where nothing else is said."""


@dataclass(frozen=True)
class Decision(Generic[R]):
    """The record as it is afterwards, the letters to write, and what is said of it in ledger and answer."""

    record: R
    letters: tuple[Letter, ...] = ()
    said: tuple[Said, ...] = ()
    outcome: Outcome = Outcome.NOTED

    @property
    def meeting(self: "Decision[Meeting]") -> Meeting:
        return self.record

    def then(self, after: "Decision[R]") -> "Decision[R]":
        """This and what followed from it; the weightier outcome of the two stands."""
        return replace(
            after,
            letters=self.letters + after.letters,
            said=self.said + after.said,
            outcome=min(self.outcome, after.outcome, key=_WEIGHT.index),
        )


_WEIGHT = (
    Outcome.DONE,
    Outcome.ASKED,
    Outcome.FORWARDED,
    Outcome.REFUSED,
    Outcome.QUARANTINED,
    Outcome.IGNORED,
    Outcome.NOTED,
)
