"""Topics, materials, and nothing to submit (policy 3.1.2, 4)."""

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

CALL: list[Row] = [
    ("没有议题", "nothing"),
    ("报一个：直播间退款时效", "topic"),
    ("加一项吧：会员积分规则，上次会上没讨论完", "topic"),
    ("再报一个：年会方案", "topic"),
    ("说一个：客诉升级", "topic"),
    ("补一条：样品管理，上回没来得及说", "topic"),
    ("有一处不对：时间写错了", "unclear"),
    ("无", "nothing"),
    ("这次没有要提交的内容", "nothing"),
    ("我这边没有材料要交，谢谢", "nothing"),
    ("材料还没准备好，周五下班前交", "acknowledge"),
    ("收到，周五前提交", "acknowledge"),
    ("议题：双十二物流保障", "topic"),
    ("想讨论一下退货仓的租约", "topic"),
    ("请把“年会预算”列入议程", "topic"),
    ("报两个议题，一是样品管理，二是差旅标准", "topic; topic"),
    ("三个议题\n1、样品管理\n2、差旅标准\n3、客户分级", "topic; topic; topic"),
    ("能不能加一个议题：客诉升级流程？", "topic"),
    ("可以加个议题吗？", "unclear"),
    ("撤回我上次提的议题", "unclear"),
    ("我的议题取消，不讨论了", "unclear"),
    ("参加，没有议题。", "accept; nothing"),
    ("请假，也没有议题", "leave; nothing"),
    ("议题是关于新品定价的", "topic"),
    ("材料在附件里", "unclear"),
    ("见附件", "unclear"),
    ("材料见 https://drive.example/abc", "unclear"),
    ("None.", "nothing"),
    ("I have no items.", "nothing"),
    ("I'd like to discuss the new hotline shifts.", "topic"),
    ("Please add to the agenda: year-end stock.", "topic"),
    ("Two topics: carrier claims and hotline shifts.", "topic; topic"),
    ("1. Carrier claims\n2. Hotline shifts", "topic; topic"),
    ("Please put packaging costs on the agenda.", "topic"),
    ("Slides will follow on Friday.", "acknowledge"),
    ("My slides are attached.", "unclear"),
    ("Slides: https://drive.example/x", "unclear"),
    ("What is the deadline for topics?", "unclear"),
    ("Please remove my topic from the agenda.", "unclear"),
    ("No objections.", "unclear"),
    ("这周风平浪静，没什么可讨论的。", "nothing"),
    ("请安排一个议题：门店巡检结果通报", "topic"),
    ("我想请大家讨论：是否统一华东、华南的返利政策", "topic"),
    ("议题一：物流费用分摊\n议题二：客诉赔付权限", "topic; topic"),
    ("议题有两个，分别是物流费用分摊和客诉赔付权限。", "topic; topic"),
    ("能否把“退货仓搬迁”排进议程？", "topic"),
    ("我来汇报一下十一月的客诉数据，大概10分钟，请列入议程。", "topic"),
    ("上次没讨论完的仓租问题，这次继续。", "unclear"),
    ("议题还在跟吴昊商量，明天报。", "acknowledge"),
    ("议题我跟刘洋说过了。", "unclear"),
    ("議題如下：\n（一）年終盤點安排\n（二）倉庫人力支援", "topic; topic"),
    ("数据太大，已传网盘：https://pan.example.com/s/1abc", "unclear"),
    ("忘了带附件，稍后补发。", "acknowledge"),
    ("资料明天下班前发您。", "acknowledge"),
    ("截止时间能不能延到周五？", "unclear"),
    ("周一我请假，由陈静代我，议题无。", "leave substitute=chen.jing; nothing"),
    ("There is nothing to report from operations.", "nothing"),
    ("Nope, nothing this time.", "nothing"),
    ("Agenda items from my side:\n1) Returns in East China\n2) New packaging", "topic; topic"),
    ("Could you put \"sample room\" on the agenda?", "topic"),
    ("My topic: sample room refurbishment", "topic"),
    ("I want to bring up the overtime rules.", "topic"),
    ("Two points from us: overtime rules; sample room.", "topic; topic"),
    ("The slides are on the shared drive.", "unclear"),
    ("Please drop my topic about the sample room.", "unclear"),
    ("Is the deadline really tomorrow?", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), CALL, ids=ids(CALL))
def test_what_is_said_in_answer_to_a_call(words: str, expected: str) -> None:
    assert meaning(words, context(About.CALL)) == expected


INVITATION: list[Row] = [
    ("参加，另外想加个议题：渠道返利", "accept; topic"),
    ("请把渠道返利加到议程里，谢谢", "topic"),
    ("我会晚到半小时，请先讨论其他议题", "late minutes=30"),
    ("第三个议题我不参与", "unclear"),
    ("我参加，议题没意见", "accept"),
    ("议程第二项的时间能长一点吗？", "unclear"),
    ("收到议程", "acknowledge"),
    ("议程没问题，我参加", "accept"),
    ("我参加，会上想讨论一下新品", "accept; topic"),
    ("请在会上留十分钟给我讲一下客诉", "topic"),
    ("I'll attend. One topic: the rebate.", "accept; topic"),
    ("Please add \"rebate model\" to the agenda.", "topic"),
    ("The agenda looks good.", "acknowledge"),
    ("The agenda looks good, I'll be there.", "accept"),
    ("I'd like 10 minutes to present the new CRM.", "topic"),
    ("I can't come, but please discuss the rebate.", "leave; topic"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), INVITATION, ids=ids(INVITATION))
def test_what_is_said_in_answer_to_an_invitation(words: str, expected: str) -> None:
    assert meaning(words, context(About.INVITATION)) == expected
