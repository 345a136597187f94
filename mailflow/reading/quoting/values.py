"""What the reading of a body gives, and the lines on which it works."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Hint(Enum):
    """What the markup, or the form of a line, says before its words are looked at."""

    NONE = "none"
    SIGNATURE = "signature"
    QUOTED = "quoted"  # inside a container that a program puts around the original
    ORIGINAL = "original"  # the original begins here, and its text stands in this very line


class Line(NamedTuple):
    """One line as its reader sees it. ``depth`` counts quote marks or nested blockquotes; ``ink`` is the colour of a
    line that is coloured all through, "" for ordinary text."""

    text: str
    depth: int = 0
    hint: Hint = Hint.NONE
    ink: str = ""

    @property
    def blank(self) -> bool:
        return not self.text or self.text.isspace()


@dataclass(frozen=True)
class Passage:
    """An answer in the middle of the original: the quoted line above it, and the words that stand under it."""

    quoted: str
    words: str


@dataclass(frozen=True)
class NewWords:
    """What the sender wrote for this mail.

    ``text`` is the contract's ``text``. ``subject`` are the subject's own words where they count as the sender's,
    else "": they are part of ``text``, save in a fresh mail, where they may state what the body does not. ``quoted`` is the original without marks, ``forwarded`` says that the
    mail carries somebody else's mail on. ``conflict`` says that the plain and the HTML body state different words,
    ``cut_short`` that the mail goes on behind what was read of it: nothing may be decided from it without asking.
    """

    text: str
    passages: tuple[Passage, ...] = ()
    subject: str = ""
    quoted: str = ""
    forwarded: bool = False
    conflict: bool = False
    cut_short: bool = False
