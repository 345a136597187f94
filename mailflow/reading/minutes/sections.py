"""What the words of a heading say about the lines below it."""

import re
from enum import StrEnum

from mailflow.reading.folding import fold
from mailflow.reading.minutes.setting import Setting


class Section(StrEnum):
    """What the lines under a heading are."""

    ATTENDANCE = "attendance"
    REVIEW = "review"  # how earlier resolutions were carried out: no new tasks
    TASKS = "tasks"  # every item is a task
    RESOLVED = "resolved"  # 决议, 议定: tasks and decisions in one list
    DECISIONS = "decisions"
    DISCUSSION = "discussion"
    IDLE = "idle"  # praise, the next meeting, examples: neither
    NEUTRAL = "neutral"  # a topic: says nothing about what stands below


class Presence(StrEnum):
    """What a label says of the people behind it."""

    PRESENT = "present"
    ON_LEAVE = "leave"
    ABSENT = "absent"
    LATE = "late"
    LEFT_EARLY = "early"
    SUBSTITUTE = "substitute"
    HOST = "host"
    RECORDER = "recorder"
    OTHER = "other"  # 应到, 抄送, 地点: no people who were there


_ORDER = (
    (Section.REVIEW, "section_review"),
    (Section.IDLE, "section_idle"),
    (Section.ATTENDANCE, "section_attendance"),
    (Section.DECISIONS, "section_decisions"),
    (Section.RESOLVED, "section_resolved"),
    (Section.TASKS, "section_tasks"),
    (Section.DISCUSSION, "section_discussion"),
    (Section.NEUTRAL, "section_neutral"),
)
_LABELS = (
    (Presence.SUBSTITUTE, "substitute_label"),
    (Presence.LATE, "late_label"),
    (Presence.LEFT_EARLY, "early_label"),
    (Presence.ON_LEAVE, "leave_label"),
    (Presence.ABSENT, "absent_label"),
    (Presence.HOST, "host_label"),
    (Presence.RECORDER, "recorder_label"),
    (Presence.OTHER, "other_label"),
    (Presence.PRESENT, "present_label"),
)
_ASIDE = re.compile(r"[(（\[【][^)）\]】]{0,200}[)）\]】]")
_COUNTED = re.compile(r"(?<=\D)\s*\d{1,3}\s*[人名位]$")  # 请假 2人：…
_LONGEST = 30


def bare(text: str) -> str:
    """Folded, without remarks in brackets, without blanks between Han characters, without closing marks."""
    words = _ASIDE.sub("", fold(text)) or fold(text)
    words = re.sub(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", "", words)
    return words.strip(" :：-—=*_#·.。、,，>|《》\"'\t")


def section_of(heading: str, setting: Setting) -> Section | None:
    """What stands under a heading of these words; None where the words say nothing."""
    words = bare(heading)
    if not words or len(words) > _LONGEST:
        return None
    return next((kind for kind, key in _ORDER if setting.book.names(key, words)), None)


def presence_of(label: str, setting: Setting) -> Presence | None:
    """What a label in front of people's names says of them."""
    words = _COUNTED.sub("", bare(label))
    if not words or len(words) > _LONGEST:
        return None
    return next((kind for kind, key in _LABELS if setting.book.names(key, words)), None)


def is_topic(heading: str, setting: Setting) -> bool:
    """议题一, Topic 2: an item of the agenda, whatever its title says."""
    return setting.book.names("topic_mark", bare(heading))
