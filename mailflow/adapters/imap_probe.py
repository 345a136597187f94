"""Whether a mail that was just sent to ourselves is back: a look at what is new, without touching anything else."""

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError

from mailflow.adapters.faults import one_line
from mailflow.adapters.imap_folders import below_the_prefix
from mailflow.adapters.imap_login import hang_up, log_in
from mailflow.adapters.oauth import Tokens
from mailflow.adapters.settings import ImapSettings
from mailflow.ports import MailKey, Unreachable

_HEAD = b"BODY[HEADER.FIELDS (MESSAGE-ID SUBJECT)]"
_PEEK = "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID SUBJECT)]"
_FOLDS = re.compile(rb"\s+")


@dataclass(frozen=True)
class Mark:
    """The UIDs from which on mails are newer than this mark, for each folder that there is."""

    next_uid: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """``archived``: the daemon, running beside, has already dealt with it."""

    key: MailKey
    archived: bool


class ImapProbe:
    """Connects when it is made. Everything may raise Unreachable or LoginRefused."""

    def __init__(self, settings: ImapSettings, *, timeout: float = 20.0, tokens: Tokens | None = None) -> None:
        """``timeout`` of one answer in seconds."""
        self._settings = settings
        self._client = log_in(settings, SocketTimeout(connect=timeout, read=timeout), tokens)
        with self._reporting():
            self._archive = below_the_prefix(self._client, settings.archive)

    @property
    def idles(self) -> bool:
        """Whether the server tells of new mail by itself (RFC 2177)."""
        return bool(self._client.has_capability("IDLE"))

    @property
    def archive_exists(self) -> bool:
        with self._reporting():
            return bool(self._client.folder_exists(self._archive))

    def mark(self) -> Mark:
        """Everything that is there now is older. Raises Unreachable where the folder that is read does not exist."""
        with self._reporting():
            marked = {self._settings.folder: _next_uid(self._client, self._settings.folder)}
            if self._client.folder_exists(self._archive):
                marked[self._archive] = _next_uid(self._client, self._archive)
            return Mark(marked)

    def find(self, word: str, since: Mark) -> Found | None:
        """The first mail after the mark with this word in its Message-ID or subject."""
        for folder in (self._settings.folder, self._archive):
            with self._reporting():
                if folder == self._archive and not self._client.folder_exists(folder):
                    continue
                key = _search(self._client, folder, word.encode(), since.next_uid.get(folder, 1))
            if key is not None:
                return Found(key, folder == self._archive)
        return None

    def close(self) -> None:
        try:
            self._client.logout()
        except (OSError, IMAPClientError):
            hang_up(self._client)

    @contextlib.contextmanager
    def _reporting(self) -> Iterator[None]:
        try:
            yield
        except (OSError, IMAPClientError) as error:
            words = "no answer in time" if isinstance(error, TimeoutError) else one_line(error)
            raise Unreachable(
                f"IMAP server {self._settings.where}: {words}; check folder and archive under [imap]"
            ) from error


def _next_uid(client: IMAPClient, folder: str) -> int:
    return int(client.folder_status(folder, ["UIDNEXT"])[b"UIDNEXT"])


def _search(client: IMAPClient, folder: str, word: bytes, first: int) -> MailKey | None:
    opened = client.select_folder(folder, readonly=True)
    client.noop()
    uids = [uid for uid in client.search(f"UID {first}:*") if uid >= first]  # RFC 3501 6.4.8: n:* may give less
    for uid, parts in (client.fetch(uids, [_PEEK]) if uids else {}).items():
        if word in _FOLDS.sub(b"", parts.get(_HEAD, b"")):
            return MailKey(int(opened[b"UIDVALIDITY"]), int(uid))
    return None
