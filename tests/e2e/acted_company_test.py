"""The people of the simulation at real servers: ``mailflow tick --now`` as a process, Dovecot, Postfix, files on disk.

Two weeks of the whole company, with the weekly meeting, a seminar on a special problem and an ad hoc meeting. What must
hold after every step is what must hold in the simulation (tests/simulation/invariants.py).
"""

import heapq
import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
from invariants import EVERY_STEP
from invariants_of_mails import what_is_delivered_stands_in_a_record
from office import Office, moment, moved_in, wait_for
from servers.house import PostfixHouse
from simulated_fate import Fate
from simulated_length import AUTHSERV, ZONE, company
from simulated_people import People, Seen, Write
from simulated_servers import Delivered, MailServer, contents, message_id_of
from simulated_view import View, Watch, first_line
from simulated_words import in_words, words

from mailflow.core.meeting import Meeting
from mailflow.core.organization import Person
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.record import Record
from mailflow.core.values import Address, MessageId, RecordId
from mailflow.demo import mailprograms
from mailflow.demo.clock import JumpingClock
from mailflow.demo.mailprograms import PROGRAMS
from mailflow.ports import Store
from mailflow.stores import open_store

pytestmark = [pytest.mark.server, pytest.mark.timeout(600)]

SEED = 1
BEGIN, DAYS, HOURS = moment("2026-11-23 08:05"), 11, (time(10, 5), time(16, 5))
WEEKLY = RecordId("weekly-2026-11-30")
CALLS = (
    ("zhang.wei", "special", moment("2026-11-23 11:00"), moment("2026-11-26 14:00")),
    ("wang.fang", "ad-hoc", moment("2026-11-24 11:00"), moment("2026-11-25 15:00")),
)
"""Who calls what, when, and for when."""

INVARIANTS = tuple(i for i in EVERY_STEP if i is not what_is_delivered_stands_in_a_record)
"""Postfix and Dovecot write header fields of their own above ours: the bytes are not those that were sent."""


class ActedCompany:
    """``tick`` at set hours. In between people open their mailboxes, and answer in their own way and time."""

    def __init__(self, office: Office) -> None:
        self.office, self.fate, self.watch = office, Fate(SEED), Watch()
        self.clock = JumpingClock(BEGIN)
        self.server = MailServer(self.fate, self.clock, [], deferring=0, refusing=0)
        self.people = People(company().organization, self.fate, calm=True)
        self.posted: list[MessageId] = []
        self._numbers = count(1)
        self._coming: list[tuple[datetime, int, Address, Write]] = []
        self._in_mailbox: dict[Address, int] = {}
        for who, what, at, day in CALLS:
            self._calls(who, what, at, day)

    def lives(self) -> None:
        for now in _moments():
            self._goes_on(now)
        self._coming.clear()  # in the end nobody writes any more
        self._goes_on(self.clock.now() + timedelta(hours=1), answering=False)

    def _goes_on(self, now: datetime, *, answering: bool = True) -> None:
        self.clock.jump(now)
        while self._coming and self._coming[0][0] <= now:
            at, number, who, write = heapq.heappop(self._coming)
            self._post(write(at, number), who)
        self.office.tick(f"{now:%Y-%m-%dT%H:%M}")
        self.watch.archived.update(self.posted)
        self.posted.clear()
        store = _stored(self.office)
        for seen in self._opened(store, now):
            for meant in self.people.react(seen) if answering else ():
                self._plan(now + meant.after, seen.person.email, meant.write)
        self._holds(store, now)
        store.close()

    def _opened(self, store: Store, now: datetime) -> Iterator[Seen]:
        """What is new in everybody's mailbox, as soon as Postfix has passed on all that was sent."""
        sent = {o.message_id: (s.record.id, o) for s in store.all_records() for o in s.record.outgoing}
        gone = {name for name, (_, o) in sent.items() if o.state is SendState.SENT}
        known = len(self.server.delivered)
        wait_for(lambda: self._have_come(gone, sent, now), 20, "what was sent does not arrive")
        for mail in sorted(self.server.delivered[known:], key=lambda m: m.message_id):  # in whatever order they came
            person = company().organization.person(mail.to)
            assert person is not None, mail.to
            record, outgoing = sent[mail.message_id]
            yield Seen(person, outgoing, record, _bytes_of(mail), now, self.fate.of("reaction", mail.message_id))

    def _have_come(self, gone: set[MessageId], sent: dict[MessageId, tuple[RecordId, Outgoing]], now: datetime) -> bool:
        for who in {sent[name][1].to for name in gone - self.server.times.keys()}:
            messages = self.office.house.mailbox(who).messages()
            for raw in messages[self._in_mailbox.get(who, 0) :]:
                name = message_id_of(raw)
                self.server.delivered.append(Delivered(now, name, who, raw))
                self.server.times[name] += 1
            self._in_mailbox[who] = len(messages)
        return gone <= self.server.times.keys()

    def _holds(self, store: Store, now: datetime) -> None:
        view = View(now, replace(company(), store=store), contents(store), self.server, whole=True, reachable=True)
        self.watch.look(view)
        for invariant in INVARIANTS:
            faults = list(invariant(view, self.watch))
            assert not faults, f"{now:%Y-%m-%d %H:%M}: {first_line(invariant)}\n  {faults[0]}"
        self.watch.passed(view)

    # ---------------------------------------------------------------------------------------- mails in

    def _calls(self, who: str, what: str, at: datetime, day: datetime) -> None:
        person = self.office.person(who)
        said = words(what, person, Random(SEED), day=in_words(day.date()), topic="退货率过高", name="陈静")
        self._plan(at, person.email, lambda now, number: _fresh(person, said, now, number))

    def _plan(self, at: datetime, who: Address, write: Write) -> None:
        heapq.heappush(self._coming, (at, next(self._numbers), who, write))

    def _post(self, raw: bytes, who: Address) -> None:
        """Straight into the secretary's mailbox, with what the company's server found out of the sender."""
        found = f"Authentication-Results: {AUTHSERV}; dmarc=pass header.from={who.partition('@')[2]}\r\n"
        self.office.house.deliver(found.encode() + raw, sender=who)
        self.posted.append(message_id_of(raw))


