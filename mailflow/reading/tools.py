"""What reading needs beside the mail: built once, when mailflow starts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from mailflow.core.organization import Organization
from mailflow.reading.dates.marks import plain_workday
from mailflow.reading.lexicon import Lexicon, Vocabulary
from mailflow.reading.people import PeopleIndex
from mailflow.reading.phrasebook import Phrasebook, Phrases


@dataclass(frozen=True)
class Tools:
    """``is_workday`` counts working days in “in three working days”; ``minutes`` are the words of minutes."""

    organization: Organization
    people: PeopleIndex
    vocabulary: Vocabulary
    is_workday: Callable[[date], bool] = plain_workday
    minutes: Phrasebook = field(default_factory=Phrasebook)

    @classmethod
    def of(cls, organization: Organization, lexicons: Iterable[Lexicon], minutes: Iterable[Phrases] = ()) -> "Tools":
        """``minutes`` are templates/<language>/minutes.toml; without them replies can be read, minutes cannot."""
        vocabulary = Vocabulary(tuple(lexicons))
        return cls(organization, PeopleIndex(organization), vocabulary, minutes=Phrasebook(minutes))

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.timezone)
