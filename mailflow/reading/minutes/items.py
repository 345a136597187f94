"""One line of minutes: the tasks and decisions in it, judged by the heading under which it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from mailflow.core.minutes import Why
from mailflow.reading.folding import fold
from mailflow.reading.minutes.assembly import Draft, drafts
from mailflow.reading.minutes.clauses import clauses, spaced
from mailflow.reading.minutes.deadlines import Due, find_dues, read_due
from mailflow.reading.minutes.labels import Field, Fields, parse_fields
from mailflow.reading.minutes.outline import Entry
from mailflow.reading.minutes.owners import Owners, is_nothing, read_owners
from mailflow.reading.minutes.sections import Section
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import named_by, tidy
from mailflow.reading.minutes.statements import statements
from mailflow.reading.name_forms import Via


@dataclass(frozen=True)
class Found:
    """A task as its line states it; ``due`` None where no time was named at all."""

    title: str
    owners: Owners
    due: Due | None
    requirement: str
    line: str
    group: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class Decided:
    text: str


def read_entry(entry: Entry, setting: Setting) -> Iterator[Found | Decided]:
    """The tasks and decisions that a line states, in order."""
    text = _STRUCK.sub("", entry.text).strip()
    if entry.example or entry.section is Section.ATTENDANCE or not text or _is_idle(text, setting):
        return
    if entry.marker is not None and entry.marker.ticked:
        return
    if setting.match(r"\s*[(（\[【]?«done»[)）\]】]?\s*[:：]", text) and not find_dues(text, setting):
        return
    fields = parse_fields(text, setting)
    if fields.has(Field.TASK, Field.OWNER, Field.DUE, Field.HELPER):
        yield from _labelled(fields, entry, setting)
        return
    boxed = entry.marker is not None and entry.marker.ticked is False
    called = text.startswith("@") or (text[:1] == "[" and text[1:2] == "@")
    arrow = entry.marker is not None and entry.marker.kind == "arrow" and entry.section is not Section.TASKS
    section = entry.section
    if section is not Section.REVIEW and (boxed or arrow or called):
        section = Section.RESOLVED if arrow else Section.TASKS
    yield from _measured(text, fields, entry, section, setting)


def _measured(text: str, fields: Fields, entry: Entry, section: Section, setting: Setting) -> Iterator[Found | Decided]:
    """吴昊 周四前 给出清单 要求：两个以上型号: the only label of the item is at its end."""
    wanted = fields.value(Field.REQUIREMENT)
    alone = fields.lead and wanted and all(kind is Field.REQUIREMENT for kind, _ in fields.values)
    inside = len(re.findall(r"[(（\[【]", fields.lead)) != len(re.findall(r"[)）\]】]", fields.lead))
    if alone and not inside and not find_dues(wanted, setting) and not setting.people.find(wanted):
        found = list(_judged(fields.lead, entry, section, setting))
        if found and isinstance(last := found[-1], Found):
            yield from found[:-1]
            yield replace(last, requirement="；".join(part for part in (last.requirement, wanted) if part))
            return
    yield from _judged(text, entry, section, setting)


_STRUCK = re.compile(r"~~.*?~~")


def _is_idle(text: str, setting: Setting) -> bool:
    """Nothing stated."""
    words = fold(text).strip(" 。.;；")
    return is_nothing(words, setting) or setting.book.names("empty_statement", words)


# ------------------------------------------------------------------------------------------ fields with labels


def _labelled(fields: Fields, entry: Entry, setting: Setting) -> Iterator[Found | Decided]:
    """任务：… 责任人：… 完成时间：… 要求：…; in a review only a task that is given anew has its own label."""
    if entry.section is Section.REVIEW and not fields.has(Field.TASK):
        return
    status = fields.value(Field.STATUS)
    if status and not _is_open(status, setting):
        return
    name = " ".join(part for part in (fields.lead, fields.value(Field.TASK)) if part)
    if not fields.has(Field.OWNER, Field.DUE, Field.HELPER) and not fields.has(Field.TIME):
        if name:
            yield from _judged(_with_requirement(name, fields), entry, Section.TASKS, setting)
        return
    found = _of_fields(name, fields, entry, setting)
    if found is not None:
        yield found


def _with_requirement(name: str, fields: Fields) -> str:
    wanted = fields.value(Field.REQUIREMENT)
    return f"{name}（要求：{wanted}）" if wanted else name


def _is_open(status: str, setting: Setting) -> bool:
    return is_nothing(status, setting) or setting.book.names("not_begun", fold(status))


def _of_fields(name: str, fields: Fields, entry: Entry, setting: Setting) -> Found | None:
    owners = Owners()
    time = fields.value(Field.DUE, Field.TIME)
    for kind in (Field.OWNER, Field.HELPER):
        value, day = _without_day(fields.value(kind), setting)
        time = time or day
        if value:
            owners = owners + read_owners(value, setting)
    if owners.placeholder:
        return None
    due = read_due(time, setting) if time else None
    requirement = fields.value(Field.REQUIREMENT)
    requirement = "" if is_nothing(requirement, setting) else requirement
    title = tidy(name)
    stated = fields.value(Field.OWNER, Field.HELPER) and time
    if title and not stated:
        title, named, due, requirement = _completed(name, owners, due, requirement, setting)
        owners = named if fields.value(Field.OWNER) else _with_leader(name, named, setting)
    if not title and requirement and (owners or due):
        title, requirement = requirement, ""
    return (
        Found(title, owners, due, requirement, entry.line, entry.group)
        if title and not is_nothing(title, setting)
        else None
    )


def _with_leader(name: str, helpers: Owners, setting: Setting) -> Owners:
    """黄凯（配合：吴昊）：腾退二层: only the helpers have a label, who leads them stands in front."""
    parts = drafts(statements(list(clauses(name, setting)), setting, slots=False), setting)
    leaders = sum((d.owners for d in parts), Owners())
    return leaders + helpers if leaders.people and leaders.people != helpers.people else helpers


def _without_day(value: str, setting: Setting) -> tuple[str, str]:
    """责任人：李强 12/4 前: the people of the field, and the day behind them."""
    day = next(iter(find_dues(value, setting, weak=True)), None)
    if day is None or not value[: day.start].strip():
        return value, ""
    return value[: day.start].rstrip(" ,，、;；("), value[day.start :].rstrip(")")


def _completed(
    name: str, owners: Owners, due: Due | None, requirement: str, setting: Setting
) -> tuple[str, Owners, Due | None, str]:
    """What the fields leave open may stand in the words of the task itself."""
    parts = list(drafts(statements(list(clauses(name, setting)), setting, slots=False), setting))
    titles = [d.title for d in parts if d.title]
    owners = owners if owners.people or owners.problems else sum((d.owners for d in parts), Owners())
    due = due or next((d.due for d in parts if d.due), None)
    requirement = requirement or "；".join(d.requirement for d in parts if d.requirement)
    return "，".join(titles) or tidy(name), owners, due, requirement


# ------------------------------------------------------------------------------------------ sentences


def _judged(text: str, entry: Entry, section: Section, setting: Setting) -> Iterator[Found | Decided]:
    slots = section in (Section.TASKS, Section.RESOLVED)
    text = spaced(text, setting, numbered=entry.marker is not None) if slots else text
    for draft in drafts(statements(list(clauses(text, setting)), setting, slots=slots), setting):
        if entry.owner and not draft.named:
            draft.named_owners = read_owners(entry.owner, setting)
        if slots and not draft.named and _has_day(draft):
            _name_label(draft, setting)
        if _is_task(draft, section, entry, setting):
            yield Found(
                named_by(draft.title, setting), draft.owners, draft.due, draft.requirement, entry.line, entry.group
            )
        elif decision := _decision(draft, section, entry, setting):
            yield Decided(decision)


_LABEL = re.compile(
    r"(?P<name>[A-Z][a-z]+(?: [A-Z][a-z]+)?|[\u4e00-\u9fff]{2,6}(?:部|组|团队|中心|公司))\s*[:：]\s*(?=\S)"
)


def _name_label(draft: Draft, setting: Setting) -> None:
    """Marketing: landing page, 10 Dec: in a list of tasks the label of one is its owner, whom nobody here is."""
    label = _LABEL.match(draft.title)
    if label is not None and len(draft.actions) > 0:
        draft.named_owners = read_owners(label["name"], setting)
        draft.actions[0] = draft.actions[0][label.end() :]


def _is_task(draft: Draft, section: Section, entry: Entry, setting: Setting) -> bool:
    if len(tidy(draft.title)) < 2 or any(s.status == "done" for s in draft.said) or _praises(draft, setting):
        return False
    if setting.search("«own_request»", draft.whole):
        return False
    when_or_where = setting.full(_WHEN_OR_WHERE, draft.title) is not None and not _acts(draft, setting)
    if when_or_where and not draft.named:
        return False
    if draft.premise or (draft.conditional and not _has_day(draft)):
        return False
    listed = section is Section.TASKS and entry.item
    if not (_has_day(draft) or listed) and (setting.search("«exhorts»", draft.title) or not draft.owners.people):
        return False
    if not _has_day(draft) and setting.full(_PRESENCE, draft.title):
        return False
    return _POLICY[section](draft, entry, setting)


_WHEN_OR_WHERE = r"[\u4e00-\u9fff]{0,6}(?:时间|日期|地点)|(?:(?:the|next|our|new|meeting|call|start|end)\s+)*(?:date|time|venue|place)"
_PRESENCE = (
    r"(?:因.{1,8}|due to .{1,20})?(?:«stands_in»|«takes_part»|«chairs»|«records»|«on_leave»|«absent»|«late_for_sure»|«left_early»)"
    r"(?:«takes_part»|.{0,3})"
)


def _praises(draft: Draft, setting: Setting) -> bool:
    return setting.match("«praise»", draft.title) is not None


def _told(draft: Draft) -> bool:
    """A report or a thought, not an order."""
    return (draft.any("told") or draft.any("mused")) and not _demanded(draft)


def _demanded(draft: Draft) -> bool:
    return draft.governed or draft.any("demanded") or draft.any("decided")


def _has_day(draft: Draft) -> bool:
    due = draft.due
    return due is not None and (due.moment is not None or due.why is not None)


def _firm(draft: Draft) -> bool:
    return any(d.firm and not d.past and (d.moment or d.why is Why.IMPOSSIBLE_DATE) for d in draft.dues)


def _in_tasks(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """Every item is a task, unless it tells of something; a plain line must name an owner or a day."""
    if draft.any("told") and not _has_day(draft) and not draft.any("ordered"):
        return False
    if draft.any("mused") and not draft.named:
        return False
    if entry.item or entry.section is not Section.TASKS or draft.named:
        return True
    return _has_day(draft) and _acts(draft, setting)


def _in_resolved(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """A task has an owner who is told to do it, or a deadline; what takes effect on a day is a decision."""
    if _told(draft) or (draft.any("effective") and not _firm(draft) and not draft.any("pleaded")):
        return False
    if setting.match("«decision_start»", draft.title) and not (draft.named and _has_day(draft)):
        return False
    if setting.search("«postpones»", draft.title) or _rules(draft, setting):
        return False
    if draft.any("pleaded") and not _has_day(draft) and not draft.said[0].clause.stop:
        return False  # …, 由郑洁监督执行: a part of what was decided
    if draft.named and not draft.owners.people and not _has_day(draft):
        return False
    if draft.named:
        return _has_day(draft) or draft.any("ordered") or draft.any("labelled") or _by_name(draft, setting)
    apart = any(s.dues and (not s.action or s.clause.dash) for s in draft.said)
    return _firm(draft) or ((apart or _rhythmic(draft)) and not draft.any("effective") and _acts(draft, setting))


def _rules(draft: Draft, setting: Setting) -> bool:
    """客服周末轮休取消: the unit in front is what the decision is about, not who carries it out."""
    ordered = draft.any("ordered") or draft.any("labelled") or setting.match("«disposes»", draft.title)
    return not ordered and not _by_name(draft, setting) and setting.search("«decision_end»$", draft.title) is not None


def _rhythmic(draft: Draft) -> bool:
    """尽快, 每周: no day, and still somebody must do it."""
    return draft.due is not None and draft.due.moment is None and draft.due.why is not None


def _of_the_past(draft: Draft) -> bool:
    """王芳：7月成交2210万元, told in August."""
    return draft.due is not None and draft.due.why is Why.IMPOSSIBLE_DATE


def _by_name(draft: Draft, setting: Setting) -> bool:
    """Named as a person, not as 客服 or 华南区, which may be what the sentence is about."""
    named = (Via.NAME, Via.ENGLISH, Via.ADDRESS, Via.ALIAS, Via.TITLE)
    return any(m.via in named for s in draft.said for m in setting.people.find(s.clause.text))


def _acts(draft: Draft, setting: Setting) -> bool:
    return setting.match("«action_verbs»", draft.title) is not None


def _in_decisions(draft: Draft, entry: Entry, setting: Setting) -> bool:
    return (
        draft.named
        and not _told(draft)
        and _in_resolved(draft, entry, setting)
        and (_has_day(draft) or draft.any("pleaded"))
    )


def _in_prose(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """Somebody is told to do something, or does it by a day; what people report, suggest or ask is none."""
    if setting.search("«postpones»", draft.title):
        return False
    if _told(draft) or ((draft.any("effective") or draft.past) and not _firm(draft)):
        return False
    if draft.named:
        if draft.any("demanded") or (
            (draft.governed or draft.any("decided")) and (draft.any("ordered") or _rhythmic(draft))
        ):
            return True
        if draft.any("pleaded") and (_has_day(draft) or _asked_outright(draft, setting)):
            return True
        if _firm(draft) or (_has_day(draft) and (draft.any("ordered") or _listed(draft, entry))):
            return True
        if draft.any("labelled") and _rhythmic(draft) and not _of_the_past(draft):
            return True
        if not (_has_day(draft) and draft.due and draft.due.moment):
            return False
        delivers = entry.item and draft.said[0].subject and setting.match("«delivers»", draft.title)
        return bool(delivers) or setting.match("«disposes»", draft.title) is not None
    return _demanded(draft) and _firm(draft) and not setting.match("«decision_start»", draft.title)


def _asked_outright(draft: Draft, setting: Setting) -> bool:
    """请吴昊联系工厂: somebody known is told so in as many words, and at the beginning."""
    first = draft.said[0]
    return first.pleaded and first.clause.stop and bool(draft.owners.people) and _by_name(draft, setting)


def _listed(draft: Draft, entry: Entry) -> bool:
    """Owner and day set apart from the words of the task, as lists do."""
    apart = [s for s in draft.said if not s.action]
    return entry.item and any(s.owners for s in apart) and any(s.dues for s in apart)


def _in_discussion(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """Only what the meeting itself says, or an outright 请 with name and day."""
    if _told(draft):
        return False
    if _demanded(draft):
        return _in_prose(draft, entry, setting)
    return draft.named and draft.any("pleaded") and _firm(draft) and draft.said[0].clause.stop


def _in_review(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """An earlier task is no new one, unless the meeting gives it anew."""
    return _demanded(draft) and draft.named and _firm(draft) and not draft.any("mused")


def _in_idle(draft: Draft, entry: Entry, setting: Setting) -> bool:
    """Beside praise and the next meeting only an outright 请…前, or materials that somebody hands in by a day."""
    if _told(draft) or not draft.named:
        return False
    whole = [s for s in draft.said if s.owners and any(d.firm for d in s.dues)]
    return any(s.pleaded or setting.match("«disposes»|«delivers»", s.action) for s in whole)


_POLICY = {
    Section.TASKS: _in_tasks,
    Section.RESOLVED: _in_resolved,
    Section.DECISIONS: _in_decisions,
    Section.NEUTRAL: _in_prose,
    Section.DISCUSSION: _in_discussion,
    Section.REVIEW: _in_review,
    Section.IDLE: _in_idle,
    Section.ATTENDANCE: lambda *_: False,
}


def _decision(draft: Draft, section: Section, entry: Entry, setting: Setting) -> str:
    """The words of a decision: what a list of decisions holds, or what the meeting is said to have decided."""
    if (
        _praises(draft, setting)
        or not draft.title
        or draft.any("mused")
        or setting.search("«own_request»", draft.whole)
    ):
        return ""
    if draft.conditional or (draft.premise and setting.match("«condition»", draft.whole)):
        return ""
    listed = section in (Section.RESOLVED, Section.DECISIONS) and not draft.any("told")
    said = draft.any("decided") and section not in (Section.REVIEW, Section.IDLE)
    if not (listed or said):
        return ""
    return "，".join(s.body for s in draft.said if s.action)
