"""A fresh mail that names no thread: which record it speaks of, if only one can be meant."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time

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
    intents.TopicProposal,
    intents.Materials,
    intents.Nothing,
    intents.TakeBack,
)
_ARRANGING = (intents.Counter, intents.Cancel, intents.Invite, intents.Relocate)
_TASKS = (intents.Done, intents.ProgressReport, intents.Extend, intents.Reassign)
_ANNOUNCED = (MeetingState.ANNOUNCED, MeetingState.PREPARED)


@dataclass(frozen=True)
class Pointed:
    """What the sender's words for a meeting say: the days and hours it may begin on, and the name without them.

    Each of ``days`` is a first and a last day, ``hours`` the earliest and the latest. ``vague``: they say when, but not when exactly.
    """

    name: str
    days: tuple[tuple[date, date], ...] = ()
    hours: tuple[time, time] | None = None
    vague: bool = False


def record_of(
    wish: Intent,
    person: Address,
    meetings: Iterable[Meeting],
    organization: Organization,
    pointed: Callable[[str], Pointed] = Pointed,
) -> Meeting | None:
    """None where nothing or more than one could be meant: then the sender is asked. ``pointed`` reads ``refers``."""
    if isinstance(wish, (*_ATTENDANCE, *_ARRANGING)):
        may = _arranges if isinstance(wish, _ARRANGING) else _invited
        ahead = [m for m in meetings if m.state in _ANNOUNCED and may(person, m, organization)]
        words = pointed(wish.refers or "")
        found = [m for m in ahead if _named(m, words.name) and _on_day(m, words)]
    elif isinstance(wish, intents.MinutesUnasked):
        words = pointed(wish.refers or "")
        waiting = [m for m in meetings if m.state is MeetingState.HELD and _records(person, m, organization)]
        found = [m for m in waiting if _named(m, words.name) and _on_day(m, words)]
    elif isinstance(wish, _TASKS):
        found = [m for m in meetings if _has_task(m, wish.refers, person, organization)]
    else:
        found = []
    return found[0] if len(found) == 1 else None


def _invited(person: Address, meeting: Meeting, _organization: Organization) -> bool:
    return meeting.attendee(person) is not None


def _arranges(person: Address, meeting: Meeting, organization: Organization) -> bool:
    return person in (meeting.terms.host, *organization.organizers) or meeting.attendee(person) is not None


def _records(person: Address, meeting: Meeting, organization: Organization) -> bool:
    return person in (meeting.recorder, *organization.organizers)


def _on_day(meeting: Meeting, words: Pointed) -> bool:
    day = meeting.start.date()
    in_days = all(first <= day <= last for first, last in words.days)
    in_hours = words.hours is None or words.hours[0] <= meeting.start.time() <= words.hours[1]
    return in_days and in_hours and not words.vague


def _named(meeting: Meeting, name: str) -> bool:
    """Words that name a meeting exclude the others; words that name none (“那个会”, “the meeting”) exclude nothing."""
    named = _GENERIC.sub("", comparable(_ARTICLES.sub(" ", name)))
    if not named:
        return True
    whole = comparable(name)
    known = [comparable(t) for t in (meeting.terms.title, meeting.terms.english, meeting.terms.key) if t]
    return any(k in whole or named in k for k in known) or _shortens(name, meeting)


_ARTICLES = re.compile(r"\b(?:the|this|that|our|a|an|for|on|of|in|at)\b", re.IGNORECASE)
_GENERIC = re.compile(r"会议|开会|会|这|那|该|的|本|次|个|场|一下|邀请|meeting|session|invitation")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[a-z0-9]+")
_FEWEST = 2


def _shortens(name: str, meeting: Meeting) -> bool:
    """周会 of 销售与运营周例会, “weekly meeting” of “Weekly sales and operations meeting”."""
    folded = _ARTICLES.sub(" ", name).casefold()
    signs, title = _HAN.findall(folded.replace("的", "")), iter(meeting.terms.title)
    words = set(_LATIN.findall(folded))
    if signs:
        return not words and len(signs) >= _FEWEST and all(sign in title for sign in signs)
    return bool(words) and words <= set(_LATIN.findall(meeting.terms.english.casefold()))


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
