"""A piece of text cut into clauses: at stops, commas, dashes and bars, outside of brackets, names and dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from mailflow.reading.folding import fold
from mailflow.reading.minutes.deadlines import find_dues
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.subjects import leading_people


@dataclass(frozen=True)
class Clause:
    """``stop``: a full stop or semicolon stands before it. ``dash``: a dash, bar or tab does, as in lists.

    ``sentence``: a full stop or a line's end does. ``topic``: a colon stands behind it, and then comes somebody who shall do something.
    """

    text: str
    stop: bool = False
    dash: bool = False
    question: bool = False
    topic: bool = False
    sentence: bool = False


_CUT = re.compile(
    r"(?P<stop>[。；;！!？?\n]+|(?<=[a-z0-9)\"'])\.(?=\s+[A-Z\u4e00-\u9fff]|\s*$))"
    r"|(?P<dash>\s+[-–—]{1,3}>?\s*(?=\S)|\s*(?:——|—|→|=>|->)\s*|\s*[|｜│]\s*|\t+|[ \u3000]{3,}|\u3000+|\s+//\s+)"
    r"|(?P<colon>\s*[:：]\s*(?!\d))"
    r"|(?P<number>(?<=[^\d\s])\s*(?=(?:\d{1,2}[.、)）](?!\d)|[①-⑳]|[(（](?:\d|[一二三四五六七八九十])[)）])\s*\S\S))"
    r"|(?P<comma>\s*[，,]\s*)"
    r"|(?P<list>、)"
)
_OPEN, _CLOSE = "(（[【“「『《<", ")）]】”」』》>"


def clauses(text: str, setting: Setting) -> Iterator[Clause]:
    """Every clause with words in it, in order."""
    whole = [(m.start, m.end) for m in setting.people.find(text, units=True)]
    whole += [(d.start, d.end - text[: d.end].endswith(".")) for d in find_dues(text, setting)]
    inside = {at for start, end in (*whole, *_brackets(text)) for at in range(start + 1, end)}
    at, stop, dash, sentence = 0, True, False, True
    for cut in _CUT.finditer(text):
        if cut.start() in inside:
            continue
        if _figures(text, cut):
            continue
        if cut.group("colon") and not _introduces(text, at, cut, setting):
            continue
        if cut.group("number") is not None and not re.search(r"[。；;：:，,)）]\s*$", text[: cut.start()]):
            continue
        if cut.group("list") and not _each_with_day(text, cut, setting):
            continue
        piece = text[at : cut.start()]
        if cut.group().strip() == "." and re.fullmatch(r"\s*\d{1,2}", piece):
            continue  # 1. is a number, not a sentence
        if piece.strip():
            question = cut.group("stop") is not None and fold(cut.group()).startswith("?")
            yield Clause(piece.strip(), stop, dash, question, cut.group("colon") is not None, sentence)
            stop, dash, sentence = False, False, False
        at = cut.end()
        stop = stop or cut.group("stop") is not None or cut.group("number") is not None
        sentence = sentence or (cut.group("stop") is not None and cut.group().strip()[:1] not in ("；", ";"))
        dash = dash or cut.group("dash") is not None
    if text[at:].strip():
        yield Clause(text[at:].strip(), stop, dash, sentence=sentence)


def spaced(text: str, setting: Setting, *, numbered: bool) -> str:
    """提交排期 孙丽 12月3日: fields that single blanks set apart, set apart by bars.

    Where the item is not ``numbered``, a number in front of them is its own.
    """
    pieces = text.split()
    if len(pieces) < 2 or not re.search(r"[\u4e00-\u9fff]", text) or re.search(r"[，,。；;：:|]", text):
        return text
    days = find_dues(text, setting, weak=True)
    if not days and len(pieces[0]) > 2 and _all_people(pieces[-1], setting):
        return " | ".join((" ".join(pieces[:-1]), pieces[-1]))
    people = any(_all_people(piece, setting) for piece in pieces)
    last = days and not text[days[0].end :].strip()
    three = last and len(text[: days[0].start].split()) == 2 and len(pieces[0]) > 2 and len(pieces[1]) <= 6
    if len(days) != 1 or not (people or three):
        return text
    start, end = days[0].start, days[0].end
    front = [p for p in text[:start].split() if p]
    if not numbered and front and re.fullmatch(r"\d{1,2}", front[0]):
        front = front[1:]
    front = front if three and not people else list(_phrases(front, setting))
    return " | ".join([*front, text[start:end], *text[end:].split()])


def _phrases(pieces: list[str], setting: Setting) -> Iterator[str]:
    """采购 3 台电脑: blanks between words that name nobody set nothing apart."""
    for names, group in groupby(pieces, lambda piece: _all_people(piece, setting)):
        found = list(group)
        yield from found if names else (" ".join(found),)


def _each_with_day(text: str, cut: re.Match[str], setting: Setting) -> bool:
    """李强12月4日、赵敏12月5日前提交: people with days of their own."""
    dues = find_dues(text, setting)
    if not any(d.end == cut.start() for d in dues):
        return False
    people = leading_people(text[cut.end() :], setting, loose=False)
    return people is not None and any(d.start == cut.end() + people[1] for d in dues)


def _all_people(piece: str, setting: Setting) -> bool:
    covered = sum(m.end - m.start for m in setting.people.find(piece, units=True))
    return covered > 0 and covered == len(re.sub(r"[、/&＆@+()（）]", "", piece))


def _introduces(text: str, at: int, colon: re.Match[str], setting: Setting) -> bool:
    """关于备货：由吴昊…, 散会后张总补充：李强…: behind the colon stands who shall do something, or until when."""
    before, behind = text[at : colon.start()], text[colon.end() :]
    people = leading_people(before, setting, loose=False)
    if people is not None and not before[people[1] :].strip(" \u3000()（）"):
        return False
    return (
        setting.match("«please»|«by_whom»", behind) is not None
        or leading_people(behind, setting, loose=False) is not None
        or any(d.start == 0 for d in find_dues(behind[:20], setting))
    )


def _figures(text: str, cut: re.Match[str]) -> bool:
    """1,200 is one number."""
    return (
        cut.group().strip() == "," and text[cut.start() - 1 : cut.start()].isdigit() and text[cut.end() :][:3].isdigit()
    )


def _brackets(text: str) -> list[tuple[int, int]]:
    """Pairs of brackets and quotes, the outermost."""
    found: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in _OPEN:
            stack.append((sign, at))
        elif sign in _CLOSE and stack and _CLOSE.index(sign) == _OPEN.index(stack[-1][0]):
            _, start = stack.pop()
            found.append((start, at + 1))
    return found
