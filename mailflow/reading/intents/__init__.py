"""Words to intents (docs: the interpret contract). A new kind of reply is one file here and one line in KINDS."""

from dataclasses import dataclass, replace

from mailflow.core.intents import Intent
from mailflow.core.reply import Context, Evidence
from mailflow.reading.intents import (
    acknowledge,
    approval,
    attendance,
    contributions,
    convening,
    hours,
    meeting,
    minutes,
    objections,
    other_time,
    query,
    tasks,
    topics,
    unasked_minutes,
)
from mailflow.reading.intents.scene import Family, Scene
from mailflow.reading.intents.staging import staged
from mailflow.reading.intents.weighing import Weighed, weigh
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

KINDS: tuple[Family, ...] = (
    # The whole mail is one thing.
    unasked_minutes.FAMILY,  # minutes that were not asked for
    convening.FAMILY,  # convene
    query.FAMILY,  # query
    minutes.FAMILY,  # minutes
    objections.FAMILY,  # confirm, object
    approval.FAMILY,  # approve, reject
    # A mail may state several of these.
    meeting.FAMILY,  # cancel, invite
    hours.FAMILY,  # late, leave-early
    other_time.FAMILY,  # counter
    attendance.FAMILY,  # accept, tentative, leave
    topics.FAMILY,  # topic
    contributions.FAMILY,  # materials, nothing
    tasks.FAMILY,  # done, progress, extend, reassign
    # Only where nothing else was said.
    acknowledge.FAMILY,  # acknowledge
)

LONGEST, MOST_CLAUSES, MOST_WORDS = 6000, 300, 120
"""How much is weighed: characters, clauses, and words of the lexicon in one clause. Nobody writes a longer quick reply:
what goes beyond stays in the mail's ``text``, decides nothing, and a person must look at it."""


@dataclass(frozen=True)
class Reading:
    """What the words mean. ``doubt`` quotes the sentence that was not clear, "" where everything was."""

    intents: tuple[Intent, ...] = ()
    unclear: bool = False
    doubt: str = ""
    evidence: tuple[Evidence, ...] = ()


def read(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> Reading:
    """The meaning of the sender's own words. Pure; the time that relative dates count from is the mail's Date."""
    scene = staged(words, words.text[:LONGEST], mail, context, tools)
    end = _weighable(scene)
    inside = tuple(c for c in scene.clauses if c.end <= end)
    weighed: Weighed = weigh(scene if len(inside) == len(scene.clauses) else replace(scene, clauses=inside), KINDS)
    if end < len(words.text) and not weighed.whole:
        rest = words.text[end : end + 80].strip()
        return Reading((), True, rest, (*weighed.evidence, Evidence("unclear", rest, "longer than a reply is weighed")))
    return Reading(weighed.intents, weighed.unclear, weighed.doubt, weighed.evidence)


def _weighable(scene: Scene) -> int:
    """Up to where the text is weighed: the end of the scene where all of it is within the limits."""
    beyond = next((c for c in scene.clauses if c.index >= MOST_CLAUSES or len(c.tokens) > MOST_WORDS), None)
    return beyond.start if beyond else len(scene.text)
