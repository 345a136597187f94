"""The same mail is decided once; another one that bears a Message-ID of before is a mail like any other."""

from collections.abc import Iterator
from dataclasses import replace

from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.values import Digest
from mailflow.flow.service import Service
from mailflow.ports import Damaged
from mailflow.reading.mail import InboundMail, Unreadable
from mailflow.reading.message import parse
from mailflow.reading.own_name import own_name


def unseen(mail: InboundMail, digest: Digest, service: Service) -> InboundMail | None:
    """The mail under the name by which it is known from now on; None where it was seen before."""
    if not service.store.seen(mail.message_id):
        return mail
    if any(_same(mail, digest, line, service) for line in _lines(mail, service)):
        return None
    renamed = replace(mail, message_id=own_name(mail))
    return None if service.store.seen(renamed.message_id) else renamed


def _lines(mail: InboundMail, service: Service) -> Iterator[LedgerEntry]:
    for key in service.store.seen(mail.message_id):
        stored = service.store.load(key)
        for entry in stored.record.log if stored else ():
            if entry.cause is Cause.MAIL and entry.message_id == mail.message_id:
                yield entry


def _same(mail: InboundMail, digest: Digest, line: LedgerEntry, service: Service) -> bool:
    """Where what came then cannot be looked at any more, the sender decides."""
    if line.raw == digest:
        return True
    try:
        then = parse(service.store.get_blob(line.raw)) if line.raw else None
    except (Damaged, Unreadable):
        then = None
    if then is None or len(then.headers) < 2:  # a mail that was forgotten
        return line.sender == mail.from_address
    return own_name(then) == own_name(mail)
