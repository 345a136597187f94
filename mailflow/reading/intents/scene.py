"""What a family of kinds looks at, and what it gives: findings and doubts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from itertools import groupby

from mailflow.core.intents import Intent
from mailflow.core.reply import About, Context
from mailflow.core.values import Address
from mailflow.reading.intents.clauses import PERSON, Clause
from mailflow.reading.lexicon import Token
from mailflow.reading.mail import InboundMail
from mailflow.reading.people import FoundPerson, NameStatus
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

_WITHIN_REACH = 14
"""How much may stand between a negation and what it negates: seven Chinese characters, three short English words."""
_TRANSPARENT = frozenset(
    {"able", "will", "want", "must", "hedge", "particle", "self", "already", "day", "come", "please", "future", "only",
     "partial", "agree_all", "meeting", "you", "at_meeting", "on_behalf"}
)  # fmt: skip
_DENYING = frozenset({"neg", "declines", "unable", "no_one", "is_not", "cannot_after", "no", "unsure", "cancel"})
_COLONS = (":", "：")
_SUBJECTS = {"group": "group", "self": "self", "outsider": "outsider", "other": "other"}


@dataclass(frozen=True)
class Scene:
    """A mail in its context, its clauses in their order. ``sender`` is the main address where the organisation knows it."""

    clauses: tuple[Clause, ...]
    words: NewWords
    mail: InboundMail
    context: Context
    tools: Tools
    now: datetime
    sender: Address
    text: str

    @property
    def about(self) -> About:
        return self.context.about

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """Every word of the lexicon, counted in the whole text."""
        return tuple(t._replace(start=t.start + c.start, end=t.end + c.start) for c in self.clauses for t in c.tokens)

    def sentence(self, clause: Clause) -> tuple[Clause, ...]:
        return self._sentences.get(clause.sentence, ())

    @cached_property
    def _sentences(self) -> dict[int, tuple[Clause, ...]]:
        return {number: tuple(run) for number, run in groupby(self.clauses, key=lambda c: c.sentence)}

    def of_meeting(self, clause: Clause) -> bool:
        """May the clause tell of the sender's coming? In the answer to a task only where it names a meeting of ours."""
        if self.about is not About.RESOLUTION:
            return True
        named = any(c.has("planned") for c in self.sentence(clause))
        return named and clause.has("late", "early", "absent", "attend") and not clause.has("extend", "done", "act")

    def after(self, clause: Clause) -> Clause | None:
        return self.clauses[clause.index + 1] if clause.index + 1 < len(self.clauses) else None

    def before(self, clause: Clause) -> Clause | None:
        return self.clauses[clause.index - 1] if clause.index else None

    def subject(self, clause: Clause, place: int) -> str:
        """Who does what stands at ``place``: ``self``, ``group``, ``other``, ``outsider``, or "" where nobody is named.

        A clause without a subject goes on with the one that opened its sentence, where that is a colleague
        (“李强周一出差，不能参加”); an outsider only gives the reason (“客户来访，不能参加”).
        """
        return self.named_subject(clause, place) or self._openers[clause.index]

    @cached_property
    def _openers(self) -> tuple[str, ...]:
        """For each clause the subject of those before it in its sentence, where it goes on for this one."""
        openers: list[str] = []
        for at, clause in enumerate(self.clauses):
            before = self.clauses[at - 1] if at else None
            if before is None or before.sentence != clause.sentence or before.has("self"):
                openers.append("")
            else:
                named = self.named_subject(before, len(before.tokens), first=True)
                openers.append((named if named in ("other", "group") else "") if named else openers[-1])
        return tuple(openers)

    def named_subject(self, clause: Clause, place: int, *, first: bool = False) -> str:
        """The clause's own subject nearest before ``place``, or its ``first`` one. After 跟, 和 or with stands none."""
        around = range(place) if first else range(place - 1, -1, -1)
        for i in around:
            if _after_toward(clause, i):
                continue
            token = clause.tokens[i]
            if "outsider" in token.classes and _begins_name(clause, i):
                continue
            if "self" in token.classes and i and _is_other(clause.tokens[i - 1]) and clause.next_to(i - 1) is token:
                continue  # 他自己
            if PERSON in token.classes:
                return "self" if self.is_sender(clause, token.start) else "other"
            for name, who in _SUBJECTS.items():
                if name in token.classes:
                    return who
        return ""

    def is_sender(self, clause: Clause, start: int) -> bool:
        return any(p.start == start and p.people == (self.sender,) for p in clause.people)

    def others(self, clause: Clause) -> tuple[FoundPerson, ...]:
        """The people named in a clause beside the sender."""
        return tuple(p for p in clause.people if p.people != (self.sender,) and p.status is not NameStatus.EVERYONE)

    def meant(self, clause: Clause) -> tuple[FoundPerson, ...]:
        """The people whom a clause names, or whom its 她 or “him” means: the one named before."""
        named = self.others(clause)
        if named or (clause.has("self") and not clause.has("pronoun", "for_me")):
            return named
        before = next((p for c in reversed(self.clauses[: clause.index]) if (p := self.others(c))), ())
        return before if len(before) == 1 else ()

    def told_by_other(self, clause: Clause) -> bool:
        """“王芳说…”: somebody else's words. What the sender said or was glad to hear is their own."""
        place = clause.first("reported")
        if clause.has("hearsay"):
            return True
        if place is None and (before := self.before(clause)) is not None and before.sentence == clause.sentence:
            told = before.tail in _COLONS or (_ends_with_report(before) and self.about is not About.SUBSTITUTE)
            return told and before.has("reported") and self.told_by_other(before)
        return place is not None and self.subject(clause, place) in ("other", "group", "outsider")


