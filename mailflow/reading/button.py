"""A calendar button and the words beside it, as one answer (RFC 5546 3.2.3; contract: calendar replies)."""

from dataclasses import dataclass, replace
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


@dataclass(frozen=True)
class Spoken:
    """The sender's own words beside the button, and what they mean.

    ``asks`` and ``conditional`` say that they hold a question or an “if”; ``about_coming`` that they speak of coming,
    being away or who comes, whether or not that could be read; ``names_others`` that somebody else is named in them.
    """

    words: str
    read: Reading
    asks: bool = False
    conditional: bool = False
    about_coming: bool = False
    names_others: bool = False

    @property
    def doubted(self) -> bool:
        """Was something read in them that does not decide? Words that nobody could read are not meant."""
        return self.conditional or any(e.kind.startswith("unclear") for e in self.read.evidence)

    @property
    def doubt(self) -> str:
        return self.read.doubt or self.words


def answered(answer: CalendarAnswer, spoken: Spoken, zone: tzinfo) -> Reading:
    """What button and words mean together.

    Words that contradict the button leave nothing certain; words that say nothing leave the button.
    """
    click = tuple(_in_zone(intent, zone) for intent in answer.intents)
    evidence = (Evidence("calendar", _shown(answer), "button"), *spoken.read.evidence)
    if answer.unclear or not click:
        return Reading(click, True, answer.doubt or spoken.words, evidence)
    if not spoken.words:
        return Reading(click, False, "", evidence)
    together, doubt = _together(click[0], spoken)
    return Reading(together, bool(doubt), doubt, evidence)


def _in_zone(intent: Intent, zone: tzinfo) -> Intent:
    if isinstance(intent, Counter) and intent.start:
        return replace(intent, start=intent.start.astimezone(zone))
    return intent


def _shown(answer: CalendarAnswer) -> str:
    said = " + ".join(intent.kind for intent in answer.intents)
    return f"METHOD:{answer.method} {answer.attendee}" + (f" {said}" if said else "")


def _together(click: Intent, spoken: Spoken) -> tuple[tuple[Intent, ...], str]:
    """The intents, and the words that are in doubt, "" where nothing is."""
    read = spoken.read
    unreadable = read.unclear and not read.intents and not spoken.doubted
    if isinstance(click, Acknowledge):  # NEEDS-ACTION: nothing was clicked, the words decide
        silent = unreadable and not spoken.asks
        return ((click,), "") if silent else (read.intents, spoken.doubt if read.unclear else "")
    said = next((i for i in read.intents if isinstance(i, _SAYS_WHETHER)), None)
    timed = [i for i in read.intents if isinstance(i, Late | LeaveEarly)]
    beside = tuple(i for i in read.intents if not isinstance(i, (*_SAYS_WHETHER, Acknowledge)))
    if _contradict(click, said, timed=bool(timed)):
        return (), spoken.words
    if said is None and _explains_maybe(click, spoken):
        return (click, *beside), ""
    if spoken.doubted:
        return _apart_from(click, beside, spoken), spoken.doubt
    if unreadable and isinstance(click, Accept | Tentative) and (spoken.about_coming or spoken.names_others):
        return beside, spoken.words
    asks = _two_substitutes(click, said) or (read.unclear and (bool(read.intents) or spoken.asks))
    return (_joined(click, said, spoken), *beside), spoken.doubt if asks else ""


def _explains_maybe(click: Intent, spoken: Spoken) -> bool:
    """“要看客户那边，周五前确认” beside a maybe says why it is one."""
    hangs = spoken.conditional and spoken.about_coming
    return isinstance(click, Tentative) and not (hangs or spoken.asks or spoken.names_others)


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


def _apart_from(click: Intent, beside: tuple[Intent, ...], spoken: Spoken) -> tuple[Intent, ...]:
    """What stays certain beside words in doubt: the button, unless the doubt is about coming itself."""
    touched = spoken.conditional or any(e.kind == "unclear (attendance)" for e in spoken.read.evidence)
    return beside if touched else (click, *beside)


def _joined(click: Intent, said: Intent | None, spoken: Spoken) -> Intent:
    if isinstance(click, Tentative | Leave) and isinstance(said, Counter):
        return said  # who asks for another time says all that a no beside it would say
    if isinstance(click, Leave):
        return _leave(click, said, spoken.words, spoken.read)
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
