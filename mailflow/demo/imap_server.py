"""The demo's IMAP server: pymap with its mailboxes in memory, driven without its command line.

pymap is pinned, because this reaches below its entry point: accounts are made here, not read from a file, and
mails are put into its mailboxes directly.
"""

import asyncio
import contextlib
from argparse import Namespace
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from io import BytesIO
from uuid import uuid4

from proxyprotocol.sock import SocketInfo
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.mailbox import MailboxSet
from pymap.concurrent import Subsystem
from pymap.context import connection_exit
from pymap.imap import IMAPConnection
from pymap.imap.state import ConnectionState
from pymap.parsing.message import AppendMessage
from pymap.parsing.response import Response
from pymap.parsing.specials import FetchRequirement
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailflow.core.values import Address


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        return b"mailflow demo"  # pymap's own asks DNS for this machine's name, and may wait for it


class _Connection(IMAPConnection):
    async def write_response(self, resp: Response) -> None:
        """One write a response: pymap's many small ones leave half a line on the wire, which IDLE clients take ill."""
        whole = BytesIO()
        await resp.async_write(whole)  # bytes(resp) would not load the mails, and say "..." in their place
        with contextlib.suppress(ConnectionError):
            self.writer.write(whole.getvalue())
            await self.writer.drain()


class MailStore:
    """Everybody's mailboxes, and the IMAP server over them. All in one event loop, all in memory."""

    def __init__(self, accounts: Mapping[Address, str]) -> None:
        self._config = _Config(
            Namespace(passlib_cfg=None, proxy_protocol=None),
            host=None,
            port=0,
            tls_enabled=False,
            demo_data=False,
            demo_user="",
            demo_password="",
            hash_context=Cleartext(),  # the passwords are on show anyway
            cpu_subsystem=Subsystem.for_asyncio(),
            proxy_protocol=ProxyProtocolVersion.get(None),
            invalid_user_sleep=0,
        )
        self._login = Login(self._config)
        for name, password in accounts.items():
            self._login.users_dict[name] = UserMetadata(self._config, name, password=password)
        self._connections: set[asyncio.Task[None]] = set()

    @contextlib.asynccontextmanager
    async def serving(self, host: str, port: int) -> AsyncIterator[int]:
        """Yields the port, which is a free one where 0 was asked for."""
        server = await asyncio.start_server(self._connected, host, port)
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            server.close()
            for task in self._connections:
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # asyncio runs this as a task of its own, which we must know to end it.
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        about = SocketInfo.get(writer, None, unique_id=uuid4().bytes)
        connection = _Connection(self._config.commands, self._config, reader, writer, about)
        async with AsyncExitStack() as stack:
            connection_exit.set(stack)
            stack.enter_context(contextlib.closing(connection))
            await connection.run(ConnectionState(self._login, self._config))

    async def append(self, owner: Address, raw: bytes, folder: str = "INBOX") -> None:
        """Raises KeyError where there is no such account or folder."""
        mailbox = await (await self._mailboxes(owner)).get_mailbox(folder)
        await mailbox.append(AppendMessage(raw, datetime.now(UTC), frozenset()), recent=True)

    async def messages(self, owner: Address, folder: str = "INBOX") -> list[bytes]:
        """Oldest first; none where the folder does not exist. Raises KeyError where there is no such account."""
        mailboxes = await self._mailboxes(owner)
        if folder not in {entry.name for entry in (await mailboxes.list_mailboxes()).list()}:
            return []
        mailbox = await mailboxes.get_mailbox(folder)
        held = sorted([message async for message in mailbox.messages()], key=lambda message: message.uid)
        return [bytes(await message.load_content(FetchRequirement.CONTENT)) for message in held]

    async def _mailboxes(self, owner: Address) -> MailboxSet:
        if owner not in self._login.users_dict:
            raise KeyError(owner)
        async with Identity(owner, self._login, None, frozenset()).new_session() as session:
            return session.mailbox_set
