"""Mails that nobody asked for: calls and questions of the company's people, strangers, forgers, thieves of tokens."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulated_fate import Fate
from simulated_people import Seen
from simulated_servers import Honesty
from simulated_words import STRANGERS, TOPICS, in_words, words

from mailflow.core.organization import Organization, Person
from mailflow.core.values import Address, address
from mailflow.demo import mailprograms
from mailflow.demo.mailprograms import PROGRAMS

_CALLS_A_MONTH = (("special", 0.6), ("ad-hoc", 0.5))
_OTHERS_A_MONTH = (("ask", 0.3), ("forged", 4), ("stolen", 5), ("stranger", 0.4))
_CALLS_OF_A_QUARTER = (
    ("special", (3, 20)), ("special", (25, 45)), ("ad-hoc", (2, 20)), ("ad-hoc", (30, 50)), ("ad-hoc", (60, 80)),
)  # fmt: skip
_CALLS_OF_A_WEEK = (("special", (0, 2)), ("ad-hoc", (0, 2)))
"""Which, and between which days."""

_FORGED = ("leave", "cancel", "move", "ad-hoc", "special", "done", "accept", "materials")
_STOLEN = ("accept", "leave", "approve", "reject", "confirm", "object", "done", "extend", "cancel", "move", "solved")


@dataclass(frozen=True)
class Visit:
    """``write`` gives None where there is nothing to write about."""

    at: datetime
    honesty: Honesty
    who: Address
    write: Callable[[datetime, int], bytes | None]


@dataclass(frozen=True)
class Visitors:
    """``seen`` is every mail of mailflow's that lies in some mailbox by then: a thief takes one of them."""

    organization: Organization
    fate: Fate
    secretary: Address
    seen: list[Seen]

    def come(self, span: str, begin: datetime, end: datetime) -> Iterator[Visit]:
        """Calls as chance has them; of a quarter and of a week those that belong to it. The rest is chance."""
        yield from self._by_chance(_OTHERS_A_MONTH, begin, end)
        calls = {"quarter": _CALLS_OF_A_QUARTER, "week": _CALLS_OF_A_WEEK}.get(span)
        if calls is None:
            yield from self._by_chance(_CALLS_A_MONTH, begin, end)
            return
        rng = self.fate.of("calls")
        topics = rng.sample(TOPICS, len(calls))
        for (what, days), topic in zip(calls, topics, strict=True):
            at = (begin + timedelta(days=rng.randint(*days))).replace(hour=9, minute=rng.randrange(60))
            yield self._call(rng.choice(self._leading), what, topic, at)

    def _by_chance(self, a_month: tuple[tuple[str, float], ...], begin: datetime, end: datetime) -> Iterator[Visit]:
        months = (end - begin) / timedelta(days=30)
        for what, often in a_month:
            rng = self.fate.of("visits", what)
            for number in range(round(often * months + rng.random())):
                at = begin + (end - begin) * rng.random()
                yield self._visit(what, at, rng.choice(self.organization.people), number)

    @property
    def _leading(self) -> list[Person]:
        return [p for p in self.organization.people if p.role in ("head", "supervisor", "module-head")]

    def _call(self, who: Person, what: str, topic: str, at: datetime) -> Visit:
        def write(now: datetime, number: int) -> bytes:
            rng = self.fate.of("visit", number)
            day = in_words((now + timedelta(days=rng.randint(*((0, 3) if what == "ad-hoc" else (2, 12))))).date())
            name = rng.choice([p.name for p in self.organization.people if p is not who])
            text = words(what, who, rng, day=day, name=name, topic=topic)
            return mailprograms.fresh(PROGRAMS["outlook"], who, text, self.secretary, "会议", now, number)

        return Visit(at, "honest", who.email, write)

    def _visit(self, what: str, at: datetime, who: Person, number: int) -> Visit:
        if what == "stolen":
            return Visit(at, "token of another", who.email, lambda now, n: self._stolen(who, now, n))
        if what == "stranger":
            thief = address(f"somebody{number}@elsewhere.example")
            return Visit(at, "stranger", thief, lambda now, n: self._from_outside(thief, now, n))
        if what == "forged":
            return Visit(at, "forged", who.email, lambda now, n: self._fresh(who, "forged", now, n))
        if what in ("special", "ad-hoc"):
            who = self.fate.of("caller", what, number).choice(self._leading)
        return Visit(at, "honest", who.email, lambda now, n: self._fresh(who, what, now, n))

    def _fresh(self, who: Person, what: str, now: datetime, number: int) -> bytes:
        rng = self.fate.of("visit", number)
        kind = rng.choice(
            {"special": ("special", "special-when"), "ask": ("tasks", "help", "nothing"), "forged": _FORGED}.get(
                what, (what,)
            )
        )
        day = in_words((now + timedelta(days=rng.randint(0 if what == "ad-hoc" else 2, 12))).date())
        name = rng.choice([p.name for p in self.organization.people if p is not who])
        text = words(kind, who, rng, day=day, name=name, topic=rng.choice(TOPICS))
        return mailprograms.fresh(PROGRAMS["outlook"], who, text, self.secretary, "会议", now, number)

    def _stolen(self, thief: Person, now: datetime, number: int) -> bytes | None:
        """An answer, in the thief's own name, to a mail that was written to somebody else."""
        rng = self.fate.of("visit", number)
        others = [s for s in self.seen if s.person.email != thief.email]
        if not others:
            return None
        taken = rng.choice(others[-60:])
        text = words(rng.choice(_STOLEN), thief, rng, day=in_words((now + timedelta(days=5)).date()), name="陈静")
        return mailprograms.answer(PROGRAMS["outlook"], thief, text, taken.answered, now, number, ())

    def _from_outside(self, thief: Address, now: datetime, number: int) -> bytes | None:
        rng = self.fate.of("visit", number)
        person = Person("某人", "Somebody", thief, "")
        text = rng.choice(STRANGERS)
        if self.seen and rng.random() < 0.5:
            shown = rng.choice(self.seen[-60:]).answered
            return mailprograms.answer(PROGRAMS["gmail"], person, text, shown, now, number, ())
        return mailprograms.fresh(PROGRAMS["gmail"], person, text, self.secretary, "您好", now, number)
