"""Columns share a phone's width: what is short stays whole, and what finds no room becomes paragraphs."""

import pytest

from mailflow.writing.body import _BLUE, _GREEN, _GREY, _RED  # the colours of words
from mailflow.writing.tables import columns, width


def test_short_cells_stay_whole_and_the_percents_are_those_of_one_table() -> None:
    found = columns((("任务", "责任人", "期限"), ("更换退货率最高的三种产品的包装", "李强", "12月4日")))
    assert found is not None
    assert [c.whole for c in found] == [False, True, True]
    assert 98 <= sum(c.percent for c in found) <= 102
    assert found[0].percent > found[1].percent


@pytest.mark.parametrize(
    "rows",
    [
        (tuple("ABCDEFGH"), ("David Miller",) * 8),  # too many columns
        (("任务", "责任人"), ("更换包装" * 80, "李强")),  # a cell of dozens of lines
    ],
)
def test_what_finds_no_room_on_a_phone_gets_no_columns(rows: tuple[tuple[str, ...], ...]) -> None:
    assert columns(rows) is None


def test_a_chinese_character_is_as_wide_as_two_letters() -> None:
    assert (width("周报"), width("week"), width("█░")) == (4, 4, 4)


@pytest.mark.parametrize("colour", [_BLUE, _GREY, _GREEN, _RED])
@pytest.mark.parametrize("ground", ["#ffffff", "#000000"])
def test_coloured_words_can_be_read_on_a_white_and_on_a_black_screen(colour: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3."""
    dark, bright = sorted((_luminance(colour), _luminance(ground)))
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
