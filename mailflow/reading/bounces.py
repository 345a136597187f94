"""Delivery reports: the machine-readable part (RFC 3464), and the words of servers that write none."""

import re
from dataclasses import dataclass

from mailflow.core.values import Address, MessageId, address
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.subject import is_forward, is_reply

_DAEMON = re.compile(
    r"^(?:mailer-?daemon|post_?master|mail-daemon|mdaemon|mail\.daemon|bounces?|microsoftexchange[0-9a-f]{8,}|mail_system|mailerdaemon)(?:[+@-]|$)",
    re.IGNORECASE,
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)?[ -]?(?:delivery )?(?:daemon|sub-?system|system)|postmaster|系统退信|退信|邮件系统|郵件系統",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|not delivered|non-?deliver|delivery (?:status|fail|report|notif|has failed|problem|error|delay|incomplete|unsuccess)|deliverability"
    r"|return(?:ed|ing) (?:mail|to sender|e-?mail|message)|return(?:ed)? to sender|mail (?:delivery|could not|system error)|failure (?:notice|delivery)|delayed mail"
    r"|message (?:delivery|not delivered|you sent|could not be)|(?:could not|cannot|unable to) (?:be )?deliver|bounced|nondeliverable|mail fail|メールエラー|エラー通知|unzustellbar"
    r"|system(?:s)? bounce|系统退信|系統退信|退信|退件|未送达|未送達|无法(?:投递|送达|传递)|無法(?:投遞|送達|傳遞)|投递(?:失败|状态)|投遞失敗|传递(?:已?延迟|失败|状态)|傳遞(?:已?延遲|失敗)|发送失败|傳送失敗|邮件被退回|被退回"
    r"|送信できません|配信不能|notification d'échec|échec de la remise|devuelto|no se puede entregar|impossibile recapitare|mancato recapito",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"(?:could ?n[o']t|can(?:not|'t)|unable to|was ?n[o']t able to|not be|failed to) (?:be )?(?:deliver|reach|send)|did not reach|delivery (?:to|has|failed|status|attempt|error)"
    r"|undeliverable|(?:user|recipient|mailbox|address|account|host|domain).{0,24}(?:unknown|not found|does ?n[o']t exist|unavailable|full|disabled|rejected)"
    r"|no such (?:user|recipient|mailbox)|permanent (?:fatal )?error|returned (?:to you|below|message)|giving up|[45]\d\d[ -][45]\.\d\.\d|said: [45]\d\d"
    r"|退回|退信|未能(?:送达|投递)|无法(?:送达|投递|到达)|無法(?:送達|投遞)|投递失败|不存在|邮箱已满|信箱已滿|拒收|被拒绝",
    re.IGNORECASE,
)
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
_CODE = re.compile(r"(?<![\d.])([45])\d\d(?=[ -])")
_ADDRESS = re.compile(r"(?<![\w.+%=-])[\w.+%=-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_MESSAGE_ID = re.compile(r"^[^\S\n]*(?:>[^\S\n]*)*message-id\s*:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)
_WHY = re.compile(
    r"^.*(?:said:|[45]\d\d[ -]|unknown|full|reject|refus|denied|not found|timed out|退信原因|原因|不存在|已满|拒).*$",
    re.IGNORECASE | re.MULTILINE,
)
_DELAY = re.compile(
    r"warning only|will be retried|still being retried|delay|延迟|延遲|会继续尝试|將繼續嘗試|will (?:continue|keep) trying",
    re.IGNORECASE,
)
_SUCCESS = re.compile(r"success|delivered to the destination|已成功|已送达|已送達", re.IGNORECASE)


@dataclass(frozen=True)
class Failure:
    """What became of a mail for one recipient."""

    recipient: Address | None
    permanent: bool
    why: str
    delivered: bool = False


