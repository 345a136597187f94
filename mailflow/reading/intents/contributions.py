"""topic, materials, nothing: what the sender brings to the meeting (policy 3.1, 4)."""

import re
from dataclasses import dataclass

from mailflow.core.intents import Materials, Nothing, TopicProposal
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import Clause
from mailflow.reading.intents.lists import entries, without_mark
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places
from mailflow.reading.numbers import find_numbers

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_LINK = re.compile(r"https?://|www\.", re.I)
_QUOTES = "\"“”「」『』《》'‘’ \t\n，,。.;；:：!！"
_LEADING = re.compile(
    r"^(?:(?:是|为|叫|关于|就|有关|一下|下|一个|一项|议题|topic|is|are|about|on|regarding|concerning|called|the topic|the item|：|:|-|–)\s*)+",
    re.I,
)
_TRAILING = re.compile(
    r"(?:(?:这个|这一|的)?(?:议题|话题|事项|topic|问题上会)|的事情?|，?谢谢.*|吗|呢|吧|可以吗|行吗|，?请安排|please|to the agenda|on the agenda|as an agenda item|as a topic|at the meeting|on monday|in the meeting|thanks.*|thank you.*)+[。.！!？?]*$",
    re.I,
)
_LEAST = 2


# ------------------------------------------------------------------------------------------------------- topics


@dataclass(frozen=True)
class _Opening:
    """Where a proposal begins: its clause, where the title may start in the whole text, and where it must end."""

    clause: Clause
    start: int
    end: int


def proposes(scene: Scene, clause: Clause) -> bool:
    return _opening(scene, clause) is not None


def _opening(scene: Scene, clause: Clause) -> _Opening | None:
    if clause.has("nothing") or clause.has("past"):
        return None
    topic, add, discuss = clause.first("topic"), clause.first("add"), clause.first("discuss")
    sentence_end = scene.sentence(clause)[-1].end
    colon = clause.tail in (":", "：")
    if topic is not None and (colon or (add is not None and add < topic) or _is_said(clause, topic)):
        if negated(clause, topic):
            return None
        return _Opening(clause, clause.start + clause.tokens[topic].end, sentence_end)
    if clause.has("agenda") and (add is not None or colon):
        return _into_agenda(clause, add, sentence_end)
    if discuss is not None and not negated(clause, discuss) and _wants(clause, discuss):
        return _Opening(clause, clause.start + clause.tokens[discuss].end, sentence_end)
    if topic is not None and add is not None and _of_topic(clause):
        return _Opening(clause, clause.start, clause.start + clause.tokens[topic].start)
    return None


def _is_said(clause: Clause, topic: int) -> bool:
    """“议题是…”, “my topic is …”, “one topic from me - …”."""
    rest = clause.folded[clause.tokens[topic].end :].lstrip()
    return (
        rest.startswith(("是", "为", "is ", "are ", "would be", "-", ":", "："))
        and len(rest) > 3
        and not rest.startswith(("是否", "是什么"))
    )


def _wants(clause: Clause, discuss: int) -> bool:
    ahead = {c for t in clause.tokens[:discuss] for c in t.classes}
    return bool(ahead & {"want", "please", "or_not", "add", "must", "at_meeting"}) or (
        "discuss" in clause.tokens[discuss].word
        and clause.tokens[discuss].word.startswith(("like to", "want to", "need to", "would"))
    )


def _of_topic(clause: Clause) -> bool:
    return any(t.word in ("把", "将") for t in clause.tokens) or clause.folded.startswith(("把", "将"))


def _into_agenda(clause: Clause, add: int | None, sentence_end: int) -> _Opening | None:
    """“把X加到议程里”, “please add X to the agenda”, “for the agenda: X”."""
    agenda = clause.first("agenda")
    if agenda is None or (add is not None and negated(clause, add)):
        return None
    token = clause.tokens[agenda]
    moved = re.search(r"(?:把|将)", clause.folded[: token.start])
    if moved:
        stop = min(
            (clause.tokens[i].start for i in clause.find("add") if clause.tokens[i].start > moved.end()),
            default=token.start,
        )
        return _Opening(clause, clause.start + moved.end(), clause.start + stop)
    if add is not None and add < agenda and token.word.isascii() and token.start - clause.tokens[add].end > 3:
        return _Opening(clause, clause.start + clause.tokens[add].end, clause.start + token.start)
    return _Opening(
        clause, clause.start + max(token.end, clause.tokens[add].end if add is not None else 0), sentence_end
    )


def _titles(scene: Scene, opening: _Opening) -> tuple[tuple[str, ...], int]:
    """The titles, and where in the text they end."""
    announced = _announced(opening.clause)
    inside = scene.text[opening.start : opening.end]
    cut = re.search(r"[:：]\s*", inside)
    if cut and len(_clean(inside[: cut.start()])) <= 6:
        inside = inside[cut.end() :]
    if _clean(inside):
        following = scene.text[opening.start :]
        listed = (
            entries(following) if re.match(r"[^\n]*[:：]?\s*\n", following) and not _clean(inside) else entries(inside)
        )
        if len(listed) > 1:
            return tuple(_clean(t) for t in listed), opening.end
        return _divided(_clean(inside), announced), opening.end
    return _following(scene, opening, announced)


