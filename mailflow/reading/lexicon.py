"""The words of a language, sorted into classes, and finding them in a text.

A language is templates/<language>/lexicon.toml. The grammar (intents/) knows the classes, never a word.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mailflow.reading.folding import fold


class LexiconError(ValueError):
    """A lexicon file that cannot be used. The message names the language, the key, and what was expected."""


class Token(NamedTuple):
    """A word of the lexicon at ``text[start:end]`` of the folded text, with all classes that it belongs to."""

    start: int
    end: int
    word: str
    classes: frozenset[str]


@dataclass(frozen=True)
class Lexicon:
    """``classes`` maps each class to its words, folded, alternatives written out; ``sections`` the tables to their classes."""

    language: str
    classes: Mapping[str, tuple[str, ...]]
    sections: Mapping[str, frozenset[str]]

    @classmethod
    def parse(cls, toml_text: str, language: str) -> "Lexicon":
        """Raises LexiconError where the text is no TOML, a section no table, or a class no list of strings."""
        try:
            sections = tomllib.loads(toml_text)
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"{language}/lexicon.toml: {error}") from error
        classes: dict[str, tuple[str, ...]] = {}
        for section, table in sections.items():
            if not isinstance(table, dict):
                raise LexiconError(
                    f"{language}/lexicon.toml: {section}: expected a table of classes, as in [{section}]"
                )
            for key, value in table.items():
                if key in classes:
                    raise LexiconError(f"{language}/lexicon.toml: {key}: stands in two sections")
                classes[key] = tuple(_class_words(language, key, value))
        return cls(language, classes, {section: frozenset(table) for section, table in sections.items()})


def _class_words(language: str, key: str, value: object) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise LexiconError(f"{language}/lexicon.toml: {key}: expected a list of words")
    for word in value:
        yield from _spelled_out(fold(word).lower())


def _spelled_out(word: str) -> Iterator[str]:
    """“(a|b)c” is ac and bc."""
    before, bracket, rest = word.partition("(")
    if not bracket:
        yield word
        return
    inside, _, after = rest.partition(")")
    for choice in inside.split("|"):
        yield from _spelled_out(before + choice + after)


_APART = {"search", "venue", "taking_back", "minutes_labels", "settling", "lengthening"}
"""Sections that are looked for by themselves alone."""
_WORD_CHARACTER = re.compile(r"[a-z0-9\u00c0-\u024f]")
_LETTERS = re.compile(r"[a-z0-9\u00c0-\u024f]+(?:'[a-z]+)?")


@dataclass(frozen=True)
class Vocabulary:
    """All languages together: people mix them in one sentence. ``sections`` are the tables that count, None for all but
    those that are looked for by themselves: the words of a search, say, are hardly more than stop words."""

    lexicons: tuple[Lexicon, ...]
    sections: frozenset[str] | None = None

    @cached_property
    def _classes(self) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for lexicon in self.lexicons:
            chosen = (
                lexicon.sections.keys() - _APART if self.sections is None else lexicon.sections.keys() & self.sections
            )
            for key in frozenset().union(*(lexicon.sections[s] for s in chosen)):
                for word in lexicon.classes[key]:
                    found[word].add(key)
        return {word: frozenset(keys) for word, keys in found.items()}

    @cached_property
    def _lengths(self) -> dict[str, tuple[int, ...]]:
        """How long the words are that begin with these two characters (or are this one), longest first."""
        found: dict[str, set[int]] = defaultdict(set)
        for word in self._classes:
            found[word[:2]].add(len(word))
        return {start: tuple(sorted(sizes, reverse=True)) for start, sizes in found.items()}

    def tokens(self, folded: str, taken: Iterable[Token] = ()) -> tuple[Token, ...]:
        """The longest words from left to right. Where ``taken`` already has something, nothing is looked for."""
        held = sorted(taken)
        found: list[Token] = []
        at = 0
        for token in [*held, None]:
            stop = token.start if token else len(folded)
            at = self._scan(folded, at, stop, found)
            if token:
                found.append(token)
                at = token.end
        return tuple(found)

    def _scan(self, folded: str, at: int, stop: int, found: list[Token]) -> int:
        classes, lengths = self._classes, self._lengths
        while at < stop:
            for size in (*lengths.get(folded[at : at + 2], ()), *_SINGLE.get(folded[at] in lengths, ())):
                end = at + size
                word = folded[at:end]
                if end <= stop and word in classes and _ends_word(folded, end, word):
                    found.append(Token(at, end, word, classes[word]))
                    at = end
                    break
            else:
                letters = _LETTERS.match(folded, at)
                at = letters.end() if letters else at + 1
        return at


_SINGLE: dict[bool, tuple[int, ...]] = {True: (1,)}


def _ends_word(folded: str, end: int, word: str) -> bool:
    """A word in letters must not go on; “can't” is no “can”, but “Monday's meeting” has “monday”."""
    if not _WORD_CHARACTER.match(word[-1]) or end >= len(folded):
        return True
    following = folded[end]
    if following == "'" and folded[end + 1 : end + 3].startswith("t"):
        return False
    return not _WORD_CHARACTER.match(following)
