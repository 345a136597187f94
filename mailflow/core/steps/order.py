"""Which of two answers of one person holds (RFC 5546 2.1.5)."""

from dataclasses import replace

from mailflow.core.events import ReplyArrived
from mailflow.core.meeting import Attendee, Meeting
from mailflow.core.reply import CalendarStamp


def stamp_of(reply: ReplyArrived, meeting: Meeting) -> CalendarStamp | None:
    """The stamp of a calendar answer, None of words. Nobody answers a SEQUENCE that was not sent, or after their mail came:
    a stamp beyond that, a slip or forged, would make every true answer an older one."""
    stamp = reply.reading.calendar
    if stamp is None:
        return None
    made = min(stamp.dtstamp, reply.at) if stamp.dtstamp else None
    return replace(stamp, sequence=min(stamp.sequence, meeting.sequence), dtstamp=made)


def in_order(seat: Attendee, reply: ReplyArrived, meeting: Meeting) -> bool:
    """Does this calendar answer come after the one that holds? (RFC 5546 2.1.5)

    SEQUENCE decides, as far as it stands for another time, then arrival. DTSTAMP decides only where both look like the moment of an
    answer: some programs echo our own, or send zeros.
    """
    stamp, known = stamp_of(reply, meeting), seat.stamp
    if stamp is None:
        return True
    if stamp.sequence < meeting.answers_since:
        return False
    if known is None or stamp.sequence > known.sequence:
        return True
    if stamp.sequence < known.sequence:
        return False
    if stamp.dtstamp is None or known.dtstamp is None:
        return True
    return stamp.dtstamp >= known.dtstamp
