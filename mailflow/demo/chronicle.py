"""What happened, as values for the report: day by day, who wrote what, and what mailflow made of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Literal

import nh3

from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.organization import Organization
from mailflow.core.record import Record
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address, MessageId
from mailflow.demo.mailbag import Delivered
from mailflow.demo.wording import Wording

Phrase = Callable[[Said], str]


@dataclass(frozen=True)
class Shown:
    """A mail as its reader saw it. ``page`` is its HTML, cleaned; "" where it has none."""

    subject: str
    sender: str
    to: str
    text: str
    page: str
    files: tuple[str, ...]
    reader: str = ""


@dataclass(frozen=True)
class Sent:
    """Mails of one kind that mailflow wrote at one moment."""

    hour: str
    label: str
    to: tuple[str, ...]
    mails: tuple[Shown, ...]
    kind: Literal["sent"] = "sent"


@dataclass(frozen=True)
class Came:
    """A mail to mailflow, what was understood of it, what was done and why."""

    hour: str
    sender: str
    program: str
    words: str
    mail: Shown
    intents: tuple[str, ...]
    unclear: bool
    outcome: str
    outcome_key: str
    why: tuple[str, ...]
    certainty: str
    kind: Literal["came"] = "came"


@dataclass(frozen=True)
class Step:
    """What time brought, without a mail that caused it."""

    hour: str
    why: tuple[str, ...]
    kind: Literal["step"] = "step"


@dataclass(frozen=True)
class Day:
    key: str
    short: str
    title: str
    events: tuple[Sent | Came | Step, ...]


@dataclass(frozen=True)
class Telling:
    """Who and in which words."""

    organization: Organization
    secretary: Address
    wording: Wording
    phrase: Phrase

    def name(self, who: str) -> str:
        person = self.organization.person(Address(who))
        return person.name if person else self.wording.secretary if who == self.secretary else who


def days(mails: Iterable[Delivered], records: Iterable[Record], telling: Telling) -> tuple[Day, ...]:
    """All that was delivered and every line of the ledger, in the order of time."""
    lines = [entry for record in records for entry in record.log]
    known = {entry.message_id: entry for entry in lines if entry.message_id}
    events = [
        *_steps(lines, telling),
        *_mails(tuple(mails), known, telling),
    ]
    events.sort(key=lambda event: event[:2])
    return tuple(
        _day(day, tuple(event for *_, event in found), telling.wording)
        for day, found in groupby(events, key=lambda event: event[0].date())
    )


_Event = tuple[datetime, int, Sent | Came | Step]


def _steps(lines: Iterable[LedgerEntry], telling: Telling) -> Iterator[_Event]:
    """Steps that say more than their own name; the mails of the others speak for themselves."""
    for entry in lines:
        said = tuple(s for s in entry.said if s.key is not Saying.STEP_DONE)
        if entry.cause is not Cause.MAIL and said:
            yield entry.at, 1, Step(_hour(entry.at), tuple(telling.phrase(s) for s in said))


def _mails(mails: tuple[Delivered, ...], known: Mapping[MessageId, LedgerEntry], telling: Telling) -> Iterator[_Event]:
    """What mailflow answers comes after what it answers, although all of it happens at one moment."""

    def alike(delivered: Delivered) -> tuple[datetime, str, str]:
        inbound = delivered.owner == telling.secretary
        return delivered.at, delivered.mail.message_id if inbound else "", delivered.mail.kind

    for (at, inbound, _), group in groupby(mails, key=alike):
        some = tuple(group)
        if inbound:
            yield at, 0, _came(some[0], known.get(MessageId(some[0].mail.message_id)), telling)
        else:
            yield at, 2, _sent(some, telling)


def _came(delivered: Delivered, entry: LedgerEntry | None, telling: Telling) -> Came:
    mail, wording = delivered.mail, telling.wording
    outcome = entry.outcome if entry else Outcome.IGNORED
    return Came(
        hour=_hour(delivered.at),
        sender=telling.name(mail.sender),
        program=mail.program,
        words=(entry.text if entry else "") or _without_quote(mail.text),
        mail=_shown(delivered, telling),
        intents=tuple(wording.intent(i) for i in entry.intents) if entry else (),
        unclear=bool(entry and entry.unclear),
        outcome=wording.outcome[outcome.value],
        outcome_key=outcome.value,
        why=tuple(telling.phrase(s) for s in entry.said) if entry else (),
        certainty=wording.certainty[entry.certainty.value] if entry and entry.certainty else "",
    )


def _sent(some: tuple[Delivered, ...], telling: Telling) -> Sent:
    return Sent(
        hour=_hour(some[0].at),
        label=telling.wording.kind[some[0].mail.kind],
        to=tuple(telling.name(d.owner) for d in some),
        mails=tuple(_shown(d, telling, telling.name(d.owner)) for d in some),
    )


def _shown(delivered: Delivered, telling: Telling, reader: str = "") -> Shown:
    mail = delivered.mail
    return Shown(
        subject=mail.subject,
        sender=f"{telling.name(mail.sender)} <{mail.sender}>",
        to=f"{telling.name(mail.to)} <{mail.to}>",
        text=mail.text.strip(),
        page=nh3.clean(mail.html, attributes=_LOOKS) if mail.html else "",
        files=mail.files,
        reader=reader,
    )


_LOOKS = {tag: {*names, "style"} for tag, names in nh3.ALLOWED_ATTRIBUTES.items()} | {
    tag: {"style"} for tag in ("div", "p", "span", "b", "table", "tr", "td", "th", "h1", "h2", "h3", "blockquote", "a")
}


def _without_quote(text: str) -> str:
    """The first words of an automatic mail, which no ledger line quotes."""
    return text.strip().partition("\n\n\n")[0]


def _day(day: date, events: tuple[Sent | Came | Step, ...], wording: Wording) -> Day:
    weekday = wording.weekdays[day.weekday()]
    return Day(
        key=f"d{day:%m%d}",
        short=f"{day.month}/{day.day}",
        title=f"{day.year}年{day.month}月{day.day}日　{weekday}",
        events=events,
    )


def _hour(at: datetime) -> str:
    return f"{at:%H:%M}"
