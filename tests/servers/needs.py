"""What a test needs of the machine, and what happens where it is missing."""

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

# Where Debian keeps daemons that are not in everybody's PATH.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin", "/usr/lib/postfix/sbin"])


def program(name: str, package: str) -> str:
    """The program's path. Where it is missing the test is skipped, under CI it fails: there all must be tested."""
    found = shutil.which(name, path=_PATH)
    if found is None:
        unavailable(f"{name} is not installed (apt-get install {package})")
    return found


def root() -> None:
    if os.geteuid() != 0:
        unavailable("Postfix must be started as root")


def unavailable(reason: str) -> NoReturn:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(no log)"
