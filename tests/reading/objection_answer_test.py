"""The recorder's words on an objection (policy 5.3.3): passed on, unless they only say that the mail was seen."""

import pytest
from intents_table import context, meaning

from mailflow.core.reply import About


@pytest.mark.parametrize(
    "words",
    [
        "情况已核实，原纪要无误，不修改",
        "不改",
        "纪要没错",
        "已与周涛沟通，不用改",
        "请问是第几条时间太紧？",
        "第2条改为12月15日",
        "The minutes are right, no change.",
        "Which item do you mean?",
    ],
)
def test_what_says_something_is_an_answer_to_who_objects(words: str) -> None:
    assert meaning(words, context(About.MINUTES_REQUEST, "objection")) == "answer-objection"


@pytest.mark.parametrize("words", ["收到", "收到，我核实一下", "谢谢", "Thanks, I will check."])
def test_a_bare_receipt_is_not_passed_on(words: str) -> None:
    assert meaning(words, context(About.MINUTES_REQUEST, "objection")) == "acknowledge"


def test_new_minutes_are_new_minutes() -> None:
    minutes = "出席：王芳、何军、李强\n决议：\n1. 整理退货数据，责任人：孙丽，完成时间：12月10日\n"
    assert meaning(minutes, context(About.MINUTES_REQUEST, "objection")) == "minutes"


def test_in_the_answer_to_any_other_question_about_minutes_nothing_is_passed_on() -> None:
    assert meaning("不改", context(About.MINUTES_REQUEST)) == "unclear"
