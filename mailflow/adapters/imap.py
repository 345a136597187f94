"""The mailbox that is read, over IMAP (RFC 3501) by imapclient.

One connection serves all; a fault drops it, is told as Unreachable, and the next call makes a new one. What is new is
never taken from the server's notices alone, which can be lost between two commands: each notice only leads to a
question, "is there a UID above those that were fetched?", and the answer decides.
"""

import contextlib
import select
import socket
import time
from collections.abc import Iterable, Iterator
from typing import NoReturn

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError

from mailflow.adapters.faults import one_line
from mailflow.adapters.imap_folders import below_the_prefix
from mailflow.adapters.imap_login import hang_up, log_in
from mailflow.adapters.imap_stuck import PASS_OVER, Stuck
from mailflow.adapters.oauth import Tokens
from mailflow.adapters.settings import ImapSettings
from mailflow.ports import Arrived, MailKey, NotMoved, Unreachable

_BATCH = 100  # mails in one FETCH: four times as fast as one by one
_BATCH_BYTES = 32 * 1024 * 1024  # ... unless they are so large that a batch would fill the memory
_RENEW = 9 * 60.0  # seconds of one IDLE: RFC 2177 3 allows 29 minutes, but routers forget a silent connection after 10
# A notice that comes along with the server's "+" lies in imaplib's buffer, where poll is blind to it, until that IDLE
# ends. Mail often comes right behind mail: so the first IDLE of a wait, in seconds, is short, and each next one longer.
_FIRST, _LONGER = 0.2, 5
_POLL = 15.0  # seconds between two looks where the server has no IDLE
_MOVE_AGAIN = 3600.0  # seconds after which a mail that the archive did not take is tried again
_CONNECT_TIMEOUT = 20.0
_READ_TIMEOUT = 60.0


