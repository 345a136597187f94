"""A small archive for the tests of this room: two meetings, a problem, hostile names, and the sample company."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from mailflow import config
from mailflow.archive.viewers import Viewer
from mailflow.core.calendar import WorkCalendar
from mailflow.core.desk import Desk
from mailflow.core.ledger import Cause, LedgerEntry, Outcome
from mailflow.core.letters import MailKind
from mailflow.core.meeting import Attendee, Material, Meeting, MeetingState, MinutesVersion, PartStat, Topic
from mailflow.core.minutes import AttendanceRecord, MinutesContent, Objection, Task, Timed
from mailflow.core.outgoing import Outgoing, SendState
from mailflow.core.policy import AgendaSection, Series
from mailflow.core.problem import Problem
from mailflow.core.record import Record
from mailflow.core.reply import About, File
from mailflow.core.resolution import Extension, Progress, Resolution, ResolutionState
from mailflow.core.values import (
    Address,
    Digest,
    MeetingId,
    MessageId,
    ProblemId,
    RecordId,
    ResolutionId,
    SeriesKey,
    Token,
)
from mailflow.ports import Missing
from mailflow.resources import folder
from mailflow.site.export import Exported, Source, export
from mailflow.site.pages import Site
from mailflow.site.words import SiteWords
from mailflow.writing.templates import Templates

TEMPLATES = folder("templates")
COMPANY = config.load(folder("config"), {}, with_secrets=False).organization
START = datetime.fromisoformat("2026-11-30T09:30:00+08:00")
SCRIPT = "<script>document.title='owned'</script>"
LINK = "https://evil.example/login"
EVERYTHING = Viewer(COMPANY)


@cache
def texts() -> Templates:
    """Compiled once: it takes a second."""
    return Templates.load(TEMPLATES)


def mail(local: str) -> Address:
    return Address(f"{local}@corp.example")


def as_seen_by(local: str) -> Viewer:
    return Viewer.of(mail(local), COMPANY)


@dataclass(frozen=True)
class Archive:
    records: tuple[Record, ...]
    blobs: Mapping[Digest, bytes]

    def export(self, to: Path, viewer: Viewer = EVERYTHING, language: str = "zh-CN") -> Exported:
        source = Source(self.records, self._blob, lambda _year: WorkCalendar())
        speech, words = texts().speech(language, COMPANY), SiteWords.load(TEMPLATES, language)
        return export(source, to, viewer, speech, words, Site.load(TEMPLATES))

    def _blob(self, name: Digest) -> bytes:
        if name not in self.blobs:
            raise Missing(f"{name}: missing")
        return self.blobs[name]


def digest(content: bytes) -> Digest:
    return Digest(hashlib.sha256(content).hexdigest())


def file(name: str, content: bytes) -> File:
    return File(name, "application/octet-stream", len(content), digest(content))


CONTENT = {
    "华东区销售数据.xlsx": b"east, second",
    "../../x": b"climbs",
    "page.html": SCRIPT.encode(),
    "PAGE.HTML": b"another page",
    "\u202egnp.exe": b"MZ",
    f"{SCRIPT}.pdf": b"%PDF",
    "报告.docx": b"report",
}
FIRST_EAST = b"east, first"


def series(key: str, title: str, host: str, recorder: str) -> Series:
    return Series(
        key=SeriesKey(key),
        title=title,
        host=mail(host),
        recorder=mail(recorder),
        attendees=(),
        start=START.timetz().replace(tzinfo=None),
        minutes=60,
        purpose="通报上周销售与运营情况",
        agenda=(AgendaSection("上周销售情况", 30, (mail("li.qiang"),)), AgendaSection("产销协同", 30)),
    )


def material(name: str, content: bytes, version: int = 1, replaced: bool = False) -> Material:
    return Material("sales", mail("li.qiang"), START - timedelta(days=2), file(name, content), version, replaced)


def version(number: int, text: str, decision: str, **more) -> MinutesVersion:
    return MinutesVersion(
        number=number,
        content=MinutesContent(
            AttendanceRecord(present=(mail("wang.fang"), mail("li.qiang")), late=(Timed(mail("li.qiang"), 10),)),
            decisions=(decision,),
            resolutions=(Task("核对双十二库存", (mail("wu.hao"),), date(2026, 12, 8), "逐项核对"),),
            text=text,
        ),
        by=mail("he.jun"),
        at=START + timedelta(hours=4 + number),
        message_id=MessageId(f"<minutes.{number}@corp.example>"),
        sent_at=START + timedelta(hours=4 + number),
        **more,
    )


MINUTES_1 = "讨论要点：华东区完成113%。\n安全库存定为500件。"
MINUTES_2 = f"讨论要点：华东区完成113%。\n安全库存定为600件。\n{SCRIPT} 详见 {LINK}"


def weekly() -> Meeting:
    task = Resolution(
        ResolutionId("weekly-2026-11-30-r1"),
        "核对双十二库存",
        (mail("wu.hao"), mail("lin.tao")),
        date(2026, 12, 8),
        "逐项核对",
        ResolutionState.DONE,
        100,
        START + timedelta(hours=8),
        START + timedelta(days=3),
        (Progress(START + timedelta(days=3), mail("wu.hao"), 100, "盘点完毕", (file("报告.docx", b"report"),)),),
        (Extension(START + timedelta(days=1), mail("wu.hao"), date(2026, 12, 11), "系统升级", True, mail("he.jun")),),
    )
    objection = Objection(mail("li.qiang"), START + timedelta(hours=6), "应为600件", "安全库存定为500件。")
    return Meeting(
        id=MeetingId(RecordId("weekly-2026-11-30")),
        terms=series("weekly", "销售与运营周例会", "wang.fang", "he.jun"),
        start=START,
        end=START + timedelta(hours=1),
        venue=f"三楼301{SCRIPT}",
        state=MeetingState.CLOSED,
        attendees=tuple(
            Attendee(a, PartStat.ACCEPTED)
            for a in (mail("wang.fang"), mail("li.qiang"), Address("gast@partner.example"))
        ),
        topics=(Topic("备货与促销节奏", mail("li.qiang"), START - timedelta(days=5), "去年缺货三天"),),
        materials=(
            material("华东区销售数据.xlsx", FIRST_EAST, 1, replaced=True),
            *(material(n, c, 2 if n.startswith("华东") else 1) for n, c in CONTENT.items() if n != "报告.docx"),
        ),
        minutes=(
            version(1, MINUTES_1, "安全库存定为 500 件", objections=(objection,)),
            version(
                2, MINUTES_2, "安全库存定为 600 件", confirmed=(mail("li.qiang"),), final_at=START + timedelta(days=2)
            ),
        ),
        resolutions=(task,),
        outgoing=(sent(mail("li.qiang"), "【会议邀请】周例会"),),
        log=(
            came("li.qiang", "请假：身体不适，去医院复查", "leave"),
            replace(came("he.jun", "纪要", "form"), message_id=MessageId("<minutes.2@corp.example>")),
        ),
    )


def operations_only() -> Meeting:
    """Nobody of the sales department has a part in it."""
    return Meeting(
        id=MeetingId(RecordId("special-2026-12-03")),
        terms=series("special", "退货专题会", "zhang.wei", "wu.hao"),
        start=START + timedelta(days=3),
        end=START + timedelta(days=3, hours=1),
        problem=ProblemId(RecordId("problem-special-2026-12-03")),
        attendees=(Attendee(mail("zhang.wei")), Attendee(mail("wu.hao"))),
        topics=(Topic("退货积压", mail("wu.hao"), START),),
    )


def problem() -> Problem:
    return Problem(
        id=ProblemId(RecordId("problem-special-2026-12-03")),
        title="退货台账积压",
        terms=series("special", "退货专题会", "zhang.wei", "wu.hao"),
        opened_at=START,
        opened_by=mail("wu.hao"),
    )


def came(local: str, text: str, name: str) -> LedgerEntry:
    at, raw = START - timedelta(days=4), digest(text.encode())
    return LedgerEntry(
        at, Cause.MAIL, Outcome.DONE, message_id=MessageId(f"<{name}@x>"), sender=mail(local), text=text, raw=raw
    )


def sent(to: Address, subject: str) -> Outgoing:
    return Outgoing(
        MessageId("<out@corp.example>"), Token("t"), MailKind.INVITATION, to, About.INVITATION, "", subject,
        digest(b"invitation"), START - timedelta(days=7), state=SendState.SENT,
    )  # fmt: skip


def archive() -> Archive:
    contents = (*CONTENT.values(), FIRST_EAST)
    desk = Desk(RecordId("desk-2026-11"), log=(came("chen.jing", "请问食堂几点开门", "desk"),))
    return Archive((weekly(), operations_only(), problem(), desk), {digest(c): c for c in contents})
