"""Whatever dies in mid-flight: nothing is lost, nothing damaged, nothing doubled but the mail that was in flight."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from crash_sweep import Score, Undisturbed, kill, lay_out, points

from mailflow.flow.service import Service

Laid = tuple[Service, list[Undisturbed]]
_KILLS, _DOUBLE_KILLS = 100, 10

pytestmark = pytest.mark.timeout(280)


@pytest.fixture(scope="module")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laid]:
    root: Path = tmp_path_factory.mktemp("undisturbed")
    yield lay_out(root)
    structlog.reset_defaults()  # the sweep is silent, the tests after it are not


def test_there_is_much_to_die_in(laid: Laid) -> None:
    assert len(list(points(laid[1]))) > 1000


def test_a_kill_at_any_call_loses_damages_and_doubles_nothing(laid: Laid) -> None:
    service, moments = laid
    every = list(points(moments))
    score = Score()
    for n, call in every[:: max(len(every) // _KILLS, 1)]:
        kill(service, moments[n], call, score)
    assert score.faults == []
    assert score.kills >= _KILLS - 1


def test_a_second_kill_in_the_recovery_changes_nothing_either(laid: Laid) -> None:
    service, moments = laid
    every = list(points(moments))
    score = Score()
    for step, (n, call) in enumerate(every[7 :: max(len(every) // _DOUBLE_KILLS, 1)]):
        kill(service, moments[n], call, score, again=1 + step * 3 % 40)
    assert score.faults == []
