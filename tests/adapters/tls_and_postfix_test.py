"""Both adapters against Postfix and Dovecot with TLS and login, as a company would run them."""

import asyncio
from contextlib import closing
from dataclasses import replace

import pytest
from servers.house import PostfixHouse

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.smtp import SmtpSender
from mailflow.core.values import Address
from mailflow.ports import Deferred, LoginRefused, Refused, Unreachable

pytestmark = pytest.mark.server
SECRETARY = Address("secretary@corp.example")
MAIL = (
    b"From: secretary@corp.example\r\nDate: Mon, 30 Nov 2026 09:30:00 +0800\r\nMessage-ID: <1@corp.example>\r\n"
    b"Subject: hello\r\n\r\nhello\r\n"
)


def send(sender: SmtpSender, recipient: Address = SECRETARY) -> None:
    async def run() -> None:
        try:
            await sender.send(MAIL, recipient)
        finally:
            await sender.close()

    asyncio.run(run())


def test_a_mail_goes_out_and_comes_in_over_tls(tls_house: PostfixHouse) -> None:
    with closing(ImapInbox(tls_house.imap)) as inbox:
        send(SmtpSender(tls_house.smtp))
        send(SmtpSender(tls_house.smtp_settings(port=tls_house.postfix.submission_port, security="starttls")))
        assert inbox.wait(5)
        assert len(tls_house.mailbox().wait_for(2)) == 2
        for each in inbox.fetch():
            assert each.raw.endswith(MAIL)
            inbox.done(each.key)
    plain = tls_house.imap_settings(port=tls_house.store.imap_port, security="starttls")
    with closing(ImapInbox(plain)) as inbox:
        assert list(inbox.fetch()) == []


def test_a_delivery_is_noticed_over_tls(tls_house: PostfixHouse) -> None:
    with closing(ImapInbox(tls_house.imap)) as inbox:
        assert inbox.wait(0) is False
        send(SmtpSender(tls_house.smtp))
        assert inbox.wait(5) is True


def test_an_untrusted_certificate_is_not_accepted_unless_told_so(
    tls_house: PostfixHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with closing(ImapInbox(tls_house.imap)) as inbox, pytest.raises(Unreachable, match="certificate is not trusted"):
        inbox.wait(0)
    with pytest.raises(Deferred, match="certificate is not trusted"):
        send(SmtpSender(tls_house.smtp))
    with closing(ImapInbox(tls_house.imap_settings(verify=False))) as inbox:
        assert inbox.wait(0) is False
    send(SmtpSender(tls_house.smtp_settings(verify=False)))


def test_a_certificate_for_another_name_is_not_accepted(tls_house: PostfixHouse) -> None:
    elsewhere = tls_house.imap_settings(host="127.0.0.2")
    with closing(ImapInbox(replace(elsewhere))) as inbox, pytest.raises(Unreachable):
        inbox.wait(0)


def test_a_wrong_password_is_told_by_both_servers(tls_house: PostfixHouse) -> None:
    with closing(ImapInbox(tls_house.imap_settings(password="wrong"))) as inbox, pytest.raises(LoginRefused):
        inbox.wait(0)
    with pytest.raises(LoginRefused, match="535"):
        send(SmtpSender(tls_house.smtp_settings(password="wrong")))


def test_an_unknown_recipient_is_refused_and_a_stranger_is_not_let_in(tls_house: PostfixHouse) -> None:
    with pytest.raises(Refused, match=r"550 5\.1\.1"):
        send(SmtpSender(tls_house.smtp), Address("nobody@corp.example"))
    stranger = tls_house.smtp_settings(username="", port=tls_house.postfix.smtp_port, security="starttls")
    # Said of this recipient: colleagues' mails may go all the same, so only this one waits until the login is set.
    with pytest.raises(Deferred, match=r"Relay access denied.*check username, login"):
        send(SmtpSender(stranger), Address("guest@partner.example"))
