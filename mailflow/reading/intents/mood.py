"""Questions and conditions: which clauses ask, and which only suppose."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.cutting import is_whether

_A_NOT_A = re.compile(r"([\u4e00-\u9fff])[与或和]?[不没]\1")
_SAID_OF_WHAT_IS = re.compile("(?<!不)了[啊哈呀哦吧呢]?$|[啦喽咯]$")
_ONLY_THIS = ("这", "那", "一", "只", "剩", "差", "是", "够")
_QUESTION_MARKS = ("?", "？")
# With one of these “有的话” is a condition like any other.
_DECIDING = ("attend", "come", "approve", "confirm", "done", "for_me", "absent")
# Before 就 these leave it an emphasis (我就不去了); anything else there is what it hangs on (领导同意我就去).
_NO_GROUND = (
    "self", "day", "particle", "cause", "result", "contrast", "also", "meeting", "originally", "withdraw", "ok",
    "sorry", "then", "greeting", "thanks", "received", "hedge", "will", "you", "task", "want", "topic", "at_meeting",
    "already", "person", "on_it", "status_word",
)  # fmt: skip


def marked(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with their moods. A condition holds for its whole sentence, unless it only says when we hear more."""
    binding = {c.sentence for c in clauses if _binds(c, clauses)}
    return tuple(_marked(c, asks=asks(c, clauses), supposes=c.sentence in binding) for c in clauses)


def _marked(clause: Clause, *, asks: bool, supposes: bool) -> Clause:
    return replace(clause, asks=asks, supposes=supposes) if asks or supposes else clause


def _binds(clause: Clause, clauses: Sequence[Clause]) -> bool:
    if clause.has("strict", "either") or (clause.has("if_any") and clause.has(*_DECIDING)):
        return True
    conditional = not clause.has("if_any") and any(not is_whether(clause.tokens, i) for i in clause.find("condition"))
    return (conditional and not _harmless(clause, clauses)) or _hangs(clause)


def _harmless(clause: Clause, clauses: Sequence[Clause]) -> bool:
    """“如有变化再通知”, “let me know if anything changes”, “if you have questions, call me”."""
    beside = clauses[max(0, clause.index - 1) : clause.index + 2]
    near = [c for c in beside if c.sentence == clause.sentence]
    return clause.has("eventuality", "contact", "courtesy") and any(c.has("contact", "courtesy") for c in near)


def _hangs(clause: Clause) -> bool:
    """“领导同意我就去”, “有空就来”: 就 and 才 after something else than a day. Said of what is (了) it is no condition."""
    place = clause.first("then")
    if place is None or _SAID_OF_WHAT_IS.search(clause.folded):
        return False
    told = "late_hour" in clause.tokens[place].classes and clause.before(place, "past")  # 上周堵车，才没赶上
    if told or _after_day(clause, place):
        return False
    if clause.folded[clause.tokens[place].end :].startswith(_ONLY_THIS):
        return False  # 高铁就这一班
    start = clause.tokens[place].start
    return clause.uncovered(0, start) > 1 or any(t.classes.isdisjoint(_NO_GROUND) for t in clause.tokens[:place])


def _after_day(clause: Clause, place: int) -> bool:
    """“十点就得走”, “十点我就得走”."""
    ahead = [t for t in clause.tokens[:place] if "nominative" not in t.classes]
    return bool(ahead) and "day" in ahead[-1].classes


def asks(clause: Clause, clauses: Sequence[Clause]) -> bool:
    if clause.made_of("please", "thanks", "courtesy", "sorry"):
        return False
    last = clause.index + 1 == len(clauses) or clauses[clause.index + 1].sentence != clause.sentence
    if last and clause.tail in _QUESTION_MARKS:
        return True
    if _A_NOT_A.search(clause.folded):
        return True
    return any(_is_question(clause, i) for i in clause.find("question", "or_not"))


def _is_question(clause: Clause, place: int) -> bool:
    """“what we agreed” is no question, “what did we agree” begins one; 什么 after 没 and before 都 asks nothing."""
    token = clause.tokens[place]
    if token.word.isascii():
        begins = token.start <= 1 or (place == 1 and clause.before(1, "also", "contrast", "sorry", "greeting"))
        return begins and ("inverted" in token.classes or _inverts(clause, place))
    if "asks_last" in token.classes:
        return place == len(clause.tokens) - 1
    return not (clause.before(place, "neg", "whatever") or clause.after(place, "whatever"))


def _inverts(clause: Clause, place: int) -> bool:
    following = clause.next_to(place)
    return following is not None and "auxiliary" in following.classes
