"""A document's lines in their places: which heading each stands under, and what that heading makes of it.

Recorders mark headings by style, by numbers, by a colon, or by nothing at all, and number topics and items alike.
The outline keeps the open headings on a stack, each with a rank; a line that goes on with the numbers of an open
heading closes what stands below that heading.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from mailflow.reading.folding import fold
from mailflow.reading.minutes.blocks import Block, Line, Table
from mailflow.reading.minutes.columns import as_lines, has_columns, is_column_row, is_roll
from mailflow.reading.minutes.deadlines import find_dues
from mailflow.reading.minutes.labels import Field, joins_above, parse_fields
from mailflow.reading.minutes.line_labels import labelled, split_label
from mailflow.reading.minutes.markers import Marker, marker_of
from mailflow.reading.minutes.owners import is_nothing, only_people
from mailflow.reading.minutes.sections import Presence, Section, is_topic, presence_of, section_of
from mailflow.reading.minutes.setting import Setting

_DIVIDER = re.compile(r"[=＝*#~_-]{3,}[^=＝*#~]{1,24}[=＝*#~_-]{3,}")
_FRAME = re.compile(r"\s*\[([^\[\]]{2,40})\]\s*")
_DASH = re.compile(r"\s+[-–—]\s+|\s*[|｜／/→]\s*|\s*——\s*")
_LONGEST_HEADING = 32
_PLAIN_RANK = 7.0
_OWNER_RANK = 7.5


@dataclass(frozen=True)
class Entry:
    """One line (``text`` without its marker) or one table, under ``section``.

    ``presence`` is what the nearest label says of people named here. ``item``: it stands in a list. ``example``: the
    line above announces an example. ``owner`` is the heading where it names nothing but people, whose tasks these are.
    ``group``: source and list or table in which it stands.
    """

    text: str
    section: Section
    line: str = ""
    presence: Presence | None = None
    marker: Marker | None = None
    item: bool = False
    example: bool = False
    rows: tuple[tuple[str, ...], ...] = ()
    quoted: bool = False
    owner: str = ""
    group: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Heading:
    rank: float
    section: Section | None
    presence: Presence | None = None
    marker: str = ""
    number: int | None = None
    owner: str = ""


@dataclass
class _Place:
    """Where the reading stands; changes from line to line."""

    stack: list[_Heading] = field(default_factory=list)
    last: dict[str, int] = field(default_factory=dict)  # marker kind: number of the last item below the last heading
    announced: bool = False
    opened: bool = False  # since the last entry
    groups: int = 0

    @property
    def section(self) -> Section:
        return next((h.section for h in reversed(self.stack) if h.section is not None), Section.NEUTRAL)

    @property
    def presence(self) -> Presence | None:
        return self.stack[-1].presence if self.stack else None

    @property
    def owner(self) -> str:
        return next((h.owner for h in reversed(self.stack) if h.owner), "")

    def open(self, heading: _Heading) -> None:
        self.stack = [h for h in self.stack if h.rank < heading.rank]
        self.stack.append(heading)
        self.last = {}
        self.opened = True
        self.groups += 1


def outline(blocks: Sequence[Block], setting: Setting) -> tuple[Entry, ...]:
    """Every line and table that is no mere heading, in its place."""
    place = _Place()
    entries: list[Entry] = []
    lines = [each for block in blocks for each in _opened(block, setting)]
    for at, block in enumerate(lines):
        if isinstance(block, Table):
            place.groups += 2
            group = (0, place.groups - 1)
            entries.append(Entry("", place.section, presence=place.presence, rows=block.rows, group=group))
            continue
        if owner := _owner_of_list(block, lines[at + 1 : at + 2], place, setting):
            place.open(_Heading(_OWNER_RANK, None, owner=owner))
            continue
        if entries and not place.opened and _continues(block, entries[-1], setting):
            above = entries[-1]
            entries[-1] = replace(above, text=f"{above.text}\u3000{block.text}", line=f"{above.line}\u3000{block.text}")
            continue
        made = list(_line(block, lines[at + 1 : at + 2], place, setting))
        place.opened = place.opened and not made
        entries += [replace(each, group=(0, place.groups)) for each in made]
    return tuple(entries)


def _opened(block: Block, setting: Setting) -> Iterator[Block]:
    """A table that is neither of tasks nor of people present holds lines."""
    yield block
    if isinstance(block, Table) and not has_columns(block.rows, setting) and not is_roll(block.rows, setting):
        yield from (Line(line, listed=True, quoted=block.quoted) for line in as_lines(block.rows, setting))


def _continues(line: Line, above: Entry, setting: Setting) -> bool:
    """The fields of one task on lines of their own."""
    if above.rows or above.section is Section.ATTENDANCE or above.presence or not joins_above(line.text, setting):
        return False
    listed = above.item or above.section in (Section.TASKS, Section.RESOLVED)
    return listed or bool(parse_fields(above.text, setting).values)


def _line(line: Line, following: Sequence[Block], place: _Place, setting: Setting) -> Iterator[Entry]:
    marker = marker_of(line.text) or _bracketed(line.text, setting) or _numbered_name(line.text, setting)
    text = line.text[marker.end :].strip() if marker else line.text.strip()
    if marker is not None and marker.kind == "frame" and text and presence_of(marker.words, setting) in _WHO:
        text = f"{marker.words}：{text}"  # 【出席】李强、赵敏
    announced, place.announced = place.announced, _announces(text, setting)
    heading = _heading(line, marker, text, following, place, setting)
    if heading is not None:
        place.open(heading)
        return
    _sibling(marker, place)
    item = line.listed or (marker is not None and marker.kind != "frame")
    first_field = _is_content_of_task(text, following, setting)
    label = labelled(text, setting) if not first_field else None
    item = item or first_field
    if label is None:
        yield Entry(
            text,
            place.section,
            line.text,
            place.presence,
            marker,
            item,
            announced,
            quoted=line.quoted,
            owner=place.owner,
        )
        return
    section, presence, content, lasting = label
    inner = marker_of(content)
    content = content[inner.end :] if inner and inner.kind != "frame" else content
    if lasting:
        place.open(_Heading(_PLAIN_RANK, section, None))
    whole = text if presence else content
    yield Entry(whole, section or place.section, line.text, presence, marker, item, announced, quoted=line.quoted)


def _is_content_of_task(text: str, following: Sequence[Block], setting: Setting) -> bool:
    """内容：…, with 责任人：… on the next line: the first field of a task."""
    below = following[0] if following else None
    named = setting.match(r"\s*«content_label»\s*[:：]\s*\S", text) is not None
    return named and isinstance(below, Line) and joins_above(below.text, setting)


def _bracketed(text: str, setting: Setting) -> Marker | None:
    """[Topic 1] title: square brackets that hold the name of a section."""
    found = _FRAME.match(text)
    if found is None:
        return None
    words = found.group(1)
    known = is_topic(words, setting) or section_of(words, setting) or presence_of(words, setting)
    return Marker("frame", None, found.end(), words=words) if known else None


def _numbered_name(text: str, setting: Setting) -> Marker | None:
    """决议一：, Resolution 2.: a number with the name of what is numbered; a task's own label stays with the task."""
    found = setting.match(r"\s*«task_label»\s*[①-⑳]\s*", text)
    if found is not None:
        return Marker("code", None, found.end(), ticked=False)
    found = setting.match(r"\s*«item_names»\s*[-#]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[:：、.)）]\s*", text)
    if found is None or parse_fields(text[: found.end()], setting).values:
        return None
    return Marker("code", None, found.end())


