"""A meeting played on the core alone: letters become outgoing mails without bytes, and people answer them."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from mailflow.core.calendar import Occurrence, WorkCalendar
from mailflow.core.decide import decide
from mailflow.core.decision import Decision, R
from mailflow.core.events import Event, ReplyArrived, TimeReached
from mailflow.core.intents import Convene, Intent
from mailflow.core.ledger import Cause, LedgerEntry
from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting, MeetingState
from mailflow.core.minutes import MinutesContent
from mailflow.core.organization import Department, Organization, Person
from mailflow.core.outgoing import Outgoing
from mailflow.core.policy import AgendaSection, Series
from mailflow.core.problem import Problem
from mailflow.core.reply import CalendarStamp, Certainty, File, Identity, Interpretation
from mailflow.core.resolution import Resolution
from mailflow.core.situation import Situation
from mailflow.core.steps import convening
from mailflow.core.steps.planning import plan
from mailflow.core.values import Address, Digest, MessageId, RecordId, SeriesKey, Token

CALENDAR = WorkCalendar()


def mail(local: str) -> Address:
    return Address(f"{local}@corp.example")


def person(name: str, local: str, department: str, role: str = "member") -> Person:
    return Person(name, local.replace(".", " ").title(), mail(local), department, role=role)


COMPANY = Organization(
    name="示例贸易公司",
    secretary=mail("secretary"),
    timezone="Asia/Shanghai",
    departments=(
        Department("sales", "销售部", mail("liu.yang")),
        Department("operations", "运营部", mail("he.jun")),
    ),
    people=(
        person("王芳", "wang.fang", "sales", "head"),
        person("李强", "li.qiang", "sales", "supervisor"),
        person("陈静", "chen.jing", "sales", "representative"),
        person("周涛", "zhou.tao", "sales", "representative"),
        person("刘洋", "liu.yang", "sales"),
        person("张伟", "zhang.wei", "operations", "head"),
        person("吴昊", "wu.hao", "operations", "module-head"),
        person("何军", "he.jun", "operations"),
    ),
)

WEEKLY = Series(
    key=SeriesKey("weekly"),
    title="销售与运营周例会",
    host=mail("wang.fang"),
    deputy_host=mail("zhang.wei"),
    recorder=mail("he.jun"),
    attendees=tuple(mail(a) for a in ("li.qiang", "zhou.tao", "zhang.wei", "wu.hao")),
    start=time(9, 30),
    minutes=60,
    rule="FREQ=WEEKLY;BYDAY=MO",
    venue="三楼301会议室",
    agenda=(
        AgendaSection("上周销售情况", 20, (mail("li.qiang"),), materials=True),
        AgendaSection("上周运营情况", 20, (mail("wu.hao"),), materials=True),
    ),
    may_convene=(mail("wang.fang"),),
)

SPECIAL = replace(
    WEEKLY,
    key=SeriesKey("special"),
    title="专项问题研讨会",
    rule="",
    host=mail("zhang.wei"),
    deputy_host=mail("wang.fang"),
    attendees=(mail("wang.fang"), mail("wu.hao")),
    minutes=90,
    venue="",
    agenda=(AgendaSection("问题现状与原因分析", 30),),
    may_convene=(mail("wang.fang"), mail("wu.hao"), mail("liu.yang")),
)


def at(text: str) -> datetime:
    """``11-27 10:00`` of 2026, in the company's zone."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=CALENDAR.tz)


def last_week(*resolutions: Resolution) -> Meeting:
    """The weekly meeting of 23 November, confirmed, with what it resolved."""
    start = at("11-23 09:30")
    planned = plan(WEEKLY, Occurrence(start.date(), start), Situation(COMPANY, CALENDAR, start))
    return replace(planned, state=MeetingState.CONFIRMED, resolutions=resolutions)


