"""What flow needs of the world, as Protocols. Adapters and stores are its only implementations."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailflow.core.found import Found
from mailflow.core.record import Record
from mailflow.core.values import Address, Digest, MessageId, RecordId, Token


@dataclass(frozen=True)
class MailKey:
    """Where a mail stands on the server: a UID means something only with its folder's UIDVALIDITY (RFC 3501 2.3.1.1)."""

    validity: int
    uid: int


@dataclass(frozen=True)
class Arrived:
    key: MailKey
    raw: bytes


class Unreachable(Exception):
    """A server cannot be used now: transient by nature. The message is one line for an administrator."""


class LoginRefused(Unreachable):
    """The server does not take our name and password: a person must act, trying again will not help soon."""


class NotMoved(Exception):
    """The server keeps a mail where it is, and says why: the archive is full, say. It works otherwise."""


class Inbox(Protocol):
    """The mailbox that is read. Every method may raise Unreachable; the next call connects again."""

    def fetch(self) -> Iterator[Arrived]:
        """Every mail that is in the folder now, oldest first, in batches, without marking it as read."""

    def done(self, key: MailKey) -> None:
        """Moves the mail to the archive folder. A key of another UIDVALIDITY, or already moved, is no error.

        Raises NotMoved: then ``fetch`` leaves the mail out for a while, so that those behind it are reached.
        """

    def wait(self, seconds: float) -> bool:
        """Returns True as soon as the server tells of new mail, False after ``seconds`` or after ``wake``."""

    def wake(self) -> None:
        """Ends a ``wait`` in another thread."""

    def close(self) -> None: ...


class Deferred(Exception):
    """Not now: the same mail may be taken later (a 4xx answer, a lost connection, a full mailbox)."""


class Refused(Exception):
    """Never: the server will not take this mail for this recipient (a 5xx answer)."""


class Sender(Protocol):
    async def send(self, raw: bytes, recipient: Address) -> None:
        """Returns once the server has taken the mail. Raises Deferred or Refused with the server's words.

        A Deferred that is Unreachable too says that the server never heard of this mail, and that none would do better.
        """

    async def close(self) -> None: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time, aware, in the service's zone."""


@dataclass(frozen=True)
class Health:
    """How the daemon does, as a monitor may know it: no words of anybody's mail.

    ``mailbox_at``: the last good look at the mailbox; ``sent_at``: the last mail that a server took; None for never.
    ``queued`` mails wait, ``failing`` of them have been tried. ``unsent_since``: from then on no mail could be sent to
    anybody; None where the server works. A fault is what is wrong just now, in one line; ``looking_fault`` names what
    the last look at what is due had to leave out.
    """

    at: datetime
    pid: int
    started_at: datetime
    mailbox_at: datetime | None = None
    sent_at: datetime | None = None
    queued: int = 0
    failing: int = 0
    mailbox_fault: str = ""
    sending_fault: str = ""
    looking_fault: str = ""
    unsent_since: datetime | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.mailbox_fault, self.sending_fault, self.looking_fault)))


class Monitor(Protocol):
    """Whoever watches the daemon. No method raises: a monitor that fails must not stop the work."""

    def ready(self) -> None:
        """The store is open and the work begins."""

    def beat(self, health: Health) -> None:
        """Some seconds after the last one: the daemon lives."""

    def stopping(self) -> None:
        """What is in hand is being finished."""

    def ended(self) -> None: ...


class Conflict(Exception):
    """Somebody else saved the record since it was loaded: load, decide and save again."""


class Damaged(Exception):
    """Stored bytes are not what was written. Names the file and what to do; nothing was overwritten."""


class Missing(Damaged):
    """The bytes that a record names are not there at all."""


class Locked(Exception):
    """Another process has the store."""


@dataclass(frozen=True)
class Stored:
    """``version`` grows by one with every save; 0 is the version of what is not stored yet."""

    record: Record
    version: int


class Archive(Protocol):
    """What was kept, found again."""

    def find(self, records: Iterable[Record], query: str, asker: Address) -> tuple[Found, ...]:
        """The best first, and nothing that the asker may not see."""


class Store(Protocol):
    """Records and blobs. One ``save`` is one atomic, durable write: after a kill the old or the new record is there."""

    def load(self, key: RecordId) -> Stored | None: ...

    def save(self, record: Record, expected: int) -> int:
        """The new version. Raises Conflict where the stored version is not ``expected``."""

    def ids(self) -> tuple[RecordId, ...]:
        """The ids of all records, open and ended, sorted."""

    def open_records(self) -> Iterator[Stored]:
        """All records that have not ended, in the order of their ids."""

    def all_records(self) -> Iterator[Stored]:
        """The ended ones too."""

    def by_token(self, token: Token) -> RecordId | None:
        """The record whose outgoing mail bears this token."""

    def by_message(self, sent: MessageId) -> RecordId | None:
        """The record whose outgoing mail has this Message-ID."""

    def seen(self, arrived: MessageId) -> frozenset[RecordId]:
        """The records whose log has this Message-ID as one that came in."""

    def put_blob(self, content: bytes) -> Digest:
        """Kept, durable, under its SHA-256; putting it twice is putting it once."""

    def get_blob(self, digest: Digest) -> bytes:
        """Raises Damaged: Missing where there is none, itself where the bytes do not match the digest."""

    def close(self) -> None: ...
