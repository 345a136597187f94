"""A meeting with something of everything, and a writer for it."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from mailflow.core.figures import DepartmentFigures, Figures, Owed, PersonFigures, Titled
from mailflow.core.found import Found
from mailflow.core.letters import CalendarMethod, Letter, MailKind, Review
from mailflow.core.meeting import (
    Attendee,
    Leave,
    LeaveState,
    Meeting,
    MinutesVersion,
    PartStat,
    Substitute,
    SubstituteState,
    Topic,
)
from mailflow.core.minutes import AttendanceRecord, Doubt, MinutesContent, Objection, Substitution, Task, Timed, Why
from mailflow.core.organization import Department, Organization, Person
from mailflow.core.overview import MeetingLine, Overview, ProblemLine
from mailflow.core.policy import AgendaSection, Series
from mailflow.core.problem import Problem, ProblemState
from mailflow.core.reply import File
from mailflow.core.resolution import Resolution
from mailflow.core.said import Said, Saying
from mailflow.core.values import Address, Digest, MeetingId, MessageId, ProblemId, RecordId, ResolutionId, SeriesKey
from mailflow.resources import folder
from mailflow.writing.mail import Writer, Written
from mailflow.writing.templates import Templates

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
START = datetime(2026, 11, 30, 9, 30, tzinfo=ZONE)
TASK = ResolutionId("weekly-2026-11-30-r1")
REPORT = File("周报 & <b>.xlsx", "application/vnd.ms-excel", 7, Digest("a" * 64))


def mail(local: str) -> Address:
    return Address(f"{local}@corp.example")


def person(name: str, english: str, local: str, department: str, language: str = "zh-CN") -> Person:
    return Person(name, english, mail(local), department, language=language)


COMPANY = Organization(
    name="示例贸易公司",
    secretary=mail("secretary"),
    timezone="Asia/Shanghai",
    departments=(Department("sales", "销售部", mail("liu.yang")), Department("operations", "运营部", mail("he.jun"))),
    people=(
        person("王芳", "Wang Fang", "wang.fang", "sales"),
        person("李强", "Li Qiang", "li.qiang", "sales"),
        person("陈静", "Chen Jing", "chen.jing", "sales"),
        person("刘洋", "Liu Yang", "liu.yang", "sales"),
        person("David Miller", "David Miller", "david.miller", "sales", "en"),
        person("何军", "He Jun", "he.jun", "operations"),
    ),
)

SERIES = Series(
    key=SeriesKey("weekly"),
    title="销售与运营周例会",
    english="Weekly sales and operations meeting",
    purpose="对齐产销，解决问题",
    purpose_english="Keep sales and operations in step",
    host=mail("wang.fang"),
    recorder=mail("he.jun"),
    attendees=(mail("li.qiang"),),
    start=time(9, 30),
    minutes=60,
    venue="三楼会议室",
    agenda=(
        AgendaSection("上周销售情况", 20, (mail("li.qiang"),), materials=True),
        AgendaSection("联合议题：交付、库存、促销", 40, (mail("david.miller"),)),
    ),
)

CONTENT = MinutesContent(
    attendance=AttendanceRecord(
        present=(mail("wang.fang"), mail("chen.jing")),
        late=(Timed(mail("david.miller"), 10),),
        on_leave=(mail("li.qiang"),),
        substitutes=(Substitution(mail("li.qiang"), mail("chen.jing")),),
    ),
    decisions=("促销按原计划进行",),
    resolutions=(Task("完成春节备货清单", (mail("li.qiang"),), date(2026, 12, 4), "按区域列出安全库存"),),
    text="会议记录\n<script>alert(1)</script>\n1、促销按原计划进行",
)

RESOLUTION = Resolution(
    TASK, "完成春节备货清单", (mail("li.qiang"), mail("david.miller")), date(2026, 12, 4), "按区域列出", percent=60
)


def version(number: int, content: MinutesContent = CONTENT) -> MinutesVersion:
    return MinutesVersion(
        number=number, content=content, by=mail("he.jun"), at=NOW, message_id=MessageId(f"<m{number}@corp.example>"),
        sent_at=NOW, deadline=NOW + timedelta(days=2), asked=(mail("wang.fang"), mail("li.qiang")),
        confirmed=(mail("wang.fang"),),
    )  # fmt: skip


MEETING = Meeting(
    id=MeetingId("weekly-2026-11-30"),
    terms=SERIES,
    start=START,
    end=START + timedelta(hours=1),
    venue="三楼会议室",
    attendees=(
        Attendee(mail("wang.fang"), PartStat.ACCEPTED),
        Attendee(
            mail("li.qiang"),
            PartStat.DECLINED,
            leave=Leave(LeaveState.APPROVED, NOW, "出差", Substitute(mail("chen.jing"), SubstituteState.ACCEPTED)),
        ),
        Attendee(mail("chen.jing"), PartStat.ACCEPTED, stands_for=mail("li.qiang"), seated=False),
        Attendee(mail("david.miller"), PartStat.TENTATIVE, late=10),
        Attendee(mail("he.jun")),
    ),
    topics=(Topic("讨论退货率", mail("david.miller"), NOW),),
    minutes=(version(1), version(2, replace(CONTENT, decisions=("促销推迟一周",)))),
    resolutions=(RESOLUTION,),
)

VARIANTS: dict[MailKind, tuple[str, ...]] = {
    MailKind.INVITATION: ("", "substitute"),
    MailKind.UPDATE: ("", "venue", "longer"),
    MailKind.CANCELLATION: ("", "released", "released-by-move"),
    MailKind.MATERIALS_REMINDER: ("", "overdue"),
    MailKind.PACKET: ("", "list"),
    MailKind.LEAVE_DECISION: ("approved", "rejected", "approved-by-default", "rejected-by-default"),
    MailKind.MINUTES_REMINDER: ("", "overdue", "confirm", "objected"),
    MailKind.OBJECTION: ("", "earlier", "answered"),
    MailKind.TASK: ("", "extended", "kept", "reassigned", "returned", "reopened", "restated"),
    MailKind.TASK_CLOSED: ("", "dropped"),
    MailKind.TASK_REMINDER: ("progress", "before", "due", "overdue"),
    MailKind.ESCALATION: ("head", "host"),
    MailKind.APPROVAL_REQUEST: ("extend", "done", "reassign", "held", "cancel", "move", "relocate", "lengthen", "topic", "topic-back", "invite", "convene", "proposals", "close"),
    MailKind.REPORT: ("tasks", "status", "figures", "archive", "problem", "problem-solved"),
    MailKind.ASK: ("leave-details", "substitute", "minutes", "extend", "reassign", "unclear", "thread", "convene", "next-meeting"),
    MailKind.NOTICE: (
        "unanswered", "leave", "late", "counter", "stranger", "not-invited", "delivery-failed",
        "forwarded", "no-authority", "default", "objections", "quarantined", "proposals",
        "proposal-declined", "recorder", "venue", "agenda-long", "double-booked", "holidays", "short", "chair", "owner-left", "handed-back", "problem-words",
    ),
}  # fmt: skip

CALENDARS = {
    MailKind.INVITATION: CalendarMethod.REQUEST,
    MailKind.UPDATE: CalendarMethod.REQUEST,
    MailKind.CANCELLATION: CalendarMethod.CANCEL,
}


def letter(kind: MailKind, to: Address, variant: str = "") -> Letter:
    """A letter with every field filled that some variant may use."""
    return Letter(
        kind=kind,
        to=to,
        variant=variant,
        person=mail("chen.jing"),
        resolution=TASK,
        said=(Said(Saying.LEAVE_APPROVED, person=mail("li.qiang"), other=mail("wang.fang"), text="出差"),),
        quote="下周一|可能 <b>来不了</b>\n如果赶得回来就来",
        people=(mail("chen.jing"),),
        sections=("上周销售情况",),
        doubts=(
            Doubt("整理退货流程（尽快）", Why.NO_DEADLINE),
            Doubt("清单的任务不再推进", Why.WHICH_RESOLUTION, ("完成春节备货清单", "整理样品清单")),
        ),
        objections=(Objection(mail("li.qiang"), NOW, "金额应为120万", "本月目标 100 万"),),
        deadline=NOW + timedelta(days=1),
        due=date(2026, 12, 10),
        start=START + timedelta(days=1),
        end=START + timedelta(minutes=90),
        venue="三楼大会议室|<b>",
        topic="春节备货|<b>",
        calendar=CALENDARS.get(kind),
        files=(REPORT,) if kind in (MailKind.PACKET, MailKind.SUPPLEMENT) else (),
        review=Review("销售与运营周例会", START - timedelta(days=7), ("促销按原计划进行",), (RESOLUTION,)),
        resolutions=(RESOLUTION,),
        overview=Overview(
            coming=(
                MeetingLine(MEETING.id, SERIES.title, SERIES.english, START, "announced", 3, 1, (mail("he.jun"),)),
            ),
            problems=(ProblemLine("退货率|<b>", mail("wang.fang"), 2),),
            undelivered=(mail("chen.jing"),),
            quarantined=1,
        ),
        figures=FIGURES,
        found=(Found("resolution", "退货率|<b>", START, MEETING.id),),
    )


FIGURES = Figures(
    date(2026, 11, 1),
    (
        PersonFigures(
            mail("li.qiang"), seats=(MEETING.id,), present=(MEETING.id,), late=(MEETING.id,), due=(TASK,),
            owed=(Owed(MEETING.id, "上周|销售<b>"),),
        ),
    ),
    (DepartmentFigures("sales", 1, 1, 1, 1, 0, 1, 0),),
    (Titled(MEETING.id, SERIES.title, START.date()), Titled(TASK, RESOLUTION.title, date(2026, 12, 4))),
)  # fmt: skip
TEMPLATES = Templates.load(folder("templates"))
WRITER = Writer(COMPANY, "会议秘书", b"a secret of sixteen bytes", TEMPLATES)


PROBLEM = Problem(
    id=ProblemId(RecordId("problem-special-2026-11-26")),
    title="退货率 <b>过高</b>",
    terms=SERIES,
    opened_at=NOW,
    opened_by=mail("li.qiang"),
    state=ProblemState.SOLVED,
    closed_at=NOW,
    closed_by=mail("wang.fang"),
)
_OF_PROBLEMS = {"problem", "problem-solved", "close", "next-meeting"}


def record_of(letter: Letter, meeting: Meeting | None = MEETING) -> Meeting | Problem | None:
    return PROBLEM if letter.variant in _OF_PROBLEMS else meeting


def write(letter: Letter, meeting: Meeting | None = MEETING, writer: Writer = WRITER, now: datetime = NOW) -> Written:
    return writer.write(letter, record_of(letter, meeting), MEETING.id, 1, now, lambda _digest: b"content")


UTC_NOW = NOW.astimezone(UTC)
