"""Bytes to intents, beside the floor: the standard library's parser with its text parts decoded.

Both read the same mails, in all their programs and charsets, in turns, so that a busy machine slows both. What is
compared is the processor time of the best turn of each. The public examples are the measure; the cases that came to the
corpus later are harder mails, and are measured beside them.
"""

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from email import policy
from email.parser import BytesParser
from pathlib import Path

from mailflow.core.reply import Context
from mailflow.reading import jsonform
from mailflow.reading.interpret import Reader
from mailflow.reading.message import parse

Example = tuple[bytes, Context]
"""A mail as it comes, and what it answers."""
ROOT = Path(__file__).parents[1]
READINGS = 8_000
"""Mails that each of the compared reads in all its turns: the fewer there are of them, the more turns."""
_LATER = re.compile(r"[a-z]-")  # how the names of later cases begin


def report() -> Iterator[str]:
    sys.path.insert(0, str(ROOT / "reading"))
    from corpus_company import reader  # the tests' own module: it is found once their folder is on the path

    read = reader()
    corpus = dict(_corpus())
    public = [example for name, example in corpus.items() if not _LATER.match(name)]
    yield from _compared("the public examples", public, read)
    yield from _compared("the whole corpus", [*corpus.values()], read)


def _compared(title: str, mails: Sequence[Example], read: Reader) -> Iterator[str]:
    def floor() -> None:
        for raw, _ in mails:
            _decode_with_stdlib(raw)

    def parsing() -> None:
        for raw, _ in mails:
            parse(raw)

    def interpreting() -> None:
        for raw, context in mails:
            read.interpret(parse(raw), context)

    turns = max(READINGS // len(mails), 3)
    rates = _best_rates(len(mails), turns, floor, parsing, interpreting)
    yield f"reading {title}: {len(mails)} mixed mails, best of {turns} turns, mails a second"
    yield f"  floor 1b: BytesParser(policy=default), text decoded  {rates[0]:8.0f}"
    yield f"  bytes to InboundMail                                 {rates[1]:8.0f}   {rates[1] / rates[0]:5.2f} x the floor"
    yield f"  bytes to intents                                     {rates[2]:8.0f}   {rates[2] / rates[0]:5.2f} x the floor"


def _corpus() -> Iterator[tuple[str, Example]]:
    for path in sorted((ROOT / "corpus" / "replies").glob("*.eml")):
        beside = path.with_name(f"{path.stem}.context.json")
        yield path.stem, (path.read_bytes(), jsonform.read_context(beside.read_bytes(), beside.name))


def _decode_with_stdlib(raw: bytes) -> int:
    """Floor 1b. What the newer policy cannot read it gives up on, which makes it faster, not slower."""
    read = 0
    for part in BytesParser(policy=policy.default).parsebytes(raw).walk():
        if part.get_content_maintype() == "text":
            try:
                read += len(part.get_content())
            except (LookupError, ValueError):
                continue
    return read


def _best_rates(mails: int, turns: int, *works: Callable[[], None]) -> list[float]:
    best = [float("inf")] * len(works)
    for _ in range(turns):
        for number, work in enumerate(works):
            began = time.process_time()
            work()
            best[number] = min(best[number], time.process_time() - began)
    return [mails / seconds for seconds in best]
