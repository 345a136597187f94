"""What one clause says: who, until when, to do what, and in which voice; and its words tidied up."""

import re
from dataclasses import dataclass, field

from mailflow.reading.minutes.clauses import Clause
from mailflow.reading.minutes.deadlines import Due
from mailflow.reading.minutes.owners import Owners
from mailflow.reading.minutes.setting import Setting


@dataclass(frozen=True)
class Statement:
    """``action`` "" : the clause only says who or when. ``dues`` are candidates, the best first.

    ``subject``: the clause begins with its owners. ``ordered``: 请, 由, 须, to: somebody shall. ``meeting``: the
    meeting says it; ``decided``/``demanded``: what it says. ``told``: it reports, ``mused``: it suggests or asks.
    ``body`` is the clause behind 会议决定. ``joined``: it goes on with the clause before (并…).
    ``leads``: people alone, and the action that is theirs behind them. ``effective``: it names the day from which something holds.
    """

    action: str
    clause: Clause
    owners: Owners = field(default_factory=Owners)
    dues: tuple[Due, ...] = ()
    aside: Owners = field(default_factory=Owners)
    requirement: str = ""
    subject: bool = False
    labelled: bool = False
    ordered: bool = False
    meeting: bool = False
    decided: bool = False
    demanded: bool = False
    told: bool = False
    mused: bool = False
    joined: bool = False
    effective: bool = False
    bare: bool = False
    status: str = ""
    pleaded: bool = False
    body: str = ""
    numbered: bool = False
    leads: bool = False

    @property
    def due(self) -> Due | None:
        return self.dues[0] if self.dues else None


EDGE = " \t\u3000,，、:：;；。.-–—*>|/@#"
"""Blanks and marks that parts taken out leave behind."""


def tidy(text: str) -> str:
    """The words without the marks that the parts taken out leave behind."""
    text = re.sub(r"[ \t\u3000]+", " ", text)
    text = re.sub(r"\s*[(（\[【]\s*[)）\]】]", "", text)
    text = re.sub(r"(?<=[\u4e00-\u9fff，、])\s+(?=[\u4e00-\u9fff])", "", text)
    return text.strip(EDGE + "(（").strip()


def named_by(text: str, setting: Setting) -> str:
    """The title without the word that only says what it is about (关于…)."""
    text = re.sub(r"^to (?=[a-z])", "", text)
    about = setting.match(r"\s*«about»\s*(?=[\u4e00-\u9fff])", text)
    return text[about.end() :] if about and about.end() < len(text) else text
