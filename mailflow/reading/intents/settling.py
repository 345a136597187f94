"""The organizer's one word for a mail that was put before them: “忽略”, “已处理”, “I have dealt with it”."""

from mailflow.core.intents import Settle
from mailflow.core.reply import SETTLE, Context
from mailflow.reading.folding import fold
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

_LONGEST = 60
_SAID = {"settles", "settle_frame"}
"""What the mail may consist of."""
_EDGE = " \t\u3000\n:：,，.。!！;；、-"


def settled(words: NewWords, context: Context, tools: Tools) -> Settle | None:
    """None where nothing was put before the sender, or the mail says anything beside it."""
    asked = context.request is not None and context.request.kind == SETTLE
    text = words.text.strip()
    if not asked or not text or len(text) > _LONGEST or words.conflict:
        return None
    tokens = [t for t in tools.settling_words.tokens(fold(text)) if t.classes & _SAID]
    says = any("settles" in t.classes for t in tokens)
    rest, at = "", 0
    for token in tokens:
        rest += text[at : token.start]
        at = token.end
    return Settle() if says and not (rest + text[at:]).strip(_EDGE) else None