def _announces(text: str, setting: Setting) -> bool:
    """例如： and its like: what follows is an example."""
    return setting.search(r"«example_intro»\s*[:：]?$", text) is not None


def _sibling(marker: Marker | None, place: _Place) -> None:
    """An item that goes on with a heading's numbers stands beside that heading, not below it."""
    if marker is None or marker.number is None:
        return
    if _beside(marker, place) is not None and not _next_item(marker, place):
        _close_through(marker, place)
    place.last[marker.kind] = marker.number


def _beside(marker: Marker, place: _Place) -> _Heading | None:
    """The open heading whose number comes before this one's."""
    for heading in reversed(place.stack):
        if heading.marker == marker.kind:
            return heading if heading.number is not None and marker.number == heading.number + 1 else None
    return None


def _next_item(marker: Marker, place: _Place) -> bool:
    return marker.number is not None and place.last.get(marker.kind) == marker.number - 1


def _close_through(marker: Marker, place: _Place) -> None:
    while place.stack:
        if place.stack.pop().marker == marker.kind:
            break
    place.last = {}


def _heading(
    line: Line, marker: Marker | None, text: str, following: Sequence[Block], place: _Place, setting: Setting
) -> _Heading | None:
    """The heading that the line is, or None."""
    if _DIVIDER.fullmatch(text):
        return _Heading(0.0, section_of(text, setting) or Section.NEUTRAL)
    if marker and marker.kind == "frame":
        return _framed(marker, text, setting)
    ends_open = text.endswith((":", "："))
    words = text.rstrip(":： ")
    if parse_fields(words, setting).values or setting.book.names("empty_statement", fold(words).strip(" 。.")):
        return None
    rank = _below_section(line.heading / 10, place) if line.heading else marker.rank if marker else _OWNER_RANK
    if _is_owner(words, rank, following, place, setting):
        mark = (marker.kind, marker.number) if marker else ("", None)
        return _Heading(rank, None, None, *mark, owner=words)
    if line.heading:
        if marker is not None and marker.kind == "code":  # 决议二：首发价1299元, above its tasks
            return _Heading(line.heading / 10, Section.RESOLVED)
        return None if _holds_task(text, setting) else _made(line.heading / 10, marker, words, setting)
    if following and is_column_row(_DASH.split(text), setting.book):  # 谁 - 做什么 - 什么时候
        return _Heading(_PLAIN_RANK, Section.TASKS)
    section, presence = section_of(words, setting), presence_of(words, setting)
    if len(words) > _LONGEST_HEADING and not (ends_open and section):
        return _announcing(marker, words, following, place, setting) if ends_open else None
    known = section is not None or (presence is not None and ends_open)
    bullet = marker is not None and marker.number is None
    if known and (not bullet or ends_open):
        return _made(_rank(marker, following, place), marker, words, setting)
    if ends_open:
        return _announcing(marker, words, following, place, setting)
    if _is_topic_line(line, marker, text, following, place, setting):
        return _made(_rank(marker, following, place), marker, words, setting)
    return None


