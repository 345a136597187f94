"""winmail.dat: Outlook's own envelope (MS-OXTNEF), opened for its files and its text."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mailflow.reading.charsets import decode

_SIGNATURE = 0x223E9F78
_LEVEL_ATTACHMENT = 2
# MS-OXTNEF 2.1.2: the attributes that are read.
_ATT_BODY = 0x0002800C
_ATT_MESSAGE_CLASS = 0x00078008
_ATT_ATTACH_TITLE = 0x00018010
_ATT_ATTACH_DATA = 0x0006800F
_ATT_ATTACH_REND = 0x00069002
_ATT_ATTACHMENT = 0x00069005
_ATT_MAPI_PROPS = 0x00069003
_ATT_OEM_CODEPAGE = 0x00069007
# MS-OXPROPS: PidTagAttachLongFilename, PidTagAttachFilename, PidTagAttachDataBinary, PidTagBody.
_LONG_NAME, _SHORT_NAME, _DATA, _BODY = 0x3707, 0x3704, 0x3701, 0x1000
_FIXED = {0x0002: 4, 0x0003: 4, 0x000B: 4, 0x0004: 4, 0x000A: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x0014: 8, 0x0040: 8,
          0x0048: 16, 0x0001: 4}  # fmt: skip
_VARIABLE = {0x001E, 0x001F, 0x0102, 0x000D}
_MOST_VALUES = 10_000


class TnefError(Exception):
    """These bytes are no TNEF."""


@dataclass(frozen=True)
class TnefFile:
    name: str
    content: bytes


@dataclass(frozen=True)
class Tnef:
    """``message_class`` tells what Outlook item it was: ``IPM.Note``, ``IPM.Schedule.Meeting.Resp.Pos``."""

    files: tuple[TnefFile, ...]
    text: str
    message_class: str


@dataclass
class _File:
    name: str = ""
    content: bytes = b""


def read_tnef(data: bytes) -> Tnef:
    """What is inside. A stream that is cut short gives what stands before the cut; raises TnefError for other bytes."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise TnefError("no TNEF signature")
    files: list[_File] = []
    text, message_class, codepage = "", "", "gb18030"
    for level, attribute, value in _attributes(data):
        if attribute == _ATT_OEM_CODEPAGE and len(value) >= 4:
            codepage = f"cp{struct.unpack_from('<I', value)[0]}"
        elif attribute == _ATT_MESSAGE_CLASS:
            message_class = _string(value, codepage)
        elif attribute == _ATT_BODY:
            text = _string(value, codepage)
        elif attribute == _ATT_MAPI_PROPS and not text:
            text = next((_mapi_string(kind, v, codepage) for tag, kind, v in _properties(value) if tag == _BODY), "")
        elif level == _LEVEL_ATTACHMENT:
            _take(attribute, value, files, codepage)
    named = tuple(TnefFile(_bare(f.name), f.content) for f in files if f.name and f.content)
    return Tnef(named, text, message_class)


def _take(attribute: int, value: bytes, files: list[_File], codepage: str) -> None:
    if attribute == _ATT_ATTACH_REND or not files:  # begins the next attachment (MS-OXTNEF 2.1.3.3.15)
        files.append(_File())
    current = files[-1]
    if attribute == _ATT_ATTACH_TITLE:
        current.name = current.name or _string(value, codepage)
    elif attribute == _ATT_ATTACH_DATA:
        current.content = value
    elif attribute == _ATT_ATTACHMENT:
        for tag, kind, content in _properties(value):
            if tag == _LONG_NAME or (tag == _SHORT_NAME and not current.name):
                current.name = _mapi_string(kind, content, codepage) or current.name
            elif tag == _DATA and not current.content:
                current.content = content


def _attributes(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Level, attribute id and value of each attribute (MS-OXTNEF 2.1.1); a checksum follows each."""
    at = 6
    while at + 9 <= len(data):
        level, attribute, length = struct.unpack_from("<BII", data, at)
        at += 9
        if at + length > len(data):
            return
        yield level, attribute, data[at : at + length]
        at += length + 2


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Tag, type and first value of each MAPI property (MS-OXTNEF 2.1.3.4)."""
    try:
        yield from _read_properties(data)
    except struct.error:
        return  # cut short


def _read_properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, _MOST_VALUES)):
        kind, tag = struct.unpack_from("<HH", data, at)
        at += 4
        if tag >= 0x8000:
            at = _after_name(data, at)
        several, base = bool(kind & 0x1000), kind & 0x0FFF
        values = 1
        if several or base in _VARIABLE:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
        first = b""
        for number in range(min(values, _MOST_VALUES)):
            if base in _VARIABLE:
                (length,) = struct.unpack_from("<I", data, at)
                at += 4
                value, at = data[at : at + length], at + _padded(length)
            elif base in _FIXED:
                value, at = data[at : at + _FIXED[base]], at + _FIXED[base]
            else:
                return
            if at > len(data) + 3:
                return
            first = value if number == 0 else first
        yield tag, base, first


def _after_name(data: bytes, at: int) -> int:
    """Where a named property's value begins: a GUID and a number or a string stand before it."""
    (kind,) = struct.unpack_from("<I", data, at + 16)
    at += 20
    if kind == 0:
        return at + 4
    (length,) = struct.unpack_from("<I", data, at)
    return at + 4 + _padded(length)


def _padded(length: int) -> int:
    return (length + 3) & ~3


def _string(value: bytes, codepage: str) -> str:
    return decode(value.rstrip(b"\x00"), codepage)


def _mapi_string(kind: int, value: bytes, codepage: str) -> str:
    if kind == 0x001F:
        return value.decode("utf-16-le", "replace").rstrip("\x00")
    return _string(value, codepage)


def _bare(name: str) -> str:
    return "".join(c for c in name if c.isprintable()).replace("\\", "/").rsplit("/", 1)[-1]
