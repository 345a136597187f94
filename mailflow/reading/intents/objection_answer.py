"""The recorder's words on an objection: “情况已核实，原纪要无误，不修改” (policy 5.3.3).

Whatever is no new minutes is for who objected to read, and decides nothing; only a bare “seen, I will check” is kept
from them.
"""

from mailflow.core.intents import AnswerObjection
from mailflow.core.reply import About, Context
from mailflow.reading.intents.acknowledge import FAMILY
from mailflow.reading.intents.staging import staged
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

OBJECTION = "objection"
"""What a question to the recorder is about that tells of an objection."""

_SAYS_SOMETHING = ("neg", "is_not", "unable", "flat_no", "wrong", "objection", "already")


def objection_answered(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> AnswerObjection | None:
    """None where nothing but the receipt is acknowledged, or something else was answered."""
    request = context.request
    if context.about is not About.MINUTES_REQUEST or request is None or request.kind != OBJECTION or words.conflict:
        return None
    if not words.text.strip() or mail.materials:
        return None
    scene = staged(words, words.text, mail, context, tools)
    seen = FAMILY.read(scene).taken
    only_seen = all(c.index in seen and not c.has(*_SAYS_SOMETHING) for c in scene.clauses)
    return None if only_seen else AnswerObjection()
