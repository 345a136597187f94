"""A calendar button and the words beside it, as one answer (RFC 5546 3.2.3; contract: calendar replies)."""

import re
from dataclasses import replace
from datetime import tzinfo

from mailflow.core.intents import (
    Accept,
    Acknowledge,
    Counter,
    Intent,
    Late,
    Leave,
    LeaveEarly,
    Tentative,
)
from mailflow.core.reply import Evidence
from mailflow.reading.intents import Reading
from mailflow.reading.itip import CalendarAnswer

_SAYS_WHETHER = (Accept, Tentative, Leave, Counter)
_LONGEST_REASON = 300
_ASKS = re.compile(r"[?？]|吗|能否|可否|是否|可不可以|能不能")


def answered(answer: CalendarAnswer, words: str, read: Reading, zone: tzinfo, *, conditional: bool) -> Reading:
    """What button and words mean together.

    ``words`` are the sender's own, ``read`` what they mean; ``conditional`` says that they hold an “if”.
    Words that contradict the button leave nothing certain; words that say nothing leave the button.
    """
    click = tuple(_in_zone(intent, zone) for intent in answer.intents)
    evidence = (Evidence("calendar", _shown(answer), "button"), *(read.evidence if words else ()))
    if answer.unclear or not click:
        return Reading(click, True, answer.doubt or words, evidence)
    if not words:
        return Reading(click, False, "", evidence)
    together, doubt = _together(click[0], words, read, conditional=conditional)
    return Reading(together, bool(doubt), doubt, evidence)


def _in_zone(intent: Intent, zone: tzinfo) -> Intent:
    if isinstance(intent, Counter) and intent.start:
        return replace(intent, start=intent.start.astimezone(zone))
    return intent


def _shown(answer: CalendarAnswer) -> str:
    said = " + ".join(intent.kind for intent in answer.intents)
    return f"METHOD:{answer.method} {answer.attendee}" + (f" {said}" if said else "")


def _together(click: Intent, words: str, read: Reading, *, conditional: bool) -> tuple[tuple[Intent, ...], str]:
    """The intents, and the words that are in doubt, "" where nothing is."""
    if isinstance(click, Acknowledge):  # NEEDS-ACTION: nothing was clicked, the words decide
        silent = not read.intents and not _doubted(words, read, conditional=conditional)
        return ((click,), "") if silent else (read.intents, read.doubt if read.unclear else "")
    said = next((i for i in read.intents if isinstance(i, _SAYS_WHETHER)), None)
    timed = [i for i in read.intents if isinstance(i, Late | LeaveEarly)]
    beside = tuple(i for i in read.intents if not isinstance(i, (*_SAYS_WHETHER, Acknowledge)))
    if _contradict(click, said, timed=bool(timed)):
        return (), words
    if conditional or any(e.kind.startswith("unclear") for e in read.evidence):
        return _apart_from(click, beside, read, conditional=conditional), read.doubt or words
    decided = _joined(click, said, words, read)
    asks = _two_substitutes(click, said) or (read.unclear and (read.intents or _ASKS.search(words)))
    doubt = read.doubt or words if asks else ""
    return (decided, *beside), doubt


def _doubted(words: str, read: Reading, *, conditional: bool) -> bool:
    """Words that nobody could read say nothing against a button, unless they ask, or hang on something."""
    return read.unclear and (
        conditional or bool(_ASKS.search(words)) or any(e.kind.startswith("unclear") for e in read.evidence)
    )


def _contradict(click: Intent, said: Intent | None, *, timed: bool) -> bool:
    """A yes beside “no”, a no beside “yes”. Another time may stand beside a no or a maybe: it says why."""
    match click:
        case Accept():
            return isinstance(said, Tentative | Leave | Counter)
        case Tentative():
            return isinstance(said, Accept | Leave)
        case Leave():
            return isinstance(said, Accept | Tentative) or timed
        case Counter():
            return isinstance(said, Counter) and None not in (said.start, click.start) and said.start != click.start
        case _:
            return False


def _apart_from(click: Intent, beside: tuple[Intent, ...], read: Reading, *, conditional: bool) -> tuple[Intent, ...]:
    """What stays certain beside words in doubt: the button, unless the doubt is about coming itself."""
    touched = conditional or any(e.kind == "unclear (attendance)" for e in read.evidence)
    return beside if touched else (click, *beside)


def _joined(click: Intent, said: Intent | None, words: str, read: Reading) -> Intent:
    if isinstance(click, Tentative | Leave) and isinstance(said, Counter):
        return said  # who asks for another time says all that a no beside it would say
    if isinstance(click, Leave):
        return _leave(click, said, words, read)
    return click


def _two_substitutes(click: Intent, said: Intent | None) -> bool:
    return (
        isinstance(click, Leave)
        and isinstance(said, Leave)
        and None not in (said.substitute, click.substitute)
        and said.substitute != click.substitute
    )


def _leave(click: Leave, said: Intent | None, words: str, read: Reading) -> Leave:
    """The button's no, with the reason and the substitute that the words give."""
    if isinstance(said, Leave):
        if _two_substitutes(click, said):
            return replace(click, substitute=None)
        substitute = said.substitute or click.substitute
        whole = click.reason if not said.substitute else None  # the reason leaves the substitute clause out
        return replace(click, substitute=substitute, reason=whole or said.reason)
    only_polite = bool(read.intents) and all(isinstance(i, Acknowledge) for i in read.intents)
    if click.reason or only_polite or read.intents or len(words) > _LONGEST_REASON:
        return click if not only_polite else replace(click, reason=None)
    return replace(click, reason=words)
