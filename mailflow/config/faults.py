"""A fault in the config: whose file, which key, what was expected, what stands there."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """``key`` is dotted as in the file; a person or section in a list is named by its name or number."""

    file: str
    key: str
    expected: str
    found: str = ""

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        found = f", found {self.found}" if self.found else ""
        return f"{where}: expected {self.expected}{found}"


class ConfigFault(Exception):
    """All faults at once, a line each."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults
