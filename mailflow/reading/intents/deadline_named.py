"""A day alone, in answer to the question for the one deadline that the minutes lack (policy 1.3.4)."""

from mailflow.core.intents import DeadlineNamed
from mailflow.core.reply import About, Context
from mailflow.reading.dates import Grain
from mailflow.reading.intents.staging import staged
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

DEADLINE = "deadline"
"""What the question to the recorder is about."""

_FRAME = (
    "record", "leading", "done", "finish_by", "as_of", "is", "extend_to", "please", "day", "thanks", "greeting", "ok",
    "toward",
)  # fmt: skip


def deadline_named(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> DeadlineNamed | None:
    """“12月10日”, “完成时间：12月10日”, “更新客户名单 12月10日前完成”; None where the mail says anything else."""
    request, task = context.request, context.resolution
    if context.about is not About.MINUTES_REQUEST or request is None or request.kind != DEADLINE or task is None:
        return None
    if words.conflict or mail.materials:
        return None
    scene = staged(words, words.text.replace(task.title, "，"), mail, context, tools)
    if any(c.asks or c.supposes or not c.made_of(*_FRAME) for c in scene.clauses):
        return None
    dates = [d for c in scene.clauses for d in c.dates]
    named = dates[0] if len(dates) == 1 else None
    if named is None or named.day is None or named.problem is not None or named.grain is not Grain.DAY:
        return None
    return DeadlineNamed(due=named.day)
