"""From records to the folder: the plan, then the files that were handed in, then the pages that tell which are there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from mailflow.archive.viewers import Viewer
from mailflow.core.calendar import WorkCalendar
from mailflow.core.record import Record
from mailflow.core.values import Digest
from mailflow.ports import Damaged, Missing
from mailflow.site.figures import months
from mailflow.site.folder import Target
from mailflow.site.pages import Site
from mailflow.site.plan import Plan, plan
from mailflow.site.telling import Teller
from mailflow.site.words import SiteWords
from mailflow.writing.languages import Speech


@dataclass(frozen=True)
class Exported:
    """``faults`` name each file that could not be had, and why; the rest is there all the same."""

    files: int
    meetings: int
    resolutions: int
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where the archive's content comes from. ``blob`` raises Missing and Damaged, as a Store does."""

    records: Iterable[Record]
    blob: Callable[[Digest], bytes]
    calendar: Callable[[int], WorkCalendar]


def export(source: Source, folder: Path, viewer: Viewer, speech: Speech, words: SiteWords, site: Site) -> Exported:
    """Writes what ``viewer`` may see. The same records make the same bytes. Raises NotOurs and OSError."""
    records = tuple(sorted(source.records, key=lambda r: r.id))
    planned = plan(records, viewer)
    target = Target(folder)
    lost, faults = _handed_in(planned, source, target)
    teller = Teller(planned, speech, words, lost)
    for page in site.pages(records, teller, tuple(months(teller, source.calendar))):
        target.write(page.path, page.content)
    return Exported(target.finish(), len(planned.meetings), len(planned.resolutions), faults)


def _handed_in(planned: Plan, source: Source, target: Target) -> tuple[dict[Digest, str], tuple[str, ...]]:
    """Copies what there is; for what there is not the word that the pages say instead."""
    lost: dict[Digest, str] = {}
    faults = []
    for handed in planned.handed:
        try:
            content = source.blob(handed.digest)
        except Missing:
            lost[handed.digest] = "lost"
            faults.append(f"{handed.path}: {handed.digest} is not in the store")
        except Damaged as fault:
            lost[handed.digest] = "damaged"
            faults.append(f"{handed.path}: {fault}")
        else:
            target.write(handed.path, content)
    return lost, tuple(faults)
