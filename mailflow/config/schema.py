"""The shapes of the TOML files, as they may be written. Unknown keys are faults, not comments."""

from datetime import date, time
from typing import Annotated, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError


def _fault(expected: str) -> PydanticCustomError:
    return PydanticCustomError("mailflow", "{expected}", {"expected": expected})


def _clock(value: object) -> object:
    """A string, as it is written in the files, or a time, as the defaults and TOML's own local time give it."""
    if isinstance(value, time):
        return value
    if isinstance(value, str):
        hours, _, minutes = value.partition(":")
        if hours.isdigit() and len(minutes) == 2 and minutes.isdigit() and int(hours) < 24 and int(minutes) < 60:
            return time(int(hours), int(minutes))
    raise _fault('a time of day such as "09:30"')


def _address(value: object) -> object:
    if isinstance(value, str):
        local, _, domain = value.strip().lower().rpartition("@")
        if local and domain and not any(c.isspace() or c in '<>,;"' for c in local + domain):
            return value.strip().lower()
    raise _fault('an e-mail address such as "wang.fang@corp.example"')


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise _fault('a time zone such as "Asia/Shanghai"') from None
    return value


def _rule(value: str) -> str:
    try:
        if value:
            rrulestr(value)
    except (ValueError, TypeError):
        raise _fault(
            'a rule such as "FREQ=WEEKLY;BYDAY=MO" (RFC 5545 3.3.10), or "" for meetings that are called'
        ) from None
    if "HOUR" in value.upper() or "COUNT" in value.upper():
        raise _fault("a rule of days alone: the time stands in start, and a series has no end")
    return value


def _port(value: int) -> int:
    if not 0 < value < 65536:
        raise _fault("a port from 1 to 65535")
    return value


def _token_url(value: str) -> str:
    parts = urlsplit(value)
    here = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost")
    if not parts.hostname or not (parts.scheme == "https" or here):
        raise _fault("an address that begins with https://, such as https://oauth2.googleapis.com/token")
    return value


Clock = Annotated[time, BeforeValidator(_clock)]
Mail = Annotated[str, BeforeValidator(_address)]
Zone = Annotated[str, AfterValidator(_zone)]
Rule = Annotated[str, AfterValidator(_rule)]
Port = Annotated[int, AfterValidator(_port)]
TokenUrl = Annotated[str, AfterValidator(_token_url)]
Name = Annotated[str, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=10_000)]


class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


# ------------------------------------------------------------------------------------ mailflow.toml


class MailTable(Table):
    address: Mail
    name: Name = "会议秘书"
    plus_addressing: bool = True
    trusted_authserv: str = ""
    attach_invite: bool = True


class ServerTable(Table):
    host: Name
    port: Port
    security: Literal["tls", "starttls", "none"] = "tls"
    verify: bool = True
    username: str = ""
    login: Literal["password", "oauth"] = "password"
    password: str = Field(default="", repr=False)


class ImapTable(ServerTable):
    folder: Name = "INBOX"
    archive: Name = "Archive"


class SmtpTable(ServerTable):
    connections: Annotated[int, Field(ge=1, le=20)] = 2
    per_minute: Count = 0


class OAuthTable(Table):
    token_url: TokenUrl
    client_id: Name
    client_secret: str = Field(default="", repr=False)
    refresh_token: str = Field(default="", repr=False)
    scope: str = ""


class StoreTable(Table):
    url: Name = "tinydb:var"


class ServiceTable(Table):
    timezone: Zone = "Asia/Shanghai"
    language: Name = "zh-CN"
    holidays: Literal["CN", ""] = "CN"
    days_off: tuple[date, ...] = ()
    work_days: tuple[date, ...] = ()
    quiet_hours: tuple[Clock, Clock] = (time(20, 0), time(8, 0))
    secret: str = Field(repr=False)
    answers_per_hour: Annotated[int, Field(ge=1, le=1000)] = 20
    digest_day: Annotated[int, Field(ge=0, le=7)] = 1
    digest_at: Clock = time(8, 30)


class MailflowFile(Table):
    mail: MailTable
    imap: ImapTable
    smtp: SmtpTable
    oauth: OAuthTable | None = None
    store: StoreTable = StoreTable()
    service: ServiceTable