def failure_in_report(report: tuple[str, ...]) -> Failure | None:
    """The first recipient that a message/delivery-status names (RFC 3464 2.3); None where there is no such part."""
    for part in report:
        for group in re.split(r"\n\s*\n", part):
            fields = _fields(group)
            action = fields.get("action", "").split()[:1]
            if not action and "status" not in fields and "final-recipient" not in fields:
                continue
            recipient = fields.get("original-recipient") or fields.get("final-recipient") or ""
            found = _ADDRESS.search(recipient)
            why = fields.get("diagnostic-code") or fields.get("status", "")
            word = action[0].lower() if action else "failed"
            return Failure(
                recipient=address(found.group()) if found else None,
                permanent=word == "failed",
                why=" ".join(why.split())[:500],
                delivered=word in {"delivered", "relayed", "expanded"},
            )
    return None


def _fields(group: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in re.sub(r"\n[ \t]+", " ", group).split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            fields.setdefault(name.strip().lower(), value.strip())
    return fields


def failure_in_words(mail: InboundMail) -> Failure:
    """What a report without a machine-readable part says."""
    words = body_words(mail)
    ours = {box.address for box in mail.to}
    named = [address(a) for a in _ADDRESS.findall(words)]
    recipient = next((a for a in named if a not in ours and a != mail.from_address and not _DAEMON.match(a)), None)
    why = _WHY.search(words)
    status = _STATUS.search(words) or _CODE.search(words)
    delayed = bool(_DELAY.search(mail.subject)) or bool(_DELAY.search(words[:1_500]))
    delivered = bool(_SUCCESS.search(mail.subject))
    permanent = not delivered and not delayed and (status is None or status.group(1) == "5")
    return Failure(recipient, permanent, " ".join(why.group().split())[:500] if why else mail.subject, delivered)


def reads_like_bounce(mail: InboundMail) -> bool:
    """A server's sender and subject, or its sender and words: of 947 real bounces 23 have nothing else to tell."""
    from_daemon = bool(_DAEMON.match(mail.from_address)) or bool(_DAEMON_NAME.search(mail.from_name))
    null = mail.header("return-path").strip() == "<>"
    subject = bool(_SUBJECT.search(mail.subject))
    if from_daemon or null:
        return subject or (
            bool(_WORDS.search(body_words(mail)[:4_000]))
            and not mail.header("auto-submitted").startswith("auto-replied;")
        )
    if is_reply(mail.subject) or is_forward(mail.subject):
        return False  # somebody tells of a bounce
    if not subject or (mail.in_reply_to and not mail.from_address.startswith(("mail", "post"))):
        return False
    words = body_words(mail)
    evidence = _STATUS.search(words) or _CODE.search(words) or _MESSAGE_ID.search(words) or _encloses_mail(mail)
    return bool(_WORDS.search(words[:4_000])) and bool(evidence)


def _encloses_mail(mail: InboundMail) -> bool:
    return any(a.media_type in {"message/rfc822", "text/rfc822-headers"} for a in mail.attachments)


def returned_message_id(mail: InboundMail) -> MessageId | None:
    """The Message-ID of the mail that came back: in the returned part, else in the words, else what is answered."""
    for text in (mail.returned[:50_000], body_words(mail)):
        found = _MESSAGE_ID.search(text)
        if found:
            return MessageId(found.group(1))
    for attachment in mail.attachments:
        if attachment.media_type in {"message/rfc822", "text/rfc822-headers"}:
            found = _MESSAGE_ID.search(attachment.content[:50_000].decode("latin-1"))
            if found:
                return MessageId(found.group(1))
    return mail.in_reply_to or (mail.references[-1] if mail.references else None)


def body_words(mail: InboundMail) -> str:
    """The report's text, tags taken away."""
    if mail.text and mail.text.strip():
        return mail.text[:60_000]
    plain = re.sub(r"<(?:br|/?p|/?div|/?tr|/?td)[^<>]*>", "\n", (mail.html or "")[:120_000], flags=re.IGNORECASE)
    return re.sub(r"<[^<>]*>", " ", plain).replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">")
