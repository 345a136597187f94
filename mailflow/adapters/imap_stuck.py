"""Mails at whose FETCH the server breaks off: each is found out, and passed over for a while.

A server that stumbles over one mail would else keep all that came behind it from being read, for ever. Its number is
kept in memory alone: a restart costs the same few attempts again. The mail stays where it is, in the mailbox.
"""

import time
from collections import Counter

import structlog

_log = structlog.get_logger()
_TRIES = 3
PASS_OVER = 3600.0  # seconds


class Stuck:
    """The UIDs of one UIDVALIDITY."""

    def __init__(self, pass_over: float = PASS_OVER) -> None:
        self._pass_over = pass_over
        self._suspect: set[int] = set()
        self._failures: Counter[int] = Counter()
        self._since: dict[int, float] = {}

    def passed_over(self, uid: int) -> bool:
        return uid in self._since and time.monotonic() - self._since[uid] < self._pass_over

    def parts(self, batch: list[int]) -> list[list[int]]:
        """One by one where a FETCH of several failed: else nobody would know which mail it was."""
        return [batch] if self._suspect.isdisjoint(batch) else [[uid] for uid in batch]

    def fetched(self, batch: list[int]) -> None:
        for uid in batch:
            self._suspect.discard(uid)
            self._failures.pop(uid, None)
            self._since.pop(uid, None)

    def failed(self, batch: list[int], where: str) -> None:
        self._suspect.update(batch)
        if len(batch) > 1:
            return
        (uid,) = batch
        self._failures[uid] += 1
        if self._failures[uid] < _TRIES:
            return
        if uid not in self._since:
            _log.error("the server breaks off at a mail, it is passed over; look at it there", server=where, uid=uid)
        self._since[uid] = time.monotonic()
