"""The whole service, lived through with acted people and misfortunes: the invariants hold after every step."""

import pytest
from simulated_length import Length
from simulated_world import World

MONTHS, QUARTERS = range(1, 6), range(1, 2)


@pytest.mark.parametrize("seed", MONTHS, ids=lambda seed: f"month-seed-{seed}")
def test_a_month_in_which_every_invariant_holds_after_every_step(seed: int) -> None:
    tally = World(seed, Length(30)).run()
    assert tally.mails_in
    assert tally.mails_out


@pytest.mark.parametrize("seed", QUARTERS, ids=lambda seed: f"quarter-seed-{seed}")
def test_a_quarter_in_which_every_invariant_holds_after_every_step(seed: int) -> None:
    tally = World(seed, Length(92)).run()
    assert tally.mails_in > 50


def test_a_seed_is_one_life_however_often_it_is_lived() -> None:
    lives = [World(7, Length(20)) for _ in range(2)]
    for life in lives:
        life.run()
    assert lives[0].trace == lives[1].trace
    assert lives[0].trace != World(8, Length(20)).trace
