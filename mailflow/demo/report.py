"""The report: one HTML file that needs nothing else, with every mail as its reader saw it and the ledger beside it."""

from dataclasses import dataclass

import jinja2

from mailflow.core.meeting import Meeting
from mailflow.core.record import Record
from mailflow.demo import outcome
from mailflow.demo.chronicle import Telling, days
from mailflow.demo.mailbag import Delivered
from mailflow.resources import folder
from mailflow.writing.languages import Speech


@dataclass(frozen=True)
class Played:
    """All that the report tells of."""

    meeting: Meeting
    records: tuple[Record, ...]
    mails: tuple[Delivered, ...]
    faults: tuple[str, ...]


def html(played: Played, telling: Telling, speech: Speech) -> str:
    """Everybody's words stand in it escaped; HTML of mails cleaned, and in a frame that runs nothing."""
    pages = folder("templates") / "demo"
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(pages),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    meeting = played.meeting
    return environment.get_template("report.html.j2").render(
        title=meeting.terms.title,
        when=speech.span(meeting.start, meeting.end),
        venue=meeting.venue,
        style=(pages / "report.css").read_text(encoding="utf-8"),
        figures=_figures(played, telling),
        faults=played.faults,
        days=days(played.mails, played.records, telling),
        seats=outcome.seats(meeting, speech),
        minutes=outcome.minutes(meeting, speech),
        tasks=outcome.tasks(meeting, speech),
    )


def _figures(played: Played, telling: Telling) -> tuple[tuple[str, int], ...]:
    came = sum(d.owner == telling.secretary for d in played.mails)
    numbers = (
        came,
        len(played.mails) - came,
        len({d.at.date() for d in played.mails}),
        len(played.meeting.resolutions),
    )
    return tuple(zip(telling.wording.figures, numbers, strict=True))
