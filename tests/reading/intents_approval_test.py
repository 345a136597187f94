"""The verdict of the one who was asked to decide (policy 5.1.1, 5.3.4)."""

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

APPROVAL_LEAVE: list[Row] = [
    ("同意", "approve"),
    ("准假，注意休息。", "approve"),
    ("没问题，批准", "approve"),
    ("没有异议，同意", "approve"),
    ("OK", "approve"),
    ("同意李强请假", "approve"),
    ("不批，会上要他汇报", "reject"),
    ("我不赞成", "reject"),
    ("不是不同意，是要先看材料", "unclear"),
    ("同意，前提是陈静能参加", "unclear"),
    ("只要材料交齐就批", "unclear"),
    ("除非有人代他，否则不批", "unclear"),
    ("同意请假半天", "unclear"),
    ("同意，不过下不为例", "approve"),
    ("我再想想", "acknowledge"),
    ("谁代替他？", "unclear"),
    ("他怎么又请假？", "unclear"),
    ("张伟说同意", "unclear"),
    ("张总不同意", "unclear"),
    ("请张伟审批", "unclear"),
    ("这事找张伟批", "unclear"),
    ("同意。哦不对，这周有审计，不同意", "reject"),
    ("上封作废，同意请假", "approve"),
    ("更正：不同意", "reject"),
    ("允许", "approve"),
    ("准，让周涛代他", "approve"),
    ("Approved.", "approve"),
    ("No objection.", "approve"),
    ("Approved, please make sure the slides are ready.", "approve"),
    ("Rejected.", "reject"),
    ("Not approved.", "reject"),
    ("I don't agree.", "reject"),
    ("Declined: the review needs his numbers.", "reject"),
    ("I do not object.", "unclear"),
    ("Approved provided that he sends his slides first.", "unclear"),
    ("Only if somebody covers for him.", "unclear"),
    ("OK, but he must dial in.", "unclear"),
    ("I would approve it if he found a substitute.", "unclear"),
    ("Who will stand in for him?", "unclear"),
    ("Noted.", "acknowledge"),
    ("Maybe.", "unclear"),
    ("Not sure.", "unclear"),
    ("同意他请假，工作请提前安排好。", "approve"),
    ("好的，准假一天。", "unclear"),
    ("情况特殊，予以批准。", "approve"),
    ("这次例会很重要，不能请假。", "reject"),
    ("不太同意。", "unclear"),
    ("同意一半，下半场要来。", "unclear"),
    ("同意，除非客户改期。", "unclear"),
    ("是否有人代替他参加？", "unclear"),
    ("我没有不批的理由", "unclear"),
    ("不能说不同意", "unclear"),
    ("That's fine with me.", "approve"),
    ("Leave approved. Please brief Chen Jing.", "approve"),
    ("Sorry, I need him there.", "unclear"),
    ("I have to refuse.", "reject"),
    ("Yes, but only for half a day.", "unclear"),
    ("Please check with Zhang Wei.", "unclear"),
    ("I will decide tomorrow.", "acknowledge"),
    ("I can't say no.", "unclear"),
    ("不批。年底盘点，一个都不能请假。", "reject"),
    ("不同意，这周谁都不能缺席。", "reject"),
    ("驳回，本周任何人不得缺席例会。", "reject"),
    ("不准假，冲量期间不许请假。", "reject"),
    ("Rejected. Nobody can be absent this week.", "reject"),
    ("No. We have an audit on Monday.", "reject"),
    ("确认收到", "acknowledge"),
    ("No.", "reject"),
    ("No. We need him.", "reject"),
    ("请什么假，都来", "reject"),
    ("行，让他去", "approve"),
    ("准了", "approve"),
    ("中，叫他早点回来", "approve"),
    ("可，知會陳靜即可", "approve"),
    ("批了，路上慢点", "approve"),
    ("照准", "approve"),
    ("不准，月底这么忙", "reject"),
    ("這次不行，請他務必出席", "reject"),
    ("我看不合适，还是来吧", "reject"),
    ("算了，别请了，来开会吧", "unclear"),
    ("随他吧", "unclear"),
    ("你们看着办", "unclear"),
    ("同意是同意，但得找个人顶上", "unclear"),
    ("先让他把材料交了再说", "unclear"),
    ("他不来谁汇报？", "unclear"),
    ("不反对", "unclear"),
    ("原则上同意", "unclear"),
    ("等我跟张总商量下", "acknowledge"),
    ("张总已经批过了", "unclear"),
    ("同意，材料请他会前发我", "approve"),
    ("Sure, go for it.", "approve"),
    ("Yes, that's OK. Wish him a good trip.", "approve"),
    ("No way, not this week.", "reject"),
    ("I'm afraid I can't approve this.", "reject"),
    ("I'd rather he came.", "unclear"),
    ("Fine, as long as Chen Jing covers.", "unclear"),
    ("I don't see a problem with it.", "approve"),
    ("I'm not going to stand in his way.", "unclear"),
    ("Not this time, sorry.", "reject"),
    ("确认", "approve"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_LEAVE, ids=ids(APPROVAL_LEAVE))
def test_what_is_said_in_answer_to_an_approval_leave(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "leave")) == expected


