"""A TOML file read into its shape; every fault in it with its key."""

import difflib
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from mailflow.config.faults import Fault

Shape = TypeVar("Shape", bound=BaseModel)

_SECRET = ("password", "secret", "client_secret", "refresh_token")
_EXPECTED = {
    "missing": "a value: it is missing",
    "string_type": "a text in quotes",
    "string_too_short": "a text that is not empty",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "tuple_type": "a list in square brackets",
    "too_short": "at least one entry",
    "too_long": "fewer entries",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "date_type": "a date such as 2026-10-01",
}


def read(path: Path, name: str, shape: type[Shape]) -> tuple[Shape | None, tuple[Fault, ...]]:
    """``name`` is how faults call the file. Editors of Windows put a byte order mark in front: it is no fault."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        data = tomllib.loads(text)
    except FileNotFoundError:
        return None, (Fault(name, "", "a file: it is missing (mailflow init writes a complete example)"),)
    except OSError as fault:
        return None, (Fault(name, "", f"a file that can be read: {fault.strerror}"),)
    except UnicodeDecodeError as fault:
        return None, (Fault(name, "", f"UTF-8 text: byte {fault.start} is none (save the file as UTF-8)"),)
    except tomllib.TOMLDecodeError as fault:
        return None, (Fault(name, "", f"TOML: {fault}"),)
    try:
        return shape.model_validate(_with_tuples(data), strict=True), ()
    except ValidationError as error:
        return None, tuple(_faults(name, shape, data, error))


def _faults(name: str, shape: type[BaseModel], data: dict[str, Any], error: ValidationError) -> Iterator[Fault]:
    for fault in error.errors():
        location = fault["loc"]
        key = _key(location, data)
        if fault["type"] == "extra_forbidden":
            yield Fault(name, key, _no_such_key(shape, location))
            continue
        context = fault.get("ctx", {})
        if fault["type"] == "literal_error":
            expected = f"one of {context['expected']}"
        else:
            expected = str(context.get("expected") or _EXPECTED.get(fault["type"]) or _plain(fault["msg"]))
        secret = bool(location) and location[-1] in _SECRET
        found = "" if fault["type"] == "missing" or secret else _shown(fault["input"])
        yield Fault(name, key, expected, found)


def _plain(message: str) -> str:
    """Pydantic's “Input should be less than 5” in our sentence."""
    plain = message.removeprefix("Input should be ")
    return plain[:1].lower() + plain[1:]


def _with_tuples(data: Any) -> Any:
    """TOML's lists as tuples: then a text that stands for a number, or a number for a text, can be refused."""
    if isinstance(data, dict):
        return {key: _with_tuples(value) for key, value in data.items()}
    return tuple(map(_with_tuples, data)) if isinstance(data, list) else data


def _key(location: tuple[int | str, ...], data: Any) -> str:
    """``people[王芳].email``: an entry of a list is called by its name where it has one."""
    words: list[str] = []
    for step in location:
        entry = _entry(data, step)
        if isinstance(step, int):
            label = entry.get("name") or entry.get("title") or entry.get("key") if isinstance(entry, dict) else None
            words[-1:] = [f"{words[-1] if words else ''}[{label or step + 1}]"]
        else:
            words.append(step)
        data = entry
    return ".".join(words)


def _entry(data: Any, step: int | str) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _no_such_key(shape: type[BaseModel], location: tuple[int | str, ...]) -> str:
    """Which key was probably meant."""
    known = list(_fields_at(shape, location[:-1]))
    close = difflib.get_close_matches(str(location[-1]), known, n=1, cutoff=0.5)
    if close:
        return f"no such key; did you mean {close[0]}?"
    return f"no such key; there are {', '.join(known)}"


def _fields_at(shape: type[BaseModel], path: tuple[int | str, ...]) -> Iterator[str]:
    current: Any = shape
    for step in path:
        if isinstance(step, int):
            continue
        current = _model_in(current.model_fields[step].annotation)
        if current is None:
            return
    yield from current.model_fields


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The model that a field's annotation holds, directly or in a tuple or union."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = getattr(annotation, "__args__", ())
    return next((m for a in inner if (m := _model_in(a))), None)


def _shown(value: Any) -> str:
    shown = repr(value) if isinstance(value, str) else str(list(value) if isinstance(value, tuple) else value)
    return shown if len(shown) <= 60 else shown[:57] + "..."
