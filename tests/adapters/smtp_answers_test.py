"""The verdict on a refusal: about this mail (never), about now (later), about us (when mended)."""

import pytest
from aiosmtplib import SMTPResponseException

from mailflow.adapters.smtp_answers import Stage, Verdict, verdict


@pytest.mark.parametrize(
    ("stage", "answer", "logged_in", "expected"),
    [
        ("MAIL", "451 4.3.0 try later", True, Verdict.LATER),
        ("MAIL", "550 sender rejected", True, Verdict.WHEN_MENDED),
        ("MAIL", "553 5.1.8 domain of sender does not exist", True, Verdict.WHEN_MENDED),
        ("MAIL", "550 5.4.5 daily user sending limit exceeded", True, Verdict.LATER),
        ("MAIL", "552 5.3.4 message size exceeds limit", True, Verdict.NEVER),
        ("MAIL", "552 message too large", True, Verdict.NEVER),
        ("MAIL", "503 5.5.1 nested MAIL", True, Verdict.LATER),
        ("RCPT", "550 5.1.1 unknown", True, Verdict.NEVER),
        ("RCPT", "550 no such user here", False, Verdict.NEVER),
        ("RCPT", "550 relaying not permitted", False, Verdict.WHEN_MENDED),
        ("RCPT", "554 5.7.1 relay access denied", False, Verdict.WHEN_MENDED),
        ("RCPT", "554 5.7.1 not allowed to write to this list", True, Verdict.NEVER),
        ("RCPT", "535 5.7.8 login expired", True, Verdict.WHEN_MENDED),
        ("RCPT", "550 5.7.13 account disabled", True, Verdict.WHEN_MENDED),
        ("RCPT", "552 too many recipients", True, Verdict.LATER),
        ("RCPT", "550 5.2.2 over quota", True, Verdict.LATER),
        ("DATA", "554 5.7.1 spam", True, Verdict.NEVER),
        ("DATA", "552 5.7.0 attachment blocked", True, Verdict.NEVER),
        ("DATA", "554 DT:SPM 163 smtp", True, Verdict.NEVER),
        ("DATA", "421 4.7.0 closing", True, Verdict.LATER),
    ],
)
def test_each_refusal_has_its_verdict(stage: str, answer: str, logged_in: bool, expected: Verdict) -> None:
    code, _, message = answer.partition(" ")
    assert verdict(Stage[stage], SMTPResponseException(int(code), message), logged_in=logged_in) is expected
