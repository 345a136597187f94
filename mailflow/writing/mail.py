"""A letter to final bytes: text, HTML, calendar, attachments, headers, Message-ID and token."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.header import Header
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from urllib.parse import quote

from mailflow.core.letters import Letter, MailKind
from mailflow.core.meeting import Meeting
from mailflow.core.organization import Organization
from mailflow.core.outgoing import Outgoing
from mailflow.core.problem import Problem
from mailflow.core.reply import File
from mailflow.core.resolution import Resolution, ResolutionState
from mailflow.core.said import Saying
from mailflow.core.values import Address, Digest, MessageId, RecordId, Token
from mailflow.writing import itip, task_entry, tokens
from mailflow.writing.body import HtmlForm, as_text
from mailflow.writing.facts import facts, title
from mailflow.writing.languages import Speech
from mailflow.writing.links import unlinked
from mailflow.writing.templates import Page, Templates


class _MailPolicy(EmailPolicy):
    """The library's policy, except that it would encode a msg-id longer than a line, which no program threads by."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in ("Message-ID", "In-Reply-To", "References"):
            folded = "\r\n ".join(str(value).split())  # RFC 5322 3.6.4
            return f"{name}: {folded}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _MailPolicy(linesep="\r\n", max_line_length=78, cte_type="7bit")
