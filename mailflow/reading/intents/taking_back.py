"""A topic taken back: “议题‘春节备货’不讨论了”, “please withdraw my topic” (policy 3.1.2).

The contract has no word for it and calls it unclear. Read only where nothing else was understood, and only where the
whole mail says this: words beside it leave it unclear.
"""

from mailflow.core.intents import TakeBack
from mailflow.core.reply import About, Context
from mailflow.reading.folding import fold
from mailflow.reading.quotation import first_quotation
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

_ABOUTS = (About.INVITATION, About.CALL, About.NONE)
_EDGE = " \t\u3000\n\"'“”‘’「」《》:：,，.。!！;；、-"
_LONGEST = 120
_SAID = {"back_topic", "back_verb", "back_frame"}
"""What is no part of the topic's title."""


def topic_taken_back(words: NewWords, context: Context, tools: Tools) -> TakeBack | None:
    """The wish, with the topic as far as it is named; None where the mail is about anything else, asks, or says more."""
    text = words.text.strip()
    if context.about not in _ABOUTS or not text or len(text) > _LONGEST or words.conflict:
        return None
    quoted = first_quotation(text)
    title = quoted.name if quoted else ""
    spoken = text[: quoted.start] + "，" + text[quoted.end :] if quoted else text
    tokens = tools.topic_words.tokens(fold(spoken))
    classes = {name for token in tokens for name in token.classes}
    if "back_asks" in classes or not {"back_topic", "back_verb"} <= classes or "?" in fold(text):
        return None
    left, at = list[str](), 0
    for token in (t for t in tokens if t.classes & _SAID):
        left.append(spoken[at : token.start].strip(_EDGE))
        at = token.end
    left = [piece for piece in (*left, spoken[at:].strip(_EDGE)) if piece]
    if len(left) > (0 if quoted else 1):
        return None
    return TakeBack(title=title or next(iter(left), ""))
