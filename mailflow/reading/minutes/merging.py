"""A task that the minutes state twice, in the text and in a summary, counts once."""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from mailflow.core.minutes import Why
from mailflow.reading.folding import fold
from mailflow.reading.minutes.items import Found
from mailflow.reading.minutes.owners import Owners

_LEAST = 0.6
_LEAST_OF_SAME = 0.5


def merged(found: Iterable[Found]) -> tuple[Found, ...]:
    """Each task once, where it stands first, with what any of its places states."""
    kept: list[Found] = []
    for task in found:
        at = next((i for i, other in enumerate(kept) if _same(other, task)), None)
        if at is None:
            kept.append(task)
        else:
            kept[at] = _together(kept[at], task)
    return tuple(kept)


@lru_cache(maxsize=512)
def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", fold(text)) if c.isalnum())


def _same(one: Found, other: Found) -> bool:
    if not _owners_fit(one.owners, other.owners):
        return False
    short, long = sorted((_bare(one.title), _bare(other.title)), key=len)
    if not short or (len(short) < 3 and short != long):
        return False
    if short == long:
        return True
    if one.group == other.group:
        return False  # 更新页面 and 更新英文页面 in one list are two
    agree = bool(one.owners.people) and set(one.owners.people) == set(other.owners.people) and _day(one) == _day(other)
    if short in long:
        return len(short) >= _LEAST * len(long) or (agree and _day(one) is not None)
    shortened = _in_order(short, long) == len(short) and len(short) >= _LEAST_OF_SAME * len(long)
    return agree and _day(one) is not None and shortened


def _owners_fit(one: Owners, other: Owners) -> bool:
    a, b = set(one.people), set(other.people)
    return not a or not b or a <= b or b <= a


def _day(task: Found) -> object:
    return task.due.moment if task.due else None


def _in_order(short: str, long: str) -> int:
    """How many characters of ``short`` stand in ``long`` in the same order."""
    lengths = [0] * (len(long) + 1)
    for sign in short:
        before = 0
        for at, other in enumerate(long, 1):
            above = lengths[at]
            lengths[at] = before + 1 if sign == other else max(lengths[at], lengths[at - 1])
            before = above
    return lengths[-1]


def _together(first: Found, again: Found) -> Found:
    owners = first.owners
    if len(again.owners.people) > len(owners.people) or (not owners.people and again.owners):
        owners = again.owners
    due = first.due
    if due is None or (due.moment is None and due.why is not Why.IMPOSSIBLE_DATE and again.due):
        due = again.due or due
    return replace(first, owners=owners, due=due, requirement=first.requirement or again.requirement)
