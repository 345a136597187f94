"""Words of a language as parts of patterns: the grammar names a class of words, the data say what belongs to it.

A language is a TOML file with a table ``[words]``, class = list of words. In a word ``(a|b)`` is either, ``(a|)`` is
a or nothing, ``…`` a few characters whatever they are. A pattern writes «class» where one of its words may stand.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from mailflow.reading.folding import fold


class PhrasebookError(ValueError):
    """A file of words that cannot be used. The message names the file, the class, and what was expected."""


@dataclass(frozen=True)
class Phrases:
    """The words of one language, folded, by class."""

    language: str
    classes: Mapping[str, tuple[str, ...]]

    @classmethod
    def parse(cls, toml_text: str, language: str, name: str = "minutes.toml") -> "Phrases":
        """Raises PhrasebookError where the text is no TOML, or a class no list of words."""
        place = f"{language}/{name}"
        try:
            words = tomllib.loads(toml_text).get("words")
        except tomllib.TOMLDecodeError as error:
            raise PhrasebookError(f"{place}: {error}") from error
        if not isinstance(words, dict):
            raise PhrasebookError(f"{place}: expected a table [words]")
        return cls(language, {key: tuple(_checked(place, key, value)) for key, value in words.items()})


def _checked(place: str, key: str, value: object) -> Iterator[str]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise PhrasebookError(f"{place}: {key}: expected a list of words")
    for word in value:
        if word.count("(") != word.count(")"):
            raise PhrasebookError(f"{place}: {key}: expected closed brackets in “{word}”")
        yield fold(word)


_CLASS = re.compile(r"«(\w+)»")
_NOTHING = "(?!)"


class Phrasebook:
    """The words of all languages together, and patterns made of them. Built once; its patterns are kept."""

    def __init__(self, languages: Iterable[Phrases] = ()) -> None:
        gathered: dict[str, list[str]] = defaultdict(list)
        for phrases in languages:
            for key, words in phrases.classes.items():
                gathered[key] += words
        self._sources = {key: _source(words) for key, words in gathered.items()}
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __bool__(self) -> bool:
        return bool(self._sources)

    def pattern(self, template: str) -> re.Pattern[str]:
        """The regular expression, for folded text, that ``template`` is with the words of its «classes»."""
        if template not in self._compiled:
            self._compiled[template] = re.compile(_CLASS.sub(lambda m: self._sources[m.group(1)], template))
        return self._compiled[template]

    def names(self, key: str, text: str) -> bool:
        """Is the folded text one word of the class, and nothing else?"""
        return self.pattern(f"«{key}»").fullmatch(text) is not None


def _source(words: Iterable[str]) -> str:
    """One group for a class, longer words first."""
    return (
        "(?:" + "|".join(_word(w) for w in sorted(dict.fromkeys(words), key=len, reverse=True)) + ")"
        if words
        else _NOTHING
    )


_PART = re.compile(r"[(|)]|…|\s+|[^(|)…\s]+")
_MARKS = {"(": "(?:", "|": "|", ")": ")", "…": ".{0,24}?"}


def _word(word: str) -> str:
    """A word in letters must not be a part of a longer one; Han characters stand anywhere."""
    parts = [_MARKS.get(p) or (r"\s+" if p.isspace() else re.escape(p)) for p in _PART.findall(word)]
    guarded = re.search("[a-z]", word) is not None
    return rf"(?<![a-z0-9]){''.join(parts)}(?![a-z0-9])" if guarded else "".join(parts)
