"""The subject's own words, and when they count as the sender's."""

import re
import unicodedata

from mailflow.reading.mail import InboundMail

_REPLY = re.compile(
    r"^\s*(?:(?:re|aw|antw?|sv|vs|rép|rif|r|回复|回覆|答复|答覆|回應|回应|回信|ответ|yanıt|odp)\s*(?:\[\d+\]|\(\d+\)|\^\d+)?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_FORWARD = re.compile(r"^\s*(?:fwd?|fw|wg|tr|rv|i|enc|转发|轉寄|轉發|转寄)\s*[:：]\s*", re.IGNORECASE)
_END_OF_MESSAGE = re.compile(
    r"(?<![\s(（\[【<])[\s(（\[【<]*(?:eom|完|无正文|無正文|n/?t|no text)[\s)）\]】>]*$", re.IGNORECASE
)
_AS_SUBJECT = re.compile(
    r"^[\s,，。.!！]*(?:您?好[,，!！。\s]*)?(?:内容|正文)?(?:如题|如題|如主题|如標題|如标题|见主题|见标题|見主旨|如主旨|同主题|题目即内容|详见标题|见题|rt"
    r"|eom|as (?:per |in )?(?:the )?(?:subject|title)|(?:please )?see (?:the )?(?:subject|title)|(?:as|per) subject(?: line)?|无正文|nt)"
    r"(?:[\s,，。.!！~]*(?:谢谢|謝謝|多谢|thanks?(?: you)?|thx)?[您你]?)[\s,，。.!！~]*$",
    re.IGNORECASE,
)
_POINTS_TO_SUBJECT = re.compile(
    r"(?:^|[,，。.\s!！])(?:如题|如題|如标题|如標題|如主旨|如主题|见主题|见标题|見主旨)(?:$|[,，。.\s!！])|\b(?:as|see|per) (?:the |in the )?subject",
    re.IGNORECASE,
)


LONGEST = 1_000
"""Characters of a subject that are read: RFC 5322 2.1.1 allows a line no more."""


def is_forward(subject: str) -> bool:
    return bool(_FORWARD.match(_REPLY.sub("", subject))) or bool(_FORWARD.match(subject))


def is_reply(subject: str) -> bool:
    return bool(_REPLY.match(subject))


_TAG = re.compile(
    r"(?:(?:re|回复|答复|回覆)\s*[:：]\s*)?[【\[][^】\]]{2,40}[】\]]", re.IGNORECASE
)  # every mail of ours has one
_IN_FRONT = re.compile(r"^[^【\[]{1,60}?(?:^|[\s:：,，])(?:re|回复|答复|回覆)\s*[:：]", re.IGNORECASE)
_BEHIND = re.compile(r"[)）]\s*[-–—:：|]*\s*([^)）(（]{1,60})$")


def own_words(mail: InboundMail, text: str) -> str:
    """What the sender put into the subject: nothing where it only repeats the answered mail's.

    ``text`` is the body's; it may send its reader to the subject, whose words are then the sender's.
    """
    subject = mail.subject[:LONGEST]
    ends = bool(_END_OF_MESSAGE.search(subject))
    bare = _END_OF_MESSAGE.sub("", subject) if ends else subject
    if not (is_reply(bare) or is_forward(bare) or mail.in_reply_to or mail.references):
        return bare.strip()
    if is_forward(bare):
        return ""
    inner = _REPLY.sub("", bare).strip()
    written_anew = ends or not is_reply(bare)
    if not _TAG.search(inner):
        return inner if written_anew or mentions_subject(text) or refers_to_subject(text) else ""
    if is_reply(bare) or ends or _IN_FRONT.match(bare):
        return _around_original(inner)
    return ""


def _around_original(subject: str) -> str:
    """What is the sender's own beside the answered subject: “参加 Re: 【会议邀请】…（11月30日）”, “【会议邀请】…（11月30日）- 请假”."""
    tag = _TAG.search(subject)
    if not tag:
        return ""
    front = _END_OF_MESSAGE.sub("", subject[: tag.start()].strip(" -–—:：|"))
    behind = _BEHIND.search(subject[tag.end() :])
    return front or (behind.group(1).strip(" -–—:：|") if behind else "")


def refers_to_subject(text: str) -> bool:
    """Does the body send its reader to the subject, and say nothing else?"""
    return bool(_AS_SUBJECT.match(text))


def mentions_subject(text: str) -> bool:
    return bool(_POINTS_TO_SUBJECT.search(text))


def states_more(subject: str, text: str) -> bool:
    """Does the subject say something that the body does not?"""
    mine, theirs = _bare(subject), _bare(text)
    return bool(mine) and mine not in theirs


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())
