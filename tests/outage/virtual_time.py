"""An event loop whose time passes when there is nothing to do, so that hours of waiting take seconds."""

import asyncio
import datetime as real_datetime
import selectors
import types
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class _Selector(selectors.DefaultSelector):
    """Where the loop would sleep, it asks for that much time to pass instead."""

    passes: Callable[[float], None]

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise AssertionError("everybody waits for something that will never come")
        ready = super().select(0)
        if not ready:
            self.passes(timeout)
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        selector = _Selector()
        selector.passes = self._pass
        self._virtual = 0.0
        super().__init__(selector)

    def time(self) -> float:
        return self._virtual

    def _pass(self, seconds: float) -> None:
        self._virtual += seconds


@dataclass
class VirtualTime:
    """Implements ports.Clock. ``run`` runs a coroutine to its end, which may last for days."""

    begin: datetime
    loop: VirtualLoop = field(default_factory=VirtualLoop)

    def now(self) -> datetime:
        return self.begin + timedelta(seconds=self.loop.time())

    def run(self, act: Coroutine[Any, Any, T]) -> T:
        with asyncio.Runner(loop_factory=lambda: self.loop) as runner:
            return runner.run(act)

    def module(self) -> types.SimpleNamespace:
        """``datetime`` as a library sees it that looks at the machine's clock (schedule)."""
        told = self

        class Here(real_datetime.datetime):
            @classmethod
            def now(cls, tz: Any = None) -> "Here":
                at = told.now().astimezone(tz) if tz else told.now().replace(tzinfo=None)
                return cls.fromisoformat(at.isoformat())

        return types.SimpleNamespace(
            datetime=Here, timedelta=timedelta, time=real_datetime.time, date=real_datetime.date
        )
