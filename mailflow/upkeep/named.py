"""Which blobs a record names. Found by the types of its fields: a new field that holds a Digest needs no line here."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from mailflow.core.record import Record
from mailflow.core.values import Digest


def digests_of(record: Record) -> frozenset[Digest]:
    return frozenset(_walk(record))


@cache
def digest_fields(kind: type[Any]) -> frozenset[str]:
    """The fields of a dataclass that hold a digest, or may."""
    hints = get_type_hints(kind)
    return frozenset(name for name, hint in hints.items() if hint is Digest or Digest in get_args(hint))


def _walk(value: Any) -> Iterator[Digest]:
    if isinstance(value, tuple):
        for each in value:
            yield from _walk(each)
    elif is_dataclass(value) and not isinstance(value, type):
        own = digest_fields(type(value))
        for field in fields(value):
            held = getattr(value, field.name)
            if field.name not in own:
                yield from _walk(held)
            elif held is not None:
                yield Digest(held)
