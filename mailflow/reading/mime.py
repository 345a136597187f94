"""The tree of MIME parts, as a flat walk over one buffer (RFC 2045, 2046).

The standard library's parser recurses once a level and dies of a mail that is nested a thousand deep; this walk keeps
its own stack, copies nothing but the headers, and stops at limits. Headers with parameters are the library's work.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from mailflow.reading.charsets import base64_bytes, decode, decoded_words

MOST_PARTS = 10_000
DEEPEST = 2_000
MOST_SCANNED = 1 << 30
"""Bytes looked through for boundaries, every level counted: so a deep and large mail takes no long time."""

_HEADERS_END = re.compile(rb"\r?\n\r?\n|\r\r")
_LINE_END = re.compile(rb"[ \t]*(?:\r?\n|\r|\Z)")
_UNFOLD = re.compile(rb"\r?\n[ \t]+")
_FIELD_NAME = re.compile(rb"[!-9;-~]+[ \t]*:")
_FIELD = re.compile(r"(?:^|(?<=[\r\n]))([!-9;-~]+[ \t]*):([^\r\n]*)")
_BELIEVED = {"authentication-results"}
_BLANKS = " \t\r\n\x0b\x0c"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Part:
    """One leaf, or the ``message/rfc822`` whose content is a mail again. ``path`` are the multiparts around it."""

    headers: Headers
    media_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    body: bytes
    path: tuple[str, ...]
    first: bool

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name), "")

    def content(self) -> bytes:
        """The body with its transfer encoding undone (RFC 2045 6)."""
        encoding = self.header("content-transfer-encoding").strip().lower()
        if encoding == "base64":
            return base64_bytes(self.body)
        if encoding == "quoted-printable":
            return binascii.a2b_qp(self.body)
        if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
            return _uudecoded(self.body)
        return self.body


@dataclass(frozen=True)
class Walk:
    """``headers`` of the whole mail, its leaves in order, and whether a limit cut the walk short."""

    headers: Headers
    content_type: str
    parameters: dict[str, str]
    parts: tuple[Part, ...]
    incomplete: bool


@dataclass(frozen=True)
class _Open:
    """A stretch of the buffer that is still to be taken apart."""

    start: int
    end: int
    path: tuple[str, ...]
    default: str
    first: bool


def walk(raw: bytes) -> Walk:
    """Every leaf of the mail, in the order in which it stands."""
    parts: list[Part] = []
    stack = [_Open(0, len(raw), (), "text/plain", True)]
    root: tuple[Headers, str, dict[str, str]] | None = None
    incomplete, scanned = False, 0
    while stack:
        piece = stack.pop()
        headers, body_start = split_headers(raw, piece.start, piece.end)
        media_type, parameters = media_type_of(_first(headers, "content-type"), piece.default)
        if root is None:
            root = (headers, media_type, parameters)
        boundary = parameters.get("boundary", "")
        if media_type.startswith("multipart/") and boundary:
            scanned += piece.end - body_start
            if len(piece.path) >= DEEPEST or scanned > MOST_SCANNED:
                incomplete = True
                continue
            room = MOST_PARTS - len(parts) - len(stack)
            default = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
            children, cut = _children(raw, body_start, piece.end, boundary.encode("utf-8", "replace"), room)
            incomplete |= cut
            path = (*piece.path, media_type)
            opened = [_Open(a, b, path, default, i == 0) for i, (a, b) in enumerate(children)]
            stack.extend(reversed(opened))
            if children:
                continue
        parts.append(_leaf(raw[body_start : piece.end], headers, media_type, parameters, piece))
    assert root is not None
    return Walk(*root, tuple(parts), incomplete)


def _leaf(body: bytes, headers: Headers, media_type: str, parameters: dict[str, str], piece: _Open) -> Part:
    kind, disposition = media_type_of(_first(headers, "content-disposition"), "")
    name = disposition.get("filename") or parameters.get("name") or ""
    if media_type.startswith("multipart/"):  # without boundary or without a part: what is there is text
        media_type = "text/plain"
    return Part(headers, media_type, parameters, kind, _filename(name), body, piece.path, piece.first)


def _children(raw: bytes, start: int, end: int, boundary: bytes, room: int) -> tuple[list[tuple[int, int]], bool]:
    """Where the parts between the boundary lines stand (RFC 2046 5.1.1), and whether some had to be left out."""
    delimiter = b"--" + boundary
    found: list[tuple[int, int]] = []
    opened, at = -1, raw.find(delimiter, start, end)
    while at >= 0:
        after = at + len(delimiter)
        closing = raw.startswith(b"--", after)
        line_end = _LINE_END.match(raw, after + 2 if closing else after, end)
        if line_end and (at == start or raw[at - 1] in b"\r\n"):
            if opened >= 0:
                found.append((opened, _before_line_end(raw, opened, at)))
            if closing or len(found) >= room:
                return found, not closing
            opened = line_end.end()
        at = raw.find(delimiter, after, end)
    if opened >= 0:
        found.append((opened, end))  # no closing line: the rest is the last part
    return found, False


def _before_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 0x0A:
        end -= 1
    if end > start and raw[end - 1] == 0x0D:
        end -= 1
    return max(start, end)


def split_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header fields that begin at ``start``, and where the body begins.

    Encoded words stay as they are: an address is found before its name is decoded, or the name could forge one.
    """
    if raw.startswith((b"\n", b"\r\n"), start):
        return (), start + (1 if raw[start] == 0x0A else 2)
    stop = _HEADERS_END.search(raw, start, end)
    block = raw[start : stop.start() if stop else end]
    body = stop.end() if stop else end
    if b"\n " in block or b"\n\t" in block:
        block = _UNFOLD.sub(b" ", block)
    fields = [*(_plain_fields if block.isascii() else _fields)(block)]
    if not fields and start > 0:  # a part without any header field is all body
        return (), start
    return tuple(fields), body


