"""convene: calling a meeting by a fresh mail (policy 2.3, 2.4)."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time

from mailflow.core.intents import Convene
from mailflow.core.reply import About
from mailflow.core.values import Address
from mailflow.reading.dates import FoundDate, Grain, find_dates
from mailflow.reading.folding import fold
from mailflow.reading.intents.clauses import DAY, PERSON, Clause
from mailflow.reading.intents.meeting import expanded, resolved
from mailflow.reading.intents.phrases import trimmed
from mailflow.reading.intents.scene import Doubt, Family, Finding, Findings, Scene, negated, places
from mailflow.reading.lexicon import Token
from mailflow.reading.people import NameStatus

_GET_TOGETHER = re.compile(r"\b(?:get|bring) (?:\S+ ){1,12}together\b")
_UNDECIDED = ("hedge", "recheck", "pending", "series")
# Words that only lead to the title and that trail behind it; and those at which it ends.
_LEADS = frozenset({"about", "particle", "is", "toward", "discuss", "title_mark", "topic", "and", "ba"})
_TRAILS = frozenset(
    {"meeting", "particle", "toward", "gather", "convene", "please", "question", "or_not", "also", "and", "thanks",
     "special", "adhoc", "about", "manner"}
)  # fmt: skip
_ENDS_TITLE = frozenset({DAY, "gather", "attendees_mark", "please", "thanks", "self"})
_STARTS = (Grain.DAY, Grain.CLOCK, Grain.WEEK, Grain.PERIOD)


def _read(scene: Scene) -> Findings:
    calling = next((c for c in scene.clauses if _calls(scene, c)), None)
    if calling is None:
        return Findings()
    if calling.supposes or (calling.asks and not calling.has("please", "polite")):
        return Findings((), (Doubt(calling.index, "a meeting, but asked or under a condition"),))
    if calling.has(*_UNDECIDED):
        return Findings((), (Doubt(calling.index, "a meeting, perhaps"),))
    start, vague = _start(scene)
    known, unknown = _attendees(scene, calling)
    special = any(c.has("special") for c in scene.clauses)
    title = _title(scene, calling)
    intent = Convene(
        meeting="special" if special else "ad-hoc",
        title=title,
        start=start,
        attendees=() if unknown else known,
        venue=_venue(scene),
        occasion="" if title else _occasion(scene, calling),
        known=known if unknown else (),
        unknown=unknown,
    )
    everywhere = places(scene.clauses)
    return Findings(
        (Finding(intent, everywhere, "calls a meeting", unresolved=vague or bool(unknown)),), (), everywhere
    )


def _calls(scene: Scene, clause: Clause) -> bool:
    """“召集临时会议”, “碰一下”, “set up a meeting”; “召开周例会” speaks of one that is planned already."""
    if clause.has("past", "cancel", "nothing", "absent", "busy") or (
        clause.has("planned") and not clause.has("special", "adhoc")
    ):
        return False
    if clause.has(PERSON) and _GET_TOGETHER.search(clause.folded) and not clause.has("neg"):
        return True
    for place in clause.find("gather", "convene"):
        someone_else = scene.subject(clause, place) in ("other", "outsider") and not _fetches(clause, place)
        if negated(clause, place) or someone_else:
            continue
        if "gather" in clause.tokens[place].classes or clause.after(place, "meeting", "gather"):
            return True
        if clause.has(PERSON) and "appointment" in clause.tokens[place].classes:
            return True
    if clause.tail in (":", "：") and clause.has("meeting") and any(c.dates for c in scene.sentence(clause)):
        return not clause.has("topic", "attend", "attendees_mark", "material")  # “临时会：明早9点”, “会议通知：…”
    return (
        clause.has("must", "want")
        and clause.has("meeting")
        and clause.has("special", "adhoc")
        and not clause.has("attend")
    )


def _fetches(clause: Clause, place: int) -> bool:
    """“找吴昊、黄凯开个会”: they are whom the sender wants to meet. “吴昊找黄凯开会了” is told of others."""
    fetching = (
        i for i in clause.find("find", "assign", "invite") if i < place and not clause.before(i, PERSON, "other")
    )
    return any((t := clause.next_to(i)) is not None and PERSON in t.classes for i in fetching)


def _start(scene: Scene) -> tuple[datetime | None, bool]:
    """The first day that is named, with its hour; None where there is no hour."""
    dates = [d for c in scene.clauses if not c.has("past", "reported") for d in c.dates if d.grain in _STARTS]
    named = [d for d in dates if d.grain is not Grain.PERIOD]
    dates = named or dates  # beside a day, “Q4” belongs to the title
    if any(d.problem is not None for d in dates):
        return None, True
    timed = [(d, d.time) for d in dates if d.time is not None]
    days = list(dict.fromkeys(d.day for d in dates if d.day is not None))
    if not timed or not days or _several(dates, days):
        return None, False
    found, at = timed[0]
    start = _at(scene, found, at, days)
    return (None, True) if start and start <= scene.now else (start, False)


def _several(dates: list[FoundDate], days: list[date]) -> bool:
    """Two days with two hours are two proposals."""
    return len(days) > 1 and len({(d.day, d.time) for d in dates if d.time is not None}) > 1


def _at(scene: Scene, found: FoundDate, at: time, days: list[date]) -> datetime | None:
    if found.day is None and len(days) > 1:
        return None
    day = found.day or next((d.day for c in scene.clauses for d in c.dates if d.day in days), None)
    return datetime.combine(day, at, scene.tools.zone) if day else None


# ------------------------------------------------------------------------------------------------------ attendees


def _attendees(scene: Scene, calling: Clause) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """Who is named as taking part, with the people in Cc; and the words for those who cannot be told."""
    named: list[Address] = []
    unknown: list[str] = []
    for clause in _naming(scene, calling):
        people = [
            p for p in clause.people if p.status is not NameStatus.EVERYONE and not _only_mentioned(clause, p.end)
        ]
        unknown += [clause.words[p.start : p.end] for p in people if not resolved(p)]
        if clause is not calling and _names_unknown(clause):
            unknown.append(_not_covered(clause))
        named += [a for p in people if resolved(p) for a in expanded(scene, p)]
        if _names_self(clause):
            named.append(scene.sender)
    unknown += [_not_covered(c) for c in scene.clauses if c is not calling and not c.people and _asks_stranger(c)]
    in_cc = (scene.tools.organization.person(box.address) for box in scene.mail.cc)
    everybody = dict.fromkeys([*named, *(p.email for p in in_cc if p is not None)])
    return tuple(everybody), tuple(dict.fromkeys(filter(None, unknown)))


def _asks_stranger(clause: Clause) -> bool:
    """“请老张参加”: whom no name of the organisation tells."""
    place = clause.first("please", "invite")
    comes = clause.first("attend") if place == 0 else None
    if place is None or comes is None or comes != place + 1:
        return False
    named = clause.uncovered(clause.tokens[place].end, clause.tokens[comes].start)
    return _FEWEST_LETTERS <= named <= _MOST_LETTERS and named == clause.size


_FEWEST_LETTERS, _MOST_LETTERS = 4, 6
"""Two or three Chinese characters."""


def _not_covered(clause: Clause) -> str:
    """The words that no name of the organisation and no word of the lexicon covers."""
    words, at = list[str](), 0
    for token in clause.tokens:
        words.append(clause.words[at : token.start])
        at = max(at, token.end)
    return " ".join(" ".join([*words, clause.words[at:]]).replace("、", " ").split())


def _naming(scene: Scene, calling: Clause) -> Iterator[Clause]:
    """The clauses that name attendees: the call, those with a word for it, and those that only go on with names."""
    listing = False
    for clause in scene.clauses:
        label = clause.has("attendees_mark") and clause.tail in (":", "：")
        speaks = bool(clause.people) and (
            clause is calling or clause.has("attendees_mark", "invite", "attend", "toward", "add_person", "please")
        )
        speaks = speaks or (bool(clause.people) and clause.made_of(PERSON, "self", "and", "toward", "also"))
        goes_on = (bool(clause.people) or clause.has("self")) and clause.size <= 16
        listing = label or speaks or (listing and goes_on)
        if listing:
            yield clause


def _names_unknown(clause: Clause) -> bool:
    """“参加人：王芳、小马”: somebody stands in the list whom no name of the organisation tells."""
    return clause.size > 2 and clause.made_of(
        PERSON, "self", "and", "toward", "attendees_mark", "is", "please", "attend", "invite", spare=12
    )


def _only_mentioned(clause: Clause, end: int) -> bool:
    """“李强反馈缺货” mentions him and does not call him."""
    return any("reported" in t.classes and 0 <= t.start - end <= 1 for t in clause.tokens)


def _names_self(clause: Clause) -> bool:
    """“参加人：我、李强”, “with Li Qiang and me”."""
    for i, token in enumerate(clause.tokens):
        if "self" in token.classes and "possessive" not in token.classes:
            around = clause.folded[token.start - 1 : token.start] + clause.folded[token.end : token.end + 1]
            joined = "、" in around or any(
                "and" in t.classes or "toward" in t.classes
                for t in (*clause.tokens[i - 1 : i], *clause.tokens[i + 1 : i + 2])
            )
            if joined and not clause.after(i, "gather", "convene", "discuss"):
                return True
    return False


# ---------------------------------------------------------------------------------------------------------- title


def _title(scene: Scene, calling: Clause) -> str | None:
    """What stands behind 主题 or “topic”, else behind a word for discussing or “about”, else behind the call's colon."""
    for classes in (("title_mark", "topic"), ("discuss",), ("deals_with",), ("about",)):
        for clause in scene.clauses:
            for place in clause.find(*classes):
                title = _behind(scene, clause, place)
                if title:
                    return title
    after = scene.after(calling)
    plain = after is not None and calling.tail in (":", "：") and not after.dates and not after.people
    return trimmed(scene, after.start, after.end, _LEADS, _TRAILS) or None if after is not None and plain else None


