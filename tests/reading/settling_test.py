"""The one word that settles a mail which was put before the organizers: alone, and nowhere else."""

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import Settle
from mailflow.core.reply import SETTLE, About, Context, RequestBrief
from mailflow.core.values import Address
from mailflow.reading.jsonform import interpretation

ASKED = Context(request=RequestBrief(SETTLE, Address("he.jun@corp.example")))


@pytest.mark.parametrize(
    "words",
    [
        "忽略", "请忽略", "可以忽略，谢谢", "不用管", "不用管了", "不用处理。", "已处理", "我已处理", "这件事已经处理了", "此事已解决", "收到，已处理。",
        "Ignore it.", "Please ignore this mail.", "Dealt with", "I have dealt with it, thanks.", "Already handled.", "No action needed.",
    ],
)  # fmt: skip
def test_it_settles(words: str) -> None:
    assert interpreted(words, ASKED).intents == (Settle(),)
    assert interpretation(interpreted(words, ASKED))["unclear"] is True  # the contract has no word for it


@pytest.mark.parametrize(
    "words",
    [
        "还没处理", "未处理", "不忽略", "不能忽略", "处理了吗？", "忽略？", "如果他请假了就忽略", "刘洋说已处理", "请处理", "明天处理", "忽略，会议取消", "同意", "参加",
        "Not handled yet", "Don't ignore it", "Should I ignore it?", "Ignore it if he comes", "Liu Yang has dealt with it", "Please handle it", "Ignored? Cancel the meeting.",
    ],
)  # fmt: skip
def test_it_does_not_settle(words: str) -> None:
    assert Settle() not in interpreted(words, ASKED).intents


@pytest.mark.parametrize("about", list(About))
def test_where_nothing_was_put_before_anybody_the_word_means_nothing_new(about: About) -> None:
    assert Settle() not in interpreted("忽略", context(about)).intents
