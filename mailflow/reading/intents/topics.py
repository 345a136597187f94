"""topic: what the sender wants on the agenda (policy 3.1.2)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from mailflow.core.intents import TopicProposal
from mailflow.core.reply import About
from mailflow.reading.intents.clauses import DAY, Clause
from mailflow.reading.intents.lists import first_mark, listed
from mailflow.reading.intents.phrases import says_nothing_else
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, denials, negated
from mailflow.reading.intents.titles import refers_only, title_end, titles

_ABOUTS = frozenset({About.INVITATION, About.CALL, About.NONE})
_ORDINAL = re.compile(r"第[\d一二三四五六七八九十]+[个项条]?$")
_COLONS = (":", "：")
_COMMAS = (",", "，")
# What a line of a bare list holds where it is an answer and no title.
_NO_TITLE = (
    "attend", "absent", "nothing", "late", "early", "busy", "received", "thanks", "move", "cancel", "attachment",
    "sorry", "greeting", "for_me",
)  # fmt: skip
_OF_LABEL = ("about", "particle", "meeting", DAY, "toward", "self", "is", "at_meeting", "agenda", "topic", "adds_one")
_NOUNS = re.compile("(?P<title>[\u4e00-\u9fff]{2,12}的[\u4e00-\u9fff]{2,12})。?")
_LEAST_BARE = 14
_LEAST = 2
"""A title has at least two characters."""


@dataclass(frozen=True)
class _Opening:
    """Where a proposal begins: its clause, where the title may start in the whole text, and where it must end."""

    clause: Clause
    start: int
    end: int


def _opening(scene: Scene, clause: Clause) -> _Opening | None:
    topic, discuss = clause.first("topic"), clause.first("discuss")
    listed_there = _into_topics(clause)
    if listed_there is not None:
        return listed_there
    if topic is not None and not clause.has("nothing") and not negated(clause, topic):
        named = _by_name(scene, clause, topic)
        if named is not None:
            return named
    into = _into_agenda(scene, clause)
    if into is not None:
        return into
    if discuss is not None and not negated(clause, discuss) and _wants(scene, clause, discuss):
        return _behind(scene, clause, discuss)
    if clause.has("adds_one") and _opens_title(scene, clause):
        return _Opening(clause, clause.end, title_end(scene, clause))
    return None


def _opens_title(scene: Scene, clause: Clause) -> bool:
    """“只有一项：…”, “报一个：…”, “我这边一个话题，…”: what follows is the title."""
    if clause.tail in _COLONS:
        return clause.has("only") or _adds_one(scene, clause)
    after = scene.after(clause)
    goes_on = after is not None and after.sentence == clause.sentence and clause.tail in _COMMAS
    return goes_on and _adds_one(scene, clause) and clause.has("add", "self", "hands_in", "topic")


def _adds_one(scene: Scene, clause: Clause) -> bool:
    """“报一个”, “加一项吧”, “I have one thing”, in answer to the call for topics."""
    return scene.about is About.CALL and clause.made_of(
        "adds_one",
        "add",
        "self",
        "hands_in",
        "act",
        "please",
        "want",
        "discuss",
        "thanks",
        "also",
        "topic",
        "already",
        "is",
        spare=2,
    )


def _behind(scene: Scene, clause: Clause, place: int) -> _Opening:
    return _Opening(clause, clause.start + clause.tokens[place].end, title_end(scene, clause))


def _between(clause: Clause, first: int, last: int) -> _Opening | None:
    """What stands between two words, where it can be a title."""
    start, end = clause.tokens[first].end, clause.tokens[last].start
    says = clause.content(start, end, "particle", "about", "is", "adds_one", "toward", "self")
    return _Opening(clause, clause.start + start, clause.start + end) if says > _LEAST else None


def _by_name(scene: Scene, clause: Clause, topic: int) -> _Opening | None:
    """“议题：…”, “议题是…”, “加个议题…”, “提一个关于…的议题”, “one topic from me - …”."""
    following, add = clause.next_to(topic), clause.first("add")
    if following is not None and following.classes & {"question", "or_not"}:
        return None
    if _ORDINAL.search(clause.folded[: clause.tokens[topic].start]):
        return None
    if clause.tail in _COLONS:
        return _after_colon(scene, clause, topic)
    dashed = clause.tail == "-" or clause.folded[clause.tokens[topic].end :].lstrip().startswith("-")
    if dashed or (following is not None and following.classes & {"is", "about"}):
        return _behind(scene, clause, topic)
    if add is not None and add < topic:
        return _between(clause, add, topic) or _behind(scene, clause, topic)
    counted = clause.before(topic, "adds_one") or clause.after(topic, "adds_one")
    if counted and len(listed(scene.text[clause.end :])) > 1:  # “three items from us, please:” above a list
        return _Opening(clause, clause.end + first_mark(scene.text[clause.end :]), len(scene.text))
    return _behind(scene, clause, topic) if counted else None


def _after_colon(scene: Scene, clause: Clause, topic: int) -> _Opening | None:
    """“议题：…”, “item for the weekly meeting: …”; “议题：无” is none."""
    after = scene.after(clause)
    if after is not None and after.has("bare_nothing") and after.first("bare_nothing") == 0:
        return None
    if len(listed(scene.text[clause.end :])) > 1:  # “two topics for Monday:” above a list
        return _Opening(clause, clause.end + first_mark(scene.text[clause.end :]), len(scene.text))
    behind = clause.start + clause.tokens[topic].end
    start = clause.end if says_nothing_else(scene, behind, clause.end, _OF_LABEL) else behind
    return _Opening(clause, start, title_end(scene, clause))


def _into_topics(clause: Clause) -> _Opening | None:
    """“把X列入议题”, “X请列为议题”: the title stands before the word, not behind it."""
    marker, place = clause.first("ba"), _list_verb(clause)
    if place is None or clause.tail in _COLONS or denials(clause, place):
        return None
    start = clause.tokens[marker].end if marker is not None and marker < place else 0
    return _Opening(clause, clause.start + start, clause.start + clause.tokens[place].start)


def _list_verb(clause: Clause) -> int | None:
    """列入 before 议题, or 列为议题 in one word behind 把."""
    if clause.has("ba") and clause.has("as_topic") and not clause.has("add"):
        return clause.first("as_topic")
    place = next((i for i in clause.find("listed") if clause.after(i, "topic")), None)
    if place is None:
        return None
    topic = next(i for i in clause.find("topic") if i > place)
    return place if not clause.uncovered(clause.tokens[place].end, clause.tokens[topic].start) else None


def _into_agenda(scene: Scene, clause: Clause) -> _Opening | None:
    """“把X加到议程里”, “把X放到会上说”, “please add X to the agenda”, “for the agenda: X”."""
    marker, add = clause.first("ba"), clause.first("add")
    counted = clause.tail in _COLONS and clause.has("adds_one") and add is not None  # “议程上请给我留一项：…”
    agenda = clause.first("agenda", "as_topic", *(("at_meeting",) if marker is not None or counted else ()))
    if agenda is None or (add is None and clause.tail not in _COLONS) or (add is not None and negated(clause, add)):
        return None
    if counted:
        return _Opening(clause, clause.end, title_end(scene, clause))
    first, last = sorted((add if add is not None else agenda, agenda))
    if marker is not None and marker < first:
        if denials(clause, marker):
            return None  # “请不要把客诉放进议程”
        return _Opening(clause, clause.start + clause.tokens[marker].end, clause.start + clause.tokens[first].start)
    if first == add:
        inside = _between(clause, first, last)
        if inside is not None:
            return inside
    behind = _behind(scene, clause, last)
    return behind if not _is_empty(scene, behind) else _said_before(scene, clause) or behind


def _is_empty(scene: Scene, opening: _Opening) -> bool:
    return not titles(scene, opening.clause, opening.start, opening.end)[0]


def _said_before(scene: Scene, clause: Clause) -> _Opening | None:
    """“我来汇报一下客诉数据，请列入议程”: what is to go on the agenda was said before."""
    for before in scene.sentence(clause):
        discuss = before.first("discuss")
        if before.index < clause.index and discuss is not None:
            return _Opening(clause, before.start + before.tokens[discuss].end, before.end)
    return None


def _wants(scene: Scene, clause: Clause, discuss: int) -> bool:
    """A wish to discuss something here: “有个客户要谈合同” is none."""
    if scene.subject(clause, discuss) in ("outsider", "other") or clause.before(discuss, "outsider"):
        return False
    if scene.about is About.CALL and clause.before(discuss, "must"):
        return True
    wished = clause.before(discuss, "want", "please", "or_not", "add", "at_meeting", "able")
    return wished or "asks_for" in clause.tokens[discuss].classes


# ------------------------------------------------------------------------------------------------------ together


@dataclass
class _Reading:
    """What was read so far: while it is built it is nobody else's."""

    found: list[Finding] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    covered: int = -1


