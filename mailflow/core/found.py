"""What the archive has found for somebody, as it is told in a mail."""

from dataclasses import dataclass
from datetime import datetime

from mailflow.core.values import RecordId


@dataclass(frozen=True)
class Found:
    """``kind`` is the archive's word: meeting, topic, material, minutes, decision, resolution, problem, mail."""

    kind: str
    title: str
    at: datetime
    record: RecordId
