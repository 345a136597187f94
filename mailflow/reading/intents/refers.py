"""Which task or meeting is meant, in the sender's words."""

import re

from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Scene

_QUOTED = re.compile(r"[\"“「『《]([^\"”」』》]{3,80})[\"”」』》]")
_LEADING = re.compile(r"^(?:(?:另外|还有|关于|至于|对于|那个|这个|目前|现在|还有|以及|我的|我们的|我负责的|我这边的|我这边|the task|task|as for|for|regarding|concerning|about|my|also|and|but|on)[\s,，:：]*)+", re.I)
_TRAILING = re.compile(r"(?:目前|现在|已经|已|还|都|这项|这个|任务|一事|的事|这件事|，|,|:|：|\s|还没|尚未|需要|要|想|申请|希望|i need|i|is|are|was|has been|have been|we|need|has)+$", re.I)
_GENERIC = frozenset(
    {"这项", "该项", "这个", "任务", "这个任务", "这项任务", "该任务", "此项", "这事", "这件事", "工作", "this", "it", "this task", "the task",
     "this one", "task", "everything", "all", "that", "我", "i", "we", "全部", "都", "进度", "目前进度", "progress", "目前", "现在", "整体", "总体", "此事", "事项", "该事项",
     "current status", "status", "进展", "任务进度", "本项", "work", "the work", "the whole", "overall", "本任务"}
)  # fmt: skip
_LATIN = re.compile(r"[a-z0-9]+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEAST = 3


def refers_before(scene: Scene, clause: Clause) -> str | None:
    """The name of a task that stands before what is said of it: “供应商交期确认：已完成”, “The Metro offer is done”."""
    quoted = _QUOTED.search(clause.words)
    if quoted:
        return quoted.group(1).strip()
    before = scene.before(clause)
    if before and before.sentence == clause.sentence and before.tail in (":", "：") and not before.has("withdraw", "retract", "sorry", "cause"):
        return _name(before.words)
    head = _head(clause)
    name = _name(head) if head else None
    if name is None and before and before.sentence == clause.sentence and _is_topic(before):
        return _name(before.words)
    return name


def _is_topic(clause: Clause) -> bool:
    return bool(re.match(r"(?:至于|关于|(?:for|as for|regarding)\b)", clause.folded)) and not clause.has("self")


def _head(clause: Clause) -> str:
    """What stands before the first word that says something of the task."""
    for token in clause.tokens:
        if not token.classes.isdisjoint({"done", "doing", "extend", "notyet", "almost", "already", "self", "neg", "will", "not_mine", "handover",
                                         "hedge", "unable", "future", "want", DAY, "must", "owner", PERSON, "please", "or_not"}):  # fmt: skip
            if token.classes & {"task"} and token.start == 0:
                continue
            return clause.words[: token.start]
    match = re.search(r"\d|百分之|[一二三四五六七八九]成", clause.folded)
    return clause.words[: match.start()] if match else ""


def _name(words: str) -> str | None:
    name = _TRAILING.sub("", _LEADING.sub("", words.strip(" \t\n，,。.:：-–—")))
    name = name.strip(" \t\n，,。.:：-–—\"“”")
    if fold(name) in _GENERIC or _weight(name) < 2 * _LEAST:
        return None
    return name


def _weight(name: str) -> int:
    return sum(2 if c > "\u2e7f" else 1 for c in name if c.isalnum())


def names_task(words: str, title: str) -> bool:
    """Do the words mean the task of that title? Most of their letters stand in it."""
    mine, whole = _pieces(words), _pieces(title)
    return bool(mine) and len(mine & whole) >= 0.6 * len(mine)


_COMMON = frozenset({"the", "a", "an", "of", "for", "in", "on", "to", "and", "task"})


def _pieces(words: str) -> frozenset[str]:
    folded = fold(words)
    han = "".join(_HAN.findall(folded))
    pairs = {han[i : i + 2] for i in range(len(han) - 1)}
    return frozenset(pairs | (set(_LATIN.findall(folded)) - _COMMON))


# ---------------------------------------------------------------------------------------------------- meetings


_BEFORE_MEETING = re.compile(r"(?:[\u4e00-\u9fff]{0,8}|(?:[a-z'-]+ ){0,3})$")


def meeting_words(scene: Scene, clause: Clause) -> str | None:
    """“下周一的周例会”, “Thursday's special seminar on the return rate”."""
    place = next((i for i in clause.find("meeting") if clause.tokens[i].word not in ("会", "call", "review", "session", "sync", "event")), None)
    if place is None:
        place = clause.first("meeting")
    if place is None:
        return None
    start, end = clause.tokens[place].start, clause.tokens[place].end
    for token in reversed(clause.tokens[:place]):
        gap = clause.folded[token.end : start]
        if not token.classes & {DAY, "special", "adhoc", "meeting", "series"} or len(gap) > 8 or re.search(r"[我你他]", gap):
            break
        start = token.start
    if start == clause.tokens[place].start:
        gap = re.search(r"(?:[\u4e00-\u9fff]{1,6}|(?:the |our )?(?:[a-z]+ )?)$", clause.folded[_floor(clause, place) : start])
        start -= len(gap.group()) if gap else 0
    following = re.match(r"(?:'s)?(?: (?:on|about|of) [^,.;!?]{3,40})", clause.folded[end:])
    end += following.end() if following and clause.folded[end:end + 1] == " " else 0
    return clause.words[start:end].strip() or None


def _floor(clause: Clause, place: int) -> int:
    return clause.tokens[place - 1].end if place else 0
