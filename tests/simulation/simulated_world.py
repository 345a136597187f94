"""The whole service in one process, with a clock, mailboxes and misfortunes that one number decides."""

import asyncio
import hashlib
import heapq
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from itertools import count
from typing import Any

from invariants import EVERY_STEP
from invariants_of_mails import unchanged_by
from simulated_fate import Fate, Fuse, Killed, Life, within
from simulated_length import AUTHSERV, ZONE, Length, company
from simulated_letters import Envelopes
from simulated_people import Meant, People, Seen
from simulated_servers import (
    Content,
    Delivered,
    Inbox,
    Mailbox,
    MailServer,
    MortalStore,
    Outlet,
    Posted,
    contents,
    message_id_of,
)
from simulated_view import View, Watch, first_line
from simulated_visitors import Visit, Visitors
from structlog.testing import capture_logs

from mailflow.core.meeting import Meeting
from mailflow.core.values import Address, RecordId
from mailflow.demo.clock import JumpingClock
from mailflow.flow import loop, outgoing, timers
from mailflow.ports import Unreachable

_LOOKS_AT = (time(0, 10), time(8, 30, 30), time(13, 0))
"""The daemon looks every few seconds; for what nobody foresees when it is due, these will do."""


class Broken(AssertionError):
    """An invariant did not hold. Says which, where, and how to see it again."""


