"""Whom words name: people of the organisation, by every form of name that office mail uses.

Built once from the organisation; nothing here knows a company. What resolves (the replies' and the minutes'
contracts): full name, English name in either order, address, alias, a title or module that one person bears,
surname + 经理/总/主管 and 小 + surname where the surname is unique, the given name of a person whose name is
English. A given name in Chinese or pinyin does not resolve.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from mailflow.core.organization import Organization, Person
from mailflow.core.values import Address, address
from mailflow.reading.folding import fold


class NameStatus(StrEnum):
    KNOWN = "known"
    UNKNOWN = "unknown"  # looks like a person or unit, and nobody here bears the name
    AMBIGUOUS = "ambiguous"  # more than one bears it
    EVERYONE = "everyone"  # 全体, 大家: names nobody
    NO_HEAD = "no-head"  # a department that has no head


class Via(StrEnum):
    """Which form of name was used."""

    NAME = "name"
    ENGLISH = "english"
    ADDRESS = "address"
    ALIAS = "alias"
    TITLE = "title"
    MODULE = "module"
    DEPARTMENT = "department"
    PLURAL = "plural"
    NONE = "none"


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


# Titles and their plurals are words of the language, few and the same in every company; they stand here because
# the readers are pure and the people index is needed by all of them.
_COURTESY = "经理|总监|总|主管|主任|部长|组长|队长|老师|工|先生|女士|小姐|同学|同事"
# 王总 but not 总结, 总数; 赵工 but not 工作.
_NO_TITLE = "作|程|厂|具|资|业|期|人|时|结|体|数|额|部|共|计|量|是|要|会|经|监|务|队|教"
_HONORIFIC = r"(?:mr|mrs|ms|miss|dr|manager|director)\.?"
_EVERYONE = (
    r"全体(?:参会|与会|同事|员工|人员|成员)*(?:人员)?|大家|各位(?:同事)?|所有(?:人员?|同事|参会人员?|与会人员?)|全员|每个人|与会(?:人员|者)"
    r"|参会(?:人员|者)|everyone|everybody|all (?:attendees|participants|staff|of us|hands|team members|members)|the whole team|whole team|team members"
)
# Plural of a title: the word that remains in a bearer's role or title.
_HEADS = r"(?:各|两个?|双方|所有|全部)(?:个)?部门(?:的)?(?:负责人|主管|领导|经理|头)|(?:all |both |the )*(?:department heads|heads of departments?|heads of (?:all|both) departments)"
_SUPERVISORS = (
    r"(?:各|所有|全部|全体)(?:个)?(?:销售|区域|大区|片区|地区|团队|区)+(?:的)?(?:团队)?(?:主管|负责人|经理)|(?:各|所有|全体)主管"
    r"|(?:all |both |the )*(?:team|regional|area|sales|region) (?:team )?(?:supervisors|leads|leaders|managers)|(?:all |both |the )*supervisors"
)
_REPRESENTATIVES = r"(?:各|所有|全体|全部)(?:区域|团队|区)*(?:的)?(?:销售)?代表|(?:all |the )*(?:sales )?representatives|(?:all |the )*sales reps"
_MODULE_HEADS = r"(?:各|所有|全部)(?:个)?(?:运营)?模块(?:的)?(?:负责人|主管|经理)?|(?:all |both |the )*module (?:heads|leads|owners|managers)"
_PLURALS = (
    (_HEADS, "head"),
    (_MODULE_HEADS, "module-head"),
    (_SUPERVISORS, "supervisor"),
    (_REPRESENTATIVES, "representative"),
)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_ROLE_ENDING = re.compile(
    r"(?:负责人|主管|经理|总监|代表|专员|组织人|记录人|助理|主任|部长|specialist|manager|supervisor|head|lead|director)$"
)
_UNIT_ENDING = r"(?:部门|部|团队|模块|组|中心|科|处|室)"
# What a person's unit may be called in short: 客户服务 as 客服, 华东销售团队 as 华东.
_UNIT_IN_TITLE = re.compile(r"^(.{2,}?)(?:模块|团队)(?:负责人|主管|经理|lead|head)?$")
_UNIT_MARK = re.compile(
    r"(?:部|部门|团队|模块|组|负责人|主管|经理|总监|领导|部长|department|dept|team|head|lead|director|manager|module|supervisor)$|^head of"
)
_ENGLISH_UNITS = {  # translations of units that companies use; each applies only where the Chinese name exists
    "销售": ("sales",),
    "运营": ("operations", "ops"),
    "财务": ("finance", "accounting"),
    "物流": ("logistics",),
    "供应链": ("supply chain",),
    "客户服务": ("customer service", "customer support", "customer care", "cs team"),
    "产品运营": ("product operations", "product ops"),
    "市场": ("marketing",),
    "人事": ("hr", "human resources"),
    "人力资源": ("hr", "human resources"),
    "技术": ("it", "engineering"),
    "采购": ("purchasing", "procurement"),
    "法务": ("legal",),
    "华东": ("east china", "eastern china", "east"),
    "华南": ("south china", "southern china", "south"),
    "华北": ("north china", "northern china", "north"),
    "华中": ("central china",),
    "西南": ("southwest china", "southwest"),
}
# The 100 commonest surnames and more: to see that 胡明 or 欧阳雪 is somebody although nobody here bears the name.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
    "饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
)
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "司徒", "东方", "夏侯", "尉迟")


@dataclass(frozen=True)
class _Entry:
    """A form of name: what it stands for, and how."""

    people: tuple[Address, ...]
    status: NameStatus
    via: Via
    department: str | None = None
    bare_unit: bool = False


class PeopleIndex:
    """Every form of name of one organisation, built once."""

    def __init__(self, organization: Organization) -> None:
        self._organization = organization
        self._by_surname = _by_surname(organization.people)
        self._by_part = _by_part(organization.people)
        self._entries = dict(_entries(organization))
        # A bare 销售 or 客服 in running text is a subject matter, no person; after 责任人 it is its head.
        strong = (f for f, e in self._entries.items() if not e.bare_unit)
        self._forms = _any_of(strong)
        self._all_forms = _any_of(self._entries)
        self._plurals = re.compile("|".join(rf"(?P<p{i}>{p})" for i, (p, _) in enumerate(_PLURALS)))
        self._everyone = re.compile(rf"(?:{_EVERYONE})")
        surnames = "|".join(sorted(self._by_surname, key=len, reverse=True)) or "(?!)"
        self._courtesy = re.compile(
            rf"小(?P<small>{surnames})(?:{_COURTESY})?|(?P<titled>{surnames})(?P<title>{_COURTESY})(?!{_NO_TITLE})"
            if surnames != "(?!)"
            else "(?!)"
        )

    def find(self, text: str, *, units: bool = False) -> tuple[FoundPerson, ...]:
        """Every mention in running text, in order, none overlapping. A bare given name is no mention.

        With ``units`` a bare unit (销售, 客服, Operations) is one too: for places where a person must stand.
        """
        words = fold(text)
        found: list[FoundPerson] = []
        for match in _ADDRESS.finditer(words):
            found.append(self._address(match))
        forms = self._all_forms if units else self._forms
        for pattern in (self._plurals, forms, self._courtesy, self._everyone):
            for match in pattern.finditer(words):
                if not any(f.start < match.end() and match.start() < f.end for f in found):
                    mention = self._mention(match)
                    if mention is not None:
                        found.append(mention)
        return tuple(sorted(found, key=lambda f: f.start))

    def resolve(self, name: str) -> FoundPerson:
        """Whom a string names that is known to be a name (after 责任人, 由…代, “assigned to”).

        Of a name and words around it the name counts (“陈静（华东）”, “@李强”). A string that nobody bears is
        UNKNOWN, a bare surname or given name that several bear AMBIGUOUS.
        """
        words = fold(name)
        whole = FoundPerson(0, len(name), (), NameStatus.UNKNOWN, Via.NONE)
        mentions = self.find(name, units=True)
        if mentions:
            return mentions[0]
        bare = re.sub(rf"^\W*(?:{_HONORIFIC}\s+)?|\W+$", "", words)
        bare = re.sub(r"(?:来|去)?(?:负责|跟进|牵头)$", "", bare)
        return self._bare(bare, whole)

    def _bare(self, bare: str, whole: FoundPerson) -> FoundPerson:
        part = self._by_part.get(bare, ())
        if len(part) > 1:
            return replace(whole, people=part, status=NameStatus.AMBIGUOUS, via=Via.NAME)
        surname = bare[1:] if bare[:1] in ("小", "老", "阿") else bare
        bearers = self._by_surname.get(surname, ())
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

    def _mention(self, match: re.Match[str]) -> FoundPerson | None:
        if match.re is self._everyone:
            return FoundPerson(match.start(), match.end(), (), NameStatus.EVERYONE, Via.NONE)
        if match.re is self._plurals:
            return self._plural(match)
        if match.re is self._courtesy:
            return self._titled(match)
        entry = self._entries[re.sub(r"\s+", " ", match.group())]
        return FoundPerson(match.start(), match.end(), entry.people, entry.status, entry.via, entry.department)

    def _plural(self, match: re.Match[str]) -> FoundPerson | None:
        role = next(role for i, (_, role) in enumerate(_PLURALS) if match[f"p{i}"])
        people = tuple(p.email for p in self._organization.people if p.role == role)
        status = NameStatus.KNOWN if people else NameStatus.EVERYONE
        return FoundPerson(match.start(), match.end(), people, status, Via.PLURAL)

    def _titled(self, match: re.Match[str]) -> FoundPerson | None:
        bearers = self._by_surname[match["small"] or match["titled"]]
        if len(bearers) > 1 and match["title"]:
            # 林经理 where two are called 林 but one is 经理: the title was meant to tell them apart.
            bearers = self._with_title(bearers, match["title"]) or bearers
        status = NameStatus.KNOWN if len(bearers) == 1 else NameStatus.AMBIGUOUS
        return FoundPerson(match.start(), match.end(), bearers, status, Via.TITLE)

    def _with_title(self, bearers: tuple[Address, ...], title: str) -> tuple[Address, ...]:
        people = (self._organization.person(b) for b in bearers)
        return tuple(p.email for p in people if p and title in p.title)


def _any_of(forms: Iterable[str]) -> re.Pattern[str]:
    """The longest form first. A name in letters is not found inside a longer word; Han characters stand anywhere."""
    return re.compile("|".join(_form_pattern(f) for f in sorted(forms, key=len, reverse=True)) or r"(?!)")


def _form_pattern(form: str) -> str:
    pattern = re.escape(form).replace(r"\ ", r"\s+")
    return pattern if _HAN.search(form) else rf"(?<![a-z0-9.@]){pattern}(?![a-z0-9@]|\.[a-z])"


def is_english(person: Person) -> bool:
    """Is the person's own name written in letters (so that the given name alone names them)?"""
    return not _HAN.search(person.name)


