"""Who was in the room, as a piece of text about people says it (policy 5.1.2; CONTRACT-minutes: Attendance)."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from mailflow.core.values import Address
from mailflow.reading.dates.clock import find_clocks
from mailflow.reading.dates.durations import find_durations
from mailflow.reading.folding import fold
from mailflow.reading.minutes.owners import qualified
from mailflow.reading.minutes.sections import Presence
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.substitutes import stand_ins
from mailflow.reading.people import FoundPerson, NameStatus, Via


@dataclass(frozen=True)
class Fact:
    """One thing said of one person. ``minutes`` for late and early, ``other`` is who stands in for them."""

    person: Address
    presence: Presence
    minutes: int | None = None
    other: Address | None = None


_OWN = re.compile(r"\s*[(（][^()（）]*[)）]?")
_OF_PRESENCE = r"\s*(?:«chairs»|«takes_part»|«records»|«absent»|«late_for_sure»|«left_early»|«leave_for_sure»)"
_NOT_THROUGHOUT = "«absent»|«on_leave»|«late_for_sure»|«is_late»|«left_early»"
_EXCEPTED = re.compile(r"除(?:了)?(.{2,60}?)(?:以|之)?外")
_LISTED = re.compile(r"\s*(?:[(（][^()（）]*[)）])?\s*(?:[、,，/;；&]|和|与|及|以及|\band\b)?\s*")
_UNITS = (Via.DEPARTMENT, Via.MODULE, Via.PLURAL, Via.NONE)
_AWAY = (Presence.ABSENT, Presence.ON_LEAVE)


def facts_about(text: str, default: Presence | None, setting: Setting) -> Iterator[Fact]:
    """What ``text`` says of the people in it; ``default`` is what the label in front of it says of them all."""
    named = _named(text, setting)
    pairs = list(stand_ins(text, named, default, setting))
    yield from (Fact(absent, Presence.SUBSTITUTE, other=substitute) for absent, substitute in pairs)
    yield from (Fact(substitute, Presence.PRESENT) for _, substitute in pairs)
    standing_in = {substitute for _, substitute in pairs}
    excepted = _EXCEPTED.search(text)
    if excepted:
        inside = [m for m in named if excepted.start() <= m.start < excepted.end()]
        yield from facts_about(excepted.group(1), Presence.ABSENT, setting)
        named = [m for m in named if m not in inside]
    for group, predicate in _groups(text, named, default, setting):
        for mention in group:
            person = mention.people[0]
            if person in standing_in and mention is group[-1] and len(group) == 1 and default is not Presence.PRESENT:
                continue
            replaced = any(absent == person for absent, _ in pairs)
            said = _without_cause(predicate(mention), setting)
            if (
                default is None
                and setting.search("«on_leave»", said)
                and not setting.search("«leave_for_sure»|«absent»", said)
            ):
                continue
            yield from _facts_of(person, said, default, setting, replaced=replaced)


def _without_cause(said: str, setting: Setting) -> str:
    """因参加订货会请假: what the cause says is not said of the meeting."""
    cause = r"(?:因为?|由于)[^，。；,;]{1,16}?(?=«leave_for_sure»|«absent»|«late_for_sure»|«left_early»|«on_leave»)"
    return setting.book.pattern(cause).sub("", said)


def _named(text: str, setting: Setting) -> list[FoundPerson]:
    """The people of the text, without the units and titles that only say where somebody belongs."""
    found = qualified(setting.people.find(text, units=True), text)
    known = [
        m for m in found if m.status is NameStatus.KNOWN and m.via not in _UNITS and not _outside(text, m, setting)
    ]
    return [m for m in known if not (m.via is Via.TITLE and _in_brackets(text, m) and not _stands(text, m, setting))]


def _outside(text: str, mention: FoundPerson, setting: Setting) -> bool:
    """工厂王经理, 张先生: a guest who only shares a surname with somebody here."""
    if mention.via is not Via.TITLE:
        return False
    courtesy = re.search(r"(?:先生|女士|小姐)$", text[mention.start : mention.end])
    return courtesy is not None or setting.search(r"«outsiders»\s*$", text[: mention.start]) is not None


def _in_brackets(text: str, mention: FoundPerson) -> bool:
    before = text[: mention.start]
    return max(before.rfind("("), before.rfind("（")) > max(before.rfind(")"), before.rfind("）"))


def _stands(text: str, mention: FoundPerson, setting: Setting) -> bool:
    around = text[max(0, mention.start - 6) : mention.end + 6]
    return setting.search("«stands_in»|«stood_for_by»", around) is not None


# ------------------------------------------------------------------------------------------ what is said of whom


def _groups(
    text: str, named: list[FoundPerson], default: Presence | None, setting: Setting
) -> Iterator[tuple[list[FoundPerson], "_Predicate"]]:
    """People who share what is said behind the last of them. Behind a label each stands alone, unless 均 or 各."""
    group: list[FoundPerson] = []
    for at, mention in enumerate(named):
        following = named[at + 1] if at + 1 < len(named) else None
        after = text[mention.end : following.start if following else len(text)]
        group.append(mention)
        if following and _goes_on(after, default, setting):
            continue
        of_all = setting.search(r"^\W*«each»", after) is not None
        if default is None:
            after = _first_clause(after, setting)
        first = 0 if of_all else _first_meant(text, group, after, default, setting)
        meant = group[first:]
        if first and (default is None or len(meant) > 1):
            before = group[first - 1]
            yield group[:first], _Predicate(text, text[before.end : meant[0].start], before, shared=False)
            group = meant
        yield group, _Predicate(text, after, mention, shared=of_all or group is meant or first == 0)
        group = []


def _goes_on(between: str, default: Presence | None, setting: Setting) -> bool:
    """Do the next people belong to the list? In prose a semicolon ends it, and a unit only says where they work."""
    if default is not None:
        return _LISTED.fullmatch(between) is not None
    units = [m for m in setting.people.find(between, units=True) if m.via in _UNITS]
    for unit in reversed(units):
        between = between[: unit.start] + between[unit.end :]
    return _LISTED.fullmatch(between) is not None and not re.search("[;；]", between)


def _first_meant(
    text: str, group: Sequence[FoundPerson], after: str, default: Presence | None, setting: Setting
) -> int:
    """From which of a list on the words behind it are meant: 王芳、李强，陈静和周涛请假 says it of two.

    A comma among other separators, or behind a label 和 and its like, bind the last ones together; brackets belong
    to one person. In prose all are meant where it says that they came: 销售部李强、赵敏，运营部孙丽参加.
    """
    between = [_OWN.sub("", text[a.end : b.start]) for a, b in pairwise(group)]
    commas = [at for at, mark in enumerate(between, 1) if re.search(r"[,，;；]", mark)]
    bound = commas[-1] if 0 < len(commas) < len(between) else 0
    if default is None:
        return bound if setting.search(_NOT_THROUGHOUT, after) else 0
    if not re.search(r"[^\W_]", _OWN.sub("", after, count=1)):
        return len(group) - 1
    start = len(group) - 1
    while start and setting.full(r"\s*«joins»\s*", between[start - 1]):
        start -= 1
    return min(start, bound) if bound else start


def _first_clause(after: str, setting: Setting) -> str:
    """In prose only the words right behind people say something of them, and not what they report."""
    if setting.match(r"\s*«reports»", after) and not setting.match(_OF_PRESENCE, after):
        return ""
    brackets = re.match(r"\s*(?:[(（][^()（）]*[)）])?\s*(?:[，,]\s*)?[^，,；;。]*", after)
    first = brackets.group() if brackets else after
    if setting.search("«late_for_sure»|«left_early»|«absent»|«leave_for_sure»|«takes_part»", first):
        return first
    goes_on = re.match(r"[，,]\s*", after[len(first) :])  # 陈静堵在路上，晚了12分钟
    told = goes_on and setting.match(
        r"(?:«late_for_sure»|«left_early»)[^，,；;。]*", after[len(first) + goes_on.end() :]
    )
    return first + "，" + told.group() if told else first


@dataclass(frozen=True)
class _Predicate:
    """What the text says of a person: the brackets behind the name, and the words behind the group."""

    text: str
    after: str
    last: FoundPerson
    shared: bool

    def __call__(self, mention: FoundPerson) -> str:
        own = _OWN.match(self.text[mention.end :])
        if mention is not self.last:
            bracket = own.group() if own and mention.end + own.end() <= self.last.start else ""
            behind = _OWN.sub("", self.after, count=1)
            return f"{bracket}；{behind}" if self.shared else bracket
        return self.after


def _facts_of(
    person: Address, said: str, default: Presence | None, setting: Setting, *, replaced: bool
) -> Iterator[Fact]:
    parts = [p for p in re.split(r"[,，;；。()（）\n]|\band\b|并|且", said) if p.strip()]
    found = [fact for part in parts for fact in _one(person, part, setting)]
    timed = [f for f in found if f.presence in (Presence.LATE, Presence.LEFT_EARLY)]
    away = [f for f in found if f.presence in _AWAY]
    if default in (Presence.LATE, Presence.LEFT_EARLY):
        if not any(f.presence is default for f in timed):
            yield Fact(person, default, _minutes(said, default, setting))
        yield from timed
        return
    if timed and not away:
        yield from timed
    elif any(f.presence is Presence.PRESENT for f in found) and default not in _AWAY:
        yield Fact(person, Presence.PRESENT)
    elif away:
        yield _away(person, away, said, setting)
    elif default is Presence.ABSENT:
        yield Fact(person, Presence.ON_LEAVE if _reason(said, setting) else Presence.ABSENT)
    elif default in (Presence.HOST, Presence.RECORDER) or (default is Presence.PRESENT and not replaced):
        yield Fact(person, Presence.PRESENT)
    elif default is Presence.ON_LEAVE:
        yield Fact(person, default)


def _away(person: Address, away: list[Fact], said: str, setting: Setting) -> Fact:
    """缺席 with a reason is leave, unless it is said that there was none."""
    if setting.search("«without_cause»", said):
        return Fact(person, Presence.ABSENT)
    if any(f.presence is Presence.ON_LEAVE for f in away):
        return Fact(person, Presence.ON_LEAVE)
    return Fact(person, Presence.ABSENT)


def _one(person: Address, part: str, setting: Setting) -> Iterator[Fact]:
    """What one clause says."""
    if setting.search("«left_early»", part) and not setting.search("«came_back»", part):
        yield Fact(person, Presence.LEFT_EARLY, _minutes(part, Presence.LEFT_EARLY, setting))
    elif setting.search("«late_for_sure»", part) or (setting.search("«is_late»", part) and _timed(part)):
        yield Fact(person, Presence.LATE, _minutes(part, Presence.LATE, setting))
    elif setting.search("«without_cause»|«absent»", part):
        yield Fact(person, Presence.ABSENT)
    elif re.search("[√✓✔]", part):
        yield Fact(person, Presence.PRESENT)
    elif re.search("[×✗✘]", part):
        yield Fact(person, Presence.ABSENT)
    elif setting.search("«remotely»|«takes_part»|«chairs»|«records»", part):
        yield Fact(person, Presence.PRESENT)
    elif setting.search("«on_leave»", part) and not setting.search("«not_sure»«on_leave»", part):
        yield Fact(person, Presence.ON_LEAVE)


def _reason(said: str, setting: Setting) -> bool:
    """Is a cause given in brackets? A title or a unit is none."""
    inside = re.match(r"\s*[(（]\s*([^()（）]+)", said)
    if inside is None or setting.search("«without_cause»", said):
        return False
    return not setting.people.find(inside.group(1), units=True)


def _timed(part: str) -> bool:
    words = fold(part)
    return any(d.minutes is not None for d in find_durations(part)) or any(c.time for c in find_clocks(words))


def _minutes(said: str, presence: Presence, setting: Setting) -> int | None:
    """How many minutes late or early; None where not stated. A clock time counts against start or end."""
    lengths = [d.minutes for d in find_durations(said) if d.minutes is not None]
    if lengths:
        return lengths[0]
    clock = next((c for c in find_clocks(fold(said)) if c.time), None)
    if clock is not None and clock.time is not None:
        edge = setting.meeting.start if presence is Presence.LATE else setting.meeting.end
        edge = edge.astimezone(setting.zone)
        gaps = [_gap(edge, hour, clock.time.minute) for hour in {clock.time.hour, clock.time.hour % 12}]
        wanted = [g if presence is Presence.LATE else -g for g in gaps]
        return next((g for g in wanted if 0 < g < 240), None)
    bare = re.fullmatch(r"\D{0,3}(\d{1,3})\s*[\"'′”)）]?\W*", fold(said))
    return int(bare.group(1)) if bare else None


def _gap(edge: datetime, hour: int, minute: int) -> int:
    return (hour - edge.hour) * 60 + minute - edge.minute
