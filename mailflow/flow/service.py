"""Everything that flow works with, wired once by bootstrap."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mailflow.core.calendar import WorkCalendar
from mailflow.core.organization import Organization
from mailflow.core.policy import Series
from mailflow.core.steps.reports import Rhythm
from mailflow.core.values import Address
from mailflow.ports import Archive, Store
from mailflow.reading.read import MailReader
from mailflow.writing.mail import Writer


@dataclass(frozen=True)
class Service:
    """``answers_per_hour`` caps receipts and questions to one person, so that two robots cannot talk for ever."""

    store: Store
    reader: MailReader
    writer: Writer
    organization: Organization
    calendar: WorkCalendar
    series: Mapping[str, Series]
    secretary: Address
    trusted_authserv: str = ""
    answers_per_hour: int = 20
    rhythm: Rhythm = field(default_factory=Rhythm)
    archive: Archive | None = None