_SUBJECT_STANDS_HERE = "subject.stands.here"
# Controls, lone surrogates, and the overrides that show a file's name backwards.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]+")
_MESSAGE_ID = re.compile(r"<[!-~]{1,900}?>")
_NOT_DONE = frozenset(
    {Saying.NOT_UNDERSTOOD, Saying.UNKNOWN_THREAD, Saying.TIME_NEEDED, Saying.CONFIRMATION_ASKED, Saying.ANSWER_LIMIT}
)
"""Sentences of a question that tell what is still open."""
_REPLY_MARK = re.compile(r"^(?:\s*(?:re|aw|回复|答复)\s*[:：])+\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Written:
    outgoing: Outgoing
    raw: bytes


@dataclass(frozen=True)
class Writer:
    """Writes letters for one organisation. The same letter gives the same Message-ID and token, whenever it is written.

    ``secret`` signs the tokens. ``attach_invite``: the invitation is also attached as a file, for programs
    that look only there; some then show it twice.
    """

    organization: Organization
    name: str
    secret: bytes = field(repr=False)
    templates: Templates
    plus_addressing: bool = True
    attach_invite: bool = True

    def write(
        self,
        letter: Letter,
        record: Meeting | Problem | None,
        record_id: RecordId,
        number: int,
        now: datetime,
        load: Callable[[Digest], bytes],
    ) -> Written:
        """``number`` is the mail's place among the record's mails, ``load`` gives the bytes of an attachment."""
        bound = tokens.Bound.of(letter, record_id, number, now)
        token, sent_as = tokens.token(self.secret, bound), tokens.message_id(self.secret, bound, self._domain)
        speech = self.templates.speech(self._language(letter.to), self.organization)
        meeting = record if isinstance(record, Meeting) else None
        page = self._page(letter, record, speech, now)
        message = EmailMessage(policy=_POLICY)
        self._head(message, letter, record, sent_as, token, speech, now)
        self._fill(message, letter, meeting, page, token, speech, now, load)
        _bound(message, token)
        raw = _with_subject(message.as_bytes(), page.subject)
        outgoing = Outgoing(
            message_id=sent_as,
            token=token,
            kind=letter.kind,
            to=letter.to,
            about=letter.about,
            ref=letter.ref,
            subject=page.subject,
            raw=Digest(hashlib.sha256(raw).hexdigest()),
            made_at=now,
            resolution=letter.resolution,
            variant=letter.variant,
        )
        return Written(outgoing, raw)

    def signed(self, mail: Outgoing, record_id: RecordId, number: int) -> bool:
        """Was the mail written with this secret? ``number`` as in ``write``."""
        bound = tokens.Bound.of(mail, record_id, number, mail.made_at)
        return hmac.compare_digest(mail.token, tokens.token(self.secret, bound))

    @property
    def _domain(self) -> str:
        return self.organization.secretary.rpartition("@")[2]

    def _language(self, who: Address) -> str:
        person = self.organization.person(who)
        return person.language if person else next((p.language for p in self.organization.people), "")

    def _reply_to(self, token: Token) -> Address:
        if not self.plus_addressing:
            return self.organization.secretary
        local, _, domain = self.organization.secretary.rpartition("@")
        return Address(f"{local}+{token}@{domain}")

    def _page(self, letter: Letter, record: Meeting | Problem | None, speech: Speech, now: datetime) -> Page:
        known = facts(letter, record, speech, now)
        language = speech.words.language
        known["phrases"] = tuple(self.templates.phrase(s, language, self.organization) for s in letter.said)
        done = (s for s in letter.said if s.key not in _NOT_DONE)
        known["done"] = tuple(self.templates.phrase(s, language, self.organization) for s in done)
        page = self.templates.page(letter.kind, language, known)
        page = replace(page, subject=_one_line(page.subject))
        if letter.answers and letter.subject:
            return Page(f"Re: {unlinked(_REPLY_MARK.sub('', _one_line(letter.subject)))}", page.body)
        return page

    def _head(
        self,
        message: EmailMessage,
        letter: Letter,
        record: Meeting | Problem | None,
        sent_as: MessageId,
        token: Token,
        speech: Speech,
        now: datetime,
    ) -> None:
        person = self.organization.person(letter.to)
        message["From"] = _mailbox(self.name, self.organization.secretary)
        message["To"] = _mailbox(person.name if person else "", letter.to)
        if self.plus_addressing:
            message["Reply-To"] = _mailbox(self.name, self._reply_to(token))
        message["Subject"] = _SUBJECT_STANDS_HERE
        message["Date"] = format_datetime(now)
        message["Message-ID"] = sent_as
        self._thread(message, letter, record)
        # RFC 3834 5: an answer to one mail is auto-replied, a mail of our own accord auto-generated.
        message["Auto-Submitted"] = "auto-replied" if letter.answers else "auto-generated"
        message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
        message["Content-Language"] = speech.words.language
        message["X-Mailflow-Kind"] = letter.kind.value
        if isinstance(record, Meeting):
            message["X-Mailflow-Meeting"] = record.id
        if problem := record.problem if isinstance(record, Meeting) else record.id if record else None:
            message["X-Mailflow-Problem"] = problem
        if letter.resolution:
            message["X-Mailflow-Resolution"] = letter.resolution

    def _thread(self, message: EmailMessage, letter: Letter, record: Meeting | Problem | None) -> None:
        """Under this person's first mail of the meeting and of the task; an answer under the mail that it answers."""
        answered = _MESSAGE_ID.search(letter.answers or "")
        mine = [o for o in (record.outgoing if record else ()) if o.to == letter.to]
        roots = [o.message_id for o in mine[:1]]
        if letter.resolution:
            roots += [o.message_id for o in mine if o.resolution == letter.resolution][:1]
        above = dict.fromkeys([*roots, *([MessageId(answered[0])] if answered else [])])
        if answered:
            message["In-Reply-To"] = answered[0]
        if above:
            message["References"] = " ".join(above)

    def _fill(
        self,
        message: EmailMessage,
        letter: Letter,
        meeting: Meeting | None,
        page: Page,
        token: Token,
        speech: Speech,
        now: datetime,
        load: Callable[[Digest], bytes],
    ) -> None:
        # The last line finds the thread where a provider rewrites Message-IDs (docs/decisions/0003).
        footer = f"{speech.words['footer'].format(company=self.organization.name, name=self.name)}\n[mailflow:{token}]"
        message.set_content(f"{as_text(page.body, speech.words['answer'])}\n-- \n{footer}\n", cte="base64")
        html = HtmlForm(self._mailto(token, page.subject), speech.words.language)
        message.add_alternative(html.page(page.body, footer), subtype="html", cte="base64")
        ics = self._calendar(letter, meeting, speech, now)
        if ics is not None and letter.calendar is not None:
            message.attach(_calendar_part(ics, letter.calendar.value))
            if self.attach_invite:
                # Outlook looks only into the first child of multipart/mixed: the alternative (MS-STANOICAL 2.2.168).
                message.add_attachment(ics, maintype="application", subtype="ics", filename="invite.ics")
        if (task := _task(letter, meeting)) is not None:
            summary = str(speech.words["task_summary"]).format(title=_one_line(unlinked(task.title)))
            ics = task_entry.entry(task, summary, now, self.organization.secretary)
            message.attach(_entry_part(ics, task_entry.method_of(task)))
        for file in letter.files if _carries(letter) else ():
            _attach(message, file, load(file.digest))

    def _mailto(self, token: Token, subject: str) -> Callable[[str], str]:
        address = self._reply_to(token)
        about = quote(f"Re: {subject}")
        # A new mail has no thread: without the token in its address the mark in its text tells what it answers.
        mark = "" if self.plus_addressing else quote(f"\r\n\r\n[mailflow:{token}]")
        return lambda words: f"mailto:{quote(address, safe='@+')}?subject={about}&body={quote(words)}{mark}"

    def _calendar(self, letter: Letter, meeting: Meeting | None, speech: Speech, now: datetime) -> bytes | None:
        if letter.calendar is None or meeting is None:
            return None
        return itip.calendar(
            letter.calendar,
            meeting,
            letter.to,
            self.organization,
            self.name,
            unlinked(title(meeting, speech)),
            str(speech.words["calendar_description"]),
            now,
        )


def _task(letter: Letter, meeting: Meeting | None) -> Resolution | None:
    """The task whose day goes into its owner's calendar: with the notice of it, and of its new deadline.

    With the notice that it is dropped its day goes out of the calendar again.
    """
    task = meeting.resolution(letter.resolution) if meeting and letter.resolution else None
    if task is None or letter.kind not in (MailKind.TASK, MailKind.TASK_CLOSED):
        return None
    dropped = task.state is ResolutionState.DROPPED and letter.to in task.owners
    return task if (letter.kind is MailKind.TASK and not task.ended) or dropped else None


def _entry_part(ics: bytes, method: str) -> EmailMessage:
    """A file to open, and no invitation: nobody is asked to answer a deadline."""
    part = EmailMessage(policy=_POLICY)
    part.set_content(
        ics, maintype="text", subtype="calendar", cte="base64", disposition="attachment", filename="task.ics"
    )
    part.set_param("method", method)
    part.set_param("charset", "UTF-8")
    del part["MIME-Version"]
    return part


def _bound(message: EmailMessage, token: Token) -> None:
    """Boundaries out of the token, not out of chance: the same letter is the same bytes."""
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            part.set_boundary(f"={token}.{number}=")


def _carries(letter: Letter) -> bool:
    """A packet above the size limit lists its files instead (policy 4.2.2)."""
    return letter.variant != "list"


def _calendar_part(ics: bytes, method: str) -> EmailMessage:
    """No Content-Disposition: with one, Outlook and Evolution take it for a file (MS-STANOICAL 2.2.174)."""
    part = EmailMessage(policy=_POLICY)
    part.set_content(ics, maintype="text", subtype="calendar", cte="base64")
    part.replace_header("Content-Type", f'text/calendar; charset="UTF-8"; method={method}')
    del part["Content-Disposition"], part["MIME-Version"]
    return part


def _with_subject(raw: bytes, subject: str) -> bytes:
    """The header folded by Header: EmailMessage cuts at a space before an encoded-word, and readers then see two."""
    line = _one_line(subject)
    folded = line if line.isascii() and len(line) < 60 else Header(line, "utf-8", 76, "Subject").encode(linesep="\r\n")
    return raw.replace(_SUBJECT_STANDS_HERE.encode(), folded.encode("ascii"), 1)


def _attach(message: EmailMessage, file: File, content: bytes) -> None:
    main, _, sub = file.media_type.partition("/")
    is_type = re.fullmatch(r"[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+", file.media_type)
    # A calendar among the materials is a file, and no second invitation.
    if not is_type or main.lower() in ("multipart", "message") or sub.lower() in ("calendar", "ics"):
        main, sub = "application", "octet-stream"
    name = _one_line(file.name).replace("/", "_").replace("\\", "_")
    message.add_attachment(content, maintype=main, subtype=sub, filename=name[:200] or "file")


def _mailbox(name: str, address: Address) -> Mailbox:
    local, _, domain = address.rpartition("@")
    return Mailbox(_one_line(name), local, domain)


def _one_line(text: str) -> str:
    """Nothing that others wrote can begin a header line of its own."""
    return _CONTROL.sub(" ", text).strip()
