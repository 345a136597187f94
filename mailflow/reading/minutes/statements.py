"""One clause taken apart: who, until when, to do what, and in which voice it is said.

A clause is peeled from the front (会议决定, 请, people, modal verbs, a date) and then searched for what else names
owner or deadline (brackets, @name, 由…负责, a date at its end). What is left is the action.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from mailflow.core.minutes import Why
from mailflow.reading.folding import fold
from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.deadlines import Due, find_dues
from mailflow.reading.minutes.owners import Owners, is_nothing, of_mention, qualified, read_owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.subjects import leading_people
from mailflow.reading.name_forms import Via, looks_like_name


@dataclass(frozen=True)
class Statement:
    """``action`` "" : the clause only says who or when. ``dues`` are candidates, the best first.

    ``subject``: the clause begins with its owners. ``ordered``: 请, 由, 须, to: somebody shall. ``meeting``: the
    meeting says it; ``decided``/``demanded``: what it says. ``told``: it reports, ``mused``: it suggests or asks.
    ``body`` is the clause behind 会议决定. ``joined``: it goes on with the clause before (并…).
    ``leads``: people alone, and the action that is theirs behind them. ``effective``: it names the day from which something holds.
    """

    action: str
    clause: Clause
    owners: Owners = field(default_factory=Owners)
    dues: tuple[Due, ...] = ()
    aside: Owners = field(default_factory=Owners)
    requirement: str = ""
    subject: bool = False
    labelled: bool = False
    ordered: bool = False
    meeting: bool = False
    decided: bool = False
    demanded: bool = False
    told: bool = False
    mused: bool = False
    joined: bool = False
    effective: bool = False
    bare: bool = False
    status: str = ""
    pleaded: bool = False
    body: str = ""
    numbered: bool = False
    leads: bool = False

    @property
    def due(self) -> Due | None:
        return self.dues[0] if self.dues else None


_UNITS = (Via.DEPARTMENT, Via.MODULE)
_PERCENT = re.compile(r"\W*(?:已|约|大约|完成|进度|about|at)*\s*\d{1,3}\s*%\W*(?:done|complete|完成)?\W*")
_EDGE = " \t\u3000,，、:：;；。.-–—*>|/@#"


def statement(clause: Clause, setting: Setting, *, slot: bool = False) -> Statement:
    """What the clause says. ``slot``: it stands in a list where a name of its own would be the owner's."""
    pure = _pure(clause, setting, slot=slot)
    if pure is not None:
        return pure
    head = _head(clause, setting)
    return _rest(head, setting)


# ------------------------------------------------------------------------------------------ who and when alone


def _pure(clause: Clause, setting: Setting, *, slot: bool) -> Statement | None:
    """A clause that names nothing but people or a day, with the words that go with them."""
    text = clause.text.strip(" \t\u3000()（）[]【】")
    words = fold(text)
    if is_nothing(text, setting):
        return Statement("", clause)
    dues = find_dues(text, setting, weak=True)
    people = setting.people.find(text, units=True)
    if not people and not dues:
        if _PERCENT.fullmatch(words):
            return Statement("", clause, status="under way")
        for status in ("done", "under_way"):
            if setting.book.names(status, words):
                return Statement("", clause, status=status)
    label = setting.match(r"(?:«owner_label»|«helper_label»)\s*(?:[:：]|是|为|is\b)?\s*", text)
    if label and text[label.end() :].strip() and (owners := _only_people(text[label.end() :], setting)):
        return Statement("", clause, owners=owners, subject=False, labelled=True)
    if not dues and not people and (helper := _strange_helper(text, setting)):
        return Statement("", clause, owners=helper, subject=True, ordered=True)
    if not dues and not people:
        return _slot(text, clause, setting) if slot else None
    if len(dues) > 1 or _left_over(text, people, dues, setting):
        return None
    receiving = [m for m in people if setting.search(r"«recipients»\s*$", text[: m.start])]
    if receiving and not dues:
        return None
    people = tuple(m for m in people if m not in receiving)
    owners = Owners()
    for mention in qualified(people, text):
        owners = owners + of_mention(mention)
    if (
        people
        and not dues
        and setting.search("«takes_part»|«reports»", text)
        and not setting.search("«role_only»", text)
    ):
        return None
    pairs = pairwise(people)
    if any(b.via in _UNITS and setting.search(r"«role_lead»\s*$", text[a.end : b.start]) for a, b in pairs):
        return None  # 郑洁负责客服
    if setting.search("«due_label»", text):
        dues = tuple(replace(d, firm=d.moment is not None) for d in dues)
    return Statement(
        "",
        clause,
        owners=owners,
        dues=dues,
        subject=bool(people),
        ordered=bool(people)
        and setting.search("«by_whom»|«please»|«role_lead»|«role_help»|«role_verb»", text) is not None,
        pleaded=bool(people) and setting.search("«by_whom»|«please»", text) is not None,
    )


