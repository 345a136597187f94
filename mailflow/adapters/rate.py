"""No more than so many mails a minute: providers close an account that sends faster than they allow."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable

_MINUTE = 60.0


class RateLimit:
    """At most ``per_minute`` turns in any 60 seconds, 0 for no limit. Time and sleep are parameters for tests."""

    def __init__(
        self,
        per_minute: int,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._per_minute = per_minute
        self._monotonic = monotonic
        self._sleep = sleep
        self._turns: deque[float] = deque(maxlen=per_minute)

    async def turn(self) -> None:
        """Returns when the next mail may go."""
        if not self._per_minute:
            return
        # The turn is taken before the sleep, so that whoever comes meanwhile queues up behind it.
        now = self._monotonic()
        start = now
        if len(self._turns) == self._per_minute:
            start = max(now, self._turns[0] + _MINUTE)
        self._turns.append(start)
        if start > now:
            await self._sleep(start - now)
