"""What calendar programs write beside the button, and what of it a person wrote.

A program's text names who answered and how, and repeats what it knows of the meeting: title, time, place. Where both
stand, the whole text is the program's, save for a note that it marks as the sender's.
"""

import re
from collections.abc import Sequence

from mailflow.reading.itip import CalendarAnswer
from mailflow.reading.mail import InboundMail

_ANSWERED = (
    r"(?:has |have |was |is )?(?:been )?(?:tentatively |provisionally )?(?:accepted|declined|delegated|rejected|tentative(?:ly)?|replied|responded|confirmed"
    r"|proposed (?:a )?(?:new|different|another) time|countered|updated (?:his|her|their) (?:response|status))"
)
_SENTENCE = re.compile(
    rf"(?:\S.{{0,80}}?\s{_ANSWERED}\b.{{0,40}}?(?:invit|event|meeting|appointment|time|note|maybe|request|yes|no\b|calendar).{{0,160}}$"
    r"|(?:已|将|將|暂时|暫時|有条件)?(?:接受|拒绝|拒絕|谢绝|謝絕|婉拒|回复|回覆|答复|答覆|委派|委託|委托|确认|確認|暂定|暫定|提议|提議|建议|建議)了?.{0,16}"
    r"(?:邀请|邀請|会议|會議|日程|活动|活動|事件|新时间|新的?時間|[“「\"](?:可能|是|否|待定|暂定|接受|拒绝)[”」\"])"
    r"|(?:已|将|將)?[将將把].{0,10}(?:邀请|邀請|会议|會議|日程).{0,20}(?:委派|委託|委托|转发|轉寄)[给給]"
    r"|^(?:your (?:meeting )?(?:invitation|request|proposal)|the (?:meeting )?invitation).{0,80}(?:was|has been|is) (?:accepted|declined|tentativ)"
    r"|^(?:您|你)的?(?:会议)?(?:邀请|邀請).{0,60}(?:接受|拒绝|拒絕|暂定|暫定)"
    r"|\S\sa (?:accepté|refusé|décliné|provisoirement accepté).{0,60}(?:invitation|réunion|événement)"
    r"|\S\shat .{0,80}(?:einladung|termin|besprechung).{0,40}(?:angenommen|abgelehnt|zugesagt|akzeptiert))",
    re.IGNORECASE,
)
# A program's headline: the answer, and the meeting's title behind it.
_HEADLINE = re.compile(
    r"^(?:(?:meeting |event )?(?:invitation|request|reply)? ?(?:tentatively )?(?:accepted|declined|tentative|delegated|countered)(?: invitation)?"
    r"|(?:已)?(?:接受|拒绝|拒絕|谢绝|謝絕|暂定|暫定|待定)(?:邀请|邀請|会议|會議)?)\s*[:：]",
    re.IGNORECASE,
)
_NAMES_CHINESE = re.compile(
    r"^[\u4e00-\u9fff]{2,4}\s?(?:已|将|將|接受|拒绝|拒絕|回复|回覆|谢绝|婉拒|暂定|委派|提议|建议|确认)"
)
_NAMES_ENGLISH = re.compile(
    r"^(?:(?:[A-Z][\w'.-]+ ){1,4}|[\w'-]+\.[\w'.-]+ )(?:\([^)]*\) |<[^>]*> )?"
    r"(?:has|have|accept|decline|tentativ|delegat|repl|propos|respond|hat |a )"
)
_ADDRESSES = re.compile(r"^(?:your|the|您|你|已)", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"^(?:我|本人|i\b|i['’]|we\b|sorry|好|可以)", re.IGNORECASE)
_SAYS_I = re.compile(r"(?:我|\bI\b)(?!nvit)")
_DETAIL = re.compile(
    r"^[\s*•⋅·-]*(?:title|summary|subject|event|what|time|when|date|where|location|place|venue|organi[sz]er|attendees?|who|proposed time|current time|original time|new time"
    r"|calendar|duration|reminder|joining info|video call|participants?|guests?"
    r"|标题|標題|主题|主題|名称|名稱|时间|時間|日期|地点|地點|地址|组织者|組織者|发起人|参与者|參與者|参会人|与会者|受邀者|建议时间|建議時間|原时间|原定时间|当前时间|新时间|会议)\s*[:：]",
    re.IGNORECASE,
)
_NOTE_LABEL = re.compile(
    r"^[\s*•-]*(?:comments?|notes?|message|remarks?|reason|备注|備註|附言|留言|说明|說明|评论|註解|理由|原因)\s*[:：]\s*(.*)$",
    re.IGNORECASE,
)
_NOTE_FOLLOWS = re.compile(r"(?:note|comment|message|备注|附言|留言|评论|说明)\s*[:：]\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}|\d{1,2}\s?(?:am|pm)\b", re.IGNORECASE)


_LONGEST = 600  # characters: no program writes a longer sentence


def sender_words(text: str, answer: CalendarAnswer) -> str:
    """The part of ``text`` that the sender wrote; the comment in the calendar where the text is the program's."""
    lines = [line.strip() for line in text.split("\n")]
    sentence = next((i for i, line in enumerate(lines) if _is_sentence(line, answer)), None)
    if sentence is None or sum(1 for line in lines[:sentence] if line) > 3:
        return text or answer.comment
    if answer.comment:
        return answer.comment
    note = _note(lines[sentence:])
    if note or _repeats_meeting(lines[sentence + 1 :], answer):
        return note
    rest = [line for line in lines if not _is_sentence(line, answer)]
    return "\n".join(rest).strip()


def program_wrote(text: str, mail: InboundMail) -> bool:
    """Does a program say here what the sender answered? Then its calendar part was lost on the way."""
    first = next((line.strip() for line in text.split("\n") if line.strip()), "")
    named = mail.from_address in first.lower() or (bool(mail.from_name) and first.startswith(mail.from_name))
    return named and len(first) <= _LONGEST and bool(_SENTENCE.search(first)) and not _SAYS_I.search(first)


def _is_sentence(line: str, answer: CalendarAnswer) -> bool:
    """A program's sentence has the third person for its subject; a person writes 我 or I, or nobody at all."""
    if not line or len(line) > _LONGEST or _FIRST_PERSON.match(line):
        return False
    of_meeting = bool(answer.summary) and answer.summary in line
    if of_meeting and _HEADLINE.match(line):
        return True
    if not _SENTENCE.search(line):
        return False
    return ("@" in line or of_meeting or _names_somebody(line)) and not _SAYS_I.search(line)


def _names_somebody(line: str) -> bool:
    return any(pattern.match(line) for pattern in (_NAMES_CHINESE, _NAMES_ENGLISH, _ADDRESSES))


def _note(lines: Sequence[str]) -> str:
    """What the program marks as the sender's words: after “note:”, in quotes, or behind a label."""
    for i, line in enumerate(lines):
        labelled = _NOTE_LABEL.match(line) if i else None
        if labelled and labelled.group(1):
            return labelled.group(1).strip('"“”')
        if _NOTE_FOLLOWS.search(line):
            following = next((x for x in lines[i + 1 :] if x), "")
            return following.strip('"“”「」')
    return ""


def _repeats_meeting(lines: Sequence[str], answer: CalendarAnswer) -> bool:
    return any(
        line
        and (
            _DETAIL.match(line)
            or line == answer.location
            or (answer.summary and answer.summary in line)
            or _CLOCK.search(line)
        )
        for line in lines
    )
