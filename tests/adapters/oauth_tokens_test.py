"""Tokens: asked for as RFC 6749 says, renewed before they end, and every refusal told in one line without a secret."""

import threading
from pathlib import Path
from typing import Any

import pytest
from servers.ports import free_ports
from servers.token_endpoint import token_endpoint

from mailflow.adapters.oauth import Tokens
from mailflow.adapters.settings import OAuthSettings
from mailflow.ports import LoginRefused, Unreachable

SECRETS = ("refresh-me-1", "client-s3cret")


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "127.0.0.1")


class Hands:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.at = 1_000_000.0

    def __call__(self) -> float:
        return self.at


def settings(url: str, **more: Any) -> OAuthSettings:
    return OAuthSettings(
        **{"token_url": url, "client_id": "me", "client_secret": SECRETS[1], "refresh_token": SECRETS[0], **more}
    )


def test_the_refresh_token_is_exchanged_for_an_access_token() -> None:
    with token_endpoint() as endpoint:
        assert Tokens(settings(endpoint.url, scope="mail")).current().word == "token-1"
    assert endpoint.asked == [
        {
            "grant_type": "refresh_token",
            "refresh_token": SECRETS[0],
            "client_id": "me",
            "client_secret": SECRETS[1],
            "scope": "mail",
        }
    ]


def test_without_a_refresh_token_the_application_asks_for_itself() -> None:
    with token_endpoint() as endpoint:
        Tokens(settings(endpoint.url, refresh_token="")).current()
    assert endpoint.asked == [{"grant_type": "client_credentials", "client_id": "me", "client_secret": SECRETS[1]}]


@pytest.mark.parametrize(
    ("life", "renewed_after"), [(3600, 3300), ("3600", 3300), (400, 200), (None, 3300), ("soon", 3300)]
)
def test_a_token_is_kept_and_renewed_before_its_end(life: object, renewed_after: int) -> None:
    clock = Hands()
    with token_endpoint((200, {"access_token": "a", "expires_in": life})) as endpoint:
        tokens = Tokens(settings(endpoint.url), clock=clock)
        tokens.current()
        clock.at += renewed_after - 1
        tokens.current()
        assert len(endpoint.asked) == 1
        clock.at += 1
        tokens.current()
        assert len(endpoint.asked) == 2


def test_a_clock_that_is_set_back_makes_no_token_live_longer() -> None:
    clock = Hands()
    with token_endpoint() as endpoint:
        tokens = Tokens(settings(endpoint.url), clock=clock)
        tokens.current()
        clock.at -= 86_400
        assert tokens.current().word == "token-2"


def test_both_servers_that_ask_at_once_cause_one_renewal() -> None:
    with token_endpoint() as endpoint:
        tokens = Tokens(settings(endpoint.url))
        found: list[str] = []
        threads = [threading.Thread(target=lambda: found.append(tokens.current().word)) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["token-1"] * 8
    assert len(endpoint.asked) == 1


def test_a_token_that_a_mail_server_refuses_is_renewed_once_it_has_some_age() -> None:
    clock = Hands()
    with token_endpoint() as endpoint:
        tokens = Tokens(settings(endpoint.url), clock=clock)
        young = tokens.current()
        assert tokens.refused(young) is False
        older = tokens.current()
        clock.at += 600
        assert tokens.refused(older) is True
        assert tokens.current().word == "token-3"


def test_a_new_refresh_token_replaces_the_old_one_in_its_file_and_nobody_else_can_read_it(tmp_path: Path) -> None:
    path = tmp_path / "token"
    path.write_text("first\n")
    clock = Hands()
    with token_endpoint((200, {"access_token": "a", "refresh_token": "second", "expires_in": 60})) as endpoint:
        tokens = Tokens(settings(endpoint.url, refresh_token="first", refresh_token_file=path), clock=clock)
        tokens.current()
        assert path.read_text() == "second\n"
        assert path.stat().st_mode & 0o777 == 0o600
        assert list(tmp_path.iterdir()) == [path]
        path.write_text("third, by hand\n")
        clock.at += 60
        tokens.current()
    assert [form["refresh_token"] for form in endpoint.asked] == ["first", "third, by hand"]


@pytest.mark.parametrize("in_a_file", [False, True])
def test_where_a_new_refresh_token_cannot_be_written_it_is_kept_in_memory(tmp_path: Path, in_a_file: bool) -> None:
    clock = Hands()
    path = tmp_path / "gone" / "token" if in_a_file else None
    with token_endpoint((200, {"access_token": "a", "refresh_token": "second", "expires_in": 60})) as endpoint:
        tokens = Tokens(settings(endpoint.url, refresh_token="first", refresh_token_file=path), clock=clock)
        tokens.current()
        clock.at += 60
        tokens.current()
    assert [form["refresh_token"] for form in endpoint.asked] == ["first", "second"]


@pytest.mark.parametrize(
    ("status", "answer", "person_must_act", "words"),
    [
        (400, {"error": "invalid_grant", "error_description": "expired"}, True, "allow access to the mailbox anew"),
        (401, {"error": "invalid_client"}, True, "check client_id and client_secret"),
        (400, {"error": "unauthorized_client"}, True, "check client_id and client_secret"),
        (400, {"error": "invalid_scope"}, True, "scope"),
        (400, b"<html>no</html>", True, "check token_url"),
        (400, {"error": "temporarily_unavailable"}, False, "temporarily_unavailable"),
        (429, {"error": "slow_down"}, False, "429"),
        (500, b"oops", False, "500"),
        (503, b"", False, "503"),
        (404, b"not here", False, "404"),
        (302, b"", False, "302"),
        (200, b"<html>welcome</html>", False, "no access_token"),
        (200, {"access_token": "with\r\nbreak"}, False, "no access_token"),
        (200, [1], False, "no access_token"),
    ],
)
def test_a_renewal_that_fails_is_one_line_that_says_whether_a_person_must_act(
    status: int, answer: Any, person_must_act: bool, words: str
) -> None:
    with token_endpoint((status, answer)) as endpoint, pytest.raises(Unreachable) as told:
        Tokens(settings(endpoint.url)).current()
    assert isinstance(told.value, LoginRefused) is person_must_act
    assert words in str(told.value)
    assert "127.0.0.1" in str(told.value)
    assert "\n" not in str(told.value)
    assert len(endpoint.asked) == 1, "a redirection is not followed"


def test_an_endpoint_that_is_away_is_unreachable() -> None:
    with pytest.raises(Unreachable, match="refused") as told:
        Tokens(settings(f"http://127.0.0.1:{free_ports(1)[0]}/token")).current()
    assert not isinstance(told.value, LoginRefused)


def test_no_secret_stands_in_a_fault_or_in_what_the_parts_say_of_themselves() -> None:
    """Some endpoints repeat what they were sent."""
    with token_endpoint((400, {"error": "invalid_grant", "error_description": " ".join(SECRETS)})) as endpoint:
        tokens = Tokens(settings(endpoint.url))
        with pytest.raises(LoginRefused) as told:
            tokens.current()
    with token_endpoint() as endpoint:
        token = Tokens(settings(endpoint.url)).current()
    shown = f"{told.value} {tokens!r} {settings(endpoint.url)!r} {token!r}"
    assert [secret for secret in (*SECRETS, token.word) if secret in shown] == []
