"""The fixed words of the pages, from templates/<language>/site.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SiteWords:
    language: str
    table: Mapping[str, Any]

    @classmethod
    def load(cls, templates: Path, language: str) -> "SiteWords":
        """Of that language; Chinese where it has no such file."""
        names = (language, language.partition("-")[0], "zh-CN")
        found = next(name for name in names if (templates / name / "site.toml").is_file())
        return cls(found, tomllib.loads((templates / found / "site.toml").read_text(encoding="utf-8")))

    def __getitem__(self, key: str) -> str:
        return str(self.table[key])

    def of(self, group: str, key: object) -> str:
        """A word of a group, as ``of("kind", "minutes")``."""
        return str(self.table[group][str(key)])
