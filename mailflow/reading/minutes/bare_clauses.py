"""Clauses that name nothing but people or a day, as the fields of lists do."""

import re
from dataclasses import replace
from itertools import pairwise

from mailflow.core.minutes import Why
from mailflow.reading.folding import fold
from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.deadlines import Due, find_dues
from mailflow.reading.minutes.owners import NOBODY, Owners, is_nothing, of_mention, qualified, read_owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import Statement
from mailflow.reading.minutes.subjects import leading_people
from mailflow.reading.name_forms import Via, looks_like_name

_UNITS = (Via.DEPARTMENT, Via.MODULE)
_PERCENT = re.compile(r"\W*(?:已|约|大约|完成|进度|about|at)*\s*\d{1,3}\s*%\W*(?:done|complete|完成)?\W*")

_NEAR = 40  # characters before a name that may say that it only receives something


def bare_clause(clause: Clause, setting: Setting, *, slot: bool) -> Statement | None:
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
    label = setting.match(r"(?:the\s+)?(?:«owner_label»|«helper_label»)\s*(?:[:：]|是|为|is\b)?\s*", text)
    if label and text[label.end() :].strip() and is_nothing(text[label.end() :], setting):
        return Statement("", clause, owners=NOBODY, labelled=True)  # 责任人会后再定
    if label and text[label.end() :].strip() and (owners := _only_people(text[label.end() :], setting)):
        return Statement("", clause, owners=owners, subject=False, labelled=True)
    if not dues and not people and (helper := _strange_helper(text, setting)):
        return Statement("", clause, owners=helper, subject=True, ordered=True)
    if not dues and not people:
        return _slot(text, clause, setting) if slot else None
    if len(dues) > 1 or _left_over(text, people, dues, setting):
        return None
    receiving = [m for m in people if setting.search(r"«recipients»\s*$", text[max(0, m.start - _NEAR) : m.start])]
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


def is_unit(text: str) -> bool:
    """后勤部, 印刷厂: the name of a unit, whether or not somebody here belongs to it."""
    units = r"@?[\u4e00-\u9fff]{1,5}(?:公司|部|组|团队|中心|科|处|厂|供应商|服务商|部门)"
    return re.fullmatch(units, text) is not None


_SLOT = re.compile(r"@?[A-Z][A-Za-z.'-]{1,14}(?:\s[A-Z][A-Za-z.'-]{1,14}){0,2}")


def _slot(text: str, clause: Clause, setting: Setting) -> Statement | None:
    """A name that nobody here bears, in the place of an owner: “Review the contract - Kevin - 4 Dec”."""
    han = re.fullmatch(r"@?(?:[小老阿][\u4e00-\u9fff]|[\u4e00-\u9fff]{1,2}(?:总|经理|主管|主任|工|老师|总监))", text)
    if _SLOT.fullmatch(text) or han or is_unit(text) or (looks_like_name(text) and len(text) <= 3):
        return Statement("", clause, owners=read_owners(text, setting))
    return None