def surname_of(person: Person) -> str:
    if is_english(person):
        return fold(person.name).split()[-1]
    name = person.name
    return name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[:1]


def looks_like_name(text: str) -> bool:
    """Could these words be a Chinese person's full name, known here or not?"""
    words = fold(text).strip()
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words):
        return False
    return (words[0] in SURNAMES and len(words) <= 3) or words[:2] in _DOUBLE_SURNAMES


def _by_surname(people: Iterable[Person]) -> dict[str, tuple[Address, ...]]:
    found: dict[str, list[Address]] = defaultdict(list)
    for person in people:
        if not is_english(person):
            found[surname_of(person)].append(person.email)
    return {k: tuple(v) for k, v in found.items()}


def _by_part(people: Iterable[Person]) -> dict[str, tuple[Address, ...]]:
    """Parts of names that alone do not resolve: who bears them, to tell ambiguous from unknown."""
    found: dict[str, list[Address]] = defaultdict(list)
    for person in people:
        parts = set(fold(person.english).split())
        if not is_english(person):
            parts |= {surname_of(person), fold(person.name)[len(surname_of(person)) :]}
        for part in parts:
            found[part].append(person.email)
    return {k: tuple(v) for k, v in found.items()}


def _entries(organization: Organization) -> Iterator[tuple[str, _Entry]]:
    """Form of name → what it stands for; a later form never displaces an earlier one."""
    candidates: dict[str, tuple[list[Address], Via, str | None]] = {}
    for forms in (_names, _titles, _units):
        fresh: dict[str, tuple[list[Address], Via, str | None]] = {}
        for form, who, via, department in forms(organization):
            people, _, _ = fresh.setdefault(form, ([], via, department))
            if who is not None and who not in people:
                people.append(who)
        candidates = fresh | candidates
    for form, (people, via, department) in candidates.items():
        status = NameStatus.KNOWN if len(people) == 1 else NameStatus.AMBIGUOUS if people else NameStatus.NO_HEAD
        bare = via in (Via.MODULE, Via.DEPARTMENT) and not _UNIT_MARK.search(form)
        yield form, _Entry(tuple(people), status, via, department, bare)


