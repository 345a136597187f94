"""A copy of the sample config that a test may spoil."""

import shutil
from pathlib import Path

from mailflow import config
from mailflow.config import Config, ConfigFault
from mailflow.resources import folder

ENVIRON = {"MAILFLOW_IMAP_PASSWORD": "i", "MAILFLOW_SMTP_PASSWORD": "s", "MAILFLOW_SECRET": "0123456789abcdef"}


def copy_to(where: Path) -> Path:
    return Path(shutil.copytree(folder("config"), where / "config"))


def edit(path: Path, old: str, new: str) -> None:
    """Raises AssertionError where the file no longer says ``old``: the test would prove nothing."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(where: Path, environ: dict[str, str] | None = None) -> list[str]:
    """Its faults, a line each; none where it loads."""
    try:
        load(where, environ)
    except ConfigFault as fault:
        return str(fault).splitlines()
    return []


def load(where: Path, environ: dict[str, str] | None = None) -> Config:
    return config.load(where, ENVIRON if environ is None else environ)
