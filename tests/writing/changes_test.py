"""What a new version of the minutes changes is marked, line by line and within the line (policy 5.3.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.writing.body import HtmlForm, as_text
from mailflow.writing.changes import CHANGED, UNCHANGED, changes

BEFORE = ("出席：王芳、陈静", "促销按原计划进行，预算不变", "备货清单 ｜ 吴昊 ｜ 12月4日")


def shown(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """``-`` and ``+`` before each line, the changed words in brackets."""
    signs = {"removed": "-", "added": "+"}
    return [signs[c.mark] + c.text.replace(CHANGED, "[").replace(UNCHANGED, "]") for c in changes(before, after)]


@pytest.mark.parametrize(
    ("after", "marked"),
    [
        (BEFORE, []),
        ((*BEFORE, "散会"), ["+散会"]),
        (BEFORE[1:], ["-出席：王芳、陈静"]),
        ((BEFORE[0], "促销推迟", BEFORE[2]), ["-促销按原计划进行，预算不变", "+促销推迟"]),
        (
            (*BEFORE[:2], "备货清单 ｜ 吴昊 ｜ 12月18日"),
            ["-备货清单 ｜ 吴昊 ｜ 12月[4]日", "+备货清单 ｜ 吴昊 ｜ 12月[18]日"],
        ),
        (
            ("出席：王芳、陈静、何军", *BEFORE[1:]),
            ["-出席：王芳、陈静", "+出席：王芳、陈静[、何军]"],
        ),
    ],
)
def test_lines_and_words_that_changed_are_told(after: tuple[str, ...], marked: list[str]) -> None:
    assert shown(BEFORE, after) == marked


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=12), max_size=6))
def test_the_new_version_can_be_made_from_the_old_one_and_its_changes(old: list[str], new: list[str]) -> None:
    clean = [[line.replace(CHANGED, "").replace(UNCHANGED, "") for line in lines] for lines in (old, new)]
    found = changes(old, new)
    plain = [(c.mark, c.text.replace(CHANGED, "").replace(UNCHANGED, "")) for c in found]
    gone, came = ([text for mark, text in plain if mark == m] for m in ("removed", "added"))
    assert sorted([*clean[0], *came]) == sorted([*clean[1], *gone])


def test_the_words_that_changed_stand_out_in_text_and_in_html() -> None:
    body = "\n".join(
        f"{'++' if c.mark == 'added' else '--'} {c.text}" for c in changes(("期限 12月4日",), ("期限 12月8日",))
    )
    assert as_text(body, "") == "－ 期限 12月〔4〕日\n＋ 期限 12月〔8〕日\n"
    page = HtmlForm(str, "zh-CN").page(body, "")
    assert page.count("<del") == page.count("<ins") == 1
    assert CHANGED not in page