APPROVAL_EXTEND: list[Row] = [
    ("同意延期", "approve"),
    ("同意，12月10日前务必交", "approve"),
    ("同意延期，但只能到12月8日", "unclear"),
    ("最多延到12月8日", "unclear"),
    ("延到12月8日可以吗", "unclear"),
    ("同意延期三天", "unclear"),
    ("按原计划执行，不延期", "reject"),
    ("期限不变", "reject"),
    ("就按12月10日", "approve"),
    ("延期没问题", "approve"),
    ("先交80%再谈延期", "unclear"),
    ("延期到哪天？", "unclear"),
    ("OK to extend.", "approve"),
    ("Extension granted.", "approve"),
    ("10 December is fine.", "approve"),
    ("8 December at the latest.", "unclear"),
    ("Only until 8 December.", "unclear"),
    ("No extension.", "reject"),
    ("How about 8 December?", "unclear"),
    ("同意延期申请。", "approve"),
    ("延到8号吧。", "unclear"),
    ("不同意，项目等不起。", "reject"),
    ("不能再延了，客户已经催了两次。", "reject"),
    ("补齐数据再批。", "unclear"),
    ("为什么做不完？", "unclear"),
    ("Agreed, but no later than 8 December.", "unclear"),
    ("I can only give you until 8 December.", "unclear"),
    ("The original deadline stands.", "reject"),
    ("No. The customer needs it on Friday.", "reject"),
    ("No. It has been moved twice already.", "reject"),
    ("No: the campaign starts on the 5th.", "reject"),
    ("不行。仓库月底要用。", "reject"),
    ("不延了，已经延过两次", "reject"),
    ("No, the launch can't wait.", "reject"),
    ("延什么延，按时交", "reject"),
    ("那就延吧", "approve"),
    ("行，就10号，别再拖了", "approve"),
    ("准予展期", "approve"),
    ("不准延，4号必须交", "reject"),
    ("只能给到7号", "unclear"),
    ("同意，但这是最后一次", "approve"),
    ("Ok for the 10th.", "approve"),
    ("No more extensions please.", "reject"),
    ("I can live with that.", "approve"),
    ("No. The customer is waiting.", "reject"),
    ("No, sorry.", "reject"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_EXTEND, ids=ids(APPROVAL_EXTEND))
def test_what_is_said_in_answer_to_an_approval_extend(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "extend")) == expected


