"""The attendance that a document states, gathered from its labels, its tables and its opening sentences."""

import re
from collections.abc import Iterable, Iterator, Sequence

from mailflow.core.minutes import AttendanceRecord, Substitution, Timed
from mailflow.core.values import Address
from mailflow.reading.folding import fold
from mailflow.reading.minutes.deadlines import find_dues
from mailflow.reading.minutes.labels import parse_fields
from mailflow.reading.minutes.outline import Entry
from mailflow.reading.minutes.presence import Fact, facts_about
from mailflow.reading.minutes.rolls import LABELS
from mailflow.reading.minutes.sections import Presence, Section, bare, presence_of
from mailflow.reading.minutes.setting import Setting

_OPENING = 8
_LABEL = rf"(?:^|(?<=[\s\u3000;；。|，,、]))(?:{'|'.join(LABELS)})\s*(?:[(（][^()（）]{{0,16}}[)）]|\d{{1,3}}\s*[人名位])?\s*[:：]"
_BLANKS = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000]+(?=[\u4e00-\u9fff]\s*(?:[:：]|[ \u3000]+[\u4e00-\u9fff]\s*[:：]))")


def attendance_facts(entries: Sequence[Entry], setting: Setting) -> tuple[Fact, ...]:
    """Everything that is said of who came, in document order."""
    facts: list[Fact] = []
    opening = 0
    for entry in entries:
        if entry.example:
            continue
        if entry.rows:
            facts += _table_facts(entry, setting)
        elif entry.section is Section.ATTENDANCE:
            facts += _labelled_facts(entry.text, entry.presence, setting)
        elif entry.section is Section.IDLE and entry.presence:
            facts += _labelled_facts(entry.text, Presence.OTHER, setting)
        elif entry.section is Section.NEUTRAL and opening < _OPENING:
            opening += 1
            if not parse_fields(entry.text, setting).values:
                facts += _prose_facts(entry, setting)
        elif entry.section is not Section.IDLE:
            opening = _OPENING
    return tuple(facts)


def _labelled_facts(text: str, presence: Presence | None, setting: Setting) -> Iterator[Fact]:
    """Each label's people; a line without a label goes by the heading above it."""
    text = _BLANKS.sub("", text)
    labels = list(setting.book.pattern(_LABEL).finditer(fold(text)))
    edges = [(0, 0, presence), *((m.start(), m.end(), presence_of(text[m.start() : m.end()], setting)) for m in labels)]
    ends = [start for start, _, _ in edges[1:]] + [len(text)]
    for (_, begin, kind), end in zip(edges, ends, strict=True):
        if kind is not Presence.OTHER and begin < end:
            yield from facts_about(text[begin:end], kind, setting)


def _prose_facts(entry: Entry, setting: Setting) -> Iterator[Fact]:
    """张伟主持，赵敏、周涛参加，郑洁请假，由Emma Clark代为参加。何军记录。 A sentence with a deadline is a task."""
    for sentence in re.split(r"(?<=[。\n])|(?<=[a-z)])\.(?=\s)", entry.text):
        if any(d.firm and d.moment for d in find_dues(sentence, setting)):
            continue
        listed = setting.match(_PRESENT_WERE, sentence)
        if listed:
            yield from facts_about(sentence[listed.end() :], Presence.PRESENT, setting)
        elif setting.search(_OF_PRESENCE, sentence):
            yield from facts_about(sentence, None, setting)


_PRESENT_WERE = r"\s*(?:also )?(?:in attendance|present|attending|participants|attendees) (?:were|was)\s*[:：]?"
_OF_PRESENCE = "«takes_part»|«chairs»|«records»|«stands_in»|«absent»|«late_for_sure»|«is_late»|«left_early»|«on_leave»"


def _table_facts(entry: Entry, setting: Setting) -> Iterator[Fact]:
    """Pairs of label and people in a row, columns that are labels, or a row a person with what is said of them."""
    rows = entry.rows
    names = _column(rows[0], "column_name", setting)
    presences = _column(rows[0], "column_presence", setting)
    if names is not None and presences is not None and names != presences:
        for row in rows[1:]:
            if len(row) > max(names, presences):
                yield from _row_facts(row, names, presences, setting)
        return
    heads = [presence_of(cell, setting) for cell in rows[0]]
    if len(rows) > 1 and sum(h in _PEOPLE for h in heads) >= 2 and not any(setting.people.find(c) for c in rows[0]):
        for row in rows[1:]:
            for head, cell in zip(heads, row, strict=False):
                if head in _PEOPLE:
                    yield from facts_about(cell, head, setting)
        return
    for row in rows:
        yield from _pair_facts(row, setting)


