"""Every rule of dates names characters of which each of its matches holds one: a text without them is not searched."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable

from mailflow.reading.dates.scan import RULES


@pytest.mark.parametrize("number", range(len(RULES)))
def test_whatever_a_rule_matches_holds_one_of_its_signs(number: int) -> None:
    pattern, _, signs = RULES[number]

    @given(st.from_regex(pattern))
    @settings(max_examples=8, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def holds(text: str) -> None:
        match = pattern.search(text)
        foreign_figures = any(
            c.isdecimal() and not c.isascii() for c in text
        )  # \d matches them too; nobody writes them
        assert match is None or foreign_figures or not set(signs).isdisjoint(text)

    with suppress(Unsatisfiable):
        holds()
