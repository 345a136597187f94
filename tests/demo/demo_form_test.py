"""The recorder's form, filled in."""

from mailflow.demo.form import Filling, Section, Task, fill

MAIL = """何军，您好：

请填写下表。

【出席情况】
出席：王芳、何军
迟到（姓名、分钟）：

【议题一】上周销售情况
讨论要点：
决定：
任务：
责任人：
完成时间：
要求：

【议题二】其他
决定：
任务：
责任人：
完成时间：
要求：

--
会议秘书
"""


def test_words_stand_behind_their_labels_and_a_second_task_repeats_the_lines() -> None:
    filling = Filling(
        (Section("销售", "业绩", "统一报价", (Task("甲", "李强", "12月4日"), Task("乙", "吴昊", "12月7日", "全部"))),),
        (("迟到（姓名、分钟）", "周涛 20分钟"),),
    )
    assert fill(MAIL, filling).split("\n") == [
        "【出席情况】",
        "出席：王芳、何军",
        "迟到（姓名、分钟）：周涛 20分钟",
        "",
        "【议题一】上周销售情况",
        "讨论要点：业绩",
        "决定：统一报价",
        "任务：甲",
        "责任人：李强",
        "完成时间：12月4日",
        "要求：",
        "任务：乙",
        "责任人：吴昊",
        "完成时间：12月7日",
        "要求：全部",
        "",
        "【议题二】其他",
        "决定：",
        "任务：",
        "责任人：",
        "完成时间：",
        "要求：",
    ]