class ImapInbox:
    """Implements ports.Inbox. All but ``wake`` belongs to one thread."""

    def __init__(
        self,
        settings: ImapSettings,
        *,
        connect_timeout: float = _CONNECT_TIMEOUT,
        read_timeout: float = _READ_TIMEOUT,
        renew: float = _RENEW,
        poll: float = _POLL,
        move_again: float = _MOVE_AGAIN,
        pass_over: float = PASS_OVER,
        tokens: Tokens | None = None,
    ) -> None:
        """All times in seconds. Nothing is connected before the first call."""
        self._settings, self._tokens = settings, tokens
        self._timeout = SocketTimeout(connect=connect_timeout, read=read_timeout)
        self._renew = renew
        self._poll = poll
        self._move_again = move_again
        self._unmoved: dict[MailKey, float] = {}
        self._pass_over = pass_over
        self._stuck = Stuck(pass_over)
        self._client: IMAPClient | None = None
        self._validity = 0
        self._next_uid = 1  # the lowest UID that was not fetched yet
        self._alarm, self._bell = socket.socketpair()
        self._alarm.setblocking(False)
        self._bell.setblocking(False)

    def fetch(self) -> Iterator[Arrived]:
        with self._reporting("reading the folder"):
            client = self._connected()
            validity = self._validity
            lately = {key.uid for key, at in self._unmoved.items() if self._is_recent(at)}
            uids = [uid for uid in _search(client, "ALL") if uid not in lately and not self._stuck.passed_over(uid)]
        for some in _slices(uids, _BATCH):
            for batch in self._batches_by_size(some, validity):
                for part in self._stuck.parts(batch):
                    yield from self._fetched(part, validity)

    def done(self, key: MailKey) -> None:
        with self._reporting(f"moving a mail to the folder {self._settings.archive!r}"):
            client = self._connected()
            if key.validity != self._validity:
                return
            try:
                _archive(client, key.uid, below_the_prefix(client, self._settings.archive))
            except IMAPClientAbortError:
                raise
            except IMAPClientError as error:
                if not _search(client, f"UID {key.uid}"):
                    return  # moved already, which is no error
                self._unmoved[key] = time.monotonic()
                raise NotMoved(
                    f"IMAP server {self._settings.where} does not move a mail to the folder "
                    f"{self._settings.archive!r}: {one_line(error, self._settings.hidden)}; "
                    "make room in the mailbox, and check archive under [imap]"
                ) from error
            self._unmoved.pop(key, None)

    def wait(self, seconds: float) -> bool:
        """What ``fetch`` has not yielded yet is new, whenever it came: then there is nothing to wait for."""
        deadline = time.monotonic() + seconds
        stay, idling = _FIRST, True
        while True:
            with self._reporting("waiting for mail"):
                client = self._connected()
                if self._something_new(client):
                    return True
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                if idling and client.has_capability("IDLE"):
                    idling = self._idle(client, min(left, stay))
                    stay = min(stay * _LONGER, self._renew)
                else:
                    self._ready([], min(left, self._poll))
            if self._woken():
                return False

    def wake(self) -> None:
        # It stays rung until a wait hears it: a stop that comes just before a wait must not be slept over.
        with contextlib.suppress(BlockingIOError, OSError):
            self._bell.send(b"!")

    def close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.socket().settimeout(5)  # a dead server must not hold up our end
                client.logout()
            except (OSError, IMAPClientError):
                hang_up(client)
        self._alarm.close()
        self._bell.close()

    def _is_recent(self, moment: float) -> bool:
        return time.monotonic() - moment < self._move_again

    def _connected(self) -> IMAPClient:
        if self._client is None:
            client = log_in(self._settings, self._timeout, self._tokens)
            try:
                validity = self._open_folder(client)
            except BaseException:
                hang_up(client)
                raise
            if validity != self._validity:
                self._validity, self._next_uid, self._unmoved = validity, 1, {}
                self._stuck = Stuck(self._pass_over)
            self._client = client
        return self._client

    def _open_folder(self, client: IMAPClient) -> int:
        folder = self._settings.folder
        try:
            opened = client.select_folder(folder)
        except IMAPClientAbortError:
            raise
        except IMAPClientError as error:
            raise Unreachable(
                f"IMAP server {self._settings.where} does not open the folder {folder!r}: {one_line(error)}; "
                "check folder under [imap]"
            ) from error
        if b"UIDVALIDITY" not in opened:
            # RFC 3501 2.3.1.1: then no UID means anything in the next session, and a mail could be taken for another.
            raise Unreachable(f"IMAP server {self._settings.where} gives no UIDVALIDITY for {folder!r}: not usable")
        return int(opened[b"UIDVALIDITY"])

    def _batches_by_size(self, uids: list[int], validity: int) -> list[list[int]]:
        with self._reporting("reading the folder"):
            sizes = self._same_folder(validity).fetch(uids, ["RFC822.SIZE"])
            return _by_size([(uid, sizes[uid].get(b"RFC822.SIZE", 0)) for uid in uids if uid in sizes])

    def _fetched(self, batch: list[int], validity: int) -> Iterator[Arrived]:
        with self._reporting("fetching mails"):
            client = self._same_folder(validity)
            try:
                bodies = client.fetch(batch, ["BODY.PEEK[]"])
            except (OSError, IMAPClientError):
                self._stuck.failed(batch, self._settings.where)
                raise
            self._stuck.fetched(batch)
        for uid in batch:
            if uid in bodies:  # else gone since the search
                # A mail whose bytes the server cannot find (NIL) is one all the same: somebody must be told.
                yield Arrived(MailKey(validity, uid), bodies.pop(uid).get(b"BODY[]") or b"")
            # Only what was taken counts as fetched: an iteration that broke off is new mail to the next wait.
            self._next_uid = max(self._next_uid, uid + 1)

    def _same_folder(self, validity: int) -> IMAPClient:
        client = self._connected()
        if self._validity != validity:
            self._drop()
            raise Unreachable(
                f"IMAP server {self._settings.where} renumbered the folder {self._settings.folder!r} while it was read "
                f"(UIDVALIDITY {validity} became {self._validity}); it will be read again"
            )
        return client

    def _something_new(self, client: IMAPClient) -> bool:
        found = _search(client, f"UID {self._next_uid}:*")
        new = (uid for uid in found if not self._stuck.passed_over(uid))
        return any(uid >= self._next_uid for uid in new)  # RFC 3501 6.4.8: n:* holds the last mail even below n

    def _idle(self, client: IMAPClient, seconds: float) -> bool:
        """Stays in IDLE until the server says anything at all, a wake, or the time is over.

        Returns False where the server would not begin: then the rest of the wait is spent polling.
        """
        try:
            client.idle()
        except IMAPClientAbortError:
            raise
        except IMAPClientError:
            self._drop()  # whatever came in the continuation's place, the conversation is out of step
            return False
        server = client.socket()
        if server in self._ready([server], seconds):
            try:
                client.idle_check(timeout=0)
            except IMAPClientAbortError:
                self._drop()  # imaplib takes half a line for a broken one: look again over a new connection
                return True
        # A dead server looks to idle_check like one with nothing to say: only this question finds it out.
        client.idle_done()
        return True

    def _ready(self, servers: list[socket.socket], seconds: float) -> list[socket.socket]:
        """Those that can be read, once one can, or the bell was rung."""
        poller = select.poll()
        watched = {s.fileno(): s for s in (*servers, self._alarm)}
        for number in watched:
            poller.register(number, select.POLLIN)
        return [watched[number] for number, _ in poller.poll(max(seconds, 0) * 1000)]

    def _woken(self) -> bool:
        rung = False
        with contextlib.suppress(BlockingIOError):
            while self._alarm.recv(64):
                rung = True
        return rung

    @contextlib.contextmanager
    def _reporting(self, doing: str) -> Iterator[None]:
        try:
            yield
        except (OSError, IMAPClientError) as error:
            self._broken(doing, error)

    def _broken(self, doing: str, error: Exception) -> NoReturn:
        self._drop()
        words = "no answer in time" if isinstance(error, TimeoutError) else one_line(error, self._settings.hidden)
        raise Unreachable(f"IMAP server {self._settings.where}: {doing} failed: {words}") from error

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            hang_up(client)


