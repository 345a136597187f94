"""``status`` and ``ledger``."""

import json
from typing import Annotated

import typer

from mailflow.cli.opening import load, moment_of, records
from mailflow.cli.options import AsJson, ConfigDir


def status(
    meeting: Annotated[str, typer.Argument(help="会议编号 / a meeting, as weekly-2026-11-30.")] = "",
    config: ConfigDir = None,
    as_json: AsJson = False,
) -> None:
    """会议、参会、资料、决议的情况。Meetings, who comes, what is missing, resolutions, outbox, quarantine."""
    from mailflow.archive.visible import escaped
    from mailflow.faults import Refusal
    from mailflow.views import status as views

    settings = load(config, with_secrets=False)
    found = views.status(records(settings), settings.organization)
    if meeting:
        found["meetings"] = [m for m in found["meetings"] if m["id"] == meeting]
        if not found["meetings"]:
            raise Refusal(f"no meeting is called {meeting}: `mailflow status` lists them")
    print(escaped(json.dumps(found, ensure_ascii=False, indent=2)) if as_json else views.as_text(found))


def ledger(
    config: ConfigDir = None,
    since: Annotated[str, typer.Option(help="从何时起 / from this time on, ISO 8601.")] = "",
    as_json: AsJson = False,
) -> None:
    """每封来信的处理结果和依据。What became of every mail, and why."""
    from mailflow import bootstrap
    from mailflow.archive.visible import escaped
    from mailflow.core.said import Said
    from mailflow.views import ledger as views

    settings = load(config, with_secrets=False)
    templates = bootstrap.templates()

    def phrase(said: Said) -> str:
        return templates.phrase(said, settings.service.language, settings.organization)

    moment = moment_of(since)
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=bootstrap.clock(settings).now().tzinfo)
    for line in views.lines(records(settings), moment):
        coded = escaped(json.dumps(views.as_json(line, phrase), ensure_ascii=False)) if as_json else ""
        print(coded or views.as_text(line, phrase))
