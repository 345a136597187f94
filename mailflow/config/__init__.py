"""The config folder: mailflow.toml, organization.toml, meetings/*.toml -> one frozen Config, or every fault in it."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path

from mailflow.adapters.settings import ImapSettings, OAuthSettings, SmtpSettings
from mailflow.config import company, secrets, toml
from mailflow.config import series as meetings
from mailflow.config.faults import ConfigFault, Fault
from mailflow.config.schema import (
    ImapTable,
    MailflowFile,
    OAuthTable,
    OrganizationFile,
    SeriesFile,
    ServerTable,
    SmtpTable,
)
from mailflow.core.organization import Organization
from mailflow.core.policy import Series
from mailflow.core.steps.reports import Rhythm
from mailflow.core.values import Address

__all__ = ["Config", "ConfigFault", "Fault", "MailSettings", "ServiceSettings", "load"]

_MAIN = "mailflow.toml"


@dataclass(frozen=True)
class MailSettings:
    """The mailbox as others see it."""

    address: Address
    name: str
    plus_addressing: bool
    trusted_authserv: str
    attach_invite: bool


@dataclass(frozen=True)
class ServiceSettings:
    """``secret`` signs the tokens in reply addresses."""

    timezone: str
    language: str
    holidays: str
    days_off: tuple[date, ...]
    work_days: tuple[date, ...]
    quiet_hours: tuple[time, time]
    answers_per_hour: int
    digest: Rhythm
    secret: bytes = field(repr=False)


@dataclass(frozen=True)
class Config:
    folder: Path
    mail: MailSettings
    imap: ImapSettings
    smtp: SmtpSettings
    store_url: str
    service: ServiceSettings
    organization: Organization
    series: tuple[Series, ...]
    warnings: tuple[str, ...] = ()
    oauth: OAuthSettings | None = None


def load(folder: Path, environ: Mapping[str, str], *, with_secrets: bool = True) -> Config:
    """Raises ConfigFault with all faults at once.

    Without secrets no password is looked up: enough for reading mails, not for fetching or sending them.
    """
    if not folder.is_dir():
        expected = "a folder with the config: it is missing (mailflow init writes a complete example)"
        raise ConfigFault((Fault(str(folder), "", expected),))
    main, faults = toml.read(folder / _MAIN, _MAIN, MailflowFile)
    people, more = toml.read(folder / company.FILE, company.FILE, OrganizationFile)
    faults += more
    organization = None
    if people is not None:
        address = main.mail.address if main else ""
        zone = main.service.timezone if main else "Asia/Shanghai"
        organization, more = company.organization(people, address, zone)
        faults += more
    series, warnings, more = _all_series(folder, organization)
    faults += more
    if main is None or organization is None:
        raise ConfigFault(faults)
    faults += tuple(_login_faults(main))
    words, more = _secrets(main, folder, environ) if with_secrets else (_Words(), ())
    faults += more
    if faults:
        raise ConfigFault(faults)
    return _config(folder, main, organization, series, words, warnings)


def _all_series(
    folder: Path, organization: Organization | None
) -> tuple[tuple[Series, ...], tuple[str, ...], tuple[Fault, ...]]:
    found: list[Series] = []
    warnings: list[str] = []
    faults: list[Fault] = []
    paths = sorted((folder / "meetings").glob("*.toml"))
    if not paths:
        faults.append(Fault("meetings/", "", "at least one file such as weekly.toml"))
    for path in paths:
        name = f"meetings/{path.name}"
        read, more = toml.read(path, name, SeriesFile)
        faults.extend(more)
        if read is None or organization is None:
            continue
        version = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
        built, more = meetings.series(path.stem, name, read, organization, version)
        faults.extend(more)
        if built is not None:
            found.append(built)
            warnings.extend(meetings.warnings(name, built))
    return tuple(found), tuple(warnings), tuple(faults)


@dataclass(frozen=True)
class _Words:
    imap: str = ""
    smtp: str = ""
    secret: str = ""
    client_secret: str = ""
    refresh_token: str = ""


def _secrets(main: MailflowFile, folder: Path, environ: Mapping[str, str]) -> tuple[_Words, tuple[Fault, ...]]:
    faults: list[Fault] = []

    def word(value: str, key: str) -> str:
        found, more = secrets.resolve(value, folder, environ, _MAIN, key)
        faults.extend(more)
        return found

    words = _Words(
        imap=word(main.imap.password, "imap.password") if main.imap.login == "password" else "",
        smtp=word(main.smtp.password, "smtp.password") if main.smtp.login == "password" else "",
        secret=word(main.service.secret, "service.secret"),
        client_secret=word(main.oauth.client_secret, "oauth.client_secret") if main.oauth else "",
        refresh_token=word(main.oauth.refresh_token, "oauth.refresh_token") if main.oauth else "",
    )
    if words.secret and len(words.secret) < 16:
        faults.append(Fault(_MAIN, "service.secret", "at least 16 characters that nobody can guess"))
    if not main.service.secret:
        faults.append(Fault(_MAIN, "service.secret", "env:NAME, file:PATH or the word itself"))
    return words, tuple(faults)


def _login_faults(main: MailflowFile) -> Iterator[Fault]:
    """What a login by OAuth2 needs beside the word itself."""
    for name, table in (("imap", main.imap), ("smtp", main.smtp)):
        if table.login == "oauth" and main.oauth is None:
            yield Fault(_MAIN, f"{name}.login", 'a section [oauth] beside it, or login = "password"', "oauth")
        if table.login == "oauth" and not table.username:
            yield Fault(_MAIN, f"{name}.username", "the mailbox's address: OAuth2 names it with the token")
    if main.oauth is not None and not main.oauth.refresh_token and not main.oauth.client_secret:
        expected = "env:NAME or file:PATH; only an application with a client_secret of its own needs none"
        yield Fault(_MAIN, "oauth.refresh_token", expected)


def _config(
    folder: Path,
    main: MailflowFile,
    organization: Organization,
    series: tuple[Series, ...],
    words: _Words,
    warnings: tuple[str, ...],
) -> Config:
    address = Address(main.mail.address)
    service = main.service
    return Config(
        folder=folder,
        mail=MailSettings(
            address,
            main.mail.name,
            main.mail.plus_addressing,
            main.mail.trusted_authserv,
            main.mail.attach_invite,
        ),
        imap=_imap(main.imap, words.imap),
        smtp=_smtp(main.smtp, words.smtp, address),
        oauth=_oauth(main.oauth, words, folder),
        store_url=main.store.url,
        service=ServiceSettings(
            timezone=service.timezone,
            language=service.language,
            holidays=service.holidays,
            days_off=service.days_off,
            work_days=service.work_days,
            quiet_hours=service.quiet_hours,
            answers_per_hour=service.answers_per_hour,
            digest=Rhythm(service.digest_day - 1 if service.digest_day else None, service.digest_at),
            secret=words.secret.encode(),
        ),
        organization=organization,
        series=series,
        warnings=(*_unverified("imap", main.imap), *_unverified("smtp", main.smtp), *warnings),
    )


def _imap(table: ImapTable, password: str) -> ImapSettings:
    return ImapSettings(**{**table.model_dump(), "password": password})


def _smtp(table: SmtpTable, password: str, sender: Address) -> SmtpSettings:
    return SmtpSettings(**{**table.model_dump(), "password": password, "sender": sender})


def _oauth(table: OAuthTable | None, words: _Words, folder: Path) -> OAuthSettings | None:
    if table is None:
        return None
    return OAuthSettings(
        token_url=table.token_url,
        client_id=table.client_id,
        client_secret=words.client_secret,
        refresh_token=words.refresh_token,
        refresh_token_file=secrets.file_of(table.refresh_token, folder),
        scope=table.scope,
    )


def _unverified(name: str, table: ServerTable) -> tuple[str, ...]:
    if table.security != "none" and not table.verify:
        return (f"{_MAIN}: {name}.verify: the server's certificate is not checked; this is for tests only",)
    return ()
