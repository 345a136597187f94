"""The index over the archive, and the search in it. A page can carry the index: templates/site/search.js is the same."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from mailflow.archive.grams import grams, is_character, normal

T = TypeVar("T")

TITLE = 3
"""A word in the title counts as so many in the text."""
_INEXACT = 0.5  # of what only begins with the word, or has the single character in it
_VERBATIM = 1.5  # where the term stands as it was typed


@dataclass(frozen=True)
class Document(Generic[T]):
    """``at`` orders what is equally good: the newest first. ``weight`` lets whole kinds stand behind others."""

    of: T
    title: str
    text: str
    at: datetime
    weight: float = 1.0


@dataclass(frozen=True)
class Index(Generic[T]):
    """``postings``: a gram, and the numbers of the documents that have it, each with how often."""

    documents: tuple[Document[T], ...]
    postings: Mapping[str, Mapping[int, int]]

    @classmethod
    def of(cls, documents: Iterable[Document[T]]) -> "Index[T]":
        """In the order of time, newest first; the same documents make the same index."""
        known = sorted(documents, key=lambda d: (-d.at.timestamp(), d.title, d.text))
        postings: dict[str, dict[int, int]] = defaultdict(dict)
        for number, document in enumerate(known):
            counted = Counter(grams(document.text))
            for gram in grams(document.title):
                counted[gram] += TITLE
            for gram, times in counted.items():
                postings[gram][number] = times
        return cls(tuple(known), postings)


def terms_of(query: str) -> tuple[str, ...]:
    """The words of a query; what has neither letters nor figures in it asks for nothing."""
    return tuple(t for t in normal(query).split() if any(grams(t)))


def search(index: Index[T], query: str) -> tuple[Document[T], ...]:
    """Every term must be found; of a long one most of its pairs, so that 安全库存核对 finds 核对安全库存."""
    wanted = terms_of(query)
    if not wanted:
        return ()
    found = [_scores(index, term) for term in wanted]
    both = set(found[0]).intersection(*found[1:])
    total = {n: sum(scores[n] for scores in found) * index.documents[n].weight for n in both}
    return tuple(index.documents[n] for n in sorted(total, key=lambda n: (-round(total[n], 6), n)))


def _scores(index: Index[T], term: str) -> dict[int, float]:
    pieces = tuple(dict.fromkeys(grams(term)))
    needed = len(pieces) if len(pieces) <= 2 else (3 * len(pieces) + 4) // 5
    met: Counter[int] = Counter()
    total: dict[int, float] = defaultdict(float)
    for piece in pieces:
        for number, score in _of_gram(index, piece).items():
            met[number] += 1
            total[number] += score
    return {
        number: total[number] * (_VERBATIM if _stands_in(term, index.documents[number]) else 1.0)
        for number, times in met.items()
        if times >= needed
    }


def _of_gram(index: Index[T], gram: str) -> dict[int, float]:
    """Rare grams count more than common ones, and the second time counts less than the first."""
    best: dict[int, float] = {}
    for known, exactness in _known(index, gram):
        for number, times in index.postings[known].items():
            best[number] = max(best.get(number, 0.0), exactness * math.sqrt(times))
    rarity = math.log(1 + len(index.documents) / max(len(best), 1))
    return {number: rarity * score for number, score in best.items()}


def _known(index: Index[T], gram: str) -> Iterator[tuple[str, float]]:
    if gram in index.postings:
        yield gram, 1.0
    if not is_character(gram[0]):
        yield from ((k, _INEXACT) for k in index.postings if k != gram and k.startswith(gram))
    elif len(gram) == 1:
        yield from ((k, _INEXACT) for k in index.postings if k != gram and gram in k)


def _stands_in(term: str, document: Document[T]) -> bool:
    return term in normal(f"{document.title}\n{document.text}")


def excerpt(text: str, query: str, around: int = 40) -> str:
    """The words around the first place where a term stands; the beginning where none stands as it was typed."""
    flat = " ".join(text.split())
    lower = flat.lower()
    places = [lower.find(p) for t in terms_of(query) for p in (t, *grams(t)) if p in lower]
    at = places[0] if places else 0
    begin, end = max(0, at - around), min(len(flat), at + 2 * around)
    return ("…" if begin else "") + flat[begin:end] + ("…" if end < len(flat) else "")