def _strange_helper(text: str, setting: Setting) -> Owners | None:
    """老何协助: a name that nobody here bears, with nothing but its part in the task."""
    found = leading_people(text, setting, loose=True)
    if found is None and (latin := re.match(r"[A-Z]{2,5}\b|[A-Z][a-z]+\b", text)):
        found = read_owners(latin.group(), setting), latin.end()
    if found is None or not found[0].problems:
        return None
    return found[0] if setting.full(r"\s*(?:«role_only»|«role_lead»|«role_help»)\s*", text[found[1] :]) else None


def _only_people(text: str, setting: Setting) -> Owners | None:
    owners = read_owners(text, setting)
    people = setting.people.find(text, units=True)
    if owners.people and not _left_over(text, people, (), setting):
        return owners
    return owners if not people and len(text) <= 8 and Why.NO_OWNER not in owners.problems else None


def _left_over(text: str, people: tuple, dues: tuple[Due, ...], setting: Setting) -> str:  # type: ignore[type-arg]
    """What stands beside people, days, and the words that only tie them in."""
    words = list(fold(text))
    for span in (*people, *dues):
        words[span.start : span.end] = ["\0"] * (span.end - span.start)
    rest = "".join(words)
    ties = "«role_only»|«role_lead»|«role_help»|«role_verb»|«by_whom»|«please»|«joint»|«joins»|«courtesy»"
    ties += "|«due_before»|«due_after»|«due_label»|«owner_label»|«helper_label»|«modal»" if dues or people else ""
    rest = setting.book.pattern(ties).sub(" ", rest)
    rest = setting.book.pattern("«bare_action»").sub(" ", rest) if dues else rest
    return re.sub(r"[\W_\0]+", "", rest)


_SLOT = re.compile(r"@?[A-Z][A-Za-z.'-]{1,14}(?:\s[A-Z][A-Za-z.'-]{1,14}){0,2}")


def _slot(text: str, clause: Clause, setting: Setting) -> Statement | None:
    """A name that nobody here bears, in the place of an owner: “Review the contract - Kevin - 4 Dec”."""
    han = re.fullmatch(r"@?(?:[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}(?:总|经理|主管|主任|工|老师|总监))", text)
    unit = re.fullmatch(r"@?[\u4e00-\u9fff]{1,5}(?:公司|部|组|团队|中心|科|处|厂|供应商|服务商|部门)", text)
    if _SLOT.fullmatch(text) or han or unit or (looks_like_name(text) and len(text) <= 3):
        return Statement("", clause, owners=read_owners(text, setting))
    return None


# ------------------------------------------------------------------------------------------ from the front


@dataclass
class _Peeled:
    """A clause while it is peeled: ``at`` is how far."""

    clause: Clause
    text: str
    at: int = 0
    body_at: int = 0
    owners: Owners = field(default_factory=Owners)
    dues: list[Due] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)

    @property
    def rest(self) -> str:
        return self.text[self.at :]


def _head(clause: Clause, setting: Setting) -> _Peeled:
    head = _Peeled(clause, clause.text)
    if setting.match(r"\s*(?:[一二三四五六七八九十]是|另外|此外|一方面|另一方面)", head.text) is None and setting.match(
        r"\s*(?:并|且|同时|and\b|then\b|再|然后)", head.text
    ):
        head.flags.add("joined")
    for _ in range(16):
        before = head.at
        for peel in (_peel_marks, _peel_lead, _peel_order, _peel_people, _peel_others, _peel_modal, _peel_date):
            peel(head, setting)
        if head.at == before or not head.rest.strip(_EDGE):
            break
    return head


