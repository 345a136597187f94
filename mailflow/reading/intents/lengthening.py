"""A meeting that shall take longer: “会议延长到90分钟”, “延长20分钟”, “move the end to 11:00” (policy 1.3.1).

The contract has no word for it. Only where the whole mail says this; words beside it leave it to the other kinds.
"""

from datetime import datetime, timedelta

from mailflow.core.intents import Lengthen
from mailflow.core.reply import About, Context, MeetingBrief
from mailflow.reading.dates import FoundDate, Grain, find_dates, find_durations
from mailflow.reading.folding import fold
from mailflow.reading.lexicon import Token
from mailflow.reading.mail import InboundMail
from mailflow.reading.quoting.values import NewWords
from mailflow.reading.tools import Tools

_ABOUTS = (About.INVITATION, About.CALL, About.NONE)
_LONGEST_MAIL = 80
_SAID = {"longer", "length_to", "its_end", "length_frame"}
"""What the mail may consist of, beside the length or the hour."""
_LONGEST = timedelta(hours=8)
_EDGE = " \t\u3000\n:：,，.。!！;；、-"


def lengthened(words: NewWords, mail: InboundMail, context: Context, tools: Tools) -> Lengthen | None:
    """The wished length; None where no meeting is known, or the mail asks, makes conditions or says more."""
    text, meeting = words.text.strip(), context.meeting
    if context.about not in _ABOUTS or meeting is None or not text or len(text) > _LONGEST_MAIL or words.conflict:
        return None
    folded = fold(text)
    known = [t for t in tools.lengthening_words.tokens(folded) if t.classes & _SAID]
    if not any(t.classes & {"longer", "its_end"} for t in known):
        return None
    now = (mail.date or meeting.start).astimezone(tools.zone)
    lengths = [d for d in find_durations(text) if d.minutes]
    ends = [] if lengths else [d for d in find_dates(text, now, meeting=meeting) if d.time is not None]
    if len(lengths) + len(ends) != 1:
        return None
    value = (lengths or ends)[0]
    tokens = [t for t in known if t.end <= value.start or t.start >= value.end]
    if _uncovered(folded, [*((t.start, t.end) for t in tokens), (value.start, value.end)]) or "?" in folded:
        return None
    if lengths:
        minutes = _by_length(lengths[0].minutes or 0, tokens, value.start, meeting)
    else:
        minutes = _by_end(ends[0], tokens, meeting, tools)
    longer = minutes is not None and _minutes(meeting) < minutes <= _LONGEST.total_seconds() // 60
    return Lengthen(minutes=minutes or 0) if longer else None


def _by_length(said: int, tokens: list[Token], at: int, meeting: MeetingBrief) -> int | None:
    """“延长到90分钟” is the whole length, “延长20分钟” is added."""
    if not any("longer" in t.classes for t in tokens):
        return None
    before = [t for t in tokens if t.end <= at]
    whole = bool(before) and "length_to" in before[-1].classes
    return said if whole else _minutes(meeting) + said


def _by_end(found: FoundDate, tokens: list[Token], meeting: MeetingBrief, tools: Tools) -> int | None:
    """“结束时间改到11点”, “延长到11点”: an hour of the meeting's own day."""
    names_end = any("its_end" in t.classes for t in tokens) or any("longer" in t.classes for t in tokens)
    sets = any("length_to" in t.classes and t.end <= found.start for t in tokens)
    start = meeting.start.astimezone(tools.zone)
    if not names_end or not sets or found.time is None or found.grain not in (Grain.DAY, Grain.CLOCK):
        return None
    if found.day not in (None, start.date()):
        return None
    end = datetime.combine(start.date(), found.time, tools.zone)
    return int((end - start).total_seconds() // 60)


def _minutes(meeting: MeetingBrief) -> int:
    return int((meeting.end - meeting.start).total_seconds() // 60)


def _uncovered(folded: str, spans: list[tuple[int, int]]) -> str:
    rest, at = "", 0
    for start, end in sorted(spans):
        rest += folded[at : max(at, start)]
        at = max(at, end)
    return (rest + folded[at:]).strip(_EDGE).translate(str.maketrans("", "", _EDGE))
