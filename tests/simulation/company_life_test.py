"""The whole service, lived through with acted people and misfortunes: the invariants hold after every step.

A seed that breaks one prints itself, and the command that lives it again. As many seeds as CI has time for: thousands
by ``make simulate SEEDS=n FIRST=n``, longer ones with ``QUARTER=1``, ``DAYS=n`` or ``EVERYBODY=1``.
"""

import pytest
from simulated_length import Length
from simulated_world import World

WEEKS, MONTHS, QUARTERS = range(1, 201), range(1, 2), range(1, 21)
_A_TEST = 20


@pytest.mark.parametrize("first", WEEKS[::_A_TEST], ids=lambda first: f"weeks-from-seed-{first}")
def test_weeks_of_one_meeting_in_which_every_invariant_holds_after_every_step(first: int) -> None:
    for seed in range(first, first + _A_TEST):
        tally = World(seed, Length.of_week()).run()
        assert tally.mails_out, f"seed {seed}: nothing happened"


@pytest.mark.parametrize("seed", MONTHS, ids=lambda seed: f"month-seed-{seed}")
def test_a_month_in_which_every_invariant_holds_after_every_step(seed: int) -> None:
    tally = World(seed, Length(30)).run()
    assert tally.mails_in
    assert tally.mails_out


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", QUARTERS, ids=lambda seed: f"quarter-seed-{seed}")
def test_a_quarter_of_the_whole_company_in_which_every_invariant_holds_after_every_step(seed: int) -> None:
    """With each series of config/ at work: two special problems and three ad hoc meetings are called by mail."""
    world = World(seed, Length.of_quarter())
    world.run()
    met = {series: len(world.held(series)) for series in ("weekly", "monthly", "special", "ad-hoc")}
    assert met["weekly"] >= 8, met
    assert met["monthly"], met
    assert met["special"], met
    assert met["ad-hoc"], met
    assert len(world.opened("problem")) >= 2
    assert len(world.opened("ad-hoc")) >= 3


def test_a_seed_is_one_life_however_often_it_is_lived() -> None:
    lives = [World(7, Length(10)) for _ in range(2)]
    for life in lives:
        life.run()
    assert lives[0].trace == lives[1].trace
    assert lives[0].trace != World(8, Length(10)).trace
