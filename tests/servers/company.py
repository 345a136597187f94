"""The mailboxes of the sample company."""

import json
from dataclasses import dataclass
from pathlib import Path

_FILE = Path(__file__).parent.parent / "corpus" / "organization.json"
PASSWORD = "correct horse"
DOMAIN = "corp.example"


@dataclass(frozen=True)
class Company:
    secretary: str
    people: tuple[str, ...]

    @property
    def everybody(self) -> tuple[str, ...]:
        return (self.secretary, *self.people)


def sample_company() -> Company:
    told = json.loads(_FILE.read_text(encoding="utf-8"))
    return Company(told["secretary"], tuple(person["email"] for person in told["people"]))
