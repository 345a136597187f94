"""Statements put together to tasks: which clause is a task's name, which only adds who, until when, or how well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from mailflow.reading.minutes.deadlines import Due
from mailflow.reading.minutes.owners import Owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statement import Statement
from mailflow.reading.name_forms import Via

_SHORTEST = 4
"""A name of so few characters is completed by 完成, 上线 and their like."""


@dataclass
class Draft:
    """A task, or a decision, while it is put together from clauses."""

    actions: list[str] = field(default_factory=list)
    named_owners: Owners = field(default_factory=Owners)
    aside: Owners = field(default_factory=Owners)
    dues: list[Due] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)
    topic: str = ""
    premise: bool = False
    conditional: bool = False
    governed: bool = False
    past: bool = False

    def add(self, said: Statement) -> None:
        if not said.action and said.owners and self.named and not said.ordered:
            self._give_back()
        self.said.append(said)
        self.named_owners = self.named_owners + said.owners
        self.aside = self.aside + said.aside
        self.dues += said.dues
        if said.requirement:
            self.requirements.append(said.requirement)

    def _give_back(self) -> None:
        """李强客户的退款 郑洁: the name in front was no owner, but part of the task's name."""
        weak = [
            s for s in self.said if s.subject and s.action and not (s.labelled or s.ordered or s.dues or s.clause.topic)
        ]
        if len(weak) != 1 or weak[0].action not in self.actions:
            return
        self.actions[self.actions.index(weak[0].action)] = weak[0].body
        self.named_owners = Owners()

    def any(self, flag: str) -> bool:
        return any(getattr(s, flag) for s in self.said)

    @property
    def owners(self) -> Owners:
        """Those named outright; only where nobody is, those in brackets."""
        return self.named_owners if self.named_owners else self.aside

    @property
    def title(self) -> str:
        joint = " " if self.actions and self.actions[0].isascii() else "，"
        return (", " if joint == " " else joint).join(self.actions or [self.topic])

    @property
    def requirement(self) -> str:
        return "；".join(self.requirements)

    @property
    def due(self) -> Due | None:
        """The first day that is made a deadline, else the first day, else what was said of the time."""
        for wanted in (lambda d: d.moment and d.firm, lambda d: d.moment or d.past or d.why, lambda d: True):
            chosen = next((d for d in self.dues if wanted(d)), None)
            if chosen is not None:
                return chosen
        return None

    @property
    def named(self) -> bool:
        return bool(self.owners.people or self.owners.problems)

    @property
    def whole(self) -> str:
        return "，".join(s.clause.text for s in self.said)


def drafts(statements: Iterable[Statement], setting: Setting) -> Iterator[Draft]:
    """The tasks and decisions that a text states, in order."""
    current: Draft | None = None
    lead: Statement | None = None
    topic: Statement | None = None
    ruling: Statement | None = None  # 会议决定：…；…；…
    heading: Statement | None = None
    for said in statements:
        if current is not None:
            said = _as_requirement(current, said, setting)
        ruling = said if said.meeting else None if said.clause.sentence else ruling
        heading = heading or (said if said.labelled and said.owners else None)
        if said.clause.topic and said.action and (current is None or said.clause.stop) and not said.meeting:
            if current is not None:
                yield current
            current, topic = None, said
            continue
        if said.meeting and not said.action and not said.owners:
            if current is not None and said.clause.stop:
                yield current
                current = None
            lead = said  # 会议决定，…: it governs what follows
            continue
        if current is not None and not _begins_another(current, said, setting):
            _place(current, said, setting)
            continue
        if current is not None and not current.actions and not said.clause.stop:
            current.actions.append(said.action)  # 李强12月4日、赵敏12月5日前提交计划
        previous, current = current, Draft()
        if previous is not None:
            current.governed = not said.clause.stop and (
                previous.governed or previous.any("decided") or previous.any("demanded")
            )
            current.past = not said.clause.stop and (
                previous.past or previous.any("told") or _is_past(previous, setting)
            )
            first = setting.search("«first_of_all»$", previous.title) is not None
            other = said.subject and bool(said.owners)
            previous.premise = not said.clause.stop and not previous.dues and (first or other or not previous.named)
            if not said.clause.stop and (said.bare or (not said.action and said.owners and said.due)):
                current.actions += previous.actions  # 李强12月8日前完成分级，赵敏12月9日前完成
            current.conditional = previous.premise and _is_condition(previous, setting)
            yield previous
            if not said.owners and said.due and not said.clause.stop:
                current.named_owners = previous.owners  # 李强12月4日前完成A，12月11日前完成B
            elif heading is not None and not said.owners and said.clause.stop:
                current.named_owners = heading.owners  # 销售部：…；…
        if lead is None and ruling is not None and ruling is not said and said.clause.stop:
            lead = ruling
        if lead is not None:
            current.said.append(lead)
        if topic is not None:
            current.topic = topic.action
            narrates = setting.match("«meeting»", topic.clause.text) is not None
            current.said.append(replace(topic, told=topic.told and not narrates))
        lead = topic = None
        _place(current, said, setting)
    if current is not None:
        yield current


