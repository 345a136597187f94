"""The life that was not disturbed, played once for all sweeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from crash_sweep import Undisturbed, lay_out
from crash_sweep import quick_folder as in_memory

from mailflow.flow.service import Service


@pytest.fixture(scope="session")
def quick_folder() -> Iterator[Path]:
    with in_memory() as name:
        yield Path(name)


@pytest.fixture(scope="session")
def laid(quick_folder: Path) -> Iterator[tuple[Service, list[Undisturbed]]]:
    yield lay_out(quick_folder / "undisturbed")
    structlog.reset_defaults()  # the sweeps are silent, the tests after them are not
