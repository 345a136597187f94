"""Minutes, confirmations and objections (policy 5.3)."""

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

MINUTES: list[Row] = [
    ("确认", "confirm"),
    ("确认无误", "confirm"),
    ("无异议，确认。", "confirm"),
    ("已阅，无异议", "confirm"),
    ("没有问题，可以发布", "confirm"),
    ("内容属实，确认。", "confirm"),
    ("全部认可", "confirm"),
    ("除此之外没有别的意见，确认", "unclear"),
    ("已阅", "acknowledge"),
    ("出席名单里漏了我", "object"),
    ("请把第二条的日期改成12月8日", "object"),
    ("建议第三条改为“由运营部负责”", "object"),
    ("其他没问题，第二条的期限请改为12月8日", "object"),
    ("会上没有决定涨价", "object"),
    ("名字写错了，是郑洁", "object"),
    ("确认，但第二条数字要改成105%", "object"),
    ("基本同意，第二条再核实一下", "unclear"),
    ("没有大的问题", "unclear"),
    ("如果第二条改成105%我就确认", "unclear"),
    ("第二条是什么意思？", "unclear"),
    ("第二条的105%是按哪个口径算的？", "unclear"),
    ("是不是漏了冷链那条？", "unclear"),
    ("王芳说第二条不对", "unclear"),
    ("我没参会，不发表意见", "unclear"),
    ("确认第一条", "unclear"),
    ("除第二条外均无异议", "unclear"),
    ("不确认", "unclear"),
    ("有异议", "unclear"),
    ("Agreed.", "confirm"),
    ("Fine by me, please publish.", "confirm"),
    ("I have no changes.", "confirm"),
    ("Received.", "acknowledge"),
    ("Item 2 is wrong: it should be 105%.", "object"),
    ("Please change the date in item 2 to 8 December.", "object"),
    ("Please add that logistics leads the pilot.", "object"),
    ("We agreed on 105%, not 110%.", "object"),
    ("I can't confirm, I wasn't there.", "unclear"),
    ("I'll confirm once item 2 is corrected.", "unclear"),
    ("What does item 2 mean?", "unclear"),
    ("Is item 2 really 105%?", "unclear"),
    ("I object.", "unclear"),
    ("I have an objection.", "unclear"),
    ("Not confirmed.", "unclear"),
    ("There was no decision on prices.", "object"),
    ("各条均无异议。", "confirm"),
    ("确认，辛苦！", "confirm"),
    ("都对。", "confirm"),
    ("整理得很好，谢谢。", "acknowledge"),
    ("出席人员漏了冯雪，麻烦加上。", "object"),
    ("第二条需要再讨论。", "unclear"),
    ("纪要里的“区域”包括港澳吗？", "unclear"),
    ("何时发布？", "unclear"),
    ("我没参会，无法确认。", "unclear"),
    ("没有参加会议，不便表态。", "unclear"),
    ("陈静说第三条有误。", "unclear"),
    ("确认第一、二条，第三条待核实。", "unclear"),
    ("如无其他人反对，我也同意。", "unclear"),
    ("不完全同意。", "unclear"),
    ("部分同意", "unclear"),
    ("The minutes are fine.", "confirm"),
    ("No objection from my side, thank you.", "confirm"),
    ("I'll go through them tomorrow.", "acknowledge"),
    ("Point 3 is incorrect, the deadline is 11 December.", "object"),
    ("Feng Xue was there too, please add her.", "object"),
    ("Item 4 was not discussed.", "object"),
    ("The cold-chain pilot is missing.", "object"),
    ("Everything else is fine, but item 2 should be 105%.", "object"),
    ("Could you explain item 2?", "unclear"),
    ("Did we really decide that?", "unclear"),
    ("I was not in the meeting, so I cannot comment.", "unclear"),
    ("I have some comments but will send them tomorrow.", "unclear"),
    ("Confirmed if item 2 is changed to 105%.", "unclear"),
    ("I think it's fine.", "unclear"),
    ("Not OK.", "unclear"),
    ("改好了，确认无误。", "confirm"),
    ("已改，确认", "confirm"),
    ("第二条改了，没意见了", "confirm"),
    ("改过来了就没问题了", "unclear"),
    ("还没改过来", "unclear"),
    ("第二条改错了，应该是105%", "object"),
    ("第二条的期限已改，但金额还是不对", "object"),
    ("Item 2 has been corrected, confirmed.", "confirm"),
    ("The date should be corrected to 5 December", "object"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), MINUTES, ids=ids(MINUTES))
def test_what_is_said_in_answer_to_a_minutes(words: str, expected: str) -> None:
    assert meaning(words, context(About.MINUTES)) == expected


MINUTES_REQUEST: list[Row] = [
    ("好的，明天发", "acknowledge"),
    ("出席：王芳、张伟\n决议：\n1. 李强12月4日前提交方案\n2. 吴昊负责备货", "minutes"),
    ("让冯雪写吧", "unclear"),
    ("纪要什么时候要？", "unclear"),
    ("Will send them tonight.", "acknowledge"),
    ("I wasn't at the meeting.", "unclear"),
    ("整理中，明天上午发。", "acknowledge"),
    ("主持人：王芳\n参会：李强、赵敏、孙丽\n缺席：吴昊\n1. 退货率：李强 12月4日 前交方案\n2. 备货：吴昊 12月9日 前完成", "minutes"),
    ("Present: Wang Fang, Li Qiang\nApologies: Wu Hao\nAI: Li Qiang – corrective plan by Friday", "minutes"),
    ("会议没开成，没有纪要。", "unclear"),
    ("录音还没转完，晚两天给。", "unclear"),
    ("The meeting did not take place.", "unclear"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), MINUTES_REQUEST, ids=ids(MINUTES_REQUEST))
def test_what_is_said_in_answer_to_a_minutes_request(words: str, expected: str) -> None:
    assert meaning(words, context(About.MINUTES_REQUEST)) == expected
