"""Which task or meeting is meant, in the sender's words."""

import re

from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.scene import Scene
from mailflow.reading.numbers import find_percents
from mailflow.reading.quotation import first_quotation

_LATIN = re.compile(r"[a-z0-9]+")
_FEWEST = 3
_HAN = re.compile(r"[\u4e00-\u9fff]")
_EDGES = ' \t\n，,。.:：-–—"“”、'
_LEAST = 6
"""A name of fewer letters than this (three Chinese characters) names no task."""
# Words that alone are no name.
_NAMES_NOTHING = (
    "except", "rest", "agree_all", "particle", "task", "it", "status_word", "self", "partial", "approx", "also", "is", "you", "able", "courtesy", "greeting", "thanks",
    "ok", "day",
)  # fmt: skip
# A clause with one of these before its colon leads to what follows, it names no task.
_NO_NAME = ("withdraw", "retract", "sorry", "cause", "courtesy", "greeting", "status_word", "thanks")
# Words that say something of a task and so end its name, and words that only lead to the name or trail behind it.
_SAYS = frozenset(
    {"done", "doing", "extend", "notyet", "almost", "already", "self", "neg", "will", "not_mine", "to_other",
     "handover", "hedge", "unable", "future", "want", DAY, "must", "owner", PERSON, "please", "or_not", "act",
     "close_it", "extend_to", "rest", "status_word", "is"}
)  # fmt: skip
_LEADS = frozenset(
    {"also", "about", "contrast", "self", "particle", "task", "result", "please", "greeting", "and", "cause", "ba"}
)  # fmt: skip
_TRAILS = frozenset(
    {"task", "already", "notyet", "self", "will", "must", "want", "particle", "about", "agree_all", "please",
     "status_word"}
)  # fmt: skip


_DEADLINE = re.compile(r"的?(?:完成|交付|提交|办结|截止|到期|最后)*(?:时间|日期|期限|时限|deadline|due date)\s*$")
_ASKS_MORE = ("extend", "want", "please", "self")
"""延期申请：, which leads to the name."""
_BY = ("由", "被", "会", "于")
"""将由客户延期: 将 says that it will be, and names nothing."""


# -------------------------------------------------------------------------------------------------------- tasks


def refers_before(scene: Scene, clause: Clause) -> tuple[str | None, bool]:
    """The name of a task that stands before what is said of it, and whether it stands apart from it.

    “供应商交期确认：已完成” and “for the Metro offer I need …” set it apart, “The Metro offer is done” does not.
    """
    quoted = first_quotation(clause.words)
    if quoted:
        return quoted.name.strip(), True
    before = scene.before(clause)
    joined = before is not None and before.sentence == clause.sentence
    if clause.tail in (":", "：") and clause.made_of(*_ASKS_MORE) and (after := scene.after(clause)) is not None:
        behind = first_quotation(after.words)
        return (behind.name.strip(), True) if behind and after.sentence == clause.sentence else (None, False)
    if (
        before
        and joined
        and before.tail in (":", "：")
        and not before.has(*_NO_NAME)
        and not before.made_of(*_ASKS_MORE)
    ):
        return _name(before, 0, len(before.words)), True
    if (moved := moved_name(clause)) and (between := _name(clause, *moved)):
        own = scene.context.resolution.title if scene.context.resolution else ""
        return between, not names_task(between, own)
    leads_in = clause.first("about") == 0 and not clause.tokens[0].start
    head = _head(clause)
    name = _name(clause, 0, head) or _name_behind(clause)
    pointed = any(t.end == head and "that_task" in t.classes for t in clause.tokens)  # 供应商评分那项
    if name is None and before and joined and before.first("about") == 0 and not before.has("self"):
        return _name(before, 0, len(before.words)), True
    return name, leads_in or pointed


def moved_name(clause: Clause) -> tuple[int, int] | None:
    """Where the name stands that is put off: 申请将更新客户名单延期到……, 把客户名单的期限改到……."""
    place = clause.first("extend", "extend_to")
    lead = next((i for i in clause.find("ba") if place is not None and i < place), None)
    if place is None or lead is None or clause.folded[clause.tokens[lead].end :].startswith(_BY):
        return None
    start, end = clause.tokens[lead].end, clause.tokens[place].start
    deadline = _DEADLINE.search(clause.folded[start:end])
    return start, start + deadline.start() if deadline else end


def _name_behind(clause: Clause) -> str | None:
    """“I need until 11 December for the price list”."""
    about = (i for i in clause.find("about") if "then" not in clause.tokens[i].classes)  # 上周五就排好了
    place = next((i for i in about if clause.before(i, DAY, "extend", "extend_to")), None)
    return _name(clause, clause.tokens[place].end, len(clause.words)) if place is not None else None


def _head(clause: Clause) -> int:
    """Where the first word stands that says something of the task."""
    figures = [p.start for p in find_percents(clause.folded)]
    said = [t.start for i, t in enumerate(clause.tokens) if t.classes & _SAYS and not _only_leads(clause, i)]
    return min([*figures, *said], default=0)


