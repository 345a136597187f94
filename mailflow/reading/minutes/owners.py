"""Who shall do it: the owners that a field or a phrase names, and what is wrong with it."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from mailflow.core.minutes import Why
from mailflow.core.values import Address
from mailflow.reading.folding import fold
from mailflow.reading.minutes.words import NOTHING, PLACEHOLDER_PEOPLE
from mailflow.reading.name_forms import NameStatus, Via, looks_like_name
from mailflow.reading.people import FoundPerson, PeopleIndex

SEPARATOR = r"(?:\s*(?:[、,，/／;；&＆+＋\n]|和|与|及|以及|跟|同|\band\b|\bwith\b|\bplus\b)\s*)"
ROLE = (
    r"(?:共同|一起|联合|分别|各自|具体|总体|全程)*(?:牵头负责|负责牵头|牵头|主责|主办|主导|主要负责|总负责|负责|配合|协助|协同|协办|会同|跟进|落实|执行|承办|支持|参与|统筹|督办|对接|主|辅|\blead(?:s|ing)?\b|\bowner\b|\bsupport(?:s|ing|ed by)?\b|\bassist(?:s|ed by|ing)?\b|\bhelps?\b|\bto help\b|\bto lead\b)"
)
_LEADING = r"(?:共同)?(?:牵头|主责|主办|主导|主要负责|总负责|\blead(?:s|ing)?\b|\bowner\b)"
_SMALL_WORDS = (
    r"(?:负责人|责任人|主管|经理|同事|同志|同学|老师|女士|先生|两位|三位|二人|两人|三人|等人?|本人|各位|两个?部门|双方|两部门|部门|团队|小组|模块|各|均|都|由|请|让|主要|及其|'s team|\bteam\b|\b(?:mr|mrs|ms)\b\.?|\(?s\)|@|：|:|的)"
)
_APART = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff])[ \u3000]+([\u4e00-\u9fff])(?![\u4e00-\u9fff])")
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")


@dataclass(frozen=True)
class Owners:
    """Of several owners the known ones stand, the leader first; ``problems`` says what could not be resolved."""

    people: tuple[Address, ...] = ()
    problems: tuple[Why, ...] = ()
    placeholder: bool = False

    def __add__(self, other: "Owners") -> "Owners":
        people = tuple(dict.fromkeys((*self.people, *other.people)))
        problems = tuple(dict.fromkeys((*self.problems, *other.problems)))
        if people or len(problems) > 1:
            problems = tuple(p for p in problems if p is not Why.NO_OWNER)
        return Owners(people, problems, self.placeholder or other.placeholder)


NOBODY = Owners((), (Why.NO_OWNER,))


def read_owners(text: str, index: PeopleIndex) -> Owners:
    """The owners that a field holds which is known to name owners."""
    words = _APART.sub(r"\1\2", text.strip())
    if re.fullmatch(NOTHING, fold(words).strip(" .。")):
        return NOBODY
    if fold(words).strip() in PLACEHOLDER_PEOPLE and not index.find(words):
        return Owners((), (), placeholder=True)
    found = Owners()
    for piece in _pieces(words, index):
        found = found + _piece(piece, index)
    return found if found.people or found.problems else NOBODY


def _pieces(words: str, index: PeopleIndex) -> list[str]:
    """The field, cut at its separators; who leads comes first."""
    words = _bracketed(words, index)
    cuts = [m.span() for m in re.finditer(SEPARATOR, words, re.IGNORECASE)]
    inside = [(m.start, m.end) for m in index.find(words, units=True)]
    cuts = [c for c in cuts if not any(s < c[1] and c[0] < e for s, e in inside)]
    edges = [0, *(x for cut in cuts for x in cut), len(words)]
    pieces = [words[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
    leaders = [p for p in pieces if re.search(_LEADING, fold(p))]
    return [p for p in (*leaders, *(p for p in pieces if p not in leaders)) if p]


def _bracketed(words: str, index: PeopleIndex) -> str:
    """Brackets resolved: 销售部（李强） names 李强, 陈静（华东） names 陈静, 吴昊（牵头） keeps its role."""

    def inner(match: re.Match[str]) -> str:
        inside = match.group(1)
        if re.search(ROLE, fold(inside)) and index.find(inside):
            return f"、{inside}"
        if re.search(ROLE, fold(inside)):
            return f" {inside} "
        return f" {inside} " if _by_name(index.find(inside)) else " "

    if _by_name(index.find(_BRACKET.sub(" ", words))):
        return _BRACKET.sub(lambda m: inner(m) if re.search(ROLE, fold(m.group(1))) else " ", words)
    return _BRACKET.sub(inner, words)


def _by_name(mentions: tuple[FoundPerson, ...]) -> list[FoundPerson]:
    return [m for m in mentions if m.via in (Via.NAME, Via.ENGLISH, Via.ADDRESS, Via.ALIAS)]


def _piece(piece: str, index: PeopleIndex) -> Owners:
    mentions = qualified(index.find(piece, units=True), piece)
    rest = fold(piece)
    for mention in reversed(index.find(piece, units=True)):
        rest = rest[: mention.start] + "\0" + rest[mention.end :]
    rest = re.sub(ROLE, "", rest)
    rest = re.sub(_SMALL_WORDS, "", rest)
    left = re.sub(r"[\W_\0]+", "", rest)
    if left and (not mentions or re.search(r"[\u4e00-\u9fff]\0|\0[\u4e00-\u9fff]", rest)):
        # 吴昊天 is not 吴昊: what stays on a name makes it another.
        return _unresolved(fold(piece) if mentions else re.sub(r"[\0\s]+", " ", rest).strip(), index)
    found = Owners()
    for mention in mentions:
        found = found + of_mention(mention)
    return found


def qualified(mentions: tuple[FoundPerson, ...], text: str) -> list[FoundPerson]:
    """Without the units and titles that only introduce a name: 财务经理林涛, 销售部李强, 销售部/李强."""
    kept: list[FoundPerson] = []
    for mention, following in zip_longest(mentions, mentions[1:]):
        between = text[mention.end : following.start] if following else "x"
        introduces = following is not None and following.via in (Via.NAME, Via.ENGLISH) and not between.strip(" \u3000的:：-")
        if introduces and mention.via in (Via.DEPARTMENT, Via.MODULE, Via.TITLE):
            continue
        kept.append(mention)
    return kept


def of_mention(mention: FoundPerson) -> Owners:
    if mention.status is NameStatus.KNOWN:
        return Owners(mention.people)
    if mention.status is NameStatus.AMBIGUOUS:
        return Owners((), (Why.AMBIGUOUS_PERSON,))
    if mention.status is NameStatus.UNKNOWN:
        return Owners((), (Why.UNKNOWN_PERSON,))
    return NOBODY  # everybody, or a department without a head


def _unresolved(words: str, index: PeopleIndex) -> Owners:
    if not words or re.fullmatch(NOTHING, words):
        return Owners()
    status = index.resolve(words).status
    if status is NameStatus.KNOWN:  # the name stands in longer words that name somebody else
        status = NameStatus.UNKNOWN
    return Owners((), (Why.AMBIGUOUS_PERSON if status is NameStatus.AMBIGUOUS else Why.UNKNOWN_PERSON,))


def leading_people(text: str, index: PeopleIndex, *, loose: bool) -> tuple[Owners, int] | None:
    """The people that a text begins with (“吴昊、孙丽…”), and where they end; None where it begins with none.

    ``loose``: something in front (由, 请) says that a person stands here, so that a bare unit is one and a name
    that nobody bears counts as unknown.
    """
    words = fold(text)
    at, found, owners = 0, False, Owners()
    mentions = index.find(text, units=True)
    while True:
        mention = next((m for m in mentions if m.start == at), None)
        if mention is None or not _stands(mention, words, loose=loose or found):
            break
        following = next((m for m in mentions if m.start == mention.end + _blank(words, mention.end)), None)
        introduces = following and following.via in (Via.NAME, Via.ENGLISH) and mention.via in (Via.DEPARTMENT, Via.MODULE, Via.TITLE)
        if introduces and following:
            at = following.start
            continue
        found, owners = True, owners + of_mention(mention)
        at = mention.end + _tail(words, mention.end)
        link = re.match(rf"{SEPARATOR}|\s*(?:会同|协同|联合|协助|配合|商|{ROLE}[,，、;；]\s*)", words[at:])
        if link and any(m.start == at + link.end() for m in mentions):
            at += link.end()
            continue
        break
    if not found and loose:
        return _stranger(words, index)
    return (owners, at) if found else None


def _blank(words: str, at: int) -> int:
    return len(words[at:]) - len(words[at:].lstrip())


def _tail(words: str, at: int) -> int:
    """Brackets and courtesy behind a name belong to it."""
    tail = re.match(r"\s*(?:[(（][^)）]{0,12}[)）])?(?:'s team|等人?|两位|二人|两人|同事|团队(?!建设))?", words[at:])
    return tail.end() if tail and tail.group().strip() else 0


_NEXT_IS_ACTION = re.compile(
    r"\s*(?:[、,，/:：]|和|与|及|[-–—]|于|在|负责|牵头|共同|应|须|需要?|要(?!求)|将|会同|配合|协助|尽快|尽早|立即|马上|每|本[周月]|[今明后当]天|明日|下|[上中]旬|\d{1,2}\s*[月日号./]|(?:周|星期)[一二三四五六日天]|[一二三四五六七八九十两]+(?:月|日|周|天|个)"
    r"|月底|年底|元旦|春节|完成|提交|整理|制定|编制|梳理|汇总|提供|确认|核对|落实|跟进|更新|准备|安排|组织|拟定|起草|报送|上报|统计|调研|收集|反馈|修订|优化|协调|对接|联系|签订|审核|复核|检查|排查|通报|通知|发布|拿出|做好|完善|推进|开展|研究|评估|筹备|牵头|建立|输出|把|将|向|给|对(?!账)|按|再|继续|务必|必须|请|来|to\b|will\b|shall\b|should\b|must\b|$)"
)


def _stands(mention: FoundPerson, words: str, *, loose: bool) -> bool:
    """Does the mention stand for a person here, or is 客服 in 客服热线 a subject matter?"""
    if loose or mention.via in (Via.NAME, Via.ENGLISH, Via.ADDRESS, Via.ALIAS, Via.PLURAL):
        return not re.match(r"(?:的|'s\b(?! team))", words[mention.end :])
    return bool(_NEXT_IS_ACTION.match(words[mention.end :]))


_STRANGER = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{1,3}(?:经理|总监|总(?!结|体|数|额|部)|主管|主任|部长|组长|老师|工(?!作|程|厂)|女士|先生)|(?:小|老|阿)[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]{2,6}(?:部门|部|团队|模块|组|中心))"
    r"(?=于|在|负责|牵头|尽快|立即|本周|下周|本月|下月|月底|今天|明天|后天|\d{1,2}[月日号/.]|周[一二三四五六日]|[,，、]|完成|提交|把|将|向|配合|跟进|落实|去|来|$)"
)


def _stranger(words: str, index: PeopleIndex) -> tuple[Owners, int] | None:
    """A name or unit that nobody here bears, where the grammar demands one."""
    match = _STRANGER.match(words)
    if match is None:
        return None
    name = match["name"]
    titled = re.search(r"(?:经理|总监|总|主管|主任|部长|组长|老师|工|女士|先生|部门|部|团队|模块|组|中心)$", name)
    if not (titled or name[0] in "小老阿" or looks_like_name(name)):
        return None
    return _unresolved(name, index), match.end("name")
