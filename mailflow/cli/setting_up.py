"""``init`` and ``check``."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailflow.cli.opening import config_folder, load
from mailflow.cli.options import ConfigDir


def init(
    folder: Annotated[Path | None, typer.Argument(help="写到哪里 / where to write it; as --config.")] = None,
    config: ConfigDir = None,
    provider: Annotated[
        str, typer.Option(help="邮箱服务商 / whose mail servers; --provider list names them.")
    ] = "custom",
) -> None:
    """写一套带说明的设置，不覆盖已有文件。Writes a complete, commented config; overwrites nothing."""
    from mailflow import init as writing

    for line in writing.write(folder or config_folder(config), provider):
        print(line)


def check(
    config: ConfigDir = None,
    store: Annotated[
        bool, typer.Option("--store", help="只查存储，逐字节 / only the store, byte by byte; no login.")
    ] = False,
) -> None:
    """检查设置、邮箱登录、收发和存储。Checks config, logins, a mail to itself, and the store; names every mend."""
    from mailflow import check as checking

    def tell(line: str) -> None:
        print(line, flush=True)

    found = (
        checking.store(load(config, with_secrets=False), tell)
        if store
        else (checking.run(config_folder(config), os.environ, tell))
    )
    raise typer.Exit(0 if found else 2)
