"""A mail's new words made into a scene: dates, people and the words of the lexicon found, and cut into clauses."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from mailflow.core.reply import Context
from mailflow.core.values import Address
from mailflow.reading.dates import FoundDate, Grain, Problem, find_dates, find_durations
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.cutting import Found, cut
from mailflow.reading.intents.mood import marked
from mailflow.reading.intents.scene import Scene
from mailflow.reading.lexicon import Token
from mailflow.reading.mail import InboundMail
from mailflow.reading.people import FoundPerson, NameStatus
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.spans import overlapped
from mailflow.reading.tools import Tools

_DAY, _PAST, _PERSON = frozenset({DAY}), frozenset({DAY, "past"}), frozenset({PERSON})
_LINKS_NAME = frozenset("的 ")


def staged(words: NewWords, text: str, mail: InboundMail, context: Context, tools: Tools) -> Scene:
    """The scene of a mail. Relative dates count from its Date, without one from the meeting's start."""
    now = (mail.date or _fallback(context)).astimezone(tools.zone)
    person = tools.organization.person(mail.from_address)
    sender = person.email if person else Address(mail.from_address)
    return Scene(_clauses(text, now, context, tools), words, mail, context, tools, now, sender, text)


def _fallback(context: Context) -> datetime:
    """A mail without a Date counts from the meeting's start, so that nothing lies in its past by accident."""
    return context.meeting.start if context.meeting else datetime(1970, 1, 1, tzinfo=UTC)


def _clauses(text: str, now: datetime, context: Context, tools: Tools) -> tuple[Clause, ...]:
    folded = fold(text)
    dates = find_dates(text, now, meeting=context.meeting, is_workday=tools.is_workday)
    people = [
        p for p in tools.people.find(text)
        if p.status is not NameStatus.EVERYONE and not overlapped(dates, p.start, p.end)
    ]  # fmt: skip
    taken = [_of_date(d, folded, now) for d in dates if _names_time(d)]
    taken += [Token(p.start, p.end, folded[p.start : p.end], _PERSON) for p in people]
    tokens = tools.vocabularies[context.about].tokens(folded, taken)
    strangers = {t.start for t, before in zip(tokens[1:], tokens, strict=False) if _is_stranger(folded, before, t)}
    tokens = tuple(
        t._replace(classes=frozenset({"outsider", "foreign"})) if t.start in strangers else t for t in tokens
    )
    return marked(cut(text, folded, Found(tokens, dates, _known(people, strangers), find_durations(text))))


def _names_time(found: FoundDate) -> bool:
    """Not 每周 or weekly, which name no day, nor 十二月, which may be part of a name."""
    return found.grain not in (Grain.RHYTHM, Grain.ASAP) and not (
        found.grain is Grain.PERIOD and found.problem is Problem.VAGUE
    )


def _of_date(found: FoundDate, folded: str, now: datetime) -> Token:
    last = found.day or found.last
    over = last is not None and last < now.date()
    return Token(found.start, found.end, folded[found.start : found.end], _PAST if over else _DAY)


def _is_stranger(folded: str, before: Token, token: Token) -> bool:
    """“供应商王经理”, “客户的李总”: a namesake from outside."""
    beside = set(folded[before.end : token.start]) <= _LINKS_NAME and not before.word.isascii()
    return PERSON in token.classes and "foreign" in before.classes and beside


def _known(people: Sequence[FoundPerson], strangers: set[int]) -> tuple[FoundPerson, ...]:
    return tuple(replace(p, people=(), status=NameStatus.UNKNOWN) if p.start in strangers else p for p in people)
