"""A blocking call in a thread of its own, which nobody must wait for when the process ends."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """As asyncio.to_thread, but a call that hangs in the network does not hold up the end of the process."""
    loop = asyncio.get_running_loop()
    result: asyncio.Future[T] = loop.create_future()

    def done(act: Callable[[], None]) -> None:
        if not result.done():
            act()

    def run() -> None:
        try:
            value = work()
        except BaseException as fault:
            told, failed = fault, True
        else:
            failed = False
        with contextlib.suppress(RuntimeError):  # the loop has ended without us
            if failed:
                loop.call_soon_threadsafe(done, lambda: result.set_exception(told))
            else:
                loop.call_soon_threadsafe(done, lambda: result.set_result(value))

    threading.Thread(target=run, daemon=True).start()
    return await result
