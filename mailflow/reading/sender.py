"""Who sent a mail, and how sure that is (docs/decisions/0003-who-is-believed.md)."""

from mailflow.core.intents import Accept, Counter, Leave, Tentative
from mailflow.core.organization import Organization, Person
from mailflow.core.outgoing import Outgoing
from mailflow.core.reply import Certainty, Identity
from mailflow.core.values import Address, address
from mailflow.reading.authentication import disowned, passes
from mailflow.reading.itip import read_calendar
from mailflow.reading.mail import InboundMail

_CLICKED = (Accept, Tentative, Leave, Counter)


def identify(
    mail: InboundMail,
    who: Address,
    organization: Organization,
    trusted_authserv: str,
    answered: Outgoing | None,
    *,
    token_matched: bool,
    meeting_named: bool = False,
) -> Identity:
    """The sender as core believes them.

    ``who`` is the ATTENDEE of a calendar reply, else From. ``trusted_authserv`` is the authserv-id whose results are
    believed, "" where the server gives none. ``token_matched`` says that the mail came back to ``answered`` by a token
    or Message-ID that only its recipient has seen. ``meeting_named`` says that the mail's
    calendar answer names a meeting of ours by its UID.
    """
    person = _person(who, organization)
    main = person.email if person else None
    sure = _certainty(mail, person, organization, trusted_authserv, answered if token_matched else None)
    if sure is Certainty.CLAIMED and not trusted_authserv and meeting_named and _own(mail, person, organization):
        button = _button(mail, organization)
        return Identity(who, main, Certainty.KNOWN if button else sure, button)
    return Identity(who, main, sure)


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
    return Certainty.CLAIMED


def _button(mail: InboundMail, organization: Organization) -> str:
    """The kind of wish that was clicked. Programs send calendar replies to ORGANIZER, without any token: From must do
    where the server tells nothing, and for the click alone."""
    answer = read_calendar(mail, organization)
    return next((i.kind for i in answer.intents if isinstance(i, _CLICKED)), "") if answer else ""


def _own(mail: InboundMail, person: Person | None, organization: Organization) -> bool:
    return person is not None and _only_author(mail) and _person(mail.from_address, organization) == person


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
