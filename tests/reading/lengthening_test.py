"""A meeting of an hour that shall take longer, in the words of one mail; never another start (policy 1.3.1)."""

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import Counter, Lengthen
from mailflow.core.reply import About
from mailflow.reading.jsonform import interpretation


@pytest.mark.parametrize("about", [About.INVITATION, About.CALL])
@pytest.mark.parametrize(
    ("words", "minutes"),
    [
        ("会议延长到90分钟", 90), ("延长20分钟", 80), ("请把会议延长半小时", 90), ("会议延长至一个半小时", 90), ("结束时间改到11点", 90), ("会议结束时间推迟到11:00", 90),
        ("会议延长到11点，谢谢", 90), ("推迟到11点结束", 90), ("会议时间延长到2小时。", 120), ("延长会议20分钟", 80),
        ("Extend the meeting to 90 minutes", 90), ("Please extend the meeting by 20 minutes.", 80), ("Make the meeting 20 minutes longer", 80),
        ("Move the end to 11:00", 90), ("Please extend it until 11:00, thanks", 90),
    ],
)  # fmt: skip
def test_the_length_is_told(words: str, minutes: int, about: About) -> None:
    assert interpreted(words, context(about)).intents == (Lengthen(minutes=minutes),)
    assert interpretation(interpreted(words, context(about)))["unclear"] is True  # the contract has no word for it


@pytest.mark.parametrize(
    "words",
    [
        "会议不延长", "不要延长20分钟", "能延长20分钟吗？", "如果议题多就延长20分钟", "张伟说会议延长20分钟", "上次会议延长了20分钟，太累", "会议延长到30分钟", "结束时间改到9点",
        "结束时间不变", "结束时间改到11点，开始时间改到10点", "会议延长到12月1日11点", "延长一天", "任务延长20分钟", "会议结束时间改到11点可以吗", "会议缩短到30分钟",
        "Don't extend the meeting by 20 minutes", "Could we extend the meeting by 20 minutes?", "Extend the meeting if needed", "Extend the deadline by 20 minutes",
        "Zhang Wei wants the meeting 20 minutes longer", "Move the start to 11:00",
    ],
)  # fmt: skip
def test_denied_asked_or_told_it_is_no_wish(words: str) -> None:
    assert not any(isinstance(i, Lengthen) for i in interpreted(words, context(About.INVITATION)).intents)


@pytest.mark.parametrize(
    "words",
    [
        "结束时间改到11点，请大家知悉", "会议结束时间改到11点可以吗", "建议结束时间改到11点", "能不能把结束时间推迟到11点？", "会议推迟到11点结束，好吗",
        "Move the end to 11:00, everybody", "Could the meeting end at 11:00?", "Please move the end time to 11:00 for all of us",
    ],
)  # fmt: skip
def test_what_is_said_of_the_end_is_no_other_start(words: str) -> None:
    assert not any(isinstance(i, Counter) and i.start for i in interpreted(words, context(About.INVITATION)).intents)
