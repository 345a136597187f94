"""The stage: the example company's config pointed at the embedded server, and mailflow's real parts over it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow import bootstrap, config
from mailflow.adapters.settings import ImapSettings, SmtpSettings
from mailflow.config import Config
from mailflow.core.policy import Series
from mailflow.core.values import Address
from mailflow.demo.clock import JumpingClock
from mailflow.demo.mailbag import Mailbag
from mailflow.demo.server import MailServer
from mailflow.flow.service import Service
from mailflow.ports import Inbox, Sender, Store
from mailflow.resources import folder
from mailflow.stores import open_store

PASSWORD = "demo"
"""Of every mailbox: it is shown to whoever runs the demo, and the server listens on this machine alone."""

BEGINS = (2026, 11, 23, 9, 45)
_LAST_MEETING = "20261207T000000"
_SECRET = b"nothing of the demo outlives it"


@dataclass(frozen=True)
class Stage:
    config: Config
    server: MailServer
    service: Service
    inbox: Inbox
    sender: Sender
    clock: JumpingClock
    bag: Mailbag

    @property
    def accounts(self) -> Mapping[Address, str]:
        return accounts(self.config)


@asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Everything up and connected; gone when it ends."""
    example = config.load(folder("config"), {}, with_secrets=False)
    clock = JumpingClock(datetime(*BEGINS, tzinfo=ZoneInfo(example.service.timezone)))
    bag = Mailbag(clock)
    async with MailServer(accounts(example), on_delivery=bag.put) as server:
        played = _pointed_at(example, server)
        store: Store = open_store("memory:", played.folder)
        inbox, sender = bootstrap.inbox(played), bootstrap.sender(played)
        try:
            service = bootstrap.service(played, store, clock.now())
            yield Stage(played, server, service, inbox, sender, clock, bag)
        finally:
            await sender.close()
            await asyncio.to_thread(inbox.close)


def accounts(settings: Config) -> Mapping[Address, str]:
    """A mailbox for everybody, mailflow's own among them."""
    people = (p.email for p in settings.organization.people)
    return dict.fromkeys((settings.mail.address, *people), PASSWORD)


def _pointed_at(example: Config, server: MailServer) -> Config:
    me = example.mail.address
    imap = ImapSettings(host=server.host, port=server.imap_port, security="none", username=me, password=PASSWORD)
    smtp = SmtpSettings(
        host=server.host, port=server.smtp_port, security="none", username=me, password=PASSWORD, sender=me
    )
    return replace(
        example,
        imap=imap,
        smtp=smtp,
        service=replace(example.service, secret=_SECRET),
        series=tuple(_ending(s) for s in example.series),
    )


def _ending(series: Series) -> Series:
    """Two weekly meetings and one monthly: the demo plays a month to its end. What is called has no rule."""
    return replace(series, rule=f"{series.rule};UNTIL={_LAST_MEETING}") if series.rule else series
