"""Statements put together to tasks: which clause is a task's name, which only adds who, until when, or how well."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mailflow.reading.minutes.deadlines import Due
from mailflow.reading.minutes.owners import Owners
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.statements import Statement


@dataclass
class Draft:
    """A task, or a decision, while it is put together from clauses."""

    actions: list[str] = field(default_factory=list)
    owners: Owners = field(default_factory=Owners)
    dues: list[Due] = field(default_factory=list)
    requirements: list[str] = field(default_factory=list)
    said: list[Statement] = field(default_factory=list)

    def add(self, said: Statement) -> None:
        self.said.append(said)
        self.owners = self.owners + said.owners
        self.dues += said.dues
        if said.requirement:
            self.requirements.append(said.requirement)

    def any(self, flag: str) -> bool:
        return any(getattr(s, flag) for s in self.said)

    @property
    def title(self) -> str:
        joint = " " if self.actions and self.actions[0].isascii() else "，"
        return (", " if joint == " " else joint).join(self.actions)

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
    for said in statements:
        if said.meeting and not said.action and not said.owners:
            lead = said  # 会议决定，…: it governs what follows
            continue
        if current is not None and not _begins_another(current, said, setting):
            _place(current, said, setting)
            continue
        previous, current = current, Draft()
        if previous is not None:
            yield previous
            if not said.owners and said.due and not said.clause.stop:
                current.owners = previous.owners  # 李强12月4日前完成A，12月11日前完成B
        if lead is not None:
            current.said.append(lead)
        lead = None
        _place(current, said, setting)
    if current is not None:
        yield current


def _begins_another(current: Draft, said: Statement, setting: Setting) -> bool:
    if not said.action:
        # 李强，提交A，12月4日；赵敏，…
        return said.clause.stop and bool(said.owners) and bool(current.actions) and current.named
    if not current.actions or said.bare:
        return False
    if said.clause.stop:
        return not _is_requirement(said, setting)
    if said.subject and said.owners:
        return True
    firm = said.due is not None and said.due.moment is not None
    return firm and current.due is not None and current.due.moment is not None and said.due is not current.due


def _place(current: Draft, said: Statement, setting: Setting) -> None:
    current.add(said)
    if not said.action or (said.bare and current.actions):
        return
    if current.actions and _is_requirement(said, setting):
        current.requirements.append(_without_label(said.action, setting))
    elif current.actions and setting.match("«reason_start»", said.action):
        return
    else:
        current.actions.append(said.action)


def _is_requirement(said: Statement, setting: Setting) -> bool:
    """要求…, 确保…, 不少于…: what the result must satisfy, not another thing to do."""
    text = said.clause.text
    return not said.owners and setting.match(r"\s*«requirement_start»", text) is not None


def _without_label(text: str, setting: Setting) -> str:
    label = setting.match(r"(?:并|同时|具体|总体)?(?:要求|要求是|requirement)\s*[:：]?\s*", text)
    return text[label.end() :] if label and label.end() < len(text) else text
