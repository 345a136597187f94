"""A topic taken back by mail (policy 3.1.2): the whole mail says it, or nobody is taken at their word."""

import pytest
from intents_table import context, interpreted

from mailflow.core.intents import TakeBack
from mailflow.core.reply import About
from mailflow.reading.jsonform import interpretation


@pytest.mark.parametrize("about", [About.INVITATION, About.CALL, About.NONE])
@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("撤回议题：春节备货", "春节备货"),
        ("请撤回我提的议题“春节备货”", "春节备货"),
        ("议题“春节备货”不讨论了", "春节备货"),
        ("请把议题“春节备货”从议程中去掉，谢谢", "春节备货"),
        ("春节备货这个议题取消", "春节备货"),
        ("我的议题不讨论了", ""),
        ('Please withdraw my topic "spring stock".', "spring stock"),
        ("Please take the topic “spring stock” off the agenda.", "spring stock"),
        ("I withdraw my topic.", ""),
    ],
)
def test_the_wish_names_its_topic_as_far_as_the_mail_does(words: str, title: str, about: About) -> None:
    (wish,) = interpreted(words, context(about)).intents
    assert isinstance(wish, TakeBack)
    assert wish.title == title


@pytest.mark.parametrize(
    "words",
    [
        "撤回",
        "议题能否取消？",
        "如果来不及，议题“春节备货”取消",
        "议题“春节备货”不取消",
        "春节备货的议题先不讨论了，下次再说",
        "Could we drop the topic?",
        "Please don't drop my topic.",
    ],
)
def test_questions_conditions_denials_and_other_words_are_no_such_wish(words: str) -> None:
    assert not any(isinstance(i, TakeBack) for i in interpreted(words, context(About.INVITATION)).intents)


def test_the_contract_has_no_word_for_it_and_calls_it_unclear() -> None:
    shown = interpretation(interpreted("撤回议题：春节备货", context(About.CALL)))
    assert (shown["intents"], shown["unclear"]) == ([], True)
