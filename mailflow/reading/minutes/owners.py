"""Who shall do it: the owners that a field names, and what is wrong with it (CONTRACT-minutes: Owners)."""

import re
from dataclasses import dataclass
from itertools import zip_longest

from mailflow.core.minutes import Why
from mailflow.core.values import Address
from mailflow.reading.folding import fold
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.people import FoundPerson, NameStatus, Via

SEPARATOR = r"\s*(?:[、,，/／;；&＆+＋\n]|«joins»)\s*"
_BRACKET = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")
_NAMED = (Via.NAME, Via.ENGLISH, Via.ADDRESS, Via.ALIAS)
_UNITS = (Via.DEPARTMENT, Via.MODULE, Via.TITLE, Via.PLURAL)


@dataclass(frozen=True)
class Owners:
    """Of several owners the known ones stand, the leader first; ``problems`` says what could not be resolved.

    ``placeholder``: a form's example (张三) stands here.
    """

    people: tuple[Address, ...] = ()
    problems: tuple[Why, ...] = ()
    placeholder: bool = False

    def __add__(self, other: "Owners") -> "Owners":
        people = tuple(dict.fromkeys((*self.people, *other.people)))
        problems = tuple(dict.fromkeys((*self.problems, *other.problems)))
        if people or len(problems) > 1:
            problems = tuple(p for p in problems if p is not Why.NO_OWNER)
        return Owners(people, problems, self.placeholder or other.placeholder)

    def __bool__(self) -> bool:
        return bool(self.people or self.problems)


NOBODY = Owners((), (Why.NO_OWNER,))


def read_owners(text: str, setting: Setting) -> Owners:
    """The owners that a field holds which is known to name owners; NOBODY where it names none."""
    words = text.strip(" \u3000:：.。,，、;；-–—@*")
    if is_nothing(words, setting):
        return NOBODY
    if setting.book.names("placeholder_people", fold(words)) and not setting.people.find(words):
        return Owners((), (), placeholder=True)
    found = Owners()
    for piece in _pieces(words, setting):
        found = found + _piece(piece, setting)
    return found if found else NOBODY


def is_nothing(text: str, setting: Setting) -> bool:
    """Empty, a dash, 无, 待定, TBD: filled in and says nothing."""
    words = fold(text).strip(" .。()（）[]*:：")
    return not re.search(r"[^\W_]", words) or setting.book.names("nothing", words)


def only_people(text: str, setting: Setting) -> bool:
    """Does the text name people and nothing else (李强, 运营部（张伟）, 赵敏、周涛：)?"""
    words = list(fold(text))
    found = setting.people.find(text, units=True)
    for mention in found:
        words[mention.start : mention.end] = [" "] * (mention.end - mention.start)
    rest = setting.book.pattern("«courtesy»|«joins»").sub(" ", "".join(words))
    return bool(found) and not re.search(r"[^\W_]", rest)


def _pieces(words: str, setting: Setting) -> list[str]:
    """The field, cut at its separators; who leads comes first."""
    words = _without_brackets(words, setting)
    inside = [(m.start, m.end) for m in setting.people.find(words, units=True)]
    cuts = [m.span() for m in setting.book.pattern(SEPARATOR).finditer(fold(words))]
    cuts = [c for c in cuts if c[1] > c[0] and not any(s < c[1] and c[0] < e for s, e in inside)]
    edges = [0, *(x for cut in cuts for x in cut), len(words)]
    pieces = [words[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True)]
    leaders = [p for p in pieces if setting.search("«role_lead»", p)]
    return [p for p in (*leaders, *(p for p in pieces if p not in leaders)) if p]


