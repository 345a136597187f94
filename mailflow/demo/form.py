"""How the recorder fills in the form that mailflow sent: the words behind its labels, nothing else changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import dropwhile, takewhile

_OF_A_TASK = ("任务", "责任人", "完成时间", "要求")


@dataclass(frozen=True)
class Task:
    title: str
    owner: str = ""
    due: str = ""
    requirement: str = ""


@dataclass(frozen=True)
class Section:
    """What is written under the heading that contains ``heading``. A second task repeats the task's lines."""

    heading: str
    discussed: str = ""
    decided: str = ""
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True)
class Filling:
    """``labels`` are the words behind a label of the head, such as who was late."""

    sections: tuple[Section, ...]
    labels: tuple[tuple[str, str], ...] = ()


def fill(mail: str, filling: Filling) -> str:
    """The form that stands in the mail, from its first heading to the signature, filled in."""
    return "\n".join(_filled(_form_of(mail), filling)).rstrip()


def _form_of(mail: str) -> Iterator[str]:
    below_greeting = dropwhile(lambda line: not line.startswith("【"), mail.split("\n"))
    return takewhile(lambda line: line.rstrip() != "--", below_greeting)


def _filled(lines: Iterator[str], filling: Filling) -> Iterator[str]:
    section = Section("")
    for line in lines:
        label, colon, rest = line.partition("：")
        if line.startswith("【"):
            section = next((s for s in filling.sections if s.heading in line), Section(""))
            yield line
        elif colon and label in _OF_A_TASK and section.tasks:
            if label == _OF_A_TASK[0]:
                yield from _tasks(section)
        else:
            known = {"讨论要点": section.discussed, "决定": section.decided, **dict(filling.labels)}
            yield line + known.get(label, "") if colon and not rest.strip() else line


def _tasks(section: Section) -> Iterator[str]:
    for task in section.tasks:
        words = (task.title, task.owner, task.due, task.requirement)
        yield from (f"{label}：{said}" for label, said in zip(_OF_A_TASK, words, strict=True))
