"""A fresh mail that names no thread: which record it speaks of, if only one can be meant."""

from collections.abc import Iterable

from mailflow.core import intents
from mailflow.core.authority import speaks_for
from mailflow.core.intents import Intent
from mailflow.core.likeness import comparable
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.organization import Organization
from mailflow.core.values import Address

_ATTENDANCE = (
    intents.Accept,
    intents.Tentative,
    intents.Leave,
    intents.Late,
    intents.LeaveEarly,
    intents.Counter,
    intents.TopicProposal,
    intents.Materials,
    intents.Nothing,
    intents.Cancel,
    intents.TakeBack,
)
_TASKS = (intents.Done, intents.ProgressReport, intents.Extend, intents.Reassign)
_ANNOUNCED = (MeetingState.ANNOUNCED, MeetingState.PREPARED)


def record_of(wish: Intent, person: Address, meetings: Iterable[Meeting], organization: Organization) -> Meeting | None:
    """None where nothing or more than one could be meant: then the sender is asked."""
    if isinstance(wish, _ATTENDANCE):
        found = [m for m in meetings if m.state in _ANNOUNCED and m.attendee(person) and _named(m, wish.refers)]
    elif isinstance(wish, intents.Relocate):
        ahead = (m for m in meetings if m.state in _ANNOUNCED and _arranges(person, m, organization))
        found = [m for m in ahead if _named(m, wish.refers)]
    elif isinstance(wish, _TASKS):
        found = [m for m in meetings if _has_task(m, wish.refers, person, organization)]
    else:
        found = []
    return found[0] if len(found) == 1 else None


def _arranges(person: Address, meeting: Meeting, organization: Organization) -> bool:
    return person in (meeting.terms.host, *organization.organizers) or meeting.attendee(person) is not None


def _named(meeting: Meeting, refers: str | None) -> bool:
    """Words that name a series by its title exclude the others; words that name none exclude nothing."""
    if not refers or not any(c.isalpha() for c in refers):
        return True
    words = comparable(refers)
    known = (comparable(meeting.terms.title), comparable(meeting.terms.english), meeting.terms.key)
    return any(k and (k in words or words in k) for k in known) or not _speaks_of_a_series(words)


_SERIES_WORDS = ("周例会", "例会", "周会", "月度", "月会", "总结会", "weekly", "monthly", "专项", "临时")


def _speaks_of_a_series(words: str) -> bool:
    return any(w in words for w in _SERIES_WORDS)


def _has_task(meeting: Meeting, refers: str | None, person: Address, organization: Organization) -> bool:
    own = [
        r
        for r in meeting.resolutions
        if person in organization.organizers or speaks_for(person, r.owners, organization)
    ]
    if not refers:
        return any(not r.ended for r in own)
    words = comparable(refers)
    return any(words in comparable(r.title) or comparable(r.title) in words for r in own)
