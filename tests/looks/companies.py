"""Three companies whose mails and pages are looked at: an ordinary one, a full one with long words, an empty one."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from mailflow import config
from mailflow.core.meeting import (
    Attendee,
    Leave,
    LeaveState,
    Material,
    Meeting,
    MeetingState,
    MinutesVersion,
    PartStat,
    Substitute,
    SubstituteState,
    Topic,
)
from mailflow.core.minutes import AttendanceRecord, MinutesContent, Objection, Substitution, Task, Timed
from mailflow.core.organization import Department, Organization, Person
from mailflow.core.policy import AgendaSection, Series
from mailflow.core.problem import Problem
from mailflow.core.reply import File
from mailflow.core.resolution import Extension, Progress, Resolution, ResolutionState
from mailflow.core.values import Address, Digest, MeetingId, MessageId, ProblemId, RecordId, ResolutionId, SeriesKey
from mailflow.resources import folder

START = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
NOW = START - timedelta(days=4)
PROBLEM = ProblemId(RecordId("problem-special-2026-11-26"))


@dataclass(frozen=True)
class Wording:
    """What people of the company write: all of it reaches mails and pages as it is."""

    title: str
    english: str
    purpose: str
    purpose_english: str
    venue: str
    sections: tuple[str, ...]
    topic: str
    detail: str
    reason: str
    decision: str
    changed: str
    tasks: tuple[str, ...]
    requirement: str
    problem: str
    file: str
    text: str


@dataclass(frozen=True)
class Company:
    """``meeting`` is to come or was just held, ``before`` is the one a week earlier. ``chinese`` and ``english`` read."""

    name: str
    organization: Organization
    wording: Wording
    meeting: Meeting
    before: Meeting
    problem: Problem
    chinese: Address
    english: Address

    @property
    def records(self) -> tuple[Meeting | Problem, ...]:
        return (self.meeting, self.before, self.problem)


ORDINARY = Wording(
    title="销售与运营周例会",
    english="Weekly Sales and Operations Meeting",
    purpose="通报上周销售与运营情况，协调产销问题，落实本周计划",
    purpose_english="Report last week, solve what sales and operations share, settle this week's plan",
    venue="三楼301会议室",
    sections=(
        "上周销售情况：业绩、市场、客户",
        "上周运营情况：供应链、客户服务",
        "产销协同：交付、库存、促销",
        "本周计划",
    ),
    topic="华东区退货率上升",
    detail="问题：华东区11月退货率升到4.2%。\n原因：新包装在运输中破损。\n建议：更换内衬，并与承运商重签赔付条款。",
    reason="出差，去广州见客户",
    decision="双十二促销按原计划进行，备货按600件执行",
    changed="双十二促销推迟一周，备货按800件执行",
    tasks=("完成双十二备货清单", "更换退货率最高的三种包装", "整理重点客户报价", "更新交付看板"),
    requirement="按区域列出安全库存，附供应商确认",
    problem="华东区退货率过高",
    file="华东区11月销售数据.xlsx",
    text="一、上周销售情况\n李强汇报：华东区完成率113%，华南区98%。\n讨论：退货集中在新包装的三种产品。\n\n二、产销协同\n吴昊汇报：双十二备货缺口约200件，供应商周四答复。",
)

_URL = "https://files.corp.example/share/2026/11/30/" + "a9f3c1d7e5b2" * 9 + "?download=true&name=report.xlsx"
_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"

LONG = Wording(
    title="二〇二六年第四季度华东、华南、华北及西南四大区域销售与运营协同暨双十二促销备货交付专题周例会（扩大会议）",
    english=f"Fourth quarter 2026 weekly meeting of sales and operations of all four regions with {_WORD}",
    purpose="通报上周四大区域的销售、运营、供应链、客户服务情况，逐项协调跨部门产销问题，落实本周计划与双十二备货的全部责任" * 2,
    purpose_english=f"Report last week of all four regions, solve what they share; all figures at {_URL}",
    venue="上海市浦东新区世纪大道一千二百三十四号示例国际金融中心二期东塔三十八层三八〇一大会议室（线上同步：" + _URL + "）",
    sections=tuple(f"{n}上周{area}区域销售、运营、供应链与客户服务的完成情况、主要问题、原因分析与改进措施" for n, area in (
        ("一、", "华东"), ("二、", "华南"), ("三、", "华北"), ("四、", "西南"), (_WORD, ""),
    )),
    topic=f"关于{_WORD}供应商合同条款第三十七条之二的补充说明与后续处理办法的讨论",
    detail=f"问题：参见 {_URL}\n原因：" + "包装在长途运输中反复受压，" * 12 + "\n建议：更换内衬。",
    reason="需赴新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市参加为期五天的供应商质量体系现场审核，期间通信不便",
    decision="双十二促销的全部备货按照四大区域各自申报数量的百分之一百二十执行，" * 3 + _URL,
    changed="双十二促销的全部备货按照四大区域各自申报数量的百分之一百五十执行，" * 3 + _URL,
    tasks=("完成四大区域双十二促销备货清单，并与全部四十七家供应商逐一确认到货时间、数量及不能按时到货时的替代方案", f"{_WORD} {_URL}",
           "整理重点客户报价", "更新交付看板"),
    requirement="按区域、按仓库、按品类列出安全库存、在途数量与预计到货时间，附全部供应商盖章确认件扫描件 " + _URL,
    problem="华东、华南、华北、西南四大区域自三季度以来退货率持续高于百分之四且未见改善的专项问题",
    file="二〇二六年第四季度四大区域销售与运营数据汇总表（含双十二备货测算）_最终版_v12_修改后再修改_" + "x" * 60 + ".xlsx",
    text=("一、上周情况\n" + "欧阳娜娜汇报：华东区完成率百分之一百一十三，华南区百分之九十八，退货集中在新包装的三种产品。" * 6 + f"\n{_URL}\n{_WORD}\n") * 4,
)  # fmt: skip


def ordinary() -> Company:
    organization = config.load(folder("config"), {}, with_secrets=False).organization
    return _company("ordinary", organization, ORDINARY, _mail("li.qiang"), _mail("david.miller"))


def full() -> Company:
    """Forty people with long names in a company with a long one."""
    people = tuple(islice(_people(), 40))
    organization = Organization(
        "示例国际贸易集团股份有限公司上海浦东分公司",
        Address("secretary@corp.example"),
        "Asia/Shanghai",
        (
            Department("sales", "华东华南华北西南四大区域销售管理中心", people[0].email),
            Department("operations", "运营与供应链一体化管理中心", people[1].email),
        ),
        people,
    )
    return _company("full", organization, LONG, people[2].email, people[3].email)


def empty() -> Company:
    """Nobody has answered, nothing was handed in, nothing was decided."""
    company = ordinary()
    nobody = tuple(Attendee(a.address) for a in company.meeting.attendees if a.seated)
    terms = replace(company.meeting.terms, agenda=(), purpose="", purpose_english="")
    bare = replace(
        company.meeting, terms=terms, attendees=nobody, venue="", topics=(), materials=(), resolutions=(),
        minutes=tuple(
            replace(v, content=MinutesContent(), confirmed=(), asked=(), objections=()) for v in company.meeting.minutes
        ),
    )  # fmt: skip
    before = replace(bare, id=company.before.id, start=company.before.start, end=company.before.end, minutes=())
    return replace(company, name="empty", meeting=bare, before=before)


def companies() -> tuple[Company, ...]:
    return (ordinary(), full(), empty())


def _mail(local: str) -> Address:
    return Address(f"{local}@corp.example")


def _people() -> Iterator[Person]:
    surnames = cycle(("欧阳", "司马", "诸葛", "上官", "古丽娜扎尔·", "阿不都热西提·", "爱新觉罗·"))
    given = ("明月清风", "买买提江", "建国", "晓梅", "阿卜杜拉木", "思远", "静怡", "海燕")
    for n, surname in enumerate(surnames):
        english = f"Maximiliane-Friederike {'von und zu ' * (n % 3)}Hohenstein-Sonnenburg {n + 1}"
        yield Person(
            surname + given[n % len(given)] + ("" if n < 8 else given[(n // 8) % len(given)]),
            english,
            _mail(f"maximiliane-friederike.von-hohenstein-sonnenburg-und-weitere-{n + 1}"),
            "sales" if n % 2 == 0 else "operations",
            title="四大区域销售管理中心高级副总监兼华东区总经理",
            role="head" if n < 2 else "member",
            language="en" if n == 3 else "zh-CN",
        )


def _company(name: str, organization: Organization, wording: Wording, chinese: Address, english: Address) -> Company:
    people = tuple(p.email for p in organization.people)
    terms = Series(
        key=SeriesKey("weekly"), title=wording.title, english=wording.english,
        host=people[0], recorder=people[-1], attendees=people, start=START.timetz().replace(tzinfo=None), minutes=60,
        purpose=wording.purpose, purpose_english=wording.purpose_english, venue=wording.venue,
        agenda=tuple(
            AgendaSection(s, 15, people[n : n + 2 + 8 * (name == "full")], materials=n < 2)
            for n, s in enumerate(wording.sections)
        ),
    )  # fmt: skip
    meeting = Meeting(
        id=MeetingId(RecordId("weekly-2026-11-30")), terms=terms, start=START, end=START + timedelta(hours=1),
        venue=wording.venue, state=MeetingState.RECORDED, attendees=tuple(_seats(people, wording)),
        topics=(Topic(wording.topic, people[2], NOW, wording.detail),),
        materials=tuple(_handed(people, wording)), problem=PROBLEM,
        minutes=tuple(_minutes(people, wording)), resolutions=tuple(_resolutions(people, wording, "weekly-2026-11-30")),
    )  # fmt: skip
    week = timedelta(days=7)
    before = replace(
        meeting, id=MeetingId(RecordId("weekly-2026-11-23")), start=START - week, end=meeting.end - week,
        state=MeetingState.CLOSED, problem=None,
        minutes=(replace(meeting.minutes[0], final_at=NOW, objections=()),),
        resolutions=tuple(_resolutions(people, wording, "weekly-2026-11-23")),
    )  # fmt: skip
    problem = Problem(PROBLEM, wording.problem, terms, opened_at=NOW, opened_by=people[2])
    return Company(name, organization, wording, meeting, before, problem, chinese, english)


def _seats(people: tuple[Address, ...], wording: Wording) -> Iterator[Attendee]:
    """Somebody of everything; all others come, but for the last quarter, who have not answered."""
    for n, who in enumerate(people):
        if n == 2:
            substitute = Substitute(people[3], SubstituteState.ACCEPTED)
            yield Attendee(who, PartStat.DECLINED, Leave(LeaveState.APPROVED, NOW, wording.reason, substitute))
        elif n == 4:
            yield Attendee(who, PartStat.DECLINED, Leave(LeaveState.REQUESTED, NOW, wording.reason))
        elif n == 5:
            yield Attendee(who, PartStat.ACCEPTED, late=10)
        elif n == 6:
            yield Attendee(who, PartStat.TENTATIVE)
        else:
            answered = n < len(people) * 3 // 4
            yield Attendee(
                who,
                PartStat.ACCEPTED if answered else PartStat.NEEDS_ACTION,
                stands_for=people[2] if n == 3 else None,
            )


def _handed(people: tuple[Address, ...], wording: Wording) -> Iterator[Material]:
    media = "application/vnd.ms-excel"
    for version in (1, 2):
        file = File(wording.file, media, 48_213, Digest(f"{version}" * 64))
        yield Material("sales", people[0], NOW, file, version, version == 1, wording.sections[0])


def _minutes(people: tuple[Address, ...], wording: Wording) -> Iterator[MinutesVersion]:
    tasks = tuple(
        Task(title, people[n : n + 1 + (n == 1)], date(2026, 12, 4 + n), wording.requirement if n == 0 else None)
        for n, title in enumerate(wording.tasks)
    )
    away = (people[2], people[4])
    roll = AttendanceRecord(
        present=tuple(p for p in people if p not in away),
        late=(Timed(people[5], 10),), on_leave=away, substitutes=(Substitution(people[2], people[3]),),
    )  # fmt: skip
    for number, decision in ((1, wording.decision), (2, wording.changed)):
        yield MinutesVersion(
            number=number,
            content=MinutesContent(roll, (decision, "下次会议前各部门自查"), tasks, text=wording.text),
            by=people[-1], at=START + timedelta(hours=number), message_id=MessageId(f"<{number}@corp.example>"),
            sent_at=START + timedelta(hours=number), deadline=START + timedelta(days=2), asked=people,
            confirmed=people[4 : len(people) // 2],
            objections=(Objection(people[6], NOW, wording.reason, wording.decision),) if number == 1 else (),
        )  # fmt: skip


def _resolutions(people: tuple[Address, ...], wording: Wording, meeting: str) -> Iterator[Resolution]:
    states = (ResolutionState.OVERDUE, ResolutionState.EXTENDED, ResolutionState.DONE, ResolutionState.OPEN)
    for n, (title, state) in enumerate(zip(wording.tasks, states, strict=True)):
        by = people[n]
        yield Resolution(
            ResolutionId(f"{meeting}-r{n + 1}"), title, people[n : n + 1 + 3 * (n == 1)], date(2026, 12, 4 + n),
            requirement=wording.requirement if n == 0 else "", state=state, percent=(60, 30, 100, None)[n],
            opened_at=START, closed_at=START + timedelta(days=3) if n == 2 else None,
            progress=(Progress(START + timedelta(days=1), by, 60, wording.reason),) if n == 0 else (),
            extensions=(Extension(START, by, date(2026, 12, 11), wording.reason, True, people[0]),) if n == 1 else (),
        )  # fmt: skip
