"""The life of a meeting: people answer, mailflow's own loop ticks, and time jumps to the next thing that happens."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailflow.demo.actors import Actors
from mailflow.demo.cast import PARTS
from mailflow.demo.mailbag import Delivered
from mailflow.demo.stage import Stage
from mailflow.demo.submission import submit
from mailflow.flow import loop, outgoing, timers

Watcher = Callable[[tuple[Delivered, ...]], None]
"""Told of what was delivered in one moment."""

_LONGEST = timedelta(days=45)
"""More than the acted life needs: a step that is due again and again would never end."""


@dataclass(frozen=True)
class Lived:
    """``ended`` False: time never came to rest."""

    actors: Actors
    ended: bool


async def live(stage: Stage, watch: Watcher, pause: Callable[[], float]) -> Lived:
    """Until nothing is due and nobody means to write. ``pause`` tells how many seconds to rest after each moment."""
    actors = Actors(stage.service.organization, PARTS)
    last = stage.clock.now() + _LONGEST
    while stage.clock.now() <= last:
        await _moment(stage, actors, watch)
        upcoming = _next(stage, actors)
        if upcoming is None:
            return Lived(actors, ended=True)
        if upcoming > stage.clock.now():
            await asyncio.sleep(pause())
        stage.clock.jump(upcoming)
    return Lived(actors, ended=False)


async def _moment(stage: Stage, actors: Actors, watch: Watcher) -> None:
    """All that happens now: what people send, then one pass of mailflow."""
    for intended in actors.due(stage.clock.now()):
        writer, raw, to = actors.write(intended, stage.service.secretary)
        await submit(stage.server, writer, to, raw)
    await loop.tick(stage.service, stage.inbox, stage.sender, stage.clock)
    fresh = stage.bag.new()
    watch(fresh)
    for delivered in fresh:
        if delivered.owner != stage.service.secretary:
            actors.see(delivered)


def _next(stage: Stage, actors: Actors) -> datetime | None:
    now = stage.clock.now()
    moments = (actors.next_at(), timers.wakes_at(stage.service, now), outgoing.wakes_at(stage.service, now))
    return min((m for m in moments if m is not None), default=None)
