"""The people at their mailboxes: a mail comes, and some time later its answer is sent."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple

from mailflow.core.letters import MailKind
from mailflow.core.organization import Organization, Person
from mailflow.core.values import Address
from mailflow.demo import buttons, form, mailprograms
from mailflow.demo.cast import PROGRAM_OF
from mailflow.demo.mailbag import Delivered
from mailflow.demo.mailprograms import MailProgram
from mailflow.demo.received import Received
from mailflow.demo.script import Part


@dataclass(frozen=True)
class Intended:
    """An answer that somebody has in mind, and when they will send it."""

    at: datetime
    part: Part
    to: Received


class Written(NamedTuple):
    """``to`` is the envelope's recipient."""

    writer: Person
    raw: bytes
    to: str


@dataclass
class Actors:
    """Who has seen which mail, and means to answer when."""

    organization: Organization
    parts: tuple[Part, ...]
    _seen: Counter[tuple[str, MailKind, str]] = field(default_factory=Counter)
    _forms: dict[Address, Received] = field(default_factory=dict)
    _intended: list[Intended] = field(default_factory=list)
    _played: int = 0

    def see(self, delivered: Delivered) -> None:
        """Somebody opens a mail: each part that waits for it will be played."""
        mail, owner = delivered.mail, delivered.owner
        if mail.kind == MailKind.MINUTES_REQUEST:
            self._forms[owner] = mail
        for part in self.parts:
            if part.who != owner.partition("@")[0] or part.cue.kind != mail.kind or not _is_about(mail, part.cue.about):
                continue
            if self._times_seen(delivered, part) == part.cue.nth:
                self._intended.append(Intended(delivered.at + part.after, part, mail))
        for key in {(owner, p.cue.kind, p.cue.about) for p in self.parts if p.cue.kind == mail.kind}:
            if _is_about(mail, key[2]):
                self._seen[key] += 1

    def next_at(self) -> datetime | None:
        return min((i.at for i in self._intended), default=None)

    def due(self, now: datetime) -> tuple[Intended, ...]:
        """What is to be sent now, in the order in which it was meant; each once."""
        ready = sorted((i for i in self._intended if i.at <= now), key=lambda i: i.at)
        self._intended = [i for i in self._intended if i.at > now]
        return tuple(ready)

    def not_played(self) -> tuple[Part, ...]:
        """The parts whose mail never came: something in the life went otherwise."""
        return tuple(p for p in self.parts if self._seen[(self._address(p), p.cue.kind, p.cue.about)] < p.cue.nth)

    def write(self, intended: Intended, secretary: Address) -> Written:
        """The answer, final."""
        self._played += 1
        part, to, at, number = intended.part, intended.to, intended.at, self._played
        person = self.organization.person(self._address(part))
        assert person is not None  # cast.py names people of the company only; a test holds it
        program = mailprograms.PROGRAMS[part.program or PROGRAM_OF[part.who]]
        if part.form is not None:
            part = replace(part, words=part.words + form.fill(self._forms[person.email].text, part.form))
        return _written(part, person, program, to, at, number, secretary)

    def _times_seen(self, delivered: Delivered, part: Part) -> int:
        return self._seen[(delivered.owner, part.cue.kind, part.cue.about)] + 1

    def _address(self, part: Part) -> Address:
        return next(p.email for p in self.organization.people if p.email.partition("@")[0] == part.who)


def _is_about(mail: Received, words: str) -> bool:
    return not words or words in mail.subject or words in mail.text


def _written(
    part: Part, person: Person, program: MailProgram, to: Received, at: datetime, number: int, secretary: Address
) -> Written:
    if part.button:
        return Written(person, buttons.press(program, person, part.button, part.words, to, at, number), to.sender)
    if part.how == "away":
        return Written(person, mailprograms.away(person, part.words, to, at, number), to.sender)
    if part.how == "fresh":
        raw = mailprograms.fresh(program, person, part.words, secretary, part.subject, at, number)
        return Written(person, raw, secretary)
    return Written(person, mailprograms.answer(program, person, part.words, to, at, number, part.files), to.answer_to)
