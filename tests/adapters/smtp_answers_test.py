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
        # About us, although the recipient is named already
        ("RCPT", "553 5.7.1 <s@corp.example>: Sender address rejected: not owned by user s", True, Verdict.WHEN_MENDED),
        ("RCPT", "553 5.7.1 <s@corp.example>: Sender address rejected: not logged in", False, Verdict.WHEN_MENDED),
        ("RCPT", "550 5.1.8 <s@corp.exampel>: Sender address rejected: Domain not found", True, Verdict.WHEN_MENDED),
        ("RCPT", "504 5.5.2 <s>: Sender address rejected: need fully-qualified address", True, Verdict.WHEN_MENDED),
        ("RCPT", "554 5.7.1 <host[192.0.2.1]>: Client host rejected: Access denied", True, Verdict.WHEN_MENDED),
        ("RCPT", "504 5.5.2 <x>: Helo command rejected: need fully-qualified hostname", True, Verdict.WHEN_MENDED),
        ("RCPT", "550 Sender verify failed", True, Verdict.WHEN_MENDED),
        ("RCPT", "550 relay not permitted, authentication required", True, Verdict.WHEN_MENDED),
        ("RCPT", "550 5.1.8 Access denied, bad outbound sender", True, Verdict.WHEN_MENDED),
        ("DATA", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", True, Verdict.WHEN_MENDED),
        ("DATA", "554 5.2.252 SendAsDenied; s not allowed to send as t", True, Verdict.WHEN_MENDED),
        ("RCPT", "501 mail from address must be same as authorization user", True, Verdict.WHEN_MENDED),
        ("RCPT", "553 Mail from must equal authorized user", True, Verdict.WHEN_MENDED),
        ("RCPT", "553 authentication is required", True, Verdict.WHEN_MENDED),
        ("RCPT", "553 Requested action not taken: Local user only", True, Verdict.WHEN_MENDED),
        ("RCPT", "530 5.7.0 Authentication Required", True, Verdict.WHEN_MENDED),
        # About the recipient, although the sender is spoken of
        ("RCPT", "553 mailbox name not allowed", True, Verdict.NEVER),
        ("RCPT", "553 5.1.3 the recipient address is not a valid address", True, Verdict.NEVER),
        ("RCPT", "554 5.7.1 <x@other.example>: Relay access denied", True, Verdict.NEVER),
        ("RCPT", "550 5.1.1 <x@corp.example>: Recipient address rejected: User unknown", True, Verdict.NEVER),
        (
            "RCPT",
            "554 5.7.1 <l@corp.example>: Recipient address rejected: Sender not authenticated",
            True,
            Verdict.NEVER,
        ),
        (
            "RCPT",
            "550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required",
            True,
            Verdict.NEVER,
        ),
        ("RCPT", "550 5.7.1 sender not authenticated, not allowed to send to this group", True, Verdict.NEVER),
        ("RCPT", "550 sender rejected by recipient", True, Verdict.NEVER),
        ("RCPT", "550 The recipient may contain a non-existent account", True, Verdict.NEVER),
        ("RCPT", "550 User not found: x@163.example", True, Verdict.NEVER),
        ("DATA", "550 5.7.1 this message is likely unsolicited mail", True, Verdict.NEVER),
    ],
)
def test_each_refusal_has_its_verdict(stage: str, answer: str, logged_in: bool, expected: Verdict) -> None:
    code, _, message = answer.partition(" ")
    assert verdict(Stage[stage], SMTPResponseException(int(code), message), logged_in=logged_in) is expected