def _read(scene: Scene) -> Findings:
    reading = _Reading()
    for clause in scene.clauses:
        if clause.start < reading.covered:
            reading.named.add(clause.index)
        elif clause.has("topic") and clause.has("take_back") and not clause.has("meeting"):
            reading.doubts.append(Doubt(clause.index, "takes a topic back"))
        elif not clause.has("past"):
            _propose(scene, clause, reading)
    if not reading.found and not reading.doubts and scene.about is About.CALL:
        reading.found = list(_bare_list(scene)) or list(_bare_title(scene))
        reading.named |= {p for f in reading.found for p in f.places}
    taken = frozenset(reading.taken | reading.named)
    return Findings(tuple(reading.found), tuple(reading.doubts), taken, frozenset(reading.named))


def _propose(scene: Scene, clause: Clause, reading: _Reading) -> None:
    opening = _opening(scene, clause)
    if opening is None:
        return
    lines = listed(scene.text[opening.start : opening.end])
    if len(lines) > 1 and first_mark(scene.text[opening.start :]) == 0:
        last = scene.text.rfind(lines[-1], opening.start, opening.end)
        named, reading.covered = list(lines), last + len(lines[-1]) if last >= 0 else opening.end
    else:
        named, reading.covered = titles(scene, clause, opening.start, opening.end)
    if not named and not refers_only(scene, opening.start, opening.end):
        reading.doubts.append(Doubt(clause.index, "a topic without its title"))
    if named and (_supposed(scene, clause) or clause.has("hedge", "next_time")):
        reading.doubts.append(Doubt(clause.index, "a topic, perhaps"))
        return
    where = frozenset({clause.index})
    reading.found += [Finding(TopicProposal(title=t), where, "proposes a topic") for t in named if len(t) >= _LEAST]
    reading.taken.add(clause.index)


