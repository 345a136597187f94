"""A login by OAuth2: what must be written, what each fault is called, and that nothing secret is shown."""

from pathlib import Path

import config_room as room
import pytest

from mailflow import check

TABLE = """
[oauth]
token_url = "https://login.corp.example/token"
client_id = "mailflow"
refresh_token = "file:token"
"""
SECRET_ONLY = {"MAILFLOW_SECRET": "0123456789abcdef"}


def with_oauth(where: Path, table: str = TABLE) -> Path:
    copy = room.copy_to(where)
    path = copy / "mailflow.toml"
    text = path.read_text(encoding="utf-8").replace('login = "password"', 'login = "oauth"')
    path.write_text(text + table, encoding="utf-8")
    (copy / "token").write_text("refresh-sesame\n", encoding="utf-8")
    return copy


def test_with_oauth_no_password_is_looked_up(tmp_path: Path) -> None:
    loaded = room.load(with_oauth(tmp_path), SECRET_ONLY)
    assert loaded.oauth is not None
    assert (loaded.oauth.refresh_token, loaded.oauth.client_secret, loaded.oauth.scope) == ("refresh-sesame", "", "")
    assert loaded.oauth.refresh_token_file == tmp_path / "config" / "token"
    assert (loaded.imap.login, loaded.smtp.login, loaded.imap.password) == ("oauth", "oauth", "")
    assert "sesame" not in repr(loaded)


def test_one_server_may_take_a_token_and_the_other_a_password(tmp_path: Path) -> None:
    copy = with_oauth(tmp_path)
    room.edit(copy / "mailflow.toml", "[smtp]", "[smtp] # by password")
    text = (copy / "mailflow.toml").read_text(encoding="utf-8")
    head, _, tail = text.partition("[smtp]")
    (copy / "mailflow.toml").write_text(
        head + "[smtp]" + tail.replace('login = "oauth"', 'login = "password"', 1), encoding="utf-8"
    )
    loaded = room.load(copy, {**SECRET_ONLY, "MAILFLOW_SMTP_PASSWORD": "s"})
    assert (loaded.imap.login, loaded.smtp.login, loaded.smtp.password) == ("oauth", "password", "s")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("", "imap.login: expected a section [oauth] beside it"),
        (TABLE.replace("https://", "http://"), "oauth.token_url: expected an address that begins with https://"),
        (TABLE.replace('client_id = "mailflow"\n', ""), "oauth.client_id: expected a value: it is missing"),
        (TABLE.replace('refresh_token = "file:token"\n', ""), "oauth.refresh_token: expected env:NAME or file:PATH"),
        (TABLE.replace("file:token", "file:nowhere"), "oauth.refresh_token: expected a file with one line at nowhere"),
        (TABLE.replace("file:token", "env:NO_SUCH"), "oauth.refresh_token: expected the environment variable NO_SUCH"),
        (TABLE + 'client_secret = "env:NO_SUCH"\n', "oauth.client_secret: expected the environment variable NO_SUCH"),
        (TABLE + 'client_secret = ["sesame"]\n', "oauth.client_secret: expected a text in quotes"),
        (TABLE.replace("token_url", "token_uri"), "oauth.token_uri: expected no such key; did you mean token_url?"),
    ],
)
def test_each_fault_is_named_and_shows_no_secret(tmp_path: Path, table: str, words: str) -> None:
    found = room.faults(with_oauth(tmp_path, table), SECRET_ONLY)
    assert [line for line in found if words in line], found
    assert not [line for line in found if "sesame" in line]


def test_an_application_with_a_secret_needs_no_refresh_token(tmp_path: Path) -> None:
    table = TABLE.replace('refresh_token = "file:token"', 'client_secret = "env:APP"')
    loaded = room.load(with_oauth(tmp_path, table), {**SECRET_ONLY, "APP": "s3cret"})
    assert loaded.oauth is not None
    assert (loaded.oauth.client_secret, loaded.oauth.refresh_token) == ("s3cret", "")


def test_check_names_a_renewal_that_fails_in_one_line_and_asks_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from servers.token_endpoint import token_endpoint

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    lines: list[str] = []
    with token_endpoint((400, {"error": "invalid_grant", "error_description": "refresh-sesame ended"})) as endpoint:
        table = TABLE.replace("https://login.corp.example/token", endpoint.url)
        assert not check.run(with_oauth(tmp_path, table), SECRET_ONLY, lines.append)
    (bad,) = [line for line in lines if line.startswith("✗")]
    assert bad.startswith("✗ OAuth2 endpoint 127.0.0.1:")
    assert bad.endswith(
        "gives no token: 400 invalid_grant *** ended; allow access to the mailbox anew, and put the new token where "
        "refresh_token under [oauth] says"
    )
