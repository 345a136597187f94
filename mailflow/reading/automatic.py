"""Mail that no person wrote: bounces, automatic replies, list mail (RFC 3464, RFC 3834, RFC 2919, RFC 8098).

Looked for in this order: a calendar reply that a person's click produced, a bounce, an automatic reply, a list.
Each is a tuple of small tests; the first that holds decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from mailflow.core.reply import Automatic
from mailflow.core.values import Address, MessageId, address
from mailflow.reading.bounces import failure_in_report, failure_in_words, reads_like_bounce, returned_message_id
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.subject import is_reply

Test = Callable[[InboundMail], bool]


@dataclass(frozen=True)
class Bounce:
    """A delivery report. ``failed`` is the Message-ID of our mail, None where the report does not tell it.

    ``permanent`` is False for a report of a delay, and for one of success (then ``delivered`` is True).
    """

    failed: MessageId | None
    recipient: Address | None
    permanent: bool
    why: str
    delivered: bool = False


@dataclass(frozen=True)
class Sign:
    """What gave an automatic mail away: its kind, and the name of the test that held."""

    kind: Automatic
    name: str


def classify(mail: InboundMail) -> Automatic | None:
    """What kind of automatic mail this is; None for a person's own."""
    sign = sign_of(mail)
    return sign.kind if sign else None


def sign_of(mail: InboundMail) -> Sign | None:
    """The first sign that no person wrote this; None for a person's own mail."""
    if _is_calendar_reply(mail):
        return Sign(Automatic.AUTO_REPLY, "answered by a room") if _answered_by_a_room(mail) else None
    for kind, tests in _SIGNS:
        for test in tests:
            if test(mail):
                return Sign(kind, test.__name__.strip("_").replace("_", " "))
    return None


def bounce_of(mail: InboundMail) -> Bounce | None:
    """What a delivery report says; None for any other mail."""
    if classify(mail) is not Automatic.BOUNCE:
        return None
    failure = failure_in_report(mail.report) or failure_in_words(mail)
    recipient = failure.recipient or _header_recipient(mail)
    return Bounce(returned_message_id(mail), recipient, failure.permanent, failure.why, failure.delivered)


def _header_recipient(mail: InboundMail) -> Address | None:
    named = mail.header("x-failed-recipients").split(",")[0].strip()
    return address(named) if "@" in named else None


# ------------------------------------------------------------------------------------------ calendar


def _is_calendar_reply(mail: InboundMail) -> bool:
    for part in mail.calendars:
        head = part.content[:20_000].upper()
        if part.method in {"REPLY", "COUNTER", "REFRESH"} or b"METHOD:REPLY" in head or b"METHOD:COUNTER" in head:
            return b"BEGIN:V" in head and b"ATTENDEE" in part.content.upper()
    return False


_ROOM = re.compile(
    r"(?:会议|會議|多功能|培训|接待|洽谈)[室厅廳]|投影|\b(?:meeting|conference|board|training|video)[ ._-]?room\b|^room[ ._-]?[\w-]*@|^(?:meeting|conf)[ ._-]?rm\b"
    r"|^(?:projector|resource|equipment)[\w.-]*@",
    re.IGNORECASE,
)


def _answered_by_a_room(mail: InboundMail) -> bool:
    """A room or a device answers by itself (RFC 5545 3.2.3); Exchange names its booking agent in a header."""
    if "mail processing agent" in mail.header("x-ms-exchange-generated-message-source").lower():
        return True
    if _ROOM.search(mail.from_name) or _ROOM.search(mail.from_address):
        return True
    return any(_ROOM_TYPE.search(line) for part in mail.calendars for line in _own_attendees(part.content, mail))


_ROOM_TYPE = re.compile(rb";CUTYPE=\"?(?:ROOM|RESOURCE)", re.IGNORECASE)
_ATTENDEE = re.compile(rb"^ATTENDEE([;:][^\r\n]*)", re.IGNORECASE | re.MULTILINE)


