"""In which order the mails of one look at the mailbox are taken, and how many at once."""

from collections import Counter
from collections.abc import Iterable

from mailflow.ports import Arrived
from mailflow.reading.addresses import addresses
from mailflow.reading.mime import split_headers

MOST_AT_ONCE = 1_000
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
MANY = 20
"""Mails of one sender in one look; more is a flood."""
_HEAD = 100_000


def some_of(arriving: Iterable[Arrived]) -> list[Arrived]:
    """What fits into memory; the rest is left to the next look."""
    some: list[Arrived] = []
    size = 0
    for arrived in arriving:
        some.append(arrived)
        size += len(arrived.raw)
        if len(some) >= MOST_AT_ONCE or size >= MOST_BYTES_AT_ONCE:
            break
    return some


def in_turn(arrived: Iterable[Arrived]) -> list[Arrived]:
    """As they came, except that a sender's mails beyond ``MANY`` wait until everybody else's are taken."""
    first: list[Arrived] = []
    last: list[Arrived] = []
    count: Counter[str] = Counter()
    for each in arrived:
        sender = _sender(each.raw)
        count[sender] += 1
        (first if count[sender] <= MANY else last).append(each)
    return first + last


def _sender(raw: bytes) -> str:
    headers, _ = split_headers(raw, 0, min(len(raw), _HEAD))
    return next(iter(addresses(value for name, value in headers if name == "from")), "")
