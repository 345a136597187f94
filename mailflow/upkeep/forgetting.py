"""``mailflow forget``: a person's mails go, where the law asks for it; what was decided stays.

First a plan, to be shown; then each record is saved naming a tombstone in the place of what goes; then the bytes go.
A kill in between leaves bytes that no record names: the next plan finds them.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, is_dataclass, replace
from datetime import datetime
from typing import Any

from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.record import Record
from mailflow.core.said import Said, Saying
from mailflow.core.values import Digest
from mailflow.ports import Damaged, Store, Stored
from mailflow.reading.mail import Attachment, InboundMail, Unreadable
from mailflow.reading.message import parse
from mailflow.stores.blobs import Blobs
from mailflow.upkeep import words
from mailflow.upkeep.named import digest_fields, digests_of
from mailflow.upkeep.person import Person
from mailflow.upkeep.words import Words

_TELLING = 4  # two Chinese characters, or four letters: less is in every mail
_UNMISTAKABLE = 16  # so much is nobody else's, whomever the mail names


@dataclass(frozen=True)
class Share:
    """What of one record goes: ``waiting`` counts mails that quote the person and are not sent yet."""

    stored: Stored
    of_theirs: frozenset[Digest]
    to_them: frozenset[Digest]
    quoting: frozenset[Digest]
    waiting: int
    spoken: int

    @property
    def gone(self) -> frozenset[Digest]:
        return self.of_theirs | self.to_them | self.quoting


@dataclass(frozen=True)
class Plan:
    """``loose``: mails and attachments of theirs that no record names, or none will any more."""

    person: Person
    shares: tuple[Share, ...]
    loose: frozenset[Digest]

    @property
    def empty(self) -> bool:
        return not self.shares and not self.loose

    @property
    def waiting(self) -> int:
        return sum(share.waiting for share in self.shares)

    def number(self, of: Callable[[Share], frozenset[Digest]]) -> int:
        return len(frozenset[Digest]().union(*map(of, self.shares)))


def plan(store: Store, blobs: Blobs, person: Person) -> Plan:
    """Changes nothing."""
    every = list(store.all_records())
    shares = tuple(share for stored in every if (share := _share(stored, blobs, person)))
    gone = frozenset[Digest]().union(*(share.gone for share in shares))
    named = frozenset[Digest]().union(*(digests_of(words.without(s.record, person)) for s in every)) - gone
    return Plan(person, shares, frozenset(_loose(blobs, gone, named, person)))


def carry_out(found: Plan, store: Store, blobs: Blobs, tombstone: bytes, now: datetime) -> None:
    """``tombstone`` says that something was removed and when; it stands where each mail stood."""
    stone = store.put_blob(tombstone)
    for share in found.shares:
        store.save(_after(share, found.person, stone, now), share.stored.version)
    for digest in sorted(found.loose.union(*(share.gone for share in found.shares))):
        blobs.remove(digest)


# -------------------------------------------------------------------------------------------- planning


def _share(stored: Stored, blobs: Blobs, person: Person) -> Share | None:
    record = stored.record
    of_theirs = frozenset(_of_theirs(record, person))
    caused = {name for entry in record.log if person.is_(entry.sender) for name in entry.mails}
    to_them = frozenset(o.raw for o in record.outgoing if person.is_(o.to)) | frozenset(_bounced(record, person))
    quoted = words.of(record, person)
    others = [o for o in record.outgoing if not person.is_(o.to)]
    quoting = [o for o in others if o.message_id in caused or _quotes(_text(blobs, o.raw), quoted, person)]
    share = Share(
        stored,
        frozenset(_kept(blobs, of_theirs)),
        frozenset(_kept(blobs, to_them)),
        frozenset(_kept(blobs, frozenset(o.raw for o in quoting))),
        sum(o.state is SendState.QUEUED for o in quoting),
        len(quoted.told) + len(quoted.passages),
    )
    return share if share.gone or words.without(record, person) != record else None


def _of_theirs(record: Record, person: Person) -> Iterator[Digest]:
    yield from (e.raw for e in record.log if e.raw and person.is_(e.sender))
    yield from (q.raw for q in getattr(record, "quarantine", ()) if person.is_(q.sender))
    yield from (h.reply.raw for h in getattr(record, "held", ()) if person.is_(h.reply.identity.address))


def _bounced(record: Record, person: Person) -> Iterator[Digest]:
    """A mail to them that came back is one all the same."""
    for entry in record.log:
        if entry.raw and any(s.key is Saying.DELIVERY_FAILED and person.is_(s.person) for s in entry.said):
            yield entry.raw


def _kept(blobs: Blobs, digests: frozenset[Digest]) -> Iterator[Digest]:
    """Those that are no tombstone yet: a second run finds nothing more to do."""
    return (d for d in digests if not is_tombstone(_content(blobs, d)))


def _loose(blobs: Blobs, gone: frozenset[Digest], named: frozenset[Digest], person: Person) -> Iterator[Digest]:
    unnamed = [digest for digest in blobs.digests() if digest not in named and digest not in gone]
    theirs = [digest for digest in unnamed if _is_theirs(_mail(blobs, digest), person)]
    files = {_digest(a.content) for mail in (*gone, *theirs) for a in _attachments(_mail(blobs, mail))}
    return (digest for digest in unnamed if digest in files or digest in theirs)


def _is_theirs(mail: InboundMail | None, person: Person) -> bool:
    return mail is not None and any(map(person.is_, (mail.from_address, *(to.address for to in mail.to))))


def _digest(content: bytes) -> Digest:
    return Digest(hashlib.sha256(content).hexdigest())


def _attachments(mail: InboundMail | None) -> tuple[Attachment, ...]:
    return mail.attachments if mail else ()


def _mail(blobs: Blobs, digest: Digest) -> InboundMail | None:
    try:
        return parse(_content(blobs, digest))
    except Unreadable:
        return None


def _content(blobs: Blobs, digest: Digest) -> bytes:
    """Nothing where it is lost already: there is nothing to remove."""
    try:
        return blobs.get(digest)
    except Damaged:
        return b""


def _text(blobs: Blobs, digest: Digest) -> str:
    mail = _mail(blobs, digest)
    return _dense(mail.text or mail.html or "") if mail else ""


def _quotes(text: str, quoted: Words, person: Person) -> bool:
    """A reason or note of theirs beside their name; or so many words of theirs that no name is needed."""
    named = any(_dense(name) in text for name in person.names)
    told = quoted.told if named else frozenset()
    return _stands_in(text, told, _TELLING) or _stands_in(text, quoted.told | quoted.passages, _UNMISTAKABLE)


def _stands_in(text: str, phrases: Iterable[str], weight: int) -> bool:
    return any(_weight(dense) >= weight and dense in text for dense in map(_dense, phrases))


def _dense(text: str) -> str:
    """Lines are broken anew in every quotation."""
    return "".join(text.split())


def _weight(text: str) -> int:
    return sum(1 if c.isascii() else 2 for c in text)


# ---------------------------------------------------------------------------------------- carrying out

_MARK = b"mailflow-forgotten:"


def tombstone(texts: Iterable[str], now: datetime) -> bytes:
    """Begins with a mark by which a later run knows it."""
    return b"\r\n".join(
        [_MARK + b" " + now.isoformat(timespec="seconds").encode(), b"", *(t.encode() for t in texts), b""]
    )


def is_tombstone(content: bytes) -> bool:
    return content.startswith(_MARK)


def _after(share: Share, person: Person, stone: Digest, now: datetime) -> Record:
    record = words.without(share.stored.record, person)
    mails = tuple(_unsendable(o, share, person) for o in record.outgoing)
    named = words.rebuilt(replace(record, outgoing=mails), lambda value: _with_stone(value, share.gone, stone))
    said = Said(Saying.MAILS_FORGOTTEN, number=len(share.gone), when=now)
    return replace(named, log=(*named.log, LedgerEntry(now, Cause.COMMAND, Outcome.DONE, (said,))))


def _unsendable(mail: Outgoing, share: Share, person: Person) -> Outgoing:
    """What waits for them is not sent any more; subjects of answers are their words."""
    if mail.raw not in share.gone:
        return mail
    waits = person.is_(mail.to) and mail.state is SendState.QUEUED
    if waits:
        return replace(mail, subject="", state=SendState.REFUSED, error="removed by mailflow forget")
    return replace(mail, subject="")


def _with_stone(value: Any, gone: frozenset[Digest], stone: Digest) -> Any:
    named: Iterable[str] = digest_fields(type(value)) if is_dataclass(value) and not isinstance(value, type) else ()
    held = {name: stone for name in named if getattr(value, name) in gone}
    return replace(value, **held) if held else value