def _after_toward(clause: Clause, place: int) -> bool:
    """“跟吴昊、黄凯”, “with Wu Hao and Huang Kai”: all names of the list stand after the word."""
    for i in range(place, 0, -1):
        before = clause.tokens[i - 1]
        if clause.next_to(i - 1) is not clause.tokens[i]:
            return False
        if "toward" in before.classes and PERSON not in before.classes:
            return True
        if PERSON not in before.classes:
            return False
    return False


def _ends_with_report(clause: Clause) -> bool:
    """“王总让我转告您，…”: what follows are the words told."""
    place = clause.first("reported")
    behind = clause.tokens[place + 1 :] if place is not None else ()
    return not any(t.classes.isdisjoint({"you", "particle", "group", "greeting"}) for t in behind)


def _is_other(token: Token) -> bool:
    return not token.word.isascii() and not token.classes.isdisjoint({PERSON, "other", "pronoun"})


def _begins_name(clause: Clause, place: int) -> bool:
    """“供应商交期确认已完成”: the word is the beginning of a task's name, and nobody who does something."""
    end = clause.tokens[place].end
    following, beside = clause.folded[end : end + 1], clause.next_to(place)
    if beside is not None:
        return "deadline" in beside.classes
    return "\u4e00" <= following <= "\u9fff" and place + 1 < len(clause.tokens)


def negated(clause: Clause, place: int) -> bool:
    """Is what stands at ``place`` denied? Two negations make a yes (不会不来)."""
    return negations(clause, place) % 2 == 1


def negations(clause: Clause, place: int) -> int:
    count = 0
    start = clause.tokens[place].start
    for i in range(place - 1, -1, -1):
        token = clause.tokens[i]
        if clause.uncovered(token.end, start) > _WITHIN_REACH:
            break
        if not token.classes.isdisjoint({"neg", "unable", "no_one", "is_not", "declines"}):
            count += 1
        elif token.classes.isdisjoint(_TRANSPARENT):
            break
    following = clause.next_to(place)
    if following and "cannot_after" in following.classes:
        count += 1
    return count


def denials(clause: Clause, place: int) -> int:
    """All words of denying before that place, also those that deny something else (“我没说同意”, “I don't mind coming”)."""
    return sum(not t.classes.isdisjoint(_DENYING) for t in clause.tokens[:place])


@dataclass(frozen=True)
class Finding:
    """An intent, the clauses that said it, and by which rule.

    ``free`` names the field for free words that belong to it (reason, note), "" for none. ``unresolved``: a person or
    date was named that could not be told, so the intent stands and a person must look all the same.
    """

    intent: Intent
    places: frozenset[int]
    rule: str
    free: str = ""
    unresolved: bool = False


@dataclass(frozen=True)
class Doubt:
    """A clause that touches this family's decisions and does not decide. It takes the family's findings with it."""

    place: int
    rule: str


@dataclass(frozen=True)
class Findings:
    """What one family read. ``taken`` are clauses that are explained without being a decision, ``named`` those that are
    only the name of something: no other family reads them."""

    found: tuple[Finding, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    taken: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Family:
    """Kinds that exclude or complete each other, read together. ``abouts`` are the mails in whose answer they make sense.

    A doubt of a family withdraws the findings of all families of the same ``ground``.
    """

    name: str
    ground: str
    abouts: frozenset[About]
    read: Callable[[Scene], Findings] = field(repr=False)


def places(clauses: Iterable[Clause]) -> frozenset[int]:
    return frozenset(c.index for c in clauses)
