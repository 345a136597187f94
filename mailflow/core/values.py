"""Names for the plain values that travel, so that a type says what a string holds."""

from datetime import date, datetime
from typing import NewType

Address = NewType("Address", str)
"""An e-mail address, lower case: ``wang.fang@corp.example``."""

SeriesKey = NewType("SeriesKey", str)
"""A file's stem in ``config/meetings/``: ``weekly``."""

RecordId = NewType("RecordId", str)
"""The id of whatever is stored as one record: a meeting, a desk."""

MeetingId = NewType("MeetingId", RecordId)
"""``weekly-2026-11-30``."""

ProblemId = NewType("ProblemId", RecordId)
"""``problem-special-2026-12-03``: the meeting at which the problem was first to be discussed."""

ResolutionId = NewType("ResolutionId", str)
"""``weekly-2026-11-30-r1``: the meeting that passed it and its number there."""

MessageId = NewType("MessageId", str)
"""An RFC 5322 msg-id with its angle brackets."""

Token = NewType("Token", str)
"""What stands after the plus in ``secretary+TOKEN@…``: bound to one mail and one person."""

Digest = NewType("Digest", str)
"""The SHA-256 of stored bytes, in hex: the name under which a blob is kept."""


def address(text: str) -> Address:
    """The address in the one spelling that is compared: stripped, lower case."""
    return Address(text.strip().lower())


def day_of(due: datetime | date) -> date:
    """The day of a deadline, which is a datetime only where a time of day was stated."""
    return due.date() if isinstance(due, datetime) else due
