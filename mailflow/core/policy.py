"""The policy's blanks, filled in: what ``config/meetings/<series>.toml`` sets for one series of meetings."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Literal

from mailflow.core.values import Address, SeriesKey


@dataclass(frozen=True)
class Before:
    """So many working days before the meeting, at that hour of the day; 0 days is the meeting's own day."""

    days: int
    at: time


@dataclass(frozen=True)
class After:
    """So many working days after something happened, at that hour of the day."""

    days: int
    at: time


@dataclass(frozen=True)
class AgendaSection:
    """One item of the agenda's skeleton (policy 2.1, 3.2.2). ``materials``: its reporters owe a file."""

    title: str
    minutes: int
    reporters: tuple[Address, ...] = ()
    materials: bool = False


@dataclass(frozen=True)
class LeaveTerms:
    """Policy 5.1.1. ``default`` holds when the host has not answered ``after_hours`` after being asked."""

    default: Literal["approve", "reject"] = "approve"
    after_hours: int = 24
    details_after_hours: int = 4


@dataclass(frozen=True)
class MinutesTerms:
    """Policy 5.3.2, 5.3.3."""

    due: After = After(1, time(18, 0))
    reminders: tuple[After, ...] = (After(1, time(10, 0)),)
    confirm_within: After = After(2, time(18, 0))
    confirm_reminder: After | None = After(1, time(15, 0))
    silence: Literal["consent", "ask"] = "consent"
    provisional: bool = False


@dataclass(frozen=True)
class FollowUpTerms:
    """Policy 5.3.4. All days are working days."""

    progress_every: int = 5
    remind_before: tuple[int, ...] = (2,)
    remind_at: time = time(9, 30)
    overdue_every: int = 1
    escalate_to_head_after: int = 1
    escalate_to_host_after: int = 3
    check_done: bool = False


@dataclass(frozen=True)
class Series:
    """A series of meetings and every setting its meetings are announced with.

    People are addresses here: roles and departments were resolved when the config was read.
    ``figures``: the agenda holds the month's figures (policy 2.2).
    ``rule`` is an RFC 5545 RRULE, empty for meetings that are called. ``version`` names the settings
    (a digest of the file), so that a record tells under which ones it was decided (policy 7).
    """

    key: SeriesKey
    title: str
    host: Address
    recorder: Address
    attendees: tuple[Address, ...]
    start: time
    minutes: int
    rule: str = ""
    english: str = ""
    purpose: str = ""
    purpose_english: str = ""
    venue: str = ""
    deputy_host: Address | None = None
    on_holiday: Literal["move", "skip"] = "move"
    agenda: tuple[AgendaSection, ...] = ()
    figures: bool = False
    plan_ahead_days: int = 14
    notice: Before = Before(5, time(10, 0))
    call: Before = Before(4, time(10, 0))
    rsvp_reminders: tuple[Before, ...] = (Before(2, time(10, 0)),)
    unanswered_told: Before = Before(1, time(14, 0))
    materials_due: Before = Before(1, time(12, 0))
    materials_reminder: Before = Before(2, time(14, 0))
    agenda_out: Before = Before(1, time(15, 0))
    packet_limit_mb: int = 10
    file_types: tuple[str, ...] = ()
    leave: LeaveTerms = field(default_factory=LeaveTerms)
    minutes_terms: MinutesTerms = field(default_factory=MinutesTerms)
    follow_up: FollowUpTerms = field(default_factory=FollowUpTerms)
    may_convene: tuple[Address, ...] = ()
    version: str = ""

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)
