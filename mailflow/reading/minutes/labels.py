"""Fields in a line: 任务：… 责任人：… 完成时间：… 要求：…, and what stands in front of them."""

import re
from dataclasses import dataclass
from enum import StrEnum

from mailflow.reading.folding import fold
from mailflow.reading.minutes.setting import Setting


class Field(StrEnum):
    TASK = "task"
    OWNER = "owner"
    HELPER = "helper"
    DUE = "due"
    REQUIREMENT = "requirement"
    STATUS = "status"
    TIME = "time"  # 时间：a deadline only beside other fields of a task


@dataclass(frozen=True)
class Fields:
    """``lead`` is what stands before the first label, or behind a closed bracket of labels."""

    lead: str
    values: tuple[tuple[Field, str], ...] = ()

    def has(self, *kinds: Field) -> bool:
        return any(kind in kinds for kind, _ in self.values)

    def value(self, *kinds: Field) -> str:
        """All that the fields of these kinds hold; "" where they are empty or missing."""
        return "、".join(value for kind, value in self.values if kind in kinds and value)


_LABEL = (
    r"(?:(?<=^)|(?<=[\s　,，;；、|/。(（【\[·•\-—>*.]))\s*"
    r"(?:(?P<helper>«helper_label»)|(?P<owner>«owner_label»)|(?P<due>«due_label»)|(?P<requirement>«requirement_label»)"
    r"|(?P<status>«status_label»)|(?P<task>«task_label»)|(?P<time>«time_label»)|(?P<content>«content_label»))"
    r"\s*(?:[-#]?\d{1,2}|[一二三四五六七八九十])?\s*(?P<aside>[(（\[][^()（）\[\]]{0,40}[)）\]])?\s*[:：](?!//)"
)
_CLOSERS = {")": "(", "）": "（", "]": "[", "】": "【"}
_AROUND = " \t\u3000,，;；、|/。·•-–—.*"


def parse_fields(text: str, setting: Setting) -> Fields:
    """The labels of the text and what each holds."""
    found = list(setting.book.pattern(_LABEL).finditer(fold(text)))
    if any(label["content"] for label in found) and not _of_a_task(found):
        found = [label for label in found if not label["content"]]
    if not found:
        return Fields(text.strip())
    lead = [text[: found[0].start()].rstrip(" \u3000(（【[,，;；、|/-–—")]
    values: list[tuple[Field, str]] = []
    for label, following in zip(found, [*found[1:], None], strict=True):
        kind = Field.TASK if label["content"] else next(k for k in Field if label.group(k.value))
        value, behind = _closed(text[label.end() : following.start() if following else len(text)])
        if kind is Field.TASK and label["aside"]:  # Action (Li Qiang, 5 Dec): …
            value = f"{value.rstrip()} {text[label.start('aside') : label.end('aside')]}"
        values.append((kind, value.strip(_AROUND)))
        lead.append(behind.strip(_AROUND))
    return Fields(" ".join(part for part in lead if part), tuple(values))


def _of_a_task(found: list[re.Match[str]]) -> bool:
    """内容 is a task's beside its owner or its deadline, and where nothing else is called so."""
    others = any(label["owner"] or label["due"] for label in found)
    return others and not any(label["task"] for label in found)


def _closed(value: str) -> tuple[str, str]:
    """The value up to a bracket that was opened before it, and what stands behind that bracket."""
    depth = 0
    for at, sign in enumerate(value):
        if sign in "(（[【":
            depth += 1
        elif sign in _CLOSERS:
            depth -= 1
            if depth < 0:
                return value[:at], value[at + 1 :]
    return value.rstrip(" \u3000(（【["), ""


def joins_above(text: str, setting: Setting) -> bool:
    """Does the line go on with the fields of the task above it?"""
    fields = parse_fields(text, setting)
    return not fields.lead and bool(fields.values) and fields.values[0][0] in _CONTINUING


_CONTINUING = (Field.OWNER, Field.HELPER, Field.DUE, Field.REQUIREMENT)
