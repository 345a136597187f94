"""Whom words name: people of the organisation, by every form of name that office mail uses.

Built once from the organisation; nothing here knows a company. What resolves (the replies' and the minutes'
contracts): full name, English name in either order, address, alias, a title or module that one person bears,
surname + 经理/总/主管 and 小 + surname where the surname is unique, the given name of a person whose name is
English. A given name in Chinese or pinyin does not resolve.
"""

import re
from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, replace
from operator import attrgetter

from mailflow.core.organization import Organization
from mailflow.core.values import Address, address
from mailflow.reading.alternatives import any_of
from mailflow.reading.folding import fold
from mailflow.reading.name_forms import (
    Form,
    NameStatus,
    Via,
    forms,
    is_english,
    looks_like_name,
    parts,
    surname_of,
    surnames,
)
from mailflow.reading.spans import overlapped

__all__ = ["FoundPerson", "NameStatus", "PeopleIndex", "Via", "is_english", "looks_like_name", "surname_of"]


@dataclass(frozen=True)
class FoundPerson:
    """A mention, ``text[start:end]``. ``people`` are main addresses: one where KNOWN (several for a plural),
    the candidates where AMBIGUOUS, else none. ``department`` is the key where a department was named."""

    start: int
    end: int
    people: tuple[Address, ...]
    status: NameStatus
    via: Via
    department: str | None = None


