"""The sentences that mailflow can say of its own acts: a key here, its words in templates/<language>/said.toml.

The same value is told to the sender in an answer, and kept in the ledger as the reason of an act.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailflow.core.values import Address


class Saying(StrEnum):
    """What happened. Beside each: the fields of Said that its sentence may use."""

    # attendance (policy 5.1.1, 5.1.2)
    WILL_ATTEND = "will-attend"  # person
    MAY_ATTEND = "may-attend"  # person
    WILL_BE_LATE = "will-be-late"  # person, number (minutes)
    WILL_LEAVE_EARLY = "will-leave-early"  # person, number (minutes)
    INVITATION_AGAIN = "invitation-again"  # person: their calendar asked for the meeting as it stands
    OTHER_TIME_PROPOSED = "other-time-proposed"  # person, when
    OLDER_ANSWER_IGNORED = "older-answer-ignored"  # person
    NOT_INVITED = "not-invited"  # person
    # leave and substitutes (policy 5.1.1)
    LEAVE_NOTED = "leave-noted"  # person, text (reason)
    LEAVE_NEEDS_REASON = "leave-needs-reason"  # person
    LEAVE_ASKED = "leave-asked"  # person, other (who approves), text (reason)
    LEAVE_APPROVED = "leave-approved"  # person, other (who approved)
    LEAVE_REJECTED = "leave-rejected"  # person, other, text (reason)
    LEAVE_APPROVED_BY_DEFAULT = "leave-approved-by-default"  # person, other (who was asked)
    LEAVE_REJECTED_BY_DEFAULT = "leave-rejected-by-default"  # person, other
    LEAVE_WITHDRAWN = "leave-withdrawn"  # person
    LEAVE_LAPSED = "leave-lapsed"  # person: the meeting was moved, and the leave was for the old time
    LEAVE_ALREADY_DECIDED = "leave-already-decided"  # person
    SUBSTITUTE_NAMED = "substitute-named"  # person, other (the substitute)
    SUBSTITUTE_ASKED = "substitute-asked"  # person, other
    SUBSTITUTE_ACCEPTED = "substitute-accepted"  # person, other
    SUBSTITUTE_REFUSED = "substitute-refused"  # person, other, text (reason)
    SUBSTITUTE_MISSING = "substitute-missing"  # person
    SUBSTITUTE_BUSY = "substitute-busy"  # person, other, text (the meeting that they attend at that time)
    SUBSTITUTE_UNUSABLE = "substitute-unusable"  # person, other, text: invited anyway, or the same person
    RECORDER_IS = "recorder-is"  # person (who takes the minutes), other (the recorder that the settings name)
    SUBSTITUTE_RELEASED = "substitute-released"  # person, other
    OTHER_SUBSTITUTE = "other-substitute"  # person (on leave), other (who was asked instead)
    NO_SUBSTITUTE_NEEDED = "no-substitute-needed"  # person: on leave no more
    MEETING_OVER = "meeting-over"  # person (who was on leave), when (the meeting's start)
    CALLED_OFF = "called-off"  # person (who was on leave), when
    # topics and materials (policy 3.1, 4)
    TOPIC_TAKEN = "topic-taken"  # person, text (title)
    TOPIC_TOO_LATE = "topic-too-late"  # person, text (title): the agenda is out, the organizers were asked
    TOPIC_DROPPED = "topic-dropped"  # person (who decided), text (title)
    TOPIC_BACK_ASKED = "topic-back-asked"  # person, text (title): the organizers were asked
    TOPIC_NOT_TAKEN = "topic-not-taken"  # person (who decided), text (title)
    TOPIC_STAYS = "topic-stays"  # person (who decided), text (title)
    TOPIC_UNKNOWN = "topic-unknown"  # person, text: no topic of theirs is meant, or several could be
    MATERIALS_FILED = "materials-filed"  # person, text (file name), number (version)
    MATERIALS_REFUSED = "materials-refused"  # person, text (file name)
    MATERIALS_UNNAMED = "materials-unnamed"  # person, text (the name given to it)
    NOTHING_TO_SUBMIT = "nothing-to-submit"  # person
    MATERIALS_MISSING = "materials-missing"  # person
    FILE_LOST = "file-lost"  # text (file name): no longer in the store, so not attached
    AGENDA_TOO_LONG = "agenda-too-long"  # number (minutes by which it is longer than the meeting)
    # minutes (policy 5.3)
    MINUTES_RECEIVED = "minutes-received"  # person, number (version)
    MINUTES_QUESTIONED = "minutes-questioned"  # person, number (how many problems)
    MINUTES_SENT = "minutes-sent"  # number (version), when (deadline)
    MINUTES_CONFIRMED = "minutes-confirmed"  # person, number (version)
    MINUTES_OBJECTED = "minutes-objected"  # person, number (version)
    OBJECTION_ANSWERED = "objection-answered"  # person (recorder), other (who objects)
    MINUTES_FINAL = "minutes-final"  # number (version)
    MINUTES_SILENT = "minutes-silent"  # person: the deadline passed without an answer
    MINUTES_SUPERSEDED = "minutes-superseded"  # person, number (the version that is current now)
    MINUTES_TOO_LATE = "minutes-too-late"  # person: they are final already
    # resolutions (policy 5.3.4)
    TASK_OPENED = "task-opened"  # person, text (title), due
    TASK_PROGRESS = "task-progress"  # person, text (title), number (percent)
    TASK_DONE = "task-done"  # person, text (title)
    TASK_REPORTED = "task-reported"  # person, text (title), other (who checks)
    TASK_REOPENED = "task-reopened"  # person, text (title)
    TASK_CLOSED_ALREADY = "task-closed-already"  # person, text (title)
    TASK_CONTINUED = "task-continued"  # text (title), due (as a later meeting's minutes set it anew)
    TASK_DROPPED = "task-dropped"  # text (title), due (the day of the meeting whose minutes drop it)
    TASK_UNKNOWN = "task-unknown"  # person, text: no task of theirs is meant, or several could be
    REQUEST_DECIDED_ALREADY = "request-decided-already"  # person (who asked)
    TASK_OVERDUE = "task-overdue"  # person, text (title), due
    TASK_ESCALATED = "task-escalated"  # person, other (told), text (title)
    EXTENSION_ASKED = "extension-asked"  # person, other (who approves), text (title), due
    EXTENSION_NEEDS_DATE = "extension-needs-date"  # person, text (title)
    EXTENSION_APPROVED = "extension-approved"  # person, text (title), due
    EXTENSION_REJECTED = "extension-rejected"  # person, text (title), due (which stays)
    REASSIGN_ASKED = "reassign-asked"  # person, other (new owner), text (title)
    TASK_ACCEPTED = "task-accepted"  # person, text (title): handed to them
    TASK_HANDED_BACK = "task-handed-back"  # person (refuses it), other (has it again), text (title)
    REASSIGNED = "reassigned"  # person (old), other (new owner), text (title)
    # time
    STEP_DONE = "step-done"  # text (the step's name)
    STEP_TOO_LATE = "step-too-late"  # text (the step's name): left out, its time is over
    # mail that decides nothing
    ACKNOWLEDGED = "acknowledged"  # person
    AUTOMATIC_IGNORED = "automatic-ignored"  # text (auto-reply, list)
    DUPLICATE_IGNORED = "duplicate-ignored"
    TOLD_TO_RECORDER = "told-to-recorder"  # person, other (the recorder): the meeting is over, its minutes are written
    MEETING_CLOSED = "meeting-closed"  # nothing can be changed any more
    UNKNOWN_SENDER = "unknown-sender"  # text (address)
    UNKNOWN_THREAD = "unknown-thread"  # person: it cannot be told which mail is answered
    NOT_UNDERSTOOD = "not-understood"  # person, text (the sentence)
    NO_AUTHORITY = "no-authority"  # person, text (the kind of decision)
    NOT_FITTING = "not-fitting"  # person, text (kind): makes no sense in the answer to that mail
    SETTLED = "settled"  # person (the organizer), text (the subject): a mail put before them needs nothing more
    FORWARDED = "forwarded"  # other (to whom): a person decides
    CONFIRMATION_ASKED = "confirmation-asked"  # person: the sender could not be verified
    CONFIRMED_BY_SENDER = "confirmed-by-sender"  # person
    DENIED_BY_SENDER = "denied-by-sender"  # person
    DELIVERY_FAILED = "delivery-failed"  # person, text (the server's words)
    MAIL_WITHHELD = "mail-withheld"  # person, text (the mail's subject): answered before it could be sent
    QUARANTINED = "quarantined"  # text (why)
    ANSWER_LIMIT = "answer-limit"  # person: too many answers this hour, so none
    CANCELLED = "cancelled"  # person, text (reason)
    # called meetings and problems (policy 2.3, 2.4)
    CONVENED = "convened"  # person, text (title), when, number (how many are invited)
    CONVENED_ALREADY = "convened-already"  # person, text (title), when
    TIME_NEEDED = "time-needed"  # person, text (title)
    TIME_PAST = "time-past"  # person, when
    NAME_NOT_KNOWN = "name-not-known"  # text (the words for somebody)
    OUTSIDER_NOT_INVITED = "outsider-not-invited"  # other (an address)
    STEPS_LEFT_OUT = "steps-left-out"  # text (their names, comma between): the notice is too short for them
    NOT_CALLED = "not-called"  # person: the meeting is not called after all
    PROBLEM_OPENED = "problem-opened"  # text (title), person (host)
    PROBLEM_SOLVED = "problem-solved"  # person, text (title)
    PROBLEM_WORDS = "problem-words"  # person (host): words beside the verdict that were passed on
    PROBLEM_UNSOLVED = "problem-unsolved"  # person, text (title)
    PROBLEM_NEXT = "problem-next"  # person, text (title), when
    # moving and inviting (policy 3.1.1)
    MOVED = "moved"  # person, when
    LENGTHENED = "lengthened"  # person, when (its new end), number (minutes in all)
    RELOCATED = "relocated"  # person, text (the venue)
    INVITED = "invited"  # person, text (names)
    INVITED_ALREADY = "invited-already"  # text (names)
    SETTINGS_TAKEN = "settings-taken"  # when (the start), text (the version of the settings): not announced yet
    UNPLANNED = "unplanned"  # when: the series no longer names that day, and nobody was told of it yet
    OWNER_LEFT = "owner-left"  # person (no more of the organisation), text (title of the open task)
    NOT_WRITTEN_TO = "not-written-to"  # person: no more of the organisation
    CHAIR_IS = "chair-is"  # person (the deputy), other (the host, who is on leave)
    NO_CHAIR = "no-chair"  # person: on leave, and nobody stands in
    NO_RECORDER = "no-recorder"  # person: on leave, and nobody stands in
    HARDLY_ANYBODY = "hardly-anybody"  # number: who is not on leave
    HOLIDAYS_UNKNOWN = "holidays-unknown"  # text (the year)
    DOUBLE_BOOKED = "double-booked"  # text (the other meeting's title), when (its start)
    PROPOSAL_DECLINED = "proposal-declined"  # person, when
    MAILS_FORGOTTEN = "mails-forgotten"  # number, when: somebody's mails were removed as the law asks
    HELP_SENT = "help-sent"  # person
    TASKS_LISTED = "tasks-listed"  # person, number
    ARCHIVE_SEARCHED = "archive-searched"  # person, text (the words), number (how many were found)
    FIGURES_TOLD = "figures-told"  # person, text (2026-11)
    STATUS_TOLD = "status-told"  # person


@dataclass(frozen=True)
class Said:
    """One sentence, in no language yet."""

    key: Saying
    person: Address | None = None
    other: Address | None = None
    text: str = ""
    number: int | None = None
    when: datetime | None = None
    due: date | None = None
