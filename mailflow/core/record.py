"""Whatever is stored as one record, and therefore changes as one."""

from mailflow.core.desk import Desk
from mailflow.core.meeting import Meeting
from mailflow.core.problem import Problem

Record = Meeting | Problem | Desk
"""Told apart by the field ``record``. A new kind of record is one more member here."""
