"""What a calling mail says beside the contract's fields (policy 2.3, 2.4): the venue, the occasion, who cannot be told."""

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import Convene
from mailflow.core.reply import About
from mailflow.reading.jsonform import interpretation


def call(words: str) -> Convene:
    (wish,) = interpreted(words, context(About.NONE)).intents
    assert isinstance(wish, Convene)
    return wish


@pytest.mark.parametrize(
    ("words", "venue"),
    [
        ("请召集临时会议，明天下午3点，讨论客户投诉，地点五楼502，请吴昊参加", "五楼502"),
        ("请召集临时会议，明天下午3点，请吴昊参加，地点：三楼会议室", "三楼会议室"),
        ("Please call a meeting tomorrow at 3pm with Wu Hao about complaints. Venue: Room 302", "Room 302"),
        ("请召集临时会议，明天下午3点，地点待定", ""),
        ("请召集临时会议，明天下午3点，会议室在哪？", ""),
        ("请召集临时会议，明天下午3点，请吴昊参加", ""),
    ],
)
def test_the_venue_is_what_stands_behind_its_noun(words: str, venue: str) -> None:
    assert call(words).venue == venue


@pytest.mark.parametrize(
    ("words", "occasion"),
    [
        ("客户投诉升级，请召集临时会议，今天下午4点，请吴昊、孙丽参加。", "客户投诉升级"),
        ("华东仓库着火，请马上召集王芳、黄凯开会，今天上午11点半", "华东仓库着火"),
        ("退货率问题请安排专项研讨会，下周三下午两点，请孙丽、黄凯参加", "退货率问题"),
        (
            "Complaints are escalating, please call an ad hoc meeting tomorrow at 3pm with Wu Hao",
            "Complaints are escalating",
        ),
        ("大家好，请召集临时会议，明天下午3点", ""),
        ("麻烦安排一下，请召集临时会议，明天下午3点，请吴昊参加", ""),
        ("客户投诉升级，请召集临时会议，明天下午3点，讨论赔付标准", ""),
    ],
)
def test_what_stands_before_the_call_is_its_occasion_where_no_title_is_named(words: str, occasion: str) -> None:
    assert call(words).occasion == occasion


@pytest.mark.parametrize(
    ("words", "known", "unknown"),
    [
        (
            "请安排专项研讨会，下周三下午两点，请孙丽、黄凯、bob@partner.example参加",
            ["sun.li", "huang.kai"],
            ("bob@partner.example",),
        ),
        ("请召集临时会议，明天下午3点，参加人：吴昊、小马", ["wu.hao"], ("小马",)),
        ("明天下午3点开临时会议，讨论客户投诉，请老张参加", [], ("老张",)),
        ("请召集临时会议，明天下午3点，请吴昊参加", [], ()),
    ],
)
def test_who_cannot_be_told_is_named_and_loses_nobody_else(
    words: str, known: list[str], unknown: tuple[str, ...]
) -> None:
    wish = call(words)
    assert ([a.split("@")[0] for a in wish.known], wish.unknown) == (known, unknown)


def test_the_contract_knows_nothing_of_it() -> None:
    read = interpreted("请召集临时会议，明天下午3点，参加人：吴昊、小马，地点：三楼会议室", context(About.NONE))
    assert interpretation(read)["intents"] == [
        {"kind": "convene", "meeting": "ad-hoc", "title": None, "start": "2026-11-27T15:00:00+08:00", "attendees": []}
    ]