def _behind(scene: Scene, clause: Clause, place: int) -> str | None:
    token = clause.tokens[place]
    start, end = clause.start + token.end, clause.end
    following = scene.after(clause)
    if token.end >= len(clause.folded.rstrip()) and clause.tail in (":", "：") and following is not None:
        start, end, clause = following.start, following.end, following
    stop = next((t.start for t in _from(clause, start - clause.start) if t.classes & _ENDS_TITLE), None)
    words = trimmed(scene, start, clause.start + stop if stop is not None else end, _LEADS, _TRAILS)
    return words if len(words) > 1 else None


def _from(clause: Clause, start: int) -> Iterator[Token]:
    """The tokens behind; a name ends the title only where “with” or 和 stands before it."""
    for i, token in enumerate(clause.tokens):
        if token.start < start:
            continue
        if PERSON in token.classes and i and "toward" in clause.tokens[i - 1].classes:
            yield token._replace(start=clause.tokens[i - 1].start, classes=frozenset({DAY}))
        yield token


def _occasion(scene: Scene, calling: Clause) -> str:
    """“客户投诉升级，请召集……”, “退货率问题请安排……”: what stands before the call says what it is about."""
    first = next((t.start for t in calling.tokens if t.classes & _CALLS), 0)
    own = trimmed(scene, calling.start, calling.start + first, _LEADS, frozenset())
    if calling.content(0, first, *_NO_OCCASION) >= _LEAST_OCCASION and not calling.people and not calling.dates:
        return own
    before = scene.before(calling)
    tells = before is not None and not (
        before.dates or before.people or before.asks or before.tail in (":", "：") or before.has(*_CALLS)
    )
    if before is None or not tells or before.content(0, len(before.folded), *_NO_OCCASION) < _LEAST_OCCASION:
        return ""
    return before.words.strip(" ，,。.！!") if len(before.words) <= _LONGEST_OCCASION else ""


