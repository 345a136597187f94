"""The new owner's word on a task that was handed over (policy 5.3.4): refused, accepted, or asked back."""

from dataclasses import replace

import pytest
from intents_table import Row, context, ids, meaning

from mailflow.core.reply import About

ROWS: list[Row] = [
    ("接受", "approve"),
    ("我接", "approve"),
    ("可以，我来负责", "approve"),
    ("好的", "approve"),
    ("I accept", "approve"),
    ("不接受，原因：手上有三个项目", "reject"),
    ("我不接这个任务，手上事情太多", "reject"),
    ("不同意", "reject"),
    ("这个任务我做不了", "reject"),
    ("接不了，太忙", "reject"),
    ("不接受转交", "reject"),
    ("这不该我负责", "reject"),
    ("I do not accept, because of other work", "reject"),
    ("I can't take this on", "reject"),
    ("我可以接吗？", "unclear"),
    ("能不能不接？", "unclear"),
    ("如果延期到20日我就接", "unclear"),
    ("李强说他不接", "unclear"),
    ("不是我不接，是没时间", "unclear"),
    ("我没说不接", "unclear"),
    ("我不是不愿意接", "unclear"),
    ("我没有负责过这类工作", "unclear"),
    ("不接也得接", "unclear"),
    ("Could somebody else do it?", "unclear"),
    ("收到", "acknowledge"),
    ("已完成", "done"),
    ("完成了50%", "progress percent=50"),
    ("这个任务应该由孙丽负责", "reassign owner=sun.li"),
]


@pytest.mark.parametrize(("words", "expected"), ROWS, ids=ids(ROWS))
def test_what_it_means(words: str, expected: str) -> None:
    handed = replace(context(About.RESOLUTION), request=context(About.APPROVAL, "handed").request)
    assert meaning(words, handed) == expected


@pytest.mark.parametrize("words", ["不同意", "我不接这个任务", "I do not accept"])
def test_a_task_that_the_meeting_gave_is_not_refused_by_mail(words: str) -> None:
    assert meaning(words, context(About.RESOLUTION)) == "unclear"
