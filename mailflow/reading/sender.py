"""Who sent a mail, and how sure that is (docs/decisions/0003-who-is-believed.md)."""

from mailflow.core.organization import Organization, Person
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import Certainty, Identity
from mailflow.core.values import Address, address
from mailflow.reading.authentication import disowned, passes
from mailflow.reading.itip import read_calendar
from mailflow.reading.mail import InboundMail


def identify(
    mail: InboundMail,
    who: Address,
    organization: Organization,
    trusted_authserv: str,
    answered: Outgoing | None,
    *,
    token_matched: bool,
) -> Identity:
    """The sender as core believes them.

    ``who`` is the ATTENDEE of a calendar reply, else From. ``trusted_authserv`` is the authserv-id whose results are
    believed, "" where the server gives none. ``token_matched`` says that the mail came back to ``answered`` by a token
    or Message-ID that only its recipient has seen.
    """
    person = _person(who, organization)
    return Identity(who, person.email if person else None, _certainty(
        mail, person, organization, trusted_authserv, answered if token_matched else None
    ))  # fmt: skip


def _certainty(
    mail: InboundMail, person: Person | None, organization: Organization, trusted_authserv: str, bound: Outgoing | None
) -> Certainty:
    author = _person(mail.from_address, organization)
    if person is None or author is None or not _only_author(mail) or not _speaks_for(author, person, organization):
        return Certainty.CLAIMED
    if trusted_authserv and passes(mail, trusted_authserv):
        return Certainty.VERIFIED
    if trusted_authserv and disowned(mail, trusted_authserv):
        return Certainty.CLAIMED  # a mail that was forwarded has been seen by others: its token proves no forged From
    principal = _person(bound.to, organization) if bound else None
    if principal and _speaks_for(author, principal, organization):
        return Certainty.KNOWN
    if not trusted_authserv and author == person and _by_button(mail, organization):
        return Certainty.KNOWN
    return Certainty.CLAIMED


def _by_button(mail: InboundMail, organization: Organization) -> bool:
    """Programs send calendar replies to ORGANIZER, without any token: From must do where the server tells nothing."""
    answer = read_calendar(mail, organization)
    return answer is not None and answer.method in {"REPLY", "COUNTER"}


def _only_author(mail: InboundMail) -> bool:
    """Of two authors no result tells which one is meant (RFC 7489 6.6.1)."""
    return len(mail.all("from")) == 1 and len({box.address for box in mail.authors}) == 1


def _speaks_for(author: Person, person: Person, organization: Organization) -> bool:
    """One's own answer, or that of the assistant named for them: who has the token was given it by its owner."""
    return author == person or organization.assists(author.email, person.email)


def _person(who: Address, organization: Organization) -> Person | None:
    """By main address or alias; a plus tag is the same mailbox."""
    known = organization.person(who)
    if known is not None:
        return known
    local, at, domain = who.rpartition("@")
    return organization.person(address(f"{local.partition('+')[0]}{at}{domain}"))
