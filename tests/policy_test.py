"""docs/policy.md is complete and true: every clause is there, and what it names exists."""

import ast
import re
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
CLAUSES = (
    "1.1", "1.2", "1.3.1", "1.3.2", "1.3.3", "1.3.4", "2.1", "2.2", "2.3", "2.4", "3.1.1", "3.1.2", "3.2.1", "3.2.2",
    "3.2.3", "3.2.4", "4.1", "4.2.1", "4.2.2", "4.2.3", "5.1.1", "5.1.2", "5.1.3", "5.2", "5.3.1", "5.3.2", "5.3.3",
    "5.3.4", "6.1", "6.2", "7",
)  # fmt: skip


class Row(NamedTuple):
    clause: str
    what: str
    setting: str
    step: str
    test: str


def rows(text: str) -> list[Row]:
    lines = (line for line in text.splitlines() if re.match(r"\| \d", line))
    return [Row(*(cell.strip() for cell in line.strip("|").split("|"))) for line in lines]


ROWS = rows((ROOT / "docs" / "policy.md").read_text(encoding="utf-8"))


def missing(found: list[Row]) -> list[str]:
    return [c for c in CLAUSES if c not in {r.clause for r in found}]


def functions(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {n.name for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_clause_of_the_policy_has_its_row_in_order() -> None:
    assert [r.clause for r in ROWS] == list(CLAUSES)


def test_a_clause_that_is_taken_out_is_noticed() -> None:
    for n, clause in enumerate(CLAUSES):
        assert missing([*ROWS[:n], *ROWS[n + 1 :]]) == [clause]


@pytest.mark.parametrize("row", ROWS, ids=[r.clause for r in ROWS])
def test_the_step_and_the_test_of_a_clause_exist(row: Row) -> None:
    step, function = row.step.strip("`").split("::")
    assert function in functions(ROOT / "mailflow" / step)
    test, name = row.test.strip("`").split("::")
    assert name in functions(ROOT / test)


@pytest.mark.parametrize("row", ROWS, ids=[r.clause for r in ROWS])
def test_the_settings_of_a_clause_stand_in_the_example_config(row: Row) -> None:
    config = "\n".join(p.read_text(encoding="utf-8") for p in sorted((ROOT / "config").rglob("*.toml")))
    named = re.findall(r"`([^`]+)`", row.setting)
    for setting in named:
        word = setting.split()[-1].strip("[]")
        assert word in config or (ROOT / "config" / "meetings" / word).exists() or (ROOT / word).exists()
