"""query: what people ask the secretary in a fresh mail."""

import re
from typing import Literal

from mailflow.core.intents import Query
from mailflow.core.reply import About
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.refers import meeting_words
from mailflow.reading.intents.scene import Family, Finding, Findings, Scene, places

_What = Literal["help", "status", "resolutions", "archive"]
_WORDS = re.compile(r"[a-z0-9][a-z0-9'&-]*|[^\sa-z0-9，。,.!?？！、:：;；()（）\"“”]+")


def _read(scene: Scene) -> Findings:
    for clause in scene.clauses:
        what = _asked_for(scene, clause)
        if what is not None:
            terms = _terms(scene, clause) if what == "archive" else None
            refers = meeting_words(clause) if what == "status" else None
            query = Query(what=what, terms=terms, refers=refers)
            return Findings((Finding(query, places(scene.clauses), f"asks for {what}"),), (), places(scene.clauses))
    return Findings()


def _asked_for(scene: Scene, clause: Clause) -> _What | None:
    wants = clause.asks or clause.has("send", "find", "please", "want", "or_not")
    if (
        clause.has("help")
        and not clause.has("done", "convene", "invite", "find")
        and (wants or len(scene.clauses) <= 2)
    ):
        return "help"
    if not wants:
        return None
    if clause.has("status") and not clause.has("tasks"):
        return "status"
    if clause.has("find") and (clause.has("archive") or not clause.has("tasks")):
        return "archive"
    if (
        clause.has("archive")
        and clause.has("send", "find", "question")
        and not clause.has("convene")
        and _looks_back(clause)
    ):
        return "archive"
    if clause.has("tasks") and clause.has("send", "find", "question", "help") and not clause.has("done", "extend"):
        return "resolutions"
    return None


def _looks_back(clause: Clause) -> bool:
    return clause.has("past", "meeting") or any(
        t.word
        in (
            "纪要",
            "会议纪要",
            "会议记录",
            "minutes",
            "archive",
            "历史",
            "往期",
            "存档",
            "归档",
            "档案",
            "以往",
            "以前的",
            "decide",
            "decided",
            "decision",
            "decisions",
            "records",
        )
        for t in clause.tokens
    )


def _terms(scene: Scene, clause: Clause) -> str | None:
    """The search words: what remains of the sentence without the words of asking."""
    frame = scene.tools.vocabulary.words("search_frame")
    longest = sorted((w for w in frame if not w.isascii()), key=len, reverse=True)
    kept: list[str] = []
    words = " ".join(c.words for c in scene.sentence(clause) if not c.has("thanks"))
    for match in _WORDS.finditer(_lower(words)):
        word = words[match.start() : match.end()]
        if match.group().isascii():
            if match.group() not in frame:
                kept.append(word)
            continue
        rest = _without(word, longest)
        if rest:
            kept.append(rest)
    return " ".join(kept) or None


def _lower(words: str) -> str:
    return fold(words)


def _without(word: str, frame: list[str]) -> str:
    """The Chinese run without the words of asking at its ends."""
    changed = True
    while changed and word:
        changed = False
        for small in frame:
            folded = fold(word)
            if folded.startswith(small):
                word, changed = word[len(small) :], True
                break
            if folded.endswith(small):
                word, changed = word[: -len(small)], True
                break
    return word


FAMILY = Family("query", "query", frozenset({About.NONE}), _read)
