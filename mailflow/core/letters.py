"""A mail that was decided on, as a value: to whom, why, with which facts. Words are templates' business."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.figures import Figures
from mailflow.core.found import Found
from mailflow.core.minutes import Doubt, Objection
from mailflow.core.overview import Overview
from mailflow.core.reply import About, File
from mailflow.core.resolution import Resolution
from mailflow.core.said import Said
from mailflow.core.values import Address, MessageId, ResolutionId


class MailKind(StrEnum):
    """The value of X-Mailflow-Kind; the file ``templates/<language>/<kind>.j2`` holds its words.

    A letter's ``variant`` picks among wordings of one kind; they are listed beside it ("" is the plain one).
    """

    INVITATION = "invitation"  # "" to an attendee, "substitute" to who stands in. Calendar REQUEST
    UPDATE = "update"  # "" time or people changed, "venue" that alone. Calendar REQUEST, higher SEQUENCE
    CANCELLATION = "cancellation"  # Calendar CANCEL. "" called off, "released…" substitute no longer needed
    CALL = "call"  # topics and materials asked for; what this person owes
    MATERIALS_REMINDER = "materials-reminder"  # "" to who owes, "overdue" to the organizers
    AGENDA = "agenda"  # opening, people, review, sections, topics (policy 3.2.1)
    PACKET = "packet"  # the materials before the meeting (policy 4.2.2): "" attached, "list" too large to attach
    SUPPLEMENT = "supplement"  # materials that came after the packet
    RSVP_REMINDER = "rsvp-reminder"  # to who has not answered
    LEAVE_REQUEST = "leave-request"  # to the host: approve?
    LEAVE_DECISION = "leave-decision"  # to who asked: "approved", "rejected", "approved-by-default", ...
    SUBSTITUTE_REQUEST = "substitute-request"  # will you stand in?
    MINUTES_REQUEST = "minutes-request"  # the form to the recorder
    MINUTES_REMINDER = "minutes-reminder"  # "" recorder, "overdue" host, "confirm" who has not confirmed
    MINUTES = "minutes"  # for confirmation; from version 2 on with the changes marked
    MINUTES_FINAL = "minutes-final"
    # To the recorder: "" to the current version, "earlier" to one before it; "answered" back to who objects
    OBJECTION = "objection"
    TASK = "task"  # to an owner: "", "extended", "kept" (extension rejected), "reassigned", "returned" (not taken over), "reopened"
    TASK_REMINDER = "task-reminder"  # "progress", "before", "due", "overdue"
    ESCALATION = "escalation"  # "head", "host"
    TASK_CLOSED = "task-closed"  # "" done, "dropped" by a later meeting's minutes
    # "extend", "done", "reassign", "held" (see Held), "cancel", "move", "relocate", "lengthen", "invite" (the second word), "convene" (was
    # it you who called?), "topic" (after the agenda), "topic-back" (taken back), "proposals" (times that attendees proposed), "close" (is the problem solved?)
    APPROVAL_REQUEST = "approval-request"
    DIGEST = "digest"
    REPORT = "report"  # "tasks": the reader's open ones; "status"; "figures"; "archive"; "problem", "problem-solved"
    # "leave-details", "substitute", "minutes", "extend", "reassign", "unclear", "thread", "convene" (when?),
    # "next-meeting" (of a problem)
    ASK = "ask"
    RECEIPT = "receipt"  # what was understood and done
    HELP = "help"
    # To organizers or host: "unanswered", "leave", "late", "counter", "stranger", "not-invited",
    # "delivery-failed", "forwarded", "no-authority", "default", "recorder", "venue",
    # "agenda-long", "objections", "quarantined", "double-booked"
    NOTICE = "notice"


class CalendarMethod(StrEnum):
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    DECLINECOUNTER = "DECLINECOUNTER"


@dataclass(frozen=True)
class Review:
    """The last meeting's main points and how its resolutions were carried out (policy 3.2.1)."""

    title: str
    start: datetime
    points: tuple[str, ...] = ()
    resolutions: tuple[Resolution, ...] = ()


@dataclass(frozen=True)
class Letter:
    """One mail to one person about one record.

    ``about`` and ``ref`` decide how an answer will be read and what it changes: ``ref`` is a
    resolution id, ``leave:ADDRESS``, ``held:N``, ``minutes:VERSION``, ``objection:ADDRESS``, ``deadline:TITLE``, ``handed:ADDRESS``, ``convene``, ``venue``, ``move:TIME``, ``topic:N``, ``topic-back:ADDRESS:TITLE``, ``close`` or empty.
    ``start`` is a meeting's other time, wanted or proposed; ``venue`` its other venue, ``end`` its later end, wanted.
    ``answers`` and ``subject`` stand where the letter is a reply to somebody's own mail.
    ``lost`` are files that it would carry and the store has no more.
    ``urgent`` letters go out in quiet hours too.
    """

    kind: MailKind
    to: Address
    about: About = About.NONE
    ref: str = ""
    variant: str = ""
    person: Address | None = None
    resolution: ResolutionId | None = None
    said: tuple[Said, ...] = ()
    quote: str = ""
    people: tuple[Address, ...] = ()
    sections: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    objections: tuple[Objection, ...] = ()
    deadline: datetime | None = None
    due: date | None = None
    start: datetime | None = None
    venue: str = ""
    end: datetime | None = None
    topic: str = ""
    calendar: CalendarMethod | None = None
    files: tuple[File, ...] = ()
    lost: tuple[File, ...] = ()
    review: Review | None = None
    resolutions: tuple[Resolution, ...] = ()
    overview: Overview | None = None
    figures: Figures | None = None
    found: tuple[Found, ...] = ()
    answers: MessageId | None = None
    subject: str = ""
    urgent: bool = True
