"""Invitations and cancellations as iCalendar (RFC 5545, 5546, 6047; the rules of calendar mail in docs/rfc-index.md)."""

from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress, vText

from mailflow.core.letters import CalendarMethod
from mailflow.core.meeting import Attendee, Meeting, MeetingState, PartStat
from mailflow.core.organization import Organization
from mailflow.core.values import Address

_PRODID = "-//mailflow//meeting secretary//ZH"


def calendar(
    method: CalendarMethod,
    meeting: Meeting,
    to: Address,
    organization: Organization,
    secretary_name: str,
    summary: str,
    description: str,
    now: datetime,
) -> bytes:
    """The iCalendar object for one recipient. They answer to ORGANIZER, which is the secretary's plain address."""
    document = Calendar()
    document.add("prodid", _PRODID)
    document.add("version", "2.0")
    document.add("calscale", "GREGORIAN")
    document.add("method", method.value)
    zone = ZoneInfo(organization.timezone)
    document.add_component(_timezone(zone.key, meeting.start.year))
    document.add_component(_event(method, meeting, to, organization, secretary_name, summary, description, now))
    return bytes(document.to_ical())


def _event(
    method: CalendarMethod,
    meeting: Meeting,
    to: Address,
    organization: Organization,
    secretary_name: str,
    summary: str,
    description: str,
    now: datetime,
) -> Event:
    zone = ZoneInfo(organization.timezone)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))  # fresh with every mail, a re-poll too (RFC 5546 2.1.4)
    event.add("dtstart", meeting.start.astimezone(zone))
    event.add("dtend", meeting.end.astimezone(zone))
    event.add("summary", summary)
    event.add("description", description)
    if meeting.venue:
        event.add("location", meeting.venue)
    if method is CalendarMethod.REQUEST:
        event.add("status", "CONFIRMED")
    elif meeting.state is MeetingState.CANCELLED:
        event.add("status", "CANCELLED")  # not where only this attendee is released (RFC 5546 3.2.5)
    event.add("transp", "OPAQUE")
    organizer = vCalAddress(f"mailto:{organization.secretary}")
    organizer.params["CN"] = vText(secretary_name)
    event["organizer"] = organizer
    for seat in _listed(method, meeting, to):
        event.add("attendee", _attendee(seat, meeting, to, organization), encode=False)
    return event


def _listed(method: CalendarMethod, meeting: Meeting, to: Address) -> tuple[Attendee, ...]:
    """A cancellation names only whom it cancels for, a declined proposal who proposed (RFC 5546 3.2.5, 3.2.8)."""
    own = meeting.attendee(to) or Attendee(to)
    if method is not CalendarMethod.REQUEST:
        return (own,)
    return (own, *(a for a in meeting.attendees if a.address != to))


def _attendee(seat: Attendee, meeting: Meeting, to: Address, organization: Organization) -> vCalAddress:
    person = organization.person(seat.address)
    line = vCalAddress(f"mailto:{seat.address}")
    line.params["CN"] = vText(person.name if person else seat.address)
    line.params["CUTYPE"] = vText("INDIVIDUAL")
    line.params["ROLE"] = vText("CHAIR" if seat.address == meeting.chair else "REQ-PARTICIPANT")
    line.params["PARTSTAT"] = vText(_partstat(seat))
    if seat.address == to:
        line.params["RSVP"] = vText("TRUE")  # the default is FALSE (RFC 5545 3.2.17)
    return line


def _partstat(seat: Attendee) -> str:
    """DELEGATED would need the pair of DELEGATED-TO and -FROM in every copy; who is replaced has declined."""
    return PartStat.DECLINED.value if seat.partstat is PartStat.DELEGATED else seat.partstat.value


@cache
def _timezone(zone: str, year: int) -> Timezone:
    """The rules around the meeting: one STANDARD where the zone has no summer time (MS KB4456241).

    Kept, for finding a zone's rules takes longer than all the rest of a mail.
    """
    first, last = date(year - 1, 1, 1), date(year + 1, 12, 31)
    return Timezone.from_tzinfo(ZoneInfo(zone), zone, first_date=first, last_date=last)
