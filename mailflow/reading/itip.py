"""Calendar replies to the same intents as words (RFC 5546 3.2.3, 3.2.7; RFC 6047)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from mailflow.core.intents import Accept, Acknowledge, Counter, Done, Intent, Leave, Tentative
from mailflow.core.organization import Organization
from mailflow.core.reply import CalendarStamp
from mailflow.core.values import Address, address
from mailflow.reading.contentlines import Component, ContentLine, moment, read_components
from mailflow.reading.dates import believable
from mailflow.reading.mail import CalendarPart, InboundMail
from mailflow.reading.quoting.cut import cut
from mailflow.reading.quoting.plain import plain_lines
from mailflow.reading.quoting.signature import Names

_REPLIES = {"REPLY", "COUNTER"}
_PARTSTATS: dict[str, str] = {
    "ACCEPTED": "ACCEPTED", "ACCEPT": "ACCEPTED", "YES": "ACCEPTED", "CONFIRMED": "ACCEPTED",
    "TENTATIVE": "TENTATIVE", "MAYBE": "TENTATIVE", "TENTATIVELY-ACCEPTED": "TENTATIVE",
    "DECLINED": "DECLINED", "DECLINE": "DECLINED", "NO": "DECLINED", "REJECTED": "DECLINED",
    "DELEGATED": "DELEGATED", "COMPLETED": "COMPLETED",
    "": "NEEDS-ACTION", "NEEDS-ACTION": "NEEDS-ACTION", "NEEDSACTION": "NEEDS-ACTION", "NEED-ACTION": "NEEDS-ACTION",
    "NEED-REQUEST": "NEEDS-ACTION", "NOT-RESPONDED": "NEEDS-ACTION",  # Tencent
}  # fmt: skip
# Google's calendar declines by itself while its owner is out of office.
_DECLINED_BY_ITSELF = re.compile(
    r"declined because i(?: am|'m|’m) out of (?:the )?office|automatically declined|因为我不在办公室|因我不在办公室|自动(?:拒绝|谢绝)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class CalendarAnswer:
    """What a calendar part says.

    ``attendee`` is who answers, ``sent_by`` who clicked for them. ``method`` is REPLY or COUNTER; REFRESH, REQUEST and
    the others come as ``unclear``. ``comment`` are the sender's words inside the calendar, ``summary`` and ``location``
    what the client knows of the meeting and may repeat in its own text. ``stamp`` orders answers (RFC 5546 2.1.5).
    """

    attendee: Address
    intents: tuple[Intent, ...]
    unclear: bool
    stamp: CalendarStamp
    method: str
    sent_by: Address | None = None
    comment: str = ""
    summary: str = ""
    location: str = ""
    doubt: str = ""


def read_calendar(mail: InboundMail, organization: Organization) -> CalendarAnswer | None:
    """The calendar answer that the mail carries; None where it carries none, or only our own invitation back."""
    unreadable: CalendarAnswer | None = None
    for part in mail.calendars:  # the inline one first: it counts where the two disagree
        calendar = read_components(part.content)
        answer = _answer(mail, part, calendar, organization)
        if answer and answer.stamp.uid:
            return answer
        unreadable = unreadable or answer
    return unreadable


def method_of(part: CalendarPart, calendar: Component) -> str:
    """METHOD in the body decides: the parameter may be missing, and Google's says REPLY over a COUNTER."""
    return calendar.text("METHOD").upper() or part.method


def _answer(
    mail: InboundMail, part: CalendarPart, calendar: Component, organization: Organization
) -> CalendarAnswer | None:
    method = method_of(part, calendar)
    events = [*calendar.components("VEVENT", "VTODO")]
    if not method and len(events) == 1 and _sender_answers(mail, events[0], organization):
        method = "REPLY"
    if method in _REPLIES:
        return _reply(mail, method, calendar, events, organization)
    if method in {"REFRESH", "REQUEST", "CANCEL", "ADD", "DECLINECOUNTER"}:
        return _issued(mail, method, calendar, events, organization)
    return None  # PUBLISH, or a file without METHOD: nobody answers by it


