"""What ImapInbox says when it is not let in, and what it does to be let in."""

from contextlib import closing
from dataclasses import replace

import pytest
from servers.house import FrontHouse
from servers.ports import free_ports
from servers.scripted import HANG_UP, scripted_imap

from mailflow.adapters.imap import ImapInbox
from mailflow.adapters.settings import ImapSettings
from mailflow.ports import LoginRefused, Unreachable

SETTINGS = ImapSettings(host="127.0.0.1", port=0, security="none", username="secretary", password="s3cret")


def refusal(settings: ImapSettings) -> Unreachable:
    with closing(ImapInbox(settings, connect_timeout=1, read_timeout=1)) as inbox, pytest.raises(Unreachable) as told:
        inbox.wait(0)
    assert "\n" not in str(told.value), "an administrator reads one line"
    assert settings.password not in str(told.value), "a password is told to nobody"
    return told.value


@pytest.mark.server
def test_a_wrong_password_is_a_refused_login(house: FrontHouse) -> None:
    told = refusal(replace(house.imap, password="wr0ng"))
    assert isinstance(told, LoginRefused)
    assert "[AUTHENTICATIONFAILED] Authentication failed." in str(told)


@pytest.mark.server
@pytest.mark.parametrize("password", ['with "quotes" and \\', "密码 123", "%s {x} }"])
def test_a_password_may_be_of_any_letters(house: FrontHouse, password: str) -> None:
    users = house.store.home / "users"
    users.write_text(f"{house.company.secretary}:{{PLAIN}}{password}\n", encoding="utf-8")
    with closing(ImapInbox(house.imap_settings(password=password))) as inbox:
        assert inbox.wait(0) is False


@pytest.mark.server
def test_a_missing_folder_is_named(house: FrontHouse) -> None:
    told = refusal(house.imap_settings(folder="Secretary"))
    assert "'Secretary'" in str(told)
    assert not isinstance(told, LoginRefused)


def test_a_closed_port_is_unreachable() -> None:
    told = refusal(replace(SETTINGS, port=free_ports(1)[0]))
    assert "refused" in str(told)
    assert not isinstance(told, LoginRefused)


def test_an_unknown_host_is_unreachable() -> None:
    assert "imap.invalid" in str(refusal(replace(SETTINGS, host="imap.invalid", port=143)))


@pytest.mark.parametrize(
    "said",
    ["{tag} NO [UNAVAILABLE] try later\r\n", "* BYE too many connections\r\n" + HANG_UP, HANG_UP],
)
def test_a_login_that_the_server_cannot_look_at_now_is_not_refused(said: str) -> None:
    with scripted_imap({"LOGIN": said}) as server:
        assert not isinstance(refusal(replace(SETTINGS, port=server.port)), LoginRefused)


def test_no_password_goes_to_a_server_that_wants_none_in_the_clear() -> None:
    capability = "* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\n{tag} OK done\r\n"
    with scripted_imap({"CAPABILITY": capability}) as server:
        told = refusal(replace(SETTINGS, port=server.port))
        assert isinstance(told, LoginRefused)
        assert 'security = "tls" or "starttls"' in str(told)
        assert not [command for command in server.heard if "s3cret" in command]


def test_tls_to_a_port_without_it_is_told_as_such() -> None:
    with scripted_imap({}) as server:
        assert "starttls" in str(refusal(replace(SETTINGS, port=server.port, security="tls")))


def test_starttls_where_there_is_none_sends_no_password() -> None:
    with scripted_imap({}) as server:
        assert "STARTTLS" in str(refusal(replace(SETTINGS, port=server.port, security="starttls")))
        assert not [command for command in server.heard if "s3cret" in command]


def test_we_introduce_ourselves_before_the_folder_is_opened() -> None:
    """NetEase refuses SELECT as an unsafe login until ID was sent."""
    capability = "* CAPABILITY IMAP4rev1 ID IDLE\r\n{tag} OK done\r\n"
    answers = {"CAPABILITY": capability, "ID": '* ID ("name" "coremail")\r\n{tag} OK done\r\n'}
    with scripted_imap(answers) as server, closing(ImapInbox(replace(SETTINGS, port=server.port))) as inbox:
        inbox.wait(0)
        words = [command.split()[0] for command in server.heard]
        assert words.index("LOGIN") < words.index("ID") < words.index("SELECT")
        assert 'ID ("name" "mailflow"' in " ".join(server.heard)


@pytest.mark.parametrize("said", ["{tag} BAD what?\r\n", "* ID ((\r\n{tag} OK done\r\n"])
def test_an_odd_answer_to_the_introduction_keeps_nobody_out(said: str) -> None:
    answers = {"CAPABILITY": "* CAPABILITY IMAP4rev1 ID IDLE\r\n{tag} OK done\r\n", "ID": said}
    with scripted_imap(answers) as server, closing(ImapInbox(replace(SETTINGS, port=server.port))) as inbox:
        assert inbox.wait(0) is False


def test_a_server_that_does_not_know_id_is_not_asked() -> None:
    with scripted_imap({}) as server, closing(ImapInbox(replace(SETTINGS, port=server.port))) as inbox:
        inbox.wait(0)
        assert not [command for command in server.heard if command.startswith("ID")]


def test_a_folder_without_uidvalidity_is_not_read() -> None:
    with scripted_imap({"SELECT": "* 0 EXISTS\r\n{tag} OK done\r\n"}) as server:
        assert "UIDVALIDITY" in str(refusal(replace(SETTINGS, port=server.port)))


def test_the_password_shows_in_no_settings() -> None:
    assert "s3cret" not in repr(SETTINGS)


@pytest.mark.parametrize(
    ("security", "verify", "unverified"), [("tls", True, False), ("starttls", False, True), ("none", False, False)]
)
def test_tls_without_a_look_at_the_certificate_calls_for_a_warning(
    security: str, verify: bool, unverified: bool
) -> None:
    assert replace(SETTINGS, security=security, verify=verify).unverified is unverified
