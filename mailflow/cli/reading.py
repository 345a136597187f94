"""``interpret`` and ``minutes``: what files say, one line of JSON each."""

import json
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from mailflow.cli.errors import lines_of
from mailflow.cli.opening import config_folder
from mailflow.cli.options import ConfigDir


def interpret(
    files: Annotated[list[Path], typer.Argument(help="邮件文件 / messages (.eml).")],
    config: ConfigDir = None,
    explain: Annotated[bool, typer.Option(help="说明依据 / also which words led to what.")] = False,
) -> None:
    """一封回信是什么意思，每封一行 JSON。What replies mean, one JSON object a line."""
    from mailflow.core.reply import Context
    from mailflow.reading import jsonform
    from mailflow.reading.message import parse

    reader = _reader(config)

    def one(path: Path) -> dict[str, Any]:
        beside = path.with_suffix(".context.json")
        context = jsonform.read_context(beside.read_bytes(), str(beside)) if beside.is_file() else Context()
        return dict(jsonform.interpretation(reader.interpret(parse(path.read_bytes()), context), explain=explain))

    _each(files, one)


def minutes(
    files: Annotated[list[Path], typer.Argument(help="会议纪要 / minutes (.eml, .txt, .md, .docx).")],
    config: ConfigDir = None,
) -> None:
    """会议纪要写了什么，每份一行 JSON。What minutes say, one JSON object a line."""
    from mailflow.faults import Refusal
    from mailflow.reading import jsonform
    from mailflow.reading.message import parse
    from mailflow.reading.minutes import read_minutes
    from mailflow.reading.minutes.documents import MinutesFile

    reader = _reader(config)

    def one(path: Path) -> dict[str, Any]:
        beside = path.with_suffix(".context.json")
        if not beside.is_file():
            raise Refusal(f"{path}: expected {beside.name} beside it, which tells what meeting they are of")
        meeting, received = jsonform.read_minutes_context(beside.read_bytes(), str(beside))
        content = path.read_bytes()
        if path.suffix.lower() != ".eml":
            document = MinutesFile(path.name, content)
            return dict(jsonform.minutes(read_minutes(document, meeting, received, reader.tools)))
        mail = parse(content)
        return dict(jsonform.minutes(read_minutes(mail, meeting, mail.date or received, reader.tools)))

    _each(files, one)


def _reader(given: Path | None) -> Any:
    """Reading needs no servers: without a config of one's own it knows the example company."""
    from mailflow import bootstrap, config
    from mailflow.resources import folder as bundled

    chosen = config_folder(given)
    if given is None and not chosen.is_dir():
        chosen = bundled("config")
    loaded = config.load(chosen, os.environ, with_secrets=False)
    return bootstrap.reader(loaded, bootstrap.clock(loaded).now().year)


def _each(files: list[Path], read: Any) -> None:
    """One line a file, in order. What cannot be read is named, and the others are read all the same."""
    failed = False
    for path in files:
        try:
            print(json.dumps(read(path), ensure_ascii=False), flush=True)
        except BrokenPipeError:
            raise
        except Exception as fault:  # the last handler names the file: the others must still be read
            failed = True
            told = " ".join(lines_of(fault) or [f"{type(fault).__name__}: {fault}"])
            print(f"mailflow: {told if str(path) in told else f'{path}: {told}'}", file=sys.stderr)
    if failed:
        raise typer.Exit(2)
