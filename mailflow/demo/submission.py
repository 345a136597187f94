"""How an acted person's mail program hands a mail in: over SMTP, with that person's own address in the envelope."""

import aiosmtplib

from mailflow.core.organization import Person
from mailflow.demo.server import MailServer


async def submit(server: MailServer, writer: Person, to: str, raw: bytes) -> None:
    async with aiosmtplib.SMTP(hostname=server.host, port=server.smtp_port, use_tls=False, start_tls=False) as client:
        await client.sendmail(writer.email, [to], raw)
