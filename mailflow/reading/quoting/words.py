"""The new words of a mail, from both of its bodies and its subject."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from mailflow.core.organization import Organization
from mailflow.reading.mail import InboundMail
from mailflow.reading.marker import MARKER
from mailflow.reading.quoting.cut import Cut, cut
from mailflow.reading.quoting.markup import LONGEST as LONGEST_HTML
from mailflow.reading.quoting.markup import html_lines, plain_text
from mailflow.reading.quoting.plain import plain_lines
from mailflow.reading.quoting.signature import Names
from mailflow.reading.quoting.subject import LONGEST as LONGEST_SUBJECT
from mailflow.reading.quoting.subject import is_forward, mentions_subject, own_words, refers_to_subject, states_more
from mailflow.reading.quoting.values import Line, NewWords

_LONGEST, _MOST_LINES = 200_000, 6_000
"""How much of a body is read: what goes beyond is kept with the mail, and a person must look at it."""
_NOTHING = Cut("", (), "", False, "")
_HTML_IN_PLAIN = re.compile(r"^\s*(?:<!doctype html|<html|<div|<p[ >]|<body)", re.IGNORECASE)
_MARKED = re.compile(r"^[ \t]{0,3}>", re.MULTILINE)
_NEEDS_HTML = re.compile(
    r"(?:html).{0,60}(?:viewer|format|client|邮件|查看|显示|顯示|support)|不支持\s?html|(?:view|查看).{0,30}html",
    re.IGNORECASE,
)
# What one body shows and the other does not: pictures' places, the addresses behind links.
_NO_LETTERS = re.compile(r"[\W_]+")
_NOISE = re.compile(r"\[(?:cid|image|图片|图像|圖片)[^\]]*\]|<(?:https?|mailto):[^>]*>|https?://\S+", re.IGNORECASE)


def new_words(mail: InboundMail, organization: Organization | None = None) -> NewWords:
    """What the sender wrote for this mail (contract: ``text``). The organisation helps to know a sign-off's name."""
    names = Names(mail, organization)
    plain, plain_whole = _plain(mail.text, names)
    rich, rich_whole = _rich(mail, names)
    chosen, conflict = _choose(plain, rich, mail)
    own = MARKER.sub("", chosen.text).strip() if "[" in chosen.text else chosen.text
    text, subject = _with_subject(own, mail, forwarded=chosen.forwarded)
    passages = chosen.passages or (rich.passages if rich.passages and _same(plain.text, rich.text) else ())
    return NewWords(
        text=text,
        passages=passages,
        subject=subject,
        quoted=chosen.quoted or plain.quoted or rich.quoted,
        forwarded=chosen.forwarded or is_forward(mail.subject),
        conflict=conflict,
        cut_short=not plain_whole or not rich_whole or len(mail.subject) > LONGEST_SUBJECT,
    )


def _says_the_same(mail: InboundMail) -> bool:
    """Is the HTML the plain text again, with nothing in its markup that tells more? Then it need not be read."""
    if not mail.text or not mail.html or _HTML_IN_PLAIN.match(mail.text):
        return False
    shown = plain_text(mail.html, marked=bool(_MARKED.search(mail.text)))
    return shown is not None and _bare(shown) == _bare(mail.text)


def _plain(text: str | None, names: Names) -> tuple[Cut, bool]:
    """The plain body's cut, and whether it is the whole body's."""
    if not text:
        return _NOTHING, True
    if _HTML_IN_PLAIN.match(text):
        return _limited(html_lines(text), names, whole=len(text) <= LONGEST_HTML)
    return _limited(plain_lines(text[:_LONGEST]), names, whole=len(text) <= _LONGEST)


def _rich(mail: InboundMail, names: Names) -> tuple[Cut, bool]:
    if not mail.html or _says_the_same(mail):
        return _NOTHING, True
    return _limited(html_lines(mail.html), names, whole=len(mail.html) <= LONGEST_HTML)


def _limited(lines: Sequence[Line], names: Names, *, whole: bool) -> tuple[Cut, bool]:
    return cut(lines[:_MOST_LINES], names), whole and len(lines) <= _MOST_LINES


def _choose(plain: Cut, rich: Cut, mail: InboundMail) -> tuple[Cut, bool]:
    """Which body's cut is the sender's words, and whether the two contradict each other.

    Both say the same in a well-made mail. Where one has more, the surplus is the original or a signature that only
    one of them lets be known, or words that only one of them carries: it is words unless the other calls it else.
    """
    if mail.html is None or (not rich.text and not rich.quoted and not rich.dropped):
        return plain, False
    if mail.text is None or not mail.text.strip() or (_NEEDS_HTML.search(mail.text) and len(mail.text) < 300):
        return rich, False
    if plain.text.split() == rich.text.split():
        return (rich if len(rich.passages) > len(plain.passages) else plain), False
    (a, short), (b, long) = sorted(((_bare(c.text), c) for c in (plain, rich)), key=lambda each: len(each[0]))
    if a == b:
        return (rich if len(rich.passages) > len(plain.passages) else plain), False
    if not a:
        return _with_more(short, long, b)
    at = b.find(a)
    if at >= 0:
        return _with_more(short, long, b[:at] + b[at + len(a) :])
    alike = len(a) < 5_000 and SequenceMatcher(None, a, b, autojunk=False).ratio() > 0.9
    return (plain if alike else rich), not alike


def _with_more(short: Cut, long: Cut, surplus: str) -> tuple[Cut, bool]:
    known = _bare(short.quoted) + _bare(short.dropped)
    return (short if surplus and surplus in known else long), False


def _same(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    if "[" in text or "<" in text or "http" in text:
        text = _NOISE.sub("", text)
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def _with_subject(text: str, mail: InboundMail, *, forwarded: bool) -> tuple[str, str]:
    """The text and the subject's own words (contract: they count where the body is empty or refers to them).

    In a fresh mail the subject may state what the body does not: then its words come along, and the reader decides.
    """
    subject = own_words(mail, text)
    if not subject or forwarded or mail.calendars:  # a calendar program writes its own subjects
        return text, ""
    if not text.strip() or refers_to_subject(text):
        return subject, subject
    if mentions_subject(text):
        return f"{subject}\n{text}", subject
    fresh = not (mail.in_reply_to or mail.references)
    return text, subject if fresh and states_more(subject, text) else ""
