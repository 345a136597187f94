"""The command ``mailflow``: the table of all commands, and the one place where faults become lines."""

import io
import sys
from collections.abc import Callable
from typing import Annotated

import typer

import mailflow
from mailflow.cli import archive, looking, quarantine, reading, running, setting_up, upkeep
from mailflow.cli.errors import lines_of, status_of

app = typer.Typer(
    name="mailflow",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
_COMMANDS: tuple[Callable[..., None], ...] = (
    setting_up.init,
    setting_up.check,
    running.run,
    running.tick,
    running.health,
    running.demo,
    reading.interpret,
    reading.minutes,
    looking.status,
    looking.ledger,
    upkeep.backup,
    upkeep.restore,
    upkeep.forget,
)
for command in _COMMANDS:
    app.command()(command)

kept = typer.Typer(help="收到但无法处理的邮件。Mails that could not be dealt with.", no_args_is_help=True)
kept.command("list")(quarantine.listed)
kept.command()(quarantine.show)
kept.command()(quarantine.retry)
kept.command()(quarantine.drop)
app.add_typer(kept, name="quarantine")

found = typer.Typer(help="会议档案：查找和导出。The archive: search and export.", no_args_is_help=True)
found.command()(archive.search)
found.command()(archive.export)
app.add_typer(found, name="archive")


def _tell_version(wanted: bool) -> None:
    if wanted:
        print(f"mailflow {mailflow.__version__}")
        raise typer.Exit


@app.callback()
def common(
    version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="版本 / the version.")
    ] = False,
) -> None:
    """会议秘书：用普通邮件执行会议制度。

    A meeting secretary that carries out a meeting policy by ordinary mail.
    """


def main() -> None:
    """The entry of the command ``mailflow``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Whatever the locale. What UTF-8 cannot hold becomes \\udcXX, which JSON reads as it was meant.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as fault:
        lines = lines_of(fault)
        if lines is None:
            raise
        for line in lines:
            print(f"mailflow: {line}", file=sys.stderr)
        sys.exit(status_of(fault))