# -------------------------------------------------------------------------------- organization.toml


class CompanyTable(Table):
    name: Name


class DepartmentTable(Table):
    key: Name
    name: Name
    organizer: Mail | None = None


class PersonTable(Table):
    name: Name
    email: Mail
    department: Name
    english: str = ""
    aliases: tuple[Mail, ...] = ()
    title: str = ""
    role: Literal["head", "supervisor", "representative", "module-head", "member"] = "member"
    language: Name = "zh-CN"
    assistant: Mail | None = None


class OrganizationFile(Table):
    company: CompanyTable
    departments: Annotated[tuple[DepartmentTable, ...], Field(min_length=1)]
    people: Annotated[tuple[PersonTable, ...], Field(min_length=1)]


# ------------------------------------------------------------------------------- meetings/SERIES.toml


class BeforeTable(Table):
    days: Annotated[int, Field(ge=0, le=60)]
    at: Clock


class AfterTable(Table):
    days: Annotated[int, Field(ge=0, le=60)]
    at: Clock


class WhenTable(Table):
    start: Clock
    minutes: Annotated[int, Field(ge=5, le=24 * 60)]
    rule: Rule = ""
    on_holiday: Literal["move", "skip"] = "move"
    plan_ahead_days: Annotated[int, Field(ge=1, le=366)] = 14


class PeopleTable(Table):
    """People are named by address, ``role:ROLE@DEPARTMENT``, ``department:KEY`` or ``all``."""

    host: Name
    recorder: Name
    deputy_host: str | None = None
    attendees: Annotated[tuple[Name, ...], Field(min_length=1)]
    may_convene: tuple[Name, ...] = ()


class SectionTable(Table):
    title: Name
    minutes: Annotated[int, Field(ge=1, le=24 * 60)]
    reporters: tuple[Name, ...] = ()
    materials: bool = False


class AnnounceTable(Table):
    notice: BeforeTable = BeforeTable(days=5, at=time(10, 0))
    call: BeforeTable = BeforeTable(days=4, at=time(10, 0))
    rsvp_reminders: tuple[BeforeTable, ...] = (BeforeTable(days=2, at=time(10, 0)),)
    unanswered_told: BeforeTable = BeforeTable(days=1, at=time(14, 0))
    materials_reminder: BeforeTable = BeforeTable(days=2, at=time(14, 0))
    materials_due: BeforeTable = BeforeTable(days=1, at=time(12, 0))
    agenda: BeforeTable = BeforeTable(days=1, at=time(15, 0))
    packet_limit_mb: Annotated[int, Field(ge=0, le=1000)] = 10
    file_types: tuple[str, ...] = ()


class LeaveTable(Table):
    default: Literal["approve", "reject"] = "approve"
    after_hours: Annotated[int, Field(ge=1, le=1000)] = 24
    details_after_hours: Annotated[int, Field(ge=0, le=1000)] = 4


class MinutesTable(Table):
    due: AfterTable = AfterTable(days=1, at=time(18, 0))
    reminders: tuple[AfterTable, ...] = (AfterTable(days=1, at=time(10, 0)),)
    confirm_within: AfterTable = AfterTable(days=2, at=time(18, 0))
    confirm_reminder: AfterTable | None = AfterTable(days=1, at=time(15, 0))
    silence: Literal["consent", "ask"] = "consent"
    provisional: bool = False


class FollowUpTable(Table):
    progress_every: Count = 5
    remind_before: tuple[Annotated[int, Field(ge=1, le=60)], ...] = (2,)
    remind_at: Clock = time(9, 30)
    overdue_every: Annotated[int, Field(ge=1, le=60)] = 1
    escalate_to_head_after: Count = 1
    escalate_to_host_after: Count = 3
    check_done: bool = False


class SeriesFile(Table):
    title: Name
    english: str = ""
    purpose: str = ""
    purpose_english: str = ""
    venue: str = ""
    figures: bool = False
    when: WhenTable
    people: PeopleTable
    agenda: tuple[SectionTable, ...] = ()
    announce: AnnounceTable = AnnounceTable()
    leave: LeaveTable = LeaveTable()
    minutes: MinutesTable = MinutesTable()
    resolutions: FollowUpTable = FollowUpTable()
