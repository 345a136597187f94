"""The two ways to run: one pass and exit, or for good, woken by the mail server and by the clock."""

import asyncio
import contextlib
from dataclasses import dataclass

import schedule
import structlog

from mailflow.flow import intake, outgoing, timers
from mailflow.flow.service import Service
from mailflow.ports import Arrived, Clock, Inbox, LoginRefused, Sender, Unreachable

_log = structlog.get_logger()
_IDLE_SECONDS = 25 * 60.0
_LOOK_EVERY = 20
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 300.0


@dataclass(frozen=True)
class Pass:
    """What one pass did."""

    read: int
    changed: int
    sent: outgoing.Sent


async def tick(service: Service, inbox: Inbox, sender: Sender, clock: Clock, parallel: int = 2) -> Pass:
    """One pass: read the mailbox, apply, do what is due, send all that is queued.

    Raises Unreachable where the mailbox cannot be read; what is due is done and sent all the same.
    """
    fault: Unreachable | None = None
    read = 0
    try:
        read = await asyncio.to_thread(_read_mailbox, service, inbox, clock)
    except Unreachable as error:
        fault = error
    changed = timers.pass_time(service, clock.now())
    sent = await outgoing.send_all(service, sender, clock, parallel)
    if fault is not None:
        raise fault
    return Pass(read, changed, sent)


def _read_mailbox(service: Service, inbox: Inbox, clock: Clock) -> int:
    read = 0
    for arrived in inbox.fetch():
        _deal_with(arrived, service, inbox, clock)
        read += 1
    return read


def _deal_with(arrived: Arrived, service: Service, inbox: Inbox, clock: Clock) -> None:
    """Only after the commit is the mail marked done: a crash before it replays, and finds it seen."""
    taken = intake.take(arrived.raw, service, clock.now())
    inbox.done(arrived.key)
    _tell(taken)


class Daemon:
    """``mailflow run``: one task reads, one lets time pass, one sends; all end with the work in hand finished.

    They share the store without a lock: every load, decision and save happens between two awaits.
    """

    def __init__(self, service: Service, inbox: Inbox, sender: Sender, clock: Clock, parallel: int = 2) -> None:
        self._service, self._inbox, self._sender, self._clock = service, inbox, sender, clock
        self._parallel = parallel
        self._stopping = asyncio.Event()
        self._look = asyncio.Event()
        self._queued = asyncio.Event()
        self._jobs = schedule.Scheduler()
        self._jobs.every(_LOOK_EVERY).seconds.do(self._look.set)

    def stop(self) -> None:
        """Graceful: what is in hand is finished, nothing new is begun."""
        self._stopping.set()
        self._look.set()
        self._queued.set()
        self._inbox.wake()

    async def run(self) -> None:
        """Until ``stop``. A fault of the store ends it: without a store nothing may be acknowledged."""
        tasks = [asyncio.create_task(job()) for job in (self._read, self._pass_time, self._send)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            self.stop()
            await asyncio.gather(*tasks)
        finally:
            await self._sender.close()
            await asyncio.to_thread(self._inbox.close)

    async def _read(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopping.is_set():
            try:
                await self._read_once()
                pause = _FIRST_PAUSE
            except LoginRefused as fault:
                pause = await self._rest("login refused", fault, _LONGEST_PAUSE)
            except Unreachable as fault:
                pause = await self._rest("mailbox unreachable", fault, pause)

    async def _read_once(self) -> None:
        for arrived in await asyncio.to_thread(lambda: list(self._inbox.fetch())):
            if self._stopping.is_set():
                return
            taken = intake.take(arrived.raw, self._service, self._clock.now())
            self._queued.set()
            self._look.set()
            await asyncio.to_thread(self._inbox.done, arrived.key)
            _tell(taken)
        if not self._stopping.is_set():
            await asyncio.to_thread(self._inbox.wait, _IDLE_SECONDS)

    async def _rest(self, what: str, fault: Unreachable, pause: float) -> float:
        """Waits before the next attempt, longer each time; returns the pause after that."""
        _log.warning(what, fault=str(fault), again_in=pause)
        await _until(self._stopping, pause)
        return min(pause * 2, _LONGEST_PAUSE)

    async def _pass_time(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            timers.pass_time(self._service, self._clock.now())
            self._queued.set()
            while not self._look.is_set():
                self._jobs.run_pending()
                await _until(self._look, 1.0)

    async def _send(self) -> None:
        while not self._stopping.is_set():
            self._queued.clear()
            await outgoing.send_all(self._service, self._sender, self._clock, self._parallel)
            await _until(self._queued, self._next_attempt())

    def _next_attempt(self) -> float:
        at = outgoing.wakes_at(self._service)
        return _LONGEST_PAUSE if at is None else max((at - self._clock.now()).total_seconds(), _FIRST_PAUSE)


async def _until(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


def _tell(taken: intake.Taken) -> None:
    """No words of a mail stand in the log: the ledger has them."""
    if taken.entry is not None:
        _log.info("mail taken", outcome=taken.entry.outcome.value, record=taken.record or "desk")
