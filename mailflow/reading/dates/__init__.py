"""Dates, clock times and durations in the words of office mail, Chinese and English."""

from mailflow.reading.dates.deadline import read_deadline
from mailflow.reading.dates.durations import find_durations
from mailflow.reading.dates.found import Deadline, FoundDate, FoundDuration, Grain, Part, Problem
from mailflow.reading.dates.marks import believable
from mailflow.reading.dates.scan import find_dates

__all__ = [
    "Deadline",
    "FoundDate",
    "FoundDuration",
    "Grain",
    "Part",
    "Problem",
    "believable",
    "find_dates",
    "find_durations",
    "read_deadline",
]
