"""What reading needs beside the mail: built once, when mailflow starts."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from mailflow.core.organization import Organization
from mailflow.core.reply import About
from mailflow.reading.dates.marks import plain_workday
from mailflow.reading.lexicon import Lexicon, Vocabulary
from mailflow.reading.people import PeopleIndex
from mailflow.reading.phrasebook import Phrasebook, Phrases

# The sections of the lexicon that can matter in the answer to a mail: a word means less where less can be meant.
_ALWAYS = frozenset({"grammar", "courtesy", "corrections", "shield"})
_OF_MEETING = _ALWAYS | {"meeting", "time", "calling", "contributions"}
SECTIONS = {
    About.INVITATION: _OF_MEETING,
    About.CALL: _OF_MEETING,
    About.SUBSTITUTE: _ALWAYS | {"meeting", "time"},
    About.APPROVAL: _ALWAYS | {"meeting", "time", "approval", "tasks"},
    About.MINUTES_REQUEST: _ALWAYS | {"meeting", "contributions", "tasks"},
    About.MINUTES: _ALWAYS | {"meeting", "minutes"},
    About.RESOLUTION: _ALWAYS | {"meeting", "contributions", "tasks"},
    About.NONE: _OF_MEETING | {"tasks", "secretary"},
}


@dataclass(frozen=True)
class Tools:
    """``is_workday`` counts working days in “in three working days”; ``minutes`` are the words of minutes.

    ``vocabulary`` holds every word, ``vocabularies`` those that can matter in the answer to each kind of mail,
    ``search_words`` those that frame a question to the archive, ``venue_words`` and
    ``topic_words`` those of naming a venue, and of taking a topic back, ``minutes_labels`` those that show a record,
    ``settling_words`` those by which an organizer settles a mail,
    ``lengthening_words`` those of a meeting that shall take longer.
    """

    organization: Organization
    people: PeopleIndex
    vocabulary: Vocabulary
    vocabularies: Mapping[About, Vocabulary]
    search_words: Vocabulary
    venue_words: Vocabulary
    topic_words: Vocabulary
    minutes_labels: Vocabulary
    settling_words: Vocabulary
    lengthening_words: Vocabulary
    is_workday: Callable[[date], bool] = plain_workday
    minutes: Phrasebook = field(default_factory=Phrasebook)

    @classmethod
    def of(cls, organization: Organization, lexicons: Iterable[Lexicon], minutes: Iterable[Phrases] = ()) -> "Tools":
        """``minutes`` are templates/<language>/minutes.toml; without them replies can be read, minutes cannot."""
        languages = tuple(lexicons)
        by_sections = {sections: Vocabulary(languages, sections) for sections in SECTIONS.values()}
        vocabularies = {about: by_sections[sections] for about, sections in SECTIONS.items()}
        return cls(
            organization,
            PeopleIndex(organization),
            Vocabulary(languages),
            vocabularies,
            Vocabulary(languages, frozenset({"search", "shield"})),
            Vocabulary(languages, frozenset({"venue"})),
            Vocabulary(languages, frozenset({"taking_back"})),
            Vocabulary(languages, frozenset({"minutes_labels"})),
            Vocabulary(languages, frozenset({"settling"})),
            Vocabulary(languages, frozenset({"lengthening"})),
            minutes=Phrasebook(minutes),
        )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.timezone)
