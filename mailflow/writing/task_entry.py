"""A task as an entry for the calendar: a day's event that asks for no answer (policy 5.3.4; RFC 5546 3.2.1).

No VTODO: the calendars of Gmail, Outlook on the web and of phones do not show one that comes by mail.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, vCalAddress

from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.values import Address
from mailflow.writing.links import unlinked

_REMIND = timedelta(hours=9)  # at nine on the day itself; an all-day event begins at midnight


def entry(task: Resolution, summary: str, now: datetime, organizer: Address) -> bytes:
    """The deadline's day. A later deadline is the same UID with a higher SEQUENCE, so that the entry moves.

    That of a task which is no longer pursued is taken out again (RFC 5546 4.1.3).
    """
    dropped = task.state is ResolutionState.DROPPED
    event = Event()
    event.add("uid", f"{task.id}@mailflow")
    event.add("sequence", task.times_extended + dropped)
    event.add("dtstamp", now.astimezone(UTC))
    if dropped:
        event.add("status", "CANCELLED")
        event["organizer"] = vCalAddress(f"mailto:{organizer}")  # RFC 5546 3.2.5: REQUIRED in a CANCEL
    event.add("dtstart", task.due_day)
    event.add("dtend", task.due_day + timedelta(days=1))  # RFC 5545 3.6.1: the end of a day's event is the next day
    event.add("summary", summary)
    if task.requirement:
        event.add("description", unlinked(task.requirement))
    event.add("transp", "TRANSPARENT")  # a deadline blocks no time
    if not dropped:
        event.add_component(_reminder(summary))
    document = Calendar()
    document.add("prodid", "-//mailflow//meeting secretary//ZH")
    document.add("version", "2.0")
    document.add("method", method_of(task))
    document.add_component(event)
    return bytes(document.to_ical())


def method_of(task: Resolution) -> str:
    return "CANCEL" if task.state is ResolutionState.DROPPED else "PUBLISH"


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _REMIND)
    return alarm
