"""What all tests share: the real mail servers (tests/servers), and that no fault of ours goes by unseen."""

import pytest

from mailflow.flow import timers

pytest_plugins = ["servers.fixtures"]


@pytest.fixture(autouse=True)
def _no_record_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """A look that fails is told in the log, and the others go on; here it fails the test."""

    def raised(_what: str, fault: Exception) -> None:
        raise fault

    monkeypatch.setattr(timers, "_left_out", raised)
