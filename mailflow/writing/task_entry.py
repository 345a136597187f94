"""A task as an entry for the calendar: a day's event that asks for no answer (policy 5.3.4; RFC 5546 3.2.1).

No VTODO: the calendars of Gmail, Outlook on the web and of phones do not show one that comes by mail.
"""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from mailflow.core.resolution import Resolution

_REMIND = timedelta(hours=9)  # at nine on the day itself; an all-day event begins at midnight


def entry(task: Resolution, summary: str, now: datetime) -> bytes:
    """The deadline's day. A later deadline is the same UID with a higher SEQUENCE, so that the entry moves."""
    event = Event()
    event.add("uid", f"{task.id}@mailflow")
    event.add("sequence", task.times_extended)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", task.due_day)
    event.add("dtend", task.due_day + timedelta(days=1))  # RFC 5545 3.6.1: the end of a day's event is the next day
    event.add("summary", summary)
    if task.requirement:
        event.add("description", task.requirement)
    event.add("transp", "TRANSPARENT")  # a deadline blocks no time
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _REMIND)
    event.add_component(alarm)
    document = Calendar()
    document.add("prodid", "-//mailflow//meeting secretary//ZH")
    document.add("version", "2.0")
    document.add("method", "PUBLISH")
    document.add_component(event)
    return bytes(document.to_ical())