def _only_leads(clause: Clause, place: int) -> bool:
    """我 in 我的, “my” in “my report”, and the word task itself stand in front of the name."""
    return all(t.classes & _LEADS for t in clause.tokens[: place + 1]) and not clause.uncovered(
        0, clause.tokens[place].start
    )


def _name(clause: Clause, start: int, end: int) -> str | None:
    """The words between, without those that only lead to the name and trail behind it."""
    inside = [t for t in clause.tokens if start <= t.start and t.end <= end]
    for token in inside:
        if not token.classes & _LEADS or clause.uncovered(start, token.start):
            break
        start = token.end
    for token in reversed(inside):
        if token.start < start or not token.classes & _TRAILS or clause.uncovered(token.end, end):
            break
        end = token.start
    if clause.folded[:end].endswith("了"):
        end = max(start, end - 2)  # 方案写了80%: the verb is no part of the name
    return clause.words[start:end].strip(_EDGES) if clause.content(start, end, *_NAMES_NOTHING) >= _LEAST else None


def names_task(words: str, title: str) -> bool:
    """Do the words mean the task of that title? Most of their letters stand in it."""
    mine, whole = _pieces(words), _pieces(title)
    return bool(mine) and (len(mine & whole) >= 0.6 * len(mine) or _shortens(words, title))


def _shortens(words: str, title: str) -> bool:
    """备货表 of 十二月备货计划表: characters of the title in their order, two of them side by side there too."""
    mine, whole = _HAN.findall(fold(words)), iter(_HAN.findall(fold(title)))
    return len(mine) >= _FEWEST and all(sign in whole for sign in mine) and bool(_pieces(words) & _pieces(title))


def cannot_compare(words: str, title: str) -> bool:
    """“the returns plan” beside “提交退货率整改方案”: the same or not, no letter tells."""
    mine, whole = (bool(_HAN.search(fold(w))) for w in (words, title))
    return mine != whole


def _pieces(words: str) -> frozenset[str]:
    folded = fold(words)
    han = "".join(_HAN.findall(folded))
    pairs = {han[i : i + 2] for i in range(len(han) - 1)}
    return frozenset(pairs | {w for w in _LATIN.findall(folded) if len(w) > 2})


# ---------------------------------------------------------------------------------------------------- meetings

_SUBJECTS = frozenset({"self", "you", "other", PERSON, "neg", "also", "too", "agree_all", "hedge"})
_VERBS = frozenset({"attend", "come", "late", "early", "late_bare", "go", "absent", "will", "duly", "manner"})
_PART_OF_NAME = frozenset({DAY, "special", "adhoc", "meeting", "series", "particle", "outsider"})
_ABOUT = re.compile(r" (?:on|about|of) [^,.;!?]{3,40}")
_AFTER_DAY = frozenset({"and", "toward", "is"})
_LEADS_NAME = "是把将对在 "
"""附件是周例会的数据, 把周例会改到……: no part of the name."""
_OPEN_NAME = re.compile(r"[\u4e00-\u9fff]{1,8}$|(?:the |our )?[a-z]+ $")


def meeting_meant(scene: Scene) -> str | None:
    return next((w for w in (meeting_words(c) for c in scene.clauses) if w), None)


def names_meeting(clause: Clause) -> bool:
    return any(not is_modal(clause, i) for i in clause.find("meeting"))


def is_modal(clause: Clause, place: int) -> bool:
    """“我会晚到”, “周一会来” say “will”; “周一的会我来不了” names a meeting."""
    token = clause.tokens[place]
    if not {"will", "weak_meeting"} <= token.classes:
        return False
    before = clause.tokens[place - 1] if place else None
    if before is not None and clause.next_to(place - 1) is token and before.classes & _SUBJECTS:
        return True
    following = clause.next_to(place)
    named = before is not None and clause.folded[before.start : token.start].endswith("的")
    return not named and following is not None and bool(following.classes & _VERBS)


def meeting_words(clause: Clause) -> str | None:
    """“下周一的周例会”, “Thursday's special seminar on the return rate”."""
    place = next((i for i in clause.find("meeting") if "weak_meeting" not in clause.tokens[i].classes), None)
    place = place if place is not None else next((i for i in clause.find("meeting") if not is_modal(clause, i)), None)
    if place is None:
        return None
    start, end = clause.tokens[place].start, clause.tokens[place].end
    floor = 0
    for i in reversed(range(place)):
        token = clause.tokens[i]
        if not (token.classes & _PART_OF_NAME or _joins(clause, i)) or clause.uncovered(token.end, start) > 12:
            floor = token.end
            break
        start = token.start
    opened = _OPEN_NAME.search(clause.folded[floor:start])
    start -= len(opened.group()) if opened else 0
    about = _ABOUT.match(clause.folded[end:])
    return clause.words[start : end + (about.end() if about else 0)].lstrip(_LEADS_NAME).strip(" 的，,") or None


def _joins(clause: Clause, place: int) -> bool:
    """和 and “'s” behind a day, 拜访 in 客户拜访会: inside of the name."""
    before = clause.tokens[place - 1] if place else None
    if before is None or before.end < clause.tokens[place].start - 1:
        return False
    return "outsider" in before.classes or (DAY in before.classes and bool(clause.tokens[place].classes & _AFTER_DAY))
