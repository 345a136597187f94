"""Stretches of a text in their order, none overlapping another: looked up, never walked through."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Protocol, TypeVar


class Placed(Protocol):
    """Something that stands at ``text[start:end]``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_P = TypeVar("_P", bound=Placed)
_START = attrgetter("start")


def overlapped(spans: Sequence[Placed], start: int, end: int) -> bool:
    """Does one of the spans share a character with ``text[start:end]``?"""
    at = bisect_left(spans, end, key=_START) - 1
    return at >= 0 and spans[at].end > start


def parted(spans: Sequence[Placed], at: int) -> bool:
    """Does ``at`` fall inside one of the spans, so that a cut there would part it?"""
    return overlapped(spans, at, at)


def within(spans: Sequence[_P], start: int, end: int) -> tuple[_P, ...]:
    """Those that lie wholly in ``text[start:end]``."""
    if not spans:
        return ()
    first = bisect_left(spans, start, key=_START)
    stop = bisect_left(spans, end, first, key=_START)
    inside = spans[first:stop]
    if inside and inside[-1].end > end:
        inside = inside[:-1]
    return tuple(inside)