def _sender_answers(mail: InboundMail, event: Component, organization: Organization) -> bool:
    attendees = [*event.every("ATTENDEE")]
    return (
        len(attendees) == 1
        and _partstat(attendees[0]) not in {"NEEDS-ACTION", None}
        and bool(_of_sender(attendees, mail, organization))
    )


def _issued(
    mail: InboundMail, method: str, calendar: Component, events: Sequence[Component], organization: Organization
) -> CalendarAnswer | None:
    """A REQUEST, CANCEL or REFRESH. Ours, carried back by a client, is nothing; a person's own needs a person."""
    organizer = next((_mailto(line) for event in events for line in event.every("ORGANIZER")), None)
    if method != "REFRESH" and organizer is not None and _untagged(organizer) == _untagged(organization.secretary):
        return None
    event = events[0] if events else Component("")
    return CalendarAnswer(
        attendee=mail.from_address,
        intents=(),
        unclear=True,
        stamp=_stamp(event, calendar, _zone_of(organization)),
        method=method,
        summary=event.text("SUMMARY"),
        location=event.text("LOCATION"),
        doubt=f"METHOD:{method}",
    )


def _reply(
    mail: InboundMail, method: str, calendar: Component, events: Sequence[Component], organization: Organization
) -> CalendarAnswer:
    answers = [_event_answer(mail, method, calendar, event, organization) for event in events]
    if not answers:
        blank = CalendarStamp(uid="", sequence=0)
        return CalendarAnswer(mail.from_address, (), True, blank, method, doubt="no VEVENT")
    first = answers[0]
    if any((a.intents, a.attendee) != (first.intents, first.attendee) for a in answers[1:]):
        return CalendarAnswer(
            first.attendee, (), True, first.stamp, method, first.sent_by, doubt="several answers in one"
        )
    return first


def _event_answer(
    mail: InboundMail, method: str, calendar: Component, event: Component, organization: Organization
) -> CalendarAnswer:
    zone = _zone_of(organization)
    attendee = _attendee(mail, event, organization)
    comment = _comment(event, attendee, mail, organization, calendar)
    intents: tuple[Intent, ...]
    if attendee is None:
        intents, doubt = (), "no ATTENDEE of the sender's"
    elif method == "COUNTER":
        intents, doubt = _countered(moment(event.first("DTSTART"), calendar, zone), mail)
    else:
        intents, doubt = _by_partstat(attendee, comment, organization)
    if _DECLINED_BY_ITSELF.search(comment):
        doubt = comment
    who = _mailto(attendee) if attendee else None
    return CalendarAnswer(
        attendee=who or mail.from_address,
        intents=intents,
        unclear=bool(doubt),
        stamp=_stamp(event, calendar, zone),
        method=method,
        sent_by=_first_address(attendee.parameters.get("SENT-BY", "")) if attendee else None,
        comment=comment,
        summary=event.text("SUMMARY"),
        location=event.text("LOCATION"),
        doubt=doubt,
    )


def _countered(start: datetime | None, mail: InboundMail) -> tuple[tuple[Intent, ...], str]:
    if start and not believable(start.date(), mail.date.date() if mail.date else None):
        return (), f"DTSTART={start:%Y-%m-%d}"
    return (Counter(start=start),), ""


def _by_partstat(attendee: ContentLine, comment: str, organization: Organization) -> tuple[tuple[Intent, ...], str]:
    """RFC 5545 3.2.12, and what is doubtful about it."""
    match _partstat(attendee):
        case "ACCEPTED":
            return (Accept(),), ""
        case "TENTATIVE":
            return (Tentative(),), ""
        case "DECLINED":
            return (Leave(reason=comment or None),), ""
        case "DELEGATED":
            return _delegated(attendee, comment, organization)
        case "NEEDS-ACTION":
            return (Acknowledge(),), ""
        case "COMPLETED":
            return (Done(),), ""
        case _:
            return (), f"PARTSTAT={attendee.parameters.get('PARTSTAT', '')}"