class _Here(ThreadPoolExecutor):
    """What mailflow gives to a thread is done at once, in the one order that can be replayed."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except BaseException as fault:  # a Killed too must reach who waits for it
            done.set_exception(fault)
        return done


@dataclass
class Tally:
    """What a life came to."""

    steps: int = 0
    mails_in: int = 0
    mails_out: int = 0
    kills: int = 0


class World:
    """One seed's life, step by step: the clock goes on to the next thing that happens, and mailflow has one pass."""

    def __init__(self, seed: int, length: Length) -> None:
        self.seed, self.length, self.fate = seed, length, Fate(seed)
        self.begin = length.first_day(self.fate) + timedelta(hours=7, minutes=45)
        self.end = self.begin + timedelta(days=length.days)
        rng, windows = self.fate.of("temper"), partial(self.fate.windows, often=length.misfortunes)
        self.clock = JumpingClock(self.begin)
        self.sleeps = windows("sleeps", self.begin, self.end, rng.choice((0, 1, 2)), (10, 110))
        self.server = MailServer(
            self.fate,
            self.clock,
            windows("sending", self.begin, self.end, rng.choice((0, 1, 2)), (1, 30)),
            deferring=rng.choice((0, 0.02, 0.15)),
            refusing=rng.choice((0, 0.01)),
        )
        self.box = Mailbox(self.clock, windows("reading", self.begin, self.end, rng.choice((0, 1)), (1, 10)))
        self.fuse = Fuse(self.fate, every=round(rng.choice((0, 300, 1_000)) / length.kills))
        self.content = Content()
        self.service = replace(company(), series=length.series(self.fate))
        self.envelopes = Envelopes.like(self.service.writer) if length.span else None
        if self.envelopes:
            self.service = replace(self.service, writer=self.envelopes)
        organization, secretary = self.service.organization, self.service.secretary
        self.people = People(organization, self.fate, calm=length.everybody)
        self.seen: list[Seen] = []
        self.watch, self.tally = Watch(), Tally()
        self._coming: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count(1)
        self._shown, self._opened = 0, {}
        visitors = Visitors(organization, self.fate, secretary, self.seen)
        for visit in visitors.come(length.span, self.begin, self.end):
            self._plan(visit.at, partial(self._visit, visit))
        self._process()

    # ---------------------------------------------------------------------------------------- steps

    def run(self, told: Callable[[Tally], None] = lambda _: None) -> Tally:
        """Raises Broken at the first step after which something does not hold."""
        with capture_logs(), asyncio.Runner() as runner:
            runner.get_loop().set_default_executor(_Here())
            while (at := self._next()) < self.end:
                self.step(at, runner)
                told(self.tally)
            self._calm_down(runner)
        return self.tally

    def step(self, at: datetime, runner: asyncio.Runner) -> None:
        self.clock.jump(at)
        self.tally.steps += 1
        while self._coming and self._coming[0][0] <= at:
            heapq.heappop(self._coming)[2]()
        whole = True
        try:
            runner.run(loop.tick(self.service, self.inbox, self.outlet, self.clock))
        except Killed:
            whole = False
            self._killed()
        except Unreachable:
            pass
        self._open_mailboxes()
        self._hold(whole)

    def _calm_down(self, runner: asyncio.Runner) -> None:
        """Nobody writes any more and nothing fails: in the end all that was queued has gone out."""
        self._coming.clear()
        self.fuse.every = 0
        self.server.deferring = self.server.refusing = 0
        self.server.outages.clear()
        self.box.outages.clear()
        self.sleeps.clear()
        for hours in (2, 4, 30):
            self.step(self.end + timedelta(hours=hours), runner)
        if self.box.waiting:
            self._broken("every mail is read in the end", f"{len(self.box.waiting)} lie in the mailbox")

    def _next(self) -> datetime:
        """When something happens next, and the machine is awake."""
        now = self.clock.now()
        moments = [self._next_look(now)]
        if self._coming:
            moments.append(self._coming[0][0])
        moments += [m for m in self._wakes(now) if m]
        at = self.length.due_for(max(min(moments), now + timedelta(seconds=1)))
        asleep = within(at, self.sleeps)
        return asleep[1] if asleep else at

    def _wakes(self, now: datetime) -> tuple[datetime | None, ...]:
        """When the daemon would wake; where ``tick`` is run by the clock, the passes with nothing to do are left out."""
        if self.length.quarter:
            return self.watch.something_due_at, self.watch.something_goes_at(self.service, now)
        return timers.wakes_at(self.service, now), outgoing.wakes_at(self.service, now)

    def _next_look(self, now: datetime) -> datetime:
        days = (now.date(), now.date() + timedelta(days=1))
        looks = (datetime.combine(d, t, ZONE) for d in days for t in _LOOKS_AT)
        return min(at for at in looks if at > now)

    # -------------------------------------------------------------------------------------- process

    def _process(self) -> None:
        """A new process over what is stored."""
        self.life = Life(self.fuse)
        self.service = replace(self.service, store=MortalStore(self.content, self.life))
        self.inbox = Inbox(self.box, self.life, self._mail_opened, self._mail_dealt_with)
        self.outlet = Outlet(self.server, self.life)

    def _killed(self) -> None:
        self.tally.kills += 1
        self.watch.killed(self.content, self.server)
        self.content = self.content.reopened()
        self._process()

    # ---------------------------------------------------------------------------------------- mails

    def _plan(self, at: datetime, act: Callable[[], None]) -> None:
        heapq.heappush(self._coming, (at, next(self._numbers), act))

    def _open_mailboxes(self) -> None:
        """Everybody sees what was delivered, and makes up their mind about it."""
        for mail in self.server.delivered[self._shown :]:
            self.tally.mails_out += 1
            if self.server.times[mail.message_id] == 1 or mail not in self.server.delivered[: self._shown]:
                self._opens(mail)
        self._shown = len(self.server.delivered)

    @property
    def trace(self) -> str:
        """Every mail out with its moment and its bytes, and the name of every mail in, as one digest."""
        digest = hashlib.sha256()
        for mail in self.server.delivered:
            digest.update(f"{mail.at.isoformat()} {mail.message_id}".encode() + mail.raw)
        for posted in self.box.archived:
            digest.update(posted.message_id.encode())
        return digest.hexdigest()

    def opened(self, kind: str) -> list[RecordId]:
        """The records of one series, or of all problems."""
        return [key for key in self.content.ids() if key.startswith(f"{kind}-")]

    def held(self, series: str) -> list[RecordId]:
        """The meetings of which there are minutes."""
        records = ((key, self.content.load(key)) for key in self.opened(series))
        return [key for key, s in records if s and isinstance(s.record, Meeting) and s.record.minutes]

    def _opens(self, mail: Delivered) -> None:
        person = self.service.organization.person(mail.to)
        key = self.content.by_message(mail.message_id)
        stored = self.content.load(key) if key else None
        sent = next((o for o in stored.record.outgoing if o.message_id == mail.message_id), None) if stored else None
        if person is None or stored is None or sent is None:
            return  # the invariants tell of it
        in_full = self.fate.chance(self.length.opened_in_full, "in full", mail.message_id)
        rng = self.fate.of("reaction", mail.message_id)
        seen = Seen(person, sent, stored.record.id, partial(self._bytes, mail), mail.at, rng, in_full)
        if self.fate.chance(0.005, "bounce", mail.message_id):
            self._plan(mail.at + timedelta(minutes=3), lambda: self._bounce(mail))
            return
        self.seen.append(seen)
        for meant in self.people.react(seen):
            self._plan(mail.at + meant.after, partial(self._answer, seen, meant))

    def _bytes(self, mail: Delivered) -> bytes:
        return self.envelopes.opened(mail.message_id) if self.envelopes else mail.raw

    def _answer(self, seen: Seen, meant: Meant) -> None:
        at, number = self.clock.now(), next(self._numbers)
        raw = meant.write(at, number)
        self._post(raw, "robot" if meant.robot else "honest", seen.person.email, number)

    def _visit(self, visit: Visit) -> None:
        number = next(self._numbers)
        raw = visit.write(self.clock.now(), number)
        if raw is not None:
            self._post(raw, visit.honesty, visit.who, number)

    def _bounce(self, mail: Delivered) -> None:
        number = next(self._numbers)
        self._post(_report(mail, self.clock.now(), number), "robot", Address("mailer-daemon@corp.example"), number)

    def _post(self, raw: bytes, honesty: str, who: Address, number: int) -> None:
        """Into the secretary's mailbox, with what its server found out of the sender; now and then twice."""
        vouched = honesty in ("honest", "token of another", "robot")
        result = "pass" if vouched else "fail"
        head = f"Authentication-Results: {AUTHSERV}; dmarc={result} header.from={who.partition('@')[2]}\r\n"
        raw = head.encode() + raw
        posted = Posted(message_id_of(raw), raw, honesty, who)
        self.tally.mails_in += 1
        self.box.put(posted)
        if self.fate.chance(0.04, "delivered twice", number):
            later = self.clock.now() + timedelta(minutes=self.fate.of("again", number).randint(0, 3_000))
            self._plan(later, lambda: self.box.put(posted))

    def _mail_opened(self, _posted: Posted) -> None:
        self._opened = contents(self.content)

    def _mail_dealt_with(self, posted: Posted) -> None:
        self.watch.archived.add(posted.message_id)
        for fault in unchanged_by(posted, self._opened, contents(self.content)):
            self.watch.faults.append((first_line(unchanged_by), fault))

    # ------------------------------------------------------------------------------------ invariants

    def _hold(self, whole: bool) -> None:
        view = View(self.clock.now(), self.service, contents(self.content), self.server, whole, self._reachable())
        self.watch.look(view)
        for sentence, fault in self.watch.faults:
            self._broken(sentence, fault)
        for invariant in EVERY_STEP:
            fault = next(invariant(view, self.watch), None)
            if fault is not None:
                self._broken(first_line(invariant), fault)
        self.watch.passed(view)

    def _reachable(self) -> bool:
        return within(self.clock.now(), self.server.outages) is None

    def _broken(self, sentence: str, fault: str) -> None:
        raise Broken(
            f"seed {self.seed}, step {self.tally.steps}, {self.clock.now():%Y-%m-%d %H:%M:%S %a}: {sentence}\n"
            f"  {fault}\n  again: make simulate SEEDS=1 FIRST={self.seed} {self.length.replayed_by}"
        )


def _report(mail: Delivered, at: datetime, number: int) -> bytes:
    """A delivery report (RFC 3464) of another server, after ours had taken the mail."""
    report = EmailMessage(policy=SMTP)
    report["From"] = "Mail Delivery System <mailer-daemon@corp.example>"
    report["To"] = "secretary@corp.example"
    report["Subject"] = "Undelivered Mail Returned to Sender"
    report["Date"] = format_datetime(at)
    report["Message-ID"] = f"<bounce.{number}@corp.example>"
    report["Auto-Submitted"] = "auto-replied"
    report.set_content(
        f"The mail to <{mail.to}> could not be delivered: 550 5.1.1 user unknown\n\n"
        f"Final-Recipient: rfc822; {mail.to}\nAction: failed\nStatus: 5.1.1\n\nMessage-ID: {mail.message_id}\n"
    )
    return report.as_bytes()
