"""The clause, the unit that decides: who does what, whether, under which condition, or asked."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mailflow.reading.dates import FoundDate, FoundDuration
from mailflow.reading.lexicon import Token
from mailflow.reading.people import FoundPerson

DAY, PERSON = "day", "person"
"""Classes of the tokens that dates and people give."""


@dataclass(frozen=True)
class Clause:
    """``start`` and ``end`` count in the whole text; everything else counts from the clause's own start.

    ``link`` is the class of the word that joins it to what stands before, ``tail`` the mark after it.
    ``asks``: it is a question. ``supposes``: it is a condition, or stands under one.
    """

    index: int
    sentence: int
    start: int
    end: int
    words: str
    folded: str
    tokens: tuple[Token, ...]
    dates: tuple[FoundDate, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    durations: tuple[FoundDuration, ...] = ()
    link: str = ""
    tail: str = ""
    asks: bool = False
    supposes: bool = False

    @cached_property
    def _first(self) -> dict[str, int]:
        """Where the first word of each class stands."""
        first: dict[str, int] = {}
        for place, token in enumerate(self.tokens):
            for name in token.classes:
                first.setdefault(name, place)
        return first

    @cached_property
    def size(self) -> int:
        """How much stands in it that no word of the lexicon covers; a Chinese character counts as two letters."""
        return self.uncovered(0, len(self.folded))

    def has(self, *classes: str) -> bool:
        return not self._first.keys().isdisjoint(classes)

    def find(self, *classes: str) -> Iterator[int]:
        """The places of the tokens that belong to one of the classes."""
        begin = self.first(*classes)
        if begin is None:
            return iter(())
        return (i for i in range(begin, len(self.tokens)) if not self.tokens[i].classes.isdisjoint(classes))

    def first(self, *classes: str) -> int | None:
        first = self._first
        if len(classes) == 1:
            return first.get(classes[0])
        stands = [first[name] for name in classes if name in first]
        return min(stands) if stands else None

    def before(self, place: int, *classes: str) -> bool:
        """Does a word of these classes stand before that place?"""
        return any(not t.classes.isdisjoint(classes) for t in self.tokens[:place])

    def after(self, place: int, *classes: str) -> bool:
        """Does a word of these classes stand behind that place?"""
        return any(not t.classes.isdisjoint(classes) for t in self.tokens[place + 1 :])

    def next_to(self, place: int) -> Token | None:
        """The token that follows directly."""
        following = self.tokens[place + 1] if place + 1 < len(self.tokens) else None
        return following if following and not _weight(self.folded[self.tokens[place].end : following.start]) else None

    def made_of(self, *classes: str, spare: int = 0) -> bool:
        """Nothing else stands in it than words of these classes (and ``spare`` letters)."""
        if self.size > spare:
            return False
        allowed = {*classes, "particle"}
        return all(not t.classes.isdisjoint(allowed) for t in self.tokens)

    def uncovered(self, start: int, end: int) -> int:
        """How much stands there that no word of the lexicon covers."""
        weight, at = 0, start
        for token in self.tokens:
            if token.start >= at and token.end <= end:
                weight += _weight(self.folded[at : token.start])
                at = token.end
        return weight + _weight(self.folded[at:end])

    def content(self, start: int, end: int, *neutral: str) -> int:
        """How much stands there beside words of the ``neutral`` classes."""
        inside = [t for t in self.tokens if start <= t.start and t.end <= end and t.classes.isdisjoint(neutral)]
        return self.uncovered(start, end) + sum(_weight(self.folded[t.start : t.end]) for t in inside)


def _weight(text: str) -> int:
    return sum(2 if c > "\u2e7f" else 1 for c in text if c.isalnum())
