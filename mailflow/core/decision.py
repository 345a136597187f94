"""What was decided: values only. Carrying it out is the business of flow."""

from dataclasses import dataclass, replace

from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter
from mailflow.core.meeting import Meeting
from mailflow.core.said import Said


@dataclass(frozen=True)
class Decision:
    """The meeting as it is afterwards, the letters to write, and what is said of it in ledger and answer."""

    meeting: Meeting
    letters: tuple[Letter, ...] = ()
    said: tuple[Said, ...] = ()
    outcome: Outcome = Outcome.NOTED

    def then(self, after: "Decision") -> "Decision":
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
