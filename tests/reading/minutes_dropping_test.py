"""Lines of minutes that no longer pursue what was resolved earlier (policy 5.3.4)."""

import pytest
from corpus_company import reply
from intents_table import context, shown
from minutes_room import minutes, tasks, tools

from mailflow.core.reply import About
from mailflow.reading.interpret import Reader
from mailflow.reading.minutes.dropping import droppings

ROWS = [
    ("取消上次第2项决议。", [("", 2, True)]),
    ("会议决定，不再推进“整理退货流程”。", [("整理退货流程", None, True)]),
    ("二、撤销上次会议形成的第2项决议“完成备货清单”。", [("完成备货清单", 2, True)]),
    ("取消上次第2、3项决议", [("", 2, True), ("", 3, True)]),
    ("上次决议第二项作废", [("", 2, True)]),
    ("经讨论，撤销上次第一项任务", [("", 1, True)]),
    ("关于退货率整改方案的决议不再执行", [("退货率整改方案", None, True)]),
    ("1. 取消任务：完成备货清单", [("完成备货清单", None, True)]),
    ("终止“完成备货清单”任务", [("完成备货清单", None, True)]),
    ("2. 完成备货清单（吴昊）：取消，不再跟进", [("完成备货清单", None, True)]),
    ("李强负责的客户分级任务予以取消", [("客户分级", None, True)]),
    ("取消上次会议确定的由吴昊负责的完成备货清单的任务，因为供应商已停产", [("完成备货清单", None, True)]),
    ("完成备货清单 | 吴昊 | 12月4日 | 已取消", [("完成备货清单", None, False)]),
    ('- Drop the task "sort the samples".', [("sort the samples", None, True)]),
    ('- The task "stock list" is no longer pursued.', [("stock list", None, True)]),
    ("- Action item 2 of last week is cancelled.", [("", 2, True)]),
    ('- Cancel action item "stock list" (Wu Hao)', [("stock list", None, True)]),
    ("We will no longer pursue the rebate plan.", [("rebate plan", None, True)]),
    ("取消12月5日的促销活动", [("12月5日的促销活动", None, False)]),
    # Thought of, asked for, told of, denied: nothing is dropped.
    ("任务不取消", []),
    ("是否取消该任务待定", []),
    ("建议取消整理退货流程的任务", []),
    ("李强提出取消备货任务", []),
    ("如果缺货，取消备货任务", []),
    ("暂不推进直播项目", []),
    ("李强12月4日前取消旧合同", []),
    ("客户取消了三个订单", []),
    ("We did not drop the task.", []),
    ("The order was cancelled by the customer", []),
]


@pytest.mark.parametrize(("line", "expected"), ROWS, ids=[line for line, _ in ROWS])
def test_what_a_line_drops_and_whether_it_surely_speaks_of_a_task(line, expected) -> None:
    found = droppings(line, tools().minutes, tools().people)
    assert [(d.words, d.number, d.certain) for d in found] == expected


@pytest.mark.parametrize("line", ["没有取消任何任务", "No task is dropped."])
def test_that_nothing_is_dropped_can_be_said_too(line) -> None:
    assert [d.none for d in droppings(line, tools().minutes, tools().people)] == [True]


def test_minutes_hold_what_they_drop_beside_their_new_tasks() -> None:
    content = minutes("决议：\n1. 取消上次第2项决议。\n2. 李强12月4日前提交整改方案。")
    assert [(d.line, d.number) for d in content.drops] == [("1. 取消上次第2项决议。", 2)]
    assert tasks(content) == ["提交整改方案 | li.qiang | 12-04"]


@pytest.mark.parametrize(
    "words", ["取消任务“完成备货清单”", "Drop the task “stock list”", "没有取消任务", "No task is dropped"]
)
def test_the_answer_to_which_one_is_read_as_minutes(words) -> None:
    mail = reply(words, sender="He Jun <he.jun@corp.example>")
    read = Reader(tools()).interpret(mail, context(About.MINUTES_REQUEST))
    assert shown(read) == "minutes"
