"""What the administrator reads where the disk is full, or no longer to be written."""

import errno
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from mailflow import init
from mailflow.cli import main

SECRETS = {"MAILFLOW_IMAP_PASSWORD": "s3cret", "MAILFLOW_SMTP_PASSWORD": "s3cret", "MAILFLOW_SECRET": "x" * 24}


@pytest.mark.parametrize(
    ("code", "words", "status"),
    [(errno.ENOSPC, "No space left on device", 75), (errno.EROFS, "Read-only file system", 2)],
)
@pytest.mark.parametrize("command", [["tick", "--now", "2026-11-23T10:00"], ["run"]], ids=["tick", "run"])
def test_a_command_on_a_bad_disk_ends_with_one_line_and_a_status_that_tells_whether_to_try_again(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    code: int,
    words: str,
    status: int,
) -> None:
    list(init.write(tmp_path / "config", "custom"))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    plain = os.open

    def bad(path: Any, flags: int, *rest: Any, **named: Any) -> int:
        if flags & os.O_CREAT and str(path).startswith(str(tmp_path / "var")):
            raise OSError(code, os.strerror(code), str(path))
        return plain(path, flags, *rest, **named)

    monkeypatch.setattr(os, "open", bad)
    monkeypatch.setattr(sys, "argv", ["mailflow", *command, "--config", str(tmp_path / "config")])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == status
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("mailflow: ")
    assert words in line
