"""Another venue, wished for by mail (policy 3.1.1): the whole mail says it, or nobody is taken at their word."""

from dataclasses import replace

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import Counter, Relocate
from mailflow.core.reply import About, Context, RequestBrief
from mailflow.core.values import Address
from mailflow.reading.jsonform import interpretation

ASKED = replace(context(About.INVITATION), request=RequestBrief("venue", Address("he.jun@corp.example")))


def wish(words: str, where: Context) -> tuple[str, str | None] | None:
    found = [i for i in interpreted(words, where).intents if isinstance(i, Relocate)]
    return (found[0].venue, found[0].refers) if found else None


@pytest.mark.parametrize(
    ("words", "venue"),
    [
        ("会议室改到三楼大会议室", "三楼大会议室"),
        ("请把会议地点改到三楼大会议室，谢谢", "三楼大会议室"),
        ("各位好，会议室改到三楼大会议室。谢谢！", "三楼大会议室"),
        ("会议改在三楼大会议室举行", "三楼大会议室"),
        ("改到302会议室开", "302会议室"),
        ("地点改为302", "302"),
        ("会议地点：三楼大会议室", "三楼大会议室"),
        ("Please change the venue to Room 302.", "Room 302"),
        ("The venue is Room 302.", "Room 302"),
        ("Let's move the meeting to Room 302.", "Room 302"),
        ("Venue: Room 302", "Room 302"),
        ("请改到线上开", "线上"),
        ("请把会议改为线上召开，谢谢", "线上"),
    ],
)
def test_a_mail_that_says_nothing_but_the_venue_is_the_wish_for_it(words: str, venue: str) -> None:
    assert wish(words, context(About.INVITATION)) == (venue, None)


@pytest.mark.parametrize(
    "words",
    [
        "会议室在哪？",
        "能否换个会议室？",
        "地点能否改到302会议室？",
        "会议室不改",
        "会议地点改到302会议室，或者改到线上",
        "会议地点改到302会议室，因为301在装修",
        "会议地点改到12月3日",
        "302会议室",
        "改到周二上午10点",
        "我在上海出差",
        "I am in Room 302",
        "Could we meet in Room 302?",
    ],
)
def test_questions_conditions_other_words_and_other_things_are_no_such_wish(words: str) -> None:
    assert wish(words, context(About.INVITATION)) is None


def test_a_fresh_mail_names_the_meeting_that_it_speaks_of() -> None:
    assert wish("周例会的会议室改到三楼大会议室", context(About.NONE)) == ("三楼大会议室", "周例会")


@pytest.mark.parametrize("words", ["302会议室", "三楼大会议室", "就在三楼大会议室"])
def test_asked_for_the_venue_a_room_alone_is_the_answer(words: str) -> None:
    assert wish(words, ASKED) == (words.removeprefix("就在"), None)


def test_the_contract_has_no_word_for_it_and_calls_it_unclear() -> None:
    shown = interpretation(interpreted("会议室改到三楼大会议室", context(About.INVITATION)))
    assert (shown["intents"], shown["unclear"]) == ([], True)


@pytest.mark.parametrize(
    ("words", "venue"),
    [
        ("会议改到周四下午3点，地点改在三楼大会议室", "三楼大会议室"),
        ("会议室改到三楼大会议室，时间改到周四下午3点", "三楼大会议室"),
        ("请把会议改到12月3日14:00，在302会议室开", "302会议室"),
        ("会议改到周四下午3点在302会议室开，谢谢", "302会议室"),
        ("Please move the meeting to Thursday 3pm in Room 302", "Room 302"),
        ("Let's move it to Friday 10am. The venue will be the boardroom.", "boardroom"),
        ("改到周四下午三点，地点不变", ""),
        ("改到周四下午三点，地点另行通知", ""),
        ("改到周四下午三点，还在302会议室", ""),
        ("会议改到周四下午3点，302会议室被占了", ""),
        ("原定周一302会议室的会改到周四下午3点", ""),
        ("麻烦改到周四上午十点，我在上海办公室", ""),
    ],
)
def test_another_time_and_another_venue_are_one_wish(words: str, venue: str) -> None:
    (found,) = interpreted(words, context(About.INVITATION)).intents
    assert isinstance(found, Counter)
    assert found.start is not None
    assert found.venue == venue
