"""Every case in tests/corpus/minutes: dropping in a document, its context and what it says adds a test."""

import json
import unicodedata
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from corpus_company import CORPUS
from minutes_room import tools

from mailflow.core.reply import MeetingBrief
from mailflow.reading.message import parse
from mailflow.reading.minutes import read_minutes
from mailflow.reading.minutes.documents import MinutesFile
from mailflow.reading.minutes.jsonform import to_json

CASES = sorted((CORPUS / "minutes").glob("*.expected.json"))


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _read(expected: Path) -> dict[str, Any]:
    stem = expected.name.removesuffix(".expected.json")
    context = _load(expected.with_name(f"{stem}.context.json"))
    given = context["meeting"]
    times = {key: datetime.fromisoformat(given[key]) for key in ("start", "end")}
    meeting = MeetingBrief(given["series"], given["title"], times["start"], times["end"])
    path = next(p for s in (".eml", ".txt", ".md", ".docx") if (p := expected.with_name(stem + s)).is_file())
    content, received = path.read_bytes(), datetime.fromisoformat(context["received"])
    document = parse(content) if path.suffix == ".eml" else MinutesFile(path.name, content)
    return to_json(read_minutes(document, meeting, received, tools()))


def _bare(text: str) -> str:
    whole = unicodedata.normalize("NFKC", text)
    return "".join(c for c in whole if not c.isspace() and not unicodedata.category(c).startswith("P"))


def _agree(one: str, other: str) -> bool:
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return short == long or (bool(short) and short in long and len(short) >= 0.6 * len(long))


def _facts(attendance: dict[str, Any]) -> set[tuple[Any, ...]]:
    facts: set[tuple[Any, ...]] = set()
    for kind, people in attendance.items():
        for each in people:
            facts.add((kind, each) if isinstance(each, str) else (kind, *each.values()))
    return facts


@pytest.mark.parametrize("expected", CASES, ids=lambda p: p.name.split(".")[0])
def test_tasks_are_found_with_their_owners_and_days_and_none_besides(expected: Path) -> None:
    want, came = _load(expected)["resolutions"], _read(expected)["resolutions"]
    assert len(came) == len(want), [t["title"] for t in came]
    for task, wanted in zip(came, want, strict=True):
        assert _agree(task["title"], wanted["title"]), f"{task['title']} is not {wanted['title']}"
        assert set(task["owners"]) == set(wanted.get("owners", task["owners"])), task["title"]
        assert task["due"] == wanted.get("due", task["due"]), task["title"]


@pytest.mark.parametrize("expected", CASES, ids=lambda p: p.name.split(".")[0])
def test_attendance_is_read_person_by_person(expected: Path) -> None:
    want = _load(expected)
    free = _facts(want.get("optional", {}).get("attendance", {}))
    assert _facts(_read(expected)["attendance"]) - free == _facts(want["attendance"]) - free


@pytest.mark.parametrize("expected", CASES, ids=lambda p: p.name.split(".")[0])
def test_what_must_be_asked_is_asked_and_nothing_else(expected: Path) -> None:
    want = _load(expected)
    came = Counter(p["why"] for p in _read(expected)["problems"])
    for problem in want["problems"]:
        whys = [problem["why"], *problem.get("or", [])]
        assert any(came[why] for why in whys), problem
        came[next(why for why in whys if came[why])] -= 1
    came.subtract(want.get("optional", {}).get("problems", []))
    assert not +came


@pytest.mark.parametrize("form", sorted((CORPUS / "minutes").glob("form-*.txt")), ids=lambda p: p.stem)
def test_an_empty_form_holds_no_task_no_decision_and_nothing_to_ask(form: Path) -> None:
    when = datetime.fromisoformat("2026-11-30T10:40:00+08:00")
    meeting = MeetingBrief("weekly", "销售与运营周例会", when, when)
    content = read_minutes(MinutesFile(form.name, form.read_bytes()), meeting, when, tools())
    assert (content.resolutions, content.decisions, content.problems) == ((), (), ())
