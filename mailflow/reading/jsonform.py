"""The contracts' JSON: what a message answers, read; what it means, written."""

import json
from dataclasses import fields
from datetime import date, datetime

from pydantic import TypeAdapter, ValidationError

from mailflow.core.intents import (
    AnswerObjection,
    DeadlineNamed,
    Intent,
    Lengthen,
    MinutesUnasked,
    Relocate,
    Settle,
    TakeBack,
)
from mailflow.core.minutes import MinutesContent, Timed
from mailflow.core.reply import Context, Interpretation, MeetingBrief

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]

# ``refers`` stands only where there is something to refer to; the internal ones are not in the contract.
_NOT_ALWAYS = {"refers"}
_INTERNAL = {"kind", "passages", "figures", "venue", "occasion", "known", "unknown"}
# What the contract has no kind for is unclear to those who read by it.
_NO_WORD_FOR = (DeadlineNamed, Relocate, TakeBack, AnswerObjection, MinutesUnasked, Settle, Lengthen)
_CONTEXT = TypeAdapter(Context)


class ContextFault(ValueError):
    """A context that cannot be used. One line: the file, the place in it, what was expected."""


def read_context(content: bytes, name: str) -> Context:
    """``ID.context.json`` as a value. Raises ContextFault; ``name`` is the file's, for its message."""
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except ValueError as fault:
        raise ContextFault(f"{name}: no JSON in UTF-8: {fault}") from None
    if not isinstance(given, dict):
        raise ContextFault(f'{name}: expected an object such as {{"about": "none"}}, not {type(given).__name__}')
    resolution = given.get("resolution")
    if isinstance(resolution, dict):
        given["resolution"] = {"due": None, **resolution}
    try:
        context = _CONTEXT.validate_python({k: v for k, v in given.items() if v is not None})
    except ValidationError as fault:
        first = fault.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise ContextFault(f"{name}: {place}: {first['msg']}, not {_short(first['input'])}") from None
    for key in ("start", "end"):
        if context.meeting and getattr(context.meeting, key).tzinfo is None:
            raise ContextFault(f"{name}: meeting.{key}: expected an ISO 8601 time with its offset, such as +08:00")
    return context


def read_minutes_context(content: bytes, name: str) -> tuple[MeetingBrief, datetime]:
    """Which meeting minutes are of, and when they came: its end where the file does not say. Raises ContextFault."""
    meeting = read_context(content, name).meeting
    if meeting is None:
        raise ContextFault(f"{name}: meeting: expected the meeting whose minutes these are")
    received = json.loads(content.decode("utf-8-sig")).get("received")
    if received is None:
        return meeting, meeting.end
    try:
        moment = datetime.fromisoformat(received)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ContextFault(f"{name}: received: expected an ISO 8601 time with its offset, not {_short(received)}")
    return meeting, moment


def _short(value: object) -> str:
    shown = json.dumps(value, ensure_ascii=False, default=str)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def interpretation(meaning: Interpretation, *, explain: bool = False) -> dict[str, Json]:
    """The object that ``mailflow interpret`` prints; with ``explain`` also which words led to what."""
    written: dict[str, Json] = {
        "message_id": meaning.message_id,
        "from": meaning.sender,
        "automatic": meaning.automatic.value if meaning.automatic else None,
        "text": meaning.text,
        "intents": [intent(each) for each in meaning.intents if not isinstance(each, _NO_WORD_FOR)],
        "unclear": meaning.unclear or any(isinstance(each, _NO_WORD_FOR) for each in meaning.intents),
    }
    if explain:
        written["doubt"] = meaning.doubt
        written["evidence"] = [{"kind": e.kind, "words": e.words, "rule": e.rule} for e in meaning.evidence]
    return written


def intent(meant: Intent) -> dict[str, Json]:
    """``kind`` and that kind's fields, null where not stated."""
    written: dict[str, Json] = {"kind": meant.kind}
    names = sorted((f.name for f in fields(meant) if f.name not in _INTERNAL), key=lambda name: name in _NOT_ALWAYS)
    for name in names:
        value = getattr(meant, name)
        if value is not None or name not in _NOT_ALWAYS:
            written[name] = _plain(value)
    return written


def minutes(content: MinutesContent) -> dict[str, Json]:
    """The object that ``mailflow minutes`` prints."""
    who = content.attendance
    return {
        "attendance": {
            "present": list(who.present),
            "late": [_timed(each) for each in who.late],
            "left_early": [_timed(each) for each in who.left_early],
            "absent": list(who.absent),
            "on_leave": list(who.on_leave),
            "substitutes": [{"absent": s.absent, "substitute": s.substitute} for s in who.substitutes],
        },
        "decisions": list(content.decisions),
        "resolutions": [
            {"title": t.title, "owners": list(t.owners), "due": _plain(t.due), "requirement": t.requirement}
            for t in content.resolutions
        ],
        "problems": [{"line": p.line, "why": p.why.value} for p in content.problems],
    }


def _timed(who: Timed) -> dict[str, Json]:
    return {"person": who.person, "minutes": who.minutes}


def _plain(value: object) -> Json:
    """A field's value in JSON: dates in ISO 8601, tuples as lists."""
    match value:
        case None | bool() | int() | str():
            return value
        case datetime() | date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _:
            raise TypeError(f"no form in JSON for {type(value).__name__}")
