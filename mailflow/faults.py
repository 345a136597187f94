"""What may go wrong for reasons outside of mailflow, and how it is told: one line, never a traceback."""

import errno

from mailflow.config import ConfigFault
from mailflow.ports import Conflict, Damaged, Locked, LoginRefused, NotMoved, Unreachable
from mailflow.reading.jsonform import ContextFault
from mailflow.reading.mail import Unreadable
from mailflow.reading.minutes.blocks import UnreadableFile
from mailflow.stores import UnknownStore


class Refusal(Exception):
    """A command that cannot be carried out as it was given. The text is one line that says what to do."""


class TryAgain(Refusal):
    """The same command can do well a little later."""


KNOWN = (
    Refusal,
    ConfigFault,
    ContextFault,
    Damaged,
    Locked,
    Conflict,
    NotMoved,
    Unreachable,
    Unreadable,
    UnreadableFile,
    UnknownStore,
    OSError,
)


def told(fault: BaseException) -> str:
    """The fault in the words of whoever raised it; for the system's own with the file that it is about."""
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror
    return str(fault) or type(fault).__name__


_PASSING = (errno.ENOSPC, errno.EDQUOT, errno.EAGAIN, errno.ENOMEM, errno.ENFILE, errno.EMFILE, errno.EIO, errno.ESTALE)


def is_temporary(fault: BaseException) -> bool:
    """May the same do well later, without a change of settings? A wrong password does not."""
    if isinstance(fault, LoginRefused):
        return False
    passing = isinstance(fault, OSError) and fault.errno in _PASSING
    return passing or isinstance(fault, Unreachable | Locked | Conflict | TryAgain)
