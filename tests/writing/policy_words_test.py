"""What the policy wants said stands in the mails: order, speech, how to answer, the call's three questions."""

import pytest
from letters_room import letter, mail, write
from letters_written_test import text_of

from mailflow.core.letters import MailKind

READERS = {"zh-CN": "li.qiang", "en": "david.miller"}


@pytest.mark.parametrize(
    ("kind", "reader", "words"),
    [
        (MailKind.INVITATION, "zh-CN", "手机静音"),  # 5.1.3
        (MailKind.INVITATION, "en", "phone silent"),
        (MailKind.INVITATION, "zh-CN", "由主持人批准"),  # 5.1.1
        (MailKind.AGENDA, "zh-CN", "以事实和数据为依据"),  # 5.2
        (MailKind.AGENDA, "zh-CN", "不打断他人"),
        (MailKind.CALL, "zh-CN", "问题"),  # 1.3.3
        (MailKind.CALL, "zh-CN", "原因"),
        (MailKind.CALL, "zh-CN", "建议"),
        (MailKind.AGENDA, "zh-CN", "目的"),  # 3.2.1
        (MailKind.AGENDA, "zh-CN", "上次会议回顾"),
    ],
)
def test_the_mail_says_what_the_policy_wants_said(kind: MailKind, reader: str, words: str) -> None:
    assert words in text_of(write(letter(kind, mail(READERS[reader]))).raw)
