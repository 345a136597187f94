"""What makes a mail this one and no other, apart from the Message-ID that its program gave it."""

import hashlib

from mailflow.core.values import MessageId
from mailflow.reading.mail import InboundMail


def own_name(mail: InboundMail) -> MessageId:
    """A Message-ID for a mail that has none, or one that another mail has.

    Made of what its author wrote, and not of trace fields: another delivery of the same mail has the same.
    """
    authors = (mail.from_address, mail.authors, mail.to, mail.cc, mail.header("date"))
    written = (mail.subject, mail.in_reply_to, mail.references, mail.text, mail.html, mail.report, mail.returned)
    digest = hashlib.sha256(repr((authors, written)).encode())
    files = [(part.name, part.content) for part in mail.calendars] + [(a.name, a.content) for a in mail.attachments]
    for name, content in files:
        digest.update(repr((name, len(content))).encode() + content)
    return MessageId(f"<{digest.hexdigest()[:32]}@unidentified>")
