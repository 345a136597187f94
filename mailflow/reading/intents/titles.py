"""The titles of topics: where they stand behind the words that propose them, and how many there are."""

import re

from mailflow.reading.intents.clauses import DAY, Clause
from mailflow.reading.intents.lists import entries, first_mark, listed
from mailflow.reading.intents.phrases import says_nothing_else, trimmed
from mailflow.reading.intents.scene import Scene
from mailflow.reading.numbers import find_numbers

# Words that only lead to a title and that trail behind it, and a clause that goes on with something else.
_LEADS = frozenset(
    {"about", "particle", "is", "topic", "please", "and", "also", "adds_one", "discuss", "self", "want", "add",
     "toward", "ba", "title_mark"}
)  # fmt: skip
_TRAILS = frozenset(
    {"topic", "agenda", "at_meeting", "question", "or_not", "please", "thanks", "particle", "toward", DAY, "meeting",
     "discuss", "too", "add", "as_topic", "courtesy"}
)  # fmt: skip
_NAMES_NONE = _LEADS | _TRAILS | {"another", "it", "except", "received", "soft", "other", "only"}
_ENDS_TITLE = (
    "thanks", "courtesy", "please", "cause", "contact", "attend", "absent", "late", "early", "attachment", "sorry",
    "self", "withdraw", "unable",
)  # fmt: skip
_EDGES = " \t，,。.;；、"
# The marks that part titles, the strongest first; “and” and 以及 are written as signs before they part.
_DIVIDERS = (";；", "、", ",，", "和与及", "&")
_JOINING = re.compile(r"\s+and\s+|以及", re.IGNORECASE)


def titles(scene: Scene, clause: Clause, start: int, end: int) -> tuple[list[str], int]:
    """The titles in ``scene.text[start:end]`` or in the list that follows, and where in the text they end."""
    below = _listed(scene, start)
    if below is not None:
        return below
    count = announced(clause)
    inside = trimmed(scene, start, end, _LEADS, _TRAILS)
    if not inside or refers_only(scene, start, end):
        return _lines(scene, end, count)
    divided = _divided(inside, count)
    if len(divided) < count:  # over several sentences: “two points: A; B.”
        whole = _paragraph_end(scene, start, "\n")
        further = _divided(trimmed(scene, start, whole, _LEADS, _TRAILS), count)
        divided, end = (further, whole) if len(further) == count else (divided, end)
    return [t.strip(_EDGES) for t in divided], end


def title_end(scene: Scene, clause: Clause) -> int:
    """A title goes on over the clauses of its sentence, until one of them says something else."""
    end = clause.end
    for following in scene.sentence(clause):
        if following.index > clause.index:
            if following.has(*_ENDS_TITLE) or _tells_of_last_time(following):
                break
            end = following.end
    return end


def _tells_of_last_time(clause: Clause) -> bool:
    """“会员积分规则，上次会上没讨论完”: why it comes again, no more of the title."""
    return clause.first("past") == 0 and clause.has("neg", "notyet", "at_meeting", "discuss")


def refers_only(scene: Scene, start: int, end: int) -> bool:
    """“其他议题”, “that item”: a topic is spoken of, none is named."""
    return start < end and says_nothing_else(scene, start, end, _NAMES_NONE)


def announced(clause: Clause) -> int:
    """How many topics are announced: 两个议题, 议题有两个, two items."""
    topic = clause.first("topic", "adds_one")
    if topic is None:
        return 1
    if "topic" not in clause.tokens[topic].classes and not clause.has("topic"):  # “有两个：…”
        counted = find_numbers(clause.tokens[topic].word)
        return int(counted[0].value) if counted and counted[0].value >= 1 else 1
    topic = clause.first("topic") or 0
    start, end = clause.tokens[topic].start, clause.tokens[topic].end
    near = [n.value for n in find_numbers(clause.folded) if 0 <= start - n.end <= 4 or 0 <= n.start - end <= 2]
    return int(near[-1]) if near and near[-1] >= 1 else 1


def _paragraph_end(scene: Scene, start: int, mark: str) -> int:
    end = scene.text.find(mark, start)
    return end if end >= 0 else len(scene.text)


def _listed(scene: Scene, start: int) -> tuple[list[str], int] | None:
    """A list that begins where the title would; it may run over several sentences or lines."""
    rest = scene.text[start : _paragraph_end(scene, start, "\n\n")]
    found = entries(rest)
    if len(found) < 2 or not says_nothing_else(scene, start, start + first_mark(rest), _NAMES_NONE):
        return None
    return list(found), start + rest.rfind(found[-1]) + len(found[-1])


def _lines(scene: Scene, end: int, count: int) -> tuple[list[str], int]:
    """The lines after “…：”: a list, or as many lines as are announced."""
    rest = scene.text[end:].lstrip("：: \t。.,，")
    if not rest.startswith("\n"):
        return [], end
    paragraph = rest.strip("\n").split("\n\n")[0]
    lines = [line.strip() for line in paragraph.split("\n") if line.strip()]
    found = listed(paragraph) or tuple(lines[:count])
    last = scene.text.rfind(found[-1], end) + len(found[-1]) if found else end
    return [t.strip(_EDGES) for t in found], last


def _divided(title: str, count: int) -> list[str]:
    """As many titles as are announced, where a mark or an “and” parts them so."""
    if count < 2:
        return [title]
    plain = _JOINING.sub("&", title)
    for last in range(1, len(_DIVIDERS) + 1):
        for first in range(last):
            parts = re.split(f"[{''.join(_DIVIDERS[first:last])}]", plain)
            named = [p.strip() for p in parts if p.strip()]
            if len(named) == count:
                return named
    return [title]
