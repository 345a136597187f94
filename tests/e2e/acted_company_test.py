"""The people of the simulation at real servers: ``mailflow tick --now`` as a process, Dovecot, Postfix, files on disk.

Two weeks of the whole company, with the weekly meeting, a seminar on a special problem and an ad hoc meeting; by hand a
whole quarter: ``make quarter``. What must hold after every step is what must hold in the simulation
(tests/simulation/invariants.py).
"""

import heapq
import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import partial
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from invariants import EVERY_STEP
from invariants_of_mails import what_is_delivered_stands_in_a_record
from office import Office, moment, moved_in, wait_for
from servers.house import PostfixHouse
from simulated_fate import Fate
from simulated_length import AUTHSERV, ZONE, company
from simulated_people import Meant, People, Seen
from simulated_servers import Delivered, MailServer, contents, message_id_of
from simulated_view import View, Watch, first_line
from simulated_visitors import Visit, Visitors

from mailflow.core.meeting import Meeting
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.values import Address, MessageId, RecordId
from mailflow.demo.clock import JumpingClock
from mailflow.ports import Store
from mailflow.stores import open_store


@dataclass(frozen=True)
class Stay:
    """How long the company is watched, what meetings it calls meanwhile, and of which meetings there are minutes then."""

    span: Literal["week", "quarter"]
    begin: datetime
    days: int
    held: Mapping[str, int]
    mails: int
    timeout: int

    def moments(self) -> Iterator[datetime]:
        yield self.begin
        for n in range(self.days):
            day = self.begin.date() + timedelta(days=n)
            hours = _HOURS if company().calendar.is_workday(day) else ()
            yield from (datetime.combine(day, hour, ZONE) for hour in hours)


_HOURS = time(10, 5), time(16, 5)
FORTNIGHT = Stay("week", moment("2026-11-23 08:05"), 11, {"weekly": 1, "special": 1, "ad-hoc": 1}, 150, 600)
QUARTER = Stay(
    "quarter", moment("2026-08-31 08:05"), 92, {"weekly": 8, "monthly": 2, "special": 1, "ad-hoc": 1}, 2_000, 5_400
)
STAY = QUARTER if os.environ.get("QUARTER", "") not in ("", "0") else FORTNIGHT
SEED = int(os.environ.get("SEED", "2"))
pytestmark = [pytest.mark.server, pytest.mark.timeout(STAY.timeout)]

INVARIANTS = tuple(i for i in EVERY_STEP if i is not what_is_delivered_stands_in_a_record)
"""Postfix and Dovecot write header fields of their own above ours: the bytes are not those that were sent."""


class ActedCompany:
    """``tick`` at set hours. In between people open their mailboxes, and answer in their own way and time."""

    def __init__(self, office: Office, stay: Stay) -> None:
        self.office, self.stay, self.fate, self.watch = office, stay, Fate(SEED), Watch()
        self.clock = JumpingClock(stay.begin)
        self.server = MailServer(self.fate, self.clock, [], deferring=0, refusing=0)
        self.people = People(company().organization, self.fate, calm=True)
        self.seen: list[Seen] = []
        self.posted: list[MessageId] = []
        self._numbers = count(1)
        self._coming: list[tuple[datetime, int, Callable[[], None]]] = []
        self._in_mailbox: dict[Address, int] = {}
        visitors = Visitors(company().organization, self.fate, company().secretary, self.seen)
        for visit in visitors.come(stay.span, stay.begin, stay.begin + timedelta(days=stay.days)):
            self._plan(visit.at, partial(self._visit, visit))

    def lives(self) -> None:
        for now in self.stay.moments():
            self._goes_on(now)
        self._coming.clear()  # in the end nobody writes any more
        self._goes_on(self.clock.now() + timedelta(hours=1), answering=False)

    def _goes_on(self, now: datetime, *, answering: bool = True) -> None:
        self.clock.jump(now)
        while self._coming and self._coming[0][0] <= now:
            heapq.heappop(self._coming)[2]()
        self.office.tick(f"{now:%Y-%m-%dT%H:%M}")
        self.watch.archived.update(self.posted)
        self.posted.clear()
        store = _stored(self.office)
        for seen in self._opened(store, now):
            self.seen.append(seen)
            for meant in self.people.react(seen) if answering else ():
                self._plan(now + meant.after, partial(self._answer, seen, meant, now + meant.after))
        self._holds(store, now)
        store.close()
        print(f"{now:%Y-%m-%d %a %H:%M}: {len(self.server.delivered)} mails of ours delivered", flush=True)

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

    def _plan(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (at, next(self._numbers), act))

    def _answer(self, seen: Seen, meant: Meant, at: datetime) -> None:
        self._post(meant.write(at, next(self._numbers)), seen.person.email, vouched=True)

    def _visit(self, visit: Visit) -> None:
        raw = visit.write(visit.at, next(self._numbers))
        if raw is not None:
            self._post(raw, visit.who, vouched=visit.honesty in ("honest", "token of another"))

    def _post(self, raw: bytes, who: Address, *, vouched: bool) -> None:
        """Straight into the secretary's mailbox, with what the company's server found out of the sender."""
        result = "pass" if vouched else "fail"
        found = f"Authentication-Results: {AUTHSERV}; dmarc={result} header.from={who.partition('@')[2]}\r\n"
        self.office.house.deliver(found.encode() + raw, sender=who)
        self.posted.append(message_id_of(raw))


def test_the_acted_company_at_real_servers(tls_house: PostfixHouse, tmp_path: Path) -> None:
    """Every invariant holds after every ``tick``, the meetings are held, and nothing is left lying about."""
    office = moved_in(tls_house, tmp_path, os.environ, only="")
    _believes(office)
    acted = ActedCompany(office, STAY)
    acted.lives()
    store = _stored(office)
    records = contents(store)
    held = Counter(m.terms.key for m in records.values() if isinstance(m, Meeting) and m.minutes)
    store.close()
    assert all(held[key] >= number for key, number in STAY.held.items()), held
    assert any(key.startswith("problem-") for key in records)
    assert tls_house.mailbox().messages() == []
    status = office.status()
    assert status["quarantine"] == 0
    assert status["outbox"]["failed"] == 0
    assert len(acted.server.delivered) > STAY.mails


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
