"""The one place where real parts are chosen and wired together.

What only running needs is imported where it is wired: reading one mail from the command line must not wait for
the mail servers' and the store's libraries.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mailflow.adapters.clock import FixedClock, SystemClock
from mailflow.adapters.holidays import Holidays, chinese_holidays
from mailflow.config import Config
from mailflow.core.calendar import WorkCalendar
from mailflow.core.found import Found
from mailflow.core.organization import Organization
from mailflow.core.record import Record
from mailflow.core.values import Address
from mailflow.reading.interpret import Reader
from mailflow.reading.lexicon import Lexicon
from mailflow.reading.phrasebook import Phrases
from mailflow.resources import folder

if TYPE_CHECKING:
    from mailflow.adapters.imap import ImapInbox
    from mailflow.adapters.imap_probe import ImapProbe
    from mailflow.adapters.oauth import Tokens
    from mailflow.adapters.smtp import SmtpSender
    from mailflow.flow.service import Service
    from mailflow.ports import Clock, Health, Monitor, Store
    from mailflow.stores.blobs import Blobs
    from mailflow.writing.mail import Writer
    from mailflow.writing.templates import Templates

_YEARS_BACK, _YEARS_AHEAD = 3, 2
_MOST_FOUND = 20


def store(config: Config, *, read_only: bool = False) -> "Store":
    """Relative folders count from where the config folder lies. Raises Locked, Damaged, UnknownStore, OSError."""
    from mailflow.stores import open_store

    return open_store(config.store_url, config.folder.resolve().parent, read_only=read_only)


def store_folder(config: Config) -> Path:
    """Where the store's files lie. Raises Refusal for a store that is no folder."""
    from mailflow.faults import Refusal
    from mailflow.stores import folder_of

    found = folder_of(config.store_url, config.folder.resolve().parent)
    if found is None:
        raise Refusal(
            f"store {config.store_url.partition(':')[0]}: no folder of files; use the tools that come with it"
        )
    return found


def blobs(config: Config) -> "Blobs":
    """The mails and files of a store that is a folder, by themselves. Raises Refusal."""
    from mailflow.stores.blobs import Blobs

    return Blobs(store_folder(config) / "blobs")


def tombstone(config: Config, now: datetime) -> bytes:
    """What stands in the place of a mail that was removed, in every language."""
    from mailflow.core.said import Said, Saying
    from mailflow.upkeep.forgetting import tombstone

    texts, said = templates(), Said(Saying.MAILS_FORGOTTEN, number=1, when=now)
    return tombstone((texts.phrase(said, language, config.organization) for language in _languages()), now)


def calendar(config: Config, this_year: int) -> WorkCalendar:
    """Holidays of the years around this one; what the config says of a day holds against the library."""
    settings = config.service
    years = this_year - _YEARS_BACK, this_year + _YEARS_AHEAD
    known = chinese_holidays(*years) if settings.holidays == "CN" else Holidays()
    off, worked = frozenset(settings.days_off), frozenset(settings.work_days)
    return WorkCalendar(
        zone=settings.timezone,
        holidays=(known.free | off) - worked,
        workdays=(known.worked | worked) - off,
        known_years=known.known_years,
        quiet=settings.quiet_hours,
        has_holidays=settings.holidays == "CN",
    )


def reader(config: Config, this_year: int) -> Reader:
    """Understands every language that has a lexicon, whichever the person's own is."""
    return Reader.of(
        config.organization,
        [Lexicon.parse(text, language) for language, text in _words("lexicon.toml")],
        calendar(config, this_year).is_workday,
        [Phrases.parse(text, language) for language, text in _words("minutes.toml")],
    )


def templates() -> "Templates":
    from mailflow.writing.templates import Templates

    return Templates.load(folder("templates"))


def writer(config: Config) -> "Writer":
    from mailflow.writing.mail import Writer

    return Writer(
        organization=config.organization,
        name=config.mail.name,
        secret=config.service.secret,
        templates=templates(),
        plus_addressing=config.mail.plus_addressing,
        attach_invite=config.mail.attach_invite,
    )


def service(config: Config, opened: "Store", now: datetime) -> "Service":
    from mailflow.flow.service import Service

    return Service(
        store=opened,
        reader=reader(config, now.year),
        writer=writer(config),
        organization=config.organization,
        calendar=calendar(config, now.year),
        series={series.key: series for series in config.series},
        secretary=Address(config.mail.address),
        trusted_authserv=config.mail.trusted_authserv,
        answers_per_hour=config.service.answers_per_hour,
        rhythm=config.service.digest,
        archive=_Archive(config.organization),
    )


@dataclass(frozen=True)
class _Archive:
    """The archive, for questions by mail."""

    organization: Organization

    def find(self, records: Iterable[Record], query: str, asker: Address) -> tuple[Found, ...]:
        from mailflow.archive.search import find
        from mailflow.archive.viewers import Viewer

        items = find(records, query, Viewer.of(asker, self.organization))
        return tuple(Found(i.kind.value, i.title, i.at, i.record) for i in items[:_MOST_FOUND])


def tokens(config: Config) -> "Tokens | None":
    """For servers that take no passwords; None without [oauth]. One is better shared by all that a process does."""
    from mailflow.adapters.oauth import Tokens

    return Tokens(config.oauth) if config.oauth else None


def inbox(config: Config, shared: "Tokens | None" = None) -> "ImapInbox":
    from mailflow.adapters.imap import ImapInbox

    return ImapInbox(config.imap, tokens=shared or tokens(config))


def probe(config: Config, shared: "Tokens | None" = None) -> "ImapProbe":
    """Connects at once."""
    from mailflow.adapters.imap_probe import ImapProbe

    return ImapProbe(config.imap, tokens=shared or tokens(config))


def sender(config: Config, shared: "Tokens | None" = None) -> "SmtpSender":
    from mailflow.adapters.smtp import SmtpSender

    return SmtpSender(config.smtp, tokens=shared or tokens(config))


def monitor(config: Config, environ: Mapping[str, str]) -> "Monitor":
    """A file in the store's folder, and the service manager where one listens."""
    from mailflow.adapters.health_file import HealthFile
    from mailflow.adapters.systemd import notify

    return HealthFile(_health_path(config), partial(notify, environ))


def health(config: Config) -> "Health | None":
    """What the daemon has told of itself last."""
    from mailflow.adapters.health_file import read

    return read(_health_path(config))


def _health_path(config: Config) -> Path:
    from mailflow.adapters.health_file import NAME
    from mailflow.stores import folder_of

    base = config.folder.resolve().parent
    return (folder_of(config.store_url, base) or base) / NAME


def clock(config: Config, now: datetime | None = None) -> "Clock":
    """The machine's, or one that stands at ``now``."""
    zone = ZoneInfo(config.service.timezone)
    if now is None:
        return SystemClock(zone)
    return FixedClock(now if now.tzinfo else now.replace(tzinfo=zone))


def _languages() -> Iterator[str]:
    return (path.parent.name for path in sorted(folder("templates").glob("*/said.toml"), key=_chinese_first))


def _words(name: str) -> Iterator[tuple[str, str]]:
    for path in sorted(folder("templates").glob(f"*/{name}"), key=_chinese_first):
        yield path.parent.name, path.read_text(encoding="utf-8")


def _chinese_first(path: Path) -> tuple[bool, str]:
    return not path.parent.name.startswith("zh"), path.parent.name
