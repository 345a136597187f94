"""Records to JSON and back. The core's frozen dataclasses are the schema; nothing is described twice."""

import json
from functools import cache
from typing import Annotated, Any

from pydantic import Field, TypeAdapter

from mailflow.core.desk import Desk
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem
from mailflow.core.record import Record

FORMAT = 1
"""Grows when stored records can no longer be read as they stand; a step that lifts the older ones comes with it."""


class Unreadable(Exception):
    """The JSON is no record of this version. The text says what was expected where."""


@cache
def _adapter() -> TypeAdapter[Record]:
    return TypeAdapter(Annotated[Meeting | Problem | Desk, Field(discriminator="record")])


def to_json(record: Record) -> dict[str, Any]:
    dumped: dict[str, Any] = _adapter().dump_python(record, mode="json")
    return dumped


def from_json(data: dict[str, Any]) -> Record:
    try:
        return _adapter().validate_json(json.dumps(data), strict=False)
    except ValueError as fault:
        raise Unreadable(str(fault)) from fault
