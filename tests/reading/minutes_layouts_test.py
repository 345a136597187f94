"""The same tasks in the layouts that recorders use; each case is a document and the tasks that it gives."""

import re

import pytest
from minutes_room import minutes, short, tasks, whys

FORM = """
【议题一】上周销售情况（汇报：李强）
讨论要点：赵敏12月3日前可以补齐。
决定：返利维持2%。
任务：提交逾期账款清单　责任人：陈静　完成时间：12月2日　要求：逐户注明天数
任务：　责任人：　完成时间：　要求：
【议题二】库存
讨论要点：
决定：
任务：
责任人：
完成时间：
要求：
任务：核对库存
责任人：吴昊、孙丽
完成时间：12月4日
要求：
"""
ENGLISH_FORM = """
[Topic 1] Sales last week
Discussion: Zhao Min can pay by 3 Dec.
Decision: The rebate stays at 2%.
Task: Send the overdue list
Owner: Chen Jing
Due: 2 Dec
Requirement: with the days
[Topic 2] Stock
Discussion:
Decision:
Task:
Owner:
Due:
Requirement:
Task: Count the stock  Owner: Wu Hao, Sun Li  Due: 4 Dec  Requirement:
"""


def test_the_form_filled_in_is_read_and_its_empty_lines_are_nothing() -> None:
    content = minutes(FORM)
    assert tasks(content) == ["提交逾期账款清单 | chen.jing | 12-02", "核对库存 | wu.hao sun.li | 12-04"]
    assert (content.resolutions[0].requirement, content.decisions, whys(content)) == (
        "逐户注明天数",
        ("返利维持2%",),
        [],
    )


def test_its_english_twin_is_read_the_same() -> None:
    content = minutes(ENGLISH_FORM)
    assert tasks(content) == ["Send the overdue list | chen.jing | 12-02", "Count the stock | wu.hao sun.li | 12-04"]
    assert (content.resolutions[0].requirement, whys(content)) == ("with the days", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会议议定：\n1. 由赵敏负责，于12月7日前提交退货分析报告。", ["提交退货分析报告 | zhao.min | 12-07"]),
        ("会议议定：\n1. 李强12月5日前完成拜访安排，要求覆盖前二十大客户。", ["完成拜访安排 | li.qiang | 12-05"]),
        ("会议议定：\n1. 请产品运营于本周四前更新主图。", ["更新主图 | sun.li | 12-03"]),
        ("决议：\n1. 春节前完成第一轮催收，责任人王芳。", ["完成第一轮催收 | wang.fang | 02-05"]),
        ("决议：\n1. 黄凯牵头，林涛配合，12月25日前完成年终盘点。", ["完成年终盘点 | huang.kai lin.tao | 12-25"]),
        ("决议：\n1. 关于备货：由供应链负责，12月15日前提交方案。", ["提交方案 | wu.hao | 12-15"]),
        ("决议：\n1. 供应链每周五通报进度。", ["通报进度 | wu.hao | -"]),
        (
            "决议：\n1. 孙丽12月7日前完成测试，吴昊12月10日前完成切换。",
            ["完成测试 | sun.li | 12-07", "完成切换 | wu.hao | 12-10"],
        ),
        (
            "决议：\n1. 李强12月4日、赵敏12月5日前提交计划。",
            ["提交计划 | li.qiang | 12-04", "提交计划 | zhao.min | 12-05"],
        ),
        (
            "议定如下：一、李强于12月4日前报送名单；二、孙丽12月7日前完成改版。",
            ["报送名单 | li.qiang | 12-04", "完成改版 | sun.li | 12-07"],
        ),
        ("一、李强汇报。\n二、会议要求李强本周四前把回款计划报王芳。", ["把回款计划报王芳 | li.qiang | 12-03"]),
        ("王芳要求吴昊12月2日前与工厂落实补货时间。", ["与工厂落实补货时间 | wu.hao | 12-02"]),
        ("决议：\n1. 由供应链牵头、华东团队配合，12月20日前清完尾货。", ["清完尾货 | wu.hao li.qiang | 12-20"]),
        ("决议：\n1. 由市场部牵头、销售部配合，12月9日前做完调研。", ["做完调研 | wang.fang | 12-09"]),
        (
            "决议：\n1. 由吴昊牵头、孙丽配合、郑洁协助，12月9日前查清差错。",
            ["查清差错 | wu.hao sun.li zheng.jie | 12-09"],
        ),
        ("决议：\n1. 由吴昊牵头、销售部配合做完访谈，12月9日前。", ["做完访谈 | wu.hao wang.fang | 12-09"]),
        ("决议：\n1. 页面由孙丽主导、陈静和周涛协助，12月9日前上线。", ["页面 | sun.li chen.jing zhou.tao | 12-09"]),
        (
            "任务：\n1. 供货方案由吴昊牵头、孙丽配合、郑洁协助，12月9日前定稿。",
            ["供货方案 | wu.hao sun.li zheng.jie | 12-09"],
        ),
        (
            "会议决定，盘点由供应链牵头、财务经理与黄凯参与，12月9日前完成。",
            ["盘点 | wu.hao lin.tao huang.kai | 12-09"],
        ),
        (
            "决议：\n1. 新人培训由郑洁负责、各区域主管配合，12月9日前。",
            ["新人培训 | zheng.jie li.qiang zhao.min | 12-09"],
        ),
        ("王芳要求12月10日前拿出整改方案，由李强负责。", ["拿出整改方案 | li.qiang | 12-10"]),
        ("最后，王芳请何军月底前把名册归档。", ["把名册归档 | he.jun | 11-30"]),
        (
            "经讨论，会议决定自1月1日起账期延长。为此，由林涛牵头，12月10日前修订办法。",
            ["修订办法 | lin.tao | 12-10"],
        ),
        ("决议：\n1. 上线新系统。由吴昊负责，12月10日前完成。", ["上线新系统 | wu.hao | 12-10"]),
    ],
)
def test_sentences_say_who_shall_do_what_until_when(text: str, found: list[str]) -> None:
    assert tasks(minutes(text)) == found


