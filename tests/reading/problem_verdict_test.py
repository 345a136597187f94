"""The host's word on a problem, whatever mail about it is answered (policy 2.3)."""

from dataclasses import replace

import pytest
from intents_table import context, meaning

from mailflow.core.reply import About, Context

NEXT = replace(context(About.INVITATION), request=context(About.APPROVAL, "next").request)
REPORT = Context(About.NONE, request=context(About.APPROVAL, "problem").request)


@pytest.mark.parametrize("where", [NEXT, REPORT])
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("已解决", "approve"),
        ("Solved", "approve"),
        ("没有解决", "reject"),
        ("Not solved yet", "reject"),
    ],
)
def test_solved_and_not_solved_are_understood(words: str, expected: str, where: Context) -> None:
    assert meaning(words, where) == expected


@pytest.mark.parametrize(
    "words",
    [
        "问题解决了吗？",
        "部分解决",
        "基本解决",
        "如果李强说解决了就解决了",
        "新增决议：客户回访，责任人：李强，完成时间：12月30日",
    ],
)
def test_what_is_no_verdict_decides_nothing(words: str) -> None:
    assert meaning(words, NEXT) in ("unclear", "counter")


def test_no_further_meeting_is_no_cancelling_where_the_problem_is_solved() -> None:
    assert meaning("这个问题已经彻底解决了，不用再开会", NEXT) == "approve"


def test_the_time_of_the_next_meeting_is_understood_as_before() -> None:
    assert meaning("12月3日14:00", NEXT) == "counter start=2026-12-03T14:00"


@pytest.mark.parametrize("words", ["已解决", "没有解决"])
def test_an_invitation_is_not_answered_like_a_problem(words: str) -> None:
    assert meaning(words, context(About.INVITATION)) == "unclear"
