"""Which month's figures a mail asks for (policy 6.1); the contract's word for it is a question about the status."""

from datetime import date, datetime

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import Query
from mailflow.core.reply import About
from mailflow.reading.jsonform import intent
from mailflow.reading.months import month_looked_back_on

NOW = datetime.fromisoformat("2026-11-26T10:00:00+08:00")


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("请把本月的会议统计发我", 11),
        ("请发我11月的出席统计", 11),
        ("请把上月各部门的迟到、缺席统计发给我", 10),
        ("10月的考勤数据发我看看", 10),
        ("本月到会率是多少？", 11),
        ("我要上个月的会议数据", 10),
        ("给我看看上个月的出席情况", 10),
        ("Show me last month's attendance", 10),
        ("请发我会议统计表", 11),
        ("please send me the attendance figures for November", 11),
        ("Could you send me last month's attendance statistics?", 10),
    ],
)
def test_who_asks_for_figures_asks_for_those_of_a_month(words: str, month: int) -> None:
    (wish,) = interpreted(words, context(About.NONE)).intents
    assert isinstance(wish, Query)
    assert wish.figures == date(2026, month, 1)
    assert intent(wish) == {"kind": "query", "what": "status", "terms": None}


@pytest.mark.parametrize(
    "words",
    [
        "请把销售统计发我",
        "Please send me the sales figures for November",
        "我把考勤统计发你",
        "请吴昊整理考勤统计",
        "下周一的周例会谁参加？",
        "给我看看明天会议的出席情况",
        "需要更新上个月的会议数据",
        "会议数据要周五前交",
        "考勤数据需要财务核对",
        "上个月的出席情况我看了",
    ],
)
def test_other_figures_and_other_questions_are_no_question_for_the_months_figures(words: str) -> None:
    read = interpreted(words, context(About.NONE))
    assert not any(isinstance(wish, Query) and wish.figures for wish in read.intents)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("11月", date(2026, 11, 1)),
        ("12月", date(2025, 12, 1)),
        ("2026年12月", date(2026, 12, 1)),
        ("去年12月", date(2025, 12, 1)),
        ("上个月", date(2026, 10, 1)),
        ("November", date(2026, 11, 1)),
        ("Dec.", date(2025, 12, 1)),
        ("October 2025", date(2025, 10, 1)),
        ("last month", date(2026, 10, 1)),
        ("this month", date(2026, 11, 1)),
        ("10月和11月", None),
        ("下周一", None),
    ],
)
def test_a_month_without_a_year_is_the_newest_that_has_begun(words: str, month: date | None) -> None:
    assert month_looked_back_on(words, NOW) == month
