"""Commands in processes of their own, forked from an interpreter that has imported mailflow already.

Each is as separate as one that is started anew; hundreds of them need not import the same modules again and again.
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "__main__",
        "mailflow.__main__",
        "mailflow.adapters.imap",
        "mailflow.adapters.smtp",
        "mailflow.bootstrap",
        "mailflow.cli.entry",
        "mailflow.cli.looking",
        "mailflow.cli.running",
        "mailflow.flow.daemon",
        "mailflow.flow.loop",
        "mailflow.reading.minutes",
        "mailflow.stores.tinydb_store",
        "mailflow.writing.mail",
    ]
)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int | None
    stdout: str
    stderr: str


def run(words: Sequence[str], environ: Mapping[str, str], seconds: float = 120) -> Done:
    """``mailflow WORDS``. A command that does not end in time is ended, and its ``returncode`` is that of the signal."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        process = _CONTEXT.Process(target=_command, args=(list(words), dict(environ), out, err))
        process.start()
        process.join(seconds)
        if process.is_alive():
            process.kill()
            process.join()
        return Done(process.exitcode, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _command(words: list[str], environ: dict[str, str], out: Path, err: Path) -> None:
    os.environ.clear()
    os.environ.update(environ)
    for stream, path in ((1, out), (2, err)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream)
    sys.argv = ["mailflow", *words]
    from mailflow.__main__ import main

    main()
