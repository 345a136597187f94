"""What reading needs beside the mail: built once, when mailflow starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from mailflow.core.organization import Organization
from mailflow.reading.dates.marks import plain_workday
from mailflow.reading.lexicon import Lexicon, Vocabulary
from mailflow.reading.people import PeopleIndex


@dataclass(frozen=True)
class Tools:
    """``is_workday`` counts working days in “in three working days”."""

    organization: Organization
    people: PeopleIndex
    vocabulary: Vocabulary
    is_workday: Callable[[date], bool] = plain_workday

    @classmethod
    def of(cls, organization: Organization, lexicons: Iterable[Lexicon]) -> "Tools":
        return cls(organization, PeopleIndex(organization), Vocabulary(tuple(lexicons)))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.timezone)