def _peel_marks(head: _Peeled, setting: Setting) -> None:
    tag = setting.match(r"\s*[\[【(（]«priority»[\]】)）]\s*", head.rest)
    number = _INLINE.match(head.rest)
    if head.at == 0 and (tag or number):
        head.at += max(tag.end() if tag else 0, number.end() if number else 0)
    match = setting.match(
        r"[\s\u3000,，、:：;；>*→•·\-–—]*(?:[一二三四五六七八九十]是|«connective»(?=[\s,，:：]|\S))?", head.rest
    )
    if match and match.group().strip() and _is_connective(match.group(), head, setting):
        head.at += match.end()
    elif match:
        plain = re.match(r"[\s\u3000,，、:：;；>*→•·\-–—]*", head.rest)
        head.at += plain.end() if plain else 0


_INLINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]、|[(（](?:[一二三四五六七八九十]|\d{1,2})[)）]|\d{1,2}[.、)）](?!\d)|[①-⑳])\s*"
)


def _is_connective(words: str, head: _Peeled, setting: Setting) -> bool:
    """再, 请, 故 begin other words as well: only what cannot go on with a word is a connective."""
    word = fold(words).strip(" ,，、:：;；>*→•·-–—")
    if word in ("请", "再", "故", "且", "并", "另", "first", "second", "next", "plus", "that", "so") and head.at > 0:
        return word in ("that",) or bool(head.flags & {"meeting"})
    if word in ("请",):
        return False
    return word not in ("再", "故") and not re.match(r"期|案|署", head.rest[len(words) :])


def _peel_lead(head: _Peeled, setting: Setting) -> None:
    """会议决定, 会上明确, it was agreed that; and 决定由… without the meeting."""
    said = setting.match(
        r"«meeting»\s*(?:(?P<decides>«decides»)|(?P<orders>«orders»))(?:了|如下|that\b|to\b)?[\s,，:：]*", head.rest
    )
    if said:
        head.flags |= {"meeting", "decided" if said["decides"] else "demanded"}
        head.at += said.end()
        head.body_at = head.at
        return
    said = setting.match(r"(?P<decides>«decides»)\s*(?:了|如下)?[\s:：,，]*(?=«by_whom»|«please»|that\b)", head.rest)
    if said and not head.owners:
        head.flags |= {"meeting", "decided"}
        head.at += said.end()
        return
    if (
        setting.match("(?:本次|此次)?(?:会议|会上|大会|与会)(?!室|纪要|通知|资料|材料|记录|系统|议程|组织)", head.rest)
        and head.at == 0
    ):
        head.flags.add("told")


def _peel_order(head: _Peeled, setting: Setting) -> None:
    if "labelled" in head.flags and head.owners and (asked := setting.match(r"\s*«please»\s+", head.rest)):
        head.at += asked.end()
        return
    please = setting.match(r"«please»(?!示|假|教|求|柬|款)\s*", head.rest)
    if please and head.owners:
        head.flags.add("told")  # 李强请赵敏…: one asks another
        return
    if please:
        head.flags |= {"ordered", "loose", "pleaded"}
        head.at += please.end()
        return
    by = setting.match(r"(?!«by_is_no_agent»)«by_whom»\s*", head.rest)
    if by and _people_at(head.rest[by.end() :], setting, loose=True):
        head.flags |= {"ordered", "loose", "pleaded"}
        head.at += by.end()


def _people_at(text: str, setting: Setting, *, loose: bool) -> tuple[Owners, int] | None:
    return leading_people(text, setting, loose=loose)


