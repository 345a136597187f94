"""All that documents say, as MinutesContent: attendance, decisions, tasks, and what must be asked."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mailflow.core.minutes import Doubt, Dropping, MinutesContent, Task, Why
from mailflow.reading.minutes.attendance import attendance_facts, record_of
from mailflow.reading.minutes.blocks import Block, Source, text_of
from mailflow.reading.minutes.chats import unchatted
from mailflow.reading.minutes.dropping import droppings
from mailflow.reading.minutes.flattened import restored
from mailflow.reading.minutes.items import Decided, Found, read_entry
from mailflow.reading.minutes.merging import merged
from mailflow.reading.minutes.numbering import numbered
from mailflow.reading.minutes.outline import Entry, outline
from mailflow.reading.minutes.rolls import punctuated
from mailflow.reading.minutes.setting import Setting
from mailflow.reading.minutes.spelling import respelled
from mailflow.reading.minutes.tables import read_table
from mailflow.reading.minutes.unwrapping import unwrapped


def content_of(sources: Sequence[Source], setting: Setting) -> MinutesContent:
    """What the sources say together, the earlier ones first."""
    sources = [respelled(source, setting) for source in sources]
    entries = [
        replace(entry, group=(at, entry.group[1]))
        for at, source in enumerate(sources)
        for entry in outline(_lines(source, setting), setting)
    ]
    read = [each for entry in entries for each in _read(entry, setting)]
    tasks = merged(each for each in read if isinstance(each, Found))
    text = "\n".join(part for source in sources for part in (text_of(source.blocks), source.beyond) if part)
    return MinutesContent(
        attendance=record_of(attendance_facts(entries, setting)),
        decisions=tuple(dict.fromkeys(each.text for each in read if isinstance(each, Decided))),
        resolutions=tuple(_task(task) for task in tasks),
        problems=tuple(doubt for task in tasks for doubt in _doubts(task)),
        drops=tuple(dict.fromkeys(drop for source in sources for drop in _drops(source, setting))),
        text=text,
    )


def _lines(source: Source, setting: Setting) -> Sequence[Block]:
    blocks = unchatted(tuple(restored(source.blocks, setting)), setting)
    blocks = punctuated(numbered(blocks), setting)
    return unwrapped(blocks, setting) if source.wrapped else blocks


def _read(entry: Entry, setting: Setting) -> Iterator[Found | Decided]:
    if not entry.rows:
        yield from read_entry(entry, setting)
    else:
        yield from read_table(entry, setting)


def _drops(source: Source, setting: Setting) -> Iterator[Dropping]:
    return droppings(text_of(source.blocks), setting.book, setting.people)


def _task(found: Found) -> Task:
    return Task(
        title=found.title,
        owners=found.owners.people,
        due=found.due.moment if found.due else None,
        requirement=found.requirement or None,
    )


def _doubts(found: Found) -> Iterator[Doubt]:
    """Where owner or date cannot be resolved only that is reported, not that it is missing as well."""
    for why in _whys(found):
        yield Doubt(found.line, why)


def _whys(found: Found) -> Iterable[Why]:
    yield from found.owners.problems
    if not found.owners.people and not found.owners.problems:
        yield Why.NO_OWNER
    if found.due is None:
        yield Why.NO_DEADLINE
    elif found.due.moment is None:
        yield found.due.why or Why.NO_DEADLINE
