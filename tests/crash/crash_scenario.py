"""The life of a weekly meeting and of a called one, as moments and the mails that people write at each of them.

It is played once over a store in memory, where everybody answers what they got; what they wrote is kept, so that it can
be played again, byte for byte, over a store on disk that is killed.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from mailflow import bootstrap, config
from mailflow.adapters.clock import FixedClock
from mailflow.core.letters import MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import Address
from mailflow.flow import loop
from mailflow.flow.service import Service
from mailflow.ports import Arrived, MailKey, Store
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

_PASSED = "mx.corp.example; dmarc=pass header.from=corp.example"
_FORM = "出席：王芳、张伟、李强、孙丽、吴昊、何军、刘洋、赵敏、周涛、David Miller、冯雪\n请假：郑洁\n\n决定：{decided}\n\n决议：\n"


@dataclass(frozen=True)
class Moment:
    at: datetime
    mails: tuple[bytes, ...]


def wired(store: Store) -> Service:
    """The sample company with one weekly meeting; what is called has no rule."""
    read_config = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read_config, service=replace(read_config.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, store, at("11-23 10:00"))
    weekly = built.series["weekly"]
    once = replace(weekly, rule=f"{weekly.rule};UNTIL=20261130T235959")
    kept = {"weekly": once, "special": built.series["special"]}
    return replace(built, series=kept, trusted_authserv="mx.corp.example")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}:00+08:00")


@dataclass
class Mailroom:
    """What mailflow sent, and what lies in its mailbox: both in memory."""

    waiting: list[bytes] = field(default_factory=list)
    sent: list[tuple[Address, bytes]] = field(default_factory=list)

    def fetch(self) -> Iterator[Arrived]:
        yield from [Arrived(MailKey(1, n), raw) for n, raw in enumerate(self.waiting, start=1)]

    def done(self, key: MailKey) -> None:
        self.waiting[key.uid - 1] = b""

    def wait(self, seconds: float) -> bool:
        return bool(seconds)

    def wake(self) -> None: ...

    async def send(self, raw: bytes, recipient: Address) -> None:
        self.sent.append((recipient, raw))


class _Inbox(Mailroom):
    def close(self) -> None: ...


class _Sender(Mailroom):
    async def close(self) -> None: ...


class Recording:
    """People at their mailboxes, and a clock that goes from moment to moment."""

    def __init__(self) -> None:
        self.service = wired(MemoryStore())
        self.moments: list[Moment] = []
        self._inbox, self._sender = _Inbox(), _Sender()
        self._mails: list[bytes] = []
        self._number = 0
        self._now = at("11-23 10:00")

    def passes(self, moment: str) -> None:
        """Everything that was written is read, and everything due then is done."""
        self._now = at(moment)
        self.moments.append(Moment(self._now, tuple(self._mails)))
        self._inbox.waiting, self._mails = self._mails, []
        asyncio.run(loop.tick(self.service, self._inbox, self._sender, FixedClock(self._now), 1))

    def answers(self, who: str, kind: MailKind, words: str, *extra: str, about: str = "") -> None:
        asked = next(o for o in reversed(self._outgoing(about)) if o.to == f"{who}@corp.example" and o.kind is kind)
        self.writes(who, words, f"secretary+{asked.token}@corp.example", f"回复：{asked.subject}", *extra)

    def writes(self, who: str, words: str, to: str, subject: str, *extra: str) -> None:
        self._number += 1
        head = [
            f"Authentication-Results: {_PASSED}",
            f"From: {who}@corp.example",
            f"To: {to}",
            f"Subject: {subject}",
            f"Date: {self._now:%a, %d %b %Y %H:%M:%S %z}",
            f"Message-ID: <{self._number}.{who}@corp.example>",
            *(extra or ("Content-Type: text/plain; charset=utf-8",)),
        ]
        self._mails.append("\r\n".join([*head, "", words]).encode())

    def puts(self, raw: bytes) -> None:
        self._mails.append(raw)

    def newest(self, who: str, kind: MailKind) -> Outgoing:
        return next(o for o in reversed(self._outgoing()) if o.to == f"{who}@corp.example" and o.kind is kind)

    def _outgoing(self, about: str = "") -> list[Outgoing]:
        records = (s.record for s in self.service.store.all_records() if s.record.id.startswith(about))
        return sorted((o for r in records for o in r.outgoing), key=lambda o: o.made_at)


_FILE = "\r\n".join(
    [
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        "华东区数据见附件。",
        "--b",
        'Content-Type: application/vnd.ms-excel; name="east.xlsx"',
        'Content-Disposition: attachment; filename="east.xlsx"',
        "Content-Transfer-Encoding: base64",
        "",
        "UEsDBBQAAAAIAA==",
        "--b--",
    ]
)
_MULTIPART = "Content-Type: multipart/mixed; boundary=b"


def recorded() -> tuple[Moment, ...]:
    """The whole life: leave, substitute, topic, file, minutes, objection, version, tasks, a problem, a bounce, garbage."""
    play = Recording()
    play.passes("11-23 10:00")
    for who in ("wang.fang", "zhang.wei", "li.qiang", "sun.li", "wu.hao"):
        play.answers(who, MailKind.INVITATION, "参加")
    play.answers("zheng.jie", MailKind.INVITATION, "周一要去苏州处理投诉，由冯雪代我参加。")
    play.passes("11-23 11:00")
    play.answers("wang.fang", MailKind.LEAVE_REQUEST, "同意")
    play.writes("li.qiang", "请召集专项会议，讨论退货率，11月26日14:00。", "secretary@corp.example", "专项会议")
    play.passes("11-23 12:00")
    play.answers("feng.xue", MailKind.SUBSTITUTE_REQUEST, "可以，我代他参加。")
    play.puts(_bounce(play.newest("chen.jing", MailKind.INVITATION)))
    play.puts(b"\x00\x01\x02 no mail at all \x00")
    play.passes("11-23 13:00")
    play.passes("11-24 10:00")
    play.answers("sun.li", MailKind.CALL, "提一个议题：双十二备货节奏", about="weekly")
    play.answers("li.qiang", MailKind.CALL, _FILE, _MULTIPART, about="weekly")
    play.passes("11-24 14:00")
    play.passes("11-26 15:30")
    play.answers(
        "he.jun",
        MailKind.MINUTES_REQUEST,
        "出席：张伟、王芳、刘洋、何军、李强\n决议：\n1. 改进包装方案，责任人：李强，完成时间：12月1日\n",
        about="special",
    )
    play.passes("11-26 16:00")
    play.passes("11-27 15:00")
    play.passes("11-30 10:30")
    first = _FORM.format(decided="安全库存定为500件")
    play.answers(
        "he.jun", MailKind.MINUTES_REQUEST, first + "1. 提交备货需求，责任人：吴昊，完成时间：12月4日\n", about="weekly"
    )
    play.passes("11-30 12:00")
    play.answers("sun.li", MailKind.MINUTES, "有异议：安全库存应为600件。", about="weekly")
    play.answers("wang.fang", MailKind.MINUTES, "确认", about="weekly")
    play.answers("li.qiang", MailKind.TASK, "已完成", about="special") if _has_task(play) else None
    play.passes("11-30 14:00")
    second = _FORM.format(decided="安全库存定为600件")
    play.answers(
        "he.jun", MailKind.OBJECTION, second + "1. 提交备货需求，责任人：吴昊，完成时间：12月4日\n", about="weekly"
    )
    play.passes("11-30 15:00")
    play.passes("12-02 18:00")
    play.answers("wu.hao", MailKind.TASK, "系统升级，申请延期到12月8日。", about="weekly")
    play.passes("12-03 09:30")
    play.answers("he.jun", MailKind.APPROVAL_REQUEST, "同意", about="weekly")
    play.passes("12-03 11:00")
    play.answers("wu.hao", MailKind.TASK, "已完成", about="weekly")
    play.passes("12-07 09:30")
    play.passes("12-09 09:30")
    return tuple(play.moments)


def _has_task(play: Recording) -> bool:
    return any(o.kind is MailKind.TASK and o.to == "li.qiang@corp.example" for o in play._outgoing("special"))


def _bounce(failed: Outgoing) -> bytes:
    """RFC 3464: the address does not exist."""
    return "\r\n".join(
        [
            "From: MAILER-DAEMON@mx.corp.example",
            "To: secretary@corp.example",
            "Subject: Undelivered Mail Returned to Sender",
            "Message-ID: <dsn.1@mx.corp.example>",
            "Auto-Submitted: auto-replied",
            "Content-Type: multipart/report; report-type=delivery-status; boundary=r",
            "",
            "--r",
            "Content-Type: text/plain",
            "",
            "The mail could not be delivered.",
            "--r",
            "Content-Type: message/delivery-status",
            "",
            "Reporting-MTA: dns; mx.corp.example",
            "",
            f"Final-Recipient: rfc822; {failed.to}",
            "Action: failed",
            "Status: 5.1.1",
            "Diagnostic-Code: smtp; 550 5.1.1 no such user",
            "--r",
            "Content-Type: message/rfc822",
            "",
            "From: secretary@corp.example",
            f"To: {failed.to}",
            f"Message-ID: {failed.message_id}",
            "Subject: invitation",
            "",
            "",
            "--r--",
            "",
        ]
    ).encode()
