"""query: what people ask the secretary in a fresh mail."""

import re
from datetime import date
from typing import Literal

from mailflow.core.counting import month_of_review
from mailflow.core.intents import Query
from mailflow.core.reply import About
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.refers import meeting_words
from mailflow.reading.intents.scene import Family, Finding, Findings, Scene, places
from mailflow.reading.months import month_looked_back_on

_What = Literal["help", "status", "resolutions", "archive"]
_EDGES = re.compile(r"^[\s，。,.!?？！、:：;；()（）\"“”'’]+|[\s，。,.!?？！、:：;；()（）\"“”'’]+$")
# “怎么取消会议？” asks how one of these is done.
_DEEDS = (
    "cancel", "absent", "extend", "convene", "gather", "invite", "topic", "move", "hands_in", "attend", "standin",
    "confirm", "not_mine", "handover",
)  # fmt: skip
_MONTH = 3
"""So much may stand between “I need” and what is needed: 10月."""
_ASKS = ("send", "find", "please", "want", "or_not")


def _read(scene: Scene) -> Findings:
    for clause in scene.clauses:
        if (month := _figures_of(scene, clause)) is not None:
            figures = Query(what="status", figures=month)
            everywhere = places(scene.clauses)
            return Findings((Finding(figures, frozenset({clause.index}), "asks for figures"),), (), everywhere)
        what = _asked_for(scene, clause)
        if what is not None:
            terms = _terms(scene, clause) if what == "archive" else None
            named = next((w for c in scene.sentence(clause) if (w := meeting_words(c))), None)
            refers = named if what == "status" else None
            query = Query(what=what, terms=terms, refers=refers)
            everywhere = places(scene.clauses)
            return Findings((Finding(query, frozenset({clause.index}), f"asks for {what}"),), (), everywhere)
    return Findings()


def _figures_of(scene: Scene, clause: Clause) -> date | None:
    """The month whose figures are asked for (policy 6.1): the one that is named, else the one looked back on now."""
    if not clause.has("figures", "figures_of_month"):
        return None
    asks = clause.asks or clause.has(*_ASKS) or _wants_figures(clause)
    month = month_looked_back_on(scene.text, scene.now)
    figures = clause.has("figures") or (month is not None and clause.has("figures_of_month"))
    if not (asks and figures) or scene.others(clause):
        return None
    if clause.has("convene", "gather", "done", "attachment", "extend", "cancel"):
        return None
    return month or month_of_review(scene.now.date())


def _wants_figures(clause: Clause) -> bool:
    """“我要上个月的会议数据”: what is wanted stands right behind, and nobody is to do anything with it."""
    wanted, figures = clause.first("figures_wanted"), clause.first("figures", "figures_of_month")
    if wanted is None or figures is None or wanted > figures:
        return False
    before, between = clause.tokens[:wanted], clause.tokens[wanted + 1 : figures]
    alone = all("self" in t.classes for t in before) and all(t.classes & {DAY, "past", "particle"} for t in between)
    return alone and clause.uncovered(clause.tokens[wanted].end, clause.tokens[figures].start) <= _MONTH


def _asked_for(scene: Scene, clause: Clause) -> _What | None:
    asks = clause.asks or clause.has(*_ASKS)
    if (
        clause.has("help")
        and not clause.has("thanks")
        and not clause.has("done", "convene", "invite", "find")
        and (asks or len(scene.clauses) <= 2)
    ):
        return "help"
    if clause.asks and clause.has("how_to") and clause.has(*_DEEDS):
        return "help"
    if not asks:
        return None
    if clause.asks and clause.has("recall"):
        return "archive"
    if (
        clause.has("tasks")
        and (clause.asks or clause.has("send", "find"))
        and (clause.has("of_tasks") or not clause.has("done", "extend"))
    ):
        return "resolutions"
    if clause.has("status") and clause.has("meeting", "of_status") and not clause.has("tasks", "convene", "gather"):
        return "status"
    if (
        clause.has("archive")
        and clause.has("send", "find", "question", "or_not")
        and not clause.has("gather", "done", "attachment")
    ):
        return "archive"
    return "archive" if any(not _looks_for_person(clause, i) for i in clause.find("find")) else None


def _looks_for_person(clause: Clause, place: int) -> bool:
    """“我直接找吴昊”, “找黄凯开个会”."""
    following = clause.next_to(place)
    return (
        following is not None
        and not clause.has("archive", "material")
        and not following.classes.isdisjoint({PERSON, "other", "self", "pronoun"})
    )


def _terms(scene: Scene, clause: Clause) -> str | None:
    """The search words: what remains of the sentence without the words of asking."""
    kept: list[str] = []
    for part in scene.sentence(clause):
        if part.has("thanks"):
            continue
        at = 0
        for token in scene.tools.search_words.tokens(fold(part.words)):
            if "search_frame" in token.classes:
                kept.append(part.words[at : token.start])
                at = token.end
        kept.append(part.words[at:])
    words = (_EDGES.sub("", piece) for piece in kept)
    return " ".join(w for w in words if w) or None


FAMILY = Family("query", "query", frozenset({About.NONE}), _read)
