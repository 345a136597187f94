"""``init`` and ``check``."""

import os
from pathlib import Path
from typing import Annotated

import typer

from mailflow.cli.opening import config_folder
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


def check(config: ConfigDir = None) -> None:
    """检查设置、邮箱登录、收发和存储。Checks config, logins, a mail to itself, and the store; names every mend."""
    from mailflow import check as checking

    found = checking.run(config_folder(config), os.environ, lambda line: print(line, flush=True))
    raise typer.Exit(0 if found else 2)
