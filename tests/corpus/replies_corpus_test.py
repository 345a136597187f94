"""Every reply beside this file is read right. A mail dropped into the folder, with its two files, adds its tests."""

import pytest
from score import Reply, replies

LEAST_EXACT = 1.0
LEAST_WORDS = 0.98
CASES = list(replies())


def test_there_are_examples() -> None:
    assert len(CASES) > 100


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_reply_leads_to_a_wrong_action(case: Reply) -> None:
    assert not case.verdict.wrong, case.read.evidence


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_no_reply_is_lost(case: Reply) -> None:
    assert not case.verdict.lost, case.read.evidence


def test_the_replies_are_read_exactly() -> None:
    """An unclear one may be asked back; here none is."""
    missed = [case.stem for case in CASES if not case.verdict.exact]
    assert len(missed) <= (1 - LEAST_EXACT) * len(CASES), missed


def test_the_free_words_are_the_senders() -> None:
    """Reasons, notes, titles, search words and objections, in the sender's own words."""
    words = sum(len(case.verdict.words) for case in CASES)
    assert sum(case.verdict.words_right for case in CASES) >= LEAST_WORDS * words