def _own_attendees(content: bytes, mail: InboundMail) -> list[bytes]:
    """The ATTENDEE line of who answers; some programs list everybody, and the room among them."""
    lines: list[bytes] = _ATTENDEE.findall(re.sub(rb"\r?\n[ \t]", b"", content[:200_000]))
    own = mail.from_address.encode()
    return lines if len(lines) == 1 else [line for line in lines if own in line.lower()]


# ------------------------------------------------------------------------------------------ bounces


def _is_delivery_report(mail: InboundMail) -> bool:
    """RFC 3464; some senders leave report-type out."""
    if mail.report_type in {"delivery-status", "feedback-report"}:
        return mail.report_type == "delivery-status"
    return "message/delivery-status" in mail.media_types or "message/global-delivery-status" in mail.media_types


def _names_failed_recipients(mail: InboundMail) -> bool:
    return bool(mail.header("x-failed-recipients"))


def _reads_like_bounce(mail: InboundMail) -> bool:
    return reads_like_bounce(mail)


_BOUNCE_SIGNS: tuple[Test, ...] = (_is_delivery_report, _names_failed_recipients, _reads_like_bounce)


# ------------------------------------------------------------------------------------------ automatic replies

_AUTO_HEADERS = frozenset(
    {
        "x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-autoresponse", "x-auto-response",
        "x-qq-auto-reply", "x-qq-holidayreply", "x-mail-autoreply", "x-autogenerated", "x-autoresponder",
        "x-out-of-office", "x-vacation", "x-otrs-loop", "x-zammad-auto-response", "x-fc-machinegenerated",
        "auto-response", "x-ms-exchange-inbox-rules-loop", "x-facebook-notify", "x-jira-fingerprint",
    }
)  # fmt: skip
# The subject's beginning, in the languages in which programs put it there. A person's “Re: ” in front undoes it.
_AUTO_SUBJECT = re.compile(
    r"^[\s\[【(（]*(?:"
    r"(?:外出|假期|休假|离线|離線|不在办公室|不在辦公室|系统)?的?自[动動](?:回复|回覆|答复|答覆|回信|应答|回應|回应|返信)|不在(?:办公室|辦公室)|外出(?:通知|自动)|休假(?:通知|回复)"
    r"|out[ -]of[ -](?:the )?office|ooo\b|(?:automatic|auto(?:mated)?)[ -]?(?:re(?:ply|sponse|sponder)|answer)\b|auto(?:reply|response|responder)?\s*:"
    r"|vacation (?:reply|message|notice)|away from (?:my|the) (?:office|mail|desk)|on (?:vacation|holiday|annual leave)\b"
    r"|automatische antwort|abwesenheit(?:snotiz|smeldung)?|réponse automatique|absence du bureau|respuesta automática|fuera de (?:la )?oficina"
    r"|resposta automática|risposta automatica|fuori sede|automatisch antwoord|afwezig|automatiskt? svar|autosvar|frånvaro|автоответ|автоматический ответ"
    r"|odpowiedź automatyczna|自動返信|不在通知|부재중|자동 (?:응답|회신))",
    re.IGNORECASE,
)
_RECEIPT_SUBJECT = re.compile(
    r"^\s*(?:[【\[](?:已读|已讀|未读)[】\]]|(?:已读|已讀|已阅读|未读|未讀|已读回执|已讀回條|阅读回执|读取回执|回执)\s*[:：]|(?:read|not read|read receipt|return receipt)\b.{0,14}[:：(-]"
    r"|return receipt|gelesen\s*:|lu\s*:|leído\s*:|letto\s*:|disposition notification)",
    re.IGNORECASE,
)
_RECEIPT_WORDS = re.compile(
    r"(?:已于|已在|于).{4,60}(?:阅读|读取|打开|閱讀)|was (?:read|displayed|opened|deleted)|return receipt|已被.{0,20}(?:阅读|打开)|未被?阅读|未打开|邮件收条|阅读回执|not read|deleted without|这是.{0,12}回执",
    re.IGNORECASE,
)
_RECALL_SUBJECT = re.compile(
    r"^\s*(?:撤回|召回|收回|回收|recall|rappel|rückruf)\s*[:：]|^\s*message recall\b", re.IGNORECASE
)
_RECALL_WORDS = re.compile(
    r"将撤回邮件|想要撤回|將回收|would like to recall the message|撤回.{0,4}(?:邮件|郵件)|recall the message",
    re.IGNORECASE,
)
_REPORT_SUBJECT = re.compile(
    r"\breport domain:.*\bsubmitter:|^\s*complaint about message from [\d.:a-f]+\s*$", re.IGNORECASE
)
_TICKET_SUBJECT = re.compile(
    r"^[\[【(（]?\s*request received|(?:工单|工單|受理)(?:受理|创建|通知|确认)|^\W*[A-Z]{2,8}-\d{2,}\b|"
    r"[\[【(（#]\s*(?:工单|工單|ticket|case|request|incident|sr|ref|受理号|服务单|报障)\s*(?:id|no\.?|number|号|編號|编号)?\s*[:#：]?\s*[\w-]*\d{3,}",
    re.IGNORECASE,
)
_TICKET_WORDS = re.compile(
    r"(?:请求|工单|工單|申请|邮件|问题|反馈|咨询)已(?:收到|受理|创建|提交|登记)|工单号|受理编号|(?:we have|has been|was) received (?:your|and)|ticket (?:number|id|has been)"
    r"|(?:request|ticket|case) (?:#?[\w-]{2,20} )?(?:has been |was )?(?:received|created|opened|logged)",
    re.IGNORECASE,
)
# What an automatic text says of itself in its first or last lines.
_SAYS_SO = re.compile(
    r"[\[【(（]\s*自[动動](?:回复|回覆|答复|答覆)\s*[\]】)）]|(?:这是|此(?:邮件|信)?(?:为|是)|本(?:邮件|信)?(?:为|是|由)).{0,24}自[动動].{0,6}(?:回复|回覆|答复|发送|發送|生成|发出)"
    r"|(?:^|[，。,.;；!！\n(（\[【])\s*由?系统自动(?:回复|发送|发出|生成)[^的\n]{0,10}(?:$|[，。,.;；!！\n)）\]】])|this is an auto(?:matic|mated|-?generated|matically generated)?[ -](?:e-?mail )?(?:re(?:ply|sponse|sponder)|message|notification|confirmation)"
    r"|this is an automatically (?:generated|sent)|automatically generated (?:re(?:ply|sponse)|message|e-?mail)|dies ist eine automatisch"
    r"|(?:请勿|請勿|请不要)(?:直接)?回[复覆](?:本|此|该|這封)?(?:邮件|郵件|信)|do not reply to this (?:e-?mail|message)|本邮件.{0,10}(?:请勿|无需|勿)回复",
    re.IGNORECASE,
)
_CHALLENGE = re.compile(
    r"(?:click|点击|點擊|點选|follow).{0,80}(?:link|链接|連結|以下|下面|here).{0,160}(?:deliver|confirm(?: that)? you|verify|human|投递|送达|验证|確認|确认.{0,12}(?:不是|并非|您|身份|真人))"
    r"|(?:垃圾邮件|垃圾郵件|反垃圾|spam).{0,120}(?:点击|點擊|验证|驗證|确认|確認|click|confirm)|sender (?:verification|authentication|confirmation)"
    r"|(?:白名单|whitelist|white list|allowlist).{0,120}(?:点击|验证|确认|click|confirm)",
    re.IGNORECASE | re.DOTALL,
)
# One of these stands in every such text: most mail is told by them alone.
_SAYS_SO_WORDS = ("自动", "自動", "请勿", "請勿", "请不要", "勿回", "无需", "automat", "an auto", "do not reply")
_CHALLENGE_WORDS = (
    "click",
    "点击",
    "點擊",
    "點选",
    "follow",
    "垃圾",
    "spam",
    "sender ",
    "白名单",
    "whitelist",
    "white list",
    "allowlist",
)
_REACTION_WORDS = re.compile(
    r"^\W{0,8}.{0,60}\breacted (?:via|with|to your (?:message|e-?mail))\b|.{1,40}[对對](?:您|你)的(?:邮件|郵件|消息)(?:做出|作出)?了?(?:回应|回應|点赞)|.{1,40}(?:回应|回應|点赞|表情回复|赞)了?(?:您|你)的(?:邮件|郵件|消息)",
    re.IGNORECASE,
)


