"""Words to intents (docs: the interpret contract). A new kind of reply is one file here and one line in KINDS."""

from dataclasses import dataclass

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
)
from mailflow.reading.intents.scene import Family
from mailflow.reading.intents.staging import staged
from mailflow.reading.intents.weighing import Weighed, weigh
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

KINDS: tuple[Family, ...] = (
    # The whole mail is one thing.
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
    scene = staged(words, words.text[:LONGEST], mail, context, tools)
    weighed: Weighed = weigh(scene, KINDS)
    if len(words.text) > LONGEST and not weighed.whole:
        return Reading((), True, words.text[LONGEST : LONGEST + 80], weighed.evidence)
    return Reading(weighed.intents, weighed.unclear, weighed.doubt, weighed.evidence)
