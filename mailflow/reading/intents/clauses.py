"""A text taken apart into clauses, the unit that decides: who, whether, under which condition, or asked."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from mailflow.reading.dates import FoundDate, FoundDuration
from mailflow.reading.lexicon import Token
from mailflow.reading.people import FoundPerson

DAY, PERSON = "day", "person"
"""Classes of the tokens that dates and people give."""

# A sentence ends here; with a full stop only where the next thing is no figure or letter, and not after short forms.
_SENTENCE = re.compile(
    r"[。！？!?;；…]+[\s\"')）]*"
    r"|(?<!\bno)(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bmrs)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\n\d)(?<!^\d)\.+(?=[\s\"')]|$|[\u4e00-\u9fff])[\s\"')]*"
    r"|\n\s*"
)
_PAUSE = re.compile(r"[,，:：](?!\d)|(?<!\d)[,，:：](?=\d)|(?<=\s)-{1,2}(?=\s)|--+|[()（）【】\[\]]")
# A line that the client broke goes on below: it has no mark at its end, and no list follows.
_BROKEN = re.compile(r"(?<=[a-z0-9,])[ \t]*\n(?=[a-z(])|(?<=[，,、])[ \t]*\n")
_BROKEN_AT = 50
_MARKS = frozenset("，。、：；！？（）【】《》“”‘’「」～ー　")
_LINKS = ("condition", "contrast", "cause", "also", "result")
_SOFT = frozenset({"and", "so", "yet", "still", "plus", "因", "故", "另", "如", "就", "就是", "倒是", "同时", "只好", "只能", "以及", "otherwise", "once"})
_AFTER_AND = frozenset({"self", "will", "must", "unable", "able", "please", "want", "other", "neg", "hedge", "condition"})
_MARKED_CONDITION = frozenset({"condition"})
_ENDS_ASKING = frozenset({"么", "呢", "has", "was", "did", "does", "is", "are"})


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


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

    def has(self, *classes: str) -> bool:
        return any(not t.classes.isdisjoint(classes) for t in self.tokens)

    def find(self, *classes: str) -> Iterator[int]:
        """The places of the tokens that belong to one of the classes."""
        return (i for i, t in enumerate(self.tokens) if not t.classes.isdisjoint(classes))

    def first(self, *classes: str) -> int | None:
        return next(self.find(*classes), None)

    def made_of(self, *classes: str, spare: int = 0) -> bool:
        """Nothing else stands in it than words of these classes (and ``spare`` letters)."""
        allowed = {*classes, "particle"}
        return self.uncovered(0, len(self.folded)) <= spare and all(not t.classes.isdisjoint(allowed) for t in self.tokens)

    def uncovered(self, start: int, end: int) -> int:
        """How much stands there that no word of the lexicon covers; a Chinese character counts as two letters."""
        weight, at = 0, start
        for token in self.tokens:
            if token.start >= at and token.end <= end:
                weight += _weight(self.folded[at : token.start])
                at = token.end
        return weight + _weight(self.folded[at:end])


def _weight(text: str) -> int:
    return sum(2 if c > "\u2e7f" else 1 for c in text if c.isalnum())


@dataclass(frozen=True)
class Found:
    """What stands in a text, counted from its beginning."""

    tokens: tuple[Token, ...]
    dates: tuple[FoundDate, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    durations: tuple[FoundDuration, ...] = ()


def clauses(text: str, folded: str, found: Found) -> tuple[Clause, ...]:
    """The clauses of a text in their order, with their questions and conditions marked."""
    held = [t for t in found.tokens if t.classes & {DAY, PERSON}]
    made: list[Clause] = []
    for number, (start, end, mark) in enumerate(_sentences(folded, held)):
        inside = _within(found.tokens, start, end)
        cuts = [start, *_cuts(folded, start, end, inside, held), end]
        for begin, stop in zip(cuts, cuts[1:], strict=False):
            if any(c.isalnum() or (c > "\u2fff" and c not in _MARKS) for c in text[begin:stop]):
                tail = mark if stop == end else folded[stop : stop + 1]
                made.append(_clause(len(made), number, begin, stop, text, folded, found, tail))
    return _marked(made)


def _clause(index: int, sentence: int, start: int, end: int, text: str, folded: str, found: Found, tail: str) -> Clause:
    while start < end and (folded[start].isspace() or folded[start] in ",，:：-)）(（、"):
        start += 1
    tokens = tuple(t._replace(start=t.start - start, end=t.end - start) for t in _within(found.tokens, start, end))
    return Clause(
        index, sentence, start, end, text[start:end], folded[start:end], tokens,
        tuple(replace(d, start=d.start - start, end=d.end - start) for d in _within(found.dates, start, end)),
        tuple(replace(p, start=p.start - start, end=p.end - start) for p in _within(found.people, start, end)),
        tuple(replace(d, start=d.start - start, end=d.end - start) for d in _within(found.durations, start, end)),
        _link(tokens), tail,
    )  # fmt: skip


def _within(items: Sequence[_P], start: int, end: int) -> tuple[_P, ...]:
    return tuple(i for i in items if start <= i.start and i.end <= end)


def _sentences(folded: str, held: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the mark that ended it."""
    flowing = _BROKEN.sub(lambda m: _rejoined(folded, m), folded)
    start = 0
    for match in _SENTENCE.finditer(flowing):
        if any(t.start < match.start() < t.end for t in held):
            continue
        if match.start() > start:
            yield start, match.start(), match.group().strip()[:1]
        start = match.end()
    if start < len(folded):
        yield start, len(folded), ""


def _rejoined(folded: str, match: re.Match[str]) -> str:
    line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
    width = sum(2 if c > "\u2e7f" else 1 for c in line)
    return " " * len(match.group()) if width >= _BROKEN_AT else match.group()


def _cuts(folded: str, start: int, end: int, inside: Sequence[Token], held: Sequence[Token]) -> list[int]:
    marks = {m.start() for m in _PAUSE.finditer(folded, start, end)}
    words = {t.start for t, after in zip(inside, [*inside[1:], None], strict=True) if _opens(t, after)}
    return sorted(c for c in marks | words if c > start and not any(t.start < c < t.end for t in held))


def _opens(token: Token, after: Token | None) -> bool:
    """Does a new clause begin with this word?"""
    if token.classes.isdisjoint(_LINKS):
        return False
    if token.word == "and":
        return after is not None and not after.classes.isdisjoint(_AFTER_AND)
    return token.word not in _SOFT


def _link(tokens: tuple[Token, ...]) -> str:
    if not tokens or tokens[0].start > 1:
        return ""
    return next((link for link in _LINKS if link in tokens[0].classes), "")


def _marked(made: list[Clause]) -> tuple[Clause, ...]:
    """Questions and conditions. A condition holds for its whole sentence, unless it only says when we hear more."""
    supposing = {c.sentence for c in made if c.has("condition") and not _harmless(c, made)}
    return tuple(
        replace(c, asks=_asks(c, made), supposes=c.sentence in supposing or c.has("condition")) for c in made
    )


def _harmless(clause: Clause, made: list[Clause]) -> bool:
    """“如有变化再通知”, “let me know if …”."""
    near = (c for c in made if c.sentence == clause.sentence and abs(c.index - clause.index) <= 1)
    return any(c.has("contact", "courtesy") for c in near)


def _asks(clause: Clause, made: list[Clause]) -> bool:
    last = clause.index + 1 == len(made) or made[clause.index + 1].sentence != clause.sentence
    if last and clause.tail in ("?", "？"):
        return True
    for i in clause.find("question", "or_not"):
        token = clause.tokens[i]
        if token.word.isascii():  # “what we agreed” is no question, “what did we agree” begins one
            if token.start <= 1 or (i == 1 and clause.tokens[0].classes & {"also", "contrast", "sorry", "greeting"}):
                return bool(clause.tail in ("?", "？") or not last or _inverted(token)) and token.word not in _ENDS_ASKING
        elif token.word not in _ENDS_ASKING or i == len(clause.tokens) - 1:
            return True
    return False


def _inverted(token: Token) -> bool:
    """A verb before its subject asks even where the question mark is missing: “could we”, “is it”."""
    return " " in token.word