def _says_submitted(mail: InboundMail) -> bool:
    """RFC 3834 5: anything but ``no``."""
    value = mail.header("auto-submitted").split(";")[0].strip().lower()
    return value not in {"", "no"}


def _has_auto_header(mail: InboundMail) -> bool:
    if any(name in _AUTO_HEADERS and value.strip().lower() not in {"no", "false", "0"} for name, value in mail.headers):
        return True
    precedence = mail.header("precedence").strip().lower()
    if precedence in {"auto_reply", "auto-reply", "autoreply"}:
        return True
    return "autoreply" in mail.header("x-mailer").lower() or "autorespon" in mail.header("delivered-to").lower()


def _bulk_answer(mail: InboundMail) -> bool:
    """Vacation programs before RFC 3834 said ``Precedence: bulk`` or ``junk``; a list says what it is besides."""
    bulk = mail.header("precedence").strip().lower() in {"bulk", "junk"}
    return bulk and _answers(mail) and not _from_a_list(mail)


def _is_disposition(mail: InboundMail) -> bool:
    """A read receipt (RFC 8098), or an abuse report (RFC 5965)."""
    return mail.report_type in {"disposition-notification", "feedback-report"} or any(
        kind.endswith("disposition-notification") or kind == "message/feedback-report" for kind in mail.media_types
    )


