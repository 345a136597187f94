"""What looks like a task and is none, and owners and days that stand in a task without being its own."""

import pytest
from minutes_room import minutes, tasks, whys


@pytest.mark.parametrize(
    "text",
    [
        "王芳汇报，上周五已交付。",
        "一、讨论\n1. 李强：杭州客户希望12月5日前到货，我已经答应。",
        "吴昊表示工厂12月8日能出货，预计12月10日到仓。",
        "赵敏建议由孙丽12月4日前改一版海报。",
        "是否由李强12月4日前提供客户案例？",
        "李强请赵敏12月4日前提供数据。",
        "王芳请何军介绍情况。",
        "周涛下周去广州出差，12月3日回来。",
        "张伟指出，原计划11月25日完成的盘点推迟了。",
        "11月18日曾因故障停发半天，由吴昊牵头在当天修复。",
        "周涛提出的增设前置仓的设想，待条件成熟后再议。",
        "下次会议：12月7日9:30，由赵敏主持。",
        "表彰\n授予陈静“月度之星”，由王芳颁奖，奖金于12月15日前发放。",
        "请各位于12月1日下班前确认纪要内容。",
        "以上纪要如有异议，请于12月8日下班前反馈给我。",
        "Li Qiang reported that the customer wants delivery before 10 December.",
        "Zhao Min suggested that Sun Li should redo the banner by Friday.",
        "Wu Hao was supposed to deliver the forecast by 27 Nov.",
        "Please send me any corrections by Wednesday.",
        "例如：\n任务：整理样品清单　责任人：李强　完成时间：1月31日",
        "任务：整理样品清单　责任人：张三　完成时间：1月31日",
        "待办\n- 无",
        "待办\n- [x] 提交名单 @李强 12月4日",
        "待办\n- 已完成：上传合同 @李强",
        "李强要求12月10日前到货。",
        "待办\n- ~~李强：提交名单，12月4日~~",
    ],
)
def test_talk_reports_suggestions_examples_and_finished_things_are_no_tasks(text: str) -> None:
    content = minutes(text)
    assert (tasks(content), whys(content)) == ([], [])


@pytest.mark.parametrize(
    "text",
    [
        "上次会议决议执行情况\n1. 完成对账（吴昊，11月27日）：未完成，仍在跟进。\n2. 更新主图（责任人：孙丽，期限：12月4日）　状态：进行中",
        "上周任务回顾\n| 任务 | 责任人 | 期限 |\n|--|--|--|\n| 对账 | 吴昊 | 12月4日 |",
        "| 任务 | 责任人 | 期限 | 状态 |\n|--|--|--|--|\n| 对账 | 吴昊 | 12月4日 | 已完成 |\n| 主图 | 孙丽 | 12月4日 | 进行中 |",
        "Review of last week's actions\n- Wu Hao to reconcile invoices by 4 Dec: still open",
    ],
)
def test_a_review_of_earlier_tasks_gives_no_new_ones(text: str) -> None:
    assert tasks(minutes(text)) == []


def test_a_task_that_the_meeting_gives_anew_in_a_review_is_one() -> None:
    text = "上次决议执行情况\n1. 对账：未完成，会议要求吴昊12月4日前完成供应商对账"
    assert tasks(minutes(text)) == ["完成供应商对账 | wu.hao | 12-04"]


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("决议：\n1. 客服热线自12月1日起延长至21:00。", "客服热线自12月1日起延长至21:00"),
        ("决议：\n1. 同意黑五满300减40的方案。", "同意黑五满300减40的方案"),
        ("决议：\n1. 取消12月7日例会。", "取消12月7日例会"),
        ("决定：11月30日晚加开一场直播。", "11月30日晚加开一场直播"),
        ("会议决定，2027年起不再参加跨店满减。", "2027年起不再参加跨店满减"),
        ("决议：\n1. 李强不再兼任协调人，改由陈静负责。", "李强不再兼任协调人"),
        ("Decisions\n- From 1 Dec damaged parcels are refunded.", "From 1 Dec damaged parcels are refunded"),
    ],
)
def test_what_was_decided_without_work_for_anybody_is_a_decision(text: str, decision: str) -> None:
    content = minutes(text)
    assert (content.decisions, tasks(content)) == ((decision,), [])


@pytest.mark.parametrize(
    ("item", "task"),
    [
        ("李强12月4日前向王芳汇报拜访情况", "向王芳汇报拜访情况 | li.qiang | 12-04"),
        ("由陈静代李强于12月3日前参加会议并反馈", "代李强参加会议并反馈 | chen.jing | 12-03"),
        ("吴昊的备货计划由孙丽12月6日前复核", "吴昊的备货计划复核 | sun.li | 12-06"),
        ("供应链按客服提供的数据，12月7日前调整库存", "按客服提供的数据，调整库存 | wu.hao | 12-07"),
        ("对赵敏反映的破损问题，由吴昊12月10日前给出措施", "给出措施 | wu.hao | 12-10"),
        ("联系李强确认样品尺寸（孙丽，12月3日）", "联系李强确认样品尺寸 | sun.li | 12-03"),
        ("李强客户的退款 郑洁 12月4日", "李强客户的退款 | zheng.jie | 12-04"),
        ("完成培训（资料由孙丽提供），郑洁，12月20日", "完成培训（资料由孙丽提供） | zheng.jie | 12-20"),
        ("与财务部林涛核对返利，赵敏，12月10日", "与财务部林涛核对返利 | zhao.min | 12-10"),
        ("财务部：林涛12月15日前完成核算", "完成核算 | lin.tao | 12-15"),
    ],
)
def test_people_whom_a_task_only_mentions_do_not_own_it(item: str, task: str) -> None:
    assert tasks(minutes(f"决议：\n1. {item}")) == [task]


@pytest.mark.parametrize(
    ("item", "task"),
    [
        ("赵敏12月4日前拿出12月28日答谢会的方案", "拿出12月28日答谢会的方案 | zhao.min | 12-04"),
        ("核对12月1日出库录像，黄凯，12月7日", "核对12月1日出库录像 | huang.kai | 12-07"),
        ("提交12月拜访计划，李强，12/4", "提交12月拜访计划 | li.qiang | 12-04"),
        ("孙丽12月10日左右上新", "上新 | sun.li | -"),
    ],
)
def test_days_that_a_task_only_mentions_are_not_its_deadline(item: str, task: str) -> None:
    (read,) = tasks(minutes(f"任务\n1. {item}"))
    title, owners, due = task.split(" | ")
    assert read.endswith(f"| {owners} | {due}")
    assert title in read or read.startswith(title[:4])


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("任务：核对　责任人：　完成时间：12月8日", ["no owner"]),
        ("任务：核对　责任人：李强　完成时间：尽快", ["no deadline"]),
        ("任务：核对　责任人：吴浩　完成时间：12月8日", ["unknown person"]),
        ("任务：核对　责任人：Tao　完成时间：12月8日", ["ambiguous person"]),
        ("任务：核对　责任人：李强　完成时间：11月31日", ["impossible date"]),
        ("任务：核对　责任人：全体　完成时间：尽快", ["no owner", "no deadline"]),
        ("任务：核对　责任人：马总　完成时间：2月30日", ["unknown person", "impossible date"]),
        ("任务：核对　责任人：李强、马总　完成时间：12月8日", ["unknown person"]),
    ],
)
def test_what_cannot_be_told_is_null_and_asked_once(text: str, why: list[str]) -> None:
    content = minutes(text)
    assert len(content.resolutions) == 1
    assert whys(content) == why
