"""Calling the meeting off, and inviting more people (policy 3.1.1)."""

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

INVITATION: list[Row] = [
    ("周一的会取消", "cancel"),
    ("这次例会不开了，大家都在出差", "cancel"),
    ("请取消本次会议，参会人不齐", "cancel"),
    ("取消周一例会，原因：系统升级", "cancel"),
    ("经与王总商量，本周例会暂停一次", "cancel"),
    ("会议取消了吗？", "unclear"),
    ("能不能取消这次会议？", "unclear"),
    ("会不会取消还没定", "unclear"),
    ("不要取消会议", "unclear"),
    ("会议没有取消，照常开", "unclear"),
    ("取消我的出差，我参加会议", "accept"),
    ("我取消参加", "leave"),
    ("以后的例会都取消", "unclear"),
    ("请加上林涛", "invite attendees=lin.tao"),
    ("请邀请林涛和黄凯参加", "invite attendees=lin.tao,huang.kai"),
    ("麻烦把林涛也加进来", "invite attendees=lin.tao"),
    ("请通知物流部一起参加", "invite attendees=huang.kai"),
    ("能不能请林涛也参加？", "invite attendees=lin.tao"),
    ("我参加，请再邀请一下冯雪", "accept; invite attendees=feng.xue"),
    ("请再加一位外部顾问 gu@consult.example", "unclear: invite"),
    ("要不要叫上林涛？", "unclear"),
    ("林涛会参加吗？", "unclear"),
    ("请林涛准备数据", "unclear"),
    ("Please cancel the meeting.", "cancel"),
    ("Let's cancel Monday's meeting, half of us are travelling.", "cancel"),
    ("The meeting is cancelled because of the system upgrade.", "cancel"),
    ("Is the meeting cancelled?", "unclear"),
    ("Don't cancel the meeting.", "unclear"),
    ("If Zhang Wei can't come, please cancel.", "unclear"),
    ("My flight was cancelled, so I can attend.", "accept"),
    ("Please invite Peter from Metro.", "unclear: invite"),
    ("Could Lin Tao join?", "unclear"),
    ("Has Lin Tao been invited?", "unclear"),
    ("I'd like Wu Hao to be there too.", "invite attendees=wu.hao"),
    ("出差取消，我确认出席", "accept"),
    ("听说这周例会取消了？", "unclear"),
    ("这周的例会取消吧，王总张总都出差", "cancel"),
    ("建议把林涛也叫上", "invite attendees=lin.tao"),
    ("物流的黄凯也需要参加", "invite attendees=huang.kai"),
    ("我参加，顺便把冯雪也加进来吧", "accept; invite attendees=feng.xue"),
    ("Please cancel Monday's meeting, both heads are travelling.", "cancel"),
    ("王总让我转告您，周一例会取消", "unclear"),
    ("不是说取消了吗", "unclear"),
    ("另一个会取消了，我能来", "accept"),
    ("供应商那个会取消了，所以我可以参加", "accept"),
    ("这事跟财务有关，请林涛列席", "invite attendees=lin.tao"),
    ("这次例会作废吧", "cancel"),
    ("专项会先撤掉", "cancel"),
    ("这会我先撤了", "leave-early"),
    ("我之前的回复作废，我参加", "accept"),
    ("Please call Monday's meeting off.", "cancel"),
    ("I'd call it off if I were you", "unclear"),
    ("把赵敏叫上，还有冯雪也请来", "invite attendees=zhao.min,feng.xue"),
    ("补充邀请：黄凯、林涛", "invite attendees=huang.kai,lin.tao"),
    ("Wu Hao ought to be in the room too.", "invite attendees=wu.hao"),
    ("我和赵敏商量过了。邀请已收到。", "acknowledge"),
    ("请赵敏准备数据。会议邀请收到了，我参加。", "accept"),
    ("The warehouse supervisor (仓储主管) ought to be in the room too. Please send him an invitation.", "invite attendees=huang.kai"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), INVITATION, ids=ids(INVITATION))
def test_what_is_said_in_answer_to_an_invitation(words: str, expected: str) -> None:
    assert meaning(words, context(About.INVITATION)) == expected