def test_two_weeks_of_the_acted_company_at_real_servers(tls_house: PostfixHouse, tmp_path: Path) -> None:
    """Every invariant holds after every ``tick``, each kind of meeting is held, and nothing is left lying about."""
    office = moved_in(tls_house, tmp_path, os.environ, only="")
    _believes(office)
    acted = ActedCompany(office)
    acted.lives()
    store = _stored(office)
    records = contents(store)
    held = {m.terms.key for m in records.values() if isinstance(m, Meeting) and m.minutes}
    store.close()
    assert held >= {"weekly", "special", "ad-hoc"}
    assert _meeting(records, WEEKLY).minutes
    assert any(key.startswith("problem-") for key in records)
    assert tls_house.mailbox().messages() == []
    status = office.status()
    assert status["quarantine"] == 0
    assert status["outbox"]["failed"] == 0
    assert len(acted.server.delivered) > 150


def _moments() -> Iterator[datetime]:
    yield BEGIN
    for n in range(DAYS):
        day = BEGIN.date() + timedelta(days=n)
        hours = HOURS if company().calendar.is_workday(day) else ()
        yield from (datetime.combine(day, hour, ZONE) for hour in hours)


def _believes(office: Office) -> None:
    """The company's own server vouches for its senders."""
    path = office.config / "mailflow.toml"
    text = path.read_text(encoding="utf-8")
    changed, found = re.subn(r"^trusted_authserv = .*$", f'trusted_authserv = "{AUTHSERV}"', text, flags=re.MULTILINE)
    assert found == 1
    path.write_text(changed, encoding="utf-8")


def _stored(office: Office) -> Store:
    return open_store("tinydb:var", office.config.parent, read_only=True)


def _bytes_of(mail: Delivered) -> Callable[[], bytes]:
    return lambda: mail.raw


def _fresh(person: Person, said: str, now: datetime, number: int) -> bytes:
    return mailprograms.fresh(PROGRAMS["outlook"], person, said, company().secretary, "会议", now, number)


def _meeting(records: Mapping[RecordId, Record], key: RecordId) -> Meeting:
    found = records[key]
    assert isinstance(found, Meeting)
    return found
