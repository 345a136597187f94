"""A mail in its context to its meaning: the one way that the daemon and ``mailflow interpret`` share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from mailflow.core.intents import Acknowledge, Approve, Counter, Intent, Reject
from mailflow.core.minutes import MinutesContent
from mailflow.core.organization import Organization
from mailflow.core.reply import About, Context, Evidence, Interpretation, MeetingBrief, RequestBrief
from mailflow.core.routing import Pointed
from mailflow.core.values import Address
from mailflow.reading import intents
from mailflow.reading.automatic import Sign, sign_of
from mailflow.reading.button import Spoken, answered
from mailflow.reading.clientwords import program_wrote, sender_words
from mailflow.reading.dates.marks import plain_workday
from mailflow.reading.intents import Reading
from mailflow.reading.intents.deadline_named import deadline_named
from mailflow.reading.intents.lengthening import lengthened
from mailflow.reading.intents.objection_answer import objection_answered
from mailflow.reading.intents.settling import settled
from mailflow.reading.intents.staging import staged
from mailflow.reading.intents.taking_back import topic_taken_back
from mailflow.reading.intents.venue import venue_beside_time, venue_named
from mailflow.reading.itip import CalendarAnswer, read_calendar
from mailflow.reading.lexicon import Lexicon
from mailflow.reading.mail import InboundMail
from mailflow.reading.phrasebook import Phrases
from mailflow.reading.pointing import pointed
from mailflow.reading.quoting import NewWords, new_words
from mailflow.reading.tools import Tools

_ANSWERS = {"REPLY", "COUNTER"}
_ALSO_ASKED = {
    (About.RESOLUTION, "handed"): "handed",
    (About.INVITATION, "next"): "close",
    (About.NONE, "problem"): "close",
}
"""What else than its own answer such a mail may be answered with, and as which approval that is read."""
_OF_INVITATION = frozenset({About.INVITATION, About.CALL, About.SUBSTITUTE})


# Classes of the lexicon that speak of coming, of being away, or of who comes.
_OF_COMING = (
    "neg",
    "unable",
    "absent",
    "forgo",
    "away",
    "attend",
    "come",
    "go",
    "standin",
    "send_person",
    "negative",
    "no",
)


@dataclass(frozen=True)
class Reader:
    """Reads replies and minutes for one organisation. Pure: the same mail has the same meaning at any time."""

    tools: Tools

    @classmethod
    def of(
        cls,
        organization: Organization,
        lexicons: Iterable[Lexicon],
        is_workday: Callable[[date], bool] = plain_workday,
        minutes: Iterable[Phrases] = (),
    ) -> "Reader":
        """``lexicons`` are the languages that are understood, all at once, ``minutes`` their words of minutes;
        ``is_workday`` counts working days."""
        return cls(replace(Tools.of(organization, lexicons, minutes), is_workday=is_workday))

    def interpret(self, mail: InboundMail, context: Context) -> Interpretation:
        """What the mail means as an answer to what ``context`` tells. Never raises for what a mail holds."""
        answer = read_calendar(mail, self.tools.organization) if mail.calendars else None
        sign = sign_of(mail)
        if sign is not None:
            return _automatic(mail, sign, answer)
        words = new_words(mail, self.tools.organization)
        if answer is not None:
            return self._calendar(mail, context, words, answer)
        if program_wrote(words.text, mail):
            lost = Reading((), True, words.text)  # whose button it was, and which one, stood in the calendar part
            return _interpretation(mail, "", lost, words)
        return self._words(mail, context, words)

    def pointed_in(self, mail: InboundMail, now: datetime) -> Callable[[str], Pointed]:
        """Takes a mail's words for a meeting apart; without a Date its days count from ``now``."""
        written = (mail.date or now).astimezone(self.tools.zone)
        return lambda words: pointed(words, written, self.tools.is_workday)

    def minutes(self, mail: InboundMail, meeting: MeetingBrief) -> MinutesContent:
        """What the minutes in the mail's body or attachment say."""
        # Here, because most mails are none, and the patterns of minutes take a tenth of a second to build.
        from mailflow.reading.minutes import from_mail

        return from_mail(mail, meeting, self.tools)

    def _calendar(self, mail: InboundMail, context: Context, words: NewWords, answer: CalendarAnswer) -> Interpretation:
        """Button and words together. A button answers an invitation, whatever mail the thread leads to."""
        own = sender_words(words.text, answer).strip()
        about = context if context.about in _OF_INVITATION else replace(context, about=About.INVITATION)
        spoken = replace(words, text=own, passages=(), subject="")
        read = self._read(mail, about, spoken) if own else Reading()
        together = answered(answer, self._spoken(spoken, read, mail, about, answer), self.tools.zone)
        found = _interpretation(mail, own, together, spoken)
        if answer.method not in _ANSWERS:
            return replace(found, refresh=answer.method == "REFRESH")
        return replace(found, sender=answer.attendee, calendar=answer.stamp)

    def _words(self, mail: InboundMail, context: Context, words: NewWords) -> Interpretation:
        """The body's words; with the subject's before them where only both together say what is wanted."""
        if settle := settled(words, context, self.tools):
            evidence = (Evidence(settle.kind, words.text, "the whole mail says this"),)
            return _interpretation(mail, words.text, Reading((settle,), evidence=evidence), words)
        if longer := lengthened(words, mail, context, self.tools):
            evidence = (Evidence(longer.kind, words.text, "the whole mail says this"),)
            return _interpretation(mail, words.text, Reading((longer,), evidence=evidence), words)
        read = self._with_venue(self._read(mail, context, words), mail, context, words)
        wish = None if _decides(read) else self._beyond_contract(mail, context, words)
        if wish is None and words.subject and words.subject not in words.text and not _decides(read):
            both = replace(words, text=f"{words.subject}\n{words.text}")
            whole = self._with_venue(self._read(mail, context, both), mail, context, both)
            if _decides(whole) and not whole.unclear:
                return _interpretation(mail, both.text, whole, both)
        if wish is not None:
            evidence = (Evidence(wish.kind, words.text, "the whole mail says this"),)
            return _interpretation(mail, words.text, Reading((wish,), evidence=evidence), words)
        return _interpretation(mail, words.text, read, words)

    def _with_venue(self, read: Reading, mail: InboundMail, context: Context, words: NewWords) -> Reading:
        """Another time and another venue in one mail are one wish; what “moves” to a venue alone moves to no other time."""
        wish = read.intents[0] if len(read.intents) == 1 and not read.unclear else None
        if not isinstance(wish, Counter):
            return read
        if wish.start is None:
            return Reading() if venue_named(words, mail, context, self.tools) else read
        venue = venue_beside_time(words, mail, context, self.tools)
        return replace(read, intents=(replace(wish, venue=venue),)) if venue else read

    def _beyond_contract(self, mail: InboundMail, context: Context, words: NewWords) -> Intent | None:
        """What the policy knows and the interpret contract does not."""
        return (
            venue_named(words, mail, context, self.tools)
            or topic_taken_back(words, context, self.tools)
            or deadline_named(words, mail, context, self.tools)
            or objection_answered(words, mail, context, self.tools)
            or self._verdict(mail, context, words)
        )

    def _verdict(self, mail: InboundMail, context: Context, words: NewWords) -> Intent | None:
        """Yes or no to what a mail also asks that is no request for approval: a task handed on, a problem."""
        asked = context.request
        if context.about is About.APPROVAL and asked is not None and asked.kind == "proposals":
            return self._time_instead(mail, context, words)
        if asked is None or (context.about, asked.kind) not in _ALSO_ASKED:
            return None
        kind = _ALSO_ASKED[context.about, asked.kind]
        about = replace(context, about=About.APPROVAL, request=replace(asked, kind=kind))
        read = self._read(mail, about, words)
        verdict = read.intents[0] if len(read.intents) == 1 and not read.unclear else None
        return verdict if isinstance(verdict, Approve | Reject) else None

    def _time_instead(self, mail: InboundMail, context: Context, words: NewWords) -> Counter | None:
        """“就周二下午两点吧”: asked whether a proposed time is taken, who decides names one."""
        when = replace(context, about=About.INVITATION, request=RequestBrief("time", mail.from_address))
        read = self._read(mail, when, words)
        time = read.intents[0] if len(read.intents) == 1 and not read.unclear else None
        asks = any(c.asks or c.supposes for c in staged(words, words.text, mail, when, self.tools).clauses)
        return time if isinstance(time, Counter) and time.start is not None and not asks else None

    def _spoken(
        self, words: NewWords, read: Reading, mail: InboundMail, context: Context, answer: CalendarAnswer
    ) -> Spoken:
        clauses = staged(words, words.text[: intents.LONGEST], mail, context, self.tools).clauses
        named = {who for clause in clauses for found in clause.people for who in found.people}
        return Spoken(
            words.text,
            read,
            asks=any(c.asks for c in clauses),
            conditional=any(c.supposes for c in clauses),
            about_coming=any(c.has(*_OF_COMING) for c in clauses),
            names_others=bool(named - {self._main_address(answer.attendee)}),
        )

    def _main_address(self, who: Address) -> Address:
        person = self.tools.organization.person(who)
        return person.email if person else who

    def _read(self, mail: InboundMail, context: Context, words: NewWords) -> Reading:
        if mail.incomplete:
            return Reading((), True, "parts of the mail were left unread: it is too large or too deep")
        if words.cut_short:
            return Reading((), True, "the end of the mail was left unread: nobody writes so long a reply")
        return intents.read(words, mail, context, self.tools)


def _decides(read: Reading) -> bool:
    return any(not isinstance(intent, Acknowledge) for intent in read.intents)


def _automatic(mail: InboundMail, sign: Sign, answer: CalendarAnswer | None) -> Interpretation:
    """Nothing that a program sent decides; a room's own address stands in its answer."""
    return Interpretation(
        message_id=mail.message_id,
        sender=answer.attendee if answer and answer.method in _ANSWERS else mail.from_address,
        automatic=sign.kind,
        text="",
        evidence=(Evidence(sign.kind.value, mail.subject, sign.name),),
    )


def _interpretation(mail: InboundMail, text: str, read: Reading, words: NewWords) -> Interpretation:
    evidence = read.evidence
    if words.subject and words.subject in text:
        evidence = (Evidence("text", words.subject, "the subject's own words"), *evidence)
    if words.conflict:
        evidence = (*evidence, Evidence("unclear", text[:200], "plain text and HTML say different things"))
    return Interpretation(
        message_id=mail.message_id,
        sender=mail.from_address,
        automatic=None,
        text=text,
        intents=read.intents,
        unclear=read.unclear,
        doubt=read.doubt,
        evidence=evidence,
    )