def _without_brackets(words: str, setting: Setting) -> str:
    """销售部（李强） names 李强, 陈静（华东） names 陈静, 吴昊（牵头） keeps its role, 吴昊（孙丽配合） both."""
    outside = _BRACKET.sub(" ", words)
    named = _by_name(setting.people.find(outside))

    def inner(match: re.Match[str]) -> str:
        inside = match.group(1)
        if setting.search("«role_lead»|«role_help»", inside):
            return f"、{inside}" if setting.people.find(inside) else f" {inside} "
        return f" {inside} " if _by_name(setting.people.find(inside)) and not named else " "

    return _BRACKET.sub(inner, words) if outside.strip() or named else words.strip("()（）[]【】")


def _by_name(mentions: tuple[FoundPerson, ...]) -> list[FoundPerson]:
    return [m for m in mentions if m.via in _NAMED]


def _piece(piece: str, setting: Setting) -> Owners:
    """One owner, or several that nothing but blanks sets apart."""
    found = setting.people.find(piece, units=True)
    rest = fold(piece)
    for mention in reversed(found):
        rest = rest[: mention.start] + "\0" + rest[mention.end :]
    rest = setting.book.pattern("«role_only»|«role_lead»|«role_help»|«modal»").sub("", rest)
    rest = setting.book.pattern("«courtesy»").sub("", rest)
    left = re.sub(r"[\W_\0]+", "", rest)
    if left and (not found or re.search(r"[\u4e00-\u9fff]\0|\0[\u4e00-\u9fff]", rest)):
        # 吴昊天 is not 吴昊: what stays on a name makes it another.
        return _unresolved(fold(piece) if found else re.sub(r"[\0\s]+", " ", rest).strip(), piece, setting)
    owners = Owners()
    for mention in qualified(found, piece):
        owners = owners + of_mention(mention)
    return owners


def qualified(mentions: tuple[FoundPerson, ...], text: str) -> list[FoundPerson]:
    """Without the units and titles that only introduce a name: 财务经理林涛, 销售部李强, 销售部/李强."""
    kept: list[FoundPerson] = []
    for mention, following in zip_longest(mentions, mentions[1:]):
        between = text[mention.end : following.start] if following else "x"
        named = following is not None and (following.via in _NAMED or is_courtesy(following))
        introduces = named and not between.strip(" \u3000的:：-/")
        if not (introduces and mention.via in _UNITS) and not _of_everybody(mention, mentions):
            kept.append(mention)
    return kept


def is_courtesy(mention: FoundPerson) -> bool:
    """林经理 in 财务林经理: a person by surname, not a post."""
    return mention.via is Via.TITLE and mention.end - mention.start <= 4


def _of_everybody(mention: FoundPerson, mentions: tuple[FoundPerson, ...]) -> bool:
    """全体销售, 销售全体: the unit only says of whom all are meant."""
    touching = (
        m for m in mentions if m.status is NameStatus.EVERYONE and (m.end == mention.start or m.start == mention.end)
    )
    return mention.via in _UNITS and any(touching)


def of_mention(mention: FoundPerson) -> Owners:
    if mention.status is NameStatus.KNOWN:
        return Owners(mention.people)
    if mention.status is NameStatus.AMBIGUOUS:
        return Owners((), (Why.AMBIGUOUS_PERSON,))
    if mention.status is NameStatus.UNKNOWN:
        return Owners((), (Why.UNKNOWN_PERSON,))
    return NOBODY  # everybody, or a department without a head


def _unresolved(words: str, piece: str, setting: Setting) -> Owners:
    """A name that stands for nobody we know, unless the words say outright that nobody is named."""
    whole = fold(piece).strip(" .。")
    if is_nothing(words, setting):
        return Owners()
    if setting.search("«nobody»", whole) or (
        setting.people.find(whole)[:1] and of_mention(setting.people.find(whole)[0]) is NOBODY
    ):
        return NOBODY
    return stranger(words, setting)


def stranger(words: str, setting: Setting) -> Owners:
    """A name that nobody bears as it stands: several may bear a part of it."""
    status = setting.people.resolve(words).status
    return Owners((), (Why.AMBIGUOUS_PERSON if status is NameStatus.AMBIGUOUS else Why.UNKNOWN_PERSON,))
