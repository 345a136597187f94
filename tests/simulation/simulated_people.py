"""The simulated people: what each does with a mail of mailflow's. They answer late, wrongly, twice, or never."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

import simulated_telephone as telephone
from simulated_fate import Fate
from simulated_words import TASKS, in_words, words

from mailflow.core.letters import MailKind as Kind
from mailflow.core.organization import Organization, Person
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import RecordId
from mailflow.demo import buttons, form, mailprograms
from mailflow.demo.cast import PROGRAM_OF
from mailflow.demo.mailprograms import PROGRAMS, MailProgram
from mailflow.demo.papers import sheet
from mailflow.demo.received import Received, read

Write = Callable[[datetime, int], bytes]
"""The final bytes of an answer, written when its time has come: at what moment, which number of all mails."""


@dataclass(frozen=True)
class Meant:
    """An answer that somebody has in mind. ``robot``: their mail server writes it, not they."""

    after: timedelta
    write: Write
    robot: bool = False


@dataclass(frozen=True)
class Seen:
    """A mail of ours in somebody's mailbox. ``sent`` stands for what its words tell a person at a look.

    ``record`` is what it is about, ``opens`` gives its bytes. Who does not answer ``in_full`` writes from a telephone,
    which quotes nothing.
    """

    person: Person
    sent: Outgoing
    record: RecordId
    opens: Callable[[], bytes]
    at: datetime
    rng: Random
    in_full: bool = True

    @cached_property
    def shown(self) -> Received:
        return read(self.opens())

    @property
    def answered(self) -> Received:
        """What an answer needs of the mail."""
        return self.shown if self.in_full else self._head

    @property
    def _head(self) -> Received:
        answer_to = f"secretary+{self.sent.token}@corp.example"
        head = ("会议秘书", "secretary@corp.example", self.person.email, answer_to, self.sent.subject)
        sent = self.sent
        return Received(sent.message_id, "", *head, self.at, sent.kind.value, self.record, "", "", "", b"", ())

    @property
    def program(self) -> MailProgram:
        return PROGRAMS[PROGRAM_OF[self.person.email.partition("@")[0]]]


Says = list[tuple[str, int]]
"""What may be said, each with its weight; "" is silence."""

_COMING: Says = [
    ("button ACCEPTED", 30), ("accept", 25), ("button TENTATIVE", 4), ("button DECLINED", 5), ("leave-with", 9),
    ("leave", 5), ("leave-bare", 2), ("late", 4), ("early", 2), ("counter", 4), ("unclear", 3), ("thanks", 2), ("", 14),
]  # fmt: skip
_TO_LEADERS: Says = [*_COMING, ("move", 4), ("cancel", 2), ("invite", 5)]
_TO_CALM_LEADERS: Says = [*_COMING, ("move", 1), ("cancel", 1), ("invite", 2)]
_AFTER_ALL: Says = [("accept-after-all", 8), ("late", 5), ("leave-with", 4), ("materials", 4), ("topic", 2), ("", 77)]
_TASK: Says = [
    ("progress", 22), ("done", 25), ("extend", 8), ("extend-bare", 4), ("reassign", 4), ("thanks", 4), ("unclear", 2),
    ("", 33),
]  # fmt: skip
_SAID: dict[Kind, Says] = {
    Kind.INVITATION: _COMING,
    Kind.UPDATE: _COMING,
    Kind.RSVP_REMINDER: [s for s in _COMING if not s[0].startswith("button")],
    Kind.CALL: [("materials", 25), ("nothing", 15), ("topic", 15), ("thanks", 5), ("", 40)],
    Kind.MATERIALS_REMINDER: [("materials", 50), ("nothing", 25), ("", 25)],
    Kind.AGENDA: _AFTER_ALL,
    Kind.LEAVE_REQUEST: [("approve", 50), ("reject", 20), ("thanks", 3), ("", 27)],
    Kind.LEAVE_DECISION: [("accept-after-all", 12), ("", 88)],
    Kind.SUBSTITUTE_REQUEST: [("stand-in", 50), ("not-stand-in", 25), ("thanks", 3), ("", 22)],
    Kind.MINUTES_REQUEST: [("minutes", 85), ("thanks", 5), ("", 10)],
    Kind.MINUTES_REMINDER: [("minutes-corrected", 80), ("", 20)],
    Kind.OBJECTION: [("minutes-corrected", 75), ("", 25)],
    Kind.MINUTES: [("confirm", 60), ("object", 10), ("thanks", 5), ("", 25)],
    Kind.TASK: _TASK,
    Kind.TASK_REMINDER: _TASK,
    Kind.ESCALATION: [("done", 20), ("progress", 10), ("", 70)],
}
_SAID_CALMLY: dict[Kind, Says] = {
    Kind.CALL: [("materials", 14), ("nothing", 8), ("topic", 2), ("thanks", 1), ("", 75)],
    Kind.MINUTES: [("confirm", 28), ("object", 1), ("thanks", 1), ("", 70)],
    Kind.AGENDA: [*_AFTER_ALL[:-1], ("", 300)],
}
_IN_WORDS = {"ACCEPTED": "accept", "TENTATIVE": "unclear", "DECLINED": "leave-with"}
_PRESSES = 0.06
_ASKED: dict[str, Says] = {
    "leave-details": [("reason", 60), ("leave-with", 20), ("accept-after-all", 5), ("", 15)],
    "substitute": [("another", 60), ("", 40)],
    "minutes": [("minutes-completed", 60), ("minutes", 25), ("", 15)],
    "extend": [("extend", 70), ("done", 10), ("", 20)],
    "reassign": [("reassign", 60), ("", 40)],
    "unclear": [("accept", 50), ("thanks", 10), ("", 40)],
    "convene": [("time", 80), ("", 20)],
    "next-meeting": [("time", 80), ("", 20)],
}
_APPROVAL: dict[str, Says] = {
    "close": [("solved", 60), ("not-solved", 25), ("", 15)],
    "held": [("not-me", 60), ("approve", 20), ("", 20)],
    "convene": [("not-me", 50), ("approve", 30), ("", 20)],
}
_APPROVE: Says = [("approve", 65), ("reject", 15), ("", 20)]


@dataclass
class People:
    """The company at its mailboxes. ``papers`` is what the recorder remembers of the minutes of each meeting.

    ``calm``: so many are asked that each objects and wavers seldom; else no minutes would ever become final.
    """

    organization: Organization
    fate: Fate
    calm: bool = False
    papers: dict[str, form.Filling] = field(default_factory=dict)
    forms: dict[str, str] = field(default_factory=dict)

    def react(self, seen: Seen) -> Iterator[Meant]:
        """What this mail will be answered with, and when: once as a rule."""
        kind = seen.sent.kind
        if kind is Kind.MINUTES_REQUEST:
            self.forms[seen.record] = seen.shown.text
        if seen.rng.random() < 0.02 and kind is not Kind.RECEIPT:
            yield Meant(timedelta(seconds=5), lambda at, n: self._away(seen, at, n), robot=True)
        said = self._choose(seen)
        if not said:
            return
        yield Meant(_delay(seen.rng), lambda at, n: self._write(said, seen, at, n))
        if seen.rng.random() < 0.05:  # twice, as people press “send” again
            yield Meant(_delay(seen.rng), lambda at, n: self._write(said, seen, at, n))
        if seen.rng.random() < 0.05:  # another mind
            other = self._choose(seen)
            if other:
                yield Meant(_delay(seen.rng) * 2, lambda at, n: self._write(other, seen, at, n))

    def _choose(self, seen: Seen) -> str:
        table = self._table(seen)
        return seen.rng.choices([s for s, _ in table], [w for _, w in table])[0] if table else ""

    def _table(self, seen: Seen) -> Says:
        sent = seen.sent
        if sent.kind is Kind.ASK:
            return _ASKED.get(sent.variant, [])
        if sent.kind is Kind.APPROVAL_REQUEST:
            return _APPROVAL.get(sent.variant, _APPROVE)
        if sent.kind is Kind.NOTICE and sent.variant == "proposals":
            return [("move", 50), ("", 50)]
        if sent.kind is Kind.MINUTES_REMINDER and sent.variant:
            said = _SAID_CALMLY if self.calm else _SAID
            return said[Kind.MINUTES] if sent.variant == "confirm" else []
        leads = seen.person.email in self.organization.organizers or seen.person.role == "head"
        if sent.kind in (Kind.INVITATION, Kind.UPDATE) and leads:
            return _TO_CALM_LEADERS if self.calm else _TO_LEADERS
        if self.calm and sent.kind in _SAID_CALMLY:
            return _SAID_CALMLY[sent.kind]
        return _SAID.get(sent.kind, [])

    # -------------------------------------------------------------------------------------- writing

    def _write(self, said: str, seen: Seen, at: datetime, number: int) -> bytes:
        rng = self.fate.of("words", number)
        if said.startswith("button "):
            if not (seen.in_full or rng.random() < _PRESSES) or not seen.shown.calendar:
                said = _IN_WORDS[said.split()[1]]
            else:
                text = words("reason", seen.person, rng) if said.endswith("DECLINED") and rng.random() < 0.5 else ""
                return buttons.press(seen.program, seen.person, said.split()[1], text, seen.shown, at, number)
        if said.startswith("minutes"):
            return self.answer(seen, self._minutes(said, seen, at, rng), at, number)
        files = ()
        if said == "materials":
            files = (sheet(f"{seen.person.name}的数据{rng.choice('一二')}.xlsx", "本周", rng.randint(50, 99), 100),)
        day = in_words((at + timedelta(days=rng.randint(1, 12))).date())
        text = words(said, seen.person, rng, day=day, name=self._somebody(seen.person, rng))
        return self.answer(seen, text, at, number, files)

    def answer(
        self, seen: Seen, text: str, at: datetime, number: int, files: tuple[mailprograms.File, ...] = ()
    ) -> bytes:
        if seen.in_full or files:
            return mailprograms.answer(seen.program, seen.person, text, seen.answered, at, number, files)
        return telephone.answer(seen.person, text, seen.answered, at, number)

    def _away(self, seen: Seen, at: datetime, number: int) -> bytes:
        text = words("away", seen.person, self.fate.of("away", number))
        return mailprograms.away(seen.person, text, seen.answered, at, number)

    def _somebody(self, but: Person, rng: Random) -> str:
        return rng.choice([p.name for p in self.organization.people if p is not but])

    # ------------------------------------------------------------------------------------- minutes

    def _minutes(self, said: str, seen: Seen, at: datetime, rng: Random) -> str:
        """The form filled in, some other layout, or the lines that were asked for."""
        key = seen.record
        filling = self.papers.get(key) or self._filling(key, at, rng)
        if said == "minutes-completed":
            filling = _completed(filling, at)
            self.papers[key] = filling
            return "\n".join(_line(t) for s in filling.sections for t in s.tasks)
        if said == "minutes-corrected" and key in self.papers:
            filling = _corrected(filling, rng)
            self.papers[key] = filling
            return "已按意见更正，新版纪要如下：\n\n" + self._text(key, filling)
        self.papers[key] = filling
        return self._text(key, filling)

    def _text(self, key: str, filling: form.Filling) -> str:
        filled = form.fill(self.forms[key], filling) if key in self.forms else ""
        tasks = [t for s in filling.sections for t in s.tasks]
        if filled and all(t.title in filled for t in tasks):
            return filled
        listed = "\n".join(
            f"{n}. {t.title}，责任人：{t.owner}，完成时间：{t.due}" for n, t in enumerate(tasks, start=1)
        )
        return f"出席：张伟、王芳、刘洋、何军\n决议：\n{listed or '无'}\n"

    def _filling(self, key: str, at: datetime, rng: Random) -> form.Filling:
        text = self.forms.get(key, "")
        headings = [line.strip("【】") for line in text.split("\n") if line.startswith("【")] or ["决议"]
        titles = rng.sample(TASKS, rng.choice((0, 1, 1, 1, 2)))
        heading = rng.choice(headings[1:] or headings)
        tasks = tuple(
            form.Task(
                title=f"{title}{key[-5:]}",
                owner="" if rng.random() < 0.05 else self._somebody(self.organization.people[0], rng),
                due="" if rng.random() < 0.1 else in_words((at + timedelta(days=rng.randint(2, 21))).date()),
                requirement="逐项核对",
            )
            for title in titles
        )
        return form.Filling((form.Section(heading, "各团队按计划推进。", "安全库存定为 500 件", tasks),))


def _completed(filling: form.Filling, at: datetime) -> form.Filling:
    due = in_words((at + timedelta(days=9)).date())
    return _with_tasks(filling, lambda t: form.Task(t.title, t.owner or "李强", t.due or due, t.requirement))


def _corrected(filling: form.Filling, rng: Random) -> form.Filling:
    """Something else is said to be decided; now and then a deadline gets lost over it."""
    changed = tuple(
        form.Section(s.heading, s.discussed, f"{s.decided.replace('500', '600')}，已更正", s.tasks)
        for s in filling.sections
    )
    lost = rng.random() < 0.15
    return _with_tasks(
        form.Filling(changed, filling.labels),
        lambda t: form.Task(t.title, t.owner, "" if lost else t.due, t.requirement),
    )


def _with_tasks(filling: form.Filling, change: Callable[[form.Task], form.Task]) -> form.Filling:
    changed = tuple(
        form.Section(s.heading, s.discussed, s.decided, tuple(map(change, s.tasks))) for s in filling.sections
    )
    return form.Filling(changed, filling.labels)


def _line(task: form.Task) -> str:
    return f"任务：{task.title}　责任人：{task.owner}　完成时间：{task.due}"


def _delay(rng: Random) -> timedelta:
    """Soon as a rule; some the next day, a few when all is over."""
    span = rng.choices(((2, 60), (60, 600), (900, 4_000), (5_000, 12_000)), (50, 30, 15, 5))[0]
    return timedelta(minutes=rng.randint(*span), seconds=rng.randrange(60))