@pytest.mark.parametrize(
    "item",
    [
        "李强：提交名单，12月4日",
        "提交名单（李强，12月4日）",
        "提交名单（李强 12/4）",
        "提交名单 - 李强 - 12月4日",
        "提交名单——李强——12/4",
        "提交名单 @李强 12/4",
        "【李强】提交名单，12月4日前",
        "提交名单 李强 12月4日",
        "李强｜提交名单｜12月4日",
        "提交名单，责任人：李强，完成时间：12月4日",
        "提交名单（责任人：李强；时限：12月4日）",
        "提交名单，责任人李强，12月4日前完成",
        "提交名单 负责：李强 12/4 前",
        "[ ] 提交名单 @李强 12月4日",
        "12月4日前，李强提交名单",
        "12月4日：李强提交名单",
    ],
)
def test_an_item_of_a_list_sets_owner_and_day_apart_in_any_way(item: str) -> None:
    assert tasks(minutes(f"待办\n- {item}")) == ["提交名单 | li.qiang | 12-04"]


@pytest.mark.parametrize(
    "item",
    [
        "AI: Li Qiang – send the list by Friday",
        "Action: Li Qiang to send the list by 4 Dec",
        "ACTION (Li Qiang, 4 Dec): send the list",
        "Li Qiang will send the list by Friday.",
        "-> Li Qiang to send the list, 4 Dec",
        "@Li Qiang please send the list by Friday",
        "By Friday, Li Qiang is to send the list.",
        "It was agreed that Li Qiang would send the list by 4 December.",
        "Wang Fang asked Li Qiang to send the list by Friday.",
    ],
)
def test_english_notes_say_it_in_their_ways(item: str) -> None:
    (task,) = minutes(f"Sales\n\n{item}").resolutions
    assert task.title.endswith("send the list")
    assert tasks(minutes(f"Sales\n\n{item}"))[0].endswith("| li.qiang | 12-04")


