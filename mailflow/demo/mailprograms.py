"""The acted people's mail programs: what each writes around the words of its user, as final bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from mailflow.core.organization import Person
from mailflow.demo import quoting
from mailflow.demo.quoting import Body
from mailflow.demo.received import Received


@dataclass(frozen=True)
class File:
    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class MailProgram:
    """``again`` stands before the subject of an answer, ``agent`` in the header that names the program."""

    name: str
    again: str
    agent: tuple[str, str]
    quote: Callable[[str, str, Received], Body]


PROGRAMS: Mapping[str, MailProgram] = {
    p.name: p
    for p in (
        MailProgram("qq", "回复：", ("X-Mailer", "QQMail 2.x"), quoting.qq),
        MailProgram("foxmail", "回复: ", ("X-Mailer", "Foxmail 7.2.25.365[cn]"), quoting.foxmail),
        MailProgram("outlook", "答复: ", ("X-Mailer", "Microsoft Outlook 16.0"), quoting.outlook),
        MailProgram("outlook-en", "RE: ", ("X-Mailer", "Microsoft Outlook 16.0"), quoting.outlook_english),
        MailProgram("apple", "回复：", ("X-Mailer", "Apple Mail (2.3826.300.87)"), quoting.apple),
        MailProgram("thunderbird", "Re: ", ("User-Agent", "Mozilla Thunderbird"), quoting.thunderbird),
        MailProgram("gmail", "Re: ", ("X-Mailer", "Gmail"), quoting.gmail),
    )
}


def answer(
    program: MailProgram, person: Person, words: str, to: Received, at: datetime, number: int, files: tuple[File, ...]
) -> bytes:
    """A reply as this program sends it: threaded, quoted, signed."""
    body = program.quote(words, signature(person), to)
    mail = _headed(program, person, to.answer_to, _again(program, to.subject), at, number)
    mail["In-Reply-To"] = to.message_id
    mail["References"] = f"{to.references} {to.message_id}".strip()
    return _filled(mail, body, files)


def fresh(program: MailProgram, person: Person, words: str, to: str, subject: str, at: datetime, number: int) -> bytes:
    """A mail that answers nothing."""
    mail = _headed(program, person, to, subject, at, number)
    return _filled(mail, Body(f"{words}\n\n{signature(person)}"), ())


def away(person: Person, words: str, to: Received, at: datetime, number: int) -> bytes:
    """What a mail server says by itself for somebody who is out (RFC 3834)."""
    mail = _headed(PROGRAMS["outlook"], person, to.sender, f"自动答复: {to.subject}", at, number)
    mail["In-Reply-To"] = to.message_id
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    return _filled(mail, Body(words), ())


def signature(person: Person) -> str:
    return f"{person.name}\n{person.title}"


def _headed(program: MailProgram, person: Person, to: str, subject: str, at: datetime, number: int) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    local, _, domain = person.email.partition("@")
    mail["From"] = Mailbox(person.name, local, domain)
    mail["To"] = to
    mail["Subject"] = subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{program.name}.{number}.{at:%Y%m%d%H%M}@{domain}>"
    mail[program.agent[0]] = program.agent[1]
    return mail


def _filled(mail: EmailMessage, body: Body, files: tuple[File, ...]) -> bytes:
    mail.set_content(body.text, cte="base64")
    if body.html:
        mail.add_alternative(body.html, subtype="html", cte="base64")
    for file in files:
        kind, _, subtype = file.media_type.partition("/")
        mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
    return mail.as_bytes()


def _again(program: MailProgram, subject: str) -> str:
    return subject if subject.casefold().startswith(program.again.strip().casefold()) else program.again + subject
