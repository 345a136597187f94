"""Access tokens for servers that take no passwords: OAuth 2.0 (RFC 6749), renewed before they end.

One object serves both mail servers of a process. A refresh token in a file is read anew each time, and replaced there
where the provider hands out another one: so `mailflow check` beside the daemon, and the next start, have the present one.
"""

import contextlib
import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from mailflow.adapters.faults import one_line
from mailflow.adapters.settings import OAuthSettings
from mailflow.ports import LoginRefused, Unreachable

_EARLY = 300.0
"""Seconds before its end in which a token is renewed, or half of its life where that is shorter."""
_USUAL_LIFE = 3600.0
_TIMEOUT = 20.0
_LARGEST = 1024 * 1024
_RETRY_AFTER = 60.0
"""A token that a server refused when it was younger than this was as good as a new one would be."""
_LATER = ("temporarily_unavailable", "server_error", "slow_down")  # RFC 6749 4.1.2.1, RFC 8628 3.5


@dataclass(frozen=True)
class Token:
    """``renew_at`` is when another one is asked for, on the clock of ``made_at``."""

    word: str = field(repr=False)
    made_at: float
    renew_at: float


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What we send is secret: it goes where the settings say, and nowhere else."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Tokens:
    """Any thread may ask. Its time is the machine's, so that a token does not seem young after a sleep."""

    def __init__(
        self, settings: OAuthSettings, *, timeout: float = _TIMEOUT, clock: Callable[[], float] = time.time
    ) -> None:
        """``timeout`` of the endpoint's answer in seconds. Nothing is asked before the first call."""
        self._settings, self._timeout, self._clock = settings, timeout, clock
        self._refresh_token = settings.refresh_token
        self._token: Token | None = None
        self._one_at_a_time = threading.Lock()

    def current(self) -> Token:
        """One that will do for a while. Raises Unreachable, or LoginRefused where a person must act."""
        with self._one_at_a_time:
            now = self._clock()
            if self._token is None or not self._token.made_at <= now < self._token.renew_at:
                self._token = self._renewed(now)
            return self._token

    def refused(self, token: Token) -> bool:
        """A mail server did not take it. True where a new one may do better."""
        with self._one_at_a_time:
            if self._token == token:
                self._token = None
        return self._clock() - token.made_at >= _RETRY_AFTER

    def _renewed(self, now: float) -> Token:
        answer = self._asked(self._request())
        word = answer.get("access_token")
        if not isinstance(word, str) or not word.isascii() or not word.isprintable():
            raise Unreachable(f"{self._where}: its answer holds no access_token; check token_url under [oauth]")
        self._keep(answer.get("refresh_token"))
        life = _seconds(answer.get("expires_in"))
        return Token(word, now, now + life - min(_EARLY, life / 2))

    @property
    def _where(self) -> str:
        return f"OAuth2 endpoint {urllib.parse.urlsplit(self._settings.token_url).netloc}"

    def _request(self) -> dict[str, str]:
        settings = self._settings
        self._read_file()
        fields = {"client_id": settings.client_id}
        if self._refresh_token:
            fields |= {"grant_type": "refresh_token", "refresh_token": self._refresh_token}  # RFC 6749 6
        else:
            fields["grant_type"] = "client_credentials"  # RFC 6749 4.4: the application's own right to the mailbox
        if settings.client_secret:
            fields["client_secret"] = settings.client_secret
        if settings.scope:
            fields["scope"] = settings.scope
        return fields

    def _asked(self, fields: dict[str, str]) -> dict[str, Any]:
        request = urllib.request.Request(
            self._settings.token_url,
            data=urllib.parse.urlencode(fields).encode("ascii"),
            headers={"Accept": "application/json", "User-Agent": "mailflow"},
        )
        try:
            opener = urllib.request.build_opener(_NoRedirects)
            with opener.open(request, timeout=self._timeout) as response:
                return _json(response.read(_LARGEST))
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error.code, _json(_read(error))) from error
        except (OSError, HTTPException) as error:
            reason = error.reason if isinstance(error, urllib.error.URLError) else error
            words = "no answer in time" if isinstance(reason, TimeoutError) else self._plain(reason)
            raise Unreachable(f"{self._where}: {words}; check token_url under [oauth], and the network") from error

    def _refusal(self, status: int, answer: dict[str, Any]) -> Unreachable:
        """RFC 6749 5.2: 400 or 401 with an error code."""
        code = str(answer.get("error", ""))
        words = self._plain(f"{status} {code} {answer.get('error_description', '')}".strip())
        if status not in (400, 401, 403) or code in _LATER:
            return Unreachable(f"{self._where}: {words}")
        if code in ("invalid_client", "unauthorized_client"):
            advice = "check client_id and client_secret under [oauth]"
        elif code == "invalid_grant":
            advice = "allow access to the mailbox anew, and put the new token where refresh_token under [oauth] says"
        else:
            advice = "check token_url, client_id and scope under [oauth]"
        return LoginRefused(f"{self._where} gives no token: {words}; {advice}")

    def _plain(self, words: object) -> str:
        return one_line(words, (self._refresh_token, self._settings.client_secret))

    def _read_file(self) -> None:
        if self._settings.refresh_token_file is not None:
            with contextlib.suppress(OSError, UnicodeDecodeError):  # then the one that was read at the start
                word = self._settings.refresh_token_file.read_text(encoding="utf-8").strip()
                self._refresh_token = word or self._refresh_token

    def _keep(self, fresh: object) -> None:
        """RFC 6749 6: with a new refresh token the old one is to be thrown away."""
        if not isinstance(fresh, str) or not fresh or fresh == self._refresh_token:
            return
        self._refresh_token = fresh
        if self._settings.refresh_token_file is not None:
            with contextlib.suppress(OSError):  # read-only, as a service manager hands it out: memory must do
                _replace(self._settings.refresh_token_file, fresh)


def _replace(path: Path, word: str) -> None:
    """The old one or the new one is there, whole, after whatever happens; and nobody else reads it."""
    temporary = path.with_name(path.name + ".tmp")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            os.fchmod(descriptor, 0o600)
            out.write(word + "\n")
            out.flush()
            os.fsync(descriptor)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _read(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read(_LARGEST)
    except (OSError, HTTPException):
        return b""


def _json(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _seconds(told: object) -> float:
    """Some endpoints write the number as a text."""
    try:
        life = float(str(told))
    except ValueError:
        return _USUAL_LIFE
    return life if 0 < life < 10 * 365 * 86_400 else _USUAL_LIFE