def _peel_people(head: _Peeled, setting: Setting) -> None:
    behind_label = "labelled" in head.flags
    if head.owners and "loose" not in head.flags and not behind_label:
        return
    found = _people_at(head.rest, setting, loose="loose" in head.flags)
    if found is None:
        return
    if behind_label:  # 财务部：林涛…, and a speaker who names somebody else
        if not _acts_there(head.rest[found[1] :], setting):
            return
        head.owners = Owners()
        head.flags.discard("labelled")
    owners, end = found
    behind = head.rest[end:]
    if demanded := _demands_by_day(behind, setting):
        head.at += end + demanded
        head.flags |= {"demanded"} if _leads_department(owners, setting) else {"told"}
        return
    told = _told_to(behind, "«demands»", setting)
    if told is not None:  # 王芳要求吴昊…: the second shall do it
        head.flags |= {"ordered", "pleaded"}
    elif _leads_department(owners, setting) and (told := _told_to(behind, "«please»", setting)):
        head.flags.add("ordered")  # what the head of a department asks for is an order, what a colleague asks is talk
    if told is not None:
        owners, end = told[0], end + told[1]
        behind = head.rest[end:]
    head.owners = head.owners + owners
    head.flags.discard("loose")
    head.flags.add("subject")
    head.at += end
    role = setting.match(r"\s*(?P<role>«role_lead»|«role_help»)(?!人|的)", behind)
    if role and setting.match(r"\s*(?:«role_lead»)(?:$|[\s,，、:：]|(?=«due_before»|\d|本|下))?", behind):
        lead = setting.match(r"\s*«role_lead»", behind)
        short = lead is not None and len(behind[lead.end() :].strip()) <= 4 and lead.end() < len(behind.rstrip())
        head.at += lead.end() if lead and not short else 0  # 孙丽负责页面: the word belongs to the name
        head.flags |= {"ordered", "whole"} if short else {"ordered"}
    elif re.match(r"\s*[:：]", behind):
        head.flags.add("labelled")
    elif setting.match(r"\s*«obliges»", behind):
        return
    elif not head.dues and not head.flags & {"ordered", "demanded", "decided"} and _reports(behind, setting):
        head.flags.add("told")


def _peel_others(head: _Peeled, setting: Setting) -> None:
    """由市场部牵头、销售部配合: everybody who has a part of their own in the task."""
    if not head.owners or "ordered" not in head.flags:
        return
    behind = head.rest.lstrip(_EDGE)
    found = leading_people(behind, setting, loose=True)
    ends = r"\s*(?:«role_lead»|«role_help»)(?=$|[\s、,，;；/]|«action_verbs»)"
    part = setting.match(ends, behind[found[1] :]) if found else None
    if found is None or part is None:
        return
    head.owners = head.owners + found[0]
    head.at += len(head.rest) - len(behind) + found[1] + part.end()


def _acts_there(behind: str, setting: Setting) -> bool:
    """Do words follow that make the people in front the subject?"""
    return setting.match(r"\s*(?:«modal»|«role_lead»|«due_before»|«action_verbs»)", behind) is not None or any(
        d.start <= 1 for d in find_dues(behind, setting)
    )


def _demands_by_day(behind: str, setting: Setting) -> int:
    """王芳要求12月10日前…: who shall do it is not said, only until when. How far the demand goes; 0 where none does."""
    demand = setting.match(r"\s*(?:«reported_before»)*\s*«demands»\s*(?:«due_before»\s*)*", behind)
    if demand is None or not any(due.start == demand.end() and due.firm for due in find_dues(behind, setting)):
        return 0
    return demand.end()


def _leads_department(owners: Owners, setting: Setting) -> bool:
    people = [setting.people.organization().person(who) for who in owners.people]
    return bool(people) and all(person is not None and person.role == "head" for person in people)


def _told_to(behind: str, how: str, setting: Setting) -> tuple[Owners, int] | None:
    """Whom the one in front tells to do something, in words of the class ``how``."""
    demands = setting.match(rf"\s*(?:«reported_before»)*\s*{how}\s*", behind)
    found = leading_people(behind[demands.end() :], setting, loose=True) if demands else None
    if demands is None or found is None or not found[0].people:
        return None
    end = demands.end() + found[1]
    latin = re.search(r"[A-Za-z]\s*$", behind[: demands.end()]) is not None
    return (found[0], end) if not latin or re.match(r"\s*to\b", behind[end:]) else None


def _reports(behind: str, setting: Setting) -> bool:
    return setting.match(r"\s*(?:«reported_before»)*\s*(?:«reports»|«past»)", behind) is not None


def _peel_modal(head: _Peeled, setting: Setting) -> None:
    modal = setting.match(r"\s*(?P<word>«modal»)(?![求点闻素领员计务议场展长费签收付用急届来军知报客])\s*", head.rest)
    if modal is None or "whole" in head.flags or not ({"subject", "ordered", "demanded"} & head.flags or head.dues):
        return
    if setting.match(r"\s*«obliges»", head.rest):
        head.flags.add("ordered")
    head.flags.add("modal")
    head.at += modal.end()