def _framed(marker: Marker, text: str, setting: Setting) -> _Heading | None:
    """【议题一】标题: a topic. 【决议】: what stands below. 【李强】 or 【待办】 with content behind: an item."""
    if is_topic(marker.words, setting):
        named = section_of(text, setting) if text else None
        kept = named if named in (Section.REVIEW, Section.IDLE) else Section.NEUTRAL
        return _Heading(1.0, kept, marker="frame")
    section, presence = section_of(marker.words, setting), presence_of(marker.words, setting)
    if section is None and presence is None and text:
        return None
    if text and section is not Section.NEUTRAL and len(text) > 4:
        return None
    return _Heading(1.0, section or Section.NEUTRAL, presence, marker="frame")


def _made(rank: float, marker: Marker | None, words: str, setting: Setting) -> _Heading:
    presence = presence_of(words, setting)
    section = section_of(words, setting)
    if presence in _WHO and (section is None or section is Section.NEUTRAL):
        section = Section.ATTENDANCE
    if is_topic(words, setting):
        rest = words.split("：")[-1].split(":")[-1]
        named = section_of(rest, setting)
        section = named if named in (Section.REVIEW, Section.IDLE) else Section.NEUTRAL
    shown = presence if section is Section.ATTENDANCE else None
    kind, number = (marker.kind, marker.number) if marker else ("", None)
    return _Heading(rank, section, shown, kind, number)


_WHO = (
    Presence.PRESENT,
    Presence.ABSENT,
    Presence.ON_LEAVE,
    Presence.LATE,
    Presence.LEFT_EARLY,
    Presence.SUBSTITUTE,
)


def _rank(marker: Marker | None, following: Sequence[Block], place: _Place) -> float:
    """Where the heading stands among the others. One without a number holds the numbered list that begins below it."""
    if marker is not None:
        return marker.rank
    below = following[0] if following and isinstance(following[0], Line) else None
    first = marker_of(below.text) if below else None
    if first is None or first.number != 1 or first.kind == "bullet":
        return _PLAIN_RANK
    held = next((h.rank for h in reversed(place.stack) if h.marker == first.kind), None)
    return first.rank - 0.1 if held is None else held + 0.05


