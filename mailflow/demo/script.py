"""The words of a part: who answers which mail, how, with what. Values only; cast.py has the parts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from mailflow.core.letters import MailKind
from mailflow.demo.form import Filling
from mailflow.demo.mailprograms import File


@dataclass(frozen=True)
class Cue:
    """The mail that is answered: the ``nth`` of its kind to this person whose text or subject holds ``about``."""

    kind: MailKind
    nth: int = 1
    about: str = ""


@dataclass(frozen=True)
class Part:
    """One answer, given once, so long after the mail came.

    ``button`` presses it in the invitation; ``form`` fills in the newest form of the own mailbox, below the
    ``words``; ``how`` ``fresh`` writes a mail that answers nothing, with ``subject``; ``away`` lets the mail
    server answer for somebody who is out.
    """

    who: str
    cue: Cue
    words: str = ""
    after: timedelta = timedelta(hours=1)
    program: str = ""
    button: Literal["", "ACCEPTED", "TENTATIVE", "DECLINED"] = ""
    how: Literal["answer", "fresh", "away"] = "answer"
    subject: str = ""
    form: Filling | None = None
    files: tuple[File, ...] = ()
