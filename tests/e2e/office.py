"""The sample company at work: mailflow as its own process, real servers, people with mailboxes."""

import re
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from typing import Any

import warm
from servers.house import House

import mailflow.config
from mailflow.core.organization import Person
from mailflow.core.values import Address
from mailflow.demo import buttons, mailprograms
from mailflow.demo.mailprograms import PROGRAMS, File
from mailflow.demo.received import Received, read
from mailflow.resources import folder

SECRET = "a secret for tests only, long enough"
DOMAIN = "corp.example"
_COMPILED = str(Path(tempfile.gettempdir()) / "mailflow-tests-compiled")
"""Dozens of short processes need not compile the same sources again and again."""


@dataclass
class Office:
    """``config`` is the running mailflow's folder. Answers are delivered straight into the secretary's mailbox."""

    house: House
    config: Path
    environ: Mapping[str, str]
    _number: int = 0
    _seen: dict[str, int] = field(default_factory=dict)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "mailflow", *words, "--config", str(self.config)]

    def mailflow(self, *words: str, status: int = 0) -> str:
        """Runs a command to its end; what it printed on stdout."""
        done = warm.run((*words, "--config", str(self.config)), self.environ)
        assert done.returncode == status, f"{words}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout

    def tick(self, now: str) -> str:
        return self.mailflow("tick", "--now", f"{now}:00+08:00")

    def person(self, who: str) -> Person:
        found = _company().person(Address(f"{who}@{DOMAIN}"))
        assert found is not None, f"{who} is not of the sample company"
        return found

    def mails(self, who: str, kind: str = "", meeting: str = "") -> list[Received]:
        """What lies in somebody's mailbox, oldest first."""
        received = [read(raw) for raw in self.house.mailbox(f"{who}@{DOMAIN}").messages()]
        return [m for m in received if kind in ("", m.kind) and meeting in ("", m.meeting)]

    def newest(self, who: str, kind: str, meeting: str = "") -> Received:
        found = self.mails(who, kind, meeting)
        assert found, f"{who} got no {kind}, but {[m.kind for m in self.mails(who)]}"
        return found[-1]

    def replies(
        self, who: str, words: str, to: Received, at: str, files: tuple[File, ...] = (), program: str = "foxmail"
    ) -> str:
        """Somebody answers a mail in words; its Message-ID."""
        person = self.person(who)
        raw = mailprograms.answer(PROGRAMS[program], person, words, to, moment(at), self._next(), files)
        return self._deliver(raw, who)

    def presses(self, who: str, partstat: str, to: Received, at: str, words: str = "") -> str:
        person = self.person(who)
        raw = buttons.press(PROGRAMS["outlook"], person, partstat, words, to, moment(at), self._next())
        return self._deliver(raw, who)

    def writes(self, who: str, subject: str, words: str, at: str) -> str:
        """A fresh mail to the secretary."""
        secretary = f"secretary@{DOMAIN}"
        raw = mailprograms.fresh(PROGRAMS["qq"], self.person(who), words, secretary, subject, moment(at), self._next())
        return self._deliver(raw, who)

    def delivers(self, raw: bytes, sender: str = "somebody@partner.example") -> None:
        self.house.deliver(raw, sender=sender)

    def status(self, meeting: str = "") -> dict[str, Any]:
        import json

        words = ("status", meeting, "--json") if meeting else ("status", "--json")
        found: dict[str, Any] = json.loads(self.mailflow(*words))
        return found["meetings"][0] if meeting else found

    def ledger(self) -> list[dict[str, Any]]:
        import json

        return [json.loads(line) for line in self.mailflow("ledger", "--json").splitlines() if line.strip()]

    def line_of(self, message_id: str) -> dict[str, Any]:
        """The one ledger line of a mail that came in."""
        lines = [line for line in self.ledger() if line["message_id"] == message_id]
        assert len(lines) == 1, f"{message_id} has {len(lines)} ledger lines"
        return lines[0]

    def _next(self) -> int:
        self._number += 1
        return self._number

    def _deliver(self, raw: bytes, who: str) -> str:
        self.house.deliver(raw, sender=f"{who}@{DOMAIN}")
        found = re.search(rb"^Message-ID:\s*(\S+)", raw, re.MULTILINE)
        assert found is not None
        return found[1].decode()


def moment(text: str) -> datetime:
    """``2026-11-24 10:00`` in the company's zone."""
    return datetime.fromisoformat(f"{text}:00+08:00")


def moved_in(house: House, base: Path, environ: Mapping[str, str], *, only: str = "weekly", **changes: str) -> Office:
    """Writes the sample company's config, pointed at the house, with one series of meetings or, where ``only`` is
    empty, all of them; ``changes`` replace whole lines of weekly.toml by their key.
    """
    config = base / "config"
    for path in sorted(folder("config").rglob("*.toml")):
        text = path.read_text(encoding="utf-8")
        target = config / path.relative_to(folder("config"))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_pointed_at(house, text) if path.name == "mailflow.toml" else text, encoding="utf-8")
    for path in (config / "meetings").glob("*.toml") if only else ():
        if path.stem != only:
            path.unlink()
    weekly = config / "meetings" / "weekly.toml"
    text = weekly.read_text(encoding="utf-8")
    for key, value in changes.items():
        text, found = re.subn(rf"^{key} = .*$", f"{key} = {value}", text, flags=re.MULTILINE)
        assert found, f"weekly.toml has no {key}"
    weekly.write_text(text, encoding="utf-8")
    words = {"MAILFLOW_IMAP_PASSWORD": house.imap.password, "MAILFLOW_SMTP_PASSWORD": house.smtp.password or "none"}
    quick = {k: v for k, v in environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | {"PYTHONPYCACHEPREFIX": _COMPILED}
    return Office(house, config, {**quick, **words, "MAILFLOW_SECRET": SECRET})


def _pointed_at(house: House, text: str) -> str:
    for section, settings in (("imap", house.imap), ("smtp", house.smtp)):
        head, rest = text[: text.index(f"[{section}]")], text[text.index(f"[{section}]") :]
        for key, value in (
            ("host", f'"{settings.host}"'),
            ("port", str(settings.port)),
            ("security", f'"{settings.security}"'),
            ("username", f'"{settings.username}"'),
        ):
            rest = re.sub(rf"^{key} = .*$", f"{key} = {value}", rest, count=1, flags=re.MULTILINE)
        text = head + rest
    # The digest waits for working hours, and some of these tests look at a queue at any hour of the day.
    return re.sub(r"^digest_day = .*$", "digest_day = 0", text, count=1, flags=re.MULTILINE)


def _company() -> Any:
    return mailflow.config.load(folder("config"), {}, with_secrets=False).organization


def wait_for(what: Any, seconds: float, why: str) -> float:
    """Until ``what()`` is true; how many seconds it took."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if what():
            return time.monotonic() - began
        time.sleep(0.02)
    raise AssertionError(f"not within {seconds} s: {why}")


def addresses(mails: list[Received]) -> Iterator[str]:
    return (parseaddr(m.to)[1].partition("@")[0] for m in mails)
