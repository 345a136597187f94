"""A text cut into clauses: at its marks, at the words that open a clause, and where a mark was forgotten."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mailflow.reading.dates import FoundDate, FoundDuration
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.lists import MARK
from mailflow.reading.lexicon import Token
from mailflow.reading.people import FoundPerson
from mailflow.reading.spans import parted, within

# A sentence ends here; with a full stop only where the next thing is no figure or letter, and not after short forms.
_SENTENCE = re.compile(
    r"[。！？!?;；…]+[\s\"')）]*"
    r"|(?!(?<=\bno)\.\s*\d)(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bmrs)(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\n\d)(?<!^\d)\.+(?=[\s\"')]|$|[\u4e00-\u9fff])[\s\"')]*"
    r"|\n\s*"
)
_PAUSE = re.compile(
    r"[,，:：](?!\d)|(?<!\d)[,，:：](?=\d)|(?<=\s)-{1,2}(?=\s)|--+|[()（）【】\[\]~]|、(?=[不没])"
    r"|(?<=[\u4e00-\u9fff])[ \t]+(?=[\u4e00-\u9fff])"
)
# A line that the client broke goes on below: it has no mark at its end, and no list follows.
_BROKEN = re.compile(r"(?<=[a-z0-9,])[ \t]*\n(?=[a-z(])|(?<=[，,、])[ \t]*\n")
_BROKEN_AT = 50
# What stands in front of a clause and is no part of it: marks, and the number or bullet of a list.
_IN_FRONT = re.compile(rf"(?:[\s,，:：)）(（、~]|-(?!\d)|{MARK}(?=\S))+")
_MARKS = frozenset("，。、：；！？（）【】《》“”‘’「」～ー　")
_QUOTE = '"'
_LINKS = ("condition", "contrast", "cause", "also", "result")
# What “and” joins when it opens a clause; between two nouns it opens none.
_AFTER_AND = frozenset(
    {"self", "will", "must", "unable", "able", "please", "want", "other", "neg", "hedge", "condition", "go", "no_one",
     "late", "early", "absent"}
)  # fmt: skip
# A predicate that is complete, and the words that can only begin another clause after it.
_COMPLETE = frozenset({"attend", "absent", "away", "done", "late", "early", "go"})
_BEGINS_ANEW = frozenset({"nominative", "assign", "thanks", "sorry"})

# After these “if” means “whether”.
_ASKED_ABOUT = frozenset({"pending", "hedge", "recheck", "contact"})


@dataclass(frozen=True)
class Found:
    """What stands in a text, counted from its beginning."""

    tokens: tuple[Token, ...]
    dates: tuple[FoundDate, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    durations: tuple[FoundDuration, ...] = ()


def cut(text: str, folded: str, found: Found) -> list[Clause]:
    """The clauses of a text in their order; nothing is told yet of questions and conditions."""
    held = [t for t in found.tokens if t.classes & {DAY, PERSON}]
    made: list[Clause] = []
    for number, (start, end, mark) in enumerate(_sentences(folded, held)):
        inside = within(found.tokens, start, end)
        cuts = [start, *_cuts(folded, start, end, inside, held), end]
        for begin, stop in pairwise(cuts):
            if any(c.isalnum() or (c > "\u2fff" and c not in _MARKS) for c in text[begin:stop]):
                tail = mark if stop == end else folded[stop : stop + 1]
                made.append(_clause(len(made), number, begin, stop, text, folded, found, tail))
    return made


def _clause(index: int, sentence: int, start: int, end: int, text: str, folded: str, found: Found, tail: str) -> Clause:
    mark = _IN_FRONT.match(folded, start, end)
    start = mark.end() if mark else start
    tokens = tuple(t._replace(start=t.start - start, end=t.end - start) for t in within(found.tokens, start, end))
    return Clause(
        index, sentence, start, end, text[start:end], folded[start:end], tokens,
        tuple(replace(d, start=d.start - start, end=d.end - start) for d in within(found.dates, start, end)),
        tuple(replace(p, start=p.start - start, end=p.end - start) for p in within(found.people, start, end)),
        tuple(replace(d, start=d.start - start, end=d.end - start) for d in within(found.durations, start, end)),
        _link(tokens), tail,
    )  # fmt: skip


def _sentences(folded: str, held: Sequence[Token]) -> Iterator[tuple[int, int, str]]:
    """Start, end, and the mark that ended it."""
    flowing = _BROKEN.sub(lambda m: _rejoined(folded, m), folded)
    start = 0
    for match in _SENTENCE.finditer(flowing):
        if parted(held, match.start()):
            continue
        if match.start() > start:
            yield start, match.start(), match.group().strip()[:1]
        start = _behind(folded, match)
    if start < len(folded):
        yield start, len(folded), ""


def _behind(folded: str, match: re.Match[str]) -> int:
    """…已完成。“备货清单”…: a quotation mark behind the end of a sentence may open the next one."""
    quote = folded.find(_QUOTE, match.start(), match.end())
    opens = quote >= 0 and folded.count(_QUOTE, 0, quote) % 2 == 0
    return quote if opens else match.end()


def _rejoined(folded: str, match: re.Match[str]) -> str:
    line = folded[folded.rfind("\n", 0, match.start()) + 1 : match.start()]
    width = sum(2 if c > "\u2e7f" else 1 for c in line)
    return " " * len(match.group()) if width >= _BROKEN_AT else match.group()


def _cuts(folded: str, start: int, end: int, inside: Sequence[Token], held: Sequence[Token]) -> list[int]:
    marks = {m.start() for m in _PAUSE.finditer(folded, start, end)}
    words = {t.start for i, t in enumerate(inside) if _opens(inside, i)}
    taken = [c for c in marks | words if c > start and not parted(held, c)]
    return sorted({*taken, *_forgotten(folded, inside, frozenset(taken))})


def _opens(inside: Sequence[Token], place: int) -> bool:
    """Does a new clause begin with the word at that place?"""
    classes = inside[place].classes
    if "and" in classes:
        return place + 1 < len(inside) and not inside[place + 1].classes.isdisjoint(_AFTER_AND)
    return not classes.isdisjoint(_LINKS) and "soft" not in classes and not is_whether(inside, place)


def is_whether(tokens: Sequence[Token], place: int) -> bool:
    """“not sure if …”, “let me know if …”: what follows is a question told, no condition."""
    return place > 0 and "condition" in tokens[place].classes and not tokens[place - 1].classes.isdisjoint(_ASKED_ABOUT)


def _forgotten(folded: str, inside: Sequence[Token], cuts: frozenset[int]) -> Iterator[int]:
    """“周一我出差不参加由陈静代我谢谢”: where a mark is missing between two clauses."""
    complete, end = False, 0
    for token in inside:
        if token.start in cuts or folded[end : token.start].strip():
            complete = False  # 参会人里没有我: the predicate goes on
        if complete and not token.classes.isdisjoint(_BEGINS_ANEW):
            yield token.start
            complete = False
        complete = complete or not token.classes.isdisjoint(_COMPLETE)
        end = token.end


def _link(tokens: tuple[Token, ...]) -> str:
    if not tokens or tokens[0].start > 1:
        return ""
    return next((link for link in _LINKS if link in tokens[0].classes), "")
