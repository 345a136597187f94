"""The plain part of each mail, and its size: what programs without HTML show, and what goes over the wire."""

import re

import pytest
from companies import companies
from pages import mails, part

from mailflow.resources import folder
from mailflow.writing.templates import Templates

TEXTS = Templates.load(folder("templates"))
MAILS = {(c.name, name): message for c in companies() for name, message in mails(c, TEXTS)}
LARGEST = 40_000  # Gmail cuts off what is beyond 102 KB


@pytest.mark.parametrize("company", ["ordinary", "full", "empty"])
def test_no_plain_part_has_leftovers_of_markup_or_tables(company: str) -> None:
    """No tag, no entity, no mark of the templates, no row of bars, no three empty lines."""
    wrong = re.compile(
        r"</?(?:p|b|br|td|tr|th|table|div|span|ul|li)\b[^>]*>|&[a-z]+;|\{\{|\{%|^\|.*\|$|^[=!] |^@@|\n{4}", re.M
    )
    found = {n: wrong.findall(part(m, "plain")) for (c, n), m in MAILS.items() if c == company}
    assert {n: f for n, f in found.items() if f} == {}


def test_the_plain_parts_lines_are_short_but_for_lists_of_people() -> None:
    lines = {n: part(m, "plain").splitlines() for (c, n), m in MAILS.items() if c == "empty"}
    long = {n: [x for x in each if len(x) > 160 and len(re.split("[,、]", x)) < 8] for n, each in lines.items()}
    assert {n: each for n, each in long.items() if each} == {}


def test_no_sentence_ends_in_nothing_where_nothing_is_known() -> None:
    """An empty company's mails have no label without a value and no empty list."""
    bare = re.compile(
        r"^(?!.*(?:决定|讨论|任务|要求|责任人|完成时间|【|迟到|早退|缺席|请假|代为|出席)).*[：:]\n\n(?=$|-- |【)", re.M
    )
    found = {n: bare.findall(part(m, "plain")) for (c, n), m in MAILS.items() if c == "empty"}
    assert {n: f for n, f in found.items() if f} == {}


def test_every_mail_of_an_ordinary_company_is_small() -> None:
    sizes = {n: len(part(m, "html").encode()) for (c, n), m in MAILS.items() if c == "ordinary"}
    assert {n: size for n, size in sizes.items() if size > LARGEST} == {}


def test_english_mails_have_no_chinese_brackets_and_colons_of_ours() -> None:
    """In the empty company nobody's own words bring any along."""
    ours = {n: m for (c, n), m in MAILS.items() if c == "empty" and n.endswith("-en") and "object" not in n}
    texts = {n: part(m, "plain") for n, m in ours.items()}
    found = {n: re.findall("[^\n]*[（）：；，。][^\n]*", text) for n, text in texts.items()}
    assert {n: f for n, f in found.items() if f} == {}
