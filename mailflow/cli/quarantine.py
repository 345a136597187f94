"""``quarantine``: mails that could not be dealt with."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from mailflow.cli.opening import load, opened, records
from mailflow.cli.options import ConfigDir

Number = Annotated[int, typer.Argument(help="编号 / its number in the list.")]


def listed(config: ConfigDir = None) -> None:
    """列出待处理的邮件。Lists what waits."""
    from mailflow.archive.visible import visible_line

    for _, item in _quarantined(config):
        if not item.settled:
            what = f"{item.sender or '?'}  {item.subject}  -- {item.why}"
            print(visible_line(f"{item.number}  {item.at:%Y-%m-%d %H:%M}  {what}"))


def show(number: Number, config: ConfigDir = None) -> None:
    """按原样输出邮件。Prints the mail as it arrived."""
    from mailflow import bootstrap

    settings = load(config, with_secrets=False)
    item = _numbered(number, config)
    sys.stdout.buffer.write(bootstrap.store(settings, read_only=True).get_blob(item.raw))


def retry(number: Number, config: ConfigDir = None) -> None:
    """再处理一次。Takes the mail again."""
    from mailflow import bootstrap
    from mailflow.faults import Refusal
    from mailflow.flow import intake, quarantine

    settings = load(config)
    item = _numbered(number, config)
    with opened(settings) as service:
        taken = intake.take(service.store.get_blob(item.raw), service, bootstrap.clock(settings).now(), again=True)
        if taken.entry is None:  # kept again: only what went through leaves the quarantine
            raise Refusal(f"number {number} still cannot be dealt with, and waits on: {item.why}")
        quarantine.settle(service, number, "retried")
        print(taken.entry.outcome.value)


def drop(number: Number, config: ConfigDir = None) -> None:
    """不再处理；邮件本身仍保留。Marks it as settled; its bytes are kept."""
    from mailflow.flow import quarantine

    _numbered(number, config)
    with opened(load(config)) as service:
        quarantine.settle(service, number, "dropped")


def _quarantined(given: Path | None) -> Iterator[tuple[Any, Any]]:
    from mailflow.core.desk import Desk

    for record in records(load(given, with_secrets=False)):
        if isinstance(record, Desk):
            yield from ((record.id, item) for item in record.quarantine)


def _numbered(number: int, given: Path | None) -> Any:
    from mailflow.faults import Refusal

    for _, item in _quarantined(given):
        if item.number == number and not item.settled:
            return item
    raise Refusal(f"nothing of number {number} waits: `mailflow quarantine list` shows what does")
