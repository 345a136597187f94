"""Bytes to text, whatever charset the sender's program claims. Nothing here raises."""

import binascii
import codecs
import re
from functools import lru_cache
from itertools import groupby

# Programs that say GB2312 write GBK or GB18030 all the same; the larger set reads all of them.
_LARGER = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "ms936": "gb18030", "euc-cn": "gb18030", "euccn": "gb18030", "gb-2312": "gb18030", "gb_18030": "gb18030",
    "big5": "cp950", "x-big5": "cp950", "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252",
    "us-ascii": "utf-8", "ascii": "utf-8", "utf8": "utf-8", "utf-8": "utf-8", "unicode": "utf-8",
    "default": "utf-8", "8bit": "utf-8", "unknown": "utf-8", "unknown-8bit": "utf-8",
}  # fmt: skip
# Python's own codecs that are no charset of a mail.
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
# In these, ASCII bytes are ASCII characters; in UTF-7, HZ and the ISO-2022 family they are not.
_ASCII_INSIDE = {"", "utf-8", "cp1252", "gb18030", "cp950", "ascii", "iso8859-1", "iso8859-15"}
_ENCODED_WORD = re.compile(r"=\?([^?\s]+)\?([bqBQ])\?([^?]*)\?=")


@lru_cache(maxsize=512)
def known_charset(name: str) -> str:
    """The codec that reads ``name``; "" where there is none."""
    wanted = name.strip().strip("\"'").lower()
    wanted = _LARGER.get(wanted, wanted)
    try:
        found = codecs.lookup(wanted).name if wanted else ""
    except (LookupError, ValueError):
        return ""
    return "" if found in _NOT_CHARSETS else found


def decode(data: bytes, charset: str = "") -> str:
    """The declared charset where it fits; else UTF-8, GB18030, and at last UTF-8 with replacement marks."""
    declared = known_charset(charset) if charset else ""
    if declared in _ASCII_INSIDE and data.isascii():
        return data.decode("ascii")
    if declared == "cp1252" and not data.isascii() and _is_utf8(data):
        return data.decode("utf-8")  # Latin-1 fits everything; bytes that are UTF-8 by chance do not occur
    for codec in (declared, "utf-8", "gb18030"):
        if codec:
            try:
                return data.decode(codec)
            except (LookupError, ValueError):
                continue
    last = declared or "utf-8"
    try:
        return data.decode(last, "replace")
    except (LookupError, ValueError):
        return data.decode("utf-8", "replace")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def clean(text: str) -> str:
    """Line ends as ``\\n``, without NULs and byte-order marks."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\x00" in text:
        text = text.replace("\x00", "")
    return text.replace("\ufeff", "") if "\ufeff" in text else text


def decoded_words(value: str) -> str:
    """``value`` with its encoded words decoded, also where they stand in quotes or touch each other."""
    if "=?" not in value:
        return value
    pieces: list[str] = []
    held: list[tuple[str, bytes]] = []  # a run of encoded words: charset and bytes
    end = 0
    for word in _ENCODED_WORD.finditer(value):
        between = value[end : word.start()]
        if between.strip() or not held:
            pieces += [_joined(held), between]
            held = []
        charset, encoding, content = word.groups()
        held.append((charset.split("*")[0].lower(), _word_bytes(encoding, content)))  # RFC 2231 5: charset*language
        end = word.end()
    return "".join([*pieces, _joined(held), value[end:]])


def _word_bytes(encoding: str, content: str) -> bytes:
    data = content.encode("ascii", "ignore")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return base64_bytes(data)


def base64_bytes(data: bytes) -> bytes:
    """What can be read of it: stray characters and missing padding are no reason to lose an attachment."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
        whole = len(letters) - (1 if len(letters) % 4 == 1 else 0)
        return binascii.a2b_base64(letters[:whole] + b"=" * (-whole % 4))


def _joined(words: list[tuple[str, bytes]]) -> str:
    """Words of one charset are joined before decoding: some programs cut a character in two (against RFC 2047 5)."""
    text: list[str] = []
    for charset, run in groupby(words, key=lambda word: word[0]):
        text.append(decode(b"".join(data for _, data in run), charset))
    return "".join(text)