# Titles and their plurals are words of the language, few and the same in every company; they stand here, not in
# templates/, because each is bound to the grammar around it.
_COURTESY = "经理|总监|总|主管|主任|部长|组长|队长|老师|工|先生|女士|小姐|同学|同事"
# 王总 but not 王总结; 赵工 but not 赵工作.
_NO_TITLE = "作|程|厂|具|资|业|期|人|时|结|体|数|额|部|共|计|量|是|要|会|经|监|务|队|教"
_HONORIFIC = r"(?:mr|mrs|ms|miss|dr|manager|director)\.?"
_EVERYONE = re.compile(
    r"全体(?:参会|与会|同事|员工|人员|成员)*|大家|各位(?:同事|参会人员)?|所有(?:同事|员工|(?:参会|与会)?人员?)|全员|每个人|人人|与会(?:人员|者)|参会(?:人员|者)"
    r"|\b(?:everyone|everybody|all (?:attendees|participants|staff|of us|hands|team members|members)|(?:the )?whole team)\b"
)
_ANY = "(?:各|所有|全部|全体|两个?|双方)个?"
_ANY_ENGLISH = r"(?:(?:all|both|the|each) )*"
# A plural of a title stands for all who hold the role; (pattern, role, pattern where a person must stand).
_PLURALS = (
    (
        "head",
        rf"{_ANY}(?:部门|部)的?(?:负责人|主管|领导|经理|头)|{_ANY_ENGLISH}(?:department heads|heads of (?:all |both )?departments?)\b",
        rf"{_ANY}部门|(?:all|both) departments\b",
    ),
    (
        "module-head",
        rf"{_ANY}(?:运营)?模块的?(?:负责人|主管|经理)|{_ANY_ENGLISH}module (?:heads|leads|owners|managers)\b",
        rf"{_ANY}(?:运营)?模块",
    ),
    (
        "supervisor",
        rf"{_ANY}(?:销售|区域|大区|片区|地区|团队|区)+的?(?:团队)?(?:主管|负责人|经理)|{_ANY}主管"
        rf"|{_ANY_ENGLISH}(?:team|regional|area|sales|region) (?:team )?(?:supervisors|leads|leaders|managers)\b|(?:all|both|the) supervisors\b",
        rf"{_ANY}(?:销售)?(?:区域|大区|片区|团队)|(?:销售)?(?:区域|大区|片区)主管|\bsupervisors\b|\b(?:each|every) supervisor\b",
    ),
    (
        "representative",
        rf"{_ANY}(?:区域|团队|区)*的?(?:销售)?代表|{_ANY_ENGLISH}sales (?:representatives|reps)\b",
        r"(?!)",
    ),
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_PLACE = re.compile("仓|市场|客户|渠道|门店|办事处|经销商")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_START = attrgetter("start")


class PeopleIndex:
    """Every form of name of one organisation, built once."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._by_surname = surnames(organization.people)
        self._by_part = parts(organization.people)
        self._entries = forms(organization)
        # A bare 销售 or 客服 in running text is a subject matter, no person; after 责任人 it is its head.
        self._forms = _any_of(f for f, e in self._entries.items() if not e.bare_unit)
        self._all_forms = _any_of(self._entries)
        self._plurals = re.compile("|".join(f"(?P<r{i}>{p})" for i, (_, p, _) in enumerate(_PLURALS)))
        self._all_plurals = re.compile("|".join(f"(?P<r{i}>{p}|{q})" for i, (_, p, q) in enumerate(_PLURALS)))
        known = "|".join(map(re.escape, sorted(self._by_surname, key=len, reverse=True))) or "(?!)"
        self._courtesy = re.compile(
            rf"(?<!大|较|过|偏|最)小(?P<small>{known})(?:{_COURTESY})?(?![\u4e00-\u9fff]?[店组户型])"
            rf"|(?P<titled>{known})(?P<title>{_COURTESY})(?!{_NO_TITLE})"
        )

    def find(self, text: str, *, units: bool = False) -> tuple[FoundPerson, ...]:
        """Every mention in running text, in order, none overlapping. A bare given name is no mention.

        With ``units`` a bare unit (销售, 客服, Operations, 各部门) is one too: for places where a person must stand.
        """
        words = fold(text)
        found = [self._address(match) for match in _ADDRESS.finditer(words)]
        plurals, named = (self._all_plurals, self._all_forms) if units else (self._plurals, self._forms)
        for pattern in (plurals, named, self._courtesy, _EVERYONE):
            for match in pattern.finditer(words):
                if pattern is self._all_forms and self._is_of_a_place(match):
                    continue
                if not overlapped(found, match.start(), match.end()):
                    insort(found, self._mention(match), key=_START)
        return tuple(found)

    def resolve(self, name: str) -> FoundPerson:
        """Whom a string names that is known to be a name (after 责任人, 由…代, “assigned to”).

        Of a name with words around it the name counts (“陈静（华东）”, “@李强”). A string that nobody bears is
        UNKNOWN, a bare surname or given name that several bear AMBIGUOUS.
        """
        mentions = self.find(name, units=True)
        if mentions:
            # 财务经理林涛, 销售部李强: the name counts, not the unit in front of it.
            return next((m for m in mentions if m.via not in (Via.DEPARTMENT, Via.MODULE, Via.TITLE)), mentions[0])
        bare = re.sub(rf"^\W*(?:{_HONORIFIC}\s+)?|\W+$", "", fold(name))
        return self._bare(bare, FoundPerson(0, len(name), (), NameStatus.UNKNOWN, Via.NONE))

    def organization(self) -> Organization:
        return self._organization

    def _bare(self, bare: str, whole: FoundPerson) -> FoundPerson:
        """A part of a name: shared by several it is AMBIGUOUS; borne by one it still does not resolve."""
        part = bare[1:] if len(bare) > 1 and bare[0] in "小老阿" else bare
        bearers = self._by_part.get(part, ())
        if len(bearers) > 1:
            return replace(whole, people=bearers, status=NameStatus.AMBIGUOUS, via=Via.NAME)
        return whole

    def _address(self, match: re.Match[str]) -> FoundPerson:
        at = address(match.group())
        local, _, domain = at.partition("@")
        person = self._organization.person(at) or self._organization.person(Address(f"{local.split('+')[0]}@{domain}"))
        if person is None:
            return FoundPerson(match.start(), match.end(), (), NameStatus.UNKNOWN, Via.ADDRESS)
        via = Via.ALIAS if at in person.aliases else Via.ADDRESS
        return FoundPerson(match.start(), match.end(), (person.email,), NameStatus.KNOWN, via)

    def _mention(self, match: re.Match[str]) -> FoundPerson:
        start, end = match.span()
        if match.re is _EVERYONE:
            return FoundPerson(start, end, (), NameStatus.EVERYONE, Via.NONE)
        if match.re in (self._plurals, self._all_plurals):
            return self._plural(match)
        if match.re is self._courtesy:
            return self._titled(match)
        form: Form = self._entries[re.sub(r"\s+", " ", match.group())]
        return FoundPerson(start, end, form.people, form.status, form.via, form.department)

    def _is_of_a_place(self, match: re.Match[str]) -> bool:
        """由华东仓寄出: a bare unit's name with a place or a thing behind it is no person."""
        entry = self._entries.get(match.group())
        return entry is not None and entry.bare_unit and _PLACE.match(match.string, match.end()) is not None

    def _plural(self, match: re.Match[str]) -> FoundPerson:
        role = next(role for i, (role, _, _) in enumerate(_PLURALS) if match[f"r{i}"])
        people = tuple(p.email for p in self._organization.people if p.role == role)
        status = NameStatus.KNOWN if people else NameStatus.EVERYONE
        return FoundPerson(match.start(), match.end(), people, status, Via.PLURAL)

    def _titled(self, match: re.Match[str]) -> FoundPerson:
        bearers = self._by_surname[match["small"] or match["titled"]]
        status = NameStatus.KNOWN if len(bearers) == 1 else NameStatus.AMBIGUOUS
        return FoundPerson(match.start(), match.end(), bearers, status, Via.TITLE)


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """The longest of them. A name in letters is not found inside a longer word; Han characters stand anywhere."""
    forms = [*names]
    han = any_of(n for n in forms if _HAN.search(n))
    letters = any_of(n for n in forms if not _HAN.search(n))
    return re.compile(rf"{han}|(?<![a-z0-9.@-])(?:{letters})(?![a-z0-9@]|\.[a-z])")
