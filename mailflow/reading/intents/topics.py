"""topic: what the sender wants on the agenda (policy 3.1.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.core.intents import TopicProposal
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, Clause
from mailflow.reading.intents.lists import entries, listed
from mailflow.reading.intents.phrases import says_nothing_else, trimmed
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated
from mailflow.reading.numbers import find_numbers

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_LEADS = frozenset(
    {
        "about",
        "particle",
        "is",
        "topic",
        "please",
        "and",
        "also",
        "adds_one",
        "discuss",
        "self",
        "want",
        "add",
        "toward",
        "ba",
        "title_mark",
    }
)
_TRAILS = frozenset({"topic", "agenda", "at_meeting", "question", "or_not", "please", "thanks", "particle", "toward", DAY, "meeting", "discuss", "too", "add", "as_topic", "courtesy"})  # fmt: skip
_NAMES_NONE = _LEADS | _TRAILS | {"another", "it", "except", "received", "soft", "other", "only"}
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十]+[个项条]?$")
# A clause that goes on with something else than the title.
_ENDS_TITLE = (
    "thanks",
    "courtesy",
    "please",
    "cause",
    "contact",
    "attend",
    "absent",
    "late",
    "early",
    "attachment",
    "sorry",
    "self",
    "withdraw",
    "unable",
)
# What a line of a bare list holds where it is an answer and no title.
_NO_TITLE = (
    "attend",
    "absent",
    "nothing",
    "late",
    "early",
    "busy",
    "received",
    "thanks",
    "move",
    "cancel",
    "attachment",
    "sorry",
    "greeting",
    "for_me",
)
_LEAST = 2


@dataclass(frozen=True)
class _Opening:
    """Where a proposal begins: its clause, where the title may start in the whole text, and where it must end."""

    clause: Clause
    start: int
    end: int


def _opening(scene: Scene, clause: Clause) -> _Opening | None:
    topic, add, discuss = clause.first("topic"), clause.first("add"), clause.first("discuss")
    if topic is not None and not clause.has("nothing") and not negated(clause, topic) and _is_label(clause, topic, add):
        return _Opening(clause, clause.start + clause.tokens[topic].end, _end(scene, clause))
    agenda = clause.first("agenda", "as_topic")
    if agenda is not None and (add is not None or clause.tail in (":", "：")):
        return _into_agenda(scene, clause, add, agenda)
    if discuss is not None and not negated(clause, discuss) and _wants(clause, discuss):
        return _Opening(clause, clause.start + clause.tokens[discuss].end, _end(scene, clause))
    if clause.has("only") and clause.tail in (":", "：") and clause.has("adds_one"):  # 只有一个：…
        return _Opening(clause, clause.end, _end(scene, clause))
    return None


def _is_label(clause: Clause, topic: int, add: int | None) -> bool:
    """“议题：…”, “议题是…”, “加个议题…”, “one topic from me - …”."""
    following = clause.next_to(topic)
    if following is not None and following.classes & {"question", "or_not"}:
        return False
    ends_with_mark = clause.tail in (":", "：", "-") or clause.folded[clause.tokens[topic].end :].lstrip().startswith(
        "-"
    )
    named = following is not None and bool(following.classes & {"is", "about"})
    if _ORDINAL.search(clause.folded[: clause.tokens[topic].start]):
        return False
    return ends_with_mark or named or (add is not None and add < topic) or clause.before(topic, "adds_one")


def _into_agenda(scene: Scene, clause: Clause, add: int | None, agenda: int) -> _Opening | None:
    """“把X加到议程里”, “please add X to the agenda”, “for the agenda: X”."""
    if add is not None and negated(clause, add):
        return None
    marker = clause.first("ba")
    first, last = sorted((add if add is not None else agenda, agenda))
    if marker is not None and marker < first:
        return _Opening(clause, clause.start + clause.tokens[marker].end, clause.start + clause.tokens[first].start)
    between = clause.uncovered(clause.tokens[first].end, clause.tokens[last].start) if first != last else 0
    if between > _LEAST and first == add:
        return _Opening(clause, clause.start + clause.tokens[first].end, clause.start + clause.tokens[last].start)
    return _Opening(clause, clause.start + clause.tokens[last].end, _end(scene, clause))


def _wants(clause: Clause, discuss: int) -> bool:
    return (
        clause.before(discuss, "want", "please", "or_not", "add", "must", "at_meeting", "able")
        or "asks_for" in clause.tokens[discuss].classes
    )


def _end(scene: Scene, clause: Clause) -> int:
    """The title goes on over the clauses of its sentence, until one of them says something else."""
    end = clause.end
    for following in scene.sentence(clause):
        if following.index > clause.index:
            if following.has(*_ENDS_TITLE):
                break
            end = following.end
    return end


def _titles(scene: Scene, opening: _Opening) -> tuple[list[str], int]:
    """The titles, and where in the text they end."""
    inside = trimmed(scene, opening.start, opening.end, _LEADS, _TRAILS)
    if not inside or _refers_only(scene, opening):
        return _below(scene, opening)
    several = entries(scene.text[opening.start : opening.end])
    titles = several if len(several) > 1 else _divided(inside, _announced(opening.clause))
    return [t for t in (t.strip(" \t，,。.;；、") for t in titles) if t], opening.end


def _refers_only(scene: Scene, opening: _Opening) -> bool:
    """“其他议题”, “that item”: a topic is spoken of, none is named."""
    return opening.start < opening.end and says_nothing_else(scene, opening.start, opening.end, _NAMES_NONE)


def _below(scene: Scene, opening: _Opening) -> tuple[list[str], int]:
    """The lines after “…：”: a list, or as many lines as are announced."""
    rest = scene.text[opening.end :].lstrip("：: \t。.,，")
    paragraph = rest.strip("\n").split("\n\n")[0]
    if not rest.startswith("\n"):
        return [], opening.end
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    titles = listed(paragraph) or tuple(lines[: max(_announced(opening.clause), 1)])
    last = scene.text.rfind(titles[-1], opening.end) + len(titles[-1]) if titles else opening.end
    return [t.strip(" \t，,。.;；") for t in titles], last


def _announced(clause: Clause) -> int:
    """How many topics are announced: 两个议题, two items."""
    topic = clause.first("topic")
    stop = clause.tokens[topic].start if topic is not None else len(clause.folded)
    near = [n.value for n in find_numbers(clause.folded[:stop]) if stop - n.end <= 4]
    return int(near[-1]) if near and near[-1] >= 1 else 1


_DIVIDERS = (";；", "、", ",，", "和与及", "&")


def _divided(title: str, announced: int) -> list[str]:
    """As many titles as are announced, where a mark or an “and” parts them so."""
    if announced < 2:
        return [title]
    plain = (
        title.replace(" and ", " & ").replace("以及", "和").replace("一是", "").replace("二是", "").replace("三是", "")
    )
    for last in range(1, len(_DIVIDERS) + 1):
        for first in range(last):
            parts = [plain]
            for mark in "".join(_DIVIDERS[first:last]):
                parts = [p for part in parts for p in part.split(mark)]
            parts = [p.strip() for p in parts if p.strip()]
            if len(parts) == announced:
                return parts
    return [title]


# ------------------------------------------------------------------------------------------------------ together


def _read(scene: Scene) -> Findings:
    found: list[Finding] = []
    doubts: list[Doubt] = []
    taken: set[int] = set()
    named: set[int] = set()
    covered = -1
    for clause in scene.clauses:
        if clause.start < covered:
            named.add(clause.index)
            continue
        if clause.has("topic") and clause.has("take_back") and not clause.has("meeting"):
            doubts.append(Doubt(clause.index, "takes a topic back"))
            continue
        opening = None if clause.has("past") else _opening(scene, clause)
        if opening is None:
            continue
        titles, covered = _titles(scene, opening)
        if not titles and not _refers_only(scene, opening):
            doubts.append(Doubt(clause.index, "a topic without its title"))
        if titles and clause.supposes:
            doubts.append(Doubt(clause.index, "a topic under a condition"))
            continue
        found += [
            Finding(TopicProposal(title=t), frozenset({clause.index}), "proposes a topic")
            for t in titles
            if len(t) >= _LEAST
        ]
        taken.add(clause.index)
    if not found and not doubts and scene.about is About.CALL:
        found = list(_bare_list(scene))
        named |= {p for f in found for p in f.places}
    return Findings(tuple(found), tuple(doubts), frozenset(taken | named), frozenset(named))


def _bare_list(scene: Scene) -> Iterator[Finding]:
    """The call asked for topics: a list alone is its answer."""
    titles = listed(scene.text)
    if len(titles) < 2 or any(c.has(*_NO_TITLE) or c.asks for c in scene.clauses if any(c.words in t for t in titles)):
        return
    for title in titles:
        where = frozenset(c.index for c in scene.clauses if c.words in title)
        yield Finding(TopicProposal(title=title.strip(" ，,。.;；")), where, "a list in answer to the call")


FAMILY = Family("topics", "contributions", _ABOUTS, _read)