def _plain_fields(block: bytes) -> Iterator[tuple[str, str]]:
    """The same in ASCII alone, which nearly all headers are: decoded once."""
    for found in _FIELD.finditer(block.decode("ascii")):
        name, value = found.groups()
        yield _field_name(name), value.strip(_BLANKS)


def _fields(block: bytes) -> Iterator[tuple[str, str]]:
    for line in block.splitlines():
        if not _FIELD_NAME.match(line):
            continue  # an mbox "From " line, or rubbish between the fields
        name, _, value = line.partition(b":")
        yield _field_name(name.decode("ascii", "replace")), decode(value.strip())


def _field_name(written: str) -> str:
    """In lower case. A blank before the colon (RFC 5322 4.5.8) hides a field from the server that removes forged ones:
    where a field is believed, such a name is another one."""
    name = written.lower()
    bare = name.rstrip(" \t")
    return name if bare in _BELIEVED else bare


def _first(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key == name), "")


def media_type_of(value: str, default: str) -> tuple[str, dict[str, str]]:
    """A Content-Type or Content-Disposition value: its word in lower case, its parameters (RFC 2231 undone)."""
    if not value:
        return default, {}
    word, separator, rest = value.partition(";")
    word = word.strip().lower()
    if not separator:
        return word or default, {}
    return word or default, _parameters(rest)


# name=word; name="words", without the continuations and charsets of RFC 2231, and without encoded words.
_PLAIN_PARAMETER = re.compile(
    r'\s*([A-Za-z][A-Za-z0-9-]*)\s*=\s*(?:"([^"\\=]*(?:=(?!\?)[^"\\=]*)*)"|([^\s;"\\()<>@,?=]+))\s*(?:;|\Z)'
)


def _parameters(rest: str) -> dict[str, str]:
    """The parameters behind a media type or a disposition; of a name that stands twice the first."""
    plain: dict[str, str] = {}
    at = 0
    while at < len(rest):
        found = _PLAIN_PARAMETER.match(rest, at)
        if not found:
            return _odd_parameters(rest)
        name, quoted, word = found.groups()
        plain.setdefault(name.lower(), word if word is not None else quoted)
        at = found.end()
    return plain


def _odd_parameters(rest: str) -> dict[str, str]:
    message = Message()
    message["Content-Type"] = "x/y;" + rest.replace("\n", " ").replace("\r", " ")
    try:
        pairs: list[tuple[str, object]] = [*(message.get_params(failobj=[], unquote=True) or [])]
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
    read: dict[str, str] = {}
    for name, value in pairs[1:]:
        if isinstance(value, tuple):  # RFC 2231: charset, language, value as Latin-1 characters
            charset, _, text = value
            value = decode(str(text).encode("latin-1", "replace"), str(charset or ""))
        read.setdefault(name.lower(), decoded_words(str(value)))
    return read


def _filename(name: str) -> str:
    """The last part of a path, without control characters: a name, never a place."""
    bare = name if name.isprintable() else "".join(c for c in name if c.isprintable())
    return bare.replace("\\", "/").rsplit("/", 1)[-1].strip()


def _uudecoded(body: bytes) -> bytes:
    out = bytearray()
    for line in body.splitlines():
        if line.startswith((b"begin ", b"end")) or not line:
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(out)
