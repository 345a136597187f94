"""One pass: read the mailbox, do what is due, send what is queued. flow/daemon.py does the same for good."""

import asyncio
from dataclasses import dataclass

import structlog

from mailflow.flow import intake, outgoing, timers
from mailflow.flow.service import Service
from mailflow.ports import Arrived, Clock, Inbox, NotMoved, Sender, Unreachable

_log = structlog.get_logger()


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
    try:
        inbox.done(arrived.key)
    except NotMoved as fault:
        _log.warning("mail stays in the mailbox", fault=str(fault))
    tell(taken)


def tell(taken: intake.Taken) -> None:
    """No words of a mail stand in the log: the ledger has them."""
    if taken.entry is not None:
        _log.info("mail taken", outcome=taken.entry.outcome.value, record=taken.record or "desk")
