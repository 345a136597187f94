"""The words of the report, from templates/demo/report.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mailflow.core.intents import Intent, ProgressReport
from mailflow.resources import folder


@dataclass(frozen=True)
class Wording:
    secretary: str
    weekdays: tuple[str, ...]
    figures: tuple[str, ...]
    kind: Mapping[str, str]
    intents: Mapping[str, str]
    outcome: Mapping[str, str]
    certainty: Mapping[str, str]

    def intent(self, intent: Intent) -> str:
        """Its name, with the one figure that a reader wants to see."""
        name = self.intents[intent.kind]
        return f"{name} {intent.percent}%" if isinstance(intent, ProgressReport) and intent.percent else name


def wording(secretary: str, templates: Path | None = None) -> Wording:
    """``secretary`` is what mailflow is called."""
    table = tomllib.loads(((templates or folder("templates")) / "demo" / "report.toml").read_text(encoding="utf-8"))
    return Wording(
        secretary=secretary,
        weekdays=tuple(table["weekdays"]),
        figures=tuple(table["figures"]),
        kind=table["kind"],
        intents=table["intent"],
        outcome=table["outcome"],
        certainty=table["certainty"],
    )
