"""Every form of name that office mail uses for the people and units of one organisation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from mailflow.core.organization import Organization, Person
from mailflow.core.values import Address
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
class Form:
    """What a form of name stands for. ``bare_unit``: 销售, 客服 alone, which in running text is a subject matter."""

    people: tuple[Address, ...]
    status: NameStatus
    via: Via
    department: str | None = None
    bare_unit: bool = False


_HAN = re.compile(r"[\u4e00-\u9fff]")
_DOUBLE_SURNAMES = ("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "司徒", "东方", "夏侯", "尉迟")
# The commonest surnames: to see that 胡明 is somebody although nobody here bears the name.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂"
    "章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈"
    "饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
)
_UNIT_ENDING = re.compile("(?:部门|部|团队|模块|组|中心|科|处|室)$")
_UNIT_MARK = re.compile(
    r"(?:部|部门|团队|模块|组|负责人|主管|经理|总监|领导|部长|代表|department|dept|team|head|lead|director|manager|module|supervisor)$"
    r"|^head of"
)
_LED_UNIT = re.compile(r"^(.{2,}?)(?:模块|团队)(?:负责人|主管|经理|lead|head)?$")
# Short and English forms of units that companies have; each applies only where the organisation has that unit.
_SHORT = {"客户服务": ("客服",), "产品运营": ("产品", "产运"), "人力资源": ("人事", "人资"), "信息技术": ("技术",)}
_ENGLISH_UNITS = {
    "销售": ("sales",), "运营": ("operations", "ops"), "财务": ("finance", "accounting"), "物流": ("logistics",),
    "供应链": ("supply chain",), "客户服务": ("customer service", "customer support", "customer care", "service desk"),
    "产品运营": ("product operations", "product ops"), "市场": ("marketing",), "人事": ("hr", "human resources"),
    "人力资源": ("hr", "human resources"), "技术": ("it", "engineering"), "采购": ("purchasing", "procurement"),
    "法务": ("legal",), "仓储": ("warehouse", "warehousing"), "华东": ("east china", "eastern china"),
    "华南": ("south china", "southern china"), "华北": ("north china", "northern china"), "华中": ("central china",),
    "西南": ("southwest china",),
}  # fmt: skip
_LEADS = ("负责人", "主管", "经理", "总监", "领导", "部长")

_Named = tuple[str, Address | None, Via, str | None]


def is_english(person: Person) -> bool:
    """Is the person's own name written in letters (so that the given name alone names them)?"""
    return not _HAN.search(person.name)


def surname_of(person: Person) -> str:
    if is_english(person):
        return fold(person.name).split()[-1]
    name = fold(person.name)
    return name[:2] if name[:2] in _DOUBLE_SURNAMES and len(name) > 2 else name[:1]


def looks_like_name(text: str) -> bool:
    """Could these words be a Chinese person's full name, known here or not?"""
    words = fold(text).strip()
    if not re.fullmatch(r"[\u4e00-\u9fff]{2,4}", words):
        return False
    return (words[0] in _SURNAMES and len(words) <= 3) or words[:2] in _DOUBLE_SURNAMES


def surnames(people: Iterable[Person]) -> dict[str, tuple[Address, ...]]:
    """Chinese surnames and who bears them."""
    found: dict[str, list[Address]] = defaultdict(list)
    for person in people:
        if not is_english(person):
            found[surname_of(person)].append(person.email)
    return {k: tuple(v) for k, v in found.items()}


def parts(people: Iterable[Person]) -> dict[str, tuple[Address, ...]]:
    """Parts of names that alone do not resolve, and who bears them: to tell ambiguous from unknown."""
    found: dict[str, list[Address]] = defaultdict(list)
    for person in people:
        borne = set(fold(person.english).split())
        if not is_english(person):
            surname = surname_of(person)
            borne |= {surname, fold(person.name)[len(surname) :]}
        for part in borne:
            found[part].append(person.email)
    return {k: tuple(v) for k, v in found.items()}


def forms(organization: Organization) -> dict[str, Form]:
    """Form of name, folded → what it stands for. A person's name goes before a title, a title before a unit."""
    gathered: dict[str, tuple[list[Address], Via, str | None]] = {}
    for family in (_names, _titles, _units, _short_titles):
        fresh: dict[str, tuple[list[Address], Via, str | None]] = {}
        for form, who, via, department in family(organization):
            people, _, _ = fresh.setdefault(form, ([], via, department))
            if who is not None and who not in people:
                people.append(who)
        gathered = fresh | gathered
    return {form: _form(form, *what) for form, what in gathered.items()}


