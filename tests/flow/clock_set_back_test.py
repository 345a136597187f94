"""A clock that ran ahead for a while and was put right: what was reckoned meanwhile keeps nobody waiting."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import pytest

from mailflow import bootstrap, config
from mailflow.core.letters import MailKind
from mailflow.core.outgoing import Outgoing
from mailflow.core.values import Address
from mailflow.flow import intake, outgoing, timers
from mailflow.flow.service import Service
from mailflow.ports import Deferred
from mailflow.resources import folder
from mailflow.stores.memory import MemoryStore

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
AHEAD = NOW + timedelta(days=365)
LI = Address("li.qiang@corp.example")


@dataclass
class Clock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class Server:
    busy: bool = False
    taken: list[Address] = field(default_factory=list)

    async def send(self, raw: bytes, recipient: Address) -> None:
        assert raw
        if self.busy:
            raise Deferred("450 4.2.0 come again")
        self.taken.append(recipient)

    async def close(self) -> None: ...


@cache
def wired() -> Service:
    read = config.load(folder("config"), {}, with_secrets=False)
    settings = replace(read, service=replace(read.service, secret=b"sixteen bytes and more"))
    built = bootstrap.service(settings, MemoryStore(), NOW)
    return replace(built, series={"weekly": built.series["weekly"]})


@pytest.fixture
def service() -> Service:
    built = replace(wired(), store=MemoryStore())
    timers.pass_time(built, NOW)
    return built


def mails(service: Service) -> list[Outgoing]:
    return [o for stored in service.store.all_records() for o in stored.record.outgoing]


def answer(service: Service, words: str, number: int, at: datetime) -> list[Outgoing]:
    """What was written because of it."""
    before = {o.message_id for o in mails(service)}
    token = next(o.token for o in mails(service) if o.to == LI and o.kind is MailKind.INVITATION)
    head = f"From: {LI}\r\nTo: secretary+{token}@corp.example\r\nSubject: Re: x\r\nMessage-ID: <c{number}@corp.example>\r\n"
    head += "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    assert intake.take((head + words).encode(), service, at).entry is not None
    return [o for o in mails(service) if o.message_id not in before]


def test_what_was_put_off_while_the_clock_was_ahead_goes_out_once_it_is_right(service: Service) -> None:
    server, clock = Server(busy=True), Clock(AHEAD)
    assert asyncio.run(outgoing.send_all(service, server, clock)).deferred
    server.busy, clock.at = False, NOW + timedelta(minutes=5)
    assert asyncio.run(outgoing.send_all(service, server, clock)).sent == len(mails(service))


@pytest.mark.parametrize("words", ["我会参加", "嗯？那个什么"])
def test_what_was_written_while_the_clock_was_ahead_goes_out_once_it_is_right(service: Service, words: str) -> None:
    fresh = answer(service, words, 1, AHEAD)
    server = Server()
    asyncio.run(outgoing.send_all(service, server, Clock(NOW + timedelta(minutes=5))))
    assert fresh
    assert server.taken.count(LI) == 1 + len([o for o in fresh if o.to == LI])


def test_answers_of_an_hour_that_lies_ahead_silence_none_of_this_hour(service: Service) -> None:
    for number in range(service.answers_per_hour + 1):
        answer(service, f"我会晚到{number + 5}分钟", number, NOW + timedelta(days=3))
    fresh = answer(service, "我会参加", 99, NOW + timedelta(minutes=5))
    assert [o.kind for o in fresh if o.to == LI] == [MailKind.RECEIPT]