def _is_aggregate_report(mail: InboundMail) -> bool:
    """What servers tell each other of a domain: DMARC (RFC 7489 7.2.1.1), TLS (RFC 8460 5.3), complaints by Hotmail."""
    return bool(_REPORT_SUBJECT.search(mail.subject)) or any("tlsrpt" in kind for kind in mail.media_types)


def _null_sender(mail: InboundMail) -> bool:
    """RFC 5321 4.5.5: what must never be answered is sent with an empty reverse path."""
    return bool(mail.all("return-path")) and mail.header("return-path").strip() == "<>"


def _envelope_says_auto(mail: InboundMail) -> bool:
    path = mail.header("return-path").lower()
    return "+auto_=" in path or "auto-reply@" in path or "autoreply@" in path


def _auto_subject(mail: InboundMail) -> bool:
    return bool(_AUTO_SUBJECT.match(mail.subject))


def _receipt(mail: InboundMail) -> bool:
    return bool(_RECEIPT_SUBJECT.match(mail.subject)) and bool(_RECEIPT_WORDS.search(_words(mail)[:600]))


def _recall(mail: InboundMail) -> bool:
    return bool(_RECALL_SUBJECT.match(mail.subject)) and (
        not _answers(mail) or bool(_RECALL_WORDS.search(_words(mail)))
    )


def _ticket(mail: InboundMail) -> bool:
    stated = _TICKET_SUBJECT.search(mail.subject) and not is_reply(mail.subject)
    return bool(stated) and bool(_TICKET_WORDS.search(f"{mail.subject}\n{_words(mail)[:800]}"))


_REPLY_ABOVE = re.compile(
    r"^[\W_]*(?:please )?(?:type|write|add|enter)? ?(?:your )?reply above this line|^[\W_]*请在此?(?:行|线)(?:以上|上方|之上)回[复覆]",
    re.IGNORECASE,
)


def _asks_for_replies_above(mail: InboundMail) -> bool:
    """What help desks put above their own text; a person's answer to one has it below."""
    return bool(_REPLY_ABOVE.match(_words(mail)[:200]))


