"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

ConfigDir = Annotated[
    Path | None,
    typer.Option("--config", help="设置文件夹 / the config folder. Default: config/, then $MAILFLOW_CONFIG."),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON / print JSON.")]