_Form = tuple[str, Address | None, Via, str | None]


def _names(organization: Organization) -> Iterator[_Form]:
    for person in organization.people:
        name, english = fold(person.name), fold(person.english).split()
        yield name, person.email, Via.NAME, None
        if len(english) > 1:
            for form in _orders(english):
                yield form, person.email, Via.ENGLISH, None
        if is_english(person):
            yield name.split()[0], person.email, Via.ENGLISH, None
        else:
            for suffix in ("经理", "总", "主管", "主任", "老师", "总监"):
                yield name + suffix, person.email, Via.NAME, None


def _orders(english: list[str]) -> Iterator[str]:
    """“Wang Fang”, “Fang Wang”, “WangFang”, “Wang, Fang”."""
    joined = [" ".join(english), " ".join((english[-1], *english[:-1])), " ".join((*english[1:], english[0]))]
    yield from dict.fromkeys(joined)
    yield "".join(english)
    yield ".".join(english)
    yield f"{english[-1]}, {english[0]}"
    yield f"{english[0]}, {english[-1]}"


def _units(organization: Organization) -> Iterator[_Form]:
    """Departments and modules stand for who leads them."""
    for department in organization.departments:
        name = fold(department.name)
        head = organization.head(department.key)
        who = head.email if head else None
        stem = re.sub(rf"{_UNIT_ENDING}$", "", name)
        english = {department.key.lower(), *_ENGLISH_UNITS.get(stem, ())}
        for form in {name, f"{stem}部", f"{stem}部门", f"{stem}团队", f"{stem}中心"} | {stem} - {""}:
            yield form, who, Via.DEPARTMENT, department.key
        for ending in ("负责人", "主管", "经理", "总监", "领导", "部长"):
            yield f"{stem}部{ending}", who, Via.DEPARTMENT, department.key
            yield f"{stem}{ending}", who, Via.DEPARTMENT, department.key
        for form in english:
            for shape in (
                "{}",
                "the {} department",
                "{} department",
                "{} dept",
                "{} team",
                "the {} team",
                "head of {}",
            ):
                yield shape.format(form), who, Via.DEPARTMENT, department.key
            for shape in ("{} head", "{} director", "{} manager"):
                yield shape.format(form), who, Via.DEPARTMENT, department.key
    for person in organization.people:
        unit = _UNIT_IN_TITLE.match(fold(person.title))
        if unit and person.role in ("supervisor", "module-head"):
            for form in _unit_forms(unit.group(1)):
                yield form, person.email, Via.MODULE, None


