"""The rate limit, with a clock that the test moves."""

import asyncio

import pytest

from mailflow.adapters.rate import RateLimit


class Clock:
    """Sleeping moves it; sleepers are served in the order of their waking."""

    def __init__(self) -> None:
        self.now = 1000.0

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def turns(per_minute: int, count: int, step: float = 0.0) -> list[float]:
    """When each of so many mails may go, one after the other, each taking ``step`` seconds."""
    clock = Clock()
    limit = RateLimit(per_minute, monotonic=lambda: clock.now, sleep=clock.sleep)

    async def run() -> list[float]:
        times = []
        for _ in range(count):
            await limit.turn()
            times.append(clock.now - 1000)
            clock.now += step
        return times

    return asyncio.run(run())


@pytest.mark.parametrize(
    ("per_minute", "step", "expected"),
    [
        (0, 0, [0, 0, 0, 0, 0, 0, 0]),
        (3, 0, [0, 0, 0, 60, 60, 60, 120]),
        (1, 0, [0, 60, 120, 180, 240, 300, 360]),
        (3, 10, [0, 10, 20, 60, 70, 80, 120]),
        (3, 30, [0, 30, 60, 90, 120, 150, 180]),
    ],
)
def test_no_minute_sees_more_than_the_limit(per_minute: int, step: float, expected: list[float]) -> None:
    assert turns(per_minute, 7, step) == expected


def test_turns_asked_for_at_once_are_spread_over_the_minutes() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    limit = RateLimit(2, monotonic=lambda: 0.0, sleep=sleep)

    async def run() -> None:
        await asyncio.gather(*(limit.turn() for _ in range(6)))

    asyncio.run(run())
    assert slept == [60, 60, 120, 120]