def _peel_date(head: _Peeled, setting: Setting) -> None:
    """A date right behind the subject, or in front of everything."""
    dues = find_dues(head.text, setting)
    tied = setting.match(r"\s*(?:«due_before»\s*)*(?:the\s+)?", head.rest)
    start = head.at + (tied.end() if tied else 0)
    due = next(
        (d for d in dues if d.start in (start, head.at) or (d.start <= start < d.end and d.start >= head.at)), None
    )
    if due is None:
        return
    behind = head.text[due.end :]
    if setting.match(r"\s*«no_due_after»", behind) and not due.firm:
        head.flags.add("effective")
        return
    if not (due.firm or due.rhythm or due.moment is None or _goes_on(head, behind, setting)):
        return
    head.dues.append(due)
    head.at = due.end
    closing = re.match(r"\s*(?:[)）]|或之前|或以前)", head.rest)
    head.at += closing.end() if closing else 0


def _goes_on(head: _Peeled, behind: str, setting: Setting) -> bool:
    """Does a bare date say when to do it (李强12月4日提交), and not which one (12月4日的订单)?"""
    if re.match(r"\s*(?:$|[,，])", behind):
        return True
    by_people = leading_people(behind.lstrip(" ,，"), setting, loose=False) is not None
    return bool(head.flags & {"subject", "ordered"}) or by_people or bool(setting.match(r"\s*«action_verbs»", behind))


# ------------------------------------------------------------------------------------------ from the rest


def _rest(head: _Peeled, setting: Setting) -> Statement:
    text, owners, dues = head.rest, head.owners, list(head.dues)
    text, more, requirement = _brackets(text, setting)
    dues = dues + list(more.dues)
    owners = owners + more.owners if more.ordered else owners  # 孙丽（郑洁配合）
    text, owners = _called(text, owners, setting)
    text, owners, by = _by_phrase(text, owners, setting)
    text, found = _dated(text, setting, had=bool(dues))
    dues += found
    flags = head.flags
    action = tidy(text)
    told = "told" in flags or ("subject" in flags and not dues and _is_past(action, setting))
    return Statement(
        action=action,
        clause=head.clause,
        owners=owners,
        aside=Owners() if more.ordered else more.owners,
        dues=tuple(sorted(dues, key=_rank)),
        requirement=requirement,
        subject="subject" in flags or by,
        labelled="labelled" in flags,
        ordered="ordered" in flags or by,
        meeting="meeting" in flags,
        decided="decided" in flags,
        demanded="demanded" in flags,
        told=told,
        mused=head.clause.question or _muses(head, setting),
        joined="joined" in flags,
        effective="effective" in flags or _takes_effect(text, setting),
        bare=setting.book.names("bare_action", fold(action)) or setting.book.names("role_verb", fold(action)),
        status=more.status,
        pleaded="pleaded" in flags or by,
        body=tidy(head.text[head.body_at or (inline.end() if (inline := _INLINE.match(head.text)) else 0) :]),
        numbered=_INLINE.match(head.text) is not None,
    )


def _muses(head: _Peeled, setting: Setting) -> bool:
    text = head.clause.text
    return setting.search("«suggests»", text) is not None or setting.match(r"\s*«asks»", head.rest) is not None


def _is_past(action: str, setting: Setting) -> bool:
    return setting.search(r"«past»|[\u4e00-\u9fff]«past_after_verb»(?!解)", action) is not None


def _takes_effect(text: str, setting: Setting) -> bool:
    """自12月1日起, from 1 December: the day from which something holds is no deadline."""
    return any(setting.match(r"\s*(?:起|开始|onwards?\b)", text[d.end :]) for d in find_dues(text, setting))


def _rank(due: Due) -> tuple[int, int]:
    """A day that is made a deadline before a bare one, a bare one before a rhythm."""
    return (0 if due.firm and due.moment else 1 if due.moment or due.why is Why.IMPOSSIBLE_DATE else 2, 0)


_BRACKET = re.compile(r"\s*[(（\[【]([^()（）\[\]【】]*)[)）\]】]")


def _brackets(text: str, setting: Setting) -> tuple[str, Statement, str]:
    """Brackets that hold an owner, a day, a state or a requirement are taken out; others stay in the action."""
    gathered, requirement = Statement("", Clause("")), ""
    for match in list(_BRACKET.finditer(text)):
        inside = match.group(1)
        found = _inside(inside, setting)
        if found is not None and not found.status and not _closes(text, match, found, setting):
            continue  # 双十二当天（12月12日）不安排…, 与财务（林涛）核对
        if found is None:
            wanted = setting.match(r"\s*(?:«requirement_label»\s*[:：]|«requirement_start»)", inside)
            if not wanted:
                continue
            label = setting.match(r"\s*«requirement_label»\s*[:：]\s*", inside)
            requirement = inside[label.end() if label else 0 :]
        else:
            requirement = found.requirement or requirement
            gathered = replace(
                gathered,
                owners=gathered.owners + found.owners,
                ordered=gathered.ordered or found.ordered,
                dues=(*gathered.dues, *found.dues),
                status=found.status or gathered.status,
            )
        text = text.replace(match.group(), " ", 1)
    return text, gathered, requirement


