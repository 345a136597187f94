"""Another venue: “会议室改到三楼大会议室”, “please change the venue to Room 302” (policy 3.1.1).

The contract has no word for it, so `interpret` calls such a mail unclear; the organizers' wish is understood all the same.
Read only where nothing else was understood, and only where the whole mail says this: words beside it leave it unclear.
"""

import re

from mailflow.core.intents import Relocate
from mailflow.core.reply import About, Context
from mailflow.reading.dates import find_dates
from mailflow.reading.folding import fold
from mailflow.reading.intents.staging import staged
from mailflow.reading.lexicon import Token
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

VENUE = "venue"
"""What a question to the organizers for a venue is about."""

_ABOUTS = (About.INVITATION, About.CALL, About.NONE)
_STOPS = re.compile(r"[。！!；;，,\n]|\.(?=\s|$)")
_ROOM = re.compile(
    r"(?:[一二三四五六七八九十\d]{1,3}(?:号楼|楼|层))?\s*[A-Za-z]?-?\d{3,4}(?:室|房|号)?|[一二三四五六七八九十\d]{1,3}(?:号楼|楼|层)"
)
"""五楼502, A302, 三楼: a room by its number, which only the question for one makes a venue."""
_EDGE = " \t\u3000\"'“”‘’「」:：.。"
_LONGEST_MAIL, _LONGEST_VENUE, _LONGEST_NAME = 200, 40, 24


def venue_named(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> Relocate | None:
    """The wish for another venue; None where the mail is about anything else, asks, or says more."""
    return _named(words, mail, context, tools, beside_time=False)


def venue_beside_time(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> str:
    """The venue in a mail that wants another time, too; "" where the mail says more than both."""
    wish = _named(words, mail, context, tools, beside_time=True)
    return wish.venue if wish else ""


def _named(words: NewWords, mail: InboundMail, context: Context, tools: Tools, *, beside_time: bool) -> Relocate | None:
    text = words.text.strip()
    if context.about not in _ABOUTS or not text or len(text) > _LONGEST_MAIL or words.conflict:
        return None
    asked_for = context.request is not None and context.request.kind == VENUE
    now = staged(words, text, mail, context, tools).now
    found: list[Relocate] = []
    for piece in filter(str.strip, _STOPS.split(text)):
        dates = find_dates(piece, now) if beside_time else ()
        if dates:
            behind = piece[max(d.end for d in dates) :]
            wish = _stated(behind, tools.venue_words.tokens(fold(behind)))
            found += [wish] if wish else []
            continue
        tokens = tools.venue_words.tokens(fold(piece))
        if any("venue_asks" in t.classes for t in tokens) or piece.rstrip().endswith(("?", "？")):
            return None
        if _is_frame(piece, tokens):
            continue
        wish = _stated(piece, tokens) or (_bare(piece, tokens) if asked_for and not found else None)
        if wish is None or find_dates(wish.venue, now) or (wish.refers and context.about is not About.NONE):
            return None
        found.append(wish)
    return found[0] if len(found) == 1 else None


def _stated(piece: str, tokens: tuple[Token, ...]) -> Relocate | None:
    """The noun and what sets it (地点改到…, the venue is …), or what sets a room (改到302会议室, meet in Room 302)."""
    for at, sets in enumerate(tokens):
        if "venue_set" not in sets.classes:
            continue
        before, venue = piece[: sets.start], piece[sets.end :]
        nouns = [t for t in tokens[:at] if "venue_noun" in t.classes]
        if nouns and piece[nouns[-1].end : sets.start].strip(_EDGE):
            continue
        if not nouns and not any("venue_room" in t.classes for t in tokens[at + 1 :]):
            continue
        name = _unframed(before[: nouns[-1].start] if nouns else before, tokens)
        venue = _unframed(venue, tuple(t for t in tokens[at + 1 :]), sets.end)
        if name and not nouns:
            return None
        if _is_name(venue) and len(name) <= _LONGEST_NAME:
            return Relocate(venue=venue, refers=name or None)
        return None
    return _labelled(piece, tokens)


def _labelled(piece: str, tokens: tuple[Token, ...]) -> Relocate | None:
    """地点：302会议室."""
    if not tokens or "venue_noun" not in tokens[0].classes or piece[: tokens[0].start].strip(_EDGE):
        return None
    behind = piece[tokens[0].end :].lstrip()
    venue = behind[1:].strip(_EDGE) if behind[:1] in (":", "：") else ""
    return Relocate(venue=venue) if _is_name(venue) else None


def _bare(piece: str, tokens: tuple[Token, ...]) -> Relocate | None:
    """Asked where to meet, a room alone is the answer."""
    venue = _unframed(piece, tokens)
    room = any("venue_room" in t.classes or "venue_noun" in t.classes for t in tokens)
    room = room or _ROOM.fullmatch(venue) is not None
    return Relocate(venue=venue) if room and _is_name(venue) else None


def _is_name(venue: str) -> bool:
    """Not the dots of an offered answer that was sent as it stood."""
    return any(c.isalnum() for c in venue) and len(venue) <= _LONGEST_VENUE


def _is_frame(piece: str, tokens: tuple[Token, ...]) -> bool:
    """Greeting, thanks: nothing but words that surround a wish."""
    framing = [t for t in tokens if "venue_frame" in t.classes]
    covered = sum(t.end - t.start for t in framing)
    return covered > 0 and covered == sum(not c.isspace() and c.isalnum() for c in piece) + _blanks(framing, piece)


def _blanks(tokens: list[Token], piece: str) -> int:
    return sum(not c.isalnum() for t in tokens for c in piece[t.start : t.end])


def _unframed(text: str, tokens: tuple[Token, ...], offset: int = 0) -> str:
    """The words without those of asking at their beginning and end."""
    start, end = 0, len(text)
    framing = [(t.start - offset, t.end - offset) for t in tokens if "venue_frame" in t.classes and t.start >= offset]
    for _ in framing:
        before = (start, end)
        for a, b in framing:
            if start <= a and not text[start:a].strip(_EDGE) and b <= end:
                start = b
            if b <= end and not text[b:end].strip(_EDGE) and a >= start:
                end = a
        if (start, end) == before:
            break
    return text[start:end].strip(_EDGE)
