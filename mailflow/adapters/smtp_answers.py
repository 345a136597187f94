"""What an SMTP server's refusal means for the one mail that is being sent.

By RFC 5321 4.2.1 a 4xx answer may be another one later, and a 5xx answer never will. But a mail that is given up is
told to people as "could not be delivered to ...", so the answer must be about this recipient or this mail. What is
about us instead - who we are, how we logged in, how much we sent today - meets every mail in the queue alike: one slip
in the settings would burn them all within a minute. Those mails wait until it is mended.
"""

import re
from enum import Enum

from aiosmtplib import SMTPResponseException


class Stage(Enum):
    """Which command was answered."""

    MAIL = "MAIL FROM"
    RCPT = "RCPT TO"
    DATA = "DATA"


class Verdict(Enum):
    LATER = "later"
    WHEN_MENDED = "when mended"  # later too, but a person must act first
    NEVER = "never"


_ENHANCED = re.compile(r"[245]\.(\d{1,3}\.\d{1,3})\b")  # RFC 3463, without the class

_CONVERSATION = {421, 503}  # "closing" and "bad sequence" (RFC 5321 4.2.3): nothing about the mail
_LOGIN_CODES = {525, 530, 534, 535, 538}  # RFC 4954 6, RFC 5248
_LOGIN = {"7.8", "7.9", "7.10", "7.11", "7.12", "7.13", "7.14"}  # RFC 5248: login, account, encryption
_MAILBOX_FULL, _TOO_MUCH = "2.2", "4.5"  # may be emptied; Gmail's daily limit is 550 5.4.5
_TOO_LARGE = "3.4"
_NOT_AUTHORIZED = {"7.0", "7.1"}
# Sender's address and system (RFC 3463 3.2); sending without a login, as another, and the tenant's relay (Microsoft 365)
_SENDER = {"1.7", "1.8", "7.57", "7.60", "7.64", "2.252"}
# Postfix says at RCPT TO what is wrong with the sender and the client (smtpd_delay_reject), others say it at DATA, and
# the code alone does not tell it from a refusal of the recipient.
_OF_US = re.compile(
    r"sender (address )?(rejected|denied|verif\w+ failed|not match)|(client host|helo command) rejected|not owned by user"
    r"|(authentication|auth|login) (is )?(required|needed)|must (authenticate|log ?in)|not (authenticated|logged in)"
    r"|send ?as ?(denied|this sender)|not allowed to send as|(mail )?from\b.{0,40}\bmust (be|equal)\b"
    r"|local user only|bad outbound sender",
    re.IGNORECASE,
)
_OF_RECIPIENT = re.compile(
    r"recipient address rejected|resolver\.rst|\bto (this|the|that) (recipient|group|list|address|user|mailbox)|by (the )?recipient",
    re.IGNORECASE,
)


def verdict(stage: Stage, error: SMTPResponseException, *, logged_in: bool) -> Verdict:
    """``logged_in``: whether the connection was authenticated."""
    found = _ENHANCED.match(error.message)
    enhanced = found[1] if found else ""
    if error.code < 500 or error.code in _CONVERSATION or enhanced in {_MAILBOX_FULL, _TOO_MUCH}:
        return Verdict.LATER
    if error.code in _LOGIN_CODES or enhanced in _LOGIN:
        return Verdict.WHEN_MENDED
    if enhanced in _SENDER or (_OF_US.search(error.message) and not _OF_RECIPIENT.search(error.message)):
        return Verdict.WHEN_MENDED
    if stage is Stage.MAIL:
        # The recipient is not named yet: only the size that MAIL FROM declares is this mail's own (RFC 1870 6.1).
        too_large = enhanced == _TOO_LARGE or (error.code == 552 and not enhanced)
        return Verdict.NEVER if too_large else Verdict.WHEN_MENDED
    if stage is Stage.RCPT:
        if error.code == 552 and not enhanced:
            return Verdict.LATER  # RFC 5321 4.5.3.1.10: to be read as 452
        if not logged_in and (enhanced in _NOT_AUTHORIZED or "relay" in error.message.lower()):
            return Verdict.WHEN_MENDED  # "relay access denied" is said to strangers: the login is not set
    return Verdict.NEVER
