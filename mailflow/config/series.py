"""meetings/SERIES.toml -> Series: people named, times checked against each other."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from mailflow.config import people
from mailflow.config.faults import Fault
from mailflow.config.schema import AfterTable, BeforeTable, SectionTable, SeriesFile
from mailflow.core.organization import Organization
from mailflow.core.policy import (
    After,
    AgendaSection,
    Before,
    FollowUpTerms,
    LeaveTerms,
    MinutesTerms,
    Series,
)
from mailflow.core.values import Address, SeriesKey


def series(
    key: str, file: str, read: SeriesFile, organization: Organization, version: str
) -> tuple[Series | None, tuple[Fault, ...]]:
    faults: list[Fault] = []

    def single(expression: str, name: str) -> Address:
        who, found = people.one(expression, organization, file, f"people.{name}")
        faults.extend(found)
        return who or Address("")

    def many(expressions: tuple[str, ...], name: str) -> tuple[Address, ...]:
        everybody, found = people.several(expressions, organization, file, name)
        faults.extend(found)
        return everybody

    announce, when = read.announce, read.when
    built = Series(
        key=SeriesKey(key),
        title=read.title,
        english=read.english or read.title,
        purpose=read.purpose,
        purpose_english=read.purpose_english or read.purpose,
        venue=read.venue,
        figures=read.figures,
        host=single(read.people.host, "host"),
        deputy_host=single(read.people.deputy_host, "deputy_host") if read.people.deputy_host else None,
        recorder=single(read.people.recorder, "recorder"),
        attendees=many(read.people.attendees, "people.attendees"),
        may_convene=many(read.people.may_convene, "people.may_convene"),
        start=when.start,
        minutes=when.minutes,
        rule=when.rule,
        on_holiday=when.on_holiday,
        plan_ahead_days=when.plan_ahead_days,
        agenda=tuple(_section(s, many(s.reporters, f"agenda[{s.title}].reporters")) for s in read.agenda),
        notice=_before(announce.notice),
        call=_before(announce.call),
        rsvp_reminders=tuple(map(_before, announce.rsvp_reminders)),
        unanswered_told=_before(announce.unanswered_told),
        materials_reminder=_before(announce.materials_reminder),
        materials_due=_before(announce.materials_due),
        agenda_out=_before(announce.agenda),
        packet_limit_mb=announce.packet_limit_mb,
        file_types=tuple(t.lower().lstrip(".") for t in announce.file_types),
        leave=LeaveTerms(read.leave.default, read.leave.after_hours, read.leave.details_after_hours),
        minutes_terms=MinutesTerms(
            due=_after(read.minutes.due),
            reminders=tuple(map(_after, read.minutes.reminders)),
            confirm_within=_after(read.minutes.confirm_within),
            confirm_reminder=_after(read.minutes.confirm_reminder) if read.minutes.confirm_reminder else None,
            silence=read.minutes.silence,
            provisional=read.minutes.provisional,
        ),
        follow_up=FollowUpTerms(**read.resolutions.model_dump()),
        version=version,
    )
    faults.extend(_faults(file, built))
    return (None if faults else built), tuple(faults)


def warnings(file: str, built: Series) -> Iterator[str]:
    """What works and is probably not meant."""
    planned = sum(s.minutes for s in built.agenda)
    if planned > built.minutes:
        yield f"{file}: agenda: {planned} minutes are planned in a meeting of {built.minutes} (policy 1.3.1)"
    if built.rule and built.plan_ahead_days < built.notice.days + 2:
        yield f"{file}: when.plan_ahead_days: {built.plan_ahead_days} days are too few for a notice {built.notice.days} working days ahead"


def _faults(file: str, built: Series) -> Iterator[Fault]:
    """Steps must come in the order of the policy: notice, call, materials, agenda."""
    order = (
        ("notice", built.notice),
        ("call", built.call),
        ("materials_due", built.materials_due),
        ("agenda", built.agenda_out),
    )
    for (earlier, first), (later, second) in pairwise(order):
        if _moment(second) < _moment(first):
            yield Fault(file, f"announce.{later}", f"a time that is not before announce.{earlier}", _shown(second))
    if _moment(built.agenda_out) > timedelta(hours=built.start.hour, minutes=built.start.minute):
        yield Fault(file, "announce.agenda", "a time before the meeting begins", _shown(built.agenda_out))
    if built.deputy_host and built.deputy_host == built.host:
        yield Fault(file, "people.deputy_host", "somebody else than the host")


def _moment(lead: Before) -> timedelta:
    return timedelta(days=-lead.days, hours=lead.at.hour, minutes=lead.at.minute)


def _shown(lead: Before) -> str:
    return f"{lead.days} days before at {lead.at:%H:%M}"


def _section(table: SectionTable, reporters: tuple[Address, ...]) -> AgendaSection:
    return AgendaSection(table.title, table.minutes, reporters, table.materials)


def _before(table: BeforeTable) -> Before:
    return Before(table.days, table.at)


def _after(table: AfterTable) -> After:
    return After(table.days, table.at)
