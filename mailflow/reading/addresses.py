"""Mailboxes in a header field (RFC 5322 3.4), as programs write them."""

import re
from collections.abc import Iterable, Iterator
from email.utils import getaddresses

from mailflow.core.values import address
from mailflow.reading.charsets import decoded_words
from mailflow.reading.mail import Mailbox

_ADDRESS = r'[^\s<>,;:()"\\\[\]]+@[^\s<>,;:()"\\\[\]@]+'
# The plain forms, which nearly all mail has: a name, quoted or not, with an address in brackets; or an address alone.
# Outlook separates by semicolons.
_PLAIN = re.compile(
    rf'(?:(?:\s*"(?P<quoted>[^"\\]*)"\s*|(?P<name>[^",<>()@:;\\\[\]]*))<\s*(?P<in_brackets>{_ADDRESS})\s*>'
    rf"|\s*(?P<alone>{_ADDRESS}))\s*(?:[,;]|\Z)"
)
_LONGEST, _LONGEST_NAME, _MOST_COMMENTS = 100_000, 1_000, 20
# wang.fang@corp.example <other@…>: a name that is not quoted, though it holds an address; who wrote stands in the brackets.
_NAME_WITH_ADDRESS = re.compile(r'((?:^|,)\s{0,9})([^",<>()@]{0,100}@[^",<>()]{0,100}?)\s{0,9}<(?=[^<>]{0,320}>)')


def mailboxes(values: Iterable[str]) -> tuple[Mailbox, ...]:
    """Everybody in the fields; what is no address falls away. An address is found before its name is decoded."""
    found: list[Mailbox] = []
    for value in values:
        pairs = _plain(value) or _odd(value)
        found += [Mailbox(_one_line(name), address(bare)) for name, bare in pairs if "@" in bare]
    return tuple(found)


def _plain(value: str) -> list[tuple[str, str]]:
    """The pairs of name and address where all of the value has the plain forms, else none."""
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(value):
        found = _PLAIN.match(value, at)
        if not found:
            return []
        quoted, name, in_brackets, alone = found.groups()
        pairs.append((quoted or name or "", in_brackets or alone))
        at = found.end()
    return pairs


def _odd(value: str) -> list[tuple[str, str]]:
    """Any other form is the library's work. It recurses once for each open bracket, so those that nest are blanked."""
    value = value[:_LONGEST].replace(";", ",")
    if value.count("(") > _MOST_COMMENTS:
        value = value.replace("(", " ").replace(")", " ")
    if len(value) < _LONGEST_NAME:
        value = _NAME_WITH_ADDRESS.sub(r'\1"\2" <', value)
    return getaddresses([value])


def _one_line(name: str) -> str:
    return " ".join((decoded_words(name) if "=?" in name else name).split()).strip("\"' ")


def addresses(values: Iterable[str]) -> Iterator[str]:
    """The addresses alone, in lower case."""
    return (box.address for box in mailboxes(values))
