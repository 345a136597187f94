"""Seeds changed at random, where no coverage tells what is worth keeping: every machine can do that."""

import random
import time
from collections.abc import Iterator, Sequence

_SLOW = 10.0
_LONGEST = 60_000
_ODD = (
    b"\x00",
    b"\xff",
    b"\r\n",
    b"\n\n",
    b'"',
    b"=?utf-8?q?",
    b"?=",
    b"--",
    b"<",
    b">",
    b"9" * 40,
    b"\xe4\xb8\x8d",
    b"[",
    b"]",
    b"{",
    b"= ",
    b"\\",
)


def inputs(seeds: Sequence[bytes], chance: random.Random) -> Iterator[bytes]:
    """The seeds themselves, then children of theirs without end."""
    yield from seeds
    while True:
        child = bytearray(chance.choice(seeds))
        for _ in range(chance.choice((1, 2, 4, 16))):
            _change(child, chance.choice(seeds), chance)
        yield bytes(child[:_LONGEST])


def _change(child: bytearray, other: bytes, chance: random.Random) -> None:
    at = chance.randint(0, len(child))
    stretch = slice(at, at + chance.choice((1, 2, 8, 64, 512)))
    match chance.randrange(6):
        case 0 if child:
            child[at % len(child)] = chance.randrange(256)
        case 1:
            del child[stretch]
        case 2:
            child[at:at] = child[stretch]
        case 3:
            child[at:at] = chance.choice(_ODD)
        case 4:
            begin = chance.randint(0, len(other))
            child[at:at] = other[begin : begin + chance.choice((8, 64, 512))]
        case _:
            child[stretch] = bytes(reversed(child[stretch]))


class Slow(Exception):
    """An input that takes longer than any input may."""


def timed(check: object, data: bytes) -> None:
    """Runs the check. Raises what it raises, or Slow."""
    assert callable(check)
    began = time.process_time()
    check(data)
    taken = time.process_time() - began
    if taken > _SLOW:
        raise Slow(f"{taken:.1f} s of processor time for {len(data)} bytes")
