"""The score of reading on the examples beside this file, and why the failing ones fail: ``make corpus``.

Replies are scored as the interpret contract says, minutes by their tasks, attendance and questions. A failing case is
shown with what it says, what was expected, what came, and which words led to it.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reading")]

from comparing import Verdict, compare, words_agree  # noqa: E402  (the paths above lead there)
from corpus_company import reader  # noqa: E402
from minutes_room import tools  # noqa: E402

from mailflow.core.minutes import MinutesContent  # noqa: E402
from mailflow.core.reply import Interpretation, MeetingBrief  # noqa: E402
from mailflow.reading import jsonform  # noqa: E402
from mailflow.reading.message import parse  # noqa: E402
from mailflow.reading.minutes import read_minutes  # noqa: E402
from mailflow.reading.minutes.documents import MinutesFile  # noqa: E402

DOCUMENTS = (".eml", ".txt", ".md", ".docx")


@dataclass(frozen=True)
class Reply:
    """One example of a reply: what it must be read as, what it was read as, and the verdict."""

    stem: str
    want: dict[str, Any]
    read: Interpretation
    verdict: Verdict

    @property
    def fails(self) -> bool:
        return not self.verdict.exact or bool(self.verdict.wrong) or self.verdict.words_right < len(self.verdict.words)


def replies(folder: Path = HERE / "replies") -> Iterator[Reply]:
    for mail in sorted(folder.glob("*.eml")):
        context = mail.with_name(f"{mail.stem}.context.json")
        want = load(mail.with_name(f"{mail.stem}.expected.json"))
        read = reader().interpret(parse(mail.read_bytes()), jsonform.read_context(context.read_bytes(), context.name))
        yield Reply(mail.stem, want, read, compare(want, read))


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def report_replies(cases: list[Reply]) -> None:
    for case in cases:
        if case.fails:
            show(case)
    words = [w for c in cases for w in c.verdict.words]
    right = sum(c.verdict.words_right for c in cases)
    print(
        f"replies: exact {share(sum(c.verdict.exact for c in cases), len(cases))}"
        f" wrong {sum(bool(c.verdict.wrong) for c in cases)} lost {sum(c.verdict.lost for c in cases)}"
        f" asked back {sum(c.verdict.asked_back for c in cases)} free words {share(right, len(words))}"
        f" ({len(cases)} cases)"
    )


def show(case: Reply) -> None:
    found = jsonform.interpretation(case.read, explain=True)
    verdict = case.verdict
    print(f"--- {case.stem}{'  WRONG: ' + '; '.join(verdict.wrong) if verdict.wrong else ''}{'  LOST' * verdict.lost}")
    print(f"    {case.read.text.strip()!r}")
    print(f"    expected  {brief(case.want)}")
    print(f"    came      {brief(found)}")
    for each in case.read.evidence:
        print(f"    because   {each.kind}: {each.rule}: “{each.words}”")
    for name, want, came in verdict.words:
        if not words_agree(want, came):
            print(f"    words     {name}: expected {want!r}, came {came!r}")


def brief(result: dict[str, Any]) -> str:
    said = [i["kind"] + str({k: v for k, v in i.items() if k != "kind" and v}) for i in result["intents"]]
    return " + ".join([*said, *(["unclear"] if result["unclear"] else [])]) or result["automatic"] or "nothing"


def share(part: int, whole: int) -> str:
    """Per cent with one decimal, never rounded up."""
    return f"{1000 * part // whole / 10 if whole else 100.0}%"


# ------------------------------------------------------------------------------------------------------- minutes


def report_minutes(folder: Path = HERE / "minutes") -> None:
    total: Counter[str] = Counter()
    for expected in sorted(folder.glob("*.expected.json")):
        stem = expected.name.removesuffix(".expected.json")
        want, came = load(expected), jsonform.minutes(read_document(folder, stem))
        counts = count(want, came)
        total.update(counts)
        if counts["right"] < counts["tasks"] or counts["too many"] or counts["attendance off"]:
            print(f"--- {stem}  {dict(counts)}")
    print(
        f"minutes: tasks {share(total['right'], total['tasks'])} right, {total['too many']} too many,"
        f" attendance {share(total['attendance'] - total['attendance off'], total['attendance'])} ({total['documents']} documents)"
    )


def read_document(folder: Path, stem: str) -> MinutesContent:
    context = load(folder / f"{stem}.context.json")
    given = context["meeting"]
    start, end = (datetime.fromisoformat(given[key]) for key in ("start", "end"))
    meeting = MeetingBrief(given["series"], given["title"], start, end)
    path = next(p for s in DOCUMENTS if (p := folder / (stem + s)).is_file())
    content = path.read_bytes()
    document = parse(content) if path.suffix == ".eml" else MinutesFile(path.name, content)
    return read_minutes(document, meeting, datetime.fromisoformat(context["received"]), tools())


def count(want: dict[str, Any], came: dict[str, Any]) -> Counter[str]:
    """Tasks that are right in title, owners and date; those that nobody expected; people whose attendance is off."""
    left = list(came["resolutions"])
    right = 0
    for task in want["resolutions"]:
        match = next((t for t in left if words_agree(task["title"], t["title"])), None)
        if match is not None:
            left.remove(match)
            right += all(key not in task or same(task[key], match[key]) for key in ("owners", "due"))
    facts, read = attendance(want["attendance"]), attendance(came["attendance"])
    free = attendance(want.get("optional", {}).get("attendance", {}))
    return Counter(
        {"documents": 1, "tasks": len(want["resolutions"]), "right": right, "too many": len(left), "attendance": len(facts),
         "attendance off": len((facts ^ read) - free)}
    )  # fmt: skip


def same(want: Any, came: Any) -> bool:
    return set(want) == set(came) if isinstance(want, list) else bool(want == came)


def attendance(said: dict[str, Any]) -> set[str]:
    return {f"{state}: {json.dumps(who, sort_keys=True)}" for state, people in said.items() for who in people}


if __name__ == "__main__":
    report_replies(list(replies()))
    report_minutes()