def _says_so(mail: InboundMail) -> bool:
    """The text calls itself automatic: at its beginning, or in the last lines of a mail that quotes nothing."""
    words = _words(mail).strip()
    if not _names(_SAYS_SO_WORDS, words):
        return False
    own = _own_part(words)
    return bool(_SAYS_SO.search(own[:60]) or _SAYS_SO.search(own[-400:]))


def _challenge(mail: InboundMail) -> bool:
    words = _words(mail).strip()
    if not _names(_CHALLENGE_WORDS, words):
        return False
    own = _own_part(words)
    return len(own) < 3_000 and bool(_CHALLENGE.search(own))


def _reaction(mail: InboundMail) -> bool:
    if any("reaction" in kind for kind in mail.media_types) or mail.header("x-ms-reactions"):
        return True
    return bool(_REACTION_WORDS.match(_words(mail).strip()[:160]))


_AUTO_REPLY_SIGNS: tuple[Test, ...] = (
    # what the program says in headers and types
    _says_submitted,
    _has_auto_header,
    _bulk_answer,
    _is_disposition,
    _is_aggregate_report,
    _null_sender,
    _envelope_says_auto,
    # what programs without such headers write
    _auto_subject,
    _receipt,
    _recall,
    _ticket,
    _asks_for_replies_above,
    _reaction,
    _says_so,
    _challenge,
)


# ------------------------------------------------------------------------------------------ lists


_LIST_HEADERS = frozenset(
    {"list-id", "list-post", "list-subscribe", "x-mailman-version", "x-beenthere", "mailing-list", "x-mlserver", "x-ml-name"}
)  # fmt: skip


def _from_a_list(mail: InboundMail) -> bool:
    return any(name in _LIST_HEADERS and value.strip() for name, value in mail.headers)


def _is_list(mail: InboundMail) -> bool:
    """List or bulk mail, unless somebody answers a mail through it: that answer is a person's."""
    if mail.in_reply_to or is_reply(mail.subject):
        return False
    precedence = mail.header("precedence").strip().lower() in {"list", "bulk", "junk"}
    unsubscribes = bool(mail.header("list-unsubscribe"))
    return precedence or unsubscribes or _from_a_list(mail)


_NOBODY = re.compile(r"^(?:[\w.-]*no[-_.]?reply[\w.-]*|[\w.-]*do[-_.]?not[-_.]?reply[\w.-]*)@", re.IGNORECASE)


def _from_nobody(mail: InboundMail) -> bool:
    """An address that says that nobody reads it belongs to no person."""
    return bool(_NOBODY.match(mail.from_address))


_LIST_SIGNS: tuple[Test, ...] = (_is_list, _from_nobody)


_SIGNS: tuple[tuple[Automatic, tuple[Test, ...]], ...] = (
    (Automatic.BOUNCE, _BOUNCE_SIGNS),
    (Automatic.AUTO_REPLY, _AUTO_REPLY_SIGNS),
    (Automatic.LIST, _LIST_SIGNS),
)


# ------------------------------------------------------------------------------------------ shared


def _answers(mail: InboundMail) -> bool:
    return bool(mail.in_reply_to or mail.references or is_reply(mail.subject))


def _names(words: tuple[str, ...], text: str) -> bool:
    low = text.lower()
    return any(word in low for word in words)


def _words(mail: InboundMail) -> str:
    """The body as one text; of HTML the tags fall away."""
    if mail.text and mail.text.strip():
        return mail.text[:20_000]
    return re.sub(r"<[^<>]*>", " ", (mail.html or "")[:40_000])


_ORIGINAL = re.compile(
    r"^[^\S\n]*>|原始邮件|原郵件|original message|写道|寫道|\bwrote:|^[^\S\n]*(?:发件人|寄件者|from)\s*[:：]",
    re.I | re.M,
)


def _own_part(words: str) -> str:
    """What stands before the original: our own mails speak of themselves as automatic too."""
    found = _ORIGINAL.search(words)
    return words[: found.start()] if found else words
