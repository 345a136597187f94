"""iCalendar taken apart, however it is written (RFC 5545 3.1).

A reply that a strict parser refuses is still somebody's answer: lines folded in the middle of a character, missing
END lines, bare line feeds, unquoted parameters. Only the structure is read here; icalendar writes our own calendars.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailflow.reading.charsets import decode

_MOST_LINES = 20_000
_FOLD = re.compile(rb"\r?\n[ \t]|\r[ \t]")
_NAME = re.compile(r"^([A-Za-z0-9-]+)(?=[;:])")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,])*(?:,(?:"[^"]*"|[^";:,])*)*)')
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$")
_OFFSET = re.compile(r"([+-])\s?(\d{1,2})(?:[:.]?(\d\d))?")
_ESCAPE = re.compile(r"\\([nN,;\\])")


@dataclass(frozen=True)
class ContentLine:
    """One property. ``parameters`` has its names in capitals and its values without quotes."""

    name: str
    parameters: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as TEXT, escapes undone (RFC 5545 3.3.11)."""
        return _ESCAPE.sub(lambda m: "\n" if m.group(1) in "nN" else m.group(1), self.value)


@dataclass
class Component:
    """VCALENDAR, VEVENT and the like, with what stands directly inside."""

    name: str
    lines: list[ContentLine] = field(default_factory=list)
    inner: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> ContentLine | None:
        return next((line for line in self.lines if line.name == name), None)

    def every(self, name: str) -> Iterator[ContentLine]:
        return (line for line in self.lines if line.name == name)

    def text(self, name: str) -> str:
        found = self.first(name)
        return found.text.strip() if found else ""

    def components(self, *names: str) -> Iterator["Component"]:
        return (component for component in self.inner if component.name in names)


def read_components(content: bytes) -> Component:
    """The calendar as a tree. What is no content line is left out; what is not closed ends with the text."""
    text = decode(_FOLD.sub(b"", content.replace(b"\x00", b"")))
    root = Component("")
    open_: list[Component] = [root]
    for number, raw in enumerate(text.splitlines()):
        if number >= _MOST_LINES:
            break
        line = _content_line(raw.strip("\ufeff \t"))
        if line is None:
            continue
        if line.name == "BEGIN":
            component = Component(line.value.strip().upper())
            open_[-1].inner.append(component)
            open_.append(component)
        elif line.name == "END":
            _close(open_, line.value.strip().upper())
        else:
            open_[-1].lines.append(line)
    return next(root.components("VCALENDAR"), root)


def _close(open_: list[Component], name: str) -> None:
    for depth in range(len(open_) - 1, 0, -1):
        if open_[depth].name == name:
            del open_[depth:]
            return


def _content_line(raw: str) -> ContentLine | None:
    name = _NAME.match(raw)
    if not name:
        return None
    parameters: dict[str, str] = {}
    at = name.end()
    while at < len(raw) and raw[at] == ";":
        found = _PARAMETER.match(raw, at)
        if not found:
            break
        parameters.setdefault(found.group(1).upper(), found.group(2).replace('"', ""))
        at = found.end()
    colon = raw.find(":", at)
    if colon < 0:
        return None
    return ContentLine(name.group(1).upper(), parameters, raw[colon + 1 :].strip())


def moment(line: ContentLine | None, calendar: Component, zone: tzinfo) -> datetime | None:
    """A DATE-TIME with its zone; ``zone`` where it names none that is known. None for a DATE or what is neither."""
    found = _STAMP.match(line.value.strip()) if line else None
    if line is None or found is None or found.group(4) is None:
        return None
    year, month, day, hour, minute = (int(found.group(i)) for i in range(1, 6))
    named = line.parameters.get("TZID", "")
    try:
        read = datetime(year, month, day, hour, minute, int(found.group(6) or 0), tzinfo=UTC)
    except ValueError:
        return None
    if found.group(7):
        return read
    return read.replace(tzinfo=(_zone(named, calendar) if named else None) or zone)


def _zone(name: str, calendar: Component) -> tzinfo | None:
    """The zone that a TZID means: by its name, by the VTIMEZONE of that name, by an offset in it."""
    known = _named_zone(name.strip().strip("\"'"))
    if known:
        return known
    for definition in calendar.components("VTIMEZONE"):
        if definition.text("TZID") == name.strip():
            rules = [*definition.components("STANDARD"), *definition.components("DAYLIGHT")]
            offsets = [rule.text("TZOFFSETTO") for rule in rules]
            found = _OFFSET.search(offsets[0]) if offsets else None
            if found:
                return _fixed(found)
    found = _OFFSET.search(name)
    return _fixed(found) if found else None


@lru_cache(maxsize=256)
def _named_zone(name: str) -> tzinfo | None:
    candidates = [name, "/".join(name.split("/")[-2:])] if "/" in name else [_of_windows(name)]
    for candidate in candidates:
        if candidate and "/" in candidate.strip("/"):
            try:
                return ZoneInfo(candidate.strip("/"))
            except (ValueError, OSError, KeyError):
                continue
    return UTC if name.upper() in {"UTC", "GMT", "ETC/UTC", "Z"} else None


def _of_windows(name: str) -> str:
    """“China Standard Time” as Olson's list has it; "" where Windows has no such zone."""
    # Here, because few mails name a zone so, and the library takes long to load.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(name, "")


def _fixed(offset: re.Match[str]) -> tzinfo | None:
    sign, hours, minutes = offset.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if size >= timedelta(hours=24):
        return None
    return timezone(-size if sign == "-" else size)
