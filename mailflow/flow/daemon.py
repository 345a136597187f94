"""``mailflow run``: the same as one pass, for good, woken by the mail server and by the clock."""

import asyncio
import contextlib
import os
from dataclasses import replace
from functools import partial

import schedule
import structlog

from mailflow.core.outgoing import Outgoing
from mailflow.flow import intake, outgoing, timers, turns
from mailflow.flow.circuit import Circuit, Server
from mailflow.flow.loop import tell
from mailflow.flow.service import Service
from mailflow.own_thread import in_thread
from mailflow.ports import Arrived, Clock, Health, Inbox, Monitor, NotMoved, Sender, Unreachable

_log = structlog.get_logger()
_IDLE_SECONDS = 25 * 60.0
_LOOK_EVERY = 20
_BEAT_EVERY = 10.0
_SHORTEST_WAIT, _LONGEST_WAIT = 1.0, 300.0
# Whoever stops us waits ten seconds in all: what a server holds up longer is left to the next start, which finds it.
_FINISH_WITHIN = 5.0
_CLOSE_WITHIN = 3.0


class Daemon:
    """One task reads, one lets time pass, one sends; all end with the work in hand finished.

    They share the store without a lock: every load, decision and save happens between two awaits.
    """

    def __init__(
        self, service: Service, inbox: Inbox, sender: Sender, clock: Clock, monitor: Monitor, parallel: int = 2
    ) -> None:
        self._service, self._inbox, self._sender, self._clock = service, inbox, sender, clock
        self._monitor = monitor
        self._parallel = parallel
        self._mailbox, self._archive = Circuit(Server.MAILBOX), Circuit(Server.ARCHIVE)
        self._sending = Circuit(Server.SENDING)
        self._health = Health(at=clock.now(), pid=os.getpid(), started_at=clock.now())
        self._stopping = asyncio.Event()
        self._look = asyncio.Event()
        self._queued = asyncio.Event()
        self._jobs = schedule.Scheduler()
        self._plan()

    def stop(self) -> None:
        """Graceful: what is in hand is finished, nothing new is begun."""
        self._stopping.set()
        self._look.set()
        self._queued.set()
        self._inbox.wake()

    async def run(self) -> None:
        """Until ``stop``. A fault of the store ends it: without a store nothing may be acknowledged."""
        jobs = {"read": self._read, "pass time": self._pass_time, "send": self._send}
        works = [asyncio.create_task(job(), name=name) for name, job in jobs.items()]
        beat, stopped = asyncio.create_task(self._beat()), asyncio.create_task(self._stopping.wait())
        self._monitor.ready()
        _log.info("running", pid=self._health.pid)
        try:
            await asyncio.wait([*works, beat, stopped], return_when=asyncio.FIRST_COMPLETED)
            self._monitor.stopping()
            self.stop()
            await self._end(works)
        finally:
            beat.cancel()
            stopped.cancel()
            self._monitor.ended()
            _log.info("stopped")
        if beat.done() and not beat.cancelled():
            beat.result()

    async def _end(self, works: list[asyncio.Task[None]]) -> None:
        """A send that is broken off may double that one mail, under the same Message-ID; nothing is lost."""
        finished, late = await asyncio.wait(works, timeout=_FINISH_WITHIN)
        for task in late:
            _log.warning("not finished in time, left to the next start", work=task.get_name())
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        closing = [asyncio.create_task(self._sender.close())]
        if works[0] in finished:  # else its thread still has the connection, and ends with the process
            closing.append(asyncio.create_task(in_thread(self._inbox.close)))
        _, open_still = await asyncio.wait(closing, timeout=_CLOSE_WITHIN)
        for task in open_still:
            task.cancel()
        await asyncio.gather(*closing, return_exceptions=True)
        faults = [fault for task in finished if (fault := task.exception())]
        if faults:
            raise faults[0]

    async def _read(self) -> None:
        while not self._stopping.is_set():
            try:
                await self._read_once()
            except Unreachable as fault:
                await _until(self._stopping, self._mailbox.failed(fault, self._clock.now()))

    async def _read_once(self) -> None:
        for arrived in await in_thread(partial(_next_of, self._inbox)):
            if self._stopping.is_set():
                return
            taken = intake.take(arrived.raw, self._service, self._clock.now())
            self._queued.set()
            self._look.set()
            await self._done(arrived)
            tell(taken)
        self._looked()
        if not self._stopping.is_set():
            await in_thread(partial(self._inbox.wait, _IDLE_SECONDS))
            self._looked()

    async def _done(self, arrived: Arrived) -> None:
        """A mail that cannot be moved is known by its Message-ID when it is met again, and keeps nobody else waiting."""
        try:
            await in_thread(partial(self._inbox.done, arrived.key))
        except NotMoved as fault:
            self._archive.failed(fault, self._clock.now())
        else:
            self._archive.worked(self._clock.now())

    def _looked(self) -> None:
        now = self._clock.now()
        self._mailbox.worked(now)
        self._health = replace(self._health, mailbox_at=now)

    async def _pass_time(self) -> None:
        while not self._stopping.is_set():
            self._look.clear()
            left_out: list[str] = []
            timers.pass_time(self._service, self._clock.now(), left_out.append)
            fault = f"left out of each look, see the log: {', '.join(left_out)}" if left_out else ""
            self._health = replace(self._health, looking_fault=fault)
            self._queued.set()
            while not self._look.is_set():
                if (self._jobs.idle_seconds or 0) > _LOOK_EVERY:  # the clock was set back
                    self._plan()
                self._jobs.run_pending()
                await _until(self._look, 1.0)

    def _plan(self) -> None:
        self._jobs.clear()
        self._jobs.every(_LOOK_EVERY).seconds.do(self._look.set)

    async def _send(self) -> None:
        while not self._stopping.is_set():
            self._queued.clear()
            done = await outgoing.send_all(
                self._service, self._sender, self._clock, self._parallel, self._stopping.is_set, self._sending
            )
            if done.sent:
                self._health = replace(self._health, sent_at=self._clock.now())
            await _until(self._queued, self._next_attempt())

    def _next_attempt(self) -> float:
        now = self._clock.now()
        at = outgoing.wakes_at(self._service, now)
        soonest = max(self._sending.rest(now), _SHORTEST_WAIT)
        return _LONGEST_WAIT if at is None else max((at - now).total_seconds(), soonest)

    async def _beat(self) -> None:
        while True:
            waiting = [o for s in self._service.store.open_records() for o in s.record.queued]
            failing = [o for o in waiting if o.error]
            self._health = replace(
                self._health,
                at=self._clock.now(),
                queued=len(waiting),
                failing=len(failing),
                mailbox_fault=self._mailbox.fault or self._archive.fault,
                sending_fault=self._sending.fault or _not_taken(failing),
                unsent_since=self._sending.since,
            )
            self._monitor.beat(self._health)
            await asyncio.sleep(_BEAT_EVERY)


def _not_taken(failing: list[Outgoing]) -> str:
    return f"{len(failing)} of them not taken yet: {failing[-1].error}" if failing else ""


def _next_of(inbox: Inbox) -> list[Arrived]:
    """What is left out is new to the next wait, which then ends at once."""
    return turns.in_turn(turns.some_of(inbox.fetch()))


async def _until(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