_PARTED = re.compile(r"[,，;；、|]|(?<!\d)/|/(?!\d)|\s+[-–—]\s+")


def _parts(inside: str, setting: Setting) -> list[str]:
    """A bracket cut at its separators, dates left whole."""
    dues = find_dues(inside, setting)
    cuts = [
        c.span() for c in _PARTED.finditer(inside) if not any(d.start < c.end() and c.start() < d.end for d in dues)
    ]
    edges = [0, *(edge for cut in cuts for edge in cut), len(inside)]
    pieces = (inside[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))
    return [piece for piece in pieces if piece]


def _closes(text: str, bracket: re.Match[str], found: Statement, setting: Setting) -> bool:
    """Brackets name owner or day at the end of the action, or where they say so; not behind a unit or a name."""
    if found.owners and not found.dues and any(m.end == bracket.start() for m in setting.people.find(text, units=True)):
        return False
    leads = not text[: bracket.start()].strip(_EDGE)
    return leads or not text[bracket.end() :].strip(_EDGE) or any(d.firm for d in found.dues)


def _inside(inside: str, setting: Setting) -> Statement | None:
    """（李强，12月4日，含税价单列）: owners, days and states, and behind them what is required."""
    owners, dues, status, helps = Owners(), list[Due](), "", False
    parts = _parts(inside, setting)
    for at, part in enumerate(parts):
        found = _pure(Clause(part), setting, slot=False)
        if found is None:
            label = setting.match(r"«requirement_label»\s*[:：]\s*", part)
            if label and (owners or dues):
                parts[at] = part[label.end() :]
            elif not (owners and dues):
                return None
            wanted = "，".join(parts[at:])
            return Statement("", Clause(inside), owners=owners, dues=tuple(dues), requirement=wanted, status=status)
        owners, dues = owners + found.owners, dues + list(found.dues)
        status, helps = status or found.status, helps or found.ordered
    if not (owners or dues or status):
        return None
    return Statement("", Clause(inside), owners=owners, dues=tuple(dues), status=status, ordered=helps)


def _called(text: str, owners: Owners, setting: Setting) -> tuple[str, Owners]:
    """@李强: called by name."""
    for match in re.finditer(r"@\s*", text):
        if match.start() and re.match(r"[A-Za-z0-9._-]", text[match.start() - 1]):
            continue
        found = leading_people(text[match.end() :], setting, loose=True)
        if found is None:
            name = re.match(r"[\u4e00-\u9fff]{2,4}|[A-Za-z.]+(?: [A-Z][a-z]+)?", text[match.end() :])
            if name is None:
                continue
            found = read_owners(name.group(), setting), name.end()
        owners = owners + found[0]
        blank = " " * (match.end() - match.start() + found[1])
        text = text[: match.start()] + blank + text[match.end() + found[1] :]
    return text, owners


def _by_phrase(text: str, owners: Owners, setting: Setting) -> tuple[str, Owners, bool]:
    """…由吴昊负责, …由客服于周五前回复: the agent behind what is to be done."""
    for match in setting.book.pattern(
        r"(?<!自)(?<!理)(?!«by_is_no_agent»)(?:拟|统一|改|则|均|都|分别)?由\s*|(?:is |are |to be )?(?:handled|done|led|owned) by\s+"
    ).finditer(_BRACKET.sub(lambda m: " " * len(m.group()), fold(text))):
        found = leading_people(text[match.end() :], setting, loose=True)
        if found is None or (not found[0].people and not found[0].problems):
            continue
        end = match.end() + found[1]
        role = setting.match(r"\s*(?:«role_lead»|«role_help»|«role_verb»(?=$|[\s,，。]))", text[end:])
        end += role.end() if role else 0
        return text[: match.start()] + " " + text[end:], owners + found[0], True
    return text, owners, False


