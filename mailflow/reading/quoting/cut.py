"""Lines to words: the original and the signature taken away, answers in between kept with what they answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mailflow.reading.quoting.openers import opener_at
from mailflow.reading.quoting.signature import Names, stripped, without_signature
from mailflow.reading.quoting.values import Hint, Line, Passage

# The words that send a reader into the original: “see below”, 红字部分.
_POINTS_DOWN = re.compile(
    r"见下|如下|下文|下面|红字|红色|蓝字|蓝色|标红|标蓝|标黄|标注|彩色|原文|行内|逐条|批注|紅字|紅色|藍字|藍色|見下"
    r"|below|inline|in-line|in line|in (?:red|blue|green|colou?r|purple)|between the lines|my comments|interspersed|marked",
    re.IGNORECASE,
)

_SIGNED = re.compile(r"^\s*[\[【]\s*([^\]】]{1,30})\s*[\]】]\s*[:：]?\s*(\S.*)$")


@dataclass(frozen=True)
class Cut:
    """One body, taken apart. ``dropped`` is what was taken for a signature or a footer."""

    text: str
    passages: tuple[Passage, ...]
    quoted: str
    forwarded: bool
    dropped: str


@dataclass
class _Block:
    """Words that stand together; ``under`` is the quoted line above them, ``last`` says that no quote follows."""

    lines: list[str]
    under: str = ""
    last: bool = False


@dataclass
class _Sorted:
    """``above`` is the last quoted line with words; ``under_quote`` says that nothing new stands below it yet."""

    blocks: list[_Block] = field(default_factory=lambda: [_Block([])])
    quoted: list[str] = field(default_factory=list)
    tail: list[Line] = field(default_factory=list)
    forwarded: bool = False
    dropped: list[str] = field(default_factory=list)
    above: str = ""
    under_quote: bool = False


def cut(lines: Sequence[Line], names: Names) -> Cut:
    """The new words among ``lines``."""
    parts = _sort(lines)
    dropped = list(parts.dropped)
    texts: list[str] = []
    passages: list[Passage] = []
    answers = [b for b in parts.blocks if b.under]
    for block in parts.blocks:
        inner = bool(block.under) and not block.last
        kept = stripped(block.lines) if inner else without_signature(block.lines, names)
        dropped += _missing(block.lines, kept)
        if kept:
            words = "\n".join(kept)
            texts.append(words)
            if block.under and (inner or len(answers) > 1 or len(parts.quoted) <= 4):
                passages.append(Passage(block.under, words))
    for passage in _in_the_tail(parts.tail, texts, names):
        texts.append(passage.words)
        passages.append(passage)
    return Cut(
        "\n\n".join(texts), tuple(passages), "\n".join(stripped(parts.quoted)), parts.forwarded, "\n".join(dropped)
    )


def _missing(before: list[str], after: list[str]) -> list[str]:
    kept = set(after)
    return [line for line in before if line.strip() and line not in kept]


def _sort(lines: Sequence[Line]) -> _Sorted:
    """Every line to the words, the original, or the signature that the markup names."""
    parts = _Sorted()
    i = 0
    while i < len(lines):
        line = lines[i]
        if line.depth > 0:
            _quote(parts, line)
            i += 1
            continue
        if line.hint is Hint.SIGNATURE:
            parts.dropped.append(line.text)
            parts.under_quote = False
            i += 1
            continue
        opener = opener_at(lines, i)
        if opener is None:
            _add(parts, line)
            i += 1
            continue
        parts.forwarded |= opener.forward
        parts.under_quote = False
        following = next((k for k in range(opener.end, len(lines)) if not lines[k].blank), None)
        if following is None or lines[following].depth == 0:
            parts.tail = list(lines[opener.end :])
            parts.quoted += [x.text for x in parts.tail]
            break
        i = opener.end
    parts.blocks[-1].last = True
    return parts


def _quote(parts: _Sorted, line: Line) -> None:
    parts.quoted.append(line.text)
    parts.under_quote = True
    if not line.blank:
        parts.above = line.text.strip()


def _add(parts: _Sorted, line: Line) -> None:
    """A line of words: to the block before it, or, where a quote stands between, to a new one."""
    if parts.under_quote and not line.blank:
        parts.blocks.append(_Block([line.text], parts.above))
        parts.under_quote = False
    else:
        parts.blocks[-1].lines.append(line.text)


def _in_the_tail(tail: Sequence[Line], texts: Sequence[str], names: Names) -> list[Passage]:
    """Answers inside an original without marks: lines in an ink of their own, where the words above point to them,
    or lines that begin with the sender's name in brackets (Outlook's “mark my comments with”)."""
    inks = {line.ink for line in tail if not line.blank}
    several = "" in inks and 2 <= len(inks) <= 4
    coloured = several and (not texts or bool(_POINTS_DOWN.search("\n".join(texts))))
    found: list[Passage] = []
    above = ""
    for line in tail:
        if line.blank:
            continue
        signed = _SIGNED.match(line.text)
        if signed and names.signs(signed.group(1)):
            found.append(Passage(above, signed.group(2)))
        elif coloured and line.ink and line.depth == 0:
            found.append(Passage(above, line.text.strip()))
        else:
            above = line.text.strip()
    return found
