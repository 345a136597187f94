"""Minutes in any form that recorders use, read into attendance, decisions, tasks and doubts (policy 5.3.1)."""

from mailflow.reading.minutes.documents import UnreadableFile, from_mail, read_minutes

__all__ = ["UnreadableFile", "from_mail", "read_minutes"]
