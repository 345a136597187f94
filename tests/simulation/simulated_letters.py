"""Letters whose bytes are made when somebody opens them.

Writing is pure: the letter, the record as it was and the moment give the same bytes whenever they are made. So mailflow
may send an envelope, with the final Message-ID and token, and what is in it is written only for whoever looks.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import partial

from mailflow.core.letters import Letter
from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing
from mailflow.core.problem import Problem
from mailflow.core.values import Digest, MessageId, RecordId
from mailflow.writing import tokens
from mailflow.writing.mail import Writer, Written


@dataclass(frozen=True)
class Envelopes(Writer):
    """A Writer that sends envelopes. ``letters`` gives the final bytes of each."""

    letters: dict[MessageId, Callable[[], Written]] = field(default_factory=dict, repr=False)

    @classmethod
    def like(cls, writer: Writer) -> "Envelopes":
        return cls(**{f.name: getattr(writer, f.name) for f in fields(Writer)})

    def write(
        self,
        letter: Letter,
        record: Meeting | Problem | None,
        record_id: RecordId,
        number: int,
        now: datetime,
        load: Callable[[Digest], bytes],
    ) -> Written:
        bound = tokens.Bound.of(letter, record_id, number, now)
        sent_as = tokens.message_id(self.secret, bound, self._domain)
        raw = f"Message-ID: {sent_as}\r\nTo: {letter.to}\r\n\r\n".encode()
        self.letters[sent_as] = partial(super().write, letter, record, record_id, number, now, load)
        envelope = Outgoing(
            message_id=sent_as,
            token=tokens.token(self.secret, bound),
            kind=letter.kind,
            to=letter.to,
            about=letter.about,
            ref=letter.ref,
            subject=letter.subject or letter.kind.value,
            raw=Digest(hashlib.sha256(raw).hexdigest()),
            made_at=now,
            resolution=letter.resolution,
            variant=letter.variant,
        )
        return Written(envelope, raw)

    def opened(self, sent: MessageId) -> bytes:
        """The bytes as they would have gone out; they are the same mail."""
        written = self.letters[sent]()
        assert written.outgoing.message_id == sent
        return written.raw
