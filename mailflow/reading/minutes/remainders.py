"""What is left of a peeled clause: the action, and owner or deadline in brackets, behind @ or 由, or at its end."""

import re
from dataclasses import replace

from mailflow.core.minutes import Why
from mailflow.reading.folding import fold
from mailflow.reading.minutes.bare_clauses import bare_clause, is_unit
from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.deadlines import Due, find_dues
from mailflow.reading.minutes.fronts import INLINE, Front
from mailflow.reading.minutes.owners import Owners, read_owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import EDGE, Statement, tidy
from mailflow.reading.minutes.subjects import leading_people, with_part


def statement_of(head: Front, setting: Setting) -> Statement:
    """What the clause says, its front and what is left together."""
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
        body=tidy(head.text[head.body_at or (inline.end() if (inline := INLINE.match(head.text)) else 0) :]),
        numbered=INLINE.match(head.text) is not None,
    )


def _muses(head: Front, setting: Setting) -> bool:
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
    leads = not text[: bracket.start()].strip(EDGE)
    return leads or not text[bracket.end() :].strip(EDGE) or any(d.firm for d in found.dues)


def _inside(inside: str, setting: Setting) -> Statement | None:
    """（李强，12月4日，含税价单列）: owners, days and states, and behind them what is required."""
    owners, dues, status, helps = Owners(), list[Due](), "", False
    parts = _parts(inside, setting)
    for at, part in enumerate(parts):
        owner = is_unit(part) and any(find_dues(other, setting) for other in parts)  # （后勤部，5月18日）
        found = bare_clause(Clause(part), setting, slot=owner)
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
        owners = owners + found[0]
        while role and (other := with_part(text[end:], setting)):  # 由孙丽牵头、李强和赵敏配合
            owners, end = owners + other[0], end + other[1]
        return text[: match.start()] + " " + text[end:], owners, True
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
    at_end = not text[end:].strip(EDGE + ")）")
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
