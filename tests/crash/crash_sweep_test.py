"""Whatever dies in mid-flight: nothing is lost, nothing damaged, nothing doubled but the mail that was in flight."""

from pathlib import Path

import pytest
from crash_sweep import Score, Undisturbed, kill, points

from mailflow.flow.service import Service

Laid = tuple[Service, list[Undisturbed]]
_KILLS, _DOUBLE_KILLS = 100, 10

pytestmark = pytest.mark.timeout(280)


def test_there_is_much_to_die_in(laid: Laid) -> None:
    assert len(list(points(laid[1]))) > 1000


def test_a_kill_at_any_call_loses_damages_and_doubles_nothing(laid: Laid, quick_folder: Path) -> None:
    service, moments = laid
    every = list(points(moments))
    score = Score()
    for n, call in every[:: max(len(every) // _KILLS, 1)]:
        kill(service, moments[n], call, score, quick_folder)
    assert score.faults == []
    assert score.kills >= _KILLS - 1


def test_a_second_kill_in_the_recovery_changes_nothing_either(laid: Laid, quick_folder: Path) -> None:
    service, moments = laid
    every = list(points(moments))
    score = Score()
    for step, (n, call) in enumerate(every[7 :: max(len(every) // _DOUBLE_KILLS, 1)]):
        kill(service, moments[n], call, score, quick_folder, again=1 + step * 3 % 40)
    assert score.faults == []
