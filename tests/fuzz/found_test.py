"""What the fuzzer found once is read without a fault ever since: a file dropped into found/TARGET/ adds a case."""

from pathlib import Path

import pytest
from mutation import timed
from targets import TARGETS

FOUND = sorted((Path(__file__).parent / "found").glob("*/*"))


@pytest.mark.parametrize("path", FOUND, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_an_input_that_broke_something_once_breaks_nothing(path: Path) -> None:
    timed(TARGETS[path.parent.name].check, path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_the_first_seeds_of_each_target_pass(name: str) -> None:
    seeds = [*TARGETS[name].seeds()]
    assert seeds
    for seed in seeds[:5]:
        timed(TARGETS[name].check, seed)
