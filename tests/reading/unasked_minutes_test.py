"""A record of a meeting that comes where nobody asked for it (policy 5.3.1): it is no leave, and no task, of its sender."""

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import MinutesUnasked
from mailflow.core.reply import About
from mailflow.reading.jsonform import interpretation

RECORD = "出席：王芳、何军、赵敏\n缺席：周涛\n请假：郑洁\n决议：\n1. 整理退货数据，责任人：孙丽，完成时间：12月10日"


@pytest.mark.parametrize("about", [About.NONE, About.INVITATION, About.CALL])
@pytest.mark.parametrize(
    ("words", "subject"),
    [
        (RECORD, "11月30日销售与运营周例会会议纪要"),
        (RECORD, "你好"),
        ("出席人员（3人）：王芳、何军、赵敏\n请假人员：郑洁", ""),
        ("参会人员：王芳、何军、赵敏\n会议内容：下周三下午两点召开客户投诉复盘会", "周例会纪要"),
        ("缺席：周涛\n请假：郑洁\n决议：\n1. 孙丽12月10日前整理退货数据", ""),
        (
            "Present: Wang Fang, He Jun, Zhao Min\nApologies: Zheng Jie\nDecisions:\n1. Sun Li sends the data by Dec 10",
            "",
        ),
        (
            "Attendees: Wang Fang, He Jun\nAction items:\n- Sun Li: returns data, due Dec 10",
            "Minutes of the weekly meeting",
        ),
    ],
)
def test_rolls_of_people_with_decisions_are_a_record(words: str, subject: str, about: About) -> None:
    read = interpreted(words, context(about), subject=subject)
    assert [type(i) for i in read.intents] == [MinutesUnasked]


@pytest.mark.parametrize(
    ("words", "subject"),
    [
        ("请假：郑洁", ""),
        ("请假：李强\n代会：陈静", ""),
        ("请假，由陈静代会", "纪要"),
        ("请召集临时会议，明天下午3点，参会人员：吴昊、孙丽、赵敏", "临时会议"),
        ("Please call a meeting tomorrow at 3pm. Attendees: Wu Hao, Sun Li. Topic: complaints", "meeting"),
        ("请查一下上次的会议纪要", "纪要"),
    ],
)
def test_a_leave_a_call_or_a_question_is_none(words: str, subject: str) -> None:
    read = interpreted(words, context(About.NONE), subject=subject)
    assert not [i for i in read.intents if isinstance(i, MinutesUnasked)]


@pytest.mark.parametrize(
    ("words", "subject", "named"),
    [
        (RECORD, "11月30日销售与运营周例会会议纪要", "11月30日销售与运营周例会"),
        (RECORD, "会议纪要", None),
        ("周例会纪要\n会议时间：11月30日 9:35\n" + RECORD, "你好", "周例会 2026-11-30"),
        (RECORD, "Minutes of the weekly meeting", "weekly meeting"),
    ],
)
def test_the_meeting_is_what_the_title_and_the_date_name(words: str, subject: str, named: str | None) -> None:
    assert interpreted(words, context(About.NONE), subject=subject).intents[0].refers == named


def test_those_who_read_by_the_contract_see_it_unclear() -> None:
    shown = interpretation(interpreted(RECORD, context(About.NONE)))
    assert (shown["intents"], shown["unclear"]) == ([], True)
