"""How the recorder fills in the form that mailflow sent: the words behind its labels, nothing else changed."""

from collections.abc import Iterator
from dataclasses import dataclass

_BLANK = "　"


@dataclass(frozen=True)
class Task:
    title: str
    owner: str = ""
    due: str = ""
    requirement: str = ""


@dataclass(frozen=True)
class Section:
    """What is written under the heading that contains ``heading``."""

    heading: str
    discussed: str = ""
    decided: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Filling:
    """``labels`` are the words behind a label of the head, such as who was late."""

    sections: tuple[Section, ...]
    labels: tuple[tuple[str, str], ...] = ()


def fill(form: str, filling: Filling) -> str:
    """The form from its first line of ``=`` to its last, filled in."""
    return "\n".join(_filled(list(_form_of(form)), filling))


def _form_of(text: str) -> Iterator[str]:
    lines = text.split("\n")
    marks = [n for n, line in enumerate(lines) if line.startswith("======")]
    yield from lines[marks[0] : marks[-1] + 1] if len(marks) > 1 else lines


def _filled(lines: list[str], filling: Filling) -> Iterator[str]:
    section = Section("")
    tasks: list[Task] = []
    for line in lines:
        if line.startswith("【"):
            section = next((s for s in filling.sections if s.heading in line), Section(""))
            tasks = list(section.tasks)
        yield _line(line, section, tasks, filling)


def _line(line: str, section: Section, tasks: list[Task], filling: Filling) -> str:
    label, colon, rest = line.partition("：")
    known = {"讨论要点": section.discussed, "决定": section.decided, **dict(filling.labels)}
    if colon and not rest.strip() and label in known:
        return line + known[label]
    if label == "任务" and tasks:
        return _task(tasks.pop(0))
    return line


def _task(task: Task) -> str:
    parts = [("任务", task.title), ("责任人", task.owner), ("完成时间", task.due), ("要求", task.requirement)]
    return _BLANK.join(f"{label}：{words}" for label, words in parts)
