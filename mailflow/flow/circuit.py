"""A server that is away is left alone for longer and longer, and the administrator hears of it once.

A mail that a server does not take is that mail's own affair (flow/outgoing.py). This is about the server itself: it
cannot be reached, or does not let us in. Then no mail would do better than the one that was just tried.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

import structlog

from mailflow.ports import LoginRefused, NotMoved, Unreachable

_log = structlog.get_logger()

_FIRST, _LONGEST = 1.0, 300.0
# A refused login mends itself seldom, and providers lock who tries too often.
_FIRST_REFUSED, _LONGEST_REFUSED = 300.0, 3600.0
_SPREAD = 0.25
_TELL_AFTER = 5
"""Failures in a row: a server that is only restarted is back before."""
_TELL_EVERY = timedelta(hours=1)
"""Who comes and goes all day is told of once an hour."""
_UNSTEADY = 4
"""A server that worked in between is tried again soon, but one that fails each time is not tried each second."""


class Server(StrEnum):
    MAILBOX = "mailbox"
    SENDING = "sending"
    ARCHIVE = "archive"


_WRONG = {
    Server.MAILBOX: "mailbox unreachable",
    Server.SENDING: "sending unreachable",
    Server.ARCHIVE: "mails stay in the mailbox",
}


class Circuit:
    """Closed while the server works. Its state is in memory alone: a restart costs one attempt.

    ``fault`` is what is wrong just now, in one line, and ``since`` when it began. ``spread`` gives numbers from 0 to 1:
    by them each pause is up to a quarter shorter or longer, so that many do not come back at the same moment.
    """

    def __init__(self, server: Server, spread: Callable[[], float] = random.random) -> None:
        self._server, self._spread = server, spread
        self.fault = ""
        self.since: datetime | None = None
        self._failures = 0
        self._pause = timedelta()
        self._next_try: datetime | None = None
        self._told_at: datetime | None = None
        self._told = False

    def rest(self, now: datetime) -> float:
        """Seconds until the server is worth the next attempt; 0 for now."""
        if self._next_try is None:
            return 0.0
        left = self._next_try - now
        # More than the whole pause is left: the clock was set back, and would keep us waiting for as long.
        return max(left.total_seconds(), 0.0) if left <= self._pause else 0.0

    def failed(self, fault: Unreachable | NotMoved, now: datetime) -> float:
        """The seconds to rest before the next attempt."""
        refused = isinstance(fault, LoginRefused)
        self._failures = self._failures + 1 if self.since else min(self._failures, _UNSTEADY) + 1
        what = "login refused" if refused else _WRONG[self._server]
        self.fault = f"{what}: {fault}"
        self.since = self.since or now
        self._pause = timedelta(seconds=self._next_pause(refused))
        self._next_try = now + self._pause
        if refused or isinstance(fault, NotMoved) or self._failures >= _TELL_AFTER:
            self._tell(now)
        return self._pause.total_seconds()

    def worked(self, now: datetime) -> None:
        """The server answered, whatever it said."""
        if self.since is None:
            return
        if self._told:
            _log.info("works again", server=self._server.value, was_away_for=str(now - self.since).partition(".")[0])
        self.fault, self.since, self._next_try, self._told = "", None, None, False

    def _next_pause(self, refused: bool) -> float:
        first, longest = (_FIRST_REFUSED, _LONGEST_REFUSED) if refused else (_FIRST, _LONGEST)
        pause = min(first * 2.0 ** min(self._failures - 1, 20), longest)
        return pause * (1 + (self._spread() * 2 - 1) * _SPREAD)

    def _tell(self, now: datetime) -> None:
        lately = self._told_at is not None and timedelta() <= now - self._told_at < _TELL_EVERY
        if not self._told and not lately:
            self._told, self._told_at = True, now
            _log.error("server fails", server=self._server.value, fault=self.fault)