@pytest.mark.parametrize(
    "text",
    [
        "工作安排\n李强\n- 提交名单，12月4日\n赵敏：\n- 走访佛山（12/8）",
        "【会议决议】\n一、李强\n1. 12月4日前提交名单\n二、赵敏\n1. 走访佛山，12月8日",
        "任务分解：\n责任人：李强\n- 提交名单，12月4日\n责任人：赵敏\n- 12月8日走访佛山",
        "## 行动计划（按责任人）\n### 李强\n- 提交名单（12-4）\n### 赵敏\n- 走访佛山（12-8）\n## 其他\n- 天气转凉",
        "这周要做的：\n1 李强 周五前 提交名单\n2 赵敏 12.8前 走访佛山",
    ],
)
def test_tasks_under_a_name_belong_to_that_person(text: str) -> None:
    assert tasks(minutes(text)) == ["提交名单 | li.qiang | 12-04", "走访佛山 | zhao.min | 12-08"]


@pytest.mark.parametrize(
    "text",
    [
        "| # | What | Who | When |\n|--|--|--|--|\n| 1 | 提交名单 | 李强 | 12-04 |\n| 2 | 走访佛山 | 赵敏 | 12-08 |",
        "序号\t任务\t责任人\t完成时间\n1\t提交名单\t李强\t12月4日\n2\t走访佛山\t赵敏\t12月8日",
        "责任人      任务            完成时间\n李强        提交名单        12月4日\n赵敏        走访佛山        12月8日",
        "| 任务 | 提交名单 | 走访佛山 |\n|--|--|--|\n| 责任人 | 李强 | 赵敏 |\n| 时限 | 12.4 | 12.8 |",
        "序号\n任务\n责任人\n完成时间\n1\n提交名单\n李强\n12月4日\n2\n走访佛山\n赵敏\n12月8日",
        "任务一：提交名单\n负责人：李强\n截止：12月4日\n任务二：走访佛山\n负责人：赵敏\n截止：12月8日",
    ],
)
def test_a_table_is_a_table_however_it_is_drawn(text: str) -> None:
    assert tasks(minutes(text)) == ["提交名单 | li.qiang | 12-04", "走访佛山 | zhao.min | 12-08"]


def test_a_table_may_have_helpers_groups_ditto_marks_and_empty_owners_below_a_name() -> None:
    content = minutes(
        """
        | 序号 | 决议内容 | 牵头人 | 配合部门 | 时间节点 |
        |--|--|--|--|--|
        | 一 | 华东仓 | | | |
        | 1 | 测算租金 | 吴昊 | 财务部林涛 | 12.10 |
        | 二 | 促销 | | | |
        | 2 | 定品 | 孙丽 | | 同上 |
        """
    )
    assert tasks(content) == ["测算租金 | wu.hao lin.tao | 12-10", "定品 | sun.li | 12-10"]


def test_a_task_repeated_in_a_summary_counts_once_and_neighbours_that_look_alike_count_each() -> None:
    content = minutes(
        """
        二、工作安排
        1. 郑洁于12月18日前完成双十二客诉复盘报告，重点分析物流类投诉。
        2. 孙丽12月4日前更新页面。
        3. 孙丽12月4日前更新英文页面。
        附：任务汇总
        | 任务 | 责任人 | 完成时间 |
        |--|--|--|
        | 双十二客诉复盘 | 郑洁 | 12月18日 |
        """
    )
    assert tasks(content) == [
        "完成双十二客诉复盘报告 | zheng.jie | 12-18",
        "更新页面 | sun.li | 12-04",
        "更新英文页面 | sun.li | 12-04",
    ]


def test_nothing_that_was_written_is_dropped() -> None:
    text = "会议纪要\n出席：王芳\n讨论：随便谈谈。\n| 任务 | 责任人 | 时间 |\n|--|--|--|\n| 提交名单 | 李强 | 12-04 |\n散会。"
    whole = minutes(text).text
    for words in ("会议纪要", "出席：王芳", "讨论：随便谈谈。", "提交名单", "李强", "12-04", "散会。"):
        assert words in whole


