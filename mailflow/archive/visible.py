"""Other people's words, with nothing in them that acts without being seen: on a terminal, in a page, in a file name."""

import re

# Control characters (a terminal obeys them), halves of characters, and the direction marks that make one name
# read as another.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]",
)


def visible(text: str) -> str:
    """What cannot be seen is shown as a sign that says so."""
    return _HIDDEN.sub("\ufffd", text.replace("\r\n", "\n"))


def visible_line(text: str) -> str:
    """The same on one line: nobody writes a second one of ours."""
    return visible(" ".join(text.splitlines()))


def escaped(json: str) -> str:
    """JSON that means the same, and on a terminal is only read."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", json)
