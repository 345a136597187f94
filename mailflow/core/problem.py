"""A special problem over any number of meetings, open until its host says that it is solved (policy 2.3)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal

from mailflow.core.ledger import LedgerEntry
from mailflow.core.meeting import Held
from mailflow.core.outgoing import Outgoing, Sends
from mailflow.core.policy import Series
from mailflow.core.values import Address, ProblemId


class ProblemState(StrEnum):
    OPEN = "open"
    SOLVED = "solved"


@dataclass(frozen=True)
class NextMeeting:
    """The host wants the problem discussed again then; the meeting itself is made out of this."""

    start: datetime
    by: Address
    at: datetime


@dataclass(frozen=True)
class Problem(Sends):
    """The record of one problem. Its meetings name it, and bear its resolutions; they are not listed here.

    ``terms`` are the settings of the series as they were when the problem was opened (policy 7).
    ``unsolved`` counts how often the host has said that it is not solved yet.
    """

    id: ProblemId
    title: str
    terms: Series
    opened_at: datetime
    opened_by: Address | None = None
    state: ProblemState = ProblemState.OPEN
    unsolved: int = 0
    next_meetings: tuple[NextMeeting, ...] = ()
    closed_at: datetime | None = None
    closed_by: Address | None = None
    held: tuple[Held, ...] = ()
    marks: Mapping[str, datetime] = field(default_factory=dict)
    outgoing: tuple[Outgoing, ...] = ()
    log: tuple[LedgerEntry, ...] = ()
    record: Literal["problem"] = "problem"

    @property
    def host(self) -> Address:
        return self.terms.host

    def marked(self, key: str, at: datetime) -> "Problem":
        return replace(self, marks={**self.marks, key: at})

    @property
    def ended(self) -> bool:
        return self.state is ProblemState.SOLVED and not self.queued