def _search(client: IMAPClient, criteria: str) -> list[int]:
    """UIDs in the order of arrival."""
    client.noop()  # Dovecot searches the folder as it was after the last command: this one brings it up to date
    return sorted(client.search(criteria))


def _archive(client: IMAPClient, uid: int, archive: str) -> None:
    try:
        _move(client, uid, archive)
    except IMAPClientAbortError:
        raise
    except IMAPClientError:
        # Not asked beforehand: the folder is missing once in a lifetime, and moved to all the time.
        if client.folder_exists(archive):
            raise
        client.create_folder(archive)
        client.subscribe_folder(archive)
        _move(client, uid, archive)


def _move(client: IMAPClient, uid: int, archive: str) -> None:
    if client.has_capability("MOVE"):  # RFC 6851
        client.move([uid], archive)
        return
    client.copy([uid], archive)
    client.delete_messages([uid], silent=True)
    if client.has_capability("UIDPLUS"):  # RFC 4315: removes this one only
        client.uid_expunge([uid])
    else:
        client.expunge()


def _slices(uids: list[int], size: int) -> Iterable[list[int]]:
    return (uids[i : i + size] for i in range(0, len(uids), size))


def _by_size(sized: list[tuple[int, int]]) -> list[list[int]]:
    """Batches of which only one that holds a single mail is larger than _BATCH_BYTES."""
    batches: list[list[int]] = []
    total = 0
    for uid, size in sized:
        if not batches or total + size > _BATCH_BYTES:
            batches.append([])
            total = 0
        batches[-1].append(uid)
        total += size
    return batches
