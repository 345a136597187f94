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
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_DONE, ids=ids(APPROVAL_DONE))
def test_what_is_said_in_answer_to_an_approval_done(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "done")) == expected


APPROVAL_CLOSE: list[Row] = [
    ("问题已解决，同意关闭", "approve"),
    ("没有彻底解决，不能关", "reject"),
    ("再观察一个月", "unclear"),
    ("Not solved yet.", "reject"),
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
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), APPROVAL_MOVE, ids=ids(APPROVAL_MOVE))
def test_what_is_said_in_answer_to_an_approval_move(words: str, expected: str) -> None:
    assert meaning(words, context(About.APPROVAL, "move")) == expected
