"""Where the original begins: separators, header blocks and attributions, in the languages that programs write them.

Three grammars cover the programs. A *separator* is a line of dashes around “original message”. A *header block* is a
From line with a date, a recipient or a subject near it. An *attribution* is a sentence with a date or an address
that ends in “wrote:”, or any line with one that ends in a colon right above marked lines.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mailflow.reading.quoting.values import Hint, Line

_LONGEST = 600  # characters of a line that may introduce something
_FAR = 60  # lines that are looked over for the next words
_NEAR = 14  # lines that a header block may take, blank ones and wrapped addresses included
_RULED = frozenset("-_=*~—–─━﹍.·#")
_RULE = re.compile(r"^[-_=*~—–─━﹍.·#\s]{5,}$")
_ORIGINAL = (
    r"原始邮件|原邮件|原始郵件|原郵件|原始信件|原始消息|原始信息|邮件原件|原邮件信息|回复的原邮件|回覆的原郵件|original (?:message|mail|e-?mail|appointment)"
    r"|replied message|reply message|ursprüngliche nachricht|originalnachricht|message d'origine|message original"
    r"|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|元のメッセージ|원본 메일|исходное сообщение"
)
_FORWARD = (
    r"forwarded (?:message|mail|e-?mail|by)|转发(?:的)?(?:邮件|原邮件|信息|消息|原始邮件)|轉寄(?:的)?郵件|轉寄者|轉發(?:的)?郵件|转寄邮件"
    r"|weitergeleitete nachricht|message transféré|mensaje reenviado|begin forwarded message|开始转发的邮件"
    r"|以下是转发的邮件|開始轉寄郵件|被转发的邮件|被转发邮件信息"
)
_DASHED = re.compile(
    rf"^[-_=*~—–─\s]{{2,}}\s*(?:original\s*[-_=*~—–─]{{2,}}\s*|(?:{_ORIGINAL}|{_FORWARD}).{{0,60}}?[-_=*~—–─\s:：]*"
    r"|.{2,120}?(?:wrote|写道|寫道)\s*[:：]?\s*[-_=]{2,}\s*)$",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"^(?:{_ORIGINAL}|{_FORWARD})\s*[:：]?$", re.IGNORECASE)
_FORWARDING = re.compile(_FORWARD, re.IGNORECASE)
_SELF_STANDING = re.compile(
    r"^(?:begin forwarded message|开始转发的邮件|以下是转发的邮件|開始轉寄郵件)\s*[:：]?$", re.IGNORECASE
)

_LABELS = {
    "from": "发件人|發件人|寄件人|寄件者|发信人|發信人|from|von|de|da|van|från|fra|od|от|差出人|보낸 사람|보낸사람",
    "sent": "发送时间|发送日期|发件时间|发送于|發送時間|傳送時間|寄件日期|日期|时间|時間|日期時間|sent|sent on|date"
    "|gesendet|datum|message du|envoyé|enviado|enviado el|inviato|verzonden|skickat|data|fecha|送信日時|日付|보낸 날짜|дата|отправлено",
    "to": "收件人|收件者|收信人|to|an|à|para|a|aan|till|til|宛先|받는 사람|받는사람|кому",
    "cc": "抄送|抄送人|副本|cc|kopie|copie|copia|参照|ccn|密送|bcc",
    "subject": "主题|主旨|主題|标题|標題|邮件主题|subject|betreff|objet|sujet|asunto|oggetto|onderwerp|ämne|emne|件名|제목|тема",
    "reply": "回复至|回覆至|回复给|reply-to|reply to|antwort an|重要性|importance|附件|attachments?",
}
_LABEL = re.compile(
    r"^[\s>|*_【\[]*(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in _LABELS.items())
    + r")[*_】\]\s]*(?:[:：]|[|│])[\s*_|]*(?P<value>.*)$",
    re.IGNORECASE,
)
_SPACED = re.compile(r"^([\s>|*]*)([\u4e00-\u9fff])[\s\u3000]+([\u4e00-\u9fff])(?=\s*[*]*\s*[:：|])")  # 主　题：
_ADDRESS = re.compile(r"[^\s@<>\"'（(]+@[\w.-]+")
_DATE = re.compile(
    r"\d{1,2}[:：h]\d{2}|\d{4}\s?[-/.年]\s?\d{1,2}|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,2}月\s?\d{1,2}日"
    r"|\b\d{1,2}\.?(?:st|nd|rd|th)?[ -](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\d[:：.]\d\d")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VERB = re.compile(
    r"(?:写道|寫道|写到|写信说|来信|撰写|寫|wrote|writes|said|schrieb.{0,80}?|a écrit|escribió|escreveu|ha scritto|scrisse"
    r"|schreef.{0,60}?|skrev.{0,60}?|kirjoitti|napsal\(?a?\)?|napisał\(?a?\)?|пишет|написал\(?а?\)?|のメール|作成|님이 작성)"
    r"\s*[:：]\s*$",
    re.IGNORECASE,
)
_VERB_REACH = 110  # German puts a name behind its verb
_VERBS_ALONE = ("wrote", "写道", "寫道")
_COLONS = (":", "：")
_ENDS = (*_COLONS, ">", *_VERBS_ALONE)
# Written without a verb: “26.06.2014, 14:41, "Li Qiang" <li.qiang@corp.example>:”, or in a language that is not known here.
_ENDS_WITH_ADDRESS = re.compile(r"@[^\s>]+[>)）]\s*[:：]$")
_ADDRESS_IN_BRACKETS = re.compile(r"[<(（][^\s<>()]+@[^\s<>()]+[>)）]")
_SHORT_LEAD = re.compile(r"^[^\d\n,，。]{0,16}\d{1,4}\b")
_WITHOUT_COLON = re.compile(r"^\d{4}-\d\d?-\d\d? \d\d?:\d\d GMT[+-]\d\d:\d\d .{1,120}$")
# How an attribution begins: “On”, “在” and their like, a date or a weekday, or the name that stands before an address.
_BEGINS = re.compile(
    r"^[>\s]*(?:(?:on|at|am|le|el|il|op|em|den|dne|w dniu|quoting|quote from|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,?)\b"
    r"|[在於于]|\d{4}\s?[-/.年]|\d{1,2}[/.-]\d{1,2}|\d{1,2}\.? [^\W\d]{3,}|[\"“]?[^,，。.!！?？<]{1,40}[\"”]?\s*[<＜(\[]"
    r"|[^\s,，。]{1,20}\s[在於于]\s?\d{4})",
    re.IGNORECASE,
)
_BEGINS_WITH_DATE = re.compile(
    r"^[>\s]*(?:(?:on|am|le|el|il|op|em|den|dne|w dniu)\b.{0,12}\d|[在於于]\s?\d{4}|\d{4}\s?[-/年])", re.IGNORECASE
)


@dataclass(frozen=True)
class Opener:
    """Lines ``start`` up to ``end`` (excluded; none where it has no line of its own) that introduce an original; ``forward`` where it is passed on."""

    start: int
    end: int
    forward: bool = False
    header_block: bool = False


def opener_at(lines: Sequence[Line], i: int) -> Opener | None:
    """The introduction that begins at line ``i``, which stands outside of any quote."""
    text = lines[i].text.strip()
    if not text:
        return None
    if len(text) > _LONGEST and lines[i].hint is not Hint.ORIGINAL:
        return None
    if lines[i].hint is Hint.ORIGINAL:
        return Opener(i, i, bool(_FORWARDING.search(text[:80])))
    ruled = text[0] in _RULED
    if (ruled and _DASHED.match(text)) or _SELF_STANDING.match(text):
        return _extended(lines, Opener(i, i + 1, bool(_FORWARDING.search(text))))
    if (ruled and _RULE.match(text)) or _ALONE.match(text):
        after = _next_words(lines, i + 1)
        block = _header_block(lines, after) if after is not None else None
        if block:
            return Opener(i, block, bool(_FORWARDING.search(text)), True)
        return None
    block = _header_block(lines, i)
    if block:
        return Opener(i, block, header_block=True)
    end = _attribution(lines, i)
    return Opener(i, end) if end else None


def _extended(lines: Sequence[Line], opener: Opener) -> Opener:
    """A separator together with the header block under it."""
    after = _next_words(lines, opener.end)
    block = _header_block(lines, after) if after is not None and after - opener.end <= 4 else None
    return Opener(opener.start, block, opener.forward, True) if block else opener


def _next_words(lines: Sequence[Line], i: int) -> int | None:
    """The next line that is neither blank nor a rule; None where there is none near."""
    for at in range(i, min(len(lines), i + _FAR)):
        if not lines[at].blank and not is_rule(lines[at].text):
            return at
    return None


def _label(line: str) -> tuple[str, str] | None:
    """Which header a line is, and its value: (“from”, “会议秘书”)."""
    if len(line) > 600 or not (":" in line or "：" in line or "|" in line or "│" in line):
        return None
    spaced = " " in line[:12] or "\u3000" in line[:12]
    found = _LABEL.match(_SPACED.sub(r"\1\2\3", line) if spaced else line)
    if not found:
        return None
    return next(key for key in _LABELS if found.group(key) is not None), found.group("value").strip(" |*\t\u3000")


def _header_block(lines: Sequence[Line], i: int) -> int | None:
    """Where the header block that begins at ``i`` ends; None where none begins there."""
    first = _label(lines[i].text)
    if first is None:
        return None
    kinds, values, end = {first[0]}, {first[0]: first[1]}, i + 1
    gap = 0
    for at in range(i + 1, min(len(lines), i + _NEAR)):
        line = lines[at]
        found = None if line.blank else _label(line.text)
        if found:
            if found[0] in kinds and found[0] in {"from", "subject"}:
                break
            kinds.add(found[0])
            values.setdefault(*found)
            end, gap = at + 1, 0
        else:
            gap += 1
            if gap > 2:
                break
    if "from" not in kinds:
        sent_to = bool(_ADDRESS.search(values.get("to", ""))) and _dated(values)
        return end if sent_to else None
    if len(kinds) < 2:
        return None
    named = bool(_ADDRESS.search(values["from"]))
    if kinds & {"sent", "subject"} or (named and "to" in kinds):
        flowing = values["from"] or not lines[i].blank
        return end if flowing and (named or len(kinds) >= 3 or _dated(values)) else None
    return None


def _dated(values: dict[str, str]) -> bool:
    return bool(_DATE.search(values.get("sent", "")))


def _attribution(lines: Sequence[Line], i: int) -> int | None:
    """Where the attribution that begins at ``i`` ends. It may be wrapped over four lines."""
    joined = ""
    for end in range(i + 1, min(len(lines), i + 4) + 1):
        line = lines[end - 1]
        if line.blank or line.depth > lines[i].depth:
            return None
        words = line.text.strip()
        joined = f"{joined} {words}" if joined else words
        if len(joined) > 320:
            return None
        may_end = words.endswith(_ENDS) or (end == i + 1 and words[0].isdigit() and _WITHOUT_COLON.match(words))
        if may_end and _attributes(joined, lines, end) and (end == i + 1 or not _inner(lines, i, end)):
            return end
    return None


def _inner(lines: Sequence[Line], start: int, end: int) -> bool:
    """Does a shorter attribution with the same end begin on a later line? Then the lines before it are words."""
    first = lines[start].text
    if _CLOCK.search(first) and _BEGINS_WITH_DATE.search(first):
        return False  # the date on one line, the name on the next
    for later in range(start + 1, end):
        text = " ".join(line.text.strip() for line in lines[later:end])
        if _BEGINS.search(text) and _attributes(text, lines, end):
            return True
    leads = _SHORT_LEAD.match(first) and _CLOCK.search(first)
    return not (leads or _BEGINS.search(first) or _DATE.search(first) or _ADDRESS.search(first))


def _attributes(text: str, lines: Sequence[Line], after: int) -> bool:
    if _WITHOUT_COLON.match(text):
        return True
    clock, addressed = bool(_CLOCK.search(text)), "@" in text and bool(_ADDRESS.search(text))
    if text.endswith(_VERBS_ALONE):
        return clock and addressed and bool(_BEGINS.search(text))
    verb = _VERB.search(text, max(0, len(text) - _VERB_REACH)) if text.endswith(_COLONS) else None
    dated = bool(_DATE.search(text)) or bool(verb and _YEAR.search(text))
    if not dated and not addressed:
        return False
    begins = bool(_BEGINS.search(text))
    if clock and addressed and dated and _introduces(text, begins=begins):
        return True
    following = _next_words(lines, after)
    marked = following is not None and lines[following].depth > 0
    if verb:
        return marked or (begins and (addressed or clock)) or bool(_BEGINS_WITH_DATE.search(text))
    return marked and begins


def _introduces(text: str, *, begins: bool) -> bool:
    """A date with an hour and somebody's address before a colon: that is an attribution in any language."""
    if _ENDS_WITH_ADDRESS.search(text):
        return True
    return (
        text.endswith(_COLONS) and bool(_ADDRESS_IN_BRACKETS.search(text)) and (begins or bool(_SHORT_LEAD.match(text)))
    )


def is_rule(text: str) -> bool:
    """A line of dashes, underscores or the like."""
    return bool(_RULE.match(text)) and bool(text.strip())
