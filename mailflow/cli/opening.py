"""From the options of a command to the config, the records and the service."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.flow.service import Service


def config_folder(given: Path | None) -> Path:
    if given is not None:
        return given
    here = Path("config")
    return here if here.is_dir() else Path(os.environ.get("MAILFLOW_CONFIG") or here)


def load(given: Path | None, *, with_secrets: bool = True) -> "Config":
    from mailflow import config

    loaded = config.load(config_folder(given), os.environ, with_secrets=with_secrets)
    for warning in loaded.warnings:
        print(f"mailflow: warning: {warning}", file=sys.stderr)
    return loaded


@contextmanager
def opened(settings: "Config", now: datetime | None = None) -> "Iterator[Service]":
    from mailflow import bootstrap

    store = bootstrap.store(settings)
    try:
        yield bootstrap.service(settings, store, now or bootstrap.clock(settings).now())
    finally:
        store.close()


def records(settings: "Config") -> list[Any]:
    from mailflow import bootstrap

    store = bootstrap.store(settings, read_only=True)
    return [stored.record for stored in store.all_records()]


def moment_of(text: str) -> datetime | None:
    from mailflow.faults import Refusal

    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise Refusal(f"{text!r} is no time: write it as 2026-11-30T09:30:00+08:00") from None