def _form(form: str, people: list[Address], via: Via, department: str | None) -> Form:
    status = NameStatus.KNOWN if len(people) == 1 else NameStatus.AMBIGUOUS if people else NameStatus.NO_HEAD
    bare = via in (Via.MODULE, Via.DEPARTMENT) and not _UNIT_MARK.search(form)
    return Form(tuple(people), status, via, department, bare)


def _names(organization: Organization) -> Iterator[_Named]:
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
    """“wang fang”, “fang wang”, “wangfang”, “wang.fang”, “wang, fang”."""
    first, last = english[0], english[-1]
    yield from dict.fromkeys((" ".join(english), " ".join((last, *english[:-1])), " ".join((*english[1:], first))))
    yield "".join(english)
    yield "-".join(english)
    yield ".".join(english)
    yield f"{last}, {first}"
    yield f"{first}, {last}"


def _titles(organization: Organization) -> Iterator[_Named]:
    for person in organization.people:
        for title in _each_title(person):
            yield title, person.email, Via.TITLE, None


def _each_title(person: Person) -> Iterator[str]:
    return (t for part in re.split(r"[、,/;]", fold(person.title)) if (t := part.strip()))


def _short_titles(organization: Organization) -> Iterator[_Named]:
    """华南代表 for 华南销售代表, 记录人 for 会议记录人: words that say little are left out."""
    units = [_UNIT_ENDING.sub("", fold(d.name)) for d in organization.departments]
    for person in organization.people:
        for title in _each_title(person):
            words = [w for w in dict.fromkeys((*units, "销售", "团队", "模块", "会议", "部")) if w in title]
            for left_out in (c for n in range(1, len(words) + 1) for c in combinations(words, n)):
                short = title
                for word in left_out:
                    short = short.replace(word, "", 1)
                if len(short) >= 3:
                    yield short, person.email, Via.TITLE, None


def _units(organization: Organization) -> Iterator[_Named]:
    """Departments, modules and teams stand for who leads them."""
    for department in organization.departments:
        head = organization.head(department.key)
        for form in _department_forms(fold(department.name), department.key.lower()):
            yield form, head.email if head else None, Via.DEPARTMENT, department.key
    for person in organization.people:
        unit = _LED_UNIT.match(fold(person.title))
        if unit and person.role in ("supervisor", "module-head", "head"):
            for form in _led_forms(unit.group(1)):
                yield form, person.email, Via.MODULE, None


def _department_forms(name: str, key: str) -> Iterator[str]:
    stem = _UNIT_ENDING.sub("", name)
    yield from dict.fromkeys((name, stem, f"{stem}部", f"{stem}部门", f"{stem}团队", f"{stem}中心"))
    yield from (f"{stem}{part}{lead}" for part in ("部", "") for lead in _LEADS)
    for english in dict.fromkeys((key, *_ENGLISH_UNITS.get(stem, ()))):
        shapes = (
            "{}|the {} department|{} department|{} dept|{} team|the {} team|head of {}|{} head|{} director|{} manager"
        )
        yield from (shape.format(english) for shape in shapes.split("|"))


def _led_forms(unit: str) -> Iterator[str]:
    """供应链 → 供应链模块, 供应链负责人, supply chain; 华东销售 → 华东团队, 华东区, 华东主管."""
    region = re.sub("销售$", "", unit)
    stems = dict.fromkeys((unit, region, *_SHORT.get(unit, ())))
    for stem in stems:
        for ending in ("", "部", "组", "模块", "团队", "部门", *_LEADS, "模块负责人", "团队负责人", "团队主管"):
            yield stem + ending
    if region != unit:
        for area in ("区", "区域", "大区", "片区"):
            yield from (
                f"{region}{area}{ending}" for ending in ("", "团队", "主管", "负责人", "销售", "销售团队", "经理")
            )
    for english in dict.fromkeys((*_ENGLISH_UNITS.get(unit, ()), *_ENGLISH_UNITS.get(region, ()))):
        yield from (
            f"{english} {e}" for e in ("team", "lead", "module", "supervisor", "head", "manager", "sales", "sales team")
        )
        yield english