def _unit_forms(unit: str) -> Iterator[str]:
    """供应链 → 供应链, 供应链模块, 供应链团队, supply chain …; 华东销售 → 华东, 华东团队, 华东区 …"""
    region = re.sub(r"销售$", "", unit)
    short = {"客户服务": "客服", "产品运营": "产品", "供应链": "供应链"}.get(unit)
    stems = (
        [unit]
        + ([region, f"{region}区", f"{region}区域", f"{region}大区"] if region != unit else [])
        + ([short] if short else [])
    )
    for stem in dict.fromkeys(stems):
        # 华东 alone is a region, not its team: 华东市场 does not name a person.
        endings = [
            "",
            "部",
            "组",
            "模块",
            "团队",
            "部门",
            "负责人",
            "主管",
            "模块负责人",
            "团队负责人",
            "团队主管",
            "经理",
        ]
        if region != unit and stem != unit:
            endings = endings[2:] + ["销售", "销售部", "销售负责人", "销售主管"]
        for ending in endings:
            yield stem + ending
    for form in _ENGLISH_UNITS.get(unit, ()) + (_ENGLISH_UNITS.get(region, ()) if region != unit else ()):
        for ending in ("team", "lead", "module", "supervisor", "head", "manager", "sales team", "sales"):
            yield f"{form} {ending}"
        if region == unit:
            yield form


def _titles(organization: Organization) -> Iterator[_Form]:
    for person in organization.people:
        for title in re.split(r"[、,，/;；]", fold(person.title)):
            title = title.strip()
            if not title:
                continue
            yield title, person.email, Via.TITLE, None
            shorter = re.sub(r"^会议", "", title)
            if shorter != title:
                yield shorter, person.email, Via.TITLE, None