_CALLS = frozenset({"please", "gather", "convene", "want", "must"})
_NO_OCCASION = (
    "or_not",
    "polite",
    "able",
    "will",
    "also",
    "then",
    "contrast",
    "question",
    "hedge",
    "cause",
    "greeting",
    "courtesy",
    "thanks",
    "particle",
    "self",
    "ok",
    "urgent",
    "special",
    "adhoc",
    "meeting",
)
_LEAST_OCCASION, _LONGEST_OCCASION = 6, 40


def _venue(scene: Scene) -> str:
    """地点五楼502, 地点：三楼会议室, 在三楼会议室开; “venue: Room 302”. "" where none or two are named."""
    found = {v for piece in _PIECES.split(scene.text) if (v := _venue_in(scene, piece.strip()))}
    return found.pop() if len(found) == 1 else ""


def _venue_in(scene: Scene, piece: str) -> str:
    tokens = scene.tools.venue_words.tokens(fold(piece))
    if (
        not tokens
        or "venue_noun" not in tokens[0].classes
        or tokens[0].start
        or any("venue_asks" in t.classes for t in tokens)
    ):
        return ""
    start = tokens[0].end
    for token in tokens[1:]:
        if token.start == start and token.classes & {"venue_set", "venue_frame"}:
            start = token.end
    venue = piece[start:].strip(" :：\t")
    named = any(c.isalnum() for c in venue) and len(venue) <= _LONGEST_VENUE and not find_dates(venue, scene.now)
    return venue if named else ""


_PIECES = re.compile(r"[。！!；;，,\n]|\.(?=\s|$)")
_LONGEST_VENUE = 30


FAMILY = Family("convening", "convening", frozenset({About.NONE}), _read)