def _following(scene: Scene, opening: _Opening, announced: int) -> tuple[tuple[str, ...], int]:
    """The lines after “…：”: a list, or as many lines as follow in the same paragraph."""
    rest = scene.text[opening.end :].lstrip("：: \t。.")
    paragraph = rest.strip("\n").split("\n\n")[0]
    lines = [line for line in paragraph.split("\n") if line.strip()]
    listed = [without_mark(line) for line in lines if without_mark(line) != line.strip()]
    titles = listed or entries(paragraph) or lines[: max(announced, 1)]
    return tuple(c for c in (_clean(t) for t in titles) if c), len(scene.text) - len(rest) + len(paragraph)


def _announced(clause: Clause) -> int:
    """How many topics are announced: 两个议题, two items."""
    topic = clause.first("topic")
    stop = clause.tokens[topic].start if topic is not None else len(clause.folded)
    near = [n.value for n in find_numbers(clause.folded[:stop]) if stop - n.end <= 4]
    return int(near[-1]) if near and near[-1] >= 1 else 1


def _divided(title: str, announced: int) -> tuple[str, ...]:
    if announced < 2:
        return (title,) if title else ()
    for mark in (r"[;；]", r"[、]", r"[,，]", r"\s+and\s+", r"[和与及]"):
        parts = [p for p in (_clean(p) for p in re.split(mark, title)) if p]
        if len(parts) == announced:
            return tuple(re.sub(r"^(?:and|以及|和)\s*", "", p) for p in parts)
    mixed = [_clean(p) for p in re.split(r"[,，、;；]\s*(?:and\s+)?|\s+and\s+|以及|和", title) if _clean(p)]
    return tuple(mixed) if len(mixed) == announced else (title,)


def _clean(words: str) -> str:
    words = _LEADING.sub("", words.strip(_QUOTES))
    return _TRAILING.sub("", words.strip(_QUOTES)).strip(_QUOTES)


def _topics(scene: Scene) -> tuple[list[Finding], list[Doubt], set[int]]:
    found: list[Finding] = []
    doubts: list[Doubt] = []
    covered = -1
    taken: set[int] = set()
    for clause in scene.clauses:
        if clause.start < covered:
            taken.add(clause.index)
            continue
        if clause.has("topic") and clause.has("cancel", "withdraw") and not clause.has("meeting"):
            doubts.append(Doubt(clause.index, "takes a topic back"))
            continue
        opening = _opening(scene, clause)
        if opening is None:
            continue
        if (clause.supposes and not clause.has("or_not", "please")) or (
            clause.asks and not clause.has("or_not", "please", "want")
        ):
            doubts.append(Doubt(clause.index, "a topic, but asked or under a condition"))
            continue
        titles, covered = _titles(scene, opening)
        usable = [t for t in titles if len(t) >= _LEAST]
        if not usable:
            doubts.append(Doubt(clause.index, "a topic without its title"))
        found += [Finding(TopicProposal(title=t), frozenset({clause.index}), "proposes a topic") for t in usable]
        taken.add(clause.index)
    return found, doubts, taken


# ---------------------------------------------------------------------------------------------------- materials


def _materials(scene: Scene) -> tuple[list[Finding], list[Doubt]]:
    """Attachments are handed in, whatever the words are, unless the words call them something else."""
    files = tuple(a.name for a in scene.mail.materials)
    speaking = [c for c in scene.clauses if c.has("attachment")]
    if files:
        if any(c.has("evidence") for c in speaking or scene.clauses):
            return [], []
        return [Finding(Materials(files=files), places(speaking), "attached")], []
    for clause in speaking:
        if not clause.asks and not clause.has("promise_file", "received", "neg", "future", "past", "notyet"):
            return [], [Doubt(clause.index, "announced, but not attached")]
    linked = next((c for c in scene.clauses if _LINK.search(c.words)), None)
    return [], [Doubt(linked.index, "a link, no file")] if linked else []


# ------------------------------------------------------------------------------------------------------ nothing


def _nothing(scene: Scene) -> list[Finding]:
    if scene.about is not About.CALL:
        return []
    empty = [c for c in scene.clauses if _has_nothing(c)]
    return [Finding(Nothing(), places(empty), "has nothing to submit")] if empty else []


def _has_nothing(clause: Clause) -> bool:
    if clause.asks or clause.supposes or clause.has("contrast_only", "objection_only"):
        return False
    place = clause.first("nothing")
    if place is not None:
        word = clause.tokens[place].word
        if word in ("没有", "无", "暂无", "空", "none", "nil", "nothing", "没有什么", "没什么", "没有需要"):
            return clause.has("topic", "material", "add", "agenda", "discuss") or (
                clause.uncovered(0, len(clause.folded)) <= 8 and not clause.has("objection", "confirm")
            )
        return not clause.has("received")
    return any(negated(clause, i) for i in clause.find("topic", "material")) and not clause.has(
        "notyet", "done", "doing", "finish_by"
    )


def _read(scene: Scene) -> Findings:
    topics, doubts, taken = _topics(scene)
    materials, missing = _materials(scene)
    nothing = [] if topics or materials else _nothing(scene)
    if doubts and nothing:
        nothing = []
    return Findings((*topics, *materials, *nothing), (*doubts, *missing), frozenset(taken))


FAMILY = Family("contributions", "contributions", _ABOUTS, _read)
