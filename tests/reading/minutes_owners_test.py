"""Whom a field of owners names, and what is wrong with it."""

import pytest
from minutes_room import setting, short

from mailflow.reading.minutes.owners import read_owners


def _read(text: str) -> str:
    owners = read_owners(text, setting())
    return " ".join([*map(short, owners.people), *(f"({why.value})" for why in owners.problems)])


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ("李强", "li.qiang"),
        ("李强、赵敏", "li.qiang zhao.min"),
        ("李强 赵敏", "li.qiang zhao.min"),
        ("李强/赵敏", "li.qiang zhao.min"),
        ("Wu Hao (lead), Huang Kai (support)", "wu.hao huang.kai"),
        ("孙丽配合，吴昊牵头", "wu.hao sun.li"),
        ("主责：孙丽 协助：郑洁", "sun.li zheng.jie"),
        ("李强（协助：赵敏）", "li.qiang zhao.min"),
        ("销售部（李强）", "li.qiang"),
        ("陈静（华东）", "chen.jing"),
        ("张伟（审批）", "zhang.wei"),
        ("物流部黄凯", "huang.kai"),
        ("供应链模块负责人吴昊", "wu.hao"),
        ("@Emma", "emma.clark"),
        ("wu.hao@corp.example", "wu.hao"),
        ("王总", "wang.fang"),
        ("小吴", "wu.hao"),
        ("鄭潔、孫麗", "zheng.jie sun.li"),
    ],
)
def test_people_are_named_in_every_form_and_the_leader_comes_first(field: str, people: str) -> None:
    assert _read(field) == people


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ("客服", "zheng.jie"),
        ("供应链", "wu.hao"),
        ("华东团队", "li.qiang"),
        ("Operations", "zhang.wei"),
        ("销售部、运营部", "wang.fang zhang.wei"),
        ("各部门负责人", "wang.fang zhang.wei"),
        ("各区域主管", "li.qiang zhao.min"),
        ("supervisors", "li.qiang zhao.min"),
    ],
)
def test_a_unit_stands_for_its_head_and_a_plural_for_all_who_bear_the_title(field: str, people: str) -> None:
    assert _read(field) == people


@pytest.mark.parametrize(
    "field", ["", "无", "待定", "TBD", "-", "全体", "大家", "各位", "全体销售", "相关部门", "财务部"]
)
def test_where_nobody_is_named_there_is_no_owner(field: str) -> None:
    assert _read(field) == "(no owner)"


@pytest.mark.parametrize("field", ["吴浩", "吴昊天", "马总", "Kevin", "市场部", "老张", "王芳芳"])
def test_a_name_that_nobody_bears_is_unknown(field: str) -> None:
    assert _read(field) == "(unknown person)"


@pytest.mark.parametrize("field", ["Li", "Tao", "阿涛", "会议组织人"])
def test_a_name_that_several_bear_is_ambiguous(field: str) -> None:
    assert _read(field) == "(ambiguous person)"


@pytest.mark.parametrize(
    ("field", "read"),
    [
        ("李强，马超", "li.qiang (unknown person)"),
        ("吴昊/待定", "wu.hao"),
        ("李强、Tao", "li.qiang (ambiguous person)"),
    ],
)
def test_of_several_the_known_ones_stand_and_the_problem_is_reported(field: str, read: str) -> None:
    assert _read(field) == read


def test_the_example_of_a_form_names_nobody_and_is_told_from_an_empty_field() -> None:
    assert read_owners("张三", setting()).placeholder