def test_headings_may_ask_in_plain_words_what_stands_below_them() -> None:
    content = minutes(
        """
        说了什么
        -- 周涛：东莞客户要求12月3日前回复，已经回复

        定了什么
        -- 双十二不做买一送一
        -- 客服周末轮休取消，到12月13日为止

        谁做什么
        -- 盯紧工厂双班 → 吴昊，12/7
        -- 把话术改短 → 小郑，周三

        之前的事项
        -- 对账 → 吴昊，12/3，还差一家
        """
    )
    assert tasks(content) == ["盯紧工厂双班 | wu.hao | 12-07", "把话术改短 | zheng.jie | 12-02"]
    assert content.decisions == ("双十二不做买一送一", "客服周末轮休取消")


def test_what_others_have_to_do_with_a_task_is_its_requirement() -> None:
    (task,) = minutes("会议议定：\n1. 由林涛于12月10日前修订办法，要求两个部门会签。").resolutions
    assert (task.title, task.requirement, task.owners) == ("修订办法", "两个部门会签", ("lin.tao@corp.example",))


def test_a_decision_before_the_task_that_follows_from_it_stays_a_decision() -> None:
    content = minutes("经讨论，会议决定自1月1日起账期延长。为此，由林涛牵头，12月10日前修订办法。")
    assert content.decisions == ("自1月1日起账期延长",)


def test_a_run_of_bare_numbers_is_a_list_and_a_number_before_a_thing_is_none() -> None:
    content = minutes(
        "这周要做的：\n1 采购 3 台电脑 李强 12月4日\n2 供应链 下周一前 给出清单 要求：两个以上型号\n\n数据\n3 台设备正常"
    )
    assert tasks(content) == ["采购 3 台电脑 | li.qiang | 12-04", "给出清单 | wu.hao | 12-07"]
    assert content.resolutions[1].requirement == "两个以上型号"


def test_below_a_heading_of_nobody_tasks_have_no_owner_and_an_empty_slot_is_asked_about() -> None:
    content = minutes(
        """
        # 行动计划
        ## 李强
        - 提交名单（12-4）
        ## 责任人待定
        - 评估换址（12-15）
        ## 任务（事项｜责任人｜完成时间）
        1）联系物业延长空调开放时间｜｜12月9日
        """
    )
    assert tasks(content) == [
        "提交名单 | li.qiang | 12-04",
        "评估换址 |  | 12-15",
        "联系物业延长空调开放时间 |  | 12-09",
    ]
    assert whys(content) == ["no owner", "no owner"]


@pytest.mark.parametrize(
    "text",
    [
        "要办的事：\n一、李强\n1、提交名单（周五）\n二、待定\n1、评估换址 12/15",
        "行动计划\n### 李强\n- 提交名单，12月4日\n### 待定\n- 评估换址，12月15日",
        "## 行动计划\n## 李强\n- 提交名单，12月4日\n## 待定\n- 评估换址，12月15日\n## 讨论\n- 吴昊：12月8日能到货",
    ],
)
def test_nobody_beside_the_names_of_others_heads_tasks_without_an_owner(text: str) -> None:
    assert tasks(minutes(text)) == ["提交名单 | li.qiang | 12-04", "评估换址 |  | 12-15"]


def test_a_number_at_the_beginning_of_a_numbered_task_is_part_of_it() -> None:
    text = "待办\n1 12月4日前 李强 提交名单\n2 3 台样机寄东莞 周涛 12月8日"
    assert tasks(minutes(text)) == ["提交名单 | li.qiang | 12-04", "3 台样机寄东莞 | zhou.tao | 12-08"]


