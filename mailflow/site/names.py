"""Names of files in the exported folder: made of other people's, harmless on every system and in every browser."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

_LONGEST = 120  # bytes; file systems take 255, and a path is made of several
# What a browser or a desktop shows, or hands to an office program, without running it.
_HARMLESS = re.compile(
    r"pdf|txt|md|csv|tsv|png|jpe?g|gif|webp|bmp|heic|mp3|mp4|zip|7z|rar|gz|tar"
    r"|docx?|xlsx?|pptx?|od[tsp]|rtf|wps|et|dps|ics",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|%#]')
# Reserved by Windows, with whatever extension.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)


def safe(name: str) -> str:
    """One file name: no folder, nothing invisible, and no extension that is run. ``x.html`` becomes ``x.html.txt``.

    Idempotent. Never empty, never hidden, never longer than a file system takes.
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join("_" if unicodedata.category(c)[0] in "CZ" and c != " " else c for c in text)
    text = _FORBIDDEN.sub("_", text).strip(" .") or "_"
    if _RESERVED.match(text):
        text = f"_{text}"
    stem, dot, extension = text.rpartition(".")
    if not dot:
        return f"{_cut(text, _LONGEST)}.txt"
    if not _HARMLESS.fullmatch(extension):
        stem, extension = text, "txt"
    return f"{_cut(stem, _LONGEST - len(extension.encode()) - 1)}.{extension}"


def folder(key: str) -> str:
    """The same for a record's id, which has no extension."""
    return safe(f"{key}.txt").removesuffix(".txt")


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Each name, or with a number where another has it already; to many systems A and a are one."""
    taken: set[str] = set()
    found = []
    for name in names:
        path, number, candidate = PurePosixPath(name), 1, name
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{path.stem}-{number}{path.suffix}"
        taken.add(candidate.casefold())
        found.append(candidate)
    return tuple(found)


def _cut(text: str, longest: int) -> str:
    return text.encode()[:longest].decode(errors="ignore").rstrip(" .") or "_"