def _delegated(attendee: ContentLine, comment: str, organization: Organization) -> tuple[tuple[Intent, ...], str]:
    """RFC 5546 3.2.2.3. A delegate from outside the organisation is named, and still nobody that we know."""
    delegate = _first_address(attendee.parameters.get("DELEGATED-TO", ""))
    person = organization.person(_untagged(delegate)) if delegate else None
    doubt = f"DELEGATED-TO={delegate}" if delegate and person is None else ""
    return (Leave(reason=comment or None, substitute=person.email if person else None),), doubt


def _partstat(attendee: ContentLine) -> str | None:
    return _PARTSTATS.get(attendee.parameters.get("PARTSTAT", "").strip().upper().replace("_", "-"))


def _attendee(mail: InboundMail, event: Component, organization: Organization) -> ContentLine | None:
    """Who answers is the ATTENDEE (RFC 6047 2.3); of several the sender's, by address, SENT-BY or Reply-To."""
    attendees = [line for line in event.every("ATTENDEE") if _mailto(line)]
    if len(attendees) <= 1:
        return attendees[0] if attendees else None
    own = _of_sender(attendees, mail, organization)
    if own:
        return own
    delegating = [line for line in attendees if _partstat(line) == "DELEGATED"]
    return delegating[0] if len(delegating) == 1 else None


def _of_sender(attendees: Sequence[ContentLine], mail: InboundMail, organization: Organization) -> ContentLine | None:
    for senders in _senders(mail, organization):
        for line in attendees:
            who = _mailto(line)
            if who and _untagged(who) in senders:
                return line
        for line in attendees:
            clerk = _first_address(line.parameters.get("SENT-BY", ""))
            if clerk and _untagged(clerk) in senders:
                return line
    return None


def _senders(mail: InboundMail, organization: Organization) -> Iterator[frozenset[Address]]:
    """The sender's addresses, the surest first: From with its aliases, then Reply-To and Sender."""
    for who in (mail.from_address, *(box.address for box in mail.reply_to), address(mail.header("sender"))):
        bare = _untagged(who)
        person = organization.person(bare) or organization.person(who)
        yield frozenset({bare, *(person.addresses if person else ())})


def _mailto(line: ContentLine) -> Address | None:
    """The address of a CAL-ADDRESS; Apple puts it in EMAIL where the value is a path."""
    return _first_address(line.value) or _first_address(line.parameters.get("EMAIL", ""))


def _first_address(value: str) -> Address | None:
    for piece in value.split(","):
        bare = re.sub(r"^\s*<?(?:mailto:)*", "", piece, flags=re.IGNORECASE).strip("<> \t\"'")
        bare = bare.partition("?")[0]
        if "@" in bare and " " not in bare:
            return address(bare)
    return None


def _untagged(who: Address | str) -> Address:
    local, at, domain = who.rpartition("@")
    return address(f"{local.partition('+')[0]}{at}{domain}")


def _zone_of(organization: Organization) -> tzinfo:
    return ZoneInfo(organization.timezone)


def _comment(
    event: Component, attendee: ContentLine | None, mail: InboundMail, organization: Organization, calendar: Component
) -> str:
    """The sender's words inside the calendar: COMMENT, Google's parameter, or Outlook's DESCRIPTION in a bare one."""
    given = attendee.parameters.get("X-RESPONSE-COMMENT", "") if attendee else ""
    texts = [line.text for line in event.every("COMMENT")]
    if given:
        texts.insert(0, re.sub(r"\\([,;\\])", r"\1", given).replace("\\n", "\n"))
    if not mail.text and not mail.html and "microsoft" in calendar.text("PRODID").lower():
        texts.append(event.text("DESCRIPTION"))
    names = Names(mail, organization)
    for text in texts:
        words = cut(plain_lines(text), names).text.strip()
        if words:
            return words
    return ""


def _stamp(event: Component, calendar: Component, zone: tzinfo) -> CalendarStamp:
    sequence = event.text("SEQUENCE")
    return CalendarStamp(
        uid=event.text("UID"),
        sequence=int(sequence) if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else 0,
        dtstamp=_plausible(moment(event.first("DTSTAMP"), calendar, zone)),
    )


def _plausible(stamp: datetime | None) -> datetime | None:
    return stamp if stamp and stamp.year >= 2000 else None