def test_tasks_that_nobody_has_yet_are_kept_whatever_their_last_word_is() -> None:
    content = minutes(
        "Actions\n1 Li Qiang 4 Dec send list\n2 Sun Li 8 Dec update banner\n\nUnassigned\n- pick a venue, 9 Dec"
    )
    assert tasks(content) == [
        "send list | li.qiang | 12-04",
        "update banner | sun.li | 12-08",
        "pick a venue |  | 12-09",
    ]
    assert tasks(minutes("决议：\n会议时间：12月9日\n活动地点：杭州")) == []


@pytest.mark.parametrize("following", ["吴昊：盯到货（12月9日）", "盯到货（吴昊，12月9日）"])
def test_one_long_line_is_not_a_broken_one_that_swallows_the_next(following: str) -> None:
    text = f"【任务】\n李强、赵敏：各提交一份名单，12月4日下班前，每份都不少于三十家客户\n{following}\n王芳：批预算（12月8日）"
    assert tasks(minutes(text))[1:] == ["盯到货 | wu.hao | 12-09", "批预算 | wang.fang | 12-08"]


@pytest.mark.parametrize(
    ("behind", "wanted"),
    [
        ("按客户列明逾期天数", "按客户列明逾期天数"),
        ("按星级区分", "按星级区分"),
        ("按门店写明原因", "按门店写明原因"),
        ("按原因归类", "按原因归类"),
    ],
)
def test_after_what_order_the_result_is_set_out_is_its_requirement(behind: str, wanted: str) -> None:
    content = minutes(f"任务：\n1. 李强12月9日前提交回款表，{behind}。")
    assert tasks(content) == ["提交回款表 | li.qiang | 12-09"]
    assert content.resolutions[0].requirement == wanted


@pytest.mark.parametrize(
    "line",
    [
        "Someone to check the drains - 4 Dec",
        "Somebody will check the drains by 4 Dec",
        "Anyone: check the drains, 4 Dec",
        "One of us to check the drains by 4 Dec",
    ],
)
def test_someone_is_nobody_and_no_unknown_person(line: str) -> None:
    assert whys(minutes(f"Actions\n- {line}")) == ["no owner"]


CHAT = """
[10:31] 何军: 会上定的发一下
[10:32] 何军: 到会 王芳 李强 吴昊，赵敏请假
[10:33] 何军: 1）李强 合同 周四前签回来
[10:35] 王芳: 收到
[10:36] 吴昊: 货12月8日前能到
[10:37] 何军: 2）孙丽 月底前 更新页面
"""


@pytest.mark.parametrize("form", ["[{0}] {1}: {2}", "{0} {1}：{2}", "{1} {0}: {2}", "{1} 2026/11/30 {0}:02\n{2}"])
def test_of_a_chat_the_record_is_read_and_the_talk_between_is_not(form: str) -> None:
    parts = (re.match(r"\[(\S+)\] (\S+): (.*)", line) for line in CHAT.strip().splitlines())
    content = minutes("\n".join(form.format(*part.groups()) for part in parts if part))
    assert tasks(content) == ["合同签回来 | li.qiang | 12-03", "更新页面 | sun.li | 11-30"]
    assert [short(who) for who in content.attendance.present] == ["wang.fang", "li.qiang", "wu.hao"]
    assert [short(who) for who in content.attendance.on_leave] == ["zhao.min"]


def test_a_programme_with_times_and_names_is_no_chat() -> None:
    content = minutes("09:30 王芳：销售汇报\n09:45 张伟：运营汇报\n10:00 李强：12月4日前提交名单")
    assert tasks(content) == tasks(minutes("10:00 李强：12月4日前提交名单"))


@pytest.mark.parametrize(
    "heading", ["二、会议议定的事项", "二、会议研究确定的主要事项", "## 会上商定的几件事", "【本次会议明确的工作】"]
)
def test_what_was_settled_heads_decisions_and_tasks_alike(heading: str) -> None:
    content = minutes(f"{heading}\n1. 差旅标准维持不变。\n2. 由吴昊尽快提出备货计划。")
    assert content.decisions == ("差旅标准维持不变",)
    assert (tasks(content), whys(content)) == (["提出备货计划 | wu.hao | -"], ["no deadline"])