def _announcing(
    marker: Marker | None, words: str, following: Sequence[Block], place: _Place, setting: Setting
) -> _Heading | None:
    """会议要求：, 李强汇报：, 华东区：: a line that ends in a colon opens what follows it."""
    if not following or _holds_task(words, setting):
        return None
    if setting.search("«meeting».{0,12}(?:«orders»|«decides»)[^，。]{0,8}$", words):
        section: Section | None = Section.RESOLVED
    elif setting.search("«reports»[^，。]{0,4}$", words):
        section = Section.DISCUSSION
    else:
        section = None
    rank = _rank(marker, following, place)
    return _Heading(rank, section, None, marker.kind if marker else "", marker.number if marker else None)


def _is_topic_line(
    line: Line, marker: Marker | None, text: str, following: Sequence[Block], place: _Place, setting: Setting
) -> bool:
    """A short numbered line with something of another kind below it: the title of a topic."""
    if marker is None and following and (line.apart or line.strong):
        below = following[0]
        return isinstance(below, Line) and not below.apart and _is_title_line(text, setting)
    if marker is None or marker.number is None or not following:
        return False
    if len(text) > _LONGEST_HEADING or fold(text).endswith(("。", ";", "!", "?")) or _holds_task(text, setting):
        return False
    below = following[0]
    if isinstance(below, Table):
        return True
    if below.heading:
        return False
    mark = marker_of(below.text)
    beside = _beside(marker, place) is not None and (not _next_item(marker, place) or mark is None)
    if mark is not None and mark.kind == marker.kind:
        return mark.number == 1 and marker.number is not None and (beside or marker.rank < 4)
    if joins_above(below.text, setting):
        return False
    if mark is not None:
        return mark.rank > marker.rank or beside
    return below.indent > line.indent or beside or marker.rank < 4


def _is_owner(words: str, rank: float, following: Sequence[Block], place: _Place, setting: Setting) -> bool:
    """A line that holds nothing but people, above their tasks; and 待定 beside such lines, above those of nobody."""
    listed = place.section in (Section.TASKS, Section.RESOLVED)
    rolled = presence_of(split_label(words)[0], setting) is not None  # 记录人：何军
    if not listed or not following or rolled:
        return False
    beside = any(heading.owner and heading.rank == rank for heading in place.stack)
    return only_people(words, setting) or (beside and bool(words) and is_nothing(words, setting))


def _below_section(rank: float, place: _Place) -> float:
    """A person's heading stands below the list's own, whatever level the file gives the two."""
    holder = next((h.rank for h in reversed(place.stack) if h.section is not None), 0.0)
    return max(rank, holder + 0.05)


def _owner_of_list(line: Line, following: Sequence[Block], place: _Place, setting: Setting) -> str:
    """责任人：李强 right below a heading, and a list below it: whose tasks these are. Behind a task it is that task's."""
    first = place.opened or any(heading.owner and heading.rank == _OWNER_RANK for heading in place.stack)
    below = following[0] if following else None
    if not first or place.section not in (Section.TASKS, Section.RESOLVED) or marker_of(line.text):
        return ""
    if not isinstance(below, Line) or not (below.listed or marker_of(below.text)):
        return ""
    fields = parse_fields(line.text, setting)
    alone = not fields.lead and [kind for kind, _ in fields.values] == [Field.OWNER]
    return fields.value(Field.OWNER) if alone and only_people(fields.value(Field.OWNER), setting) else ""


def _is_title_line(text: str, setting: Setting) -> bool:
    """A short line of its own without the marks of a sentence, without people or days."""
    short = len(text) <= _LONGEST_HEADING and not re.search(r"[。，；,;.!?！？:：]", text)
    return short and not find_dues(text, setting) and not setting.people.find(text) and len(text.split()) <= 6


def _holds_task(text: str, setting: Setting) -> bool:
    """A line with a person and a day is an item even where it looks like a heading."""
    return bool(setting.people.find(text)) and bool(find_dues(text, setting))
