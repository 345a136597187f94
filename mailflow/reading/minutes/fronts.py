"""A clause peeled from its front: 会议决定, 请, people, modal verbs, a date."""

import re
from dataclasses import dataclass, field

from mailflow.reading.folding import fold
from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.deadlines import Due, find_dues
from mailflow.reading.minutes.owners import Owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import EDGE
from mailflow.reading.minutes.subjects import leading_people, with_part


@dataclass
class Front:
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


def front_of(clause: Clause, setting: Setting) -> Front:
    """The clause peeled until nothing more comes off."""
    head = Front(clause, clause.text)
    if setting.match(r"\s*(?:[一二三四五六七八九十]是|另外|此外|一方面|另一方面)", head.text) is None and setting.match(
        r"\s*(?:并|且|同时|and\b|then\b|再|然后)", head.text
    ):
        head.flags.add("joined")
    for _ in range(16):
        before = head.at
        for peel in (_peel_marks, _peel_lead, _peel_order, _peel_people, _peel_others, _peel_modal, _peel_date):
            peel(head, setting)
        if head.at == before or not head.rest.strip(EDGE):
            break
    return head


def _peel_marks(head: Front, setting: Setting) -> None:
    tag = setting.match(r"\s*[\[【(（]«priority»[\]】)）]\s*", head.rest)
    number = INLINE.match(head.rest)
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


INLINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]、|[(（](?:[一二三四五六七八九十]|\d{1,2})[)）]|\d{1,2}[.、)）](?!\d)|[①-⑳])\s*"
)


def _is_connective(words: str, head: Front, setting: Setting) -> bool:
    """再, 请, 故 begin other words as well: only what cannot go on with a word is a connective."""
    word = fold(words).strip(" ,，、:：;；>*→•·-–—")
    if word in ("请", "再", "故", "且", "并", "另", "first", "second", "next", "plus", "that", "so") and head.at > 0:
        return word in ("that",) or bool(head.flags & {"meeting"})
    if word in ("请",):
        return False
    return word not in ("再", "故") and not re.match(r"期|案|署", head.rest[len(words) :])


def _peel_lead(head: Front, setting: Setting) -> None:
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


def _peel_order(head: Front, setting: Setting) -> None:
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


def _peel_people(head: Front, setting: Setting) -> None:
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


def _peel_others(head: Front, setting: Setting) -> None:
    """由市场部牵头、销售部配合: everybody who has a part of their own in the task."""
    if not head.owners or "ordered" not in head.flags:
        return
    if other := with_part(head.rest, setting):
        head.owners = head.owners + other[0]
        head.at += other[1]


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


def _peel_modal(head: Front, setting: Setting) -> None:
    modal = setting.match(r"\s*(?P<word>«modal»)(?![求点闻素领员计务议场展长费签收付用急届来军知报客])\s*", head.rest)
    if modal is None or "whole" in head.flags or not ({"subject", "ordered", "demanded"} & head.flags or head.dues):
        return
    if setting.match(r"\s*«obliges»", head.rest):
        head.flags.add("ordered")
    head.flags.add("modal")
    head.at += modal.end()


def _peel_date(head: Front, setting: Setting) -> None:
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


def _goes_on(head: Front, behind: str, setting: Setting) -> bool:
    """Does a bare date say when to do it (李强12月4日提交), and not which one (12月4日的订单)?"""
    if re.match(r"\s*(?:$|[,，])", behind):
        return True
    by_people = leading_people(behind.lstrip(" ,，"), setting, loose=False) is not None
    return bool(head.flags & {"subject", "ordered"}) or by_people or bool(setting.match(r"\s*«action_verbs»", behind))