def _supposed(scene: Scene, clause: Clause) -> bool:
    """Under a condition; one that stands behind “议题：” is a part of the title (“如果供应商再延期怎么办”)."""
    if clause.tail not in _COLONS or not clause.has("topic"):
        return clause.supposes
    return any(
        c.supposes and c.has("condition", "strict", "if_any", "either", "then")
        for c in scene.sentence(clause)
        if c.index <= clause.index
    )


def _bare_list(scene: Scene) -> Iterator[Finding]:
    """The call asked for topics: a list alone is its answer."""
    lines = listed(scene.text)
    if len(lines) < 2 or any(c.has(*_NO_TITLE) or c.asks for c in scene.clauses if any(c.words in t for t in lines)):
        return
    for title in lines:
        where = frozenset(c.index for c in scene.clauses if c.words in title)
        yield Finding(TopicProposal(title=title), where, "a list in answer to the call")


def _bare_title(scene: Scene) -> Iterator[Finding]:
    """“物流破损的赔付口径”: the call asked for a topic a line, and a name alone is its answer."""
    if len(scene.clauses) != 1 or not (match := _NOUNS.fullmatch(scene.text.strip())):
        return
    clause = scene.clauses[0]
    if clause.size >= _LEAST_BARE and clause.made_of("particle", "outsider", "foreign", spare=len(clause.folded) * 2):
        yield Finding(
            TopicProposal(title=match.group("title")), frozenset({clause.index}), "a name in answer to the call"
        )


FAMILY = Family("topics", "contributions", _ABOUTS, _read)
