"""Mail that belongs to no meeting: questions to the secretary, strangers, threads that cannot be found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from mailflow.core.authority import speaks_for
from mailflow.core.calendar import WorkCalendar
from mailflow.core.counting import figures, seen_by
from mailflow.core.events import ReplyArrived
from mailflow.core.found import Found
from mailflow.core.intents import Acknowledge, Query, Settle
from mailflow.core.ledger import Outcome
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.organization import Organization
from mailflow.core.overview import Overview
from mailflow.core.reply import About
from mailflow.core.said import Said, Saying
from mailflow.core.steps import reports
from mailflow.core.steps.answering import forward, settled_by, settles, to_sender
from mailflow.core.steps.planning import BEFORE


@dataclass(frozen=True)
class AtDesk:
    """What is answered at the desk: no record of a meeting changes."""

    letters: tuple[Letter, ...] = ()
    said: tuple[Said, ...] = ()
    outcome: Outcome = Outcome.NOTED


def told_from_archive(reply: ReplyArrived, query: str, found: tuple[Found, ...]) -> AtDesk:
    """What the asker may see, and no word of what they may not."""
    said = Said(Saying.ARCHIVE_SEARCHED, person=reply.identity.person, text=query, number=len(found))
    letter = replace(_fresh(to_sender(reply, MailKind.REPORT, variant="archive")), found=found, quote=query)
    return AtDesk((letter,), (said,), Outcome.DONE)


def told_figures(
    reply: ReplyArrived, month: date, meetings: Iterable[Meeting], organization: Organization, calendar: WorkCalendar
) -> AtDesk:
    """A month's figures on request, with the records behind them: of what the asker may see (policy 6.1, 6.2)."""
    person = reply.identity.person
    assert person is not None  # the caller has dealt with strangers
    counted = seen_by(figures(meetings, month, organization, calendar), person, organization)
    said = Said(Saying.FIGURES_TOLD, person=person, text=f"{month:%Y-%m}")
    letter = replace(_fresh(to_sender(reply, MailKind.REPORT, variant="figures")), figures=counted)
    return AtDesk((letter,), (said,), Outcome.DONE)


def answer(reply: ReplyArrived, meetings: Iterable[Meeting], organization: Organization) -> AtDesk:
    """Answers go to the person's own address in the organisation, so even an unverified sender may ask."""
    person = reply.identity.person
    if person is None:
        said = Said(Saying.UNKNOWN_SENDER, text=reply.identity.address)
        return AtDesk(forward(reply, organization, (said,), "stranger"), (said,), Outcome.FORWARDED)
    wishes = [i for i in reply.reading.intents if not isinstance(i, Acknowledge)]
    if reply.reading.intents and not wishes and not reply.reading.unclear:
        return AtDesk(said=(Said(Saying.ACKNOWLEDGED, person=person),))
    if len(wishes) == 1 and isinstance(wishes[0], Query):
        return _query(wishes[0], reply, meetings, organization)
    if len(wishes) == 1 and isinstance(wishes[0], Settle) and person in organization.organizers:
        said = settled_by(reply)
        return AtDesk((_fresh(to_sender(reply, MailKind.RECEIPT, (said,))),), (said,), Outcome.DONE)
    if settles(reply):
        said = Said(Saying.NOT_UNDERSTOOD, person=person, text=reply.reading.text)
        question = replace(to_sender(reply, MailKind.ASK, variant="unclear"), quote=reply.reading.text)
        return AtDesk((question,), (said,), Outcome.ASKED)
    return _which(reply, organization)


def _query(wish: Query, reply: ReplyArrived, meetings: Iterable[Meeting], organization: Organization) -> AtDesk:
    person = reply.identity.person
    assert person is not None  # answer() has dealt with strangers
    if wish.what == "help":
        said = Said(Saying.HELP_SENT, person=person)
        return AtDesk((_fresh(to_sender(reply, MailKind.HELP)),), (said,), Outcome.DONE)
    if wish.what == "resolutions":
        tasks = tuple(
            r for m in meetings for r in m.resolutions if not r.ended and speaks_for(person, r.owners, organization)
        )
        said = Said(Saying.TASKS_LISTED, person=person, number=len(tasks))
        letter = replace(_fresh(to_sender(reply, MailKind.REPORT, variant="tasks")), resolutions=tasks)
        return AtDesk((letter,), (said,), Outcome.DONE)
    if wish.what == "status":
        mine = [m for m in meetings if m.attendee(person) or person in (m.terms.host, *organization.organizers)]
        ahead = tuple(reports.line(m) for m in sorted(mine, key=lambda m: m.start) if m.state in BEFORE)
        letter = replace(_fresh(to_sender(reply, MailKind.REPORT, variant="status")), overview=Overview(coming=ahead))
        return AtDesk((letter,), (Said(Saying.STATUS_TOLD, person=person),), Outcome.DONE)
    return _which(reply, organization)


def _which(reply: ReplyArrived, organization: Organization) -> AtDesk:
    """It plainly wants something, and of what it speaks cannot be told: ask, and let the organizers see it."""
    person = reply.identity.person
    said = Said(Saying.UNKNOWN_THREAD, person=person, text=reply.reading.text)
    question = replace(
        _fresh(to_sender(reply, MailKind.ASK, (said,), "thread")), quote=reply.reading.doubt or reply.reading.text
    )
    return AtDesk((question, *forward(reply, organization, (said,))), (said,), Outcome.ASKED)


def _fresh(letter: Letter) -> Letter:
    """An answer at the desk starts no thread about a record."""
    return replace(letter, about=About.NONE, ref="", resolution=None)