APPROVAL_DONE: list[Row] = [
    ("同意结项", "approve"),
    ("已核实，确实完成了", "approve"),
    ("还没完成，不能关闭", "reject"),
    ("还差一份签字，先不关", "reject"),
    ("补齐签字后可以结项", "unclear"),
    ("Confirmed, please close it.", "approve"),
    ("Looks good, close it.", "approve"),
    ("Can't be closed, two signatures are missing.", "reject"),
    ("验收通过，同意结项。", "approve"),
    ("材料不全，退回。", "reject"),
    ("等我核完再说。", "acknowledge"),
    ("Checked and OK.", "approve"),
    ("The numbers don't add up, please redo.", "unclear"),
    ("Accepted.", "approve"),
    ("核过了，没毛病，结了吧", "approve"),
    ("文件我没看到，先不结", "reject"),
    ("数据对不上，打回重做", "reject"),
    ("还差华南的数据", "reject"),
    ("Good job, close it.", "approve"),
    ("I can't find the file, so no.", "reject"),
    ("Not approved, because the file is missing.", "reject"),
    ("不同意，理由：附件打不开。", "reject"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_DONE, ids=ids(APPROVAL_DONE))
def test_what_is_said_in_answer_to_an_approval_done(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "done")) == expected


APPROVAL_CLOSE: list[Row] = [
    ("问题已解决，同意关闭", "approve"),
    ("没有彻底解决，不能关", "reject"),
    ("再观察一个月", "unclear"),
    ("Not solved yet.", "reject"),
    ("彻底解决了，关吧", "approve"),
    ("已解决", "approve"),
    ("没有解决", "reject"),
    ("上周又冒出来两单，先别关", "reject"),
    ("Yes, it is solved", "approve"),
    ("No, not solved", "reject"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_CLOSE, ids=ids(APPROVAL_CLOSE))
def test_what_is_said_in_answer_to_an_approval_close(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "close")) == expected


APPROVAL_MOVE: list[Row] = [
    ("同意改期", "approve"),
    ("可以改", "approve"),
    ("改到周三吧", "unclear"),
    ("Fine, move it.", "approve"),
    ("Don't move it.", "reject"),
    ("确认收到", "acknowledge"),
    ("确认", "approve"),
    ("确认改期", "approve"),
    ("那就改吧", "approve"),
    ("算了，不改了", "reject"),
    ("No.", "reject"),
    ("改吧", "approve"),
    ("Yes, move it.", "approve"),
    ("Yes, call it off", "approve"),
    ("同意取消", "approve"),
    ("不，不取消", "reject"),
    ("不，不增加", "reject"),
    ("Yes, invite them", "approve"),
    ("是，请执行", "approve"),
    ("不，请不要执行", "reject"),
    ("同意，请发邀请", "approve"),
    ("不，不召集", "reject"),
    ("不，不改", "reject"),
    ("不同意，时间不变", "reject"),
    ("No, keep the time", "reject"),
    ("确认取消", "unclear"),
    ("确认，请发", "approve"),
    ("确认执行", "approve"),
    ("我确认", "approve"),
    ("确认是我发的", "approve"),
    ("确认不是我发的", "reject"),
    ("我要跟张总确认", "acknowledge"),
    ("还没确认", "unclear"),
    ("确认一下时间", "acknowledge"),
    ("Confirmed", "approve"),
    ("Confirm.", "approve"),
    ("Not confirmed.", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_MOVE, ids=ids(APPROVAL_MOVE))
def test_what_is_said_in_answer_to_an_approval_move(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "move")) == expected


APPROVAL_HELD: list[Row] = [
    ("确认", "approve"),
    ("我确认", "approve"),
    ("确认，就这么办", "approve"),
    ("是我发的，请执行", "approve"),
    ("是，请执行", "approve"),
    ("Yes, it was me.", "approve"),
    ("Yes, go ahead", "approve"),
    ("不是我发的", "reject"),
    ("不，请不要执行", "reject"),
    ("That wasn't me.", "reject"),
    ("我要跟张总确认", "acknowledge"),
    ("确认吗？", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_HELD, ids=ids(APPROVAL_HELD))
def test_what_is_said_in_answer_to_the_request_for_a_second_word(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "held")) == expected