def _dated(text: str, setting: Setting, *, had: bool) -> tuple[str, list[Due]]:
    """The date at the end of the action, or one inside that is made a deadline (12月4日前, by Friday)."""
    found: list[Due] = []
    for due in reversed(find_dues(text, setting, weak=_WEAK_END.search(text) is not None)):
        start, end = _tied(text, due, setting)
        if not _is_due(text, due, start, end, setting, had=had or bool(found)):
            continue
        found.append(due)
        text = f"{text[:start]} {text[end:]}"
    return text, found


def _tied(text: str, due: Due, setting: Setting) -> tuple[int, int]:
    """The span with the words that tie the date in: 于…前, by …, …完成."""
    before = setting.search(r"[\s,，]*(?:(?:«due_tie»|«due_label»)[\s:：]*)+(?:the\s+)?$", text[: due.start])
    after = setting.match(r"\s*(?:«due_after»)?\s*", text[due.end :])
    start = before.start() if before else due.start
    end = due.end + (after.end() if after and not re.match(r"\s*$", after.group()) else 0)
    closing = setting.match(r"\s*«bare_action»\s*$", text[end:])
    return start, len(text) if closing else end


def _is_due(text: str, due: Due, start: int, end: int, setting: Setting, *, had: bool) -> bool:
    behind, before = text[due.end :], text[:start]
    if setting.match(r"\s*«no_due_after»", behind) and not re.match(r"\s*$", text[end:]):
        return False
    at_end = not text[end:].strip(_EDGE + ")）")
    if due.rhythm:
        return True
    if setting.search(r"«takes_effect»\s*$", before):
        return False
    tied = start < due.start
    if at_end:
        return (
            due.firm
            or tied
            or due.moment is None
            or before == ""
            or before[-1:] in " \u3000,，:："
            or bool(re.search("[A-Za-z]$", before))
        )
    if setting.search("«because_of_date»$", before):
        return False
    return due.firm and not had


_WEAK_END = re.compile(r"\s\d{1,2}[.-]\d{1,2}\s*$")


def tidy(text: str) -> str:
    """The words without the marks that the parts taken out leave behind."""
    text = re.sub(r"[ \t\u3000]+", " ", text)
    text = re.sub(r"\s*[(（\[【]\s*[)）\]】]", "", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff，、])\s+(?=[\u4e00-\u9fff])", "", text)
    return text.strip(_EDGE + "(（").strip()


def named_by(text: str, setting: Setting) -> str:
    """The title without the word that only says what it is about (关于…)."""
    text = re.sub(r"^to (?=[a-z])", "", text)
    about = setting.match(r"\s*«about»\s*(?=[\u4e00-\u9fff])", text)
    return text[about.end() :] if about and about.end() < len(text) else text


def statements(parts: Sequence[Clause], setting: Setting, *, slots: bool) -> Iterator[Statement]:
    """Every clause taken apart; ``slots`` where names of their own may stand between dashes or commas."""
    parts = list(_without_ordinals(parts, setting))
    found = [statement(clause, setting) for clause in parts]
    if slots and len(parts) > 1 and not any(s.owners for s in found):
        places = [at > 0 or parts[1].dash for at in range(len(parts))]
        found = [statement(clause, setting, slot=slot) for clause, slot in zip(parts, places, strict=True)]
    for said, following in zip(found, [*found[1:], None], strict=True):
        alone = bool(said.owners) and not said.action and following is not None and bool(following.action)
        yield replace(said, leads=alone and following is not None and _goes_before(said, following, setting))


def _goes_before(said: Statement, following: Statement, setting: Setting) -> bool:
    """李强 — 提交名单; and a new sentence 由李强牵头，12月4日前提交名单: the people of what follows them."""
    if following.clause.dash:
        return not said.clause.dash
    opens = said.clause.sentence and said.pleaded and not following.clause.stop
    return opens and not following.bare and not setting.match("«requirement_start»", following.clause.text)


def _without_ordinals(parts: Sequence[Clause], setting: Setting) -> Iterator[Clause]:
    """第三，…, 经讨论，…: words that only count or introduce leave their stop to the clause behind them."""
    stop = sentence = False
    for clause in parts:
        if setting.full(r"第[一二三四五六七八九十]|其[一二三四五]|«connective»|«deliberated»", clause.text):
            stop, sentence = stop or clause.stop, sentence or clause.sentence
            continue
        yield replace(clause, stop=clause.stop or stop, sentence=clause.sentence or sentence)
        stop = sentence = False
