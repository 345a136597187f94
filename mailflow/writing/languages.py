"""How each language writes names, days and hours. The words come from templates/<language>/words.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mailflow.core.organization import Organization
from mailflow.core.values import Address


@dataclass(frozen=True)
class Words:
    """``table`` is the language's words.toml: patterns for days and hours, names of states and reasons."""

    language: str
    table: Mapping[str, Any]

    def __getitem__(self, key: str) -> Any:
        return self.table[key]

    def of(self, group: str, key: object) -> str:
        """A word of a group, as ``of("partstat", "ACCEPTED")``."""
        return str(self.table[group][str(key)])


@dataclass(frozen=True)
class Speech:
    """One language, for readers in one organisation and time zone."""

    words: Words
    organization: Organization

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.timezone)

    def day(self, day: date) -> str:
        return self._written("day", day)

    def short_day(self, day: date) -> str:
        """Where many stand beside one another: without the day of the week, and without the year."""
        return self._written("short_day", day)

    def _written(self, pattern: str, day: date) -> str:
        if isinstance(day, datetime):
            day = day.astimezone(self.zone).date()
        return str(self.words[pattern]).format(
            year=day.year, month=day.month, day=day.day,
            weekday=self.words["weekdays"][day.weekday()], month_name=self.words["months"][day.month - 1],
        )  # fmt: skip

    def hour(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"

    def moment(self, moment: datetime) -> str:
        return str(self.words["moment"]).format(day=self.day(moment), hour=self.hour(moment))

    def span(self, start: datetime, end: datetime) -> str:
        """From one moment to another, the day once where it is the same."""
        if self.day(start) == self.day(end):
            return str(self.words["span"]).format(day=self.day(start), start=self.hour(start), end=self.hour(end))
        return f"{self.moment(start)} – {self.moment(end)}"

    def due(self, due: date | datetime | None) -> str:
        """A deadline: an hour only where one was set."""
        if due is None:
            return str(self.words["open"])
        return self.moment(due) if isinstance(due, datetime) else self.day(due)

    def name(self, who: Address | None) -> str:
        person = self.organization.person(who) if who else None
        if person is None:
            return plain(who or "")
        return plain(person.english if self.words["english_names"] else person.name)

    def noted(self, words: str, note: str) -> str:
        """With a note in brackets, if there is one."""
        return str(self.words["noted"]).format(words=words, note=note) if note else words

    def names(self, people: Iterable[Address]) -> str:
        return str(self.words["and"]).join(self.name(p) for p in people)


def plain(text: object) -> str:
    """Other people's words on one line: no line break or mark of ours can come in by a name or a title."""
    return " ".join(str(text).split()).replace("|", "｜")
