"""A body is the same in text and in HTML, and whatever people write in it stays their words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.writing.body import HtmlForm, Kind, as_text, blocks

FORM = HtmlForm(lambda words: f"mailto:secretary@corp.example?body={words}", "zh-CN")


def html(body: str) -> str:
    return FORM.page(body, "footer").partition("<body")[2]


@pytest.mark.parametrize(
    ("body", "text", "tag"),
    [
        ("## 议程", "【议程】", "<h2"),
        ("- 一\n- 二", "- 一\n- 二", "<li"),
        ("= 时间：09:30", "时间：09:30", '<th scope="row"'),
        ("! 请答复", "★ 请答复", "<p"),
        ("| 任务 | 责任人 |\n| 备货 | 李强 |", "- 备货\n  责任人：李强", "<td"),
        ("> 赶不回来", "> 赶不回来", "<blockquote"),
        ("@@ 参加 | 请假", "  回复：参加\n  回复：请假", 'href="mailto:'),
        ("++ 新\n-- 旧", "＋ 新\n－ 旧", "<ins"),
        (":::\n  【出席】\n\n任务：\n:::", "  【出席】\n\n任务：", "<br>"),
        ("一段话", "一段话", "<p"),
    ],
)
def test_each_kind_of_line_has_its_form_in_text_and_html(body: str, text: str, tag: str) -> None:
    assert as_text(body, "回复：") == text + "\n"
    assert tag in html(body)


def test_an_empty_cell_keeps_its_place() -> None:
    (table,) = blocks("| 时间 | 议题 |\n|  | 退货率 |")
    assert table.rows == (("时间", "议题"), ("", "退货率"))


def test_an_empty_line_parts_two_paragraphs_and_two_lists() -> None:
    assert [b.kind for b in blocks("一\n\n二\n- 三\n\n- 四")] == [Kind.PROSE, Kind.PROSE, Kind.ITEMS, Kind.ITEMS]


def test_what_stands_as_it_is_is_not_read_as_markup() -> None:
    assert [b.kind for b in blocks(":::\n@@ 参加\n## 议题\n:::")] == [Kind.VERBATIM]


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '" onclick="x', "<img src=x>", "&lt;b&gt;"])
@pytest.mark.parametrize("mark", ["", "## ", "- ", "= a：", "! ", "| a | ", "> ", "@@ ", "++ ", "-- "])
def test_no_words_become_a_tag_or_an_attribute(mark: str, words: str) -> None:
    page = html(f"{mark}{words}\n")
    assert "<script" not in page
    assert "<img" not in page
    assert 'onclick="' not in page


@given(st.text(st.characters(codec=None), max_size=200))
def test_any_text_at_all_can_be_sent(words: str) -> None:
    (as_text(words, "") + html(words)).encode("utf-8")


def test_controls_and_overrides_are_left_out() -> None:
    assert as_text("报表\u202efdp.exe\x00\x07", "") == "报表fdp.exe\n"


def test_nothing_is_loaded_and_nothing_runs() -> None:
    page = re.sub("<!--.*?-->", "", FORM.page("## a\n\n- b\n\n@@ c", "footer"), flags=re.DOTALL)  # Word's own
    assert not any(sign in page for sign in ("http", "src=", "url(", "<script", "<style", "@import"))


def test_text_has_no_colour_of_its_own_so_that_a_dark_screen_stays_dark() -> None:
    page = FORM.page("一段话", "footer")
    assert "background" not in page
    assert 'content="light dark"' in page


def test_a_tables_head_without_rows_is_not_shown() -> None:
    assert as_text("一\n\n| 时间 | 议题 |\n\n二", "") == "一\n\n二\n"
    assert "<table" not in re.sub("<!--.*?-->", "", html("| 时间 | 议题 |"), flags=re.DOTALL)


def test_an_hour_alone_is_not_what_a_row_is_about() -> None:
    body = "| 时间 | 议题 | 汇报人 |\n| 09:30 | 退货率 | 李强 |\n|  | 备货 | 吴昊 |"
    assert as_text(body, "回复：") == "- 09:30 退货率\n  汇报人：李强\n- 备货\n  汇报人：吴昊\n"


def test_a_cell_that_tells_nothing_is_left_out_of_the_list() -> None:
    assert as_text("| 姓名 | 迟到 | 资料 |\n| 李强 | – | 1/2 |", "回复：") == "- 李强\n  资料：1/2\n"


def test_a_table_that_a_phone_is_too_narrow_for_becomes_paragraphs() -> None:
    wide = "| 任务 | 责任人 | 期限 |\n| " + "更换内衬并与承运商重签赔付条款" * 12 + " | 李强 | 12月4日 |"
    assert "<td" not in re.sub("<!--.*?-->", "", html(wide), flags=re.DOTALL)
    assert "责任人" in html(wide)
