"""The command as an administrator runs it: its two outputs and its exit status."""

import contextlib
import io
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pytest

from mailflow.cli import main

SECRETS = {"MAILFLOW_IMAP_PASSWORD": "s3cret", "MAILFLOW_SMTP_PASSWORD": "s3cret", "MAILFLOW_SECRET": "x" * 24}
CORPUS = Path(__file__).parents[1] / "corpus"


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str

    @property
    def one_line(self) -> str:
        """The one line on stderr; raises AssertionError where there is another number, or a traceback."""
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "mailflow", *map(str, arguments)]


def environ(**more: str) -> dict[str, str]:
    """Without what the person who runs the tests has set for mailflow."""
    return {k: v for k, v in os.environ.items() if not k.startswith("MAILFLOW_")} | more


def process(*arguments: str | Path, cwd: Path, **more: str) -> Ran:
    """As a process of its own."""
    done = subprocess.run(
        command(*arguments), cwd=cwd, env=environ(**more), capture_output=True, timeout=60, check=False
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def mailflow(*arguments: str | Path, cwd: Path, **more: str) -> Ran:
    """The same in this process: a start takes a second, and there are many."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, environ(**more), clear=True),
        mock.patch.multiple(sys, argv=["mailflow", *map(str, arguments)], stdout=out, stderr=err),
        pytest.raises(SystemExit) as end,
    ):
        main()
    status = end.value.code
    assert status is None or isinstance(status, int)
    return Ran(status or 0, *(stream.buffer.getvalue().decode("utf-8") for stream in (out, err)))


def point_at(folder: Path, imap_port: int, smtp_port: int) -> None:
    """The config's servers become those of this machine, without TLS."""
    path = folder / "mailflow.toml"
    text = path.read_text(encoding="utf-8").replace('security = "tls"', 'security = "none"')
    text = text.replace('username = "secretary"', 'username = "secretary@corp.example"')
    path.write_text(
        text.replace("port = 993\n", f"port = {imap_port}\n").replace("port = 465\n", f"port = {smtp_port}\n"), "utf-8"
    )