def _begins_another(current: Draft, said: Statement, setting: Setting) -> bool:
    if (said.meeting and said.clause.stop) or (said.leads and bool(current.actions)):
        return True
    if not said.action:
        # 李强，提交A，12月4日；赵敏，…
        if said.owners and said.due and current.actions and current.named and current.due:
            return True  # 李强12月8日前完成分级，赵敏12月9日前完成
        helps = setting.search("«role_help»", said.clause.text) is not None
        return said.clause.stop and bool(said.owners) and bool(current.actions) and current.named and not helps
    each = said.subject and current.named and current.due is not None and said.due is not None
    if said.bare:
        return each
    if not current.actions:
        return (said.clause.stop and current.named and said.subject) or (each and said.due is not current.due)
    if said.clause.stop:
        return not (_is_requirement(said, setting) or _is_remark(current, said, setting))
    if said.subject and said.owners:
        return True
    firm = said.due is not None and said.due.moment is not None
    return firm and current.due is not None and current.due.moment is not None and said.due is not current.due


def _place(current: Draft, said: Statement, setting: Setting) -> None:
    current.add(said)
    if not said.action or (said.bare and len(current.title) > _SHORTEST):
        return
    if current.actions and (_is_requirement(said, setting) or _is_remark(current, said, setting)):
        current.requirements.append(_without_label(said.action, setting))
    elif current.actions and setting.match("«reason_start»", said.action):
        return
    else:
        current.actions.append(said.action)


def _is_requirement(said: Statement, setting: Setting) -> bool:
    """要求…, 确保…, 不少于…: what the result must satisfy, not another thing to do."""
    text = said.clause.text
    if said.owners:
        return False
    if setting.match(r"\s*«requirement_start»", text):
        return True
    # 公告须中英文对照: what must be so is named first, in the sentence that gives the task
    return not said.clause.stop and not said.dues and setting.match(r"[^\W\d_]{1,8}«must_be»", text) is not None


def _as_requirement(current: Draft, said: Statement, setting: Setting) -> Statement:
    """…12月4日前修订办法，要求两个部门会签: behind a whole task what others have to do with it is its measure."""
    whole = bool(current.actions) and current.named and current.due is not None and not said.clause.stop
    if not (whole and said.owners and said.action and not said.dues and not said.meeting):
        return said
    asked = setting.match(r"\s*«requirement_start»\s*", said.clause.text)
    named = any(m.via in (Via.NAME, Via.ENGLISH, Via.ADDRESS) for m in setting.people.find(said.clause.text))
    return said if asked is None or named else replace(said, owners=Owners(), action=said.clause.text)


def _is_remark(current: Draft, said: Statement, setting: Setting) -> bool:
    """Behind the owner and the day, or with a measure in it: how well, not what else."""
    apart = [s for s in current.said if not s.action]
    behind = any(s.owners for s in apart) and any(s.dues for s in apart)
    measured = setting.search("«measure»", said.action) and not setting.match("«action_verbs»", said.action)
    complete = current.named and current.due is not None
    return (
        not said.owners
        and not said.dues
        and not said.numbered
        and (
            (behind and not said.clause.stop)
            or bool(measured)
            or (
                said.clause.stop
                and not said.clause.sentence
                and complete
                and not setting.match("«condition»", said.clause.text)
            )
        )
    )


def _is_past(draft: Draft, setting: Setting) -> bool:
    """11月18日曾停发半天，由吴昊牵头修复: what follows in the sentence is over as well."""
    return any(d.past for d in draft.dues) or setting.search("«past»", draft.whole) is not None


def _is_condition(draft: Draft, setting: Setting) -> bool:
    """逾期未交的，由王芳约谈: a rule for a case that may come."""
    return setting.match("«condition»", draft.whole) is not None


def _without_label(text: str, setting: Setting) -> str:
    label = setting.match(r"(?:并|同时|具体|总体)?(?:要求|要求是|requirement)\s*[:：]?\s*", text)
    return text[label.end() :] if label and label.end() < len(text) else text
