"""What every part of the minutes' reader needs beside the words: the meeting, the day, the people, the vocabulary."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailflow.core.reply import MeetingBrief
from mailflow.reading.folding import fold
from mailflow.reading.people import PeopleIndex
from mailflow.reading.phrasebook import Phrasebook
from mailflow.reading.tools import Tools


@dataclass(frozen=True)
class Setting:
    """``now`` is when the minutes were written, in the organisation's zone: relative dates count from it.

    ``memory`` keeps what was found in a text already: a clause is looked at from many sides.
    """

    meeting: MeetingBrief
    now: datetime
    people: PeopleIndex
    book: Phrasebook
    zone: ZoneInfo
    is_workday: Callable[[date], bool]
    memory: dict[tuple[str, bool], object] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, meeting: MeetingBrief, received: datetime, tools: Tools) -> "Setting":
        """Raises ValueError where ``tools`` were built without the words of minutes."""
        if not tools.minutes:
            raise ValueError("no words of minutes: give Tools.of the phrases of templates/<language>/minutes.toml")
        now = received.astimezone(tools.zone)
        return cls(meeting, now, tools.people, tools.minutes, tools.zone, tools.is_workday)

    @property
    def first_day(self) -> date:
        """The day of the meeting: no task of it was due before."""
        return min(self.meeting.start.astimezone(self.zone).date(), self.now.date())

    def match(self, template: str, text: str) -> re.Match[str] | None:
        """At the beginning of the text; «class» in the template stands for any word of that class."""
        return self.book.pattern(template).match(fold(text))

    def search(self, template: str, text: str) -> re.Match[str] | None:
        return self.book.pattern(template).search(fold(text))

    def full(self, template: str, text: str) -> re.Match[str] | None:
        return self.book.pattern(template).fullmatch(fold(text))