_PEOPLE = tuple(p for p in Presence if p is not Presence.OTHER)


def _column(header: Sequence[str], key: str, setting: Setting) -> int | None:
    return next((i for i, cell in enumerate(header) if setting.book.names(key, bare(cell))), None)


def _row_facts(row: Sequence[str], names: int, presences: int, setting: Setting) -> Iterator[Fact]:
    status = row[presences].strip()
    rest = "，".join(cell.strip() for i, cell in enumerate(row) if i > names and i != presences and cell.strip())
    presence = presence_of(status, setting) if status else None
    if presence is None and re.fullmatch(r"[√✓✔Yy]|是|yes|ok|到", fold(status)):
        presence = Presence.PRESENT
    if presence is None and re.fullmatch(r"[×✗xX]|否|no|未到", fold(status)):
        presence = Presence.ABSENT
    said = "" if presence and re.fullmatch(r"\W?|.{1,4}", status) else status
    more = "，".join(part for part in (said, rest) if part)
    yield from facts_about(f"{row[names]}（{more}）" if more else row[names], presence, setting)


def _pair_facts(row: Sequence[str], setting: Setting) -> Iterator[Fact]:
    """会议地点 | 三楼 | 主持人 | 张伟: a label, and the cells up to the next one."""
    presence: Presence | None = None
    seen: list[str] = []
    for cell in row:
        if cell in seen:
            continue
        seen.append(cell)
        kind = presence_of(cell, setting) if len(cell) <= 16 else None
        if kind is not None:
            presence = kind
        elif presence is not None and presence is not Presence.OTHER:
            yield from _labelled_facts(cell, presence, setting)
        elif setting.match(_LABEL, cell):
            yield from _labelled_facts(cell, Presence.OTHER, setting)


# ------------------------------------------------------------------------------------------ one record of all


def record_of(facts: Iterable[Fact]) -> AttendanceRecord:
    """The facts in one record: who is away is not present, who stands in is."""
    facts = tuple(facts)
    late, early = _timed(facts, Presence.LATE), _timed(facts, Presence.LEFT_EARLY)
    substitutes = _substitutions(facts)
    in_the_room = {t.person for t in (*late, *early)}
    on_leave = _persons(facts, Presence.ON_LEAVE, without=in_the_room)
    absent = _persons(facts, Presence.ABSENT, without=in_the_room | set(on_leave))
    away = {*on_leave, *absent, *(s.absent for s in substitutes)} - {s.substitute for s in substitutes}
    coming = (Presence.PRESENT, Presence.LATE, Presence.LEFT_EARLY)
    present = dict.fromkeys(f.person for f in facts if f.presence in coming and f.person not in away)
    standing_in = {s.substitute for s in substitutes}
    return AttendanceRecord(
        present=tuple(present),
        late=tuple(t for t in late if t.person not in away),
        left_early=tuple(t for t in early if t.person not in away),
        absent=tuple(p for p in absent if p not in standing_in),
        on_leave=tuple(p for p in on_leave if p not in standing_in),
        substitutes=substitutes,
    )


def _persons(facts: Sequence[Fact], presence: Presence, without: set[Address]) -> tuple[Address, ...]:
    return tuple(dict.fromkeys(f.person for f in facts if f.presence is presence and f.person not in without))


def _timed(facts: Sequence[Fact], presence: Presence) -> tuple[Timed, ...]:
    """One entry a person, with the minutes where any place states them."""
    found: dict[Address, int | None] = {}
    for fact in facts:
        if fact.presence is presence:
            found[fact.person] = found.get(fact.person) or fact.minutes
    return tuple(Timed(person, minutes) for person, minutes in found.items())


def _substitutions(facts: Sequence[Fact]) -> tuple[Substitution, ...]:
    """Each absent person once. Who is known to be away stays the absent one, whichever way a pair was written."""
    away = {f.person for f in facts if f.presence in (Presence.ON_LEAVE, Presence.ABSENT)}
    found: dict[Address, Substitution] = {}
    for fact in facts:
        if fact.presence is not Presence.SUBSTITUTE or fact.other is None:
            continue
        absent, substitute = fact.person, fact.other
        if substitute in away and absent not in away:
            absent, substitute = substitute, absent
        found.setdefault(absent, Substitution(absent, substitute))
    return tuple(found.values())
