"""A fresh mail in which a host says of an open problem that it is solved, or not (policy 2.3)."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from mailflow.core.intents import Approve, Reject
from mailflow.core.likeness import comparable
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.reply import About, Context, Interpretation, RequestBrief
from mailflow.core.values import Address
from mailflow.reading.mail import InboundMail
from mailflow.reading.read import MailReader

_ALIKE = 3
"""So many characters of its title name a problem: the host is asked whether it is meant, nothing is decided by it."""


def spoken_of(
    mail: InboundMail, person: Address, problems: Iterable[Problem], reader: MailReader
) -> tuple[Problem, Interpretation] | None:
    """The one open problem that its host names, with the verdict on it; None where none or more could be meant."""
    own = [p for p in problems if p.state is ProblemState.OPEN and p.host == person]
    if not own:
        return None
    asked = Context(About.APPROVAL, request=RequestBrief("close", person))
    reading = reader.interpret(mail, asked)
    verdict = len(reading.intents) == 1 and isinstance(reading.intents[0], Approve | Reject)
    named = [p for p in own if _named(p.title, f"{mail.subject} {reading.text}")]
    return (named[0], reading) if verdict and not reading.unclear and len(named) == 1 else None


def _named(title: str, words: str) -> bool:
    a, b = comparable(title), comparable(words)
    return SequenceMatcher(None, a, b, autojunk=False).find_longest_match().size >= min(_ALIKE, len(a))
