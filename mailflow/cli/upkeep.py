"""``backup`` and ``restore``."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from mailflow.cli.opening import load
from mailflow.cli.options import ConfigDir


def backup(
    file: Annotated[Path, typer.Argument(help="写到哪个文件 / the file to write; with .gz it is compressed.")],
    config: ConfigDir = None,
) -> None:
    """备份存储，运行中也可以。Writes the store, as it is at one moment, into one file; while mailflow runs, too."""
    from mailflow import bootstrap
    from mailflow.upkeep import backup as writing

    settings = load(config, with_secrets=False)
    done = writing.write(bootstrap.store_folder(settings), file, bootstrap.clock(settings).now())
    print(f"{file}: {done.records} records, {done.blobs} mails and files, {done.size:,} bytes")
    for line in done.lost:
        print(f"mailflow: not in the backup: {line} (mailflow check --store)", file=sys.stderr)
    raise typer.Exit(1 if done.lost else 0)


def restore(
    file: Annotated[Path, typer.Argument(help="备份文件 / a file that `mailflow backup` wrote.")],
    config: ConfigDir = None,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="现有数据移到旁边 / keep what is there now in a folder beside it.")
    ] = False,
) -> None:
    """从备份恢复；先停止运行。Makes a backup the store, once all of it was found whole; mailflow must not run."""
    from mailflow import bootstrap
    from mailflow.upkeep import restore as restoring

    settings = load(config, with_secrets=False)
    folder, now = bootstrap.store_folder(settings), bootstrap.clock(settings).now()
    done = restoring.restore(file, folder, now, set_aside=set_aside)
    print(f"{folder}: {done.records} records, {done.blobs} mails and files, as of {done.made_at:%Y-%m-%d %H:%M:%S}")
    if done.lost:
        print(f"{done.lost} mails or files were lost before the backup was made")
    if done.aside:
        print(f"what was there before: {done.aside}")
    print(
        f"Mails that came after {done.made_at:%Y-%m-%d %H:%M} lie in the mailbox's folder {settings.imap.archive}: "
        f"move them back to {settings.imap.folder}, and they are dealt with again."
    )
