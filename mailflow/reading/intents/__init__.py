"""Words to intents (docs: the interpret contract). A new kind of reply is one file here and one line in KINDS."""

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.intents import Intent
from mailflow.core.reply import Context, Evidence
from mailflow.core.values import Address
from mailflow.reading.dates import find_dates, find_durations
from mailflow.reading.folding import fold
from mailflow.reading.intents import (
    acknowledge,
    approval,
    attendance,
    contributions,
    convening,
    meeting,
    minutes,
    query,
    tasks,
    hours,
    other_time,
)
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.cutting import Found, cut
from mailflow.reading.intents.mood import marked
from mailflow.reading.intents.scene import Family, Scene
from mailflow.reading.intents.weighing import Weighed, weigh
from mailflow.reading.lexicon import Token
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

KINDS: tuple[Family, ...] = (
    # The whole mail is one thing.
    convening.FAMILY,  # convene
    query.FAMILY,  # query
    minutes.FAMILY,  # minutes, confirm, object
    approval.FAMILY,  # approve, reject
    # A mail may state several of these.
    meeting.FAMILY,  # cancel, invite
    hours.FAMILY,  # late, leave-early
    other_time.FAMILY,  # counter
    attendance.FAMILY,  # accept, tentative, leave
    contributions.FAMILY,  # topic, materials, nothing
    tasks.FAMILY,  # done, progress, extend, reassign
    # Only where nothing else was said.
    acknowledge.FAMILY,  # acknowledge
)

LONGEST = 6000
"""How many characters are considered. A longer text is cut there, and a person must look at the rest."""


@dataclass(frozen=True)
class Reading:
    """What the words mean. ``doubt`` quotes the sentence that was not clear, "" where everything was."""

    intents: tuple[Intent, ...] = ()
    unclear: bool = False
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()


def read(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> Reading:
    """The meaning of the sender's own words. Pure; the time that relative dates count from is the mail's Date."""
    scene = _scene(words, mail, context, tools)
    weighed: Weighed = weigh(scene, KINDS)
    if len(words.text) > LONGEST and not weighed.whole:
        return Reading((), True, words.text[LONGEST : LONGEST + 80], weighed.evidence)
    return Reading(weighed.intents, weighed.unclear, weighed.doubt, weighed.evidence)


def _scene(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> Scene:
    text = words.text[:LONGEST]
    now = (mail.date or _fallback(context)).astimezone(tools.zone)
    person = tools.organization.person(mail.from_address)
    return Scene(
        _clauses(text, now, context, tools), words, mail, context, tools, now,
        person.email if person else Address(mail.from_address), text,
    )  # fmt: skip


def _fallback(context: Context) -> datetime:
    """A mail without a Date counts from the meeting's start, so that nothing lies in its past by accident."""
    return context.meeting.start if context.meeting else datetime.min.replace(year=1970)


def _clauses(text: str, now: datetime, context: Context, tools: Tools) -> tuple[Clause, ...]:
    folded = fold(text)
    dates = find_dates(text, now, meeting=context.meeting, is_workday=tools.is_workday)
    people = tools.people.find(text)
    past = frozenset({DAY, "past"})
    taken = [
        Token(d.start, d.end, folded[d.start : d.end], past if d.day and d.day < now.date() else frozenset({DAY}))
        for d in dates
    ]
    taken += [
        Token(p.start, p.end, folded[p.start : p.end], frozenset({PERSON}))
        for p in people
        if not any(d.start < p.end and p.start < d.end for d in dates) and p.status.value != "everyone"
    ]
    tokens = tools.vocabularies[context.about].tokens(folded, taken)
    return marked(cut(text, folded, Found(tokens, dates, people, find_durations(text))))
