"""The people with whom a clause begins: 吴昊、孙丽…, 由财务经理林涛与供应链…, Li Qiang and Sun Li to …"""

import re

from mailflow.reading.folding import fold
from mailflow.reading.minutes.owners import NOBODY, Owners, is_courtesy, of_mention, stranger
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.name_forms import looks_like_name
from mailflow.reading.people import FoundPerson, NameStatus, Via

_NAMED = (Via.NAME, Via.ENGLISH, Via.ADDRESS, Via.ALIAS)
_UNITS = (Via.DEPARTMENT, Via.MODULE, Via.TITLE)
_LINK = r"\s*(?:[、,，/／;；&＆+＋]|«joins»|«role_help»)\s*"
_TAIL = r"\s*(?:[(（][^()（）]{0,14}[)）])?\s*(?:'s team|等人|等|两位|二人|两人|三人|同事|团队(?!建设)|经理|总(?![结体数额部成])|老师)?"
_FOLLOWS = (
    r"\s*(?:$|[、,，/:：;；。(（\-–—@]|«joins»|«modal»|«role_lead»|«role_help»|«due_before»|«action_verbs»|«joint»"
    r"|每|本[周月季年]|今[天日年晚]|明[天日早年]|后天|当[天日]|下[周个月旬季]|[上中]旬|\d{1,2}\s*[月日号./]|20\d\d|(?:周|星期|礼拜)[一二三四五六日天末内]"
    r"|[一二三四五六七八九十两]{1,3}(?:月|日|周|天|个)|月[底内末]|年[底内前]|元旦|春节|国庆|双十|立即|尽快|尽早|will\b|to\b|shall\b|must\b|should\b)"
)


_LATIN = re.compile(
    r"(?P<name>[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,11})?)(?=\s*(?P<behind>[:：]|[-–—]\s|to (?!be\b)|will (?!be\b)|shall |must |should (?!be\b)))"
)


_REACH = 400
"""Characters: the names with which a clause begins, a hundred of them at most, and what decides who they are."""


def leading_people(text: str, setting: Setting, *, loose: bool) -> tuple[Owners, int] | None:
    """Whom the text begins with, and where they end; None where it begins with nobody.

    ``loose``: something in front (由, 请) says that a person stands here, so that a bare unit is one, and a name
    that nobody bears is unknown.
    """
    text = text[:_REACH]
    words = fold(text)
    mentions = {mention.start: mention for mention in setting.people.find(text, units=True)}
    at, owners, found = 0, Owners(), False
    while (mention := mentions.get(at)) is not None:
        following = mentions.get(mention.end + _blanks(words, mention.end))
        if (
            following
            and (following.via in _NAMED or is_courtesy(following))
            and mention.via in _UNITS
            and _near(words, mention, following)
        ):
            at = following.start
            continue
        if not _stands(mention, words, setting, loose=loose or found):
            break
        found, owners = True, owners + of_mention(mention)
        end = mention.end + _length(setting.match(_TAIL, words[mention.end :]))
        link = setting.match(_LINK, words[end:])
        if link is None or not link.group().strip():
            at = end
            break
        at = end + link.end()
        following = mentions.get(at)
        if (
            following is None
            or _is_object(link.group(), following, words, setting)
            or _starts_clause(link.group(), following, words, setting)
        ):
            at = end
            break
    if found:
        return owners, at
    return _latin_stranger(text, setting) or _stranger_at(words, setting, loose=loose)


def with_part(text: str, setting: Setting) -> tuple[Owners, int] | None:
    """、李强和赵敏配合: the next people who have a part of their own in a task, and where their part ends."""
    behind = text.lstrip(" \t\u3000,，、;；/")
    found = leading_people(behind, setting, loose=True)
    ends = r"\s*(?:«role_lead»|«role_help»)(?=$|[\s、,，;；/]|«action_verbs»)"
    part = setting.match(ends, behind[found[1] :]) if found else None
    if found is None or part is None:
        return None
    return found[0], len(text) - len(behind) + found[1] + part.end()


