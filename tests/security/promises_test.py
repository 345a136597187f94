"""docs/security.md is true: every promise names a test, and that test exists."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


class Row(NamedTuple):
    promise: str
    against: str
    how: str
    test: str


def rows(text: str) -> list[Row]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and not re.match(r"\| (?:promise|---) ", line)]
    return [Row(*(cell.strip() for cell in line.strip().strip("|").split(" | "))) for line in lines]


ROWS = rows(PAGE)


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


@pytest.mark.parametrize("row", ROWS, ids=[r.promise for r in ROWS])
def test_a_promise_says_against_whom_and_how_and_its_test_exists(row: Row) -> None:
    assert row.promise
    assert row.against
    assert row.how
    path, name = row.test.strip("`").split("::")
    assert name.startswith("test_")
    assert name in functions(ROOT / path)


def test_every_test_of_this_room_stands_behind_a_promise_or_beside_one() -> None:
    """A file of tests that the page does not know of is a promise that nobody reads."""
    named = {row.test.strip("`").partition("::")[0] for row in ROWS}
    here = {f"tests/security/{p.name}" for p in Path(__file__).parent.glob("*_test.py")}
    assert here - {"tests/security/promises_test.py"} <= named


def test_each_promise_is_made_once_and_what_is_not_promised_is_said() -> None:
    assert len({row.promise for row in ROWS}) == len(ROWS) > 50
    assert "## What is not promised" in PAGE


def test_a_test_that_does_not_exist_is_noticed() -> None:
    (row,) = rows(
        "| promise | against whom | how | test |\n| --- | --- | --- | --- |\n| a | b | c | `tests/policy_test.py::test_x` |"
    )
    with pytest.raises(AssertionError):
        test_a_promise_says_against_whom_and_how_and_its_test_exists(row)
