"""What the buttons of an invitation send: an iTIP REPLY by mail (RFC 5546 3.2.3, RFC 6047)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from icalendar import Calendar, Component, Event

from mailflow.core.organization import Person
from mailflow.demo.mailprograms import MailProgram
from mailflow.demo.received import Received

_SUBJECTS = {
    "zh-CN": {"ACCEPTED": "已接受: ", "TENTATIVE": "暂定: ", "DECLINED": "已拒绝: "},
    "en": {"ACCEPTED": "Accepted: ", "TENTATIVE": "Tentative: ", "DECLINED": "Declined: "},
}


@dataclass(frozen=True)
class NoInvitation(Exception):
    """The answered mail has no buttons."""

    subject: str


def press(
    program: MailProgram, person: Person, partstat: str, words: str, to: Received, at: datetime, number: int
) -> bytes:
    """The answer that goes to the ORGANIZER of the invitation. Raises NoInvitation where none came."""
    if not to.calendar:
        raise NoInvitation(to.subject)
    invited = Calendar.from_ical(to.calendar).walk("VEVENT")[0]
    organizer = str(invited["ORGANIZER"]).partition(":")[2]
    mail = EmailMessage(policy=SMTP)
    local, _, domain = person.email.partition("@")
    mail["From"] = Mailbox(person.name, local, domain)
    mail["To"] = organizer
    mail["Subject"] = _SUBJECTS[person.language][partstat] + str(invited.get("SUMMARY", ""))
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{program.name}.{number}.{at:%Y%m%d%H%M}@{domain}>"
    mail[program.agent[0]] = program.agent[1]
    mail.set_content(words, cte="base64")
    reply = _reply(invited, person, partstat, at)
    mail.add_alternative(reply.decode(), subtype="calendar", cte="base64", params={"method": "REPLY"})
    return mail.as_bytes()


def _reply(invited: Component, person: Person, partstat: str, at: datetime) -> bytes:
    """Who answers stands alone in it, with the identity of what is answered (RFC 5546 3.2.3)."""
    calendar, event = Calendar(), Event()
    for name, value in (("PRODID", "-//example mail program//ZH"), ("VERSION", "2.0"), ("METHOD", "REPLY")):
        calendar.add(name, value)
    for name in ("UID", "SEQUENCE", "ORGANIZER", "DTSTART", "DTEND", "SUMMARY"):
        if name in invited:
            event[name] = invited[name]
    event.add("DTSTAMP", at.astimezone(UTC))
    parameters = {"PARTSTAT": partstat, "CN": person.name}
    event.add("ATTENDEE", f"mailto:{person.email}", parameters=parameters)
    calendar.add_component(event)
    return bytes(calendar.to_ical())