@dataclass
class Play:
    """Only tests may change: the meeting moves on with everything that is played."""

    meeting: Meeting
    now: datetime
    organization: Organization = COMPANY
    earlier: tuple[Meeting, ...] = ()
    month: tuple[Meeting, ...] = ()
    beside: tuple[Meeting, ...] = ()

    @classmethod
    def weekly(cls, series: Series = WEEKLY, now: str = "11-17 09:00") -> "Play":
        situation = Situation(COMPANY, CALENDAR, at(now))
        start = CALENDAR.at(datetime(2026, 11, 30, tzinfo=CALENDAR.tz).date(), series.start)
        return cls(plan(series, Occurrence(start.date(), start), situation), at(now))

    @classmethod
    def announced(cls, series: Series = WEEKLY) -> "Play":
        play = cls.weekly(series)
        play.until("11-23 10:00")
        return play

    def until(self, moment: str) -> Decision:
        self.now = at(moment)
        return self._happens(TimeReached(self.now))

    def says(self, who: str, *wishes: Intent, to: MailKind | None = MailKind.INVITATION, **more: object) -> Decision:
        """Somebody answers the newest mail of that kind that they got; ``to=None`` is a fresh mail."""
        answers = self.newest(who, to) if to else None
        return self._happens(self.reply(who, wishes, answers, **more))

    def reply(self, who: str, wishes: tuple[Intent, ...], answers: Outgoing | None, **more: object) -> ReplyArrived:
        stamp, text = more.pop("stamp", None), more.pop("text", "")
        unclear, certainty = more.pop("unclear", False), more.pop("certainty", Certainty.KNOWN)
        assert stamp is None or isinstance(stamp, CalendarStamp)
        number = len(self.meeting.log) + 1
        member = self.organization.person(mail(who))
        return ReplyArrived(
            at=self.now,
            identity=Identity(mail(who), member.email if member else None, Certainty(certainty)),
            reading=Interpretation(
                MessageId(f"<{who}.{number}@corp.example>"),
                mail(who),
                None,
                str(text),
                wishes,
                bool(unclear),
                calendar=stamp,
            ),
            raw=Digest("0" * 64),
            answers=answers,
            **more,  # type: ignore[arg-type]  # files and minutes, passed through as they are
        )

    def newest(self, who: str, kind: MailKind) -> Outgoing:
        return next(o for o in reversed(self.meeting.outgoing) if o.to == mail(who) and o.kind is kind)

    def _happens(self, event: Event) -> Decision:
        situation = Situation(
            self.organization, CALENDAR, self.now, self.earlier, of_month=self.month, beside=self.beside
        )
        decision = decide(self.meeting, event, situation)
        line = LedgerEntry(self.now, Cause.MAIL, decision.outcome, decision.said)
        self.meeting = replace(post(decision, self.now), log=(*decision.meeting.log, line))
        return decision


def calling(
    wish: Convene,
    who: str = "wu.hao",
    series: Series = SPECIAL,
    taken: tuple[str, ...] = (),
    problems: tuple[Problem, ...] = (),
    **more: object,
) -> tuple[Play, Decision]:
    """Somebody calls a meeting, on 25 November at nine."""
    play = Play.weekly(now="11-25 09:00")
    reply = play.reply(who, (wish,), None, **more)
    situation = Situation(COMPANY, CALENDAR, play.now)
    key = SeriesKey(wish.meeting)
    decision = convening.call(replace(series, key=key), wish, reply, [RecordId(t) for t in taken], problems, situation)
    posted = tuple(_posted(letter, n, play.now) for n, letter in enumerate(decision.letters, start=1))
    play.meeting = replace(decision.record, outgoing=posted)
    return play, decision


def post(decision: Decision[R], now: datetime) -> R:
    """The record with the decision's letters as mails that were sent."""
    posted = list(decision.record.outgoing)
    for letter in decision.letters:
        posted.append(_posted(letter, len(posted) + 1, now))
    return replace(decision.record, outgoing=tuple(posted))


def _posted(letter: Letter, number: int, now: datetime) -> Outgoing:
    return Outgoing(
        message_id=MessageId(f"<{letter.kind}.{number}@corp.example>"),
        token=Token(f"token{number}"),
        kind=letter.kind,
        to=letter.to,
        about=letter.about,
        ref=letter.ref,
        subject="",
        raw=Digest("0" * 64),
        made_at=now,
        resolution=letter.resolution,
        variant=letter.variant,
    )


def letters(decision: Decision, *kinds: MailKind) -> list[tuple[str, str]]:
    """(kind or kind/variant, local part), of the kinds named or of all."""
    return [
        (f"{x.kind}/{x.variant}" if x.variant else str(x.kind), x.to.partition("@")[0])
        for x in decision.letters
        if not kinds or x.kind in kinds
    ]


def report(name: str = "周报.xlsx") -> File:
    return File(name, "application/vnd.ms-excel", 1000, Digest("a" * 64))


__all__ = [
    "CALENDAR",
    "COMPANY",
    "SPECIAL",
    "WEEKLY",
    "MinutesContent",
    "Play",
    "at",
    "calling",
    "letters",
    "mail",
    "post",
    "report",
]
