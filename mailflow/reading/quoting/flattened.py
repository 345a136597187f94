"""Originals that a program flattened into the sender's own line, or into one line of their own."""

import re
from collections.abc import Iterator

from mailflow.reading.quoting.values import Hint, Line

# One of these stands in every such line.
_SIGNS = (
    "原始",
    "原邮件",
    "原郵件",
    "转发",
    "发件人",
    "寄件",
    "發件人",
    "写道",
    "寫道",
    "original",
    "forwarded",
    "replied",
    "from",
    "wrote",
)
_WORDS = (
    r"(?:原始邮件|原邮件|原始郵件|原郵件|回复的原邮件|转发邮件|转发的邮件|转发的原邮件|original message|forwarded message"
    r"|original appointment|replied message)"
)
_FROM = r"(?:发件人|寄件者|寄件人|發件人|from)[ \t]*[:：]"
_SENT = r"(?:发送时间|发件时间|日期|傳送時間|寄件日期|sent|date)[ \t]*[:：]"
_MORE = r"(?:收件人|收件者|主题|主旨|主題|to|subject)[ \t]*[:：]"
_DAY_NAME = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_MONTH_NAME = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"

_DASHED = rf"[-_=*—]{{3,}}[ \t]*{_WORDS}[-_=*— \t:：]*"
_BLOCK = rf"{_FROM}.{{3,200}}?{_SENT}.{{3,120}}?{_MORE}"
_SHORT_BLOCK = rf"{_FROM}.{{3,200}}?{_SENT}"
_WROTE_ON = rf"on (?:{_DAY_NAME}|\d|{_MONTH_NAME}).{{10,160}}? wrote:"
_WROTE_AT = r"(?:在|於|于)[ \t]?\d{4}[-/年].{5,120}?(?:写道|寫道)[:：]"
_WROTE_NAMED = (
    r"[^\s,，。.!！?？<>]{1,20}[ \t]*<[^<>\s]+@[^<>\s]+>[ \t]*(?:在|於|于)[ \t]?\d{4}年.{5,60}?(?:写道|寫道)[:：]"
)

# Where the original begins behind words: right after them where dashes say so, after a space where it has a form that
# nobody writes by hand, and after the end of a sentence (or a gap) where it might be a sentence of its own.
_BEHIND_WORDS = re.compile(
    rf"(?<=[^\s\-_=*—])[ \t]*(?={_DASHED})"
    rf"|(?<=\S)[ \t]+(?=on {_DAY_NAME}.{{10,160}}? wrote:|{_WROTE_NAMED}|{_BLOCK})"
    rf"|(?:(?<=[。.!！?？;；~）)])[ \t]*|(?<=\S)[ \t]{{2,}})(?={_SHORT_BLOCK}|{_WROTE_AT}|{_WROTE_ON})",
    re.IGNORECASE,
)
_BEGINS = re.compile(rf"(?:{_DASHED}|{_SHORT_BLOCK}|{_WROTE_ON}|{_WROTE_AT}|{_WROTE_NAMED})", re.IGNORECASE)
_CELLS = re.compile(r"\s*\|[ \t]*\|[^\n]*$")  # a card that stood in a table: 参加 | | 李强 | | li.qiang@corp.example |
_SHORTEST = 24
_LONGEST = 20_000
"""Characters of one line that are looked at: what stands behind them is too far away to be an answer."""


def unflattened(line: Line) -> Iterator[Line]:
    """A line that holds the original as well is cut before it; where there is none, the line itself."""
    if not may_be_flattened(line):
        yield line
        return
    text = line.text
    found = _BEHIND_WORDS.search(text, 0, _LONGEST)
    if found:
        yield line._replace(text=_CELLS.sub("", text[: found.start()]).rstrip())
        line = line._replace(text=text[found.end() :])
    opens = _BEGINS.match(line.text)
    whole = opens and line.text[opens.end() :].strip()  # else the original's lines follow, and say more than this one
    yield line._replace(hint=Hint.ORIGINAL) if whole else line


def may_be_flattened(line: Line) -> bool:
    if line.depth or len(line.text) <= _SHORTEST:
        return False
    low = line.text[:_LONGEST].lower()
    return any(sign in low for sign in _SIGNS)