def _latin_stranger(text: str, setting: Setting) -> tuple[Owners, int] | None:
    """“Li:”, “Kevin to review …”: a part of a name, or a name that nobody here bears."""
    match = _LATIN.match(text)
    if match is None:
        return None
    nobody = setting.full("«nobody»", match["name"]) is not None
    owners = NOBODY if nobody else stranger(fold(match["name"]), setting)
    if match["behind"][0] in ":：-–—" and not _is_part(fold(match["name"]), setting):
        return None
    return owners, match.end("name")


def _is_part(word: str, setting: Setting) -> bool:
    """Is the word a part of somebody's name here?"""
    return any(word in fold(p.english).split() for p in setting.people.organization().people)


def _near(words: str, mention: FoundPerson, following: FoundPerson) -> bool:
    return not words[mention.end : following.start].strip()


def _blanks(words: str, at: int) -> int:
    return len(words[at:]) - len(words[at:].lstrip(" 的"))


def _length(match: re.Match[str] | None) -> int:
    return match.end() if match and match.group().strip() else 0


def _stands(mention: FoundPerson, words: str, setting: Setting, *, loose: bool) -> bool:
    """Does the mention stand for a person here, or is 客服 in 客服热线 a subject matter?"""
    behind = words[mention.end :]
    if re.match(r"\s*(?:的|'s\b(?! team))", behind):
        return False
    if mention.status is NameStatus.EVERYONE or mention.via in (*_NAMED, Via.PLURAL):
        return True
    return setting.match(_FOLLOWS, behind) is not None or (
        loose and not re.match(r"(?:热线|系统|平台|客户|流程|报表|数据|合同)", behind)
    )


def _is_object(link: str, following: FoundPerson, words: str, setting: Setting) -> bool:
    """李强与吴昊对接: the second is whom the first shall talk to. 李强与吴昊共同…: both shall do it."""
    if not setting.full(r"\s*(?:与|跟|同|with)\s*", link):
        return False
    return setting.match(r"\s*«takes_object»", words[following.end :]) is not None


def _starts_clause(link: str, following: FoundPerson, words: str, setting: Setting) -> bool:
    """李强12月4日前提交A，赵敏… is cut elsewhere; here “李强，吴昊认为” must not join them."""
    return link.strip() in (",", "，") and setting.match(r"\s*«reports»", words[following.end :]) is not None


_STRANGER = (
    r"(?P<name>[\u4e00-\u9fff]{1,3}(?:经理|总监|总(?![结体数额部成])|主管|主任|部长|组长|老师|工(?![作程厂人])|女士|先生|哥|姐|师傅)"
    r"|[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{2,3}?|[\u4e00-\u9fff]{2,6}(?:部门|部|团队|模块|组|中心))"
)
_BEHIND_STRANGER = r"(?=\s*(?:$|[、,，:：@]|于|在|负责|牵头|尽快|立即|«modal»|«role_lead»|«role_help»|本[周月]|下[周月个]|月底|[今明后]天|\d{1,2}[月日号/.]|20\d\d|(?:周|星期)[一二三四五六日]"
_TITLED = re.compile(r"(?:经理|总监|总|主管|主任|部长|组长|老师|工|女士|先生|哥|姐|师傅|部门|部|团队|模块|组|中心)$")


def _stranger_at(words: str, setting: Setting, *, loose: bool) -> tuple[Owners, int] | None:
    """A name or unit that nobody here bears, where the grammar demands one."""
    behind = f"{_BEHIND_STRANGER}|«action_verbs»))" if loose else f"{_BEHIND_STRANGER}))"
    match = setting.match(_STRANGER + behind, words)
    if match is None or setting.book.names("action_verbs", match["name"]):
        return None
    if not loose and match.end() == len(words):
        return None  # a word alone may be anything
    name = match["name"]
    titled = _TITLED.search(name) is not None
    if not loose and not (titled and len(name) <= 4) and not (looks_like_name(name) and len(name) <= 3):
        return None
    if loose and not (titled or name[0] in "小老阿" or looks_like_name(name)):
        return None
    if setting.search("«nobody»", name):
        return None
    return stranger(name, setting), match.end("name")
