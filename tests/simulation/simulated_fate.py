"""What one seed decides: every choice has a name, so that a change in one place leaves the others as they were."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

Window = tuple[datetime, datetime]


@dataclass(frozen=True)
class Fate:
    """The same seed and the same length of time give the same life, in every process."""

    seed: int

    def of(self, *what: object) -> Random:
        return Random(f"{self.seed}/{'/'.join(map(str, what))}")

    def chance(self, probability: float, *what: object) -> bool:
        return self.of(*what).random() < probability

    @property
    def first_days(self) -> Iterator[date]:
        """Any day of a year with all its feasts and make-up workdays; others where that one does not suit."""
        rng = self.of("first day")
        while True:
            yield date(2026, 1, 5) + timedelta(days=rng.randrange(300))

    def windows(
        self, name: str, begin: datetime, end: datetime, a_month: float, hours: tuple[int, int], often: float = 1
    ) -> list[Window]:
        """Stretches of time in which something does not work."""
        rng, found = self.of(name), []
        for _ in range(round((end - begin) / timedelta(days=30) * a_month * often)):
            opens = begin + (end - begin) * rng.random()
            found.append((opens, opens + timedelta(hours=rng.randint(*hours))))
        return sorted(found)


class Killed(BaseException):
    """The process ends here, as by kill -9: no handler of mailflow's may see it."""


@dataclass
class Fuse:
    """Counts what the process does to the world, and ends it at the numbers that the seed has set."""

    fate: Fate
    every: int
    done: int = 0
    kills: int = 0
    where: str = ""
    _next: int = field(init=False)

    def __post_init__(self) -> None:
        self._next = self._gap()

    def burn(self, where: str) -> None:
        self.done += 1
        if self.every and self.done >= self._next:
            self.kills += 1
            self._next = self.done + self._gap()
            self.where = where
            raise Killed(where)

    def _gap(self) -> int:
        return 1 + int(self.fate.of("kill", self.kills).expovariate(1 / self.every)) if self.every else 0


@dataclass
class Life:
    """One run of the process. After its end nothing that is still in hand reaches the world."""

    fuse: Fuse
    ended: bool = False

    def step(self, where: str) -> None:
        self.check()
        try:
            self.fuse.burn(where)
        except Killed:
            self.ended = True
            raise

    def check(self) -> None:
        if self.ended:
            raise Killed("already ended")


def within(moment: datetime, windows: list[Window]) -> Window | None:
    return next((w for w in windows if w[0] <= moment < w[1]), None)
