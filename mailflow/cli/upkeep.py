"""``backup``, ``restore`` and ``forget``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mailflow.cli.opening import load
from mailflow.cli.options import ConfigDir

if TYPE_CHECKING:
    from mailflow.config import Config
    from mailflow.upkeep.forgetting import Plan


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


def forget(
    address: Annotated[str, typer.Argument(help="谁的邮箱地址 / whose address; all of that person's are meant.")],
    config: ConfigDir = None,
    yes: Annotated[bool, typer.Option("--yes", help="不再询问 / do not ask.")] = False,
) -> None:
    """依法删除某人的往来邮件，保留会议决定；先停止运行。Removes a person's mails for good; decisions stay."""
    from mailflow import bootstrap
    from mailflow.core import values
    from mailflow.faults import Refusal
    from mailflow.upkeep import forgetting
    from mailflow.upkeep.person import Person

    settings = load(config, with_secrets=False)
    who = Person.of(values.address(address), settings.organization)
    blobs = bootstrap.blobs(settings)
    store, now = bootstrap.store(settings), bootstrap.clock(settings).now()
    try:
        found = forgetting.plan(store, blobs, who)
        for line in _plan_as_text(found, settings):
            print(line)
        if found.empty:
            return
        if found.waiting:
            raise Refusal(f"{found.waiting} mails that quote them wait to be sent: run `mailflow tick` first")
        if not yes:
            typer.confirm("Remove all of this for good?", abort=True)
        forgetting.carry_out(found, store, blobs, bootstrap.tombstone(settings, now), now)
        print("removed")
    finally:
        store.close()


def _plan_as_text(found: "Plan", settings: "Config") -> Iterator[str]:
    who = ", ".join(sorted(found.person.addresses))
    if found.empty:
        yield f"nothing of {who} is stored"
        return
    yield f"{who}, in {len(found.shares)} records"
    yield f"  goes   {found.number(lambda s: s.of_theirs)} mails of theirs, {found.number(lambda s: s.to_them)} to them, "
    yield f"         {found.number(lambda s: s.quoting)} to others that were caused by theirs or quote them,"
    yield f"         {len(found.loose)} other mails and attachments of theirs that no record needs,"
    yield f"         {sum(share.spoken for share in found.shares)} passages of their words in the records"
    yield "  stays  who attended, was on leave, owned a task, confirmed or objected; minutes, titles, files handed in"
    yield f"  not reached from here: the folder {settings.imap.archive} on the mail server, other people's mailboxes, backups"
